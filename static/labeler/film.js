// The strip of the queue: a row for each image, the current one kept in the upper half.

import { categoryMark, element, icon } from "labeler/markup";
import { shortName, stateMark } from "labeler/marks";

export class Film {
  #rows = new Map(); // asset id -> its link
  #current = null;

  // `onChoose(id)` hears of clicks.
  constructor(list, { api, filter, words, category }) {
    Object.assign(this, { list, api, filter, words, category });
    list.addEventListener("click", (event) => {
      const id = Number(event.target.closest("a")?.dataset.id);
      if (!id || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.onChoose(id);
    });
  }

  // `where`: append or prepend.
  add(assets, where) {
    this.list[where](...assets.map((asset) => this.#make(asset)));
  }

  clear() {
    this.list.replaceChildren();
    this.#rows.clear();
    this.#current = null;
  }

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
    // After the paint: measuring would hold it up. The style sheet shifts the middle upwards.
    requestAnimationFrame(() => setTimeout(() => this.#current?.scrollIntoView({ block: "center", inline: "center" })));
  }

  addressOf(id) {
    return `?filter=${this.filter}&asset=${id}`;
  }

  #make(asset) {
    const src = `${this.api}assets/${asset.id}/thumb`;
    const thumb = element("img", { src, alt: "", loading: "lazy", fetchpriority: "low", width: 56, height: 56 });
    const link = element("a", { href: this.addressOf(asset.id), tabindex: -1, "data-id": asset.id }, thumb, element("div"), "", icon(""));
    this.#rows.set(asset.id, link);
    this.update(asset);
    return element("li", {}, link);
  }
}
