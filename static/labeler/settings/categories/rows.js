// The rows of the list of categories: finding them, their order and keys, and bringing them up to what the server has.

import { applyVariables } from "base/css-variables";
import { thousands } from "base/markup";
import { plural } from "base/words";

const KEPT_AS_IS = ["color", "name", "description", "supercategory"];

export class CategoryRows {
  #counts = new Map(); // id -> images

  constructor(list) {
    this.list = list;
  }

  all = () => [...this.list.children];
  order = () => this.all().map((row) => Number(row.dataset.id));
  row = (id) => this.list.querySelector(`:scope > [data-id="${id}"]`);
  nameOf = (row) => row.dataset.name;
  keyOf = (row) => row.querySelector(".key").textContent.trim();
  field = (row, name) => row.querySelector(`[data-field="${name}"]`);
  images = (id) => this.#counts.get(Number(id)) ?? 0;

  // Every category that there is, retired ones too: {id, name, active}.
  everyone() {
    const retired = [...document.querySelectorAll("[data-retired]")];
    const told = (row, active) => ({ id: Number(row.dataset.id), name: row.dataset.name, active });
    return [...this.all().map((row) => told(row, true)), ...retired.map((row) => told(row, false))];
  }

  // One place up (-1) or down (1); false at the end. Its neighbour moves, so that the row keeps the focus.
  step(row, by) {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return false;
    if (by < 0) row.after(other);
    else row.before(other);
    const [mine, its] = [row, other].map((each) => each.querySelector(".key"));
    const key = [...mine.childNodes]; // keys belong to places
    mine.replaceChildren(...its.childNodes);
    its.replaceChildren(...key);
    this.#markEnds();
    return true;
  }

  // In this order of ids; those that it does not name come last.
  arrange(ids) {
    const focused = document.activeElement;
    const keys = this.all().map((row) => [...row.querySelector(".key").childNodes]);
    const named = ids.map(this.row).filter(Boolean);
    this.list.replaceChildren(...named, ...this.all().filter((row) => !named.includes(row)));
    this.all().forEach((row, place) => row.querySelector(".key").replaceChildren(...keys[place]));
    this.#markEnds();
    if (focused !== document.activeElement) focused.focus({ preventScroll: true });
  }

  markMoved(row) {
    for (const each of this.all()) each.classList.toggle("is-moved", each === row);
  }

  // From the page as the server has it now. What is being typed, and the focus, stay.
  update(page) {
    const focused = document.activeElement;
    const mine = new Map(this.all().map((row) => [row.dataset.id, row]));
    const rows = [...page.getElementById("rows").children].map((fresh) => {
      const row = mine.get(fresh.dataset.id);
      if (row) takeOver(row, fresh);
      return row ?? document.adoptNode(fresh);
    });
    if (rows.length !== mine.size || rows.some((row, place) => row !== this.list.children[place])) this.list.replaceChildren(...rows);
    for (const id of ["h-cats", "next-id"]) document.getElementById(id).textContent = page.getElementById(id).textContent;
    document.getElementById("tab-categories").textContent = thousands(rows.length);
    document.getElementById("none").hidden = rows.length > 0;
    document.getElementById("retired").replaceWith(document.adoptNode(page.getElementById("retired")));
    this.paint();
    if (focused?.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
  }

  takeCounts(categories) {
    this.#counts = new Map(categories.map(({ id, label_count: count }) => [id, count]));
    this.paint();
  }

  paint() {
    applyVariables();
    this.#markEnds();
    for (const count of this.list.querySelectorAll("[data-count]")) count.textContent = thousands(this.images(count.closest("[data-id]").dataset.id));
    for (const kept of document.querySelectorAll("[data-kept]")) {
      const images = this.images(kept.closest("[data-id]").dataset.id);
      kept.textContent = images ? `${plural(images, "image")} ${images === 1 ? "keeps" : "keep"} it. ` : "No images. ";
    }
  }

  #markEnds() {
    const rows = this.all();
    rows.forEach((row, place) => {
      row.querySelector('[data-act="up"]').setAttribute("aria-disabled", place === 0);
      row.querySelector('[data-act="down"]').setAttribute("aria-disabled", place === rows.length - 1);
    });
  }
}

function takeOver(row, fresh) {
  row.dataset.name = fresh.dataset.name;
  row.querySelector(".key").replaceChildren(...fresh.querySelector(".key").cloneNode(true).childNodes);
  row.querySelector(".shape").dataset.c = fresh.querySelector(".shape").dataset.c;
  row.querySelector(".count .vh").textContent = fresh.querySelector(".count .vh").textContent;
  const labelled = fresh.querySelectorAll("[aria-label]");
  row.querySelectorAll("[aria-label]").forEach((node, place) => node.setAttribute("aria-label", labelled[place].getAttribute("aria-label")));
  for (const name of KEPT_AS_IS) takeValue(row.querySelector(`[data-field="${name}"]`), fresh.querySelector(`[data-field="${name}"]`));
}

function takeValue(field, fresh) {
  const isTouched = field.value !== field.defaultValue;
  field.defaultValue = fresh.defaultValue;
  if (!isTouched) field.value = fresh.defaultValue;
}
