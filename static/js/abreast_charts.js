// Broadcasts side by side: rows drawn by the server. A legend takes rows out, and those that are
// left are as high as their own most; a tooltip says what stands at one place in all of them.

import { outOf } from "./legend.js";
import { number } from "./numbers.js";
import { hide, show } from "./tip.js";
import { word } from "./words.js";

const LEGENDS = ["compare-when", "compare-results"];
const HEIGHT = 60; // of a row of bars, in its own units, as of dashboard/abreast_when.py
const ROWS = "[data-row]:not([hidden])";

/** Take out and bring back what the legend of a card says. */
function follow(legend) {
  const card = document.querySelector(`[data-legend="${legend}"]`)?.closest(".card");
  if (!card) return;
  const out = outOf(legend);
  const rows = [...card.querySelectorAll("[data-row]")];
  for (const row of rows) row.hidden = out.has(row.dataset.row);
  const mostOf = (each) => Math.max(0, ...each.map(({ dataset }) => Number(dataset.most ?? 0)));
  const [whole, most] = [mostOf(rows), mostOf(rows.filter(({ hidden }) => !hidden))];
  const note = card.querySelector("[data-row-height]");
  if (!note || !most) return;
  const high = (HEIGHT * most) / whole;
  for (const svg of card.querySelectorAll(".bars__row")) {
    svg.setAttribute("viewBox", `0 ${HEIGHT - high} 1000 ${high}`);
  }
  note.textContent = word(most === 1 ? "row_height_one" : "row_height", { most: number(most) });
}

/** What a part stands for; the browser's own tooltip would cover ours, so its words are taken out. */
function saidBy(part) {
  const title = part.querySelector("title");
  if (title) {
    part.dataset.said = title.textContent;
    title.remove();
  }
  return part.dataset.said;
}

/** The part of a row at a place of its width, as a part of it. */
function partAt(row, at) {
  const parts = [...row.querySelectorAll("rect")];
  const found = parts.findLast((part) => part.x.baseVal.value <= at * 1000);
  const isOver = !found || at * 1000 > found.x.baseVal.value + Math.max(found.width.baseVal.value, 8);
  return isOver ? null : found;
}

const nameOf = (row) => row.querySelector("figcaption").textContent.trim();

/** The bars of all rows that stand below one another: whose they are and what each says. */
function abreast(card, at) {
  const bars = [...card.querySelectorAll(ROWS)]
    .map((row) => ({ row, part: partAt(row, at) }))
    .filter(({ part }) => part)
    .map(({ row, part }) => ({ name: nameOf(row), said: saidBy(part), colour: getComputedStyle(part).fill }));
  const split = bars.map(({ said }) => said.lastIndexOf(": "));
  const labels = new Set(bars.map(({ said }, index) => said.slice(0, split[index])));
  const isOne = labels.size === 1;
  return {
    title: isOne ? [...labels][0] : "",
    lines: bars.map(({ name, said, colour }, index) => ({
      text: `${name}: ${isOne ? said.slice(split[index] + 2) : said}`,
      colour: colour === "none" ? "" : colour,
    })),
    notes: [word("shares_of_own")],
  };
}

document.addEventListener("pointermove", ({ target, clientX, clientY }) => {
  const svg = target.closest?.(".bars__row, .share__bar");
  if (!svg) return hide();
  for (const part of svg.querySelectorAll("rect")) saidBy(part);
  const { left, width } = svg.getBoundingClientRect();
  const at = (clientX - left) / width;
  if (svg.matches(".bars__row")) {
    const tip = abreast(svg.closest(".card"), at);
    return tip.lines.length ? show(clientX, clientY, tip) : hide();
  }
  const part = partAt(svg, at);
  if (!part) return hide();
  const lines = [{ text: saidBy(part), colour: getComputedStyle(part).fill }];
  return show(clientX, clientY, { title: nameOf(svg.closest("figure")), lines });
});

const followAll = () => LEGENDS.forEach(follow);
for (const legend of LEGENDS) document.addEventListener(`toggled:${legend}`, () => follow(legend));
document.addEventListener("report:swapped", followAll);
followAll();
