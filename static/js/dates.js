// Times on demand: date fields become fields with a time, and back.

import { word } from "./words.js";

const fields = (form) => [...form.querySelectorAll("[data-date]")];
const haveTimes = (form) => fields(form).some(({ type }) => type === "datetime-local");

/** The day so many days after one that is written 2026-11-17. */
function shifted(day, days) {
  const date = new Date(`${day}T00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** A bare date as the end includes its day: with a time it is the first instant of the next one. */
function withTime({ name, value }) {
  return value && `${name === "end" ? shifted(value, 1) : value}T00:00`;
}

function withoutTime({ name, value }) {
  const [day, time] = value.split("T");
  return name === "end" && /^00:00(:00)?$/.test(time) ? shifted(day, -1) : day;
}

function toggle(form) {
  const toDates = haveTimes(form);
  for (const field of fields(form)) {
    const value = toDates ? withoutTime(field) : withTime(field);
    field.value = ""; // a browser warns of a value that does not fit the new kind
    field.type = toDates ? "date" : "datetime-local";
    field.value = value;
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
