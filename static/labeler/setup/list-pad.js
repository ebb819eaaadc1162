// The list of categories while it is typed: a plain text area, and beside each line its key, its mark, and what is to be
// said of it.

import { element, icon, thousands } from "base/markup";
import { isWanted, parse, Taken } from "parts/category-lines";

const MOST_PROBLEMS = 3; // told at once
const ROOM = 12; // lines

export class ListPad {
  lines = [];
  #merged = []; // names of folders that are one category

  // `looks`: {colors, shapes, keys} of the categories to come; `counts()`: how many pictures each folder has, by its name;
  // `changed()`: something was typed.
  constructor(box, looks, { counts, changed }) {
    Object.assign(this, { looks, counts, changed });
    this.field = box.querySelector("textarea");
    this.keys = box.querySelector(".pad-keys");
    this.more = box.querySelector(".pad-more");
    this.title = box.querySelector("#list-count");
    this.problems = box.querySelector("#list-problems");
    this.field.addEventListener("input", () => this.read());
    this.problems.addEventListener("click", ({ target }) => this.#takeOut(target.closest("[data-line]")));
  }

  get wanted() {
    return this.lines.filter(isWanted);
  }

  get wrong() {
    return this.lines.filter(({ problem }) => problem);
  }

  // As a call of the API takes them. What is nearly equal was asked about here.
  get categories() {
    return this.wanted.map(({ name, color, near }) => ({ name, ...(color && { color }), ...(near && { distinct: true }) }));
  }

  // The ids that the categories will have, by the folders that are called like them.
  idsOf(folders) {
    const names = this.wanted.map(({ name }) => name);
    const ids = [...folders].map((folder) => [folder, names.indexOf(this.nameOf(folder)) + 1]);
    return Object.fromEntries(ids.filter(([, id]) => id));
  }

  // Which line of the text the n-th of `categories` stands in.
  lineOf(place) {
    return this.wanted[place]?.number;
  }

  // These names at the end, where they are not there yet.
  add(names) {
    const taken = this.#taken();
    const lines = [];
    for (const name of names) {
      const twin = ownerIn(taken, name);
      if (twin === null) lines.push(name);
      else if (twin !== name) this.#merged.push([twin, name]);
      taken.add(name, twin ?? name);
    }
    const text = this.field.value.trimEnd();
    this.field.value = [...(text ? [text] : []), ...lines].join("\n");
    this.read();
  }

  // The name of the category that is called like this folder; null where none is.
  nameOf(folder) {
    return ownerIn(this.#taken(), folder);
  }

  // The lines that say only this.
  remove(names) {
    const gone = new Set(names);
    const kept = this.field.value.split("\n").filter((line) => !gone.has(line.trim()));
    this.field.value = kept.join("\n");
    this.#merged = [];
    this.read();
  }

  // What a server has to say of a line, until something is typed.
  refuse(number, problem) {
    this.lines = this.lines.map((line) => (line.number === number ? { ...line, problem } : line));
    this.#paint();
    this.select(number);
  }

  select(number) {
    const before = this.field.value.split("\n").slice(0, number - 1);
    const start = before.reduce((sum, line) => sum + line.length + 1, 0);
    const length = this.field.value.split("\n")[number - 1]?.length ?? 0;
    this.field.focus();
    this.field.setSelectionRange(start, start + length);
  }

  read() {
    this.lines = parse(this.field.value);
    this.#paint();
    this.changed();
  }

  #taken() {
    const taken = new Taken();
    for (const { name } of this.wanted) taken.add(name, name);
    return taken;
  }

  #without(numbers) {
    return this.field.value.split("\n").filter((_, place) => !numbers.includes(place + 1)).join("\n");
  }

  #takeOut(button) {
    if (!button) return;
    this.field.value = this.#without([Number(button.dataset.line)]);
    this.read();
    this.field.focus();
  }

  #paint() {
    const typed = this.field.value.split("\n").length;
    this.field.rows = Math.max(ROOM, typed);
    const byNumber = new Map(this.lines.map((line) => [line.number, line]));
    const pictures = this.#picturesOf();
    const rows = Array.from({ length: typed }, (_, place) => byNumber.get(place + 1));
    let index = -1;
    this.keys.replaceChildren(...rows.map((line) => (line && isWanted(line) ? this.#mark((index += 1), line) : element("li"))));
    this.more.replaceChildren(...rows.map((line) => word(line, pictures)));
    this.title.textContent = thousands(this.wanted.length);
    this.field.toggleAttribute("aria-invalid", this.wrong.length > 0);
    this.#tell(byNumber);
  }

  #mark(index, { color }) {
    const { colors, shapes, keys } = this.looks;
    const key = keys[index] ? element("kbd", {}, keys[index]) : element("span", { class: "nokey" });
    const shape = icon(`c-${shapes[index % shapes.length]}`, "shape");
    shape.style.setProperty("--c", color ?? colors[index % colors.length]);
    return element("li", {}, key, shape);
  }

  // By the name of a category, how many pictures lie in folders that are called so; null without folders.
  #picturesOf() {
    const [taken, sums] = [this.#taken(), new Map()];
    for (const [folder, count] of this.counts()) {
      const name = ownerIn(taken, folder);
      sums.set(name, (sums.get(name) ?? 0) + count);
    }
    return this.counts().size ? sums : null;
  }

  #tell(byNumber) {
    const wrong = this.wrong.slice(0, MOST_PROBLEMS).map(({ number, problem }) => note("note-bad", "i-alert", `Line ${number}: ${problem}`));
    const twins = this.lines.filter(({ sameAs }) => sameAs).slice(0, MOST_PROBLEMS).map(({ name, sameAs }) => note("", "i-info",
      element("b", {}, byNumber.get(sameAs).name), " and ", element("b", {}, name), " are one name and become one category."));
    const merged = this.#merged.slice(0, MOST_PROBLEMS).map(([name, folder]) => note("", "i-info",
      "The folders ", element("b", {}, name), " and ", element("b", {}, folder), " are one name and become one category."));
    const near = this.lines.filter((line) => line.near && isWanted(line)).slice(0, MOST_PROBLEMS).map((line) => note("note-warn", "i-alert",
      element("b", {}, line.name), " is like ", element("b", {}, byNumber.get(line.near).name), ": same class? ",
      element("button", { type: "button", class: "btn btn-s", "data-line": line.number }, `Take line ${line.number} out`)));
    this.problems.replaceChildren(...wrong, ...twins, ...merged, ...near);
  }
}

const ownerIn = (taken, name) => {
  const found = taken.like(name);
  return found?.like === "same" ? found.owner : null;
};

function word(line, pictures) {
  if (!line) return element("li");
  if (line.problem) return element("li", { class: "is-bad" }, "see below");
  if (line.sameAs) return element("li", {}, `is line ${line.sameAs}`);
  if (!pictures) return element("li");
  return element("li", {}, pictures.has(line.name) ? thousands(pictures.get(line.name)) : "new");
}

function note(classes, name, ...words) {
  return element("div", { class: `note ${classes}` }, icon(name), element("span", {}, ...words));
}
