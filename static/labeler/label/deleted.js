// Answers for a project that was deleted are of use to nobody: they do not wait here for ever.

import { get } from "base/http";

// Whoever can no longer open a project may be let in again; of one that was deleted the server says so.
export async function letGoIfDeleted(url, { sender, notes, words }) {
  const deleted = await get(url).catch(() => null);
  if (!deleted) return;
  const count = await sender.letGo();
  const more = count ? (count === 1 ? words.one : words.many.replace("{n}", count)) : "";
  notes.last(words.text, more, sender);
}
