// Settings, Categories: wires the list. One change at a time goes to the server, in the order in which they were made.

import { HttpError, get, patch, post, remove } from "base/http";
import { plural } from "base/words";
import { announce } from "parts/announce";
import { wireDragging } from "parts/rows/drag";
import { createOrder } from "settings/categories/order";
import { CategoryRows } from "settings/categories/rows";
import { wireAdding } from "settings/categories/add";
import { wireFields } from "settings/categories/fields";
import { wirePasting } from "settings/categories/paste-list";
import { wirePlaces } from "settings/categories/place";
import { createToast } from "settings/toast";

const api = document.getElementById("active").dataset.api;
const list = document.getElementById("rows");
const problem = document.getElementById("list-problem");
const rows = new CategoryRows(list);
const toast = createToast(document.getElementById("toast"));
let last = Promise.resolve();
let again = null;

// What the parts of the page share.
const page = {
  api,
  rows,
  toast,
  inTurn: (act) => (last = last.then(act, act)),
  sync,
  restore,
  complain,
  change: (id, changes) => patch(`${api}${id}/`, changes),
  add: (category) => post(api, category),
  addAll: (categories) => post(`${api}list/`, { categories }),
  reorder: (ids) => post(`${api}reorder/`, { ids }, { keepalive: true }),
};
const order = createOrder(page);

wireFields(list, page);
wireAdding(document.getElementById("add"), page);
wirePasting(document.getElementById("paste-list"), page);
wireDragging(list, { row: ".cats-row", rows: () => rows.all(), order: rows.order, beside: (row, by) => rows.beside(row, by), step: (row, by) => rows.step(row, by), moved: order.dropped, putBack: (ids) => rows.arrange(ids) });
const place = wirePlaces(document.getElementById("place"), page);
document.addEventListener("click", act);
problem.querySelector("button").addEventListener("click", retry);
rows.paint();
readCounts();

function act(event) {
  const button = event.target.closest("[data-act]");
  if (!button) return;
  const row = button.closest("[data-id]");
  if (button.dataset.act === "up") order.move(row, -1);
  else if (button.dataset.act === "down") order.move(row, 1);
  else if (button.dataset.act === "retire") retire(row);
  else if (button.dataset.act === "place") place(row);
  else if (button.dataset.act === "restore") restore(row.dataset.id, row.dataset.name);
}

function retire(row) {
  const { id, name } = row.dataset;
  const beside = row.nextElementSibling ?? row.previousElementSibling;
  return page.inTurn(async () => {
    if (!(await done(() => remove(`${api}${id}/`), () => retire(row)))) return;
    (beside?.querySelector('[data-act="retire"]') ?? document.getElementById("add").elements.name).focus();
    const images = rows.images(id);
    const kept = images ? `${plural(images, "image")} ${images === 1 ? "keeps" : "keep"} it, and id ${id} stays in every export.` : `Id ${id} stays its own.`;
    announce(`${name} is retired. ${kept}`);
    toast(`${name} is retired. ${kept}`, () => restore(id, name));
  });
}

function restore(id, name) {
  return page.inTurn(async () => {
    if (!(await done(() => post(`${api}${id}/restore/`), () => restore(id, name)))) return;
    const row = rows.row(id);
    row?.querySelector(".grip").focus();
    announce(`${name} is back, id ${id}, place ${rows.all().indexOf(row) + 1}`);
    toast(`${name} is back`, () => row && retire(row));
  });
}

// Does it, and shows the list as it is then; says why where it could not.
async function done(change, again) {
  try {
    await change();
    await sync();
    return true;
  } catch (reason) {
    complain(reason, again);
    return false;
  }
}

async function sync() {
  const response = await fetch("?part=list", { credentials: "same-origin", headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!fresh.getElementById("rows")) return location.reload(); // signed out, or no manager any more
  const mine = order.unsaved();
  rows.update(fresh);
  order.synced();
  return mine && rows.arrange(mine);
}

async function readCounts() {
  const counted = await get(`${api}?limit=1000`).catch(() => null);
  if (counted) rows.takeCounts(counted.results);
}

// `act` is what Retry does; without it the list is asked for anew.
function complain(reason, act = null) {
  again = act;
  problem.querySelector("div").textContent = reason instanceof HttpError ? reason.message : "Labeler was not reached, so this was not saved.";
  problem.hidden = false;
}

function retry() {
  problem.hidden = true;
  if (again) again();
  else page.inTurn(() => done(() => null));
}
