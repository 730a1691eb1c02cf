// Sorting: the tables that are whole on the page, by the heads that say so with `data-sort`. A press
// sorts, the next one the other way round, the third puts the rows back as they came. Only the rows of
// the first body are sorted: sums and what stands apart keep their place.

const LAST = Symbol("last");
const chosen = new Map(); // the name of a table: { column, isDescending }
let collator = null; // which takes long to come, when something is sorted by words

const tables = (root) => [...root.querySelectorAll("table[data-sortable]")];
const heads = (table) => [...table.tHead.rows[0].cells];
const rows = (table) => [...(table.tBodies[0]?.rows ?? [])];

/** The cell below a head; one that stands for several columns has nothing to say of each. */
function cellOf(row, column) {
  let at = 0;
  for (const cell of row.cells) {
    if (at === column) return cell.colSpan === 1 ? cell : null;
    at += cell.colSpan;
  }
  return null;
}

/** What a cell stands for: a number, or words where its column has no numbers; LAST for nothing. */
function valueOf(cell, isOfWords) {
  if (!cell) return LAST;
  if (isOfWords) return cell.textContent.trim() || LAST;
  const raw = cell.dataset.value;
  const instant = cell.querySelector("time[datetime]");
  if (raw === undefined && instant) return Date.parse(instant.dateTime);
  return raw ? Number(raw) : LAST;
}

const isOfWords = (table, column) => heads(table)[column].dataset.sort === "words";

/** Put the rows into an order; those that are equal keep the one in which they came. */
function order(table) {
  const { column, isDescending } = chosen.get(table.dataset.sortable) ?? {};
  const came = rows(table).sort((a, b) => a.dataset.place - b.dataset.place);
  const at = heads(table).findIndex((head) => head.dataset.column === column);
  if (at < 0) return place(table, came);
  const ofWords = isOfWords(table, at);
  const values = new Map(came.map((row) => [row, valueOf(cellOf(row, at), ofWords)]));
  const sign = isDescending ? -1 : 1;
  if (ofWords) collator ??= new Intl.Collator(document.documentElement.lang, { numeric: true });
  place(
    table,
    came.sort((one, other) => {
      const [a, b] = [values.get(one), values.get(other)];
      if (a === LAST || b === LAST) return (a === LAST) - (b === LAST);
      return sign * (ofWords ? collator.compare(a, b) : a - b);
    }),
  );
}

/** Rows that stand right are not touched, so that what has the focus keeps it. */
function place(table, wanted) {
  const body = table.tBodies[0];
  const focused = table.ownerDocument.activeElement;
  wanted.forEach((row, index) => {
    if (body.rows[index] !== row) body.insertBefore(row, body.rows[index] ?? null);
  });
  if (body?.contains(focused)) focused.focus({ preventScroll: true });
}

/** Make buttons of the heads, note how the rows came, and sort them as it was chosen before. */
function prepare(root) {
  for (const table of tables(root)) {
    rows(table).forEach((row, index) => (row.dataset.place ??= index));
    for (const head of heads(table)) if (head.dataset.sort) prepareHead(table, head);
    if (chosen.has(table.dataset.sortable)) order(table);
  }
}

function prepareHead(table, head) {
  if (!head.querySelector("button")) {
    const button = table.ownerDocument.createElement("button");
    button.type = "button";
    button.className = "sorts";
    button.append(...head.childNodes);
    head.append(button);
  }
  const { column, isDescending } = chosen.get(table.dataset.sortable) ?? {};
  if (head.dataset.column !== column) head.removeAttribute("aria-sort");
  else head.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
}

/** Great numbers and late times first, words from A on; then the other way round, then as they came. */
function turn(table, head) {
  const { column } = head.dataset;
  const name = table.dataset.sortable;
  const now = chosen.get(name);
  const first = head.dataset.sort !== "words";
  if (now?.column !== column) chosen.set(name, { column, isDescending: first });
  else if (now.isDescending === first) chosen.set(name, { column, isDescending: !first });
  else chosen.delete(name);
  order(table);
  prepare(document);
  tell(table);
}

/** A chart whose bars stand beside the rows follows them. */
function tell(table) {
  document.dispatchEvent(new Event(`chart:${table.dataset.sortable}`));
}

document.addEventListener("click", (event) => {
  const head = event.target.closest("th[data-sort]");
  if (head && event.target.closest("button.sorts")) turn(head.closest("table"), head);
});

// What comes is brought into the same shape first, so that it is compared like with like.
document.addEventListener("report:swapping", ({ detail }) => prepare(detail));
document.addEventListener("report:swapped", () => {
  prepare(document);
  for (const table of tables(document)) if (chosen.has(table.dataset.sortable)) tell(table);
});
prepare(document);
