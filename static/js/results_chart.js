// Results: a bar a code, the most attempts first, each with its value beside it.

import { keepDrawn } from "./charts.js";
import { colour } from "./colours.js";
import { outOf } from "./legend.js";
import { number, percent } from "./numbers.js";
import { isOnPaper } from "./paper.js";
import { inOrderOfRows } from "./results_order.js";
import { word } from "./words.js";

const LONGEST_LABEL = 24;

const values = {
  id: "values",
  afterDatasetsDraw(chart) {
    const { ctx, data } = chart;
    ctx.save();
    ctx.fillStyle = colour("--ink");
    ctx.textBaseline = "middle";
    chart.getDatasetMeta(0).data.forEach((bar, index) => {
      const value = data.datasets[0].data[index];
      if (value !== null) ctx.fillText(number(value), bar.x + 6, bar.y);
    });
    ctx.restore();
  },
};

const short = (label) => (label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label);

/** Room to the right of the longest bar for its value: about eight pixels a digit. */
const room = (counts) => 14 + 8 * number(Math.max(...counts, 0)).length;

/**
 * The labels keep their whole width, where Chart.js would cut them at half of a narrow chart, and
 * the bars the whole height, so that each stands beside its row of the table.
 */
function fitLabels(axis) {
  const { ctx, chart } = axis;
  const widths = chart.data.labels.map((label) => ctx.measureText(label).width);
  axis.width = Math.min(Math.max(...widths) + 12, chart.width * 0.6);
  axis.paddingTop = 0;
  axis.paddingBottom = 0;
}

/** The values of the groups that are not taken out; the others keep their rows, without a bar. */
function left({ values: counts, groups }) {
  const out = outOf("results");
  return counts.map((count, index) => (out.has(groups[index]) ? null : count));
}

/** How many, and of those tried which part; codes that are no try have no part in it. */
function said(data, { dataIndex, raw }) {
  const value = `${data.label}: ${number(raw)}`;
  const share = data.shares[dataIndex];
  return share === null ? value : word("of_tried", { value, share: percent(share) });
}

const configuration = (data) => ({
  type: "bar",
  plugins: [values],
  data: {
    labels: data.labels.map(short),
    datasets: [
      {
        label: data.label,
        data: left(data),
        backgroundColor: data.groups.map((group) => colour(`--${group}`)),
        borderRadius: 2,
        barPercentage: 0.7,
        categoryPercentage: 0.85,
      },
    ],
  },
  options: {
    indexAxis: "y",
    layout: { autoPadding: false, padding: { right: room(data.values) } },
    interaction: { mode: "index", axis: "y", intersect: false },
    plugins: {
      tooltip: {
        filter: ({ raw }) => raw !== null,
        callbacks: {
          title: ([item]) => `${data.labels[item.dataIndex]} (${data.codes[item.dataIndex]})`,
          label: (item) => said(data, item),
        },
      },
    },
    scales: {
      x: { display: false, beginAtZero: true },
      y: {
        display: !isOnPaper(), // there each bar ends the row that names it
        grid: { display: false },
        border: { display: false },
        ticks: { autoSkip: false },
        afterFit: isOnPaper() ? undefined : fitLabels,
      },
    },
  },
});

keepDrawn("results", (data) => configuration(inOrderOfRows(data)));
