// Paper: while the page prints it is laid out as on paper, and what is too long for one sheet is made
// shorter, step by step (`print.css` says what each does), until it fits.

// Pixels of height between the margins of Letter, the lower of the two papers: 980, less a line for
// what a printer's layout rounds otherwise.
const SHEET = 955;
const STEPS = 7;
const root = document.documentElement;

export const isOnPaper = () => root.hasAttribute("data-paper");

const height = (element) => element?.getBoundingClientRect().height ?? 0;

/** Make the rows of each table of results as high as its highest, and say where they begin and end. */
function evenRows() {
  for (const results of document.querySelectorAll(".results")) {
    for (const name of ["--row", "--above", "--below"]) results.style.removeProperty(name);
    const table = results.querySelector("table");
    const [body] = table.tBodies;
    const highest = Math.max(...[...body.rows].map(height));
    results.style.setProperty("--row", `${highest}px`);
    const [above, rows] = [height(table.tHead), height(body)];
    results.style.setProperty("--above", `${above}px`);
    results.style.setProperty("--below", `${height(table) - above - rows}px`);
  }
}

/** Lay the page out for paper; what is of one sheet as long as one, if it can be had. */
export function layOut() {
  const isOneSheet = document.querySelector("[data-one-sheet]") !== null;
  for (let step = 0; step <= STEPS; step += 1) {
    root.dataset.paper = Array.from({ length: step }, (_, at) => at + 1).join(" ");
    evenRows();
    if (!isOneSheet || height(document.body) <= SHEET) return;
  }
}

export function putAway() {
  delete root.dataset.paper;
  for (const results of document.querySelectorAll(".results")) results.removeAttribute("style");
}
