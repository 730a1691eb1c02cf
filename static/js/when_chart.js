// When: a bar a bucket, attempts stacked by group of results, or one of the other measures. A bucket
// that is not over is hollow, a missing one a hatched gap.

import { keepDrawn } from "./charts.js";
import { colour } from "./colours.js";
import { outOf } from "./legend.js";
import { remember, remembered } from "./memory.js";
import { number, percent } from "./numbers.js";
import { word } from "./words.js";

const HOLLOW = "55"; // how much of a colour the inside of an open bar has: about a third
const HOUR = 3600;
const WIDEST = 72; // pixels of a bar
const THICK = 0.81; // of the room that a bar has
const PARTED = 3; // pixels of height from which on a stretch of a stack is parted from its neighbour
const WHOLE = ["attempts", "actions"];
const KEPT = "when-measure"; // so that another size or period is drawn by the same measure
let wished = remembered(KEPT, "tab") ?? "attempts";

const buttons = () => [...document.querySelectorAll("[data-measure]")];

/** The button of the measure that is drawn: the one wished for, or the first where it is not offered. */
const pressed = () => buttons().find((button) => button.dataset.measure === wished) ?? buttons()[0];

/** How the values of a measure are drawn and written; call time in hours, or minutes where it is short. */
function scale(measure, values) {
  const lang = document.documentElement.lang;
  if (measure === "rate") {
    const form = { style: "percent", maximumFractionDigits: 1 };
    return { divisor: 1, written: (value) => value.toLocaleString(lang, form) };
  }
  if (measure === "time") {
    const [divisor, unit] = Math.max(...values) < 2 * HOUR ? [60, "value_minutes"] : [HOUR, "value_hours"];
    return { divisor, written: (value) => word(unit, { n: number(Math.round(value * 10) / 10) }) };
  }
  return { divisor: 1, written: number };
}

/** What a stack is called in the legend: its group; where there is one stack alone, "bars". */
const keyOf = (stacks, { group }) => (stacks.length > 1 ? group : "bars");

function bars(data, stacks, stack, divisor) {
  const { label, group, values } = stack;
  const key = keyOf(stacks, stack);
  const solid = colour(group ? `--${group}` : "--accent");
  const isOpen = data.states.map((state) => state === "open");
  return {
    label,
    key,
    hidden: outOf("when").has(key),
    swatch: solid,
    data: values.map((value) => value && value / divisor),
    backgroundColor: isOpen.map((open) => solid + (open ? HOLLOW : "")),
    borderColor: solid,
    borderWidth: isOpen.map((open) => (open ? 1 : 0)),
    borderSkipped: false,
    maxBarThickness: WIDEST,
    categoryPercentage: Math.sqrt(THICK),
    barPercentage: Math.sqrt(THICK),
    stack: "all",
  };
}

/** The earlier period: a mark over each bar, as wide as it is; nothing is drawn between them. */
function marks({ label, measures }, measure, divisor) {
  return {
    type: "line",
    label,
    key: "earlier",
    hidden: outOf("when").has("earlier"),
    swatch: colour("--ink"),
    data: measures[measure].map((value) => value && value / divisor),
    showLine: false,
    pointStyle: "line",
    pointRadius: ({ chart, dataset }) => Math.min(WIDEST, (chart.scales.x.width / dataset.data.length) * THICK) / 2,
    pointHoverRadius: ({ chart, dataset }) => Math.min(WIDEST, (chart.scales.x.width / dataset.data.length) * THICK) / 2,
    pointHitRadius: 0,
    borderColor: colour("--ink"),
    borderWidth: 2,
    pointBorderWidth: 2,
    order: -1,
    stack: "earlier",
  };
}

/** Thin slanted lines over the whole height where a bucket is missing. */
const gaps = (states) => ({
  id: "gaps",
  beforeDatasetsDraw({ ctx, chartArea, scales }) {
    const width = chartArea.width / states.length;
    ctx.save();
    ctx.strokeStyle = colour("--edge");
    ctx.lineWidth = 0.5;
    ctx.beginPath();
    states.forEach((state, index) => {
      const left = scales.x.getPixelForValue(index) - width / 2;
      if (state === "missing") ctx.rect(left, chartArea.top, width, chartArea.height);
    });
    ctx.clip();
    ctx.beginPath();
    for (let x = chartArea.left - chartArea.height; x < chartArea.right; x += 8) {
      ctx.moveTo(x, chartArea.bottom);
      ctx.lineTo(x + chartArea.height, chartArea.top);
    }
    ctx.stroke();
    ctx.restore();
  },
});

/** A thin line of the ground between the stretches of a stack, so that no colour alone parts them. */
const parted = {
  id: "parted",
  afterDatasetsDraw(chart) {
    const { ctx } = chart;
    const metas = chart.getSortedVisibleDatasetMetas().filter(({ type }) => type === "bar");
    ctx.save();
    ctx.fillStyle = colour("--surface");
    for (const bar of metas.flatMap(({ data }) => data)) {
      const isParted = bar.height >= PARTED && Math.abs(bar.base - chart.chartArea.bottom) > 1;
      if (isParted) ctx.fillRect(bar.x - bar.width / 2, bar.base - 0.5, bar.width, 1);
    }
    ctx.restore();
  },
};

/** Below the first hours of days stand their dates; those stay where there is no room for all. */
const markDays = (data) => (axis) => {
  for (const tick of axis.ticks) tick.major = data.ticks[tick.value].length > 1;
};

const axes = (data, measure, written) => ({
  x: {
    stacked: true,
    grid: { display: false },
    border: { display: false },
    afterBuildTicks: data.ticks.every((lines) => lines.length > 1) ? undefined : markDays(data),
    ticks: {
      maxRotation: 0,
      autoSkipPadding: 10,
      major: { enabled: true },
      callback: (_, index) => data.ticks[index],
    },
  },
  y: {
    stacked: true,
    beginAtZero: true,
    border: { display: false },
    grid: { color: colour("--line") },
    ticks: { maxTicksLimit: 6, precision: WHOLE.includes(measure) ? 0 : undefined, callback: written },
  },
});

let touched = null;

/** Lead to the bucket that was clicked, a missing one too; a first touch shows its tooltip alone. */
function follow(data, event, chart) {
  const index = chart.scales.x.getValueForPixel(event.x);
  const isFirst = event.native.pointerType === "touch" && touched !== index;
  touched = index;
  if (isFirst && data.states[index] !== "missing") return;
  const href = data.hrefs[index];
  if (href) location.assign(href);
}

/** The name of the chart: the server's sentence of attempts, or where another measure is highest. */
function nameOf(data, measure) {
  const [{ label, values }] = data.measures[measure];
  const most = Math.max(...values);
  const bucket = data.labels[values.indexOf(most)];
  if (measure === "attempts" || !bucket) return data.summary;
  const { divisor, written } = scale(measure, values);
  return word("most_in", { measure: label, value: written(most / divisor), bucket });
}

/** A bar's own line: its value and its part of what was tried, or what a rate is of. */
function said(data, stacks, written, { dataset, dataIndex, raw }) {
  const line = `${dataset.label}: ${written(raw)}`;
  const tried = data.tried?.[dataIndex];
  const stack = stacks.find((each) => keyOf(stacks, each) === dataset.key);
  if (!stack || !tried) return line;
  if (stack.parts) {
    const of = word("part_of_tried", { part: number(stack.parts[dataIndex]), tried: number(tried) });
    return `${line} (${of})`;
  }
  return stack.is_tried ? `${line} (${percent(stack.values[dataIndex] / tried)})` : line;
}

/** What holds for a bucket as a whole: its attempts, what shares are of, and whether it is over. */
function notes(data, stacks, [item]) {
  const index = item?.dataIndex;
  const tried = stacks.some((each) => each.is_tried) && data.tried[index];
  const [attempts, note] = [stacks.length > 1 && data.attempts[index], data.notes[index]];
  return [
    Number.isInteger(attempts) && word("attempts_in_all", { n: number(attempts) }),
    tried && word("shares_of_tried", { n: number(tried) }),
    note,
  ].filter(Boolean);
}

/** Show what the legend is of; where nothing is to be told apart there is none. */
function sayLegend(data, stacks) {
  const keys = stacks.map((each) => keyOf(stacks, each));
  if (data.earlier) keys.push("earlier");
  for (const button of document.querySelectorAll("[data-legend=when] [data-toggle]")) {
    const { toggle } = button.dataset;
    button.hidden = keys.length < 2 || !keys.includes(toggle);
    if (toggle === "bars") button.lastElementChild.textContent = stacks[0].label;
  }
}

/** Show which measure is drawn. */
function say(data) {
  for (const button of buttons()) button.setAttribute("aria-pressed", String(button === pressed()));
  const canvas = document.querySelector("[data-chart=when] canvas");
  const { measure } = pressed().dataset;
  canvas.setAttribute("aria-label", nameOf(data, measure));
  sayLegend(data, data.measures[measure]);
}

keepDrawn("when", (data) => {
  const { measure } = pressed().dataset;
  const stacks = data.measures[measure];
  const { divisor, written } = scale(measure, stacks[0].values);
  const datasets = stacks.map((stack) => bars(data, stacks, stack, divisor));
  if (data.earlier) datasets.push(marks(data.earlier, measure, divisor));
  return {
    type: "bar",
    plugins: [gaps(data.states), parted],
    data: { labels: data.labels, datasets },
    options: {
      interaction: { mode: "index", intersect: false },
      onClick: (event, _bars, chart) => follow(data, event, chart),
      onHover: (event) => (event.native.target.style.cursor = "pointer"),
      plugins: {
        tooltip: {
          itemSort: (one, other) => one.datasetIndex - other.datasetIndex, // the earlier period comes last
          filter: ({ raw }) => raw !== null, // what is missing says nothing
          callbacks: {
            label: (item) => said(data, stacks, written, item),
            footer: (items) => notes(data, stacks, items),
          },
        },
      },
      scales: axes(data, measure, written),
    },
  };
});

/** Say it of what is on the page now, drawn or not yet. */
function tell() {
  const text = document.getElementById("when-data")?.textContent;
  if (text) say(JSON.parse(text));
}

// A part that was swapped has the buttons and the name of the server, who knows of no choice.
document.addEventListener("report:swapped", tell);
tell();

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-measure]");
  if (!button) return;
  wished = button.dataset.measure;
  remember(KEPT, wished, "tab");
  tell();
  document.dispatchEvent(new Event("chart:when"));
});
