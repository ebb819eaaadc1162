// Answers that wait in this browser: of other people, who alone can send them, and for projects that are not listed.

const BOX = /^labeler-outbox-(\d+)-(.+)$/;
const NAMES = "labeler-people"; // who labeled in this browser

// In words that somebody else may read: a name, and how many.
export async function waitingOfOthers(user) {
  const names = namesHere();
  const counts = new Map();
  for (const { owner, count } of await waiting((owner) => owner !== String(user))) counts.set(owner, (counts.get(owner) ?? 0) + count);
  return [...counts].map(([id, count]) => ({ name: names[id] ?? "Somebody else", count }));
}

// How many of one's own wait for projects other than these.
export async function waitingElsewhere(user, datasets) {
  const own = await waiting((owner, dataset) => owner === String(user) && !datasets.includes(dataset));
  return own.reduce((sum, { count }) => sum + count, 0);
}

async function waiting(isMeant) {
  const found = [];
  for (const { name } of (await indexedDB.databases?.()) ?? []) {
    const [, owner, dataset] = BOX.exec(name) ?? [];
    if (!owner || !isMeant(owner, dataset)) continue;
    const count = await countIn(name).catch(() => 0);
    if (count) found.push({ owner, count });
  }
  return found;
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

function countIn(name) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.transaction.abort(); // it is gone
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const counting = database.transaction("operations").objectStore("operations").count();
      counting.onsuccess = () => resolve(counting.result);
      counting.onerror = () => reject(counting.error);
      database.close(); // once that is done
    };
  });
}
