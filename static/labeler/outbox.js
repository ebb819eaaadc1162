// Answers that the server has not taken yet, in the browser's database.

// `name` is of one user and one project.
export async function openOutbox(name) {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("operations", { keyPath: "seq", autoIncrement: true });
    opening.result.createObjectStore("leases", { keyPath: "name" });
  };
  const database = await resultOf(opening);

  // `work` returns what answers once it is stored.
  function write(name, work) {
    const transaction = database.transaction(name, "readwrite");
    const answer = work(transaction.objectStore(name));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(answer());
      transaction.onabort = () => reject(transaction.error);
    });
  }

  return {
    all: () => resultOf(database.transaction("operations").objectStore("operations").getAll()),

    // Resolves with what was added when it is stored: from then on nothing loses it.
    settle: ({ remove = [], put = [], add = [] }) => write("operations", (store) => {
      for (const { seq } of remove) store.delete(seq);
      for (const operation of put) store.put(operation);
      const adding = add.map((operation) => store.add(operation));
      return () => add.map((operation, place) => ({ ...operation, seq: adding[place].result }));
    }),

    // Whether `owner` may send until `until` (0 gives it back): two tabs agree. (navigator.locks needs HTTPS.)
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

// For a browser that stores nothing: the sender knows it all.
export function noOutbox() {
  let last = 0;
  return {
    all: async () => undefined,
    settle: async ({ add = [] }) => add.map((operation) => ({ ...operation, seq: ++last })),
    holdLease: async () => true,
  };
}

function resultOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
