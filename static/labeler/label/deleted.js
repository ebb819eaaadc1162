// Answers for a project that was deleted are of use to nobody: they do not wait here for ever.

import { get } from "base/http";
import { lasting } from "label/storage";

let isAsking = false;

// Whoever can no longer open a project may be let in again; of one that was deleted the server says so.
export async function letGoIfDeleted({ urls, notes: { deleted: words } }, sender, notes) {
  if (isAsking) return;
  isAsking = true;
  try {
    await get(urls.deleted);
    await sender.load();
    let count = 0;
    for (let [asset] = sender.images; asset !== undefined; [asset] = sender.images) {
      await sender.replace(asset, null);
      count += 1;
    }
    if (!count) return;
    lasting(notes, sender, words.text, count === 1 ? words.one : words.many.replace("{n}", count));
    sender.kick(); // nothing is left to be sent
  } finally {
    isAsking = false;
  }
}
