// Menus are <details>: here they also close on Escape, on a click elsewhere and when another opens.

const open = () => document.querySelectorAll("[data-menu][open]");

function closeAllBut(kept) {
  for (const menu of open()) if (menu !== kept) menu.open = false;
}

document.addEventListener("click", (event) => closeAllBut(event.target.closest("[data-menu]")));

document.addEventListener("focusin", (event) => closeAllBut(event.target.closest("[data-menu]")));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (hadFocus) menu.querySelector("summary").focus();
  }
});
