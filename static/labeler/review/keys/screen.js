// Page Up and Page Down: which rows come onto the screen, and where the focus goes with them.

import { coveredBelow } from "review/seen";

const GAP = 8; // px over a row
const ROUNDED = 1; // px: sizes are

// Pure. `rows`: the {top, bottom} of each, `view` of what is looked through, in px; `focused`: the row of the focus.
// Answers which row comes to the `top`, and the `row` of the focus then. Down, the first one that is not whole comes;
// without `top` there is none.
export function screenAfter(key, rows, view, focused) {
  const first = Math.max(0, rows.findIndex(({ top }) => top >= view.top - ROUNDED));
  const cut = rows.findIndex(({ bottom }) => bottom > view.bottom + ROUNDED);
  const last = cut < 0 ? rows.length : Math.max(cut, first + 1); // a row may be higher than the view
  // From where one looks, and not from where the focus was left.
  const from = focused >= first && focused < last ? focused : first;
  if (key === "PageUp") {
    const top = Math.max(0, first - fitting(rows, view));
    return { top, row: first ? from - first + top : 0 };
  }
  if (last >= rows.length) return { row: rows.length - 1 };
  return { top: last, row: Math.min(from - first + last, rows.length - 1) };
}

// How many rows are whole in the view when one stands at its top.
function fitting([one, other], view) {
  return other ? Math.max(1, Math.floor((view.bottom - view.top - GAP + other.top - one.bottom + ROUNDED) / (other.top - one.top))) : 1;
}

export class Screen {
  constructor(grid, scroll) {
    Object.assign(this, { grid, scroll });
  }

  // Where the focus goes from `place`; `top`: the row that has to come to the top then.
  after(key, place) {
    const { columns, count } = this.grid;
    const starts = Array.from({ length: Math.ceil(count / columns) }, (_, row) => row * columns);
    const rows = starts.map((start) => this.grid.cell(start).getBoundingClientRect());
    const { top, row } = screenAfter(key, rows, this.#view, Math.floor(place / columns));
    return { place: Math.min(row * columns + (place % columns), count - 1), top };
  }

  isWhole(cell) {
    const [{ top, bottom }, view] = [cell.getBoundingClientRect(), this.#view];
    return top >= view.top - ROUNDED && bottom <= view.bottom + ROUNDED;
  }

  showRow(row) {
    this.showRowOf(row * this.grid.columns);
  }

  showRowOf(place) {
    this.scroll.scrollTop += this.grid.cell(place).getBoundingClientRect().top - this.#view.top - GAP;
  }

  // The same part in which a picture counts as seen.
  get #view() {
    const { top, bottom } = this.scroll.getBoundingClientRect();
    return { top, bottom: Math.min(bottom, innerHeight - coveredBelow()) };
  }
}
