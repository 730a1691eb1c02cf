// The theme, chosen in the header: applied at once, and kept by the server for the pages to come.
// Whoever draws with colours hears `looks:changed`.

import { remember } from "./memory.js";

const KEPT = "chosen-theme"; // for the other tabs of this browser
const SYSTEM = "system";
const root = document.documentElement;

function apply(theme) {
  if (theme === SYSTEM) delete root.dataset.theme;
  else root.dataset.theme = theme;
  document.querySelector("meta[name=color-scheme]").content = theme === SYSTEM ? "light dark" : theme;
  for (const button of document.querySelectorAll("[data-theme-chooser] [name=theme]")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
  document.dispatchEvent(new Event("looks:changed"));
}

/** Have it kept; what leads back to this page is not followed. */
function keep(form, theme) {
  const body = new FormData(form);
  body.set("theme", theme);
  remember(KEPT, theme);
  fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: true }).catch(() => {
    // Chosen for this page alone: the site does not answer, which other parts of the page say.
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-chooser]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  apply(event.submitter.value);
  keep(form, event.submitter.value);
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
  document.dispatchEvent(new Event("looks:changed")),
);

addEventListener("storage", ({ key, newValue }) => {
  if (key === KEPT && newValue) apply(newValue);
});
