// "Copy link": the address of the page, which means the same thing to everybody who opens it.

import { word } from "./words.js";

const button = (event) => event.target.closest("[data-copy-link]");

function reveal() {
  for (const each of document.querySelectorAll("[data-copy-link]")) each.hidden = false;
}

async function copied() {
  try {
    await navigator.clipboard.writeText(location.href);
    return "copied";
  } catch {
    return "not_copied";
  }
}

document.addEventListener("click", async (event) => {
  const pressed = button(event);
  if (!pressed) return;
  const before = pressed.dataset.label ?? pressed.textContent;
  pressed.dataset.label = before;
  const said = word(await copied());
  pressed.textContent = said;
  document.getElementById("news").textContent = said;
  setTimeout(() => (pressed.textContent = before), 2000);
});

document.addEventListener("report:swapped", reveal);
reveal();
