// Updating in place: the page fetches its own HTML and takes over what is new in it.

import { Refused, fetched, swap } from "./page.js";
import { clock, word } from "./words.js";

const WAIT = { "X-Wait-Fresh": "1" };
const QUIETLY = { "X-Wait-Fresh": "0" };
const line = document.querySelector("[data-updating]");
const main = document.querySelector("main");
const DETAILS = ["heading"];
const WHOLE_LIFE = ["heading", "answer", "progress"];
const COMPARED = ["answer", "resolved", "compared", "tiles", "results", "when"];
let running = null;
let compared = ""; // for what the figures to compare with were asked

function say(sentence, controls) {
  for (const control of line.querySelectorAll("a, button")) {
    control.hidden = !controls.some((name) => control.hasAttribute(`data-${name}`));
  }
  line.querySelector("[data-sentence]").textContent = sentence;
  document.getElementById("news").textContent = sentence;
  line.hidden = !sentence;
}

/** Say of when the figures are; where newer ones could not be had, the problem speaks for itself. */
function announce() {
  if (main.querySelector("[data-part=problem]")) return;
  const time = document.querySelector("[data-part=heading] time")?.textContent;
  if (time) document.getElementById("news").textContent = word("updated", { time });
}

/** Do one piece of updating; another one that is under way is given up for it. */
async function update(sentence, busy, work) {
  running?.abort();
  const mine = (running = new AbortController());
  say(word(sentence), ["cancel"]);
  busy?.setAttribute("aria-busy", "true");
  try {
    await work(mine.signal);
    say("", []);
    announce();
  } catch (error) {
    if (running === mine) explain(error, mine.signal);
  } finally {
    if (running === mine) running = null;
    busy?.removeAttribute("aria-busy");
  }
}

function explain(error, signal) {
  if (signal.aborted) {
    say("", []);
    document.getElementById("news").textContent = word("cancelled");
    return;
  }
  const sentence = error instanceof Refused ? error.sentence : "unreachable";
  const control = sentence === "signed_out" ? "sign-in" : "try-again";
  say(word(sentence, { time: clock() }), [control]);
}

function fetchFresh() {
  const report = document.getElementById("report");
  return update("fetching", report, async (signal) => {
    swap(await fetched(location.href, { headers: WAIT, signal }));
  });
}

/** Have the whole life asked for, then take over what speaks of it; the period's figures stay. */
function fetchWholeLife(address) {
  const progress = document.querySelector("[data-part=progress]");
  return update("fetching_progress", progress, async (signal) => {
    const whole = await fetched(address, { headers: WAIT, parts: ["problem"], signal });
    if (whole.querySelector("[data-part=problem]")) throw new Refused("failed");
    swap(await fetched(location.href, { headers: QUIETLY, parts: WHOLE_LIFE, signal }), WHOLE_LIFE);
  });
}

function refresh(form) {
  const report = document.getElementById("report");
  return update("fetching", report, async (signal) => {
    const options = { method: "POST", body: new FormData(form), headers: WAIT, signal };
    swap(await fetched(form.action, options));
  });
}

/** Have name, type and calling hours asked for; nobody waits for them, and without them all works. */
async function fetchDetails(address) {
  const body = new FormData(document.querySelector("[data-refresh]"));
  try {
    swap(await fetched(address, { method: "POST", body, headers: QUIETLY, parts: DETAILS }), DETAILS);
  } catch {
    // They are asked for again on the next visit.
  }
}

/** What the earlier figures are asked for: where, and as of when. */
function wantsCompared() {
  const { wantsCompared: address } = document.getElementById("report").dataset;
  return address && `${address} ${document.querySelector("[data-part=heading] time")?.dateTime}`;
}

/** Have the figures to compare with asked for, once for each moment that the figures are of. */
async function fetchCompared(form) {
  const part = document.querySelector("[data-part=compared]");
  const body = new FormData(form);
  const options = { method: "POST", body, headers: QUIETLY, parts: COMPARED };
  part?.setAttribute("aria-busy", "true");
  try {
    swap(await fetched(form.action, options), COMPARED);
  } catch {
    // What the page says of them stands, and so does its button.
  } finally {
    part?.removeAttribute("aria-busy");
  }
}

function compare() {
  const wanted = wantsCompared();
  const form = document.querySelector("[data-compare]");
  if (!wanted || wanted === compared || !form) return;
  compared = wanted;
  fetchCompared(form);
}

async function catchUp() {
  compare();
  const details = document.getElementById("report").dataset.wantsDetails;
  if (details) fetchDetails(details);
  const wants = document.getElementById("report").dataset;
  if (wants.wantsFresh === "yes") await fetchFresh();
  const address = document.getElementById("report").dataset.wantsWholeLife;
  if (address && line.hidden) await fetchWholeLife(address);
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-refresh], [data-compare]")) return;
  event.preventDefault();
  if (event.target.matches("[data-compare]")) fetchCompared(event.target);
  else refresh(event.target);
});

line.addEventListener("click", (event) => {
  if (event.target.closest("[data-cancel]")) running?.abort();
  if (event.target.closest("[data-try-again]")) fetchFresh();
});

addEventListener("pagehide", () => running?.abort());

document.addEventListener("report:swapped", compare);

catchUp();
