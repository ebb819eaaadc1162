// Lists of files that were chosen, in the browser's database, until all have arrived.

const KEPT = 14 * 24 * 3_600_000; // ms: then nobody comes back to it

// Where nothing can be stored, nothing is: uploads go on, and a reload knows of none.
export async function openKept(name) {
  const database = await opened(name).catch(() => null);
  let last = Promise.resolve();

  // One after the other: killed while two write, Chromium drops the whole database.
  function write(work) {
    if (!database) return last;
    last = last.then(() => new Promise((resolve, reject) => {
      const transaction = database.transaction(["lists", "files"], "readwrite", { durability: "relaxed" });
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
      work(transaction.objectStore("lists"), transaction.objectStore("files"));
    })).catch(() => {}); // full: then a reload knows less
    return last;
  }

  return {
    // [{id, count, start, cursor, at, files: [{list, index, folder, name, size, settled}]}], the oldest first.
    async all(now = Date.now()) {
      if (!database) return [];
      const transaction = database.transaction(["lists", "files"]);
      const [lists, files] = await Promise.all(["lists", "files"].map((store) => resultOf(transaction.objectStore(store).getAll())));
      const isOld = ({ at }) => now - at > KEPT;
      for (const { id } of lists.filter(isOld)) this.forget(id);
      const kept = new Map(lists.filter((list) => !isOld(list)).map((list) => [list.id, { ...list, files: [] }]));
      for (const file of files) kept.get(file.list)?.files.push(file);
      return [...kept.values()].sort((one, other) => one.at - other.at);
    },

    keepList: (list) => write((lists) => lists.put(list)),
    keepFiles: (rows) => write((_, files) => rows.forEach((row) => files.put(row))),
    forget: (id) => write((lists, files) => {
      lists.delete(id);
      files.delete(IDBKeyRange.bound([id], [id, []]));
    }),
  };
}

function opened(name) {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("lists", { keyPath: "id" });
    opening.result.createObjectStore("files", { keyPath: ["list", "index"] });
  };
  return resultOf(opening);
}

function resultOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
