// Printing: charts are drawn anew in the colours and the size of paper, for which the whole page is
// laid out as on paper while it prints; and the line that says where the report comes from.

import { layOut, putAway } from "./paper.js";
import { word, now } from "./words.js";

const style = document.querySelector("[data-print-style]");

function moment() {
  const timeZone = document.documentElement.dataset.zone || undefined;
  const day = { year: "numeric", month: "short", day: "numeric" };
  const form = { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  return new Intl.DateTimeFormat(document.documentElement.lang, form).format(now());
}

function sayWhence() {
  for (const line of document.querySelectorAll("[data-printed]")) {
    line.textContent = word("printed", { address: decodeURI(location.href), time: moment() });
  }
}

const sayChanged = () => document.dispatchEvent(new Event("looks:changed"));

addEventListener("beforeprint", () => {
  sayWhence();
  style.media = "all";
  layOut();
  sayChanged();
});

addEventListener("afterprint", () => {
  style.media = "print";
  putAway();
  sayChanged();
});

/** Print once all is there that those who draw have to wait for; without it where it does not come. */
document.addEventListener("click", async (event) => {
  if (!event.target.closest("[data-print]")) return;
  const until = [];
  document.dispatchEvent(new CustomEvent("print:wanted", { detail: until }));
  await Promise.allSettled(until);
  print();
});

function reveal() {
  for (const each of document.querySelectorAll("[data-print]")) each.hidden = false;
}

document.addEventListener("report:swapped", reveal);
reveal();
