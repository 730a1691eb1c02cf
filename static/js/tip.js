// The tooltip: what a part of a chart stands for, beside the pointer. Who does not point has the
// table of each chart, so nothing reads it out. Escape puts it away.

const AWAY = 14; // pixels from the pointer
const EDGE = 8; // pixels from the window's edges
const tip = document.createElement("div");
tip.className = "tip";
tip.hidden = true;
tip.setAttribute("aria-hidden", "true");
document.body.append(tip);

/** Show it beside a place in the window; `lines` are {text, colour}, of which a colour may lack. */
export function show(x, y, { title, lines, notes = [] }) {
  tip.replaceChildren(
    ...(title ? [element("strong", title)] : []),
    ...lines.map(line),
    ...notes.map((text) => element("small", text)),
  );
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const left = x + AWAY + width + EDGE > clientWidth ? x - AWAY - width : x + AWAY;
  tip.style.left = `${Math.max(EDGE, Math.min(left, clientWidth - width - EDGE))}px`;
  tip.style.top = `${Math.max(EDGE, Math.min(y - height / 2, clientHeight - height - EDGE))}px`;
}

export function hide() {
  tip.hidden = true;
}

/** What Chart.js would draw on its canvas, which is too small for it. */
export function ofChart({ chart, tooltip }) {
  if (!tooltip.opacity || !tooltip.dataPoints?.length) return hide();
  const { left, top } = chart.canvas.getBoundingClientRect();
  const lines = tooltip.body.map(({ lines: [text] }, index) => {
    const { dataset } = tooltip.dataPoints[index];
    return { text, colour: dataset.swatch ?? tooltip.labelColors[index].backgroundColor };
  });
  return show(left + tooltip.caretX, top + tooltip.caretY, {
    title: tooltip.title.join(" "),
    lines,
    notes: tooltip.footer,
  });
}

function line({ text, colour }) {
  const said = element("span", text);
  if (!colour) return said;
  const swatch = element("i", "");
  swatch.className = "swatch";
  swatch.style.background = colour;
  said.prepend(swatch);
  return said;
}

function element(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}

addEventListener("scroll", hide, { passive: true, capture: true });
document.addEventListener("report:swapped", hide);
document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
