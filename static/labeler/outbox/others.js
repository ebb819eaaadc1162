// Answers that wait in this browser, in whichever store: of other people, who alone can send them.

export const BOX = /^labeler-outbox-(\d+)-([^:]+)$/; // in `outbox/second-line`, a mirror's key goes on with `:` and the tab
const NAMES = "labeler-people"; // who labeled in this browser

// In words that somebody else may read: a name, and how many.
export async function waitingOfOthers(user) {
  const names = namesHere();
  const counts = new Map();
  for (const { id, owner, count } of await waiting((id) => id !== String(user))) {
    names[id] ??= owner;
    counts.set(id, (counts.get(id) ?? 0) + count);
  }
  return [...counts].map(([id, count]) => ({ name: names[id] ?? "Somebody else", count }));
}

// Each answer lies in two stores; one of them may have been taken away, or be forbidden.
export async function waiting(isMeant) {
  const isOne = (name) => {
    const [, id, dataset] = BOX.exec(name) ?? [];
    return Boolean(id) && isMeant(id, dataset);
  };
  const stores = await Promise.all([inDatabases, inJournals, inMirrors].map((store) => store(isOne).catch(() => [])));
  const boxes = new Map(); // by name: { ids, owner }
  for (const { box, ids, owner } of stores.flat()) {
    const before = boxes.get(box) ?? { ids: [] };
    boxes.set(box, { ids: [...before.ids, ...ids], owner: owner ?? before.owner });
  }
  return [...boxes].map(([box, { ids, owner }]) => ({ box, id: BOX.exec(box)[1], owner, count: new Set(ids).size })).filter(({ count }) => count);
}

export function rememberName(user, name) {
  try {
    localStorage.setItem(NAMES, JSON.stringify({ ...namesHere(), [user]: name }));
  } catch {
    // Then it is somebody else's.
  }
}

function namesHere() {
  try {
    return JSON.parse(localStorage.getItem(NAMES)) ?? {};
  } catch {
    return {};
  }
}

async function inDatabases(isOne) {
  const names = ((await indexedDB.databases?.()) ?? []).map(({ name }) => name).filter(isOne);
  return Promise.all(names.map(async (box) => ({ box, ids: await idsIn(box).catch(() => []) })));
}

function idsIn(name) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.transaction.abort(); // it is gone
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const reading = database.transaction("operations").objectStore("operations").getAll();
      reading.onsuccess = () => resolve(reading.result.map(({ op_id }) => op_id));
      reading.onerror = () => reject(reading.error);
      database.close(); // once that is done
    };
  });
}

// The worker is started where there is something to read.
async function inJournals(isOne) {
  const root = await navigator.storage.getDirectory();
  const boxes = [];
  for await (const name of root.keys()) if (isOne(name)) boxes.push(name);
  if (!boxes.length) return [];
  const worker = new Worker(import.meta.resolve("outbox/journal"));
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data: { answer = [] } }) => resolve(answer);
      worker.onerror = reject;
      worker.postMessage({ id: 1, does: "look", boxes });
    });
  } finally {
    worker.terminate();
  }
}

async function inMirrors(isOne) {
  const keys = Object.keys(localStorage).map((key) => ({ key, box: key.slice(0, key.lastIndexOf(":")) }));
  return keys.filter(({ box }) => isOne(box)).map(({ key, box }) => ({ box, ids: idsOf(localStorage.getItem(key)) }));
}

function idsOf(text) {
  try {
    return JSON.parse(text).map(({ op_id }) => op_id);
  } catch {
    return []; // damaged: the others are not
  }
}
