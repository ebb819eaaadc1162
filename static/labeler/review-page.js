// The review page: wires the grid, its selection and the bulk actions together.

import { BulkActions, leftAlone } from "labeler/bulk";
import { History } from "labeler/history";
import { get, sendAs } from "labeler/http";
import { announce } from "labeler/live";
import { element, thousands } from "labeler/markup";
import { ReviewGrid } from "labeler/review-grid";
import { SavedMark } from "labeler/saved-mark";
import { placeAfter, Selection } from "labeler/selection";
import { swap } from "labeler/swap";
import { wireWork } from "labeler/work";

const KEYS = {
  single: { a: "approve", r: "review", z: "undo", c: "category-filter", i: "issues", p: "issues", "?": "shortcuts" },
  shifted: { z: "redo" },
  control: { a: "select-all", z: "undo" },
  named: {
    ArrowRight: "move", ArrowLeft: "move", ArrowUp: "move", ArrowDown: "move", Home: "move", End: "move",
    " ": "select", Enter: "open", Escape: "back",
  },
  filters: [],
};
const MANY = 200; // asked about first

const data = JSON.parse(document.getElementById("page-data").textContent);
const part = Object.fromEntries([...document.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]));
const categories = new Map(data.categories.map((category) => [category.id, category]));
const active = data.categories.filter((category) => category.active);
const grid = new ReviewGrid(part.cells, { words: data.words, category: (id) => categories.get(id) });
const selection = new Selection(grid.count);
const actions = new BulkActions(data.urls.api);
const history = new History();
const saved = new SavedMark(part.saved);
let everything; // the filter with its bounds, while all that match are meant and not only those of this page
let isBusy = false;

sendAs(data.csrf);
wireWork(KEYS, {
  move: ({ key, extend }) => moveTo(placeAfter(key, selection.focus, grid.columns, grid.count), extend),
  select: () => grid.count && choose(() => selection.toggle(selection.focus)),
  "select-all": () => choose(() => selection.selectAll()),
  "select-filter": selectFilter,
  clear: clearSelection,
  approve: () => act({ status: "approved" }, "approved"),
  review: () => act({ status: "needs_review" }, "set to needs review"),
  category: ({ place }) => setCategory(active[place]),
  undo: () => takeBack("undo", "redo", "before"),
  redo: () => takeBack("redo", "undo", "after"),
  open,
  "category-filter": () => document.querySelector("#categories [aria-current]").focus(),
  issues: toggleIssues,
  back: () => (selection.size ? clearSelection() : document.querySelector('[data-go="overview"]').click()),
});
wireGrid();
wireFacets();
wireSizes();
showSelection();
part.note_dismiss?.addEventListener("click", () => (part.note.hidden = true));

// --- choosing

function wireGrid() {
  grid.onPick = (place, { isTick, toggle, extend }) => {
    if (toggle || isTick) choose(() => selection.toggle(place));
    else moveTo(place, extend);
  };
  grid.onOpen = open;
}

function choose(change) {
  everything = undefined;
  change();
  showSelection();
  grid.focus(selection.focus);
}

function moveTo(place, extend) {
  if (!grid.count) return;
  choose(() => selection.moveTo(place, { extend }));
}

// What matches now: what comes or changes later is not swept in.
async function selectFilter() {
  try {
    const { max_id, as_of } = await get(`${data.urls.api}assets/?${new URLSearchParams({ ...data.filter, limit: 1 })}`);
    everything = { filter: data.filter, max_id, as_of };
    showSelection();
  } catch (problem) {
    complain(problem);
  }
}

// How many match, as of the last look at the counts.
function found() {
  return Number(document.getElementById("facets").dataset.found);
}

function clearSelection() {
  choose(() => selection.clear());
}

function showSelection() {
  const count = everything ? found() : selection.size;
  grid.select(selection);
  if (!part.bulk) return;
  part.bulk.hidden = !selection.size;
  part.selected.textContent = `${thousands(count)} selected`;
  part.select_filter.hidden = everything || selection.size < grid.count || found() <= grid.count;
  part.select_filter.textContent = `Select all ${thousands(found())}`;
}

function open() {
  const image = grid.image(selection.focus);
  if (image) location.assign(`${data.urls.label}?filter=${data.label_filter}&asset=${image.id}`);
}

// --- acting

function setCategory(category) {
  if (!category) return;
  if (!selection.size) announce("Select images first");
  else act({ status: "labeled", category_ids: [category.id] }, `labeled ${category.name}`);
}

async function act(answer, words) {
  const places = selection.size ? selection.places : [selection.focus];
  const images = places.map((place) => grid.image(place)).filter(Boolean);
  const count = everything ? found() : images.length;
  if (!count || isBusy || (count > MANY && !(await isSure(count, words)))) return;
  await saving(async () => {
    const { outcome, now, step } = await actions.act(images, answer, everything);
    if (outcome.changed) history.record({ ...step, words });
    tell(outcome, words, now);
  });
}

async function takeBack(way, wayBack, side) {
  if (isBusy) return;
  const step = history[way]();
  if (!step) return;
  const done = await saving(async () => {
    const images = step.changes.map(({ id }) => grid.imageOf(id)).filter(Boolean);
    const { outcome, now } = await actions.undo(step, side, images);
    tell(outcome, side === "before" ? "taken back" : step.words, now);
  });
  if (!done) history[wayBack]();
}

// One action at a time. Answers whether it went through.
async function saving(work) {
  isBusy = true;
  part.note.hidden = true;
  saved.show("saving", 1);
  try {
    await work();
    saved.show("saved", 0);
    refreshCounts();
    return true;
  } catch (problem) {
    saved.show("saved", 0, 1);
    complain(problem);
    return false;
  } finally {
    isBusy = false;
  }
}

function complain(problem) {
  part.note_words.textContent = `Nothing was changed: ${problem.status ? problem.message : "the server was not reached."}`;
  part.note.hidden = false;
}

function tell(outcome, words, now) {
  grid.update(now);
  clearSelection();
  const rest = leftAlone(outcome);
  const text = outcome.changed ? `${thousands(outcome.changed)} ${words}.` : "Nothing changed.";
  const undo = element("button", { type: "button", class: "btn btn-s btn-quiet", "data-do": "undo" }, "Undo", element("kbd", {}, "Z"));
  part.done.replaceChildren(element("span", { class: "clip" }, text, " ", element("span", { class: "muted" }, rest && `${rest}.`)), ...(history.canUndo ? [undo] : []));
  announce(`${text} ${rest}`);
}

function isSure(count, words) {
  const { confirm, confirm_title, confirm_yes } = part;
  confirm_title.textContent = `${thousands(count)} images will be ${words}`;
  confirm_yes.textContent = `Change ${thousands(count)} images`;
  confirm.returnValue = "";
  confirm.showModal();
  return new Promise((resolve) => {
    confirm.addEventListener("close", () => resolve(confirm.returnValue === "yes"), { once: true });
  });
}

// The counts of filters and issues, as a page opened now would have them. The grid stays as it is.
function refreshCounts() {
  swap("facets", location.href, { also: ["issues-list", "in-review"] }).catch(() => {});
}

// --- beside the grid

function toggleIssues() {
  const isHidden = document.querySelector(".work").classList.toggle("no-issues");
  part.issues_button.setAttribute("aria-pressed", String(!isHidden));
}

// Up and down walk in the lists of filters while one of them has the focus.
function wireFacets() {
  document.querySelector("aside.facets").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...document.querySelectorAll("#facets a")];
    const here = links.indexOf(event.target);
    if (!step || here < 0) return;
    links[Math.max(0, Math.min(links.length - 1, here + step))].focus();
    event.preventDefault();
    event.stopPropagation();
  });
}

function wireSizes() {
  const buttons = [...document.querySelectorAll("[data-size]")].filter((node) => node.matches("button"));
  const set = (size) => {
    if (!part.cells) return;
    part.cells.dataset.size = size;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.size === size));
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      set(button.dataset.size);
      try {
        localStorage.setItem("labeler-cells", button.dataset.size);
      } catch {
        // Forbidden: the size is chosen anew on each page.
      }
    });
  }
  try {
    set(localStorage.getItem("labeler-cells") ?? "m");
  } catch {
    set("m");
  }
}
