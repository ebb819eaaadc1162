// The rows of the list of categories: finding them, their order and keys, and bringing them up to what the server has.

import { applyVariables } from "base/css-variables";
import { thousands } from "base/markup";
import { plural } from "base/words";

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

  // The one of the same parent before (-1) or after it (1).
  beside(row, by) {
    const step = by < 0 ? "previousElementSibling" : "nextElementSibling";
    let other = row[step];
    while (other && depth(other) > depth(row)) other = other[step];
    return other && depth(other) === depth(row) ? other : null;
  }

  // One place up (-1) or down (1), with what lies below it; false at the end. Its neighbour moves, so that the row keeps
  // the focus.
  step(row, by) {
    const other = this.beside(row, by);
    if (!other) return false;
    const [first, last] = by < 0 ? [other, row] : [row, other];
    const [before, after] = [first, last].map(withBelow);
    const keys = [...before, ...after].map(keyCell).map(({ childNodes }) => [...childNodes]); // keys belong to places
    if (by < 0) after.at(-1).after(...before);
    else before[0].before(...after);
    [...after, ...before].forEach((each, place) => keyCell(each).replaceChildren(...keys[place]));
    this.#markEnds();
    return true;
  }

  // In this order of ids; those that it does not name come last.
  arrange(ids) {
    const focused = document.activeElement;
    const keys = this.all().map(keyCell).map(({ childNodes }) => [...childNodes]);
    const named = ids.map(this.row).filter(Boolean);
    this.list.replaceChildren(...named, ...this.all().filter((row) => !named.includes(row)));
    this.all().forEach((row, place) => keyCell(row).replaceChildren(...keys[place]));
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
    for (const row of this.all()) {
      row.querySelector('[data-act="up"]').setAttribute("aria-disabled", !this.beside(row, -1));
      row.querySelector('[data-act="down"]').setAttribute("aria-disabled", !this.beside(row, 1));
    }
  }
}

const depth = (row) => Number(row.dataset.depth ?? 0);
const keyCell = (row) => row.querySelector(".key");

function withBelow(row) {
  const rows = [row];
  for (let next = row.nextElementSibling; next && depth(next) > depth(row); next = next.nextElementSibling) rows.push(next);
  return rows;
}

function takeOver(row, fresh) {
  Object.assign(row.dataset, fresh.dataset);
  keyCell(row).replaceChildren(...keyCell(fresh).cloneNode(true).childNodes);
  takePlace(row, fresh);
  row.querySelector(".shape").dataset.c = fresh.querySelector(".shape").dataset.c;
  row.querySelector(".count .vh").textContent = fresh.querySelector(".count .vh").textContent;
  const labelled = fresh.querySelectorAll("[aria-label]");
  row.querySelectorAll("[aria-label]").forEach((node, place) => node.setAttribute("aria-label", labelled[place].getAttribute("aria-label")));
  for (const field of row.querySelectorAll("[data-field]")) takeValue(field, fresh.querySelector(`[data-field="${field.dataset.field}"]`));
}

// Where a row can have a parent.
function takePlace(row, fresh) {
  row.querySelector(".where")?.replaceChildren(...fresh.querySelector(".where").cloneNode(true).childNodes);
  const [cell, its] = [row, fresh].map((each) => each.querySelector(".name-cell").dataset);
  if (its.v) cell.v = its.v;
  else delete cell.v;
}

function takeValue(field, fresh) {
  const isTouched = field.value !== field.defaultValue;
  field.defaultValue = fresh.defaultValue;
  if (!isTouched) field.value = fresh.defaultValue;
}
