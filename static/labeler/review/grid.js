// The grid of the review page: a listbox of cells, one of them in the tab order. Knows its nodes, and the image that
// each stands for.

import { categoryMark, element, icon, stateMark } from "base/markup";
import { fileName } from "parts/file-name";

export class ReviewGrid {
  #cells;

  // `onPick(place, {isTick, toggle, extend})` hears of clicks, `onOpen()` of double clicks.
  constructor(list, { words, category }) {
    Object.assign(this, { list, words, category });
    this.#cells = [...(list?.children ?? [])];
    list?.addEventListener("click", (event) => this.#pick(event));
    list?.addEventListener("dblclick", (event) => !event.target.closest(".tick") && this.onOpen());
    // Shift+click is for the range, not for marking text.
    list?.addEventListener("mousedown", (event) => event.shiftKey && event.preventDefault());
    list?.addEventListener("error", ({ target }) => target.matches("img") && showFailed(target), true);
    for (const image of list?.querySelectorAll("img") ?? []) if (image.complete && !image.naturalWidth) showFailed(image);
    if (this.#cells[0]) this.#cells[0].tabIndex = 0;
  }

  get count() {
    return this.#cells.length;
  }

  get columns() {
    const top = this.#cells[0]?.offsetTop;
    const next = this.#cells.findIndex((cell) => cell.offsetTop !== top);
    return next < 0 ? Math.max(1, this.count) : next;
  }

  cell(place) {
    return this.#cells[place];
  }

  image(place) {
    return this.#cells[place] && imageOf(this.#cells[place]);
  }

  get images() {
    return this.#cells.map(imageOf);
  }

  // -1 when it is not on this page.
  placeOf(id) {
    return this.#cells.findIndex((cell) => cell.dataset.id === String(id));
  }

  imageOf(id) {
    return this.image(this.placeOf(id));
  }

  focus(place, options) {
    this.mark(place);
    this.#cells[place]?.focus(options);
  }

  // The one that has the focus when somebody comes to the grid.
  mark(place) {
    this.#cells.forEach((cell, each) => (cell.tabIndex = each === place ? 0 : -1));
  }

  select(selection) {
    this.#cells.forEach((cell, place) => cell.setAttribute("aria-selected", String(selection.has(place))));
  }

  // Changed cells stay where they are, marked with their new state.
  update(images) {
    const cells = new Map(this.#cells.map((cell) => [Number(cell.dataset.id), cell]));
    for (const image of images) if (cells.has(image.id)) this.#draw(cells.get(image.id), image);
  }

  #draw(cell, { revision, status, category_ids }) {
    const isChanged = cell.dataset.revision !== String(revision);
    Object.assign(cell.dataset, { revision, status, categories: category_ids.join(",") });
    cell.classList.toggle("is-changed", isChanged || cell.matches(".is-changed"));
    const categories = category_ids.map((id) => categoryMark(id, this.category(id)));
    const none = element("span", { class: "cat muted" }, element("span", {}, this.words[status]));
    const spoken = element("span", { class: "vh" }, this.words[status]);
    cell.querySelector(".cap").replaceChildren(...(categories.length ? categories : [none]), stateMark(status), spoken);
  }

  #pick(event) {
    const cell = event.target.closest(".cell");
    if (!cell) return;
    this.onPick(this.#cells.indexOf(cell), {
      isTick: Boolean(event.target.closest(".tick")),
      toggle: event.ctrlKey || event.metaKey,
      extend: event.shiftKey,
    });
  }
}

// A picture that cannot be shown says which one it is.
function showFailed(image) {
  image.replaceWith(element("span", { class: "failed" }, icon("i-assets"), fileName(image.alt)));
}

function imageOf({ dataset }) {
  return {
    id: Number(dataset.id),
    revision: Number(dataset.revision),
    status: dataset.status,
    category_ids: dataset.categories ? dataset.categories.split(",").map(Number) : [],
  };
}
