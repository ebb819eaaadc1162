// What stands beside and over the grid, by key: states, the size of the tiles, the sort.

import { announce } from "parts/announce";

export const STATUSES = ["in_review", "labeled", "needs_review", "approved", "all"]; // in the order in which they are shown

export function showStatus(name) {
  const link = document.querySelector(`#facets [data-status="${name}"]`);
  if (link.ariaCurrent) announce("This state is shown already");
  else link.click();
}

// One size up or down.
export function resize(step) {
  const buttons = [...document.querySelectorAll("button[data-size]")];
  const here = buttons.findIndex(({ ariaPressed }) => ariaPressed === "true");
  const there = buttons[here + step];
  there?.click();
  if (buttons.length) announce(`${(there ?? buttons[here]).ariaLabel} tiles${there ? "" : " already"}`);
}

// Its list is open at once, where the browser can do that.
export function openSort({ sort }) {
  if (!sort) return;
  sort.focus();
  try {
    sort.showPicker();
  } catch {
    // The arrow keys choose, too.
  }
}

// `leave(href)`: goes there once all is saved.
export function nextSort({ sort }, leave) {
  if (sort) leave(new URL(sort.options[(sort.selectedIndex + 1) % sort.length].value, location.href).href);
}
