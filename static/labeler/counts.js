// The counts of a project, asked for after the page has painted, never two reads at a time.

import { get } from "labeler/http";
import { thousands } from "labeler/markup";

let last = Promise.resolve();
let counts = null;

// Runs reads one after the other: on a large project each of them keeps the database busy.
export function inTurn(read) {
  last = last.then(read, read);
  return last;
}

export const afterPaint = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

// Reads the counts and writes them into every [data-count]. A failed read leaves the old ones.
export async function refreshCounts() {
  const api = document.body.dataset.api;
  if (!api) return;
  await afterPaint();
  await inTurn(async () => {
    try {
      counts = named(await get(`${api}stats/`));
    } catch {
      return; // they are a convenience; the page works without them
    }
    paintCounts();
  });
}

export function paintCounts(root = document) {
  if (!counts) return;
  for (const element of root.querySelectorAll("[data-count]")) {
    const count = counts[element.dataset.count];
    if (count === undefined) continue;
    const shown = count || element.dataset.zero !== undefined;
    element.textContent = shown ? (element.dataset.before ?? "") + thousands(count) : "";
  }
}

function named({ total, by_status: states }) {
  return { total, ...states, in_review: states.labeled + states.needs_review, done: states.approved };
}
