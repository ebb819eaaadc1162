// Answers not sent yet, in the browser's database.

export async function openOutbox(name) {
  const opening = indexedDB.open(name, 1);
  let isNew = false;
  opening.onupgradeneeded = () => {
    isNew = true;
    opening.result.createObjectStore("operations", { keyPath: "seq", autoIncrement: true });
    opening.result.createObjectStore("leases", { keyPath: "name" });
  };
  const database = await resultOf(opening);

  // One by one: killed while two write, Chromium drops the whole database.
  async function write(name, work, options) {
    const transaction = database.transaction(["operations", "leases"], "readwrite", options);
    const answer = work(transaction.objectStore(name));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(answer());
      transaction.onabort = () => reject(transaction.error);
      AbortSignal.timeout(9e3).onabort = reject; // a full disk may say nothing
    });
  }

  return {
    isNew,
    write,

    all: () => resultOf(database.transaction("operations").objectStore("operations").getAll()),

    // Resolves with what was put once nothing loses it: relaxed is complete too early.
    settle: (remove, put) => write("operations", (store) => {
      for (const { seq } of remove) store.delete(seq);
      const putting = put.map((operation) => store.put(operation));
      store.transaction.commit();
      return () => put.map((operation, place) => ({ ...operation, seq: putting[place].result }));
    }, { durability: "strict" }),

    // Whether `owner` may send until `until` (0: gives it back). navigator.locks needs HTTPS.
    holdLease: (owner, until, now = Date.now()) => write("leases", (store) => {
      let isFree;
      store.get("sender").onsuccess = ({ target: { result: held } }) => {
        isFree = !held || held.owner === owner || held.until <= now;
        if (isFree) store.put({ name: "sender", owner, until });
      };
      return () => isFree;
    }),
  };
}

// For a browser that stores nothing, or no more since `last`.
export function noOutbox(last = 0) {
  return {
    all: async () => undefined,
    settle: async (remove, put) => put.map((operation) => ({ seq: ++last, ...operation })),
    holdLease: async () => true,
  };
}

function resultOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
