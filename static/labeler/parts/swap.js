// Replaces a part of the page with the same part of a page fetched anew, so that the rest (uploads, scroll) stays.

import { applyVariables } from "base/css-variables";
import { paintCounts } from "parts/counts";

const newest = new Map(); // id -> the last swap asked for; earlier ones that answer late are dropped

// Resolves to the new element, or null when a later swap overtook this one. Rejects when the page was not reached.
// `also` names elements that are replaced with it when both pages have them.
export async function swap(id, url, { also = [] } = {}) {
  const turn = Symbol(url);
  newest.set(id, turn);
  document.getElementById(id).setAttribute("aria-busy", "true");
  try {
    const page = await fetchPage(url);
    if (newest.get(id) !== turn) return null;
    const fresh = page.getElementById(id);
    if (!fresh) return leave(url);
    for (const each of [id, ...also]) replace(each, page.getElementById(each));
    return document.getElementById(id);
  } finally {
    if (newest.get(id) === turn) document.getElementById(id)?.removeAttribute("aria-busy");
  }
}

async function fetchPage(url) {
  const response = await fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" } });
  if (response.status >= 500) throw new Error(`The server answered ${response.status}.`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

function replace(id, fresh) {
  const old = document.getElementById(id);
  if (!old || !fresh) return;
  const adopted = document.adoptNode(fresh);
  applyVariables(adopted);
  paintCounts(adopted);
  const focused = linksOf(old).indexOf(document.activeElement);
  old.replaceWith(adopted);
  linksOf(adopted)[focused]?.focus({ preventScroll: true });
}

const linksOf = (root) => [...root.querySelectorAll("a")];

// The page is another one (signed out, gone): let the browser show it.
function leave(url) {
  const address = new URL(url, location.href);
  address.searchParams.delete("part"); // a part is no page
  location.assign(address);
  return null;
}
