// The strip of the queue, the current row kept in the upper half.

import { categoryMark, icon, shortName, stateMark } from "labeler/markup";

export class Film {
  #rows = new Map(); // asset id -> its link
  #current;

  // { api, address, words, category }, and onChoose(id)
  constructor(list, known) {
    Object.assign(this, { list, ...known });
    list.addEventListener("click", (event) => {
      const id = Number(event.target.closest("a")?.dataset.id);
      if (!id || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.onChoose(id);
    });
  }

  add(assets, where) {
    const beside = where.endsWith("pend") ? this.list : this.#current.parentNode;
    beside[where](...assets.map((asset) => this.#make(asset)));
  }

  clear() {
    this.list.replaceChildren();
    this.#rows.clear();
    this.#current = null;
  }

  update(asset, isWrong = false) {
    const link = this.#rows.get(asset.id);
    const [id] = asset.category_ids;
    const category = this.category(id);
    const [name, mark, state] = link.children[1].children;
    name.textContent = shortName(asset.original_name);
    mark.replaceChildren(category ? categoryMark(id, category) : "");
    state.className = asset.status === "skipped" && !isWrong ? "" : "vh";
    state.textContent = isWrong ? "Not saved" : this.words[asset.status];
    link.lastElementChild.replaceWith(isWrong ? icon("i-alert", "i alert") : stateMark(asset.status));
  }

  show(asset) {
    const was = this.#current;
    const now = asset && this.#rows.get(asset.id);
    const hadFocus = document.activeElement === was;
    Object.assign(was ?? {}, { ariaCurrent: null, tabIndex: -1 });
    this.#current = now;
    Object.assign(now ?? {}, { ariaCurrent: true, tabIndex: 0 });
    if (hadFocus) now?.focus({ preventScroll: true });
    // After the paint, as it measures; the style sheet shifts the middle.
    requestAnimationFrame(() => setTimeout(() => this.#current?.scrollIntoView({ block: "center", inline: "center" })));
  }

  addressOf(id) {
    return `?${this.address}&asset=${id}`;
  }

  #make(asset) {
    const { id } = asset;
    const row = document.querySelector("[data-row]").content.cloneNode(true);
    const link = row.querySelector("a");
    link.href = this.addressOf(id);
    link.dataset.id = id;
    link.firstElementChild.src = `${this.api}assets/${id}/thumb`;
    this.#rows.set(id, link);
    this.update(asset);
    return row;
  }
}
