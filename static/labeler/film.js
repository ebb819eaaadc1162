// The strip of the queue: one row for each image, the current one marked and kept in the upper half.

import { categoryMark, element, icon } from "labeler/markup";
import { shortName, stateMark } from "labeler/marks";

export class Film {
  #rows = new Map();
  #current = null;

  // `addressOf(asset)` is where its row leads; `thumbOf(id)` its picture; `answerOf(asset)` what its row says.
  constructor(list, template, { words, category, addressOf, thumbOf }) {
    Object.assign(this, { list, template, words, category, addressOf, thumbOf });
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
    if (!link) return;
    const [, words] = link.children;
    const category = this.category(asset.category_ids[0]);
    const name = element("span", {}, shortName(asset.original_name));
    const label = category ? categoryMark(category.id, category) : asset.status === "skipped" ? element("span", {}, this.words.skipped) : "";
    const spoken = isWrong ? "Not saved" : category || asset.status === "unlabeled" ? this.words[asset.status] : "";
    words.replaceChildren(name, label, element("span", { class: "vh" }, spoken));
    link.lastElementChild.replaceWith(isWrong ? icon("i-alert", "i alert") : stateMark(asset.status));
  }

  show(asset) {
    const focused = this.#current && document.activeElement === this.#current;
    this.#current?.removeAttribute("aria-current");
    this.#current?.setAttribute("tabindex", "-1");
    this.#current = asset ? this.#rows.get(asset.id) : null;
    if (!this.#current) return;
    this.#current.setAttribute("aria-current", "true");
    this.#current.removeAttribute("tabindex");
    if (focused) this.#current.focus({ preventScroll: true });
    this.#keepInUpperHalf(this.#current.parentElement);
  }

  idOf(target) {
    return Number(target.closest("a")?.dataset.id);
  }

  #make(asset) {
    const row = this.template.content.firstElementChild.cloneNode(true);
    const link = row.firstElementChild;
    link.href = this.addressOf(asset);
    link.dataset.id = asset.id;
    link.tabIndex = -1;
    link.firstElementChild.src = this.thumbOf(asset.id);
    link.append(stateMark(asset.status));
    this.#rows.set(asset.id, link);
    this.update(asset);
    return row;
  }

  // Rows lie below each other, or beside each other on a tablet.
  #keepInUpperHalf(row) {
    const { list } = this;
    const rowBox = row.getBoundingClientRect();
    const box = list.getBoundingClientRect();
    if (list.scrollWidth > list.clientWidth) {
      list.scrollLeft += offset(rowBox.left - box.left, rowBox.width, list.clientWidth);
    } else {
      list.scrollTop += offset(rowBox.top - box.top, rowBox.height, list.clientHeight);
    }
  }
}

// How far to scroll so that a row at `start` lies between the start and the middle.
function offset(start, size, room) {
  if (start < 0) return start - size;
  return Math.max(0, start + size - room / 2);
}
