// Answers that the server has not taken yet, in the browser's own database. One outbox for each user and project:
// another person who logs in on this browser opens another one. Knows IndexedDB; knows no network and no page.

// `name` is of one user and one project. Rejects when this browser stores nothing.
export async function openOutbox(name) {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("operations", { keyPath: "seq", autoIncrement: true });
    opening.result.createObjectStore("leases", { keyPath: "name" });
  };
  const database = await resultOf(opening);
  // Else a browser that wants to delete the database would wait for this page for ever.
  database.onversionchange = () => database.close();
  return new Outbox(database);
}

class Outbox {
  #database;

  constructor(database) {
    this.#database = database;
  }

  // All of them, oldest first.
  all() {
    return resultOf(this.#database.transaction("operations").objectStore("operations").getAll());
  }

  // In one transaction: these are done with, those have changed, and these are new. Resolves with the new ones when
  // all is stored for good: from then on no reload and no crash loses them.
  settle({ remove = [], put = [], add = [] }) {
    return this.#write("operations", (store) => {
      for (const { seq } of remove) store.delete(seq);
      for (const operation of put) store.put(operation);
      const adding = add.map((operation) => store.add(operation));
      return () => add.map((operation, place) => ({ ...operation, seq: adding[place].result }));
    });
  }

  // Whether `owner` may send until `until`. Two tabs agree on one sender; a tab that died is waited for no longer
  // than its lease. (navigator.locks would do, but is missing over plain HTTP.)
  holdLease(owner, until, now = Date.now()) {
    return this.#write("leases", (store) => {
      let isFree;
      store.get("sender").onsuccess = ({ target: { result: held } }) => {
        isFree = !held || held.owner === owner || held.until <= now;
        if (isFree) store.put({ name: "sender", owner, until });
      };
      return () => isFree;
    });
  }

  dropLease(owner) {
    return this.holdLease(owner, 0);
  }

  // `work` asks for changes and returns what to answer once they are stored.
  #write(name, work) {
    const transaction = this.#database.transaction(name, "readwrite");
    const answer = work(transaction.objectStore(name));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(answer());
      transaction.onabort = () => reject(transaction.error);
    });
  }
}

// Where a browser stores nothing: the same in memory. The page then waits for the server before it moves on.
export function memoryOutbox() {
  const stored = new Map();
  let last = 0;
  return {
    all: async () => [...stored.values()],
    async settle({ remove = [], put = [], add = [] }) {
      const added = add.map((operation) => ({ ...operation, seq: ++last }));
      for (const { seq } of remove) stored.delete(seq);
      for (const operation of [...put, ...added]) stored.set(operation.seq, operation);
      return added;
    },
    holdLease: async () => true,
    dropLease: async () => true,
  };
}

function resultOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
