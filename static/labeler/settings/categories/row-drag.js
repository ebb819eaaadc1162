// Dragging a row by any part of it. With the mouse or a pen anywhere, also on a field that is not being edited; with a finger by
// the grip, for else nobody could scroll.

const FAR = 5; // px before a press is a drag
const EDGE = 56; // px from the edge of the window where it scrolls
const FASTEST = 14; // px a frame

// `moved(row, before)` is called when a row was let go at another place, with the order before; `step(row, by)` moves it by one.
export function wireDragging(list, { step, order, moved, putBack }) {
  let drag = null;

  list.addEventListener("pointerdown", begin);
  list.addEventListener("dragstart", (event) => event.preventDefault()); // of links, and of chosen text

  function begin(event) {
    const row = event.target.closest(".cats-row");
    const isByGrip = Boolean(event.target.closest(".grip"));
    if (drag || !row || event.button !== 0 || (event.pointerType === "touch" && !isByGrip)) return;
    if (event.target.matches("input:not([type=color])") && event.target === document.activeElement) return;
    drag = { row, id: event.pointerId, x: event.clientX, y: event.clientY, at: event.clientY, top: 0, before: order(), isOn: false };
    document.addEventListener("pointermove", follow);
    document.addEventListener("pointerup", drop);
    document.addEventListener("pointercancel", giveUp);
    document.addEventListener("keydown", onKey, true);
  }

  function follow(event) {
    if (event.pointerId !== drag.id) return;
    drag.at = event.clientY;
    if (!drag.isOn && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR) return;
    if (!drag.isOn) lift();
    event.preventDefault();
    place();
  }

  function lift() {
    drag.isOn = true;
    drag.top = drag.row.offsetTop;
    drag.y += scrollY;
    if (drag.row.contains(document.activeElement) && document.activeElement.matches("input")) document.activeElement.blur();
    getSelection()?.removeAllRanges();
    list.classList.add("is-sorting");
    drag.row.classList.add("is-dragging");
    requestAnimationFrame(scroll);
  }

  function place() {
    const middle = (row) => row.getBoundingClientRect().top + row.offsetHeight / 2;
    while (drag.row.previousElementSibling && drag.at < middle(drag.row.previousElementSibling)) step(drag.row, -1);
    while (drag.row.nextElementSibling && drag.at > middle(drag.row.nextElementSibling)) step(drag.row, 1);
    drag.row.style.setProperty("--dy", `${drag.at + scrollY - drag.y - (drag.row.offsetTop - drag.top)}px`);
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
    const isOther = order().some((id, at) => id !== before[at]);
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

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}
