// The labeling page: wires keys, queue, outbox, pictures and view together.
//
// An answer is accepted when the browser has stored it; only then the picture changes. Commands that come meanwhile
// wait in their order.

import { Film } from "labeler/film";
import { History } from "labeler/history";
import { get, post, sendAs } from "labeler/http";
import { wirePanel } from "labeler/label-panel";
import { LabelView } from "labeler/label-view";
import { categoryMark } from "labeler/markup";
import { shortName, told } from "labeler/marks";
import { answerOf, newOperation, sameAnswer, withPending } from "labeler/operations";
import { memoryOutbox, openOutbox } from "labeler/outbox";
import { Pictures, REACH } from "labeler/preload";
import { Queue } from "labeler/queue";
import { endOf } from "labeler/queue-end";
import { ClaimedImages, ListedImages } from "labeler/queue-source";
import { SavedMark } from "labeler/saved-mark";
import { Sender } from "labeler/sender";
import { claimTab } from "labeler/tab";
import { Tally } from "labeler/tally";
import { Troubles } from "labeler/troubles";
import { wireWork } from "labeler/work";

const KEYS = {
  single: {
    s: "skip", a: "approve", r: "review", z: "undo", n: "next-unlabeled", o: "overlay", p: "panels",
    ".": "same", "/": "find", "?": "shortcuts",
  },
  shifted: { z: "redo" },
  control: { z: "undo" },
  named: {
    ArrowRight: "next", ArrowDown: "next", ArrowLeft: "previous", ArrowUp: "previous",
    Home: "first", End: "last", Enter: "next", Backspace: "clear", Escape: "back",
  },
  filters: ["all", "unlabeled", "in_review", "done", "skipped"],
};
const COUNT_EVERY = 10_000;
const RENEW_EVERY = 4 * 60_000; // claims last ten minutes

const data = JSON.parse(document.getElementById("page-data").textContent);
const { api } = data.urls;
const claims = data.filter === "unlabeled";
const tab = claimTab();
const categories = new Map(data.categories.map((category) => [category.id, category]));
const category = (id) => categories.get(id);
const active = data.categories.filter((one) => one.active);
const describe = (answer) => told(answer, category, data.words);
const nameOf = (asset) => shortName(asset.original_name);
const addressOf = ({ id }) => `?filter=${data.filter}&asset=${id}`;

const view = new LabelView({ words: data.words, category });
const thumbOf = ({ id }) => `${api}assets/${id}/thumb`;
const film = new Film(view.part.film, { words: data.words, category, addressOf, thumbOf });
const history = new History();
const tally = new Tally(data.counts, data.filters);
const pictures = new Pictures((id) => `${api}assets/${id}/display`);
const queue = new Queue({
  film,
  source: claims ? new ClaimedImages(api, tab) : new ListedImages(api, data.filter, data.start),
  offset: data.start?.place ?? 0,
  total: tally.inFilter(data.filter),
  prepare: (asset) => withPending(asset, sender.of(asset.id)),
  held: () => queue.unlabeled + sender.waiting, // what waits to be sent is held, too
  onMore: () => (queue.current && shown ? keepPictures() : show()),
});
const troubles = new Troubles({
  view, api, describe, decide,
  saved: new SavedMark(view.part.saved),
  username: data.username,
  nameOf: (id) => queue.get(id)?.original_name,
});
const box = `labeler-outbox-${data.user}-${data.dataset}`;
const sender = new Sender({
  outbox: await openOutbox(box).catch(memory),
  owner: tab,
  channel: globalThis.BroadcastChannel && new BroadcastChannel(box),
  send: async (operations, signal) => (await post(`${api}answers/`, { operations }, { signal, keepalive: true })).results,
  onState: (state) => troubles.connection(state, sender),
  onResults: takeResults,
});

let shown = null; // resolves to whether the current picture is on the screen
let turn = Promise.resolve();
let lastLabel;
let lastActive = Date.now();

async function start() {
  sendAs(data.csrf);
  await sender.load();
  if (data.start) queue.add([data.start.asset]);
  await queue.more();
  if (claims && !data.start) await findUnlabeled();
  wireWork(KEYS, commands());
  wirePanel(view, label);
  wirePage();
  show();
  takeResults([]);
  sender.kick();
  readTallySoon(0);
}

function memory() {
  troubles.stores = false;
  return memoryOutbox();
}

// After a reload the first images may have an answer that still waits in the outbox.
async function findUnlabeled() {
  while (!queue.unlabeled && !queue.isComplete && !queue.hasFailed) await queue.more();
  if (!queue.unlabeled) queue.end();
  else if (queue.current.status !== "unlabeled") queue.nextUnlabeled();
}

// --- commands

function inTurn(work) {
  lastActive = Date.now();
  turn = turn.then(work).catch(({ message }) => troubles.once("That did not work.", message));
}

function commands() {
  const moves = (move) => () => inTurn(async () => (await move()) && show());
  const answers = (...how) => () => inTurn(() => answer(...how));
  return {
    category: ({ place }) => label(active[place]?.id),
    same: () => label(lastLabel),
    skip: answers(() => ({ status: "skipped", category_ids: [] }), { advance: true }),
    approve: answers((before) => labeled(before, "approved"), { advance: true }),
    review: answers((before) => labeled(before, before.status === "needs_review" ? "labeled" : "needs_review")),
    clear: answers(() => ({ status: "unlabeled", category_ids: [] })),
    undo: () => inTurn(() => takeBack("undo", "redo", "before")),
    redo: () => inTurn(() => takeBack("redo", "undo", "after")),
    next: moves(() => (queue.current ? queue.next() : view.part.end.querySelector(".btn-primary")?.click())),
    previous: moves(() => queue.stepBack()),
    first: moves(() => queue.goToFirst()),
    last: moves(() => queue.goToLast()),
    "next-unlabeled": moves(() => queue.nextUnlabeled()),
    again: () => queue.lookAgain(),
    filter: ({ filter }) => view.part.filters.querySelector(`[data-filter="${filter}"]`).click(),
    find: () => view.part.find.focus(),
    overlay: () => view.toggleOverlay(),
    panels: () => document.querySelector(".work").classList.toggle("is-solo"),
  };
}

function label(id) {
  if (!category(id)?.active) return;
  inTurn(async () => {
    if (!(await answer(() => ({ status: "labeled", category_ids: [id] }), { advance: true }))) return;
    // With the picture, not before it: a frame of its own would hold up the one that matters.
    view.press(id);
    view.lastLabel(category(id));
    lastLabel = id;
  });
}

// Undefined without a label to say this of.
function labeled({ category_ids }, status) {
  return category_ids.length ? { status, category_ids } : undefined;
}

// Give the image on the screen the answer that `change` makes of its present one. Nothing is answered unseen.
async function answer(change, { advance = false } = {}) {
  const asset = queue.current;
  if (!asset || !(await shown)) return false;
  const before = answerOf(asset);
  const after = change(before);
  const isNew = after && !sameAnswer(before, after);
  if (!after || !(isNew || advance)) {
    view.announce(`${nameOf(asset)} has no label`);
    return false;
  }
  if (isNew) {
    if (!(await put(asset, after))) return false;
    history.record({ asset: asset.id, before, after });
    const [id] = after.category_ids;
    view.toast(asset, after.status === "labeled" ? categoryMark(id, category(id)) : data.words[after.status]);
  }
  if (advance) queue.next();
  show();
  const now = advance && queue.current ? `, now ${nameOf(queue.current)}` : "";
  view.announce(`${describe(after)} saved on ${nameOf(asset)}${now}`);
  return true;
}

// Resolves when the answer is stored: from here on nothing loses it. False when it is not.
async function put(asset, after) {
  const before = answerOf(asset);
  const operation = newOperation(asset, after);
  try {
    await sender.accept(operation, { instead: isWrong(asset.id) });
    if (!troubles.stores) await sender.drained();
  } catch ({ message }) {
    troubles.once("This label was not stored. Press its key again.", message);
    return false;
  }
  if (isWrong(asset.id)) return false;
  queue.patch(asset.id, { ...after, revision: operation.base_revision + 1 });
  tally.move(before, after);
  view.counts(tally);
  film.update(asset);
  return true;
}

async function takeBack(way, wayBack, side) {
  const change = history[way]();
  if (!change) return;
  const asset = queue.get(change.asset);
  if (!asset || !(await put(asset, change[side]))) {
    history[wayBack]();
    return;
  }
  queue.goTo(asset.id);
  view.hideToast();
  show();
  view.announce(`${nameOf(asset)} is ${describe(asset)} again`);
}

// --- the image on the screen

function show() {
  const asset = queue.current;
  if (asset) showAsset(asset);
  else showEnd();
  film.show(asset);
  queue.loadAhead();
}

function showAsset(asset) {
  const image = pictures.ready(asset.id);
  if (image) view.picture(asset, image);
  shown = image ? Promise.resolve(true) : showLater(asset);
  view.asset(asset);
  view.place(queue.place, Math.max(queue.total, queue.place), data.place_words);
  keepPictures();
  rememberAddress(asset);
}

async function showLater(asset) {
  view.waitForPicture();
  const image = await pictures.picture(asset.id).catch(() => null);
  if (queue.current !== asset) return false;
  if (image) view.picture(asset, image);
  else view.noPicture(asset, show);
  return Boolean(image);
}

function keepPictures() {
  if (queue.current) pictures.keepAround(queue.current.id, queue.around(REACH.before, REACH.after));
}

let remembering;

// A reload comes back here. Not for claims: they are the same stretch anyway, without what is answered.
function rememberAddress(asset) {
  clearTimeout(remembering); // browsers allow only so many of these
  if (!claims) remembering = setTimeout(() => window.history.replaceState(null, "", addressOf(asset)), 500);
}

function showEnd() {
  shown = null;
  if (!queue.isComplete && !queue.hasFailed) return view.waitForPicture();
  readTallySoon(0);
  return sayWhereItEnds();
}

function sayWhereItEnds() {
  const held = queue.items.length;
  const passed = queue.unlabeled;
  const count = (filter) => (filter === "passed" ? passed : tally.inFilter(filter));
  view.part.film_empty.hidden = held > 0;
  if (claims) view.place(count("in_review") + count("done"), count("all"), " labeled");
  view.end(queue.hasFailed ? "unreached" : endOf({ filter: data.filter, held, passed, count }), count);
}

// --- what the server says

const marked = new Set(); // images to draw again

function isWrong(id) {
  return sender.problems.some(({ asset }) => asset === id);
}

function takeResults(results) {
  for (const { operation, result, asset: now } of results) {
    const id = operation.asset;
    const waiting = sender.of(id);
    if (now && (!waiting.length || isWrong(id))) queue.patch(id, { ...answerOf(now), revision: now.revision });
    if (isWrong(id)) history.forget((change) => change.asset === id);
    marked.add(id);
    // Both said the same: there is nothing to ask.
    if (result === "conflict" && now && waiting.length && sameAnswer(waiting.at(-1), now)) decide(id, null);
  }
  for (const { asset } of sender.problems) marked.add(asset);
  for (const id of marked) redraw(id);
  troubles.show(sender);
  readTallySoon();
}

function redraw(id) {
  const asset = queue.get(id);
  if (!isWrong(id)) marked.delete(id); // else it is looked at again when the next results come
  if (asset) film.update(asset, isWrong(id));
  if (asset && asset === queue.current) view.answer(asset);
}

async function decide(id, operation) {
  const asset = queue.get(id);
  if (!operation) await sender.forget(id);
  else if (asset) await put(asset, answerOf(operation));
  else await sender.accept(operation, { instead: true });
  takeResults([]);
}

let counting;
let countedAt = 0;

// Counts move with each answer; now and then, and never while one is on its way, the server's replace them.
function readTallySoon(pause = Math.max(700, countedAt + COUNT_EVERY - Date.now())) {
  clearTimeout(counting);
  counting = setTimeout(readTally, pause);
}

async function readTally() {
  if (sender.waiting) return;
  const { moves } = tally;
  const stats = await get(`${api}stats/`).catch(() => null); // the old numbers do until the connection is back
  countedAt = Date.now();
  if (stats && moves === tally.moves && !sender.waiting) {
    tally.take(stats);
    view.counts(tally);
    if (!queue.current && queue.isComplete) sayWhereItEnds();
  } else if (stats) readTallySoon();
}

function wirePage() {
  film.onChoose = (id) => inTurn(() => queue.goTo(id) && show());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return sender.flush();
    sender.kick();
    return readTallySoon();
  });
  addEventListener("online", () => {
    sender.kick();
    queue.lookAgain();
  });
  // A page from the browser's memory is as old as when it was left.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  // Asking renews what is held. Who went away loses it to others.
  setInterval(() => claims && !document.hidden && Date.now() - lastActive < RENEW_EVERY && queue.more(), RENEW_EVERY);
}

await start();
