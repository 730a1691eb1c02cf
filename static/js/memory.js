// What this browser remembers of its own: for good, or for this tab. Where storage is refused nothing
// is remembered, and what was chosen holds for the page.

const stores = { browser: () => localStorage, tab: () => sessionStorage };

/** The text kept under that key; null where there is none. `where`: "browser" or "tab". */
export function remembered(key, where = "browser") {
  try {
    return stores[where]().getItem(key);
  } catch {
    return null;
  }
}

/** Keep a text under that key; null forgets it. */
export function remember(key, text, where = "browser") {
  try {
    if (text === null) stores[where]().removeItem(key);
    else stores[where]().setItem(key, text);
  } catch {
    // Refused, or full.
  }
}
