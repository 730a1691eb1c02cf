// Chart.js: fetched when the page stands, so that nobody waits for it before the figures are there.

let coming = null;

function standing() {
  if (document.readyState === "complete") return Promise.resolve();
  return new Promise((resolve) => addEventListener("load", resolve, { once: true }));
}

/** Have it fetched; a promise that is kept once `Chart` is there, and asked for anew where it failed. */
export function library() {
  coming ??= standing()
    .then(() => import("../vendor/chart.umd.min.js"))
    .catch((error) => {
      coming = null;
      throw error;
    });
  return coming;
}
