// The review page: wires the grid, its selection and the bulk actions together.

import { afterPaint } from "base/after-paint";
import { wireWork } from "base/commands";
import { sendAs } from "base/http";
import { element, thousands } from "base/markup";
import { placeAfter, Selection } from "base/selection";
import { plural } from "base/words";
import { announce } from "parts/announce";
import { closed } from "parts/dialogs";
import { SavedMark } from "parts/saved-mark";
import { BulkActions, changedWords, leftAlone } from "review/bulk";
import { createPicker } from "review/category-picker";
import { bounds, found, nextCategory, readCounts } from "review/counts";
import { focusCategories, focusSearch, toggleIssues, wireFilters, wireLook } from "review/filters";
import { ReviewGrid } from "review/grid";
import { Magnifier } from "review/magnifier";
import { OneClass } from "review/one-class";
import { placeLeft, rememberPlace } from "review/remembered-place";
import { LONG_ENOUGH, Seen } from "review/seen";
import { Steps } from "review/undo-steps";

const KEYS = {
  single: {
    a: "approve", r: "review", l: "relabel", z: "undo", c: "category-filter", p: "issues", o: "one-class", n: "next",
    b: "previous", f: "look", "/": "search", "?": "shortcuts",
  },
  shifted: { z: "redo" },
  control: { a: "select-all", z: "undo" },
  named: {
    ArrowRight: "move", ArrowLeft: "move", ArrowUp: "move", ArrowDown: "move", Home: "move", End: "move",
    " ": "select", PageDown: "see-rest", Enter: "open", Backspace: "unlabel", Escape: "back",
  },
  filters: [],
};
const MANY = 200; // asked about first
const GAP = 8; // px over a row

const data = JSON.parse(document.getElementById("page-data").textContent);
const part = Object.fromEntries([...document.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]));
const categories = new Map(data.categories.map((category) => [category.id, category]));
const active = data.categories.filter((category) => category.active);
const grid = new ReviewGrid(part.cells, { words: data.words, category: (id) => categories.get(id) });
const selection = new Selection(grid.count);
const oneClass = data.one_class ? new OneClass(grid.count) : null;
const actions = new BulkActions(data.urls.api);
const steps = new Steps(sessionStorage, `labeler:review-steps:${document.body.dataset.user}:${data.urls.review}`);
const saved = new SavedMark(part.saved);
const pick = createPicker(part, active);
const magnifier = new Magnifier(part.look, `${data.urls.api}assets/`, lookAgain);
const seen = new Seen(part.cells?.children ?? [], { isCovered: () => magnifier.isOpen, onChange: seenMore });
const touched = new Set(); // places that a hand selected or unselected, seen or not
let offer; // {status, since}: the same again is for what was not seen, too; since when the bar says so
let everything; // {named: the filter with its bounds, count}, while all that match are meant and not only this page
let counted; // the last look at the numbers
let turn = Promise.resolve(); // one action at a time: what is pressed meanwhile waits
let failures = 0;

sendAs(data.csrf);
wireWork(KEYS, {
  move: ({ key, extend }) => moveTo(placeAfter(key, selection.focus, grid.columns, grid.count), extend),
  select: () => grid.count && toggle(selection.focus),
  "select-all": selectAll,
  "select-filter": selectFilter,
  clear: clearSelection,
  approve: ({ at }) => act({ status: "approved" }, "approved", at),
  review: ({ at }) => act({ status: "needs_review" }, "set to needs review", at),
  unlabel: ({ at }) => act({ status: "unlabeled", category_ids: [] }, "back to unlabeled", at),
  relabel: async () => grid.count && setCategory(await pick(), performance.now()),
  category: ({ place, at }) => setCategory(active[place], at),
  "see-rest": seeRest,
  undo: () => inTurn(() => takeBack("undo", "redo", "before")),
  redo: () => inTurn(() => takeBack("redo", "undo", "after")),
  open,
  next: () => follow('.pager [rel="next"], .empty [rel="next"]'),
  previous: () => follow('.pager [rel="prev"]'),
  "one-class": () => part.class_mode?.click(),
  "category-filter": focusCategories,
  search: () => focusSearch(part),
  look: () => magnifier.toggle(grid.cell(selection.focus)),
  issues: () => toggleIssues(part),
  back,
});
wireGrid();
wireFilters(part);
wireLook(part);
start();
part.note_dismiss?.addEventListener("click", () => (part.note.hidden = true));
recount({ withRange: true });

// --- choosing

function wireGrid() {
  grid.onPick = (place, { isTick, toggle: isToggle, extend }) => {
    if (isToggle || isTick) toggle(place);
    else moveTo(place, extend);
  };
  grid.onOpen = open;
}

function toggle(place) {
  touched.add(place);
  choose(() => selection.toggle(place));
}

function selectAll() {
  for (let place = 0; place < grid.count; place += 1) touched.add(place);
  choose(() => selection.selectAll());
}

function choose(change) {
  everything = undefined;
  offer = undefined;
  change();
  showSelection();
  grid.focus(selection.focus);
}

function moveTo(place, extend) {
  if (!grid.count) return;
  // A range that begins with everything selected would be no range.
  choose(() => selection.moveTo(place, { extend: extend && !oneClass }));
}

// What matched when it was counted: what comes or changes later is not swept in.
async function selectFilter() {
  await counted;
  everything = { named: { filter: data.filter, ...bounds() }, count: found() };
  showSelection();
}

function back() {
  if (magnifier.isOpen) magnifier.close();
  else if (selection.size) clearSelection();
  else document.querySelector('[data-go="overview"]').click();
}

function clearSelection() {
  choose(() => selection.clear());
}

function showSelection() {
  grid.select(selection);
  magnifier.follow(grid.cell(selection.focus));
  showBar();
}

function showBar() {
  if (!part.bulk) return;
  const asks = oneClass && !everything && !oneClass.state.isApproved; // whether each is right
  const wrong = asks ? oneClass.wrong(selection.places) : [];
  const hidden = asks ? unseen() : 0;
  const known = selection.size - hidden;
  part.bulk.hidden = !selection.size && !wrong.length;
  part.seen.hidden = !asks;
  part.seen.firstElementChild.style.setProperty("--v", `${(100 * known) / (selection.size || 1)}%`);
  part.seen.ariaLabel = `${known} of ${selection.size} seen`;
  part.selected.textContent = everything ? `All ${thousands(everything.count)} selected` : `${known} ${asks ? "seen right" : "selected"}`;
  part.unseen.textContent = `${hidden} not seen`;
  part.unseen.hidden = !hidden;
  part.see_rest.hidden = !hidden || wrong.length;
  part.approve_words.textContent = asks ? (offer ? `Approve ${hidden} not seen` : `Approve ${known}`) : "Approve";
  part.wrong.textContent = `${wrong.length} wrong`;
  for (const [name, count] of [["seen_count", known], ["wrong_count", wrong.length], ["unseen_count", hidden]]) {
    if (part[name]) part[name].textContent = asks ? thousands(count) : "–";
  }
  part.wrong.hidden = !wrong.length;
  part.and_approve.hidden = !wrong.length || !selection.size;
  part.bulk.classList.toggle("is-asking", asks && !wrong.length);
  part.select_filter.hidden = everything || selection.size < grid.count || !(found() > grid.count);
  part.select_filter.textContent = `Select all ${thousands(found() ?? 0)}`;
}

// --- what was seen

function isKnown(place) {
  return touched.has(place) || seen.has(grid.cell(place));
}

function seenMore() {
  offer = undefined;
  showBar();
}

// The large picture came or went.
function lookAgain() {
  seen.look();
  const cell = grid.cell(selection.focus);
  if (!cell || !magnifier.shows(cell)) return;
  setTimeout(() => !document.hidden && magnifier.shows(cell) && seen.add(cell), LONG_ENOUGH);
}

function isShown(cell) {
  return magnifier.isOpen ? magnifier.shows(cell) : seen.isShown(cell);
}

// The first row that is not whole on the screen comes to its top.
function seeRest() {
  const { scroll } = part;
  const end = scroll.getBoundingClientRect().bottom - (part.bulk.hidden ? 0 : part.bulk.offsetHeight);
  const next = [...part.cells.children].find((cell) => cell.getBoundingClientRect().bottom > end);
  if (next) scroll.scrollTop += next.getBoundingClientRect().top - scroll.getBoundingClientRect().top - GAP;
  else document.querySelector(".pager")?.scrollIntoView({ block: "nearest" });
}

function open() {
  const image = grid.image(selection.focus);
  if (image) location.assign(`${data.urls.label}?filter=${data.label_filter}&asset=${image.id}`);
}

function follow(selector) {
  const link = document.querySelector(selector);
  if (link && !link.hidden) link.click();
  else announce("No more pages");
}

// --- acting

function setCategory(category, at) {
  if (!category) return;
  if (!selection.size && !oneClass) announce("Select images first");
  else act({ status: "labeled", category_ids: [category.id] }, `labeled ${category.name}`, at);
}

function placesFor({ status }, at) {
  const { places, size, focus } = selection;
  if (everything || (!oneClass && size)) return { places, approved: [] };
  if (!oneClass) return { places: [focus], approved: [], isForFocus: true };
  // The second press is for all, once the bar has said so long enough to be read.
  if (offer?.status === status && at - offer.since > LONG_ENOUGH) return { places: [], approved: places };
  return oneClass.placesFor(status === "approved", places, focus, isKnown);
}

// On what is selected now, also when it has to wait.
function act(answer, words, at) {
  const [{ places, approved, isForFocus }, everyOne] = [placesFor(answer, at), everything];
  const focused = isForFocus && grid.cell(selection.focus);
  if (focused && !isShown(focused)) return notShown();
  if (focused) seen.add(focused); // however short
  if (oneClass && !everyOne && !places.length && !approved.length) return noneSeen(answer);
  if (!approved.length) return inTurn(() => actOn([{ places, answer }], everyOne, words));
  const parts = [{ places, answer }, { places: approved, answer: { status: "approved" } }].filter((part) => part.places.length);
  return inTurn(() => actOn(parts, everyOne, { approved: "approved", [answer.status]: words }));
}

function notShown() {
  grid.focus(selection.focus);
  say("Not shown yet.");
}

function noneSeen(answer) {
  say("Nothing was seen yet.");
  offerRest(answer);
}

// Of the right ones some were not seen: the same once more is for them, too.
function offerRest({ status }) {
  const made = unseen() ? { status, since: Infinity } : undefined;
  offer = made;
  showBar();
  if (made) afterPaint().then(() => (made.since = performance.now()));
}

// How many are right only because nobody said otherwise.
function unseen() {
  return selection.places.filter((place) => !isKnown(place)).length;
}

async function actOn(chosen, everyOne, words) {
  const imageAt = (place) => ({ ...grid.image(place), seen: seen.has(grid.cell(place)) });
  const parts = chosen.map((part) => ({ ...part, images: part.places.filter((place) => grid.image(place)).map(imageAt) }));
  const count = everyOne ? everyOne.count : parts.reduce((sum, { images }) => sum + images.length, 0);
  if (!count || (count > MANY && !(await isSure(count, words)))) return;
  await saving(async () => {
    const { outcome, now, step } = await actions.act(parts, everyOne?.named);
    const before = view();
    grid.update(now);
    goOn(parts);
    if (outcome.changed) steps.record({ ...step, words, page: { address: location.search, before, after: view() } });
    tell(outcome, words);
  });
}

// What is selected after an action: nothing; one class at a time, what waits for its turn.
function goOn(parts) {
  if (!oneClass) return clearSelection();
  let rest = selection.places;
  for (const { places, answer } of parts) {
    const decided = places.filter((place) => isSo(grid.image(place), answer));
    const isApproved = answer.status === "approved" && rest.every((place) => places.includes(place));
    rest = oneClass.decide(decided, isApproved, rest);
  }
  const { focus } = selection;
  const waits = !oneClass.state.isApproved && parts.some(({ answer }) => answer.status === "approved"); // for being seen
  choose(() => selection.set(rest, waits || rest.includes(focus) ? focus : rest[0]));
  if (waits) offerRest(parts[0].answer);
  if (!oneClass.left.length) document.querySelector(".pager")?.scrollIntoView({ block: "nearest" });
}

function isSo(image, { status, category_ids: ids }) {
  return image.status === status && (!ids || String(image.category_ids) === String(ids));
}

async function takeBack(way, wayBack, side) {
  const step = steps[way]();
  if (!step) return announce(way === "undo" ? "Nothing to undo" : "Nothing to redo");
  const done = await saving(async () => {
    const images = step.changes.map(({ id }) => grid.imageOf(id)).filter(Boolean);
    const { outcome, now } = await actions.undo(step, side, images);
    steps.save();
    grid.update(now);
    if (oneClass && step.page?.address === location.search) show(step.page[side]);
    else if (!oneClass) clearSelection();
    tell(outcome, side === "before" ? "taken back" : step.words);
  });
  if (!done) steps[wayBack]();
}

// What waits behind a failure is given up: it was pressed before the failure was told, and would hide it.
function inTurn(work) {
  const known = failures;
  turn = turn.then(() => (known === failures ? work() : undefined)).catch(complain);
}

// Answers whether it went through.
async function saving(work) {
  if (part.note) part.note.hidden = true;
  saved.show("saving", 1);
  try {
    await work();
    saved.show("saved", 0);
    recount();
    return true;
  } catch (problem) {
    failures += 1;
    saved.show("saved", 0, 1);
    complain(problem);
    return false;
  }
}

function complain(problem) {
  part.note_words.textContent = `Nothing was changed: ${problem.status ? problem.message : "the server was not reached."}`;
  part.note.hidden = false;
}

function tell(outcome, words) {
  const rest = leftAlone(outcome);
  const text = changedWords(outcome, words);
  const undo = element("button", { type: "button", class: "btn btn-s btn-quiet", "data-do": "undo" }, "Undo", element("kbd", {}, "Z"));
  const told = `${text}${rest && ` ${rest}.`}`;
  part.done?.replaceChildren(element("span", { class: "clip", title: told }, text, " ", element("span", { class: "muted" }, rest && `${rest}.`)), ...(steps.canUndo ? [undo] : []));
  announce(`${told}${whatIsLeft()}`);
}

function whatIsLeft() {
  if (!oneClass) return "";
  if (!oneClass.left.length) return " This page is done.";
  return offer ? ` ${unseen()} not seen: Page Down shows them, the same key again is for them, too.` : "";
}

function say(words) {
  part.done?.replaceChildren(element("span", { class: "clip" }, words));
  announce(words);
}

function isSure(count, words) {
  const { confirm, confirm_title, confirm_yes } = part;
  confirm_title.textContent = `${plural(count, "image")} will be ${words}`;
  confirm_yes.textContent = `Change ${plural(count, "image")}`;
  confirm.returnValue = "";
  confirm.showModal();
  return closed(confirm).then(() => confirm.returnValue === "yes");
}

// The counts of filters and issues, as a page opened now would have them. The grid stays as it is.
function recount(options) {
  counted = readCounts(options).then(showCounted);
}

function showCounted() {
  showSelection();
  const following = nextCategory();
  if (!oneClass) {
    if (part.class_mode && !data.filter.category && following) part.class_mode.href = `${following.href}&mode=class`;
  } else if (part.next_class && found() !== undefined) {
    part.next_class.hidden = !following;
    if (!following) return;
    part.next_class.href = following.href;
    part.next_class.querySelector(".clip").textContent = following.querySelector(".cat").textContent;
  }
}

// --- where somebody is on the page

function view() {
  return { selected: selection.places, focus: selection.focus, ...oneClass?.state };
}

function show({ selected, focus, ...state }) {
  oneClass?.restore(state);
  choose(() => selection.set(selected, focus));
}

function start() {
  addEventListener("pagehide", () => {
    const ids = (places) => places.map((place) => grid.image(place)?.id);
    const { selected, focus, decided = [], isApproved } = view();
    const [focused] = ids([focus]);
    rememberPlace({ selected: ids(selected), decided: ids(decided), focused, isApproved, top: part.scroll?.scrollTop });
  });
  // As it was kept in memory it may be out of date.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  if (!grid.count) return;
  const left = placeLeft();
  // What a labeler was not sure of is wrong until somebody says otherwise.
  const isRight = (place) => grid.image(place).status !== "needs_review";
  if (!left) return show({ selected: oneClass ? oneClass.left.filter(isRight) : [], focus: 0, decided: [], isApproved: false });
  const places = (ids) => ids.map((id) => grid.placeOf(id)).filter((place) => place >= 0);
  const focus = Math.max(0, grid.placeOf(left.focused));
  show({ selected: places(left.selected), focus, decided: places(left.decided), isApproved: left.isApproved ?? false });
  part.scroll.scrollTop = left.top;
}
