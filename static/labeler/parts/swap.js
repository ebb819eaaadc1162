// Replaces a part of the page with the same part of a page fetched anew, so that the rest (uploads, scroll) stays.

import { applyVariables } from "base/css-variables";
import { paintCounts } from "parts/counts";

const newest = new Map(); // id -> the last swap asked for; earlier ones are given up

// Resolves to the new element, or null when a later swap overtook this one. Rejects when the page was not reached.
// `also` names elements that are replaced with it when both pages have them. `kept` finds a field that is not touched when
// both have it: its focus, its caret and what is typed meanwhile stay; what it says on the new page becomes its default.
// `may`: asked when the new page is here; where it says no, all stays as it is, and null is what it resolves to.
export async function swap(id, url, { also = [], kept = null, may = () => true } = {}) {
  newest.get(id)?.abort();
  const turn = new AbortController();
  newest.set(id, turn);
  document.getElementById(id).setAttribute("aria-busy", "true");
  try {
    const page = await fetchPage(url, turn.signal);
    if (newest.get(id) !== turn || !may()) return null;
    const fresh = page.getElementById(id);
    if (!fresh) return leave(url);
    for (const each of [id, ...also]) replace(each, page.getElementById(each), kept);
    return document.getElementById(id);
  } catch (problem) {
    if (newest.get(id) !== turn) return null;
    throw problem;
  } finally {
    if (newest.get(id) === turn) document.getElementById(id)?.removeAttribute("aria-busy");
  }
}

async function fetchPage(url, signal) {
  const response = await fetch(url, { signal, credentials: "same-origin", headers: { Accept: "text/html" } });
  if (response.status >= 500) throw new Error(`The server answered ${response.status}.`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

function replace(id, fresh, kept) {
  const old = document.getElementById(id);
  if (!old || !fresh) return;
  const adopted = document.adoptNode(fresh);
  applyVariables(adopted);
  paintCounts(adopted);
  const focused = linksOf(old).indexOf(document.activeElement);
  const [mine, twin] = [old, adopted].map((root) => kept && root.querySelector(kept));
  if (mine && twin) replaceAround(mine, old, twin);
  else old.replaceWith(adopted);
  linksOf(document.getElementById(id))[focused]?.focus({ preventScroll: true });
}

// Level by level, from the field outwards. A node that is moved, too, loses its focus.
function replaceAround(field, old, twin) {
  field.defaultValue = twin.defaultValue;
  for (let [mine, its] = [field, twin]; mine !== old; [mine, its] = [mine.parentNode, its.parentNode]) {
    while (mine.previousSibling) mine.previousSibling.remove();
    while (mine.nextSibling) mine.nextSibling.remove();
    const around = [...its.parentNode.childNodes];
    const place = around.indexOf(its);
    mine.before(...around.slice(0, place));
    mine.after(...around.slice(place + 1));
    takeAttributes(mine.parentNode, its.parentNode);
  }
}

function takeAttributes(mine, its) {
  for (const name of mine.getAttributeNames()) mine.removeAttribute(name);
  for (const { name, value } of its.attributes) mine.setAttribute(name, value);
}

const linksOf = (root) => [...root.querySelectorAll("a")];

// The page is another one (signed out, gone): let the browser show it.
function leave(url) {
  const address = new URL(url, location.href);
  address.searchParams.delete("part"); // a part is no page
  location.assign(address);
  return null;
}
