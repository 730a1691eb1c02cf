// A link to a definition opens the fold that it is in, also where the browser does not do so itself.

function show() {
  const key = decodeURIComponent(location.hash.slice(1));
  const target = document.getElementById(key);
  if (!target?.closest("details:not([open])")) return;
  for (let fold; (fold = target.closest("details:not([open])")); ) fold.open = true;
  target.scrollIntoView();
}

// After the browser's own jump; also to the same place again, once its fold was closed.
addEventListener("hashchange", show);
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#']");
  if (link?.hash === location.hash) setTimeout(show);
});
show();
