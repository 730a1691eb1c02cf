// Loading: the open page asks for more of its timeline, or of its portfolio, until nothing is missing.
// It rests while the page is hidden, and ends when it is stopped, or when there is no going on; why is
// said beside it.

import { Refused, fetched, swap } from "./page.js";
import { clock, now, word } from "./words.js";

const QUIETLY = { "X-Wait-Fresh": "0" };
const PARTS = ["nothing", "when", "sums"];
const ROUNDS_WITHOUT_GAIN = 10; // finding the first activity takes a few
const LEAST_WAIT = 1000; // milliseconds
let running = null;
let why = null; // it ended: { sentence, isSignedOut }
let timer = null;

const section = () => document.querySelector("[data-load]");
/** What is said of a whole page that is loaded so, or of a timeline. */
const said = (name) => word(section()?.dataset.words ? `${name}_${section().dataset.words}` : name);
const form = () => section()?.querySelector("[data-load-form]");
const line = () => section()?.querySelector("[data-part=why]");
const sentence = () => line().querySelector("[data-reason]");
const told = () => ({ sentence: sentence().textContent.trim(), isSignedOut: false });

/** What the section says of itself: "complete", "stopped", or nothing while there is more. */
const stands = () => section()?.dataset.stands ?? "complete";
const isKnown = () => section().dataset.missing === "0" && gained() > 0;
const gained = () => Number(section().dataset.fetched);

function announce(text) {
  document.getElementById("timeline-news").textContent = text;
}

function visible() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
}

/** Show whether it runs, or why it ended. */
function show() {
  if (!form()) why = null;
  moveFocus(() => {
    if (running) section()?.setAttribute("aria-busy", "true");
    else section()?.removeAttribute("aria-busy");
  });
  if (!line()) return;
  line().hidden = !why;
  sentence().textContent = why?.sentence ?? "";
  line().querySelector("[data-sign-in]").hidden = !why?.isSignedOut;
}

/** One of the two buttons is seen, by whether it runs; the focus goes from one to the other. */
function moveFocus(change) {
  const hadFocus = form()?.contains(document.activeElement);
  change();
  if (hadFocus) form().querySelector(running ? "[data-stop]" : "[type=submit]").focus({ preventScroll: true });
}

async function loadMore(signal) {
  const parts = section().dataset.words ? null : PARTS;
  const options = { method: "POST", body: new FormData(form()), headers: QUIETLY, parts, signal };
  const fresh = await fetched(form().action, options);
  const hadFocus = form()?.contains(document.activeElement);
  swap(fresh, parts);
  if (hadFocus && !form()) section().querySelector("summary")?.focus({ preventScroll: true });
}

async function loadAll(signal) {
  for (let without = 0; without < ROUNDS_WITHOUT_GAIN; ) {
    await visible();
    if (stands() !== "") return;
    const before = gained();
    await loadMore(signal);
    without = gained() > before ? 0 : without + 1;
  }
  throw new Refused("not_loaded");
}

/** Load until nothing is missing, it is stopped, or there is no going on. */
async function load() {
  clearTimeout(timer);
  const mine = (running = new AbortController());
  const isUpdate = isKnown();
  why = null;
  show();
  try {
    await loadAll(mine.signal);
    if (running === mine) end(stands() === "stopped" ? why : null);
    if (section().dataset.stands === "complete" && !isUpdate) announce(said("loaded"));
  } catch (error) {
    if (running === mine) end(reason(error));
  }
}

function reason(error) {
  const name = error instanceof Refused ? error.sentence : "unreachable";
  if (name === "not_loaded") return { sentence: said(name), isSignedOut: false };
  return { sentence: word(name, { time: clock() }), isSignedOut: name === "signed_out" };
}

function end(because) {
  running = null;
  why = because;
  if (why) announce(why.sentence);
  show();
  const { goesOn } = section().dataset;
  const wait = new Date(goesOn) - now();
  if (goesOn && stands() === "stopped") timer = setTimeout(goOn, Math.max(LEAST_WAIT, wait));
}

function goOn() {
  if (running || !form()) return;
  section().dataset.stands = "";
  load();
}

function takeOver() {
  if (stands() === "stopped") why = told();
  if (!running && !why && stands() === "") load();
  else show();
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-stop]")) return;
  running?.abort();
  end({ sentence: word("stopped"), isSignedOut: false });
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-load-form]")) return;
  event.preventDefault();
  goOn();
});

// Before anything is laid out anew, so that a button that the swap would hide keeps the focus.
const FIRST = { capture: true };
document.addEventListener("report:swapped", takeOver, FIRST);

addEventListener("pagehide", () => {
  running?.abort();
  running = null;
});

if (stands() === "stopped") end(told());
else if (stands() === "") load();
