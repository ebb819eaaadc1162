// Which pictures of the grid somebody has seen: wholly on the screen, loaded, for half a second, in a visible window.

export const LONG_ENOUGH = 500; // ms
const WHOLE = 0.99; // sizes are rounded
const ROUNDED = 1; // px: so are edges

// How much of the window's bottom lies under the bar of the selection, in px; where none is shown, under the one that comes.
export function coveredBelow() {
  const { height, top } = document.querySelector("[data-part=bulk]")?.getBoundingClientRect() ?? {};
  return Math.max(matchMedia("(max-width: 1000px)").matches ? 52 : 72, height ? Math.ceil(innerHeight - top) : 0);
}

export class Seen {
  #seen = new Set(); // ids, also of what is no longer shown
  #inView = new Map(); // cell -> the timer after which it is seen; null while it is not shown
  #covered; // px
  #observer;

  // `part`: the `cells`, what `scroll`s them, and the `bulk` bar over these. `isCovered()`: whether something else lies
  // over the grid. `onChange()` hears of each that is seen, `onMove()` when others are on the screen.
  constructor({ cells, scroll, bulk }, { isCovered, onChange, onMove }) {
    Object.assign(this, { cells: [...(cells?.children ?? [])], scroll, isCovered, onChange, onMove });
    for (const cell of this.cells) cell.querySelector("img")?.addEventListener("load", () => this.look());
    document.addEventListener("visibilitychange", () => this.look());
    if (!bulk) return;
    this.#cover();
    // Its lines are one or two, by what it says and by the width of the window.
    new ResizeObserver(() => this.#cover()).observe(bulk);
    addEventListener("resize", () => this.#cover());
  }

  // The bar came, went, or has another height.
  #cover() {
    const covered = coveredBelow();
    if (covered === this.#covered) return;
    this.#covered = covered;
    this.scroll.parentElement.style.setProperty("--covered", `${covered}px`);
    for (const cell of this.#inView.keys()) if (!this.#isWhole(cell)) this.#leave(cell);
    this.#observer?.disconnect();
    const hear = (entries) => {
      for (const entry of entries) this.#move(entry);
      this.onMove();
    };
    this.#observer = new IntersectionObserver(hear, { threshold: [0, WHOLE, 1], rootMargin: `0px 0px -${covered}px 0px` });
    for (const cell of this.cells) this.#observer.observe(cell);
  }

  has({ dataset }) {
    return this.#seen.has(dataset.id);
  }

  // On the screen at this moment, however short.
  isShown(cell) {
    return this.#isWhole(cell) && this.#mayBeSeen(cell);
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
    } else this.#leave(cell);
  }

  #leave(cell) {
    clearTimeout(this.#inView.get(cell));
    this.#inView.delete(cell);
  }

  // Where it is now: the observer tells of it some frames later.
  #isWhole(cell) {
    const [{ top, bottom }, view] = [cell.getBoundingClientRect(), this.scroll.getBoundingClientRect()];
    return top >= Math.max(0, view.top) - ROUNDED && bottom <= Math.min(view.bottom, innerHeight - this.#covered) + ROUNDED;
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
