// As much of IndexedDB as the outbox uses: stores by number, transactions that come true as a whole or not at all.

class Request {
  succeed(result) {
    this.result = result;
    this.onsuccess?.({ target: this });
  }
}

class Store {
  rows = new Map();
  last = 0;

  constructor({ keyPath, autoIncrement }) {
    Object.assign(this, { keyPath, autoIncrement });
  }
}

class Transaction {
  #requests = [];

  constructor(databases, stores) {
    const before = [...stores.values()].map((store) => [store, new Map(store.rows), store.last]);
    Object.assign(this, { databases, stores, before });
    queueMicrotask(() => this.#run());
  }

  objectStore(name) {
    const store = this.stores.get(name);
    return {
      transaction: this,
      getAll: () => this.#ask(() => [...store.rows.entries()].sort(([one], [other]) => one - other).map(([, row]) => row)),
      get: (key) => this.#ask(() => store.rows.get(key)),
      delete: (key) => this.#ask(() => void store.rows.delete(key)),
      put: (row) => this.#ask(() => this.#put(store, row)),
    };
  }

  // Everything was asked for: it need not wait for the answers.
  commit() {}

  #put(store, row) {
    if (this.databases.isFull) throw Object.assign(new Error("The disk is full."), { name: "QuotaExceededError" });
    const key = row[store.keyPath] ?? (store.last += 1);
    store.rows.set(key, structuredClone({ ...row, [store.keyPath]: key }));
    return key;
  }

  #ask(work) {
    const request = new Request();
    this.#requests.push([request, work]);
    return request;
  }

  async #run() {
    try {
      // What is asked for in `onsuccess` is part of the same transaction.
      for (const [request, work] of this.#requests) request.succeed(work());
    } catch (problem) {
      for (const [store, rows, last] of this.before) Object.assign(store, { rows, last });
      this.error = problem;
      return this.onabort?.();
    }
    await this.databases.mayComplete(this);
    return this.oncomplete?.();
  }
}

export class Databases {
  #stores = new Map(); // by the database's name, then by their own
  #held = null;
  begun = []; // transactions: [mode, ...stores]
  #askedFor = resolvable();
  isFull = false;

  open(name) {
    const opening = new Request();
    queueMicrotask(() => {
      const isNew = !this.#stores.has(name);
      if (isNew) this.#stores.set(name, new Map());
      const stores = this.#stores.get(name);
      opening.result = {
        createObjectStore: (store, options) => stores.set(store, new Store(options)),
        transaction: (names, mode = "readonly") => {
          const chosen = new Map([names].flat().map((name) => [name, stores.get(name)]));
          this.begun.push([mode, ...chosen.keys()]);
          return new Transaction(this, chosen);
        },
      };
      if (isNew) opening.onupgradeneeded();
      opening.succeed(opening.result);
    });
    return opening;
  }

  holdCompletion() {
    this.#held = resolvable();
  }

  complete() {
    this.#held.resolve();
  }

  requestsAreDone() {
    return this.#askedFor.promise;
  }

  async mayComplete() {
    this.#askedFor.resolve();
    await this.#held?.promise;
  }
}

function resolvable() {
  let resolve;
  const promise = new Promise((done) => { resolve = done; });
  return { promise, resolve };
}
