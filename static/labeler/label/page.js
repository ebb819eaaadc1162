// The labeling page. The picture changes once the answer is stored; what is pressed meanwhile waits.

import { wireWork } from "base/commands";
import { get, post, sendAs } from "base/http";
import { categoryMark } from "base/markup";
import { dataIn } from "base/page-data";
import { Answers } from "label/answers";
import { mount } from "label/editors/classification";
import { Notes } from "label/notes";
import { Queue } from "label/queue";
import { ClaimedImages, ListedImages } from "label/queue-source";
import { Strip } from "label/stage/strip";
import * as view from "label/stage/view";
import { claimTab } from "label/tab-id";
import { Tally } from "label/tally";
import { answerWords, shortName } from "label/words";
import { answerOf, sameAnswer, withPending } from "outbox/operations";
import { Sender } from "outbox/sender";
import { openOutbox } from "outbox/store";
import { Pictures } from "parts/pictures";
import { SavedMark } from "parts/saved-mark";

const COUNT_EVERY = 10_000; // others work, too
const RENEW_EVERY = 4 * 60_000; // claims last ten minutes

const data = dataIn(document);
const { api } = data.urls;
const claims = data.filter === "unlabeled";
const tab = claimTab();
const categories = new Map(data.categories.map((one) => [one.id, one]));
const category = (id) => categories.get(id);
const describe = (answer) => answerWords(answer, category, data.words);
const classes = document.querySelector(".work").classList;
const nameOf = (asset) => shortName(asset.original_name);

view.start(data);
const addressOf = (id) => `?${data.address}&asset=${id}`;
const strip = new Strip(view.part.film, { api, addressOf, words: data.words, category, onChoose: (id) => inTurn(() => queue.goTo(id) && show()) });
const tally = new Tally(data.counts, data.filters);
const pictures = new Pictures(api);
const queue = new Queue({
  addressOf,
  source: claims ? new ClaimedImages(api, tab) : new ListedImages(api, data),
  offset: data.place,
  total: data.total ?? tally.inFilter(data.filter),
  prepare: (asset) => withPending(asset, sender.of(asset.id)),
  held: () => queue.unlabeled + sender.waiting,
  onMore: () => (queue.current && shown ? prepareNext() : show()),
  onProblem: ({ status }) => status === 401 && notes.connection("logged-out", sender),
});
const box = `labeler-outbox-${data.user}-${data.dataset}`;
const sender = new Sender({
  outbox: await openOutbox(box).catch(() => null),
  owner: tab,
  channel: new BroadcastChannel(box),
  send: async (operations, signal) => (await post(`${api}answers/`, { operations }, { signal, keepalive: true })).results,
  onState: (state) => notes.connection(state, sender),
  onResults: (results) => answers.results(results),
});
const answers = new Answers({ queue, sender, tally, fetch: (id) => get(`${api}assets/${id}/`), onChange: settled });
const notes = new Notes({
  view, describe, words: data.notes, decide: answers.decide,
  saved: new SavedMark(view.part.saved),
  username: data.username,
  signIn: () => import("label/sign-in") // seldom
    .then(({ signIn }) => signIn(view.part.sign_in, data.username, resume)).catch(({ message }) => view.tell(message)),
});

let shown = null; // resolves to whether the picture is on the screen
let turn = Promise.resolve();
let lastActive = Date.now();
let editor, remembering, isCounting;

async function start() {
  sendAs(data.csrf);
  await sender.load();
  const give = (after) => inTurn(() => answer(() => after, "and-on"));
  editor = mount(view.part, data, { give, announce: view.announce });
  wireWork(data.keys, commands());
  wirePage();
  queue.add(data.assets);
  await queue.more();
  queue.goTo(data.asset);
  if (claims && !data.asset) await findUnlabeled();
  show();
  view.loadZoom().catch(({ message }) => view.tell(message));
  answers.results([]);
  sender.kick();
}

function resume(page) {
  const now = dataIn(page);
  if (now?.user !== data.user) return false;
  sendAs(now.csrf);
  return askAgain();
}

function askAgain() {
  sender.kick();
  queue.askAgain();
  return true;
}

// The first may have an answer in the outbox.
async function findUnlabeled() {
  while (!queue.unlabeled && !queue.isComplete && !queue.hasFailed) await queue.more();
  if (!queue.unlabeled) queue.end();
  else if (queue.current.status !== "unlabeled") queue.nextUnlabeled();
}

function inTurn(work) {
  lastActive = Date.now();
  turn = turn.then(work).catch(({ message }) => notes.once("That did not work.", message));
  return turn;
}

function commands() {
  const moves = (move, none) => () => inTurn(async () => ((await queue[move]()) ? show() : none && view.tell(none)));
  const changes = (...how) => () => inTurn(() => answer(...how));
  return {
    skip: changes(() => ({ status: "skipped", category_ids: [] }), "and-on"),
    approve: changes(() => labeled("approved"), "and-on"),
    review: changes(({ status }) => labeled(status === "needs_review" ? "labeled" : "needs_review")),
    clear: changes(() => ({ status: "unlabeled", category_ids: [] })),
    undo: () => inTurn(() => takeBack("undo")),
    redo: () => inTurn(() => takeBack("redo")),
    next: moves("next"),
    "go-on": () => (queue.current ? moves("next")() : view.part.end.querySelector(".btn-primary")?.click()),
    previous: moves("stepBack"),
    first: moves("goToFirst"),
    last: moves("goToLast"),
    "next-unlabeled": moves("toUnlabeled", "No other image here is unlabeled"),
    "frame-before": () => inTurn(() => toFrame("previous", -1)),
    "frame-after": () => inTurn(() => toFrame("next", 1)),
    again: askAgain,
    filter: ({ filter }) => view.part.filters.querySelector(`[data-filter="${filter}"]`).click(),
    overlay: () => classes.toggle("no-overlay"),
    panels: () => classes.toggle("is-solo"),
    ...view.zoomCommands,
    ...editor.commands,
  };
}

function labeled(status) {
  const { category_ids } = editor.read();
  return category_ids.length && { status, category_ids };
}

// `change` makes an answer of the present one, which was seen.
async function answer(change, advance) {
  const asset = queue.current;
  if (!asset) return false;
  const name = nameOf(asset);
  if (!(await shown)) return view.tell(`${name} did not load: no label is taken`);
  const before = answerOf(asset);
  const after = change(before);
  const isNew = after && !sameAnswer(before, after);
  if (!isNew && !(after && advance)) return view.tell(`${name} has no label`);
  if (isNew) {
    if (!(await answers.give(asset, after))) return false;
    const [id] = after.category_ids;
    view.toast(name, after.status === "labeled" ? categoryMark(id, category(id)) : data.words[after.status]);
  }
  if (advance) queue.next();
  show();
  const now = advance && queue.current ? `, now ${nameOf(queue.current)}` : "";
  view.announce(`${describe(after)}${after.status === "labeled" ? " saved on" : ":"} ${name}${now}`);
  return true;
}

async function takeBack(way) {
  const asset = await answers.takeBack(way);
  if (!asset) return asset ?? view.tell(`Nothing to ${way}`);
  queue.goTo(asset.id);
  view.toast();
  show();
  return view.announce(`${nameOf(asset)} is ${describe(asset)} again`);
}

async function toFrame(which, step) {
  const { [which]: frame } = queue.current ? await get(`${api}assets/${queue.current.id}/frames/`) : {};
  if (!frame) return view.tell(`No ${which} frame of a video`);
  return queue.goBeside(frame, step) && show();
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
  if (image) view.picture(asset, image);
  shown = image ? Promise.resolve(true) : showLater(asset);
  view.asset(asset);
  showAnswer(asset);
  view.place(queue.place, Math.max(queue.total, queue.place), data.place_words);
  // For a reload; too often is an error. Claims stay the same anyway.
  clearTimeout(remembering);
  if (!claims) remembering = setTimeout(() => history.replaceState(null, "", addressOf(asset.id)), 500);
}

function showAnswer(asset) {
  view.answer(asset);
  editor.show(asset);
}

async function showLater(asset) {
  view.waitForPicture();
  const image = await pictures.picture(asset.id).catch(() => null);
  if (queue.current !== asset) return false;
  if (image) return view.picture(asset, image) ?? true;
  view.noPicture(asset, show);
  setTimeout(() => queue.current === asset && show(), 3_000);
  return false;
}

function prepareNext() {
  draw();
  if (queue.current) pictures.keepAround(queue.current.id, queue.around(2, queue.enough));
  strip.show(queue);
  queue.loadAhead();
}

function showEnd() {
  shown = null;
  if (!queue.isComplete && !queue.hasFailed) return view.waitForPicture();
  readTally();
  return sayWhereItEnds();
}

function sayWhereItEnds() {
  const count = (filter) => (filter === "passed" ? queue.unlabeled : tally.inFilter(filter));
  if (claims) view.place(count("in_review") + count("done"), count("all"), " labeled");
  const listed = queue.items.length ? "last" : "nothing";
  const claimed = ["passed", "unlabeled", "in_review"].find(count) ?? "approved";
  view.end(queue.hasFailed ? "unreached" : claims ? claimed : listed, count);
}

function settled() {
  draw();
  notes.show(sender);
  setTimeout(readTally, 150); // unless an answer follows
}

function draw() {
  for (const id of answers.changed) {
    const asset = queue.get(id);
    const isWrong = answers.isWrong(id);
    if (!isWrong) answers.changed.delete(id);
    if (asset) strip.update(asset, isWrong);
    if (asset && asset === queue.current) showAnswer(asset);
  }
  showCounts();
}

function showCounts() {
  view.counts(tally);
  editor.counts(tally);
}

// One at a time, none while an answer is on its way: then after it.
async function readTally() {
  if (isCounting || sender.waiting) return;
  isCounting = true;
  const { moves } = tally;
  const stats = await get(`${api}stats/`).catch(() => null);
  isCounting = false;
  if (!stats || sender.waiting || moves !== tally.moves) return;
  tally.take(stats);
  showCounts();
  if (!queue.current && queue.isComplete) sayWhereItEnds();
}

function wirePage() {
  addEventListener("visibilitychange", () => {
    if (document.hidden) return sender.flush();
    sender.kick();
    return readTally();
  });
  addEventListener("online", askAgain);
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  setInterval(() => document.hidden || readTally(), COUNT_EVERY);
  // Asking renews what is held.
  setInterval(() => claims && !document.hidden && Date.now() - lastActive < RENEW_EVERY && queue.more(), RENEW_EVERY);
}

await start();
