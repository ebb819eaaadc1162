// The labeling page. A key is about the picture that was on the screen when it went down, or about none.

import { wireWork } from "base/commands";
import { idle } from "base/here";
import { get, post, sendAs } from "base/http";
import { newId } from "base/ids";
import { dataIn } from "base/page-data";
import { Answers } from "label/answers";
import { Notes } from "label/notes";
import { Queue } from "label/queue/queue";
import { ClaimedImages } from "label/queue/source";
import * as view from "label/stage/view";
import { claimTab } from "label/queue/tab-id";
import { Tally } from "label/tally";
import { answerWords, shortName } from "label/words";
import { answerOf, sameAnswer, withPending } from "outbox/operations";
import { Sender } from "outbox/sender";
import { openOutbox } from "outbox/store";
import { Painted } from "parts/painted";
import { Pictures } from "parts/pictures";
import { SavedMark } from "parts/saved-mark";

const SLOW = 60; // ms that a picture waits for a store: longer eats the next key
const MOST_UNSTORED = 5; // then it waits for it

const data = dataIn(document);
const { api } = data.urls;
const { mount, outbox } = await import(`label/editors/${data.editor}`);
const claims = data.filter === "unlabeled";
const tab = claimTab();
const load = newId();
const categories = new Map(data.categories.map((one) => [one.id, one]));
const category = (id) => categories.get(id);
const describe = (answer) => answerWords(answer, category, data.words);
const classes = document.querySelector(".work").classList;
const nameOf = (asset) => shortName(asset.original_name);

view.start(data);
const addressOf = (id) => `?${data.address}&asset=${id}`;
const tally = new Tally(data.counts, data.filters);
const pictures = new Pictures(api);
const queue = new Queue({
  addressOf,
  source: claims ? new ClaimedImages(api, { sign, waiting: () => sender.images, onStretch }) : new (await import("label/queue/listed")).ListedImages(api, { ...data, drained: () => turn.then(() => sender.drained()) }),
  offset: data.place,
  total: data.total ?? tally.inFilter(data.filter),
  prepare: (asset) => withPending(pictures.know(asset), sender.of(asset.id)),
  onMore: () => (queue.current && stands ? prepareNext() : show()),
  onProblem: ({ status }) => (status === 401 || status === 403) && notes.connection("logged-out", sender),
});
const box = `labeler-outbox-${data.user}-${data.dataset}`;
const opening = import("outbox/second-line") // at the same time
  .then(({ openSecondLine }) => openSecondLine({ address: data.urls.journal, box, tab, owner: data.username, onSlow: () => view.tell(data.notes["slow-store"]), onLate: adopt }))
  .catch(() => null);
const sender = new Sender({
  outbox: await openOutbox(box).then(outbox).catch(() => null),
  second: await opening,
  owner: tab,
  channel: new BroadcastChannel(box),
  send: async (operations, signal) => (await post(`${api}answers/`, { operations, ...(claims && { window: sign() }) }, { signal, keepalive: true })).results,
  onState: (state) => notes.connection(state, sender),
  onResults: (results) => answers.results(results),
});
const answers = new Answers({ queue, sender, tally, also: data.also, fetch: (id) => get(`${api}assets/${id}/`), onChange: settled, tell: view.tell });
const notes = new Notes({
  view, describe, words: data.notes, decide: answers.decide,
  saved: new SavedMark(view.part.saved),
  username: data.username,
  signIn: () => import("label/sign-in") // seldom
    .then(({ signIn }) => signIn(view.part.sign_in, data, askAgain)).catch(({ message }) => view.tell(message)),
});

const painted = new Painted();
let stands = null; // "picture", or what is there instead of it: "waiting", "failed", nothing
let turn = Promise.resolve();
const untold = [];
let editor, strip, presence, counting, stretch;

async function start() {
  sendAs(data.csrf);
  await protect();
  const give = (change, at, how = "and-on") => answering(change, how)({ at });
  editor = mount(view.part, data, { ...view, give });
  wireWork(data.keys, commands());
  wirePage();
  queue.add(data.assets);
  await queue.more();
  queue.goTo(data.asset);
  if (claims && !data.asset) await findUnlabeled();
  show();
  if (claims) addEventListener("pagehide", () => post(`${api}queue/leave/`, sign(), { keepalive: true }).catch(() => {}));
  Promise.all([view.loadZoom(), view.loadFacts(data), loadStrip(), editor.loadMore(), import("label/end"), import("label/queue/moves"), claims && loadPresence()]).catch(({ message }) => view.tell(message));
  answers.results([]);
  sender.kick();
}

async function loadStrip() {
  const { Strip } = await import("label/stage/strip");
  const onChoose = (id) => inTurn(() => queue.goTo(id) && show());
  strip = new Strip(view.part.film, { api, addressOf, words: data.words, mark: editor.mark, onChoose, draw });
  strip.show(queue);
}

async function loadPresence() {
  presence = (await import("label/queue/presence")).watch({ queue, view, nameOf, words: data.notes });
  untold.forEach(presence.tell);
}

// Of this window, as the server is told.
function sign() {
  return { tab, load, idle: Math.min(idle() / 1000, 1e6), shown: queue.current?.id ?? null };
}

function onStretch(now, ids) {
  stretch = now;
  queue.retain(ids);
  if (presence) presence.tell(now);
  else untold.push(now);
}

// What waits, in whichever store.
async function protect() {
  const brought = await sender.adopt(sender.second?.found ?? []);
  import("label/storage").then(({ tell }) => tell({ box, data, sender, brought, notes, view, queue, answers, show })).catch(() => {});
}

async function adopt(operations) {
  if (!(await sender.adopt(operations))) return;
  answers.results([]);
  sender.kick();
}

function askAgain() {
  sender.kick();
  queue.askAgain();
}

// The first may have an answer in the outbox.
async function findUnlabeled() {
  while (!queue.unlabeled && !queue.isComplete && !queue.hasFailed) await queue.more();
  if (!queue.unlabeled) queue.end();
  else if (queue.current.status !== "unlabeled") queue.nextUnlabeled();
}

function inTurn(work) {
  turn = turn.then(work).catch(({ message }) => notes.once("That did not work.", message));
  return turn;
}

function commands() {
  const moves = (move, none) => () => inTurn(async () => ((await move(queue)) ? show() : none && view.tell(none)));
  const far = (name, none) => moves(async () => (await import("label/queue/moves"))[name](queue, api), none);
  return {
    skip: answering(() => ({ status: "skipped", category_ids: [] }), "and-on"),
    approve: answering((before) => labeled("approved", before), "and-on"),
    review: answering((before) => labeled(before.status === "needs_review" ? "labeled" : "needs_review", before)),
    clear: answering(() => ({ status: "unlabeled", category_ids: [] })),
    undo: () => inTurn(() => takeBack("undo")),
    redo: () => inTurn(() => takeBack("redo")),
    next: moves(queue.next),
    "go-on": () => (queue.current ? moves(queue.next)() : view.part.end.querySelector(".btn-primary")?.click()),
    previous: moves(() => queue.stepBack()),
    first: far("toFirst"),
    last: far("toLast"),
    "next-unlabeled": far("toUnlabeled", "No other image here is unlabeled"),
    "frame-before": far("toFrameBefore", "No previous frame of a video"),
    "frame-after": far("toFrameAfter", "No next frame of a video"),
    again: askAgain,
    lead: ({ key }) => view.tell(data.notes.lead.replace("{key}", key.toUpperCase())),
    "take-over": () => queue.ask({ take_over: true }).then(show),
    filter: ({ filter }) => view.part.filters.querySelector(`[data-filter="${filter}"]`).click(),
    overlay: () => classes.toggle("no-overlay"),
    panels: () => classes.toggle("is-solo"),
    ...view.zoomCommands,
    ...editor.commands,
  };
}

function labeled(status, before) {
  const category_ids = editor.read(before);
  return category_ids && { status, category_ids };
}

// Makes an answer of the present one: null where that has no label, undefined for nothing to do.
function answering(change, how) {
  return ({ at }) => {
    const seen = painted.at(at);
    const ms = painted.since(at);
    return inTurn(() => answer(seen, ms, change, how));
  };
}

// How: "and-on" to the next; "at-once", before it is stored.
async function answer(seen, ms, change, how) {
  const asset = queue.current;
  if (!asset) return false;
  const name = nameOf(asset);
  if (seen !== asset.id) return view.tell(stands === "failed" ? `${name} did not load: no label is taken` : "Not shown yet");
  const isAtOnce = how === "at-once" && sender.stores;
  if (!isAtOnce) await answers.stored(asset.id);
  const before = answerOf(asset);
  const after = change(before);
  if (after === undefined) return false;
  const advance = how === "and-on";
  const isNew = after && !sameAnswer(before, after);
  if (!isNew && !(after && advance)) return view.tell(`${name} has no label`);
  if (isNew && !(await store(asset, after, ms, isAtOnce))) return false;
  if (advance) queue.next();
  show();
  const now = advance && queue.current ? `, now ${nameOf(queue.current)}` : "";
  view.announce(editor.said?.(after) ?? `${describe(after)}${after.status === "labeled" ? " saved on" : ":"} ${name}${now}`);
  return true;
}

// Whether the page may go on: it is stored, or that takes long.
async function store(asset, after, ms, isAtOnce) {
  const mark = after.status === "labeled" ? editor.mark(after) : data.words[after.status];
  const stored = answers.give(asset, after, ms, isAtOnce).then((isStored) => {
    if (isStored) view.toast(nameOf(asset), mark);
    return isStored;
  });
  if (isAtOnce) return true;
  if (answers.storing > MOST_UNSTORED) return stored;
  const isStored = await Promise.race([stored, new Promise((resolve) => setTimeout(resolve, SLOW))]);
  return isStored ?? (sender.stores || stored);
}

async function takeBack(way) {
  const asset = await answers.takeBack(way);
  if (!asset) return asset ?? view.tell(`Nothing to ${way}`);
  queue.goTo(asset.id);
  view.toast();
  show();
  return view.announce(`${nameOf(asset)} is ${describe(asset)} again`);
}

function show() {
  const asset = queue.current;
  if (asset) showAsset(asset);
  else showEnd();
  // A frame later: the picture waits for no row, no request.
  requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(prepareNext)));
}

function showAsset(asset) {
  const image = pictures.ready(asset.id);
  if (image) showPicture(asset, image);
  else showLater(asset);
  view.asset(asset);
  showAnswer(asset);
  if (data.total !== 0) view.place(queue.place, Math.max(queue.total, queue.place), data.place_words);
  queue.source.remember?.(asset.id);
}

function showAnswer(asset) {
  view.answer(asset);
  editor.show(asset);
}

function showPicture(asset, image) {
  view.picture(asset, image);
  painted.picture(asset.id);
  stands = "picture";
}

async function showLater(asset) {
  view.waitForPicture();
  painted.nothing();
  stands = "waiting";
  const image = await pictures.picture(asset.id).catch(() => null);
  if (queue.current !== asset) return;
  if (image) return showPicture(asset, image);
  if (await queue.lost?.(asset)) return;
  view.noPicture(asset, show);
  stands = "failed";
  setTimeout(() => queue.current === asset && show(), 3_000);
}

function prepareNext() {
  if (queue.current) pictures.keepAround(queue.current.id, queue.around(2, queue.enough));
  if (strip) strip.show(queue);
  else draw();
  queue.loadAhead();
}

function showEnd() {
  painted.nothing();
  stands = null;
  if (!queue.isComplete && !queue.hasFailed) return view.waitForPicture();
  recount();
  return sayWhereItEnds();
}

async function sayWhereItEnds() {
  const { sayEnd } = await import("label/end");
  if (!queue.current) sayEnd({ queue, tally, view, stretch, words: data.notes });
}

function settled() {
  draw();
  notes.show(sender);
  setTimeout(recount, 150); // unless an answer follows
}

function draw() {
  for (const id of answers.changed) {
    const asset = queue.get(id);
    const isWrong = answers.isWrong(id);
    if (!isWrong) answers.changed.delete(id);
    if (asset) strip?.update(asset, isWrong);
    if (asset && asset === queue.current) showAnswer(asset);
  }
  showCounts();
}

function showCounts() {
  view.counts(tally);
  editor.counts(tally);
}

async function recount() {
  counting ??= import("label/recount").then(({ recounting }) => recounting({ api, sender, tally, onCounts }));
  const count = await counting.catch(() => (counting = undefined));
  return count?.();
}

function onCounts() {
  showCounts();
  if (!queue.current && queue.isComplete) sayWhereItEnds();
}

function wirePage() {
  addEventListener("visibilitychange", () => {
    if (document.hidden) return sender.flush();
    sender.kick();
    return recount();
  });
  addEventListener("online", askAgain);
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
}

await start();
