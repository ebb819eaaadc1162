// The lists of this page, and those of earlier ones of which something has not arrived.

import { openKept } from "uploads/kept/store";
import { DropList } from "uploads/kept/drop-list";

const OTHERS = 400; // ms in which other tabs say what they are at

export class KeptLists {
  #lists = new Set();
  #mine = new Set(); // ids of those that this page sends
  #elsewhere = new Set(); // and another tab
  #begun = new Set(); // lists whose files are still being taken in
  #store;
  #ask;
  #channel;
  #onChange;
  isSure = false; // what has not arrived is not under way in another tab

  // `name`: of the store; `ask(count)`: for places.
  constructor({ name, ask, onChange }) {
    this.#ask = ask;
    this.#onChange = onChange;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => this.#hear(data);
    this.ready = this.#open(name);
  }

  async #open(name) {
    this.#store = await openKept(name);
    this.#channel.postMessage({ asks: true, at: [] });
    for (const kept of await this.#store.all()) {
      if (!this.#elsewhere.has(kept.id)) this.#made(kept);
    }
    setTimeout(() => {
      this.isSure = true;
      this.#onChange();
    }, OTHERS);
  }

  begin(count) {
    const list = this.#made({ count });
    list.keep();
    this.#isMine(list);
    this.#begun.add(list);
    return list;
  }

  // All of it was taken in, and these are its files.
  end(list, count) {
    this.#begun.delete(list);
    list.expect(count);
  }

  // {list, row} of a file that was chosen before, where its list has not arrived whole.
  find(file) {
    for (const list of this.#unfinished) {
      const row = list.find(file);
      if (row) return { list, row };
    }
    return null;
  }

  // The same files were chosen again; those that were never told of are none of the list.
  resume(list) {
    this.#isMine(list);
    list.expect(Math.min(list.expected, list.known));
  }

  // Nobody wants what has not arrived.
  giveUp() {
    for (const list of this.#unfinished) {
      for (const { index } of list.missing) list.settle(index);
      list.expect(Math.min(list.expected, list.known));
    }
    this.#onChange();
  }

  // What has not arrived and nobody sends: {missed, expected, missing}.
  get told() {
    const lists = this.#unfinished;
    const sum = (of) => lists.reduce((total, list) => total + of(list), 0);
    return { missed: sum(({ missed }) => missed), expected: sum(({ expected }) => expected), missing: lists.flatMap(({ missing }) => missing) };
  }

  get #unfinished() {
    return [...this.#lists].filter((list) => list.missed > 0 && !this.#begun.has(list));
  }

  #made(known) {
    const list = new DropList(known, { store: this.#store, ask: this.#ask });
    this.#lists.add(list);
    return list;
  }

  #isMine({ id }) {
    this.#mine.add(id);
    this.#channel.postMessage({ at: [id] });
  }

  #hear({ asks, at }) {
    if (asks) this.#channel.postMessage({ at: [...this.#mine] });
    for (const id of at) this.#elsewhere.add(id);
    for (const list of this.#lists) if (at.includes(list.id)) this.#lists.delete(list);
    this.#onChange();
  }
}
