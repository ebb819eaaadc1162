// Which two columns of a table name the file and its category: asked where it is not clear, or somebody wants others.

import { element, icon } from "base/markup";
import { plural } from "base/words";

// `read(choice)` looks at the file again with them. `why`: that it has to be asked.
export function columnsForm({ names, rows, file, category, header }, why, read) {
  const options = (first) => [
    element("option", { value: "" }, "Choose…"),
    ...names.map((name, at) => element("option", { value: at, selected: at === first }, titleOf(name, at))),
  ];
  const files = element("select", { id: "column-file", required: true }, ...options(file));
  const categories = element("select", { id: "column-category", required: true }, ...options(category));
  const first = element("input", { type: "checkbox", checked: header });
  const go = element("button", { class: "btn" }, "Read it so");
  const form = element(
    "form",
    { class: "columns-form" },
    why ? element("div", { class: "note note-warn", role: "status" }, icon("i-alert"), element("span", {}, why)) : "",
    element("div", { class: "columns-fields" }, field("File", files), field("Category", categories), element("label", { class: "check" }, first, element("span", {}, "The first row names the columns")), go),
    preview(names, rows),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (files.value === categories.value) {
      categories.setCustomValidity("Choose two different columns.");
      categories.reportValidity();
      return;
    }
    read({ file: Number(files.value), category: Number(categories.value), header: first.checked });
  });
  form.addEventListener("change", () => categories.setCustomValidity(""));
  return form;
}

const titleOf = (name, at) => name || `Column ${at + 1}`;

function field(words, select) {
  return element("div", { class: "field" }, element("label", { for: select.id }, words), element("span", { class: "input select" }, select, icon("i-down")));
}

function preview(names, rows) {
  const head = element("tr", {}, ...names.map((name, at) => element("th", { scope: "col" }, titleOf(name, at))));
  const body = rows.map((row) => element("tr", {}, ...row.map((cell) => element("td", {}, cell))));
  const caption = element("caption", { class: "vh" }, `The first ${plural(rows.length, "row")}`);
  return element("div", { class: "columns-rows", tabindex: "0", role: "region", "aria-label": "The first rows of the file" }, element("table", { class: "table" }, caption, element("thead", {}, head), element("tbody", {}, ...body)));
}
