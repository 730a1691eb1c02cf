// Pages as values: another page of figures is fetched, and what is new in it taken over.

import { morph } from "./morph.js";

const main = document.querySelector("main");

/** What is said where there is no page of figures: the name of a sentence (`words.js`). */
export class Refused extends Error {
  constructor(name) {
    super(name);
    this.sentence = name;
  }
}

/**
 * The document at an address of this site, or of it the parts that are asked for, which are no page
 * to be kept as one. Throws Refused where it is no page of figures.
 */
export async function fetched(address, { headers, parts, ...options }) {
  const asked = parts ? { ...headers, "X-Parts": parts.join(" ") } : headers;
  const cache = parts ? "no-store" : "default";
  const response = await fetch(address, { credentials: "same-origin", cache, headers: asked, ...options });
  if (response.status === 401) throw new Refused("signed_out");
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!fresh.getElementById("report")) throw new Refused("failed");
  return fresh;
}

/** Take over the whole page, or some of its parts. */
export function swap(fresh, parts) {
  // Who has changed this page's shape changes that of the fresh one alike.
  document.dispatchEvent(new CustomEvent("report:swapping", { detail: fresh }));
  if (!parts) morph(main, fresh.querySelector("main"));
  for (const name of parts ?? []) swapPart(name, fresh);
  document.title = fresh.title;
  document.dispatchEvent(new Event("report:swapped"));
}

function swapPart(name, fresh) {
  const [old, successor] = [document, fresh].map((each) => each.querySelector(`[data-part="${name}"]`));
  if (old && successor) morph(old, successor);
}
