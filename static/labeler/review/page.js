// The review page: wires the grid, what is chosen in it, and what is done to that, to keys and buttons.

import { wireWork } from "base/commands";
import { sendAs } from "base/http";
import { placeAfter } from "base/selection";
import { createPicker } from "review/category-picker";
import { readCounts, showWayOn } from "review/counts";
import { openDrawer, wireDrawer } from "review/drawer";
import { focusCategories, focusSearch, toggleIssues, wireFilters, wireLook } from "review/filters";
import { ReviewGrid } from "review/grid";
import { alphabetFor } from "review/keys/letters";
import { nextSort, openSort, resize, showStatus, STATUSES } from "review/keys/reach";
import { OneClass } from "review/one-class";
import { addressWithin } from "review/remembered-place";
import { Steps } from "review/undo-steps";
import { createWhy } from "review/why";
import { Acting } from "review/doing/acting";
import { Choosing } from "review/doing/choosing";
import { GoingOn } from "review/doing/going-on";
import { Whereabouts } from "review/doing/whereabouts";

const KEYS = {
  single: {
    a: "approve", r: "review", l: "relabel", z: "undo", c: "category-filter", p: "issues", o: "one-class", n: "next",
    b: "previous", f: "look", m: "letters", s: "sort", "+": "larger", "=": "larger", "-": "smaller", "/": "search", "?": "shortcuts",
  },
  shifted: { z: "redo", r: "why", s: "next-sort", n: "go-on" },
  control: { a: "select-all", z: "undo" },
  named: {
    ArrowRight: "move", ArrowLeft: "move", ArrowUp: "move", ArrowDown: "move", Home: "move", End: "move",
    PageUp: "page", PageDown: "page", " ": "select", Enter: "open", Backspace: "unlabel", Escape: "back",
  },
  filters: STATUSES,
};

const data = JSON.parse(document.getElementById("page-data").textContent);
const part = Object.fromEntries([...document.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]));
const categories = new Map(data.categories.map((category) => [category.id, category]));
const active = data.categories.filter((category) => category.active);
const grid = new ReviewGrid(part.cells, { words: data.words, category: (id) => categories.get(id) });
const oneClass = data.one_class ? new OneClass(grid.count) : null;
const choosing = new Choosing(part, grid, {
  oneClass, filter: data.filter, pictures: `${data.urls.api}assets/`, alphabet: alphabetFor(active.length),
  onType: () => endLeader(), onEnd: () => goingOn.next(),
});
const whereabouts = new Whereabouts(choosing);
const steps = new Steps(sessionStorage, `labeler:review-steps:${document.body.dataset.user}:${data.urls.review}`);
const acting = new Acting(part, { api: data.urls.api, choosing, whereabouts, steps, onChange: recount, onDone: () => goingOn.whenDone() });
const goingOn = new GoingOn(part, { acting, choosing });
const pick = createPicker(part, active);
const askWhy = createWhy(part, data.reasons);

sendAs(data.csrf);
const endLeader = wireWork(KEYS, {
  move: ({ key, extend }) => choosing.moveTo(placeAfter(key, choosing.selection.focus, grid.columns, grid.count), extend),
  select: () => grid.count && choosing.toggle(choosing.selection.focus),
  "select-all": () => choosing.all(),
  "select-filter": () => choosing.allThatMatch(),
  clear: () => choosing.clear(),
  approve: ({ at }) => acting.act({ status: "approved" }, "approved", at),
  review: ({ at }) => acting.sendBack("", at),
  why: async ({ at }) => grid.count && acting.sendBack(await askWhy(), at),
  unlabel: ({ at }) => acting.act({ status: "unlabeled", category_ids: [] }, "back to unlabeled", at),
  relabel: async () => grid.count && acting.setCategory(await pick(), performance.now()),
  category: ({ place, at }) => acting.setCategory(active[place], at),
  page: ({ key, extend }) => choosing.turnPage(key, extend),
  "see-rest": () => choosing.turnPage("PageDown"),
  known: () => acting.markKnown(),
  undo: () => acting.undo(),
  redo: () => acting.redo(),
  open,
  next: () => goingOn.next(),
  previous: () => goingOn.follow('.pager [rel="prev"]'),
  "go-on": () => goingOn.toggle(),
  "one-class": () => part.class_mode?.click(),
  "category-filter": focusCategories,
  filter: ({ filter }) => showStatus(filter),
  sort: () => openSort(part),
  "next-sort": () => nextSort(part, (href) => goingOn.leave(href)),
  larger: () => resize(1),
  smaller: () => resize(-1),
  search: () => focusSearch(part),
  look: () => choosing.look(),
  letters: () => choosing.showLetters(),
  issues: () => toggleIssues(part),
  filters: openDrawer,
  back: () => choosing.back(),
});
grid.onPick = (place, { isTick, toggle, extend }) => (toggle || isTick ? choosing.toggle(place) : choosing.moveTo(place, extend));
grid.onOpen = open;
wireFilters(part, (href) => goingOn.leave(href));
wireDrawer();
wireLook(part);
whereabouts.start(part.scroll);
choosing.letters.restore();
goingOn.tell();
part.note_dismiss?.addEventListener("click", () => (part.note.hidden = true));
recount({ withRange: true });
// What is selected and where somebody is stays: see Whereabouts.
if (part.partial) {
  import("parts/later/partial-list").then(({ followPartialList }) =>
    followPartialList({
      isBusy: () => Boolean(choosing.everything) || !part.note.hidden || acting.isBusy,
      show: () => acting.inTurn(() => location.reload()),
    }),
  );
}

function open() {
  const image = grid.image(choosing.selection.focus);
  if (image) goingOn.leave(addressWithin(data.urls.label, image));
}

// The counts of filters and issues, as a page opened now would have them. The grid stays as it is.
function recount(options) {
  choosing.counted = readCounts(options).then(() => {
    choosing.show();
    showWayOn(part, { isOneClass: Boolean(oneClass), category: data.filter.category });
  });
}
