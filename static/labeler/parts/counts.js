// The counts of a project, asked for after the page has painted, never two reads at a time.

import { afterPaint, inTurn } from "base/after-paint";
import { get } from "base/http";
import { thousands } from "base/markup";

let counts = null; // of the project, for [data-count]
let found = null; // {query, counts}, of what the list shows, for [data-listed]

// Reads the counts and writes them where they belong. A failed read leaves the old ones.
export async function refreshCounts() {
  const api = document.body.dataset.api;
  if (!api) return;
  await afterPaint();
  await inTurn(async () => {
    counts = (await read(`${api}stats/`)) ?? counts;
    paintCounts();
  });
  await inTurn(async () => {
    const query = queryOf(document);
    if (!query) return;
    const fresh = await read(`${api}stats/?${query}`);
    if (fresh && query === queryOf(document)) found = { query, counts: fresh };
    paintCounts();
  });
}

export function paintCounts(root = document) {
  write(root, "count", counts);
  if (found && found.query === queryOf(root)) write(root, "listed", found.counts);
}

// The filters of the list that is shown, beyond its state.
function queryOf(root) {
  const list = root.querySelector("[data-query]") ?? (root.dataset?.query === undefined ? null : root);
  return list?.dataset.query;
}

function write(root, name, from) {
  if (!from) return;
  for (const element of root.querySelectorAll(`[data-${name}]`)) {
    const count = from[element.dataset[name]];
    if (count === undefined) continue;
    const shown = count || element.dataset.zero !== undefined;
    element.textContent = shown ? (element.dataset.before ?? "") + thousands(count) : "";
  }
}

async function read(url) {
  try {
    return named(await get(url));
  } catch {
    return null; // they are a convenience; the page works without them
  }
}

function named({ total, by_status: states }) {
  return { total, ...states, in_review: states.labeled + states.needs_review, done: states.approved };
}
