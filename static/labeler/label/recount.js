// The counts of the server, in which others work, too: one question at a time, none while an answer is on its way.

import { get } from "base/http";

const EVERY = 10_000; // ms

export function recounting({ api, sender, tally, onCounts }) {
  let isCounting = false;

  setInterval(() => document.hidden || recount(), EVERY);
  return recount;

  async function recount() {
    if (isCounting || sender.waiting) return;
    isCounting = true;
    const { moves } = tally;
    const stats = await get(`${api}stats/`).catch(() => null);
    isCounting = false;
    if (!stats || sender.waiting || moves !== tally.moves) return;
    tally.take(stats);
    onCounts();
  }
}
