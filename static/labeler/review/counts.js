// The numbers of the review page, asked for after it has painted, and again after each action.

import { afterPaint, inTurn } from "base/after-paint";
import { element } from "base/markup";
import { swap } from "parts/swap";

// `withRange`: also which of the list this page shows. (After an action the grid stays as it was.)
export async function readCounts({ withRange = false } = {}) {
  await afterPaint();
  await inTurn(async () => {
    const url = new URL(location.href);
    url.searchParams.set("part", "counts");
    try {
      await swap("facets", url.href, { also: ["issues-list", "in-review", ...(withRange ? ["range"] : [])] });
    } catch {
      offerRetry(withRange);
    }
  });
}

// How many match, as of the last look; undefined before the first one.
export function found() {
  const told = document.getElementById("facets").dataset.found;
  return told === undefined ? undefined : Number(told);
}

// The newest image and the newest event of that look.
export function bounds() {
  const { maxId, asOf } = document.getElementById("facets").dataset;
  return { max_id: Number(maxId), as_of: Number(asOf) };
}

// The link to the next category that has images under the filter, after the one that is shown; then from the start.
function nextCategory() {
  const links = [...document.querySelectorAll("#categories a[data-images]")];
  const here = links.findIndex((link) => link.matches("[aria-current]"));
  return [...links.slice(here + 1), ...links.slice(0, Math.max(here, 0))].find((link) => Number(link.dataset.images));
}

// Where it goes on: to the next class, or in one that has images to one class at a time. `category`: of the list.
export function showWayOn(part, { isOneClass, category }) {
  const following = nextCategory();
  if (!isOneClass) {
    if (part.class_mode && !category && following) part.class_mode.href = oneClassOf(following.href);
  } else if (part.next_class && found() !== undefined) {
    part.next_class.hidden = !following;
    if (!following) return;
    part.next_class.href = following.href;
    part.next_class.querySelector(".clip").textContent = following.querySelector(".cat").textContent;
  }
}

// The mode has a sort of its own.
function oneClassOf(href) {
  const url = new URL(href);
  url.searchParams.delete("sort");
  url.searchParams.set("mode", "class");
  return url.href;
}

// Numbers that were read once stay.
function offerRetry(withRange) {
  const waiting = document.querySelector('[data-part="counting"]');
  if (!waiting) return;
  const retry = element("button", { type: "button", class: "btn btn-s" }, "Retry");
  retry.addEventListener("click", () => {
    waiting.replaceChildren("Counting");
    readCounts({ withRange });
  });
  waiting.classList.remove("late");
  waiting.replaceChildren("The counts were not read. ", retry);
}
