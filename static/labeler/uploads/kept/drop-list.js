// The lists of files that somebody chose: the place of each file, and which have not arrived, over reloads and crashes.
// Knows the store and the server by what it is given; knows no page.

import { newId } from "base/ids";

const keyOf = ({ folder, name, size }) => `${folder}\n${name}\n${size}`;

export class DropList {
  #store;
  #ask;
  #asking = null;
  #files = new Map(); // index -> row
  #byKey = new Map();
  #settled = 0;
  #here = new Set(); // indexes that this page sends and that have not arrived

  // `count`: its places; `expected`: the files that are to arrive. `ask(count)` resolves to {start, cursor}, or to
  // {result, reason}.
  constructor({ id = newId(), count, expected = count, start = null, cursor = null, at = Date.now(), files = [] }, { store, ask }) {
    Object.assign(this, { id, count, expected, start, cursor, at });
    this.#store = store;
    this.#ask = ask;
    for (const row of files) this.#know(row);
  }

  keep() {
    const { id, count, expected, start, cursor, at } = this;
    this.#store.keepList({ id, count, expected, start, cursor, at });
  }

  // Files of this list that this page sends from here on: [{index, folder, name, size}].
  take(files) {
    const rows = files.map((file) => ({ ...file, list: this.id, settled: false }));
    for (const row of rows) this.#know(row);
    for (const { index } of rows) this.#here.add(index);
    this.#store.keepFiles(rows);
  }

  // This page sends a file that was kept: whether it need be.
  takeAgain({ index, settled }) {
    if (settled || this.#here.has(index)) return false;
    this.#here.add(index);
    return true;
  }

  // Some of its files will not come: they cannot be read, or were never told of.
  expect(count) {
    this.expected = count;
    if (this.left > 0) this.keep();
    else this.forget();
  }

  // The row of a file that was chosen again, if it is of this list.
  find = (file) => this.#byKey.get(keyOf(file));

  // Resolves to {place}, or to {result, reason} where there is none yet.
  async placeOf(index) {
    if (this.start === null) {
      this.#asking ??= this.#ask(this.count).finally(() => { this.#asking = null; });
      const answer = await this.#asking;
      if (answer.result) return answer;
      this.start ??= answer.start;
      this.cursor ??= answer.cursor;
      if (this.left > 0) this.keep();
    }
    return { place: this.start + index };
  }

  // The server no longer knows of these places: others are asked for.
  forgetPlaces(start) {
    if (this.start === start) Object.assign(this, { start: null, cursor: null });
  }

  // It arrived, or never will.
  settle(index) {
    const row = this.#files.get(index);
    if (!row || row.settled) return;
    row.settled = true;
    this.#settled += 1;
    this.#here.delete(index);
    if (this.left > 0) this.#store.keepFiles([row]);
    else this.forget();
  }

  // This page sends it no longer, and it has not arrived.
  release = (index) => this.#here.delete(index);

  forget() {
    this.#store.forget(this.id);
    this.expected = this.#settled = 0;
    for (const each of [this.#files, this.#byKey, this.#here]) each.clear();
  }

  // How many of its files are known by name: all, but where the page went while they were taken in.
  get known() {
    return this.#files.size;
  }

  // How many have not arrived.
  get left() {
    return this.expected - this.#settled;
  }

  // How many of them nobody sends.
  get missed() {
    return this.left - this.#here.size;
  }

  // Their rows, as far as they are known.
  get missing() {
    return [...this.#files.values()].filter(({ index, settled }) => !settled && !this.#here.has(index));
  }

  #know(row) {
    this.#files.set(row.index, row);
    this.#byKey.set(keyOf(row), row);
    this.#settled += row.settled;
  }
}
