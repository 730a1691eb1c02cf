// The key "/" goes to the field that takes a broadcast ID.

const isTyping = (element) => element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName);

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.querySelector("[data-jump]");
  if (!field || isTyping(event.target)) return;
  event.preventDefault();
  field.focus();
  field.select();
});
