// The strip of the queue: one row for each image, the current one marked and kept in the upper half.

import { categoryMark, element, icon } from "labeler/markup";
import { shortName, stateMark } from "labeler/marks";

export class Film {
  #rows = new Map(); // asset id -> its link
  #current = null;

  // `addressOf(asset)` is where a row leads, `thumbOf(asset)` its picture, `onChoose(id)` hears of clicks.
  constructor(list, { words, category, addressOf, thumbOf }) {
    Object.assign(this, { list, words, category, addressOf, thumbOf });
    list.addEventListener("click", (event) => {
      const id = Number(event.target.closest("a")?.dataset.id);
      if (!id || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.onChoose(id);
    });
  }

  append(assets) {
    this.list.append(...assets.map((asset) => this.#make(asset)));
  }

  prepend(assets) {
    this.list.prepend(...assets.map((asset) => this.#make(asset)));
  }

  clear() {
    this.list.replaceChildren();
    this.#rows.clear();
    this.#current = null;
  }

  // Its state and label, or that something is wrong with its answer.
  update(asset, isWrong = false) {
    const link = this.#rows.get(asset.id);
    const category = this.category(asset.category_ids[0]);
    const isPlain = asset.status === "skipped" && !isWrong;
    const words = isWrong ? "Not saved" : this.words[asset.status];
    link.children[1].replaceChildren(
      element("span", {}, shortName(asset.original_name)),
      category ? categoryMark(category.id, category) : "",
      element("span", { class: isPlain ? "" : "vh" }, words),
    );
    link.lastElementChild.replaceWith(isWrong ? icon("i-alert", "i alert") : stateMark(asset.status));
  }

  show(asset) {
    const hadFocus = this.#current && document.activeElement === this.#current;
    this.#current?.removeAttribute("aria-current");
    if (this.#current) this.#current.tabIndex = -1;
    this.#current = asset && this.#rows.get(asset.id);
    if (!this.#current) return;
    this.#current.setAttribute("aria-current", "true");
    this.#current.tabIndex = 0;
    if (hadFocus) this.#current.focus({ preventScroll: true });
    // After the picture has painted: measuring would hold it up.
    requestAnimationFrame(() => setTimeout(() => this.#keepInUpperHalf()));
  }

  #make(asset) {
    const thumb = element("img", { src: this.thumbOf(asset), alt: "", loading: "lazy", fetchpriority: "low", width: 56, height: 56 });
    const link = element("a", { href: this.addressOf(asset), tabindex: -1, "data-id": asset.id }, thumb, element("div"), "", icon(""));
    this.#rows.set(asset.id, link);
    this.update(asset);
    return element("li", {}, link);
  }

  // Rows lie below each other, or beside each other on a tablet.
  #keepInUpperHalf() {
    if (!this.#current) return;
    const { list } = this;
    const [row, room] = [this.#current, list].map((node) => node.getBoundingClientRect());
    if (list.scrollWidth > list.clientWidth) list.scrollLeft += toScroll(row.left - room.left, row.width, room.width);
    else list.scrollTop += toScroll(row.top - room.top, row.height, room.height);
  }
}

// How far, so that a row at `start` lies between the start and the middle of the room.
function toScroll(start, size, room) {
  return start < 0 ? start - size : Math.max(0, start + size - room / 2);
}
