// What the charts share: their data from the page, their colours from the tokens, and when to draw.

/** The value of a custom property, such as colour("--reached"). */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function number(value) {
  return value.toLocaleString(document.documentElement.lang);
}

/**
 * Draw a chart and keep it drawn: again when its data is swapped, the theme changes, or the event
 * `chart:` with its name asks for it.
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
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw(true));
  document.fonts.ready.then(() => draw(false));
}

function chart(canvas, configuration) {
  const { Chart } = globalThis;
  Chart.defaults.locale = document.documentElement.lang;
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12.5;
  Chart.defaults.color = colour("--muted");
  Chart.defaults.animation = false;
  Chart.defaults.maintainAspectRatio = false;
  return new Chart(canvas, configuration);
}
