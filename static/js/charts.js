// What the charts share: their data from the page, their looks from the tokens, and when to draw.

import { colour } from "./colours.js";
import { library } from "./library.js";
import { onceNear } from "./near.js";
import { isOnPaper } from "./paper.js";
import { ofChart } from "./tip.js";

const EASED = { duration: 180, easing: "easeOutQuad" };
const configured = new Map(); // by name: how it is configured
let turn = Promise.resolve(); // when the next chart may be drawn

const canvasOf = (name) => document.querySelector(`[data-chart="${name}"] canvas`);
const textOf = (name) => document.getElementById(`${name}-data`)?.textContent;

/**
 * Draw a chart once somebody comes near it, or the page is printed, and keep it drawn: again when its
 * data is swapped, its colours or its paper change, or the event `chart:` with its name asks for it;
 * the event `toggled:` with its name takes groups out and in. `configure(data)` gives Chart.js its
 * configuration; groups taken out are hidden or null in it.
 */
export function keepDrawn(name, configure) {
  let drawn = null;
  let awaited = null; // the canvas that nobody has come near yet
  let isWanted = false;

  function draw(force) {
    if (!isWanted || !globalThis.Chart) return;
    const [canvas, text] = [canvasOf(name), textOf(name)];
    if (!force && drawn && drawn.canvas === canvas && drawn.text === text) return;
    drawn?.chart.destroy();
    drawn = canvas && { canvas, text, chart: chart(canvas, configure(JSON.parse(text))) };
  }

  async function want() {
    isWanted = true;
    await library();
    inTurn(() => draw(false));
  }

  function look() {
    draw(false);
    const canvas = canvasOf(name);
    if (isWanted || !canvas || canvas === awaited) return;
    awaited = canvas;
    onceNear(canvas.parentElement, want);
    library(); // by the time that somebody comes near, or prints, it is there
  }

  configured.set(name, configure);
  document.addEventListener("report:swapped", look);
  document.addEventListener(`chart:${name}`, () => draw(true));
  document.addEventListener(`toggled:${name}`, () => drawn && toggle(drawn.chart, configure(JSON.parse(drawn.text))));
  document.addEventListener("looks:changed", () => {
    isWanted ||= isOnPaper();
    draw(true);
  });
  look();
}

/** Each chart in a task of its own, so that a slow phone answers a finger between two of them. */
function inTurn(draw) {
  turn = turn.then(() => new Promise((next) => setTimeout(next)));
  turn.then(draw);
}

/** The chart of that name as it is now, on a canvas of its own, in so many pixels at twice the density. */
export async function drawnApart(name, width, height) {
  await library();
  const configuration = configured.get(name)(JSON.parse(textOf(name)));
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

// Whoever prints by the page's own button waits for what is to be drawn.
document.addEventListener("print:wanted", ({ detail: until }) => configured.size && until.push(library()));
