// Morph: make one element like another without replacing what stays, so that focus, scroll, open
// menus, typed text and drawn charts survive.

/** Change `old` into `fresh`, a node of the same name from another document. */
export function morph(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  // Chart.js owns the size and style of its canvas.
  morphAttributes(old, fresh, old.tagName === "CANVAS" ? ["width", "height", "style"] : ["open"]);
  morphChildren(old, fresh);
}

function morphAttributes(old, fresh, kept) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !kept.includes(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !kept.includes(name)) old.setAttribute(name, value);
  }
}

function morphChildren(old, fresh) {
  let cursor = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const match = matching(child, cursor);
    if (!match) {
      old.insertBefore(document.importNode(child, true), cursor);
      continue;
    }
    while (cursor !== match) cursor = removed(cursor);
    morph(match, child);
    cursor = match.nextSibling;
  }
  while (cursor) cursor = removed(cursor);
}

function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

/** What of the old children from `cursor` on is the same thing: by its key, else by its place. */
function matching(child, cursor) {
  const key = keyOf(child);
  if (!key) {
    return cursor && !keyOf(cursor) && cursor.nodeName === child.nodeName ? cursor : null;
  }
  for (let node = cursor; node; node = node.nextSibling) if (keyOf(node) === key) return node;
  return null;
}

function keyOf(node) {
  // Not `node.id`: of a form that is a field that is called so.
  return node.nodeType === Node.ELEMENT_NODE && (node.dataset.part || node.getAttribute("id"));
}
