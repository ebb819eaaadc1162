// Answers that the server has not taken yet, in the browser's own database. One outbox for each user and project:
// another person who logs in on this browser opens another one. Knows IndexedDB; knows no network and no page.

const LEASE = "sender";

export async function openOutbox(user, project) {
  const opening = indexedDB.open(`labeler-outbox-${user}-${project}`, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("operations", { keyPath: "seq", autoIncrement: true });
    opening.result.createObjectStore("leases", { keyPath: "name" });
  };
  const database = await resultOf(opening);
  // Without this, a browser that wants to delete or change the database would wait for this page for ever.
  database.onversionchange = () => database.close();
  return new Outbox(database);
}

class Outbox {
  #database;

  constructor(database) {
    this.#database = database;
  }

  // Resolves when the operation is stored for good: from then on no reload and no crash loses it.
  async add(operation) {
    const transaction = this.#database.transaction("operations", "readwrite");
    const adding = transaction.objectStore("operations").add(operation);
    await completed(transaction);
    return { ...operation, seq: adding.result };
  }

  // All of them, oldest first.
  all() {
    return resultOf(this.#database.transaction("operations").objectStore("operations").getAll());
  }

  // In one transaction: these are done with, those have changed, and these are new.
  async settle({ remove = [], put = [], add = [] }) {
    const transaction = this.#database.transaction("operations", "readwrite");
    const store = transaction.objectStore("operations");
    for (const { seq } of remove) store.delete(seq);
    for (const operation of put) store.put(operation);
    for (const operation of add) store.add(operation);
    await completed(transaction);
  }

  // Whether `owner` may send until `until`. Two tabs agree on one sender; a tab that died is waited for no longer
  // than its lease. (navigator.locks would do, but is missing over plain HTTP.)
  async holdLease(owner, until, now = Date.now()) {
    const transaction = this.#database.transaction("leases", "readwrite");
    const store = transaction.objectStore("leases");
    const held = await resultOf(store.get(LEASE));
    const free = !held || held.owner === owner || held.until <= now;
    if (free) store.put({ name: LEASE, owner, until });
    await completed(transaction);
    return free;
  }

  async dropLease(owner) {
    const transaction = this.#database.transaction("leases", "readwrite");
    const store = transaction.objectStore("leases");
    const held = await resultOf(store.get(LEASE));
    if (held?.owner === owner) store.delete(LEASE);
    await completed(transaction);
  }
}

function resultOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    if ("onblocked" in request) request.onblocked = () => reject(new Error("The database is blocked."));
  });
}

function completed(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}
