// Rows that the server drew as SVG, as a part of a picture: of each its name, its bars, its legend.

import { colour } from "./colours.js";

const LINE = 22;

/** How high the rows that are shown are together, and how they are drawn within a width. */
export function rowsOf(card, { x, width, font }) {
  const rows = [...card.querySelectorAll("[data-row]:not([hidden])")].map((row) => {
    const svg = row.querySelector("svg");
    return { row, svg, height: svg.getBoundingClientRect().height, below: belowOf(row) };
  });
  const ticks = [...card.querySelectorAll(".bars__axis span")].map((each) => each.textContent);
  const height = rows.reduce((sum, each) => sum + each.height + 2 * LINE + 8, ticks.length ? LINE : 0);
  const draw = (ink, start) => {
    let top = start;
    for (const each of rows) top = drawRow(ink, each, { x, top, width, font });
    drawTicks(ink, ticks, { x, top, width, font });
  };
  return { height, draw };
}

/** What stands below a row: its sentence, or its groups with their shares. */
function belowOf(row) {
  const entries = [...row.querySelectorAll(".legend > div")];
  const said = (each) => each.textContent.replace(/\s+/g, " ").trim();
  if (!entries.length) return [{ text: said(row.querySelector(".note")) }];
  return entries.map((each) => ({
    text: said(each),
    fill: getComputedStyle(each.querySelector(".swatch")).backgroundColor,
  }));
}

function drawRow(ink, { row, svg, height, below }, { x, top, width, font }) {
  ink.font = font;
  ink.fillStyle = colour("--ink");
  ink.fillText(row.querySelector("figcaption").textContent.trim(), x, top + 15);
  drawBars(ink, svg, { x, top: top + LINE, width, height });
  let left = x;
  for (const { text, fill } of below) {
    const base = top + LINE + height + 17;
    if (fill) {
      ink.fillStyle = fill;
      ink.fillRect(left, base - 10, 10, 10);
      left += 16;
    }
    ink.fillStyle = colour("--muted");
    ink.fillText(text, left, base, x + width - left);
    left += ink.measureText(text).width + 20;
  }
  return top + height + 2 * LINE + 8;
}

function drawBars(ink, svg, { x, top, width, height }) {
  const { viewBox } = svg;
  const [wide, high] = [width / viewBox.baseVal.width, height / viewBox.baseVal.height];
  ink.save();
  ink.beginPath();
  ink.rect(x, top, width, height);
  ink.clip();
  for (const rect of svg.querySelectorAll("rect")) {
    const { fill, stroke } = getComputedStyle(rect);
    const [left, y, w, h] = ["x", "y", "width", "height"].map((name) => rect[name].baseVal.value);
    const place = [x + left * wide, top + (y - viewBox.baseVal.y) * high, w * wide, h * high];
    ink.fillStyle = fill;
    if (fill !== "none") ink.fillRect(...place);
    ink.strokeStyle = stroke;
    ink.setLineDash(fill === "none" ? [2, 4] : []);
    if (stroke !== "none") ink.strokeRect(...place);
  }
  ink.restore();
  ink.fillStyle = colour("--edge");
  if (svg.matches(".bars__row")) ink.fillRect(x, top + height, width, 1);
}

function drawTicks(ink, ticks, { x, top, width, font }) {
  ink.font = font;
  ink.fillStyle = colour("--muted");
  ticks.forEach((text, index) => {
    const room = width - ink.measureText(text).width;
    ink.fillText(text, x + (room * index) / (ticks.length - 1 || 1), top + 15);
  });
}
