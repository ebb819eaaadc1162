// Labels from folders: an image that arrives gets the category of the folder it lies in. What is still to be given is kept
// over reloads. Knows the server by `send` and a store like localStorage; knows no page.

import { newId } from "base/ids";

const AT_ONCE = 100; // labels of one call
const AGAIN = 5000; // ms after which what did not get through is sent again

export class FolderLabels {
  #store;
  #name;
  #send;
  #categories = {};
  #waiting = []; // operations
  #sending = null;
  #again = null;
  given = 0; // since the page was opened

  // `name`: of what is kept; `send(operations)` resolves to their results, or rejects where Labeler was not reached.
  constructor({ store, name, send }) {
    [this.#store, this.#name, this.#send] = [store, name, send];
    const kept = this.#read();
    if (kept) [this.#categories, this.#waiting] = [kept.categories, kept.waiting];
    if (this.#waiting.length) this.flush();
  }

  get isOn() {
    return Object.keys(this.#categories).length > 0;
  }

  get left() {
    return this.#waiting.length;
  }

  // `categories`: public ids by the paths of folders.
  begin(categories) {
    this.#categories = { ...this.#categories, ...categories };
    this.#keep();
  }

  // An image is here, from this folder. One that has an answer already keeps it.
  note(asset, folder) {
    if (!Object.hasOwn(this.#categories, folder)) return;
    const category = this.#categories[folder];
    this.#waiting.push({ op_id: newId(), asset: asset.id, base_revision: 0, status: "labeled", category_ids: [category] });
    this.#keep();
    if (this.#waiting.length >= AT_ONCE) this.flush();
  }

  // Resolves when there is nothing left to give, or when Labeler was not reached: then it goes on by itself.
  flush() {
    this.#sending ??= this.#sendAll().finally(() => { this.#sending = null; });
    return this.#sending;
  }

  // No more images come.
  async end() {
    await this.flush();
    if (this.#waiting.length) return;
    this.#categories = {};
    this.#keep();
  }

  async #sendAll() {
    clearTimeout(this.#again);
    while (this.#waiting.length) {
      const some = this.#waiting.slice(0, AT_ONCE);
      try {
        const results = await this.#send(some);
        this.given += results.filter(({ result }) => result === "applied").length;
      } catch {
        this.#again = setTimeout(() => this.flush(), AGAIN);
        return;
      }
      this.#waiting = this.#waiting.slice(some.length);
      this.#keep();
    }
  }

  #read() {
    try {
      return JSON.parse(this.#store.getItem(this.#name));
    } catch {
      return null; // storage can be forbidden: then a reload knows of none
    }
  }

  #keep() {
    try {
      if (this.isOn) this.#store.setItem(this.#name, JSON.stringify({ categories: this.#categories, waiting: this.#waiting }));
      else this.#store.removeItem(this.#name);
    } catch {
      // Full or forbidden: a reload knows less.
    }
  }
}
