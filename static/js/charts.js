// What the charts share: their data from the page, their colours from the tokens, and when to draw.

import { ofChart } from "./tip.js";

const EASED = { duration: 180, easing: "easeOutQuad" };
const registered = new Map(); // by name: how it is configured, and its data as text
let turn = document.fonts.ready; // when the next chart may be drawn
const probe = document.head.appendChild(document.createElement("span"));
probe.style.forcedColorAdjust = "none";

/** A colour of the tokens as it is now, such as colour("--reached"): "#019070" in light. */
export function colour(name) {
  probe.style.color = `var(${name})`;
  const parts = getComputedStyle(probe).color.match(/\d+/g);
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
}

export function number(value) {
  return value.toLocaleString(document.documentElement.lang);
}

/** A part of a whole: "39.0%". */
export function percent(value) {
  const form = { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return value.toLocaleString(document.documentElement.lang, form);
}

/**
 * Draw a chart and keep it drawn: again when its data is swapped, its colours or its paper change,
 * or the event `chart:` with its name asks for it; the event `toggled:` with its name takes groups
 * out and in. `configure(data)` gives Chart.js its configuration; groups taken out are hidden or null
 * in it.
 */
export function keepDrawn(name, configure) {
  let drawn = null;

  function draw(force) {
    const canvas = document.querySelector(`[data-chart="${name}"] canvas`);
    const text = document.getElementById(`${name}-data`)?.textContent;
    if (!force && drawn && drawn.canvas === canvas && drawn.text === text) return;
    drawn?.chart.destroy();
    drawn = canvas && { canvas, text, chart: chart(canvas, configure(JSON.parse(text))) };
    registered.set(name, { configure, text });
  }

  document.addEventListener("report:swapped", () => draw(false));
  document.addEventListener(`chart:${name}`, () => draw(true));
  document.addEventListener(`toggled:${name}`, () => drawn && toggle(drawn.chart, configure(JSON.parse(drawn.text))));
  document.addEventListener("looks:changed", () => draw(true));
  inTurn(() => draw(false));
}

/** Each chart in a task of its own, so that a slow phone answers a finger between two of them. */
function inTurn(draw) {
  turn = turn.then(() => new Promise((next) => setTimeout(next)));
  turn.then(draw);
}

/** The chart of that name as it is now, on a canvas of its own, in so many pixels at twice the density. */
export function drawnApart(name, width, height) {
  const { configure, text } = registered.get(name);
  const configuration = configure(JSON.parse(text));
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  Object.assign(configuration.options, { responsive: false, devicePixelRatio: 2, events: [] });
  return chart(canvas, configuration);
}

/** What is left takes the room within a moment, or at once for who wants less motion. */
function toggle(chart, { data }) {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  data.datasets.forEach((set, index) => {
    Object.assign(chart.data.datasets[index], { data: set.data, hidden: set.hidden });
  });
  chart.options.animation = isCalm ? false : EASED;
  chart.update();
  chart.options.animation = false; // newer figures come without any
}

function chart(canvas, configuration) {
  const { Chart } = globalThis;
  const look = getComputedStyle(canvas);
  Chart.defaults.locale = document.documentElement.lang;
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.devicePixelRatio = Number(look.getPropertyValue("--sharpness")) || devicePixelRatio;
  Chart.defaults.font.size = parseFloat(look.fontSize) || 12.5; // none where a picture is drawn apart
  Chart.defaults.color = colour("--muted");
  Chart.defaults.maintainAspectRatio = false;
  Chart.defaults.hoverBackgroundColor = (_, { backgroundColor }) => backgroundColor; // a group has one
  Chart.defaults.plugins.legend.display = false; // legends are buttons (`legend.js`)
  Object.assign(Chart.defaults.plugins.tooltip, { enabled: false, external: ofChart });
  configuration.options.animation = false; // but for a moment in `toggle`
  return new Chart(canvas, configuration);
}
