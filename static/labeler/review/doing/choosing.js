// What is chosen: by arrows and screens, by Space, by letters, or all that match; and what the bar says of it.

import { afterPaint } from "base/after-paint";
import { isForSomethingElse } from "base/keymap";
import { Selection } from "base/selection";
import { announce } from "parts/announce";
import { paintBar } from "review/bar";
import { bounds, found } from "review/counts";
import { LetterKeys } from "review/keys/letter-keys";
import { Screen } from "review/keys/screen";
import { rightOf } from "review/remembered-place";
import { LONG_ENOUGH } from "review/seen";
import { Looking } from "review/doing/looking";

export class Choosing {
  everything; // {named: the filter with its bounds, count}, while all that match are meant and not only this page
  counted; // the last look at the numbers
  #offer; // {status, since}: the same again is for what was not seen, too; since when the bar says so

  // `filter`: of the list; `pictures`: the address of the API's assets; `alphabet`: of the letters on tiles. `onType()`
  // hears of each key that chooses by letters, `onEnd()` when Page Down leads on from a page that is done; it answers
  // whether there is more.
  constructor(part, grid, { oneClass, filter, pictures, alphabet, onType, onEnd }) {
    Object.assign(this, { part, grid, oneClass, filter, onEnd });
    this.selection = new Selection(grid.count);
    this.screen = new Screen(grid, part.scroll);
    this.looking = new Looking(part, grid, {
      pictures,
      focused: () => grid.cell(this.selection.focus),
      onSeen: () => this.#seenMore(),
      onMove: () => this.letters.look(),
    });
    this.letters = new LetterKeys(grid, {
      alphabet,
      hints: part.hints,
      isInView: (cell) => this.screen.isWhole(cell),
      onType,
      onChoose: (place) => this.choose(() => this.selection.moveTo(place)),
    });
  }

  choose(change) {
    const { grid, selection } = this;
    this.everything = undefined;
    this.#offer = undefined;
    change();
    this.show();
    // Nothing moves for what is there to be seen, and an answer that comes late takes nobody out of a field.
    const cell = grid.cell(selection.focus);
    if (isForSomethingElse({ target: document.activeElement }, document)) grid.mark(selection.focus);
    else grid.focus(selection.focus, { preventScroll: Boolean(cell && this.screen.isWhole(cell)) });
  }

  toggle(place) {
    this.letters.drop();
    this.looking.touch(place);
    this.choose(() => this.selection.toggle(place));
  }

  all() {
    this.letters.drop();
    for (let place = 0; place < this.grid.count; place += 1) this.looking.touch(place);
    this.choose(() => this.selection.selectAll());
  }

  moveTo(place, extend) {
    if (!this.grid.count) return;
    this.letters.drop();
    // A range that begins with everything selected would be no range.
    this.choose(() => this.selection.moveTo(place, { extend: extend && !this.oneClass }));
  }

  // One class at a time: nothing of this page is left to be decided.
  get isDone() {
    return Boolean(this.oneClass) && this.grid.count > 0 && !this.oneClass.left.length;
  }

  // By a screen of rows; from the end of a page that is done to the next one.
  turnPage(key, extend) {
    if (!this.grid.count) return;
    const { focus } = this.selection;
    const { place, top } = this.screen.after(key, focus);
    const isEnd = key === "PageDown" && top === undefined;
    if (isEnd && !extend && this.isDone && this.onEnd()) return;
    const isThere = place === focus;
    const passed = top === undefined ? this.#passedOver() : undefined;
    this.moveTo(passed ?? place, extend);
    if (passed !== undefined) {
      this.screen.showRowOf(passed);
      announce("Back to what was not seen");
    } else if (top !== undefined) this.screen.showRow(top);
    else {
      document.querySelector(".pager")?.scrollIntoView({ block: "nearest" });
      if (isThere) announce("The end of this page");
    }
  }

  // One class at a time: the first picture that was not seen further up, once those at the end were.
  #passedOver() {
    const { grid, looking } = this;
    const isWaiting = (place) => !looking.isKnown(place) && grid.cell(place).querySelector("img");
    const waiting = this.oneClass ? this.selection.places.filter(isWaiting) : [];
    return waiting.some((place) => looking.isShown(place)) ? undefined : waiting[0];
  }

  // What matched when it was counted: what comes or changes later is not swept in.
  async allThatMatch() {
    await this.counted;
    this.letters.drop();
    this.everything = { named: { filter: this.filter, ...bounds() }, count: found() };
    this.show();
  }

  // One thing at a time, and the page is left only when nothing is there to be put away.
  back() {
    const { magnifier } = this.looking;
    if (this.letters.isShown) this.letters.hide();
    else if (magnifier.isOpen) magnifier.close();
    else if (this.#isAny) this.choose(() => this.selection.set(this.#atFirst));
    else (this.part.clear_more ?? document.querySelector('[data-go="overview"]')).click();
  }

  get #isAny() {
    return Boolean(this.everything) || String(this.selection.places) !== String(this.#atFirst);
  }

  // One class at a time everything is selected at first, but for what a labeler was not sure of: that is wrong until
  // somebody says otherwise.
  get #atFirst() {
    if (!this.oneClass || this.oneClass.state.isApproved) return [];
    const right = new Set(rightOf(this.grid.images));
    return this.oneClass.left.filter((place) => right.has(this.grid.image(place).id));
  }

  clear() {
    this.letters.drop();
    this.none();
  }

  none() {
    this.choose(() => this.selection.clear());
  }

  look() {
    this.letters.hide();
    this.looking.magnifier.toggle(this.grid.cell(this.selection.focus));
  }

  showLetters() {
    if (this.looking.magnifier.isOpen) this.looking.magnifier.close();
    this.letters.toggle();
  }

  show() {
    this.grid.select(this.selection);
    this.looking.magnifier.follow(this.grid.cell(this.selection.focus));
    this.#showBar();
  }

  get unseen() {
    return this.looking.unseen(this.selection.places);
  }

  // Of the right ones some were not seen: the same once more is for them, too.
  offerRest({ status }) {
    const made = this.unseen ? { status, since: Infinity } : undefined;
    this.#offer = made;
    this.#showBar();
    if (made) afterPaint().then(() => (made.since = performance.now()));
  }

  get offers() {
    return Boolean(this.#offer);
  }

  // The second press is for all, once the bar has said so long enough to be read.
  isOffered(status, at) {
    return this.#offer?.status === status && at - this.#offer.since > LONG_ENOUGH;
  }

  #seenMore() {
    this.#offer = undefined;
    this.#showBar();
  }

  #showBar() {
    const { everything, oneClass, selection } = this;
    const asks = Boolean(oneClass) && !everything && !oneClass.state.isApproved; // whether each is right
    const isWhole = !everything && selection.size === this.grid.count && found() > this.grid.count;
    paintBar(this.part, {
      selected: selection.size, hidden: asks ? this.unseen : 0, wrong: asks ? oneClass.wrong(selection.places).length : 0,
      asks, offers: this.offers, everything: everything?.count, more: isWhole ? found() : 0,
    });
  }
}
