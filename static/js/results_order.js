// The bars of results stand beside the rows of their table, and in its order.

/** The chart's data in the order in which the rows stand now. */
export function inOrderOfRows(data) {
  const rows = [...document.querySelectorAll("[data-part^=result-]")];
  const codes = rows.map((row) => row.dataset.part.slice("result-".length));
  const places = codes.map((code) => data.codes.indexOf(code)).filter((place) => place >= 0);
  if (places.length !== data.codes.length) return data;
  const byResult = Object.entries(data).filter(([, values]) => Array.isArray(values));
  const ordered = byResult.map(([name, values]) => [name, places.map((place) => values[place])]);
  return { ...data, ...Object.fromEntries(ordered) };
}
