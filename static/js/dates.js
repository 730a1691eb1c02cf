// Times on demand: date fields become fields with a time, and back.

import { word } from "./words.js";

const fields = (form) => [...form.querySelectorAll("[data-date]")];
const haveTimes = (form) => fields(form).some(({ type }) => type === "datetime-local");

function toggle(form) {
  const kind = haveTimes(form) ? "date" : "datetime-local";
  for (const field of fields(form)) {
    const day = field.value.slice(0, 10);
    // A bare date as the end includes its day: with times that is the next day's first minute.
    const time = field.name === "end" ? "T23:59:59" : "T00:00";
    field.type = kind;
    field.step = kind === "date" ? "" : "1";
    field.value = day && kind === "datetime-local" ? day + time : day;
  }
}

function prepare() {
  for (const form of document.querySelectorAll("[data-dates]")) {
    const button = form.querySelector("[data-times]");
    button.hidden = fields(form).some(({ type }) => type === "text");
    button.textContent = word(haveTimes(form) ? "without_times" : "with_times");
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-times]");
  if (!button) return;
  toggle(button.form);
  prepare();
});

document.addEventListener("report:swapped", prepare);
prepare();
