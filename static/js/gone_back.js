// A page that was gone back to is asked for again: since then somebody may have signed out, or chosen
// another language. Where nothing changed the site answers without a body (304), and the browser keeps
// the place on the page and what was typed.

addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  document.documentElement.style.visibility = "hidden"; // it may be nobody's to see any more
  if (document.documentElement.matches("[data-answers-form]")) location.replace(location.href);
  else location.reload();
});
