// Ages: how long ago each <time> was, counted here, so that a page kept open or cached stays right.

import { now, word } from "./words.js";

const STEPS = [
  [60, 1, "age_seconds"],
  [3600, 60, "age_minutes"],
  [172_800, 3600, "age_hours"],
  [Infinity, 86_400, "age_days"],
];

export function age(instant) {
  const seconds = Math.floor((now() - instant) / 1000);
  if (seconds < 5) return word("age_now");
  const [, size, name] = STEPS.find(([below]) => seconds < below);
  return word(name, { n: Math.floor(seconds / size) });
}

function count() {
  for (const place of document.querySelectorAll("[data-age]")) {
    const before = place.previousElementSibling;
    const { dateTime } = before.matches("time") ? before : before.querySelector("time");
    const text = `, ${age(new Date(dateTime))}`;
    if (place.textContent !== text) place.textContent = text;
  }
}

count();
setInterval(() => document.hidden || count(), 1000);
document.addEventListener("visibilitychange", count);
document.addEventListener("report:swapped", count);
