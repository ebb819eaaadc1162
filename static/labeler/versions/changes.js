// What changed between versions: counted after the page has painted, one version at a time; "Show more" adds to a list.

import { afterPaint, inTurn } from "base/after-paint";
import { applyVariables } from "base/css-variables";
import { element, icon, thousands } from "base/markup";
import { announce } from "parts/announce";
import { fillLater } from "parts/later/deferred-part";
import { swap } from "parts/swap";

// Every place that waits: <div id data-later="address of the same element, filled">.
export function fillChanges() {
  for (const { id, dataset } of document.querySelectorAll("[data-later]")) {
    if (id === "changes") fillLater(id, dataset.later, { loading: "Comparing the versions", failed: "The versions were not compared." });
    else fillLine(id, dataset.later);
  }
}

async function fillLine(id, url) {
  await afterPaint();
  try {
    await inTurn(() => document.getElementById(id) && swap(id, url));
  } catch {
    document.getElementById(id)?.replaceChildren(element("span", { class: "faint" }, "Changes were not counted."), retry(() => fillLine(id, url)));
  }
}

function retry(again) {
  const button = element("button", { type: "button", class: "btn btn-s btn-quiet" }, "Retry");
  button.addEventListener("click", again);
  return button;
}

export function wireShowMore() {
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-more]");
    if (!button || button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    try {
      addTo(button, await fetchMore(button.dataset.more));
    } catch {
      button.removeAttribute("aria-busy");
      button.replaceChildren(icon("i-alert"), "Not loaded. Try again");
      announce("More images were not loaded");
    }
  });
}

async function fetchMore(url) {
  const response = await fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" } });
  const found = response.ok && new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-changed]");
  if (!found) throw new Error(`The server answered ${response.status}.`);
  return document.adoptNode(found);
}

function addTo(button, more) {
  const list = button.closest("[role=tabpanel]").querySelector("[data-changed]");
  const added = [...more.children];
  applyVariables(more);
  list.append(...added);
  const left = Number(button.dataset.count) - list.children.length;
  (added[0].matches("a") ? added[0] : added[0].querySelector("a")).focus();
  announce(`${thousands(added.length)} more shown`);
  if (!more.dataset.next) return button.parentElement.remove();
  button.dataset.more = more.dataset.next;
  button.removeAttribute("aria-busy");
  button.replaceChildren(`Show ${thousands(left)} more`);
  return undefined;
}
