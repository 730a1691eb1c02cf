// What the charts share: their data from the page, their colours from the tokens, and when to draw.

const probe = document.head.appendChild(document.createElement("span"));
probe.style.forcedColorAdjust = "none";

/** A colour of the tokens as it is now, such as colour("--reached"): "#0f8b6d" in light. */
export function colour(name) {
  probe.style.color = `var(${name})`;
  const parts = getComputedStyle(probe).color.match(/\d+/g);
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
}

export function number(value) {
  return value.toLocaleString(document.documentElement.lang);
}

/**
 * Draw a chart and keep it drawn: again when its data is swapped, its colours or its paper change,
 * or the event `chart:` with its name asks for it.
 * `configure(data)` gives Chart.js its configuration.
 */
export function keepDrawn(name, configure) {
  let drawn = null;

  function draw(force) {
    const canvas = document.querySelector(`[data-chart="${name}"] canvas`);
    const text = document.getElementById(`${name}-data`)?.textContent;
    if (!force && drawn && drawn.canvas === canvas && drawn.text === text) return;
    drawn?.chart.destroy();
    drawn = canvas && { canvas, text, chart: chart(canvas, configure(JSON.parse(text))) };
  }

  document.addEventListener("report:swapped", () => draw(false));
  document.addEventListener(`chart:${name}`, () => draw(true));
  document.addEventListener("looks:changed", () => draw(true));
  document.fonts.ready.then(() => draw(false));
}

function chart(canvas, configuration) {
  const { Chart } = globalThis;
  const look = getComputedStyle(canvas);
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.devicePixelRatio = Number(look.getPropertyValue("--sharpness")) || devicePixelRatio;
  Chart.defaults.font.size = parseFloat(look.fontSize);
  Chart.defaults.color = colour("--muted");
  Chart.defaults.animation = false;
  Chart.defaults.maintainAspectRatio = false;
  return new Chart(canvas, configuration);
}
