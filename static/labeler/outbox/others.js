// Answers of other people that wait in this browser. They are told, and sent by nobody else.

const BOX = /^labeler-outbox-(\d+)-/;
const NAMES = "labeler-people"; // who labeled in this browser

// In words that somebody else may read: a name, and how many.
export async function waitingOfOthers(user) {
  const names = namesHere();
  const counts = new Map();
  for (const { name } of (await indexedDB.databases?.()) ?? []) {
    const [, id] = BOX.exec(name) ?? [];
    if (!id || id === String(user)) continue;
    const count = await countIn(name).catch(() => 0);
    if (count) counts.set(id, (counts.get(id) ?? 0) + count);
  }
  return [...counts].map(([id, count]) => ({ name: names[id] ?? "Somebody else", count }));
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
