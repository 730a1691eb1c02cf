// Progress: one stacked bar of the actions by status, in three steps of the accent.

import { keepDrawn } from "./charts.js";
import { colour } from "./colours.js";
import { outOf } from "./legend.js";
import { number, percent } from "./numbers.js";

const COLOURS = { finished: "--done", retry_wait: "--waiting", unattempted: "--todo" };

function stretch(data, step, index) {
  const out = outOf("progress");
  const isLast = data.values.slice(index + 1).every((value, at) => !value || out.has(data.steps[index + 1 + at]));
  return {
    label: data.labels[index],
    data: [data.values[index]],
    hidden: out.has(step),
    backgroundColor: colour(COLOURS[step]),
    borderColor: colour("--surface"),
    borderSkipped: false,
    borderWidth: { right: isLast ? 0 : 2 },
    barPercentage: 1,
    categoryPercentage: 1,
  };
}

keepDrawn("progress", (data) => {
  const whole = data.values.reduce((sum, value) => sum + value, 0);
  const label = ({ dataset, raw }) => `${dataset.label}: ${number(raw)} (${percent(raw / whole)})`;
  return {
    type: "bar",
    data: { labels: [""], datasets: data.steps.map((step, index) => stretch(data, step, index)) },
    options: {
      indexAxis: "y",
      interaction: { mode: "index", axis: "y", intersect: false },
      plugins: { tooltip: { callbacks: { label, footer: () => data.summary } } },
      scales: {
        x: { display: false, stacked: true, bounds: "data" },
        y: { display: false, stacked: true },
      },
    },
  };
});
