// What somebody has looked at: pictures that were seen in the grid or large over it, and those that a hand has touched.

import { Magnifier } from "review/magnifier";
import { LONG_ENOUGH, Seen } from "review/seen";

export class Looking {
  #seen;
  #touched = new Set(); // places that a hand selected or unselected, seen or not

  // `pictures`: the address of the API's assets; `focused()`: the cell in focus. `onSeen()` hears of each that is seen,
  // `onMove()` when others are on the screen.
  constructor(part, grid, { pictures, focused, onSeen, onMove }) {
    Object.assign(this, { grid, focused });
    this.magnifier = new Magnifier(part.look, pictures, () => this.#again());
    this.#seen = new Seen(part, { isCovered: () => this.magnifier.isOpen, onChange: onSeen, onMove });
  }

  touch(place) {
    this.#touched.add(place);
  }

  isTouched(place) {
    return this.#touched.has(place);
  }

  see(place) {
    this.#seen.add(this.grid.cell(place));
  }

  isSeen(place) {
    return this.#seen.has(this.grid.cell(place));
  }

  isKnown(place) {
    return this.isTouched(place) || this.isSeen(place);
  }

  // How many of these are right only because nobody said otherwise.
  unseen(places) {
    return places.filter((place) => !this.isKnown(place)).length;
  }

  isShown(place) {
    const cell = this.grid.cell(place);
    return this.magnifier.isOpen ? this.magnifier.shows(cell) : this.#seen.isShown(cell);
  }

  // The large picture came or went.
  #again() {
    this.#seen.look();
    const cell = this.focused();
    if (!cell || !this.magnifier.shows(cell)) return;
    setTimeout(() => !document.hidden && this.magnifier.shows(cell) && this.#seen.add(cell), LONG_ENOUGH);
  }
}
