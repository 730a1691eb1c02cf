// The zone chooser and the zone offer: both know the browser's own zone, which the server can't.

import { remember, remembered } from "./memory.js";

const OFFER = "zone-offer"; // "declined", or nothing
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Have the names to choose from, the browser's own first; without them a name is typed whole. */
async function fill(names) {
  const response = await fetch(names.dataset.names, { credentials: "same-origin" });
  if (!response.ok) return;
  const others = (await response.json()).filter((name) => name !== own);
  names.replaceChildren(...[own, ...others].map((name) => new Option("", name)));
  names.options[0].label = `${own} (${names.dataset.ownLabel})`;
}

function fillOnDemand(names) {
  const chooser = names.closest("details");
  // Asked for again at the next opening where it failed.
  const isWanted = () => chooser.open && !names.options.length;
  chooser.addEventListener("toggle", () => isWanted() && fill(names).catch(() => undefined));
}

function offerOwn(offer) {
  const { tz } = offer.elements;
  if (own === tz.value || remembered(OFFER) === "declined") return;
  const accept = offer.querySelector("[data-accept]");
  accept.textContent = accept.textContent.replace("{zone}", own);
  tz.value = own;
  offer.querySelector("[data-decline]").addEventListener("click", () => {
    remember(OFFER, "declined");
    offer.hidden = true;
  });
  offer.hidden = false;
}

const names = document.getElementById("zone-names");
const offer = document.querySelector("[data-zone-offer]");
if (names) fillOnDemand(names);
if (offer) offerOwn(offer);
