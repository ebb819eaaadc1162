// Which cells of a grid are selected, and which one has the focus. Pure: cells are their places, from 0.

export class Selection {
  #selected = new Set();
  #kept = new Set(); // what was selected before the range that is being drawn
  #anchor = 0;
  focus = 0;

  constructor(count) {
    this.count = count;
  }

  get size() {
    return this.#selected.size;
  }

  get places() {
    return [...this.#selected].sort((one, other) => one - other);
  }

  has(place) {
    return this.#selected.has(place);
  }

  // With `extend` everything from where the last choice was made to here is selected, and no more than that.
  moveTo(place, { extend = false } = {}) {
    this.focus = Math.max(0, Math.min(this.count - 1, place));
    if (!extend) {
      this.#anchorHere();
      return;
    }
    this.#selected = new Set(this.#kept);
    const [from, to] = [this.#anchor, this.focus].sort((one, other) => one - other);
    for (let each = from; each <= to; each += 1) this.#selected.add(each);
  }

  toggle(place) {
    this.focus = place;
    if (!this.#selected.delete(place)) this.#selected.add(place);
    this.#anchorHere();
  }

  selectAll() {
    this.#selected = new Set(Array(this.count).keys());
    this.#anchorHere();
  }

  // Exactly these, with the focus here.
  set(places, focus) {
    this.#selected = new Set(places);
    this.focus = focus ?? this.focus;
    this.#anchorHere();
  }

  clear() {
    this.#selected.clear();
    this.#anchorHere();
  }

  #anchorHere() {
    this.#anchor = this.focus;
    this.#kept = new Set(this.#selected);
  }
}

// Where an arrow, Home or End leads from `place` in a grid of so many columns.
export function placeAfter(key, place, columns, count) {
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, Home: -place, End: count - 1 - place };
  const next = place + (steps[key] ?? 0);
  // In the last row there may be nothing below; in the first there is nothing above.
  if (next < 0 || next >= count) return key === "ArrowDown" && hasRowBelow(place, columns, count) ? count - 1 : place;
  return next;
}

function hasRowBelow(place, columns, count) {
  return Math.floor(place / columns) < Math.floor((count - 1) / columns);
}
