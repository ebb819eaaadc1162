// The rows of categories in the admin: added, removed, moved by buttons, by Alt with an arrow, and by dragging. Their
// order is written into the form as the places that it saves.

import { keyAt } from "staff/keys";
import { createRows } from "staff/rows";
import { announce } from "parts/announce";
import { wireDragging } from "parts/rows/drag";

const table = document.querySelector("table[data-categories]");
if (table) mount(table);

function mount(table) {
  const body = table.tBodies[0];
  const rows = createRows(table, table.dataset.categories);
  rows.sort(); // what was sent and refused comes back by number, and not as it stood
  wireDragging(body, { row: "tr", rows: rows.list, step: rows.step, moved: (row) => tell(moved(row)), putBack: rows.arrange });

  table.closest("fieldset").addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.matches("[data-add]")) add();
    if (button?.matches("[data-remove]")) remove(button.closest("tr"));
    if (button?.matches("[data-move]")) step(button.closest("tr"), Number(button.dataset.move), button);
  });
  table.addEventListener("keydown", (event) => {
    const by = event.altKey && !event.ctrlKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(event.target.closest("tr"), by, event.target);
  });
  table.addEventListener("change", number);
  number();

  function add() {
    const row = rows.add();
    number();
    row.querySelector("input[name$=-name]").focus();
  }

  function remove(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    rows.remove(row);
    number();
    (next?.querySelector("input[name$=-name]") ?? document.querySelector("[data-add]"))?.focus();
  }

  function step(row, by, focused) {
    rows.step(row, by);
    focused.focus(); // it is lost where a row leaves the page for a moment
    row.scrollIntoView({ block: "nearest" });
    tell(moved(row));
  }

  // The row keeps its mark until another one moves.
  function moved(row) {
    for (const each of rows.list()) each.classList.toggle("is-moved", each === row);
    number();
    return row;
  }

  function tell(row) {
    const listed = rows.list();
    announce(`${rows.nameOf(row)}: place ${listed.indexOf(row) + 1} of ${listed.length}`);
  }

  // Places as they stand, and the keys as they will be.
  function number() {
    let keyed = 0;
    rows.list().forEach((row, at) => {
      const retired = row.querySelector("input[name$=-retired]")?.checked;
      row.classList.toggle("is-retired", Boolean(retired));
      row.querySelector("input[name$=-position]").value = at + 1;
      row.querySelector(".field-key p").textContent = (!retired && keyAt(keyed++)) || "–";
    });
  }
}
