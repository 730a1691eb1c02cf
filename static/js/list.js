// The list follows what is typed and chosen, and an import that has begun goes on by itself.

import { morph } from "./morph.js";

const WAIT_MILLISECONDS = 150; // between two letters
const form = document.querySelector("[data-filters]");
const list = () => document.querySelector("[data-part=list]");
let timer = null;
let running = null;

/** The address of what the form holds, without what is empty. */
function address() {
  const filled = [...new FormData(form)].filter(([, value]) => value);
  const query = new URLSearchParams(filled).toString();
  return form.action + (query ? `?${query}` : "");
}

async function show() {
  running?.abort();
  running = new AbortController();
  const there = address();
  list().setAttribute("aria-busy", "true");
  try {
    const response = await fetch(there, { credentials: "same-origin", signal: running.signal });
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const successor = fresh.querySelector("[data-part=list]");
    if (!response.ok || !successor) return location.assign(there); // the server says why
    morph(list(), successor);
    history.replaceState(null, "", there);
    document.dispatchEvent(new Event("report:swapped"));
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, WAIT_MILLISECONDS);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  show();
});

document.querySelector("[data-go-on]")?.requestSubmit();
