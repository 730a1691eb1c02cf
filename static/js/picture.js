// A chart as a picture: at twice the density, on the ground of the theme, with what it shows, of
// when, how to read it and where it comes from. Fetched when somebody wants one.

import { colour } from "./colours.js";
import { rowsOf } from "./picture_rows.js";
import { word } from "./words.js";

const WIDTH = 960; // of the picture; the chart has that less the margins
const MARGIN = 32;
const ROOM = WIDTH - 2 * MARGIN;
const DENSITY = 2;
const GAP = 16;

/** Text as people read it: on one line, without the ages that count on. */
function textOf(element) {
  const copy = element?.cloneNode(true);
  copy?.querySelectorAll("[data-age], .scriptless").forEach((each) => each.remove());
  return copy?.textContent.replace(/\s+/g, " ").trim() ?? "";
}

const context = document.createElement("canvas").getContext("2d");
const font = (size, weight = 400) => `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;

/** The text on as many lines as its width needs. */
function wrapped(text, of) {
  context.font = of;
  const lines = [];
  for (const part of text.split(" ")) {
    const longer = lines.length ? `${lines.at(-1)} ${part}` : part;
    if (lines.length && context.measureText(longer).width <= ROOM) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}

/** A block of text: how high it is, and how it is drawn. */
function block(text, size, token, weight) {
  const lines = text ? wrapped(text, font(size, weight)) : [];
  const step = Math.round(size * 1.45);
  const draw = (ink, top) => {
    ink.font = font(size, weight);
    ink.fillStyle = colour(token);
    lines.forEach((line, index) => ink.fillText(line, MARGIN, top + index * step + size));
  };
  return { height: lines.length * step, draw };
}

/** The entries of the chart's legend, those that are taken out struck through, as on the page. */
function legendOf(card, name) {
  const buttons = [...card.querySelectorAll(`[data-legend="${name}"] [data-toggle]:not([hidden])`)];
  context.font = font(13);
  let [x, y] = [MARGIN, 0];
  const entries = buttons.map((button) => {
    const text = textOf(button.closest("dl > div") ?? button);
    const width = 18 + context.measureText(text).width;
    if (x > MARGIN && x + width > WIDTH - MARGIN) [x, y] = [MARGIN, y + 22];
    const entry = { text, x, y, width, button };
    x += width + 20;
    return entry;
  });
  const draw = (ink, top) => entries.forEach((entry) => drawEntry(ink, entry, top + entry.y));
  return { height: entries.length ? y + 22 : 0, draw };
}

function drawEntry(ink, { text, x, width, button }, top) {
  const isOut = button.getAttribute("aria-pressed") === "false";
  const swatch = button.querySelector(".swatch");
  ink.fillStyle = ink.strokeStyle = isOut ? colour("--edge") : getComputedStyle(swatch).backgroundColor;
  const height = swatch.matches(".swatch--mark") ? 2 : 10;
  if (isOut) ink.strokeRect(x + 1, top + 6, 8, 8);
  else ink.fillRect(x, top + 10 - height / 2, 10, height);
  ink.font = font(13);
  ink.fillStyle = colour("--muted");
  ink.fillText(text, x + 18, top + 15);
  if (isOut) ink.fillRect(x + 18, top + 10, width - 18, 1);
}

/** A chart of Chart.js, drawn anew in the picture's width. */
async function chartOf(name, drawnApart) {
  const height = document.querySelector(`[data-chart="${name}"]`).clientHeight;
  const chart = await drawnApart(name, ROOM, height);
  return { height, draw: (ink, top) => ink.drawImage(chart.canvas, MARGIN, top, ROOM, height), done: () => chart.destroy() };
}

/** When the figures were seen: the card's own moment, or the page's, which may be two. */
function asOf(card) {
  const page = document.querySelector(".as-of");
  const seen = card.querySelector(".card__head time") ?? (page?.querySelectorAll("time").length === 1 && page.querySelector("time"));
  return seen ? word("picture_as_of", { at: seen.title }) : textOf(page);
}

/** All that stands in the picture, from top to bottom. */
async function blocksOf(button, drawnApart) {
  const card = button.closest(".card");
  const { download: name, name: title, period } = button.dataset;
  const measure = name === "when" ? textOf(card.querySelector("[data-measure][aria-pressed=true]")) : "";
  const subject = document.querySelector("[data-subject]")?.dataset.subject || textOf(document.querySelector("h1"));
  const rows = card.querySelector("[data-row]");
  return [
    block(measure ? `${title}: ${measure}` : title, 22, "--ink", 600),
    block(subject, 15, "--ink", 500),
    block([period || textOf(document.querySelector(".resolved")), asOf(card)].filter(Boolean).join(" · "), 13, "--muted"),
    rows ? rowsOf(card, { x: MARGIN, width: ROOM, font: font(13) }) : await chartOf(name, drawnApart),
    ...(rows ? [] : [legendOf(card, name)]), // rows have their names
    block([...card.querySelectorAll("[data-caption]")].map(textOf).join(" "), 13, "--muted"),
    block(word("picture_source"), 12, "--muted"),
  ].filter(({ height }) => height > 0);
}

/** Draw the blocks below one another on a canvas that is as high as they need. */
function drawn(blocks) {
  const height = blocks.reduce((sum, each) => sum + each.height + GAP / 2, 2 * MARGIN);
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH * DENSITY, height: height * DENSITY });
  const ink = canvas.getContext("2d");
  ink.scale(DENSITY, DENSITY);
  ink.fillStyle = colour("--surface");
  ink.fillRect(0, 0, WIDTH, height);
  let top = MARGIN;
  for (const each of blocks) {
    each.draw(ink, top);
    each.done?.();
    top += each.height + GAP / 2;
  }
  return canvas;
}

/**
 * Make the picture of the button's chart, and hand it over as a file.
 * `drawnApart` is that of the module which keeps the page's charts drawn (`charts.js`).
 */
export async function save(button, drawnApart) {
  await document.fonts.ready;
  const canvas = drawn(await blocksOf(button, drawnApart));
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const href = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href, download: button.dataset.file }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000); // by then it is saved
}
