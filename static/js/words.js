// The sentences that scripts say: the server writes them, translated, into a template of the page.

export function word(name, values = {}) {
  const template = document.getElementById("words");
  const text = template.content.querySelector(`[data-word="${name}"]`).textContent.trim();
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** The time of day now, in the zone of the page: "14:05". */
export function clock() {
  const timeZone = document.documentElement.dataset.zone || undefined;
  const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  return new Intl.DateTimeFormat(document.documentElement.lang, form).format(now());
}

/** The instant now; the demo's clock may stand. */
export function now() {
  const standing = document.documentElement.dataset.standingNow;
  return standing ? new Date(standing) : new Date();
}
