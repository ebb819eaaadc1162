// The classes of a file, each with the category that it becomes. Those that need somebody come first. Knows no network.

import { categoryMark, element, icon, thousands } from "base/markup";
import { plural } from "base/words";
import { LEAVE_OUT, NEW, needsSomebody } from "imports/choices";

const FIRST = 8; // rows of what is clear that are shown at once

// `chosen`: a map that the rows write to, telling `changed` of it. `count`: of all classes, more than are told of.
export function classesSection({ items, count }, { categories, mayMake, chosen, changed }) {
  const asked = items.filter(needsSomebody);
  const clear = items.filter((found) => !needsSomebody(found));
  const hint = element("span", { class: "hint" }, asked.length ? `Same name is matched by itself. ${thousands(asked.length)} ${asked.length === 1 ? "needs" : "need"} you.` : "All are matched by name.");
  const head = element("div", { class: "panel-head" }, element("h2", { id: "h-classes" }, "Classes in the file"));
  const selects = new Map();
  const free = asked.filter(({ not_new: why }) => !why);
  if (mayMake && free.length > 1) head.append(forAll(free, selects));
  head.append(hint);
  const context = { categories, mayMake, chosen, changed, selects };
  const section = element("section", { class: "panel", "aria-labelledby": "h-classes" }, head, ...asked.map((found) => askedRow(found, context)));
  const row = (found) => (found.category === null || found.how === "chosen" ? askedRow(found, context, "") : clearRow(found, categories));
  section.append(...clear.slice(0, FIRST).map(row));
  const rest = clear.slice(FIRST);
  const untold = count - items.length;
  if (rest.length) {
    const show = element("button", { type: "button", class: "btn btn-s btn-quiet" }, "Show");
    const more = element("div", { class: "map-more" }, `${thousands(rest.length)} more are matched by name `, show);
    show.addEventListener("click", () => {
      const rows = rest.map(row);
      more.replaceWith(...rows);
      rows[0].tabIndex = -1;
      rows[0].focus();
    });
    section.append(more);
  }
  if (untold) section.append(element("div", { class: "map-more" }, `${plural(untold, "other class", "other classes")} with fewer images. What nobody knows of these is left out.`));
  return section;
}

// One press for a file that brings its classes with it.
function forAll(free, selects) {
  const button = element("button", { type: "button", class: "btn btn-s" }, `Make all ${thousands(free.length)} new`);
  button.addEventListener("click", () => {
    for (const { name } of free) {
      const select = selects.get(name);
      select.value = NEW;
      select.dispatchEvent(new Event("change"));
    }
  });
  return button;
}

function clearRow({ name, count, category }, categories) {
  const known = categories.find(({ id }) => id === category);
  return element("div", { class: "map" }, element("span", { class: "clip", title: name }, name), element("span", { class: "num muted" }, thousands(count)), icon("i-arrow", "i faint"), known ? categoryMark(category, known) : element("span", { class: "cat" }, "a category made since"));
}

function askedRow(found, { categories, mayMake, chosen, changed, selects }, ask = "is-ask") {
  const { name, count, near, how, not_new: notNew } = found;
  const was = categories.find(({ id }) => id === near);
  const why = how === "retired" ? "was removed here" : was ? `is it ${was.name}?` : "";
  const mark = element("span", { class: "map-shape" });
  const select = element("select", { "aria-label": `What is ${name}?`, title: notNew || false });
  for (const { id, name: text, active } of categories) if (active) select.append(element("option", { value: id }, text));
  select.append(element("option", { value: NEW, disabled: !mayMake || Boolean(notNew) }, mayMake ? "New category" : "New category (managers only)"), element("option", { value: LEAVE_OUT }, "Leave out"));
  const paint = () => {
    const known = categories.find(({ id }) => String(id) === select.value);
    mark.replaceChildren(...(known ? [icon(`c-${known.shape}`, "shape")] : []));
    if (known) mark.dataset.category = known.id;
    else delete mark.dataset.category;
  };
  select.value = String(chosen.get(name));
  select.addEventListener("change", () => {
    chosen.set(name, Number(select.value) || select.value);
    paint();
    changed();
  });
  paint();
  selects.set(name, select);
  const words = element("span", { class: "clip", title: name }, element("b", {}, name), " ", element("span", { class: "muted" }, why));
  return element("div", { class: `map ${ask}` }, words, element("span", { class: "num" }, thousands(count)), icon("i-arrow", "i faint"), element("span", { class: "input select map-choice" }, mark, select, icon("i-down")));
}
