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

  constructor(databases, store) {
    Object.assign(this, { databases, store, before: [new Map(store.rows), store.last] });
    queueMicrotask(() => this.#run());
  }

  objectStore() {
    const { store } = this;
    return {
      getAll: () => this.#ask(() => [...store.rows.entries()].sort(([one], [other]) => one - other).map(([, row]) => row)),
      get: (key) => this.#ask(() => store.rows.get(key)),
      delete: (key) => this.#ask(() => void store.rows.delete(key)),
      put: (row) => this.#ask(() => this.#put(row)),
    };
  }

  #put(row) {
    if (this.databases.isFull) throw Object.assign(new Error("The disk is full."), { name: "QuotaExceededError" });
    const { store } = this;
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
      [this.store.rows, this.store.last] = this.before;
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
        transaction: (store) => new Transaction(this, stores.get(store)),
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
