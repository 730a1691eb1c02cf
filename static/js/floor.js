// The floor: while a line floats over the page's lower end, the page says so, so that what is last on
// it can be scrolled above that line (`app.css`).

const floor = document.querySelector(".floor");

function mark() {
  const isCovered = floor.querySelector(".floor__line:not([hidden])") !== null;
  document.documentElement.toggleAttribute("data-floor", isCovered);
}

new MutationObserver(mark).observe(floor, { subtree: true, attributeFilter: ["hidden"] });
