// Letters on the tiles, while they are shown: typed, they choose a tile, and what the next key says is for that one
// alone.

import { isForSomethingElse } from "base/keymap";
import { layout } from "base/layout";
import { element } from "base/markup";
import { singleKeysOn } from "base/single-keys";
import { plural } from "base/words";
import { announce } from "parts/announce";
import { Letters } from "review/keys/letters";

const OF_THE_PAGE = ["m", "?", "/"]; // also with one letter of two
const WALKS = /^(Arrow|Page|Home|End)/;
const KEPT = "labeler:review-letters"; // in this tab, also on the pages that come

export class LetterKeys {
  #letters = null; // while they are shown
  #typed = "";
  #chosen; // the place of the tile whose letters were typed

  // `alphabet`: what they are made of. `isInView(cell)`: whether a tile is whole on the screen. `onType()` hears of each
  // key that is for them, `onChoose(place)` brings the focus to a tile.
  constructor(grid, { alphabet, hints, isInView, onType, onChoose }) {
    Object.assign(this, { grid, alphabet, hints, isInView, onType, onChoose });
    // Before the keys of the page.
    document.addEventListener("keydown", (event) => this.#hears(event) && this.#press(event), true);
  }

  get isShown() {
    return Boolean(this.#letters);
  }

  toggle() {
    if (this.isShown || !this.grid.count) return this.hide();
    this.#show();
    keep("shown");
  }

  // As they were on the page before.
  restore() {
    if (this.grid.count && singleKeysOn() && kept() === "shown") this.#show();
  }

  #show() {
    this.#letters = new Letters(this.alphabet);
    this.look();
    this.#hint();
    announce(`Letters on ${plural(this.#letters.size, "image")}. They choose one; then a digit, A, R, Space or Enter is for it. Escape puts them away`);
  }

  hide() {
    if (!this.isShown) return;
    this.#letters = null;
    keep("hidden");
    this.drop();
    for (const mark of this.grid.list.querySelectorAll(".letters")) mark.remove();
    this.#hint();
    announce("Letters are put away");
  }

  // The tiles that are on the screen now have letters.
  look() {
    if (!this.isShown) return;
    const cells = [...this.grid.list.children];
    this.#letters.give(cells.filter(this.isInView).map(({ dataset }) => dataset.id));
    for (const cell of cells) this.#mark(cell);
    this.#paint();
  }

  // The tile that was chosen, once; undefined when there is none.
  take() {
    const place = this.#chosen;
    this.drop();
    return place;
  }

  drop() {
    this.#typed = "";
    this.#chosen = undefined;
    this.#paint();
  }

  #hears(event) {
    const { altKey, ctrlKey, isComposing, metaKey, repeat, shiftKey } = event;
    if (shiftKey && !this.#typed) return false;
    return this.isShown && !(altKey || ctrlKey || isComposing || metaKey || repeat) && singleKeysOn() && !isForSomethingElse(event, document);
  }

  #press(event) {
    const key = layout.characterOf(event);
    if (this.alphabet.includes(key) && !event.shiftKey) this.#type(key);
    else if (!this.#typed) return;
    else if (WALKS.test(key)) return this.drop();
    else if (key === "Backspace") this.drop();
    else if (key === "Enter" || (key.length === 1 && !OF_THE_PAGE.includes(key))) this.#isNoTile();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.onType();
  }

  #type(letter) {
    this.#chosen = undefined;
    this.#typed += letter;
    const id = this.#letters.find(this.#typed);
    if (id !== undefined) {
      this.#typed = "";
      this.#chosen = this.grid.placeOf(id);
      this.onChoose(this.#chosen);
    } else if (!this.#letters.begins(this.#typed)) return this.#isNoTile();
    this.#paint();
  }

  // What was typed may have been meant for another tile: nothing happens to the one in focus.
  #isNoTile() {
    announce(`No image has the letters ${this.#typed.toUpperCase()}`);
    this.drop();
  }

  #mark(cell) {
    const letters = this.#letters.of(cell.dataset.id);
    const mark = cell.querySelector(".letters");
    if (!letters) mark?.remove();
    else if (!mark) cell.querySelector(".pic").append(element("kbd", { class: "letters" }, letters.toUpperCase()));
    else mark.textContent = letters.toUpperCase();
  }

  // Which one is chosen, and which could be by one letter more.
  #paint() {
    const chosen = this.grid.cell(this.#chosen);
    for (const mark of this.grid.list?.querySelectorAll(".letters") ?? []) {
      mark.classList.toggle("is-chosen", Boolean(chosen?.contains(mark)));
      mark.classList.toggle("is-out", !mark.textContent.startsWith(this.#typed.toUpperCase()));
    }
  }

  #hint() {
    this.hints.classList.toggle("is-lettered", this.isShown);
  }
}

// Storage can be forbidden: then each page begins without them.
function kept() {
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function keep(state) {
  try {
    sessionStorage.setItem(KEPT, state);
  } catch {
    // As above.
  }
}
