// Beside the grid: the lists of filters, the sort, the size of the cells, the issues panel.

import { openDrawer } from "review/drawer";

// `leave(href)`: goes there once all is saved.
export function wireFilters(part, leave) {
  const panel = document.querySelector("aside.facets");
  // Up and down walk in the lists of filters while one of them has the focus.
  panel.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...document.querySelectorAll("#facets a")];
    const here = links.indexOf(event.target);
    if (!step || here < 0) return;
    links[Math.max(0, Math.min(links.length - 1, here + step))].focus();
    event.preventDefault();
    event.stopPropagation();
  });

  part.more.addEventListener("change", ({ target }) => target.matches("[data-auto]") && part.more.requestSubmit());
  part.more.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = [...new FormData(part.more)].filter(([, value]) => value);
    leave(new URL(`?${new URLSearchParams(chosen)}`, location.href).href);
  });
  part.sort?.addEventListener("change", () => leave(new URL(part.sort.value, location.href).href));
  // Esc leaves the field, as it was; keys are for the grid again.
  const leaveField = (event) => {
    if (event.key !== "Escape" || event.target.closest("dialog")) return;
    event.preventDefault();
    if (event.target.matches("input")) event.target.value = event.target.defaultValue;
    (part.cells?.querySelector('[tabindex="0"]') ?? document.getElementById("main")).focus();
  };
  part.more.addEventListener("keydown", leaveField);
  part.sort?.addEventListener("keydown", leaveField);
}

export function focusSearch(part) {
  openDrawer();
  part.more.closest("details").open = true;
  part.search.select();
}

export function focusCategories() {
  openDrawer();
  document.querySelector("#categories [aria-current], #categories a").focus();
}

export function toggleIssues(part) {
  if (!openDrawer()) return flipIssues(part);
  const panel = document.querySelector("aside.issues");
  panel.scrollIntoView();
  panel.querySelector("a")?.focus();
}

function flipIssues(part) {
  const isHidden = document.querySelector(".work").classList.toggle("no-issues");
  part.issues_button.setAttribute("aria-pressed", String(!isHidden));
  write("labeler-issues", isHidden ? "hidden" : "shown");
}

export function wireLook(part) {
  if (read("labeler-issues") === "hidden") flipIssues(part);
  const buttons = [...document.querySelectorAll("button[data-size]")];
  const set = (size) => {
    if (!part.cells) return;
    part.cells.dataset.size = size;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.size === size));
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      set(button.dataset.size);
      write("labeler-cells", button.dataset.size);
    });
  }
  set(read("labeler-cells") ?? "m");
}

// Storage can be forbidden: then each page starts as usual.
function read(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // As above.
  }
}
