// Single keys: "/" jumps, "?" shows the keys, and what else the page offers, which elements say with
// `data-key`. A switch in the dialog turns all of them off, for this browser.

import { remember, remembered } from "./memory.js";

const SWITCH = "single-keys"; // in the browser's storage: "off", or nothing
const SAID_MILLISECONDS = 5000;
const TYPING = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select";
const dialog = document.getElementById("keys");
const isApple = /^(Mac|iP)/.test(navigator.platform); // Option writes characters there, as AltGr does
let isOff = remembered(SWITCH) === "off";
let timer = null;

const isTyping = ({ target }) => target instanceof HTMLElement && (target.isContentEditable || target.matches(TYPING));

/** Whether the key is pressed with one that makes a command of it; AltGr makes a character. */
function isCommand(event) {
  if (event.metaKey) return true;
  if (event.getModifierState("AltGraph")) return false;
  return event.ctrlKey || (event.altKey && !isApple);
}

const carriers = (key) => [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];

/** What a key acts on: the first element that carries it and can be seen, or that says why not. */
const carrier = (key) => carriers(key).find((each) => each.dataset.why || each.checkVisibility());

/** Say it to the eye and to those who listen; the second time as well. */
function say(sentence) {
  const line = document.querySelector("[data-key-said]");
  const news = document.getElementById("news");
  clearTimeout(timer);
  line.textContent = sentence;
  line.hidden = !sentence;
  news.textContent = "";
  if (!sentence) return;
  requestAnimationFrame(() => (news.textContent = sentence));
  timer = setTimeout(() => (line.hidden = true), SAID_MILLISECONDS);
}

function act(element) {
  if (element.dataset.why) return say(element.dataset.why);
  if (element.matches("input")) {
    element.focus();
    element.select();
  } else if (element.matches("summary")) {
    element.parentElement.open = true;
    element.parentElement.querySelector("summary ~ * :is(a, button:not([hidden]))").focus();
  } else {
    element.click();
  }
}

/** Open the dialog; a row says so where this page has nothing for its key. */
function show() {
  for (const row of dialog.querySelectorAll("[data-key-row]")) {
    const key = row.dataset.keyRow;
    row.querySelector(".keys__absent")?.remove();
    if (key === "?" || carrier(key)) continue;
    row.append(dialog.querySelector("[data-key-absent]").content.cloneNode(true));
  }
  dialog.querySelector("[data-keys-switch]").checked = !isOff;
  dialog.showModal();
}

/** What those who listen are told of the keys is true: nothing where they are off. */
function mark() {
  document.documentElement.toggleAttribute("data-keys-off", isOff);
  for (const each of document.querySelectorAll("[data-key]:not([data-why])")) {
    if (isOff) each.removeAttribute("aria-keyshortcuts");
    else each.setAttribute("aria-keyshortcuts", each.dataset.key);
  }
}

/** Listen; strangers have no dialog, and nothing to press keys for. */
function listen() {
  document.addEventListener("keydown", (event) => {
    if (isOff || event.defaultPrevented || event.repeat || event.isComposing) return;
    if (isCommand(event) || isTyping(event) || document.querySelector("dialog[open]")) return;
    const element = event.key === "?" ? dialog : carrier(event.key);
    if (!element) return;
    event.preventDefault();
    say("");
    if (element === dialog) show();
    else act(element);
  });

  document.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // beside the sheet
    const opener = event.target.closest("[data-keys-open]");
    if (!opener) return;
    opener.closest("[data-menu]")?.querySelector("summary").focus(); // where the focus returns to
    show();
  });

  dialog.addEventListener("change", (event) => {
    isOff = !event.target.checked;
    remember(SWITCH, isOff ? "off" : null);
    mark();
  });

  addEventListener("storage", (event) => {
    if (event.key !== SWITCH && event.key !== null) return;
    isOff = remembered(SWITCH) === "off";
    mark();
  });

  document.addEventListener("report:swapped", mark);
  mark();
}

if (dialog) listen();
