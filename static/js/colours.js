// The colours of the tokens, for what is drawn.

const known = new Map(); // by the token's name, as the page looks now
const probe = document.head.appendChild(document.createElement("span"));
probe.style.forcedColorAdjust = "none";

function resolved(name) {
  probe.style.color = `var(${name})`;
  const parts = getComputedStyle(probe).color.match(/\d+/g);
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
}

/** A colour of the tokens as it is now, such as colour("--reached"): "#019070" in light. */
export function colour(name) {
  if (!known.has(name)) known.set(name, resolved(name));
  return known.get(name);
}

document.addEventListener("looks:changed", () => known.clear());
