// Dragging a row up or down by any part of it: with the mouse or a pen anywhere, fields too (a pull along one selects its
// text), with a finger by the grip, for else nobody could scroll.

const FAR = 5; // px before a press is a drag
const EDGE = 56; // px from the edge of the window where it scrolls
const FASTEST = 14; // px a frame

// `row` is the selector of a row, `rows()` are those that may change places; `step(row, by)` moves one by one. `moved(row,
// before)` is called when it was let go at another place, with what `order()` said before, which `putBack` brings back.
// `beside(row, by)`: the one that it would change places with, if that is not the next of them.
export function wireDragging(list, { row: selector, rows, order = rows, beside, step, moved, putBack }) {
  const neighbour = beside ?? next;
  let drag = null;

  list.addEventListener("pointerdown", begin);
  list.addEventListener("dragstart", (event) => event.preventDefault()); // of links, and of chosen text

  function begin(event) {
    const row = event.target.closest(selector);
    const isByGrip = Boolean(event.target.closest(".grip"));
    if (drag || !row || event.button !== 0 || (event.pointerType === "touch" && !isByGrip)) return;
    if (event.target.matches("textarea") && event.target === document.activeElement) return;
    drag = { row, id: event.pointerId, x: event.clientX, y: event.clientY, at: event.clientY, top: 0, before: order(), isOn: false };
    document.addEventListener("pointermove", follow);
    document.addEventListener("pointerup", drop);
    document.addEventListener("pointercancel", giveUp);
    document.addEventListener("keydown", onKey, true);
  }

  function follow(event) {
    if (event.pointerId !== drag.id) return;
    drag.at = event.clientY;
    if (!drag.isOn && !isPull(event.clientX - drag.x, event.clientY - drag.y)) return;
    if (!drag.isOn) lift();
    event.preventDefault();
    place();
  }

  function lift() {
    drag.isOn = true;
    drag.top = drag.row.offsetTop;
    drag.y += scrollY;
    if (drag.row.contains(document.activeElement) && document.activeElement.matches("input, textarea")) document.activeElement.blur();
    getSelection()?.removeAllRanges();
    list.classList.add("is-sorting");
    drag.row.classList.add("is-dragging");
    requestAnimationFrame(scroll);
  }

  function place() {
    while (drag.at < middleOf(neighbour(drag.row, -1), -Infinity)) step(drag.row, -1);
    while (drag.at > middleOf(neighbour(drag.row, 1), Infinity)) step(drag.row, 1);
    drag.row.style.setProperty("--dy", `${drag.at + scrollY - drag.y - (drag.row.offsetTop - drag.top)}px`);
  }

  function next(row, by) {
    const all = rows();
    return all[all.indexOf(row) + by];
  }

  function scroll() {
    if (!drag?.isOn) return;
    const over = drag.at < EDGE ? drag.at - EDGE : Math.max(0, drag.at - (innerHeight - EDGE));
    if (over) {
      scrollBy(0, Math.max(-FASTEST, Math.min(FASTEST, over / 4)));
      place();
    }
    requestAnimationFrame(scroll);
  }

  function drop(event) {
    if (event.pointerId !== drag.id) return;
    const { row, isOn, before } = end();
    if (!isOn) return;
    const isOther = order().some((each, at) => each !== before[at]);
    list.addEventListener("click", swallow, true); // the end of a drag is no click on what lies under it
    setTimeout(() => list.removeEventListener("click", swallow, true));
    if (isOther) moved(row, before);
  }

  function giveUp() {
    const { isOn, before } = end();
    if (isOn) putBack(before);
  }

  function onKey(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    giveUp();
  }

  function end() {
    const ended = drag;
    drag = null;
    document.removeEventListener("pointermove", follow);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", giveUp);
    document.removeEventListener("keydown", onKey, true);
    list.classList.remove("is-sorting");
    ended.row.classList.remove("is-dragging");
    ended.row.style.removeProperty("--dy");
    return ended;
  }
}

const isPull = (across, along) => Math.abs(along) >= FAR && Math.abs(along) > Math.abs(across);

function middleOf(row, none) {
  if (!row) return none;
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}
