// Which pictures of the grid somebody has seen: wholly on the screen, loaded, for half a second, in a visible window.

export const LONG_ENOUGH = 500; // ms
const WHOLE = 0.99; // sizes are rounded
const BAR = 72; // px at the bottom, under the bar of the selection

export class Seen {
  #seen = new Set(); // ids, also of what is no longer shown
  #inView = new Map(); // cell -> the timer after which it is seen; null while it is not shown

  // `isCovered()`: whether something lies over the grid. `onChange()` hears of each that is seen.
  constructor(cells, { isCovered, onChange }) {
    Object.assign(this, { isCovered, onChange });
    const observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.#move(entry)), {
      threshold: [0, WHOLE, 1], rootMargin: `0px 0px -${BAR}px 0px`,
    });
    for (const cell of cells) {
      observer.observe(cell);
      cell.querySelector("img")?.addEventListener("load", () => this.look());
    }
    document.addEventListener("visibilitychange", () => this.look());
  }

  has({ dataset }) {
    return this.#seen.has(dataset.id);
  }

  // On the screen at this moment, however short.
  isShown(cell) {
    return this.#inView.has(cell) && this.#mayBeSeen(cell);
  }

  // Seen otherwise, for long enough.
  add({ dataset }) {
    if (this.#seen.has(dataset.id)) return;
    this.#seen.add(dataset.id);
    this.onChange();
  }

  // Something changed about what is shown.
  look() {
    for (const cell of this.#inView.keys()) this.#watch(cell);
  }

  #move({ target: cell, intersectionRatio: ratio }) {
    if (ratio >= WHOLE) {
      if (!this.#inView.has(cell)) this.#inView.set(cell, null);
      this.#watch(cell);
    } else if (this.#inView.has(cell)) {
      clearTimeout(this.#inView.get(cell));
      this.#inView.delete(cell);
    }
  }

  #mayBeSeen(cell) {
    const image = cell.querySelector("img");
    return !document.hidden && !this.isCovered() && Boolean(image?.complete && image.naturalWidth);
  }

  // The half second begins when it is shown, and begins anew when it was not meanwhile.
  #watch(cell) {
    const timer = this.#inView.get(cell);
    if (!this.#mayBeSeen(cell)) {
      clearTimeout(timer);
      this.#inView.set(cell, null);
    } else if (timer === null && !this.has(cell)) {
      this.#inView.set(cell, setTimeout(() => this.#inView.has(cell) && this.#mayBeSeen(cell) && this.add(cell), LONG_ENOUGH));
    }
  }
}
