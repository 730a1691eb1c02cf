// Loading: the open page asks for more of its timeline until nothing is missing. It rests while the
// page is hidden, and ends when it is stopped, or when CallFire can't answer.

import { fetched, swap } from "./page.js";
import { word } from "./words.js";

const QUIETLY = { "X-Wait-Fresh": "0" };
const PARTS = ["nothing", "when", "sums"];
const ROUNDS_WITHOUT_GAIN = 3;
let stopped = null;
let isStopped = false;

const section = () => document.querySelector("[data-part=when]");
const form = () => section()?.querySelector("[data-load-form]");

/** What the section says of itself: "complete", "stopped", or nothing while there is more. */
const stands = () => section()?.dataset.stands ?? "complete";
const gained = () => Number(section().dataset.fetched);

function visible() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
}

function show(isRunning) {
  const buttons = form()?.querySelectorAll("button") ?? [];
  for (const button of buttons) button.hidden = button.matches("[data-stop]") !== isRunning;
  if (isRunning) section().setAttribute("aria-busy", "true");
  else section()?.removeAttribute("aria-busy");
}

async function loadMore(signal) {
  const options = { method: "POST", body: new FormData(form()), headers: QUIETLY, signal };
  swap(await fetched(form().action, options), PARTS);
}

async function load() {
  const mine = (stopped = new AbortController());
  let without = 0;
  try {
    while (stands() === "" && without < ROUNDS_WITHOUT_GAIN && !mine.signal.aborted) {
      show(true);
      await visible();
      const before = gained();
      await loadMore(mine.signal);
      without = gained() > before || stands() !== "" ? 0 : without + 1;
    }
    if (stands() === "complete") document.getElementById("news").textContent = word("loaded");
  } catch (error) {
    if (!mine.signal.aborted) document.getElementById("news").textContent = word("not_loaded");
  } finally {
    if (stopped === mine) {
      stopped = null;
      show(false);
    }
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-stop]")) return;
  isStopped = true;
  stopped?.abort();
  show(false);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-load-form]")) return;
  event.preventDefault();
  isStopped = false;
  section().dataset.stands = "";
  if (!stopped) load();
});

document.addEventListener("report:swapped", () => {
  if (stopped) show(true);
  else if (!isStopped && stands() === "") load();
});

addEventListener("pagehide", () => stopped?.abort());
addEventListener("pageshow", (event) => event.persisted && !isStopped && !stopped && load());

if (stands() === "") load();
