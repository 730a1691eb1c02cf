// Burn-down: what was left at each look, as steps: nothing is drawn that was not seen.

import { colour, keepDrawn, number } from "./charts.js";

function clock(instant) {
  const timeZone = document.documentElement.dataset.zone || undefined;
  const form = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone };
  return new Intl.DateTimeFormat(document.documentElement.lang, form).format(new Date(instant));
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
        borderWidth: 2,
        pointRadius: data.points.length > 1 ? 0 : 3,
        pointHitRadius: 8,
      },
    ],
  },
  options: {
    plugins: {
      legend: { display: false },
      tooltip: { callbacks: { title: ([item]) => clock(item.parsed.x), label: (item) => `${data.label}: ${number(item.parsed.y)}` } },
    },
    scales: {
      x: { type: "linear", grid: { display: false }, border: { display: false }, min: data.points[0].x, max: Math.max(data.points.at(-1).x, data.points[0].x + 60_000), ticks: { maxTicksLimit: 6, maxRotation: 0, callback: clock } },
      y: { beginAtZero: true, border: { display: false }, grid: { color: colour("--line") }, ticks: { maxTicksLimit: 4, callback: number } },
    },
  },
}));
