// Progress: one stacked bar of the actions by status, in three steps of the accent.

import { colour, keepDrawn } from "./charts.js";

const COLOURS = { finished: "--done", retry_wait: "--waiting", unattempted: "--todo" };

function stretch(data, step, index) {
  const isLast = data.values.slice(index + 1).every((value) => !value);
  return {
    label: data.labels[index],
    data: [data.values[index]],
    backgroundColor: colour(COLOURS[step]),
    borderColor: colour("--surface"),
    borderSkipped: false,
    borderWidth: { right: isLast ? 0 : 2 },
    barPercentage: 1,
    categoryPercentage: 1,
  };
}

keepDrawn("progress", (data) => ({
  type: "bar",
  data: { labels: [""], datasets: data.steps.map((step, index) => stretch(data, step, index)) },
  options: {
    indexAxis: "y",
    plugins: { legend: { display: false }, tooltip: { enabled: false } },
    scales: {
      x: { display: false, stacked: true, max: data.values.reduce((sum, value) => sum + value, 0) },
      y: { display: false, stacked: true },
    },
  },
}));
