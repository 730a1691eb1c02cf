// Refreshing: the page of a running broadcast fetches newer figures by itself, as often as the site
// takes questions. It can be paused, which is remembered; it rests while the tab is hidden, and ends
// where going on is of no use, which is said.

import { remember, remembered } from "./memory.js";
import { fetched, swap } from "./page.js";
import { word } from "./words.js";

const QUIETLY = { "X-Wait-Fresh": "1" };
const PAUSED = "refreshing-paused";
const MOST_FAILURES = 5;
const HOPELESS = ["credentials", "forbidden"];
let timer = null;
let failures = 0;
let isDue = false;
let isBusy = false;
let ended = "";

const report = () => document.getElementById("report");
const seconds = () => Number(report().dataset.refreshSeconds) || 0;
const isPaused = () => remembered(PAUSED) === "yes";

function problem(page) {
  return page.querySelector("[data-part=problem]")?.dataset.kind;
}

/** Why no newer figures come; empty while they do, or where none are to be had. */
function standing() {
  if (ended) return word(ended);
  return seconds() && isPaused() ? word("refreshing_off") : "";
}

function show() {
  const button = document.querySelector("[data-refreshing]");
  if (!button) return;
  button.hidden = !seconds() && !ended;
  button.textContent = word(isPaused() || ended ? "refreshing_off" : "refreshing_on");
  button.setAttribute("aria-pressed", String(!isPaused() && !ended));
  document.querySelector("[data-refreshing-why]").textContent = standing();
}

function end(why) {
  ended = why;
  clearTimeout(timer);
  document.getElementById("news").textContent = word(why);
  show();
}

function schedule() {
  clearTimeout(timer);
  show();
  if (!seconds() || isPaused() || ended) return;
  timer = setTimeout(tick, seconds() * 1000);
}

async function tick() {
  isDue = document.hidden;
  if (isDue || isBusy) return;
  isBusy = true;
  try {
    const fresh = await fetched(location.href, { headers: QUIETLY });
    const kind = problem(fresh);
    failures = kind ? failures + 1 : 0;
    const wasRunning = seconds() > 0;
    swap(fresh);
    if (HOPELESS.includes(kind)) end("refreshing_refused");
    else if (wasRunning && !seconds()) end("refreshing_done");
  } catch (error) {
    failures += 1;
    if (error.sentence === "signed_out") end("refreshing_signed_out");
  } finally {
    isBusy = false;
  }
  if (failures >= MOST_FAILURES && !ended) end("refreshing_failed");
  schedule();
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-refreshing]")) return;
  const wasOn = !isPaused() && !ended;
  remember(PAUSED, wasOn ? "yes" : "no");
  ended = "";
  failures = 0;
  schedule();
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && isDue) tick();
});

document.addEventListener("report:swapped", schedule);
schedule();
