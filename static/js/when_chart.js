// When: a bar a bucket, attempts stacked by group of results, or one of the other measures. A bucket
// that is not over is hollow, a missing one a hatched gap.

import { colour, keepDrawn, number } from "./charts.js";

const HOLLOW = "55"; // how much of a colour the inside of an open bar has: about a third
let measure = "attempts";

const isOpen = (data, index) => data.states[index] === "open";
const inside = (data, name) => data.labels.map((_, index) => colour(name) + (isOpen(data, index) ? HOLLOW : ""));

function bars(data, { label, group, values }) {
  const name = group ? `--${group}` : "--accent";
  return {
    label,
    data: values,
    backgroundColor: inside(data, name),
    borderColor: colour(name),
    borderWidth: data.labels.map((_, index) => (isOpen(data, index) ? 1 : 0)),
    borderSkipped: false,
    maxBarThickness: 72,
    categoryPercentage: 0.9,
    barPercentage: 0.9,
    stack: "all",
  };
}

/** Thin slanted lines over the whole height where a bucket is missing. */
const gaps = (states) => ({
  id: "gaps",
  beforeDatasetsDraw({ ctx, chartArea, scales }) {
    const width = chartArea.width / states.length;
    ctx.save();
    ctx.strokeStyle = colour("--line");
    states.forEach((state, index) => {
      if (state !== "missing") return;
      ctx.save();
      ctx.beginPath();
      const left = scales.x.getPixelForValue(index) - width / 2;
      ctx.rect(left, chartArea.top, width, chartArea.height);
      ctx.clip();
      ctx.beginPath();
      for (let x = left - chartArea.height; x < left + width; x += 8) {
        ctx.moveTo(x, chartArea.bottom);
        ctx.lineTo(x + chartArea.height, chartArea.top);
      }
      ctx.stroke();
      ctx.restore();
    });
    ctx.restore();
  },
});

const WRITE = {
  rate: (value) => value.toLocaleString(document.documentElement.lang, { style: "percent", maximumFractionDigits: 1 }),
  time: (value) => `${number(Math.round((value / 3600) * 10) / 10)} h`,
};
const written = (value) => (WRITE[measure] ?? number)(value);

function press() {
  for (const button of document.querySelectorAll("[data-measure]")) {
    button.setAttribute("aria-pressed", String(button.dataset.measure === measure));
  }
}

keepDrawn("when", (data) => {
  press();
  return {
    type: "bar",
    plugins: [gaps(data.states)],
    data: { labels: data.labels, datasets: data.measures[measure].map((stack) => bars(data, stack)) },
    options: {
      interaction: { mode: "index", intersect: false },
      onClick: (_event, [bar]) => bar && location.assign(data.hrefs[bar.index]),
      onHover: (event, found) => (event.native.target.style.cursor = found.length ? "pointer" : ""),
      plugins: {
        legend: {
          display: data.measures[measure].length > 1,
          position: "bottom",
          labels: { boxWidth: 10, boxHeight: 10, padding: 14 },
        },
        tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${written(item.raw ?? 0)}` } },
      },
      scales: {
        x: { stacked: true, grid: { display: false }, border: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 12 } },
        y: {
          stacked: true,
          beginAtZero: true,
          border: { display: false },
          grid: { color: colour("--line") },
          ticks: { maxTicksLimit: 6, callback: written },
        },
      },
    },
  };
});

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-measure]");
  if (!pressed) return;
  measure = pressed.dataset.measure;
  document.dispatchEvent(new Event("chart:when"));
});
