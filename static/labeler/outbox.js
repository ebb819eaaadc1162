// Answers that the server has not taken yet, in the browser's database.

// `name` is of one user and one project: another person on this browser opens another one.
export async function openOutbox(name) {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("operations", { keyPath: "seq", autoIncrement: true });
    opening.result.createObjectStore("leases", { keyPath: "name" });
  };
  return new Outbox(await resultOf(opening));
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

  // In one transaction. Resolves with what was added when it is stored: from then on nothing loses it.
  settle({ remove = [], put = [], add = [] }) {
    return this.#write("operations", (store) => {
      for (const { seq } of remove) store.delete(seq);
      for (const operation of put) store.put(operation);
      const adding = add.map((operation) => store.add(operation));
      return () => add.map((operation, place) => ({ ...operation, seq: adding[place].result }));
    });
  }

  // Whether `owner` may send until `until` (0 gives it back): two tabs agree on one sender. (navigator.locks needs HTTPS.)
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

  // `work` returns what to answer once its changes are stored.
  #write(name, work) {
    const transaction = this.#database.transaction(name, "readwrite");
    const answer = work(transaction.objectStore(name));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(answer());
      transaction.onabort = () => reject(transaction.error);
    });
  }
}

// The same for a browser that stores nothing. The page then waits for the server before it moves on.
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
  };
}

function resultOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
