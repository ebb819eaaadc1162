// One's own answers that wait in this browser for projects that are not listed.

import { BOX, waiting } from "outbox/others";

// How many wait for projects other than these.
export async function waitingElsewhere(user, datasets) {
  const own = await waiting(isElsewhere(user, datasets));
  return own.reduce((sum, { count }) => sum + count, 0);
}

// Of those, what `isDeleted(dataset)` says is of use to nobody goes.
export async function letGoOfDeleted(user, datasets, isDeleted) {
  const own = await waiting(isElsewhere(user, datasets));
  for (const { box } of own) if (await isDeleted(BOX.exec(box)[2])) await remove(box);
}

function isElsewhere(user, datasets) {
  return (id, dataset) => id === String(user) && !datasets.includes(dataset);
}

async function remove(box) {
  for (const key of Object.keys(localStorage)) if (key.startsWith(`${box}:`)) localStorage.removeItem(key);
  await navigator.storage?.getDirectory?.().then((root) => root.removeEntry(box, { recursive: true })).catch(() => {}); // there may be none
  await new Promise((resolve) => {
    const removing = indexedDB.deleteDatabase(box);
    removing.onsuccess = removing.onerror = removing.onblocked = resolve; // a page that is open lets go by itself
  });
}
