// The zone chooser and the zone offer: both know the browser's own zone, which the server can't.

const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

function putOwnFirst(names) {
  const option = [...names.options].find(({ value }) => value === own);
  if (!option) return;
  option.label = `${own} (${names.dataset.ownLabel})`;
  names.prepend(option);
}

function offerOwn(offer, names) {
  const { tz } = offer.elements;
  const isKnown = [...names.options].some(({ value }) => value === own);
  if (!isKnown || own === tz.value || localStorage.getItem("zone-offer") === "declined") return;
  const accept = offer.querySelector("[data-accept]");
  accept.textContent = accept.textContent.replace("{zone}", own);
  tz.value = own;
  offer.querySelector("[data-decline]").addEventListener("click", () => {
    localStorage.setItem("zone-offer", "declined");
    offer.hidden = true;
  });
  offer.hidden = false;
}

const names = document.getElementById("zone-names");
const offer = document.querySelector("[data-zone-offer]");
if (names) putOwnFirst(names);
if (names && offer) offerOwn(offer, names);
