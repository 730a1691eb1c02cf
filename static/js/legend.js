// Legends: a button an entry, which takes its group out of the chart and brings it back. What is
// out stays out when the page takes over newer figures, and on the next page of this tab.

import { remember, remembered } from "./memory.js";
import { isOnPaper } from "./paper.js";

const KEPT = "out-of-"; // and the chart's name
const out = new Map();

/** The keys of what is taken out of the chart of that name; on paper, where none can be had back, all are in. */
export function outOf(name) {
  if (isOnPaper()) return new Set();
  if (!out.has(name)) out.set(name, new Set(JSON.parse(remembered(KEPT + name, "tab") ?? "[]")));
  return out.get(name);
}

function say() {
  for (const button of document.querySelectorAll("[data-legend] [data-toggle]")) {
    const { legend } = button.closest("[data-legend]").dataset;
    button.setAttribute("aria-pressed", String(!outOf(legend).has(button.dataset.toggle)));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-legend] [data-toggle]");
  if (!button) return;
  const { legend } = button.closest("[data-legend]").dataset;
  const keys = outOf(legend);
  const key = button.dataset.toggle;
  if (!keys.delete(key)) keys.add(key);
  remember(KEPT + legend, JSON.stringify([...keys]), "tab");
  say();
  document.dispatchEvent(new Event(`toggled:${legend}`));
});

// A part that was swapped has the buttons of the server, who knows of nothing taken out.
document.addEventListener("report:swapped", say);
document.addEventListener("looks:changed", say); // before and after printing
say();
