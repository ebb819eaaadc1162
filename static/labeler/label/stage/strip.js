// The strip of the queue around the current row, which is kept in the upper half.

import { icon, stateMark } from "base/markup";
import { shortName } from "label/words";
import { fileName } from "parts/file-name";
import { ending } from "parts/pictures";

const SIDE = 20; // rows each way
const WIDE = 40; // for who scrolls it
const UPPER = 0.36; // of its height, where the current row stands
const BESIDE = 250; // ms between two looks
const SOON = 8; // hidden, for their pictures: in sight each costs a frame

const linkOf = (id) => document.getElementById(`row-${id}`);

export class Strip {
  #current;
  #drawnAt = -Infinity;
  #later;

  // { api, addressOf(id), words, mark(asset) (of its answer), onChoose(id), draw() (counts, and what was answered) }
  constructor(list, known) {
    Object.assign(this, { list, ...known });
    list.addEventListener("click", (event) => {
      const id = Number(event.target.closest("a")?.id.slice(4));
      if (!id || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.onChoose(id);
    });
    list.onwheel = list.onpointerdown = () => this.#fill(WIDE);
  }

  update(asset, isWrong, link = linkOf(asset.id)) {
    if (!link) return;
    const [name, mark, state] = link.children[1].children;
    name.replaceChildren(fileName(shortName(asset.original_name)));
    mark.replaceChildren(this.mark(asset));
    state.className = asset.status === "skipped" && !isWrong ? "" : "vh";
    state.textContent = isWrong ? "Not saved" : this.words[asset.status];
    link.lastElementChild.replaceWith(isWrong ? icon("i-alert", "i alert") : stateMark(asset.status));
  }

  // Rows and counts take two frames' time: at each key of who types fast, the next picture would wait for them.
  show(queue) {
    this.queue = queue;
    const wait = this.#drawnAt + BESIDE - performance.now();
    if (wait <= 0) return this.#draw();
    this.#mark(this.#hasFocus);
    return (this.#later ??= setTimeout(() => this.#draw(), wait));
  }

  #draw() {
    this.#later = clearTimeout(this.#later);
    this.#drawnAt = performance.now();
    this.draw();
    const hadFocus = this.#hasFocus;
    this.#fill(SIDE);
    this.#mark(hadFocus);
    if (this.#current) this.#scrollTo(this.#current.parentNode);
  }

  // The present row, at once: Enter is for the one in focus.
  #mark(hadFocus) {
    const { current } = this.queue;
    Object.assign(this.#current ?? {}, { ariaCurrent: null, tabIndex: -1 });
    this.#current = linkOf(current?.id);
    Object.assign(this.#current ?? {}, { ariaCurrent: true, tabIndex: 0 });
    if (hadFocus) this.#current?.focus({ preventScroll: true });
  }

  get #hasFocus() {
    return document.activeElement === this.#current;
  }

  // Only the strip: where the window is small, `scrollIntoView` would scroll the whole page, too.
  #scrollTo(row) {
    const { list } = this;
    const [box, there] = [list.getBoundingClientRect(), row.getBoundingClientRect()];
    list.scrollTop += there.top + there.height / 2 - box.top - UPPER * box.height;
    list.scrollLeft += there.left + there.width / 2 - box.left - box.width / 2;
  }

  #fill(side) {
    const { list, queue: { items, position } } = this;
    const from = Math.max(0, position - side);
    const rows = items.slice(from, position + side + SOON).map((asset) => linkOf(asset.id)?.parentNode ?? this.#make(asset));
    for (const row of [...list.children]) if (!rows.includes(row)) row.remove();
    rows.forEach((row, place) => {
      row.hidden = from + place >= position + side;
      if (row !== list.children[place]) list.insertBefore(row, list.children[place]);
    });
  }

  #make(asset) {
    const row = document.querySelector("[data-row]").content.firstChild.cloneNode(true);
    const link = row.firstChild;
    link.id = `row-${asset.id}`;
    link.href = this.addressOf(asset.id);
    link.firstChild.src = `${this.api}assets/${asset.id}/thumb${ending(asset)}`;
    this.update(asset, false, link);
    return row;
  }
}
