// Printing: charts are drawn anew in the colours and the size of paper, for which the whole page is
// laid out as on paper while it prints; and the line that says where the report comes from.

import { word, now } from "./words.js";

const style = document.querySelector("[data-print-style]");

function moment() {
  const timeZone = document.documentElement.dataset.zone || undefined;
  const form = { dateStyle: "medium", timeStyle: "short", hourCycle: "h23", timeZone };
  return new Intl.DateTimeFormat(document.documentElement.lang, form).format(now());
}

function sayWhence() {
  for (const line of document.querySelectorAll("[data-printed]")) {
    line.textContent = word("printed", { address: decodeURI(location.href), time: moment() });
  }
}

function lookLike(media) {
  style.media = media;
  document.dispatchEvent(new Event("looks:changed"));
}

addEventListener("beforeprint", () => {
  sayWhence();
  lookLike("all");
});

addEventListener("afterprint", () => lookLike("print"));

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

function reveal() {
  for (const each of document.querySelectorAll("[data-print]")) each.hidden = false;
}

document.addEventListener("report:swapped", reveal);
reveal();
