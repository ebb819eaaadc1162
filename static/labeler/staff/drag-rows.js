// Rows of a table dragged by any part of them. What is pressed and let go where it was pressed is a click: fields take
// text, boxes take ticks. Only a pull up or down drags; one along a field selects its text.

const PULL = 6; // CSS pixels, before a press is a pull
const EDGE = 48; // so near to the edge of the window it scrolls
const SCROLL = 12; // CSS pixels a frame

export function dragRows(body, list, dropped) {
  let press = null; // { row, x, y, pointer, next }: `next` is where it stood
  let dragging = false;

  body.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("tr");
    if (event.button !== 0 || !row || press) return;
    // A finger scrolls the page, but for one on the grip.
    if (event.pointerType === "touch" && !event.target.closest(".grip")) return;
    press = { row, x: event.clientX, y: event.clientY, pointer: event.pointerId, next: row.nextSibling };
  });
  addEventListener("pointermove", (event) => {
    if (event.pointerId !== press?.pointer) return;
    const [across, along] = [Math.abs(event.clientX - press.x), Math.abs(event.clientY - press.y)];
    if (!dragging && along > PULL && along > across) start();
    if (!dragging) return;
    press.y = event.clientY;
    place();
  });
  addEventListener("pointerup", (event) => event.pointerId === press?.pointer && end());
  addEventListener("pointercancel", (event) => event.pointerId === press?.pointer && end({ back: true }));
  addEventListener("keydown", (event) => dragging && event.key === "Escape" && end({ back: true }));
  // Text that is selected would be dragged instead of its row.
  body.addEventListener("dragstart", (event) => event.preventDefault());

  function start() {
    dragging = true;
    document.activeElement?.blur();
    getSelection()?.removeAllRanges();
    press.row.setPointerCapture(press.pointer);
    press.row.classList.add("is-dragged");
    body.classList.add("has-dragged");
    requestAnimationFrame(scroll);
  }

  // The row gives way to the one under the pointer's middle.
  function place() {
    const rows = list();
    const at = rows.indexOf(press.row);
    const before = rows.slice(0, at).find((row) => press.y < middle(row));
    const after = rows.slice(at + 1).findLast((row) => press.y > middle(row));
    if (before) before.before(press.row);
    else if (after) after.after(press.row);
  }

  function scroll() {
    if (!dragging) return;
    if (press.y < EDGE) scrollBy(0, -SCROLL);
    if (press.y > innerHeight - EDGE) scrollBy(0, SCROLL);
    place();
    requestAnimationFrame(scroll);
  }

  function end({ back = false } = {}) {
    const { row, next } = press;
    press = null;
    if (!dragging) return;
    dragging = false;
    row.classList.remove("is-dragged");
    body.classList.remove("has-dragged");
    if (back) return void body.insertBefore(row, next);
    swallowClick();
    dropped(row);
  }
}

function middle(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}

// Where a row is let go nothing is clicked. The click comes, if it comes, before the next task.
function swallowClick() {
  const swallow = (event) => { event.preventDefault(); event.stopPropagation(); };
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }));
}
