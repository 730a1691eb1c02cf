// Burn-down: what was left at each look, as steps: nothing is drawn that was not seen.

import { keepDrawn } from "./charts.js";
import { colour } from "./colours.js";
import { number } from "./numbers.js";
import { word } from "./words.js";

const MINUTE = 60_000;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080].map((minutes) => minutes * MINUTE);
const ROOM = 80; // pixels of a label such as "Thu 13:33", and of the gap beside it

function clock(instant) {
  const timeZone = document.documentElement.dataset.zone || undefined;
  const form = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  return new Intl.DateTimeFormat(document.documentElement.lang, form).format(new Date(instant));
}

/** How many fewer than at the first look; nothing where the list grew instead. */
function fewer(data, [item]) {
  const by = data.points[0].y - item.parsed.y;
  return by > 0 ? word("fewer_left", { n: number(by) }) : "";
}

/** As many round moments as there is room for, up to the last whose label fits; without any, the begin. */
function markMoments(axis) {
  const { min, max, width } = axis;
  const most = Math.max(1, Math.floor(width / ROOM));
  const step = STEPS.find((each) => (max - min) / each <= most) ?? Math.ceil((max - min) / most / STEPS.at(-1)) * STEPS.at(-1);
  const last = max - ((max - min) / width) * (ROOM / 2);
  const ticks = [];
  for (let at = Math.ceil(min / step) * step; at <= last; at += step) ticks.push({ value: at });
  axis.ticks = ticks.length ? ticks : [{ value: min }];
}

keepDrawn("burn-down", (data) => ({
  type: "line",
  data: {
    datasets: [
      {
        label: data.label,
        data: data.points,
        stepped: true,
        borderColor: colour("--accent"),
        swatch: colour("--accent"),
        borderWidth: 2,
        pointBackgroundColor: colour("--accent"),
        pointRadius: data.points.length > 1 ? 0 : 3,
      },
    ],
  },
  options: {
    interaction: { mode: "nearest", axis: "x", intersect: false },
    plugins: {
      tooltip: {
        callbacks: {
          title: ([item]) => clock(item.parsed.x),
          label: (item) => `${data.label}: ${number(item.parsed.y)}`,
          footer: (items) => fewer(data, items),
        },
      },
    },
    scales: {
      x: {
        type: "linear",
        grid: { display: false },
        border: { display: false },
        min: data.points[0].x,
        max: Math.max(data.points.at(-1).x, data.points[0].x + MINUTE),
        afterBuildTicks: markMoments,
        ticks: { maxRotation: 0, callback: clock },
      },
      y: { beginAtZero: true, border: { display: false }, grid: { color: colour("--line") }, ticks: { maxTicksLimit: 4, callback: number } },
    },
  },
}));
