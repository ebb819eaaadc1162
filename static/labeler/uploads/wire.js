// The uploads of the assets page: wires the queue, its drawer, the network and the drops.

import { post } from "base/http";
import { thousands } from "base/markup";
import { size } from "base/words";
import { refreshCounts } from "parts/counts";
import { ending } from "parts/pictures";
import { UploadDrawer } from "uploads/drawer";
import { wireDrop } from "uploads/drop-cover";
import { listChosen, listDropped } from "uploads/dropped-files";
import { FirstUpload, FULL } from "uploads/first";
import { FolderLabels } from "uploads/folder-labels";
import { KeptLists } from "uploads/kept/lists";
import { MissingNote } from "uploads/kept/note";
import { askKnown, canHash, hashAll } from "uploads/known";
import { endLarge, isLarge, sendLarge, tidy } from "uploads/large";
import { inOrder } from "uploads/order";
import { Pace } from "uploads/pace";
import { askPlaces } from "uploads/places";
import { UploadQueue } from "uploads/queue";
import { joins, sendFile, sendTogether, UNREADABLE } from "uploads/send";

const HANDFUL = 50; // files
const SLICE = 8; // ms of work on a long list before the page may do something else
const CALM = 100; // ms between two looks of the drawer
const NOTHING = { missed: 0, expected: 0, missing: [] };
const BEAT = 1000; // ms after which it looks again, though nothing happened
const ZIP = /\.zip$/i;

const box = document.getElementById("uploads");
const { upload: address, uploads: inPieces, maxBytes, dataset } = box.dataset;
const queue = new UploadQueue({ checks: canHash(), joins });
const pace = new Pace();
const lists = new KeptLists({
  name: `labeler-uploads-${document.body.dataset.user}-${dataset}`,
  ask: (count) => askPlaces(count, `${inPieces}places/`),
  onChange: () => paint(),
});
const labels = new FolderLabels({
  store: localStorage,
  name: `labeler-folder-labels-${document.body.dataset.user}-${dataset}`,
  send: async (operations) => (await post(`${document.body.dataset.api}answers/`, { operations })).results,
});
const missing = new MissingNote(document.getElementById("missing"), () => lists.giveUp());
let takings = 0; // lists that are being taken in
let added = 0; // since the grid was read
let arrived = 0; // since the page was opened
let firstOf = null; // the list that the first of them is of
let isIdle = true;
let wakeAt = null;
let painted = 0;
let painting = null;
let beat = null;
const drawer = new UploadDrawer(box, {
  retry: (item) => act(() => queue.retry(item)),
  retryFailed: () => act(() => queue.retryFailed()),
  remove: (item) => act(() => remove(item)),
  pause: () => act(() => { queue.isPaused = true; }),
  goOn: () => act(() => queue.goOn()),
  close: () => act(close),
  page: (asset) => `${location.pathname}${asset.id}/`,
  thumb: (asset) => `${address}${asset.id}/thumb${ending(asset)}`,
  changed: () => paint(0),
});
const showNew = document.getElementById("show-new");
let showImages; // reads the grid anew
const first = new FirstUpload(document.getElementById("first-upload"), { show: showQuietly });

// --- taking files in: however many there are, the page never stands still ---

// A list of {folder, name, open}. What was chosen before and arrived is not sent again.
async function take(found) {
  await lists.ready;
  const list = lists.begin(found.length);
  const resumed = new Set();
  let until = performance.now() + SLICE;
  let fresh = 0;
  for (let from = 0; from < found.length; from += HANDFUL) {
    const opened = await Promise.all(found.slice(from, from + HANDFUL).map((each, at) => open(each, from + at)));
    fresh += accept(opened.filter(Boolean), list, resumed);
    if (performance.now() < until) continue;
    await breath();
    until = performance.now() + SLICE;
  }
  lists.end(list, fresh);
  for (const each of resumed) lists.resume(each);
}

async function open({ folder, name, open: ask }, index) {
  const file = await ask();
  if (!file) refuseUnread(name);
  return file && { file, row: { index, folder, name, size: file.size } };
}

// Until all is taken in the work is not over, however fast the first files are.
async function taking(work) {
  takings += 1;
  await work();
  takings -= 1;
  act();
}

// How many of them are new, and of this list.
function accept(opened, list, resumed) {
  const known = new Map(opened.map(({ file, row }) => [file, lists.find(row)]));
  const fresh = opened.filter(({ file }) => !known.get(file));
  list.take(fresh.map(({ row }) => row));
  for (const { file, row } of opened) {
    const before = known.get(file);
    if (before) resumed.add(before.list);
    if (before && !before.list.takeAgain(before.row)) continue;
    enqueue(file, before ?? { list, row });
  }
  act();
  return fresh.length;
}

function enqueue(file, of) {
  const limit = Number(maxBytes);
  const [item] = queue.add([file]);
  item.of = of;
  if (item.size > limit) refuse(item, `The file has ${size(item.size)}; the limit is ${size(limit)}`);
}

// The page itself cannot send it.
function refuse(item, reason) {
  queue.unusable(item, reason);
  item.of.list.settle(item.of.row.index);
}

function refuseUnread(name) {
  const [item] = queue.add([{ name, size: 0 }]);
  queue.unusable(item, "It could not be read");
  act();
}

const breath = () => (globalThis.scheduler?.yield ? scheduler.yield() : new Promise((resolve) => setTimeout(resolve)));

// --- the queue at work ---

function act(change = () => {}) {
  change();
  pump();
  paint();
  const wasIdle = isIdle;
  isIdle = !queue.busy && !takings;
  if (isIdle && !wasIdle) finished();
}

// Starts what may start now, and wakes up when the queue's pause is over.
function pump() {
  const now = Date.now();
  const batch = queue.toHash(now);
  if (batch.length) hash(batch);
  const asked = queue.toAsk(now);
  if (asked.length) ask(asked);
  for (const { items } of new Set(queue.start(now).map(({ request }) => request))) {
    if (items.length > 1) sendSeveral(items);
    else send(items[0]);
  }
  clearTimeout(wakeAt);
  if (queue.resumesAt > now) wakeAt = setTimeout(act, queue.resumesAt - now);
}

async function hash(batch) {
  await hashAll(batch, (item) => refuse(item, UNREADABLE));
  act(() => queue.hashed());
}

async function ask(items) {
  const answer = await askKnown(items, `${address}known/`);
  act(() => {
    if (answer.result === "answered") queue.answered(answer.assetOf);
    else if (answer.result === "stopped") queue.stop(answer.reason);
    else queue.notAnswered(Date.now());
    for (const item of items) note(item);
  });
}

async function send(item) {
  const onProgress = (sent) => {
    queue.progress(item, sent);
    paint();
  };
  let answer = await sendTo(item, onProgress);
  if (answer.result === "unplaced") answer = await sendTo(item, onProgress); // by a place that is given anew
  if (answer.result === "unplaced") answer.result = "refused";
  act(() => settle(item, answer));
}

async function sendTo({ file, of: { list, row } }, onProgress) {
  const { place, ...refusal } = await list.placeOf(row.index);
  if (refusal.result) return refusal;
  const fields = { place, ...(row.folder && { folder: row.folder }) };
  const answer = isLarge(file)
    ? await sendLarge(file, { uploads: inPieces, assets: address, fields }, onProgress)
    : await sendFile(file, address, onProgress, fields);
  if (answer.result === "unplaced") list.forgetPlaces(place - row.index);
  return answer;
}

// Whatever the answer is not about goes back to the queue. The files may be of several lists, and the places of one be
// refused.
async function sendSeveral(items) {
  const placed = await Promise.all(items.map(({ of: { list, row } }) => list.placeOf(row.index)));
  const all = items.map(({ file, of: { row } }, at) => ({ file, fields: { place: placed[at].place, folder: row.folder } }));
  const refusals = placed.map((each) => (each.result ? each : null));
  const answers = refusals.some(Boolean) ? refusals : await sendTogether(all, `${address}several/`, (part) => share(items, part));
  act(() => items.forEach((item, at) => {
    const answer = answers?.[at];
    if (answer && answer.result !== "unplaced") return settle(item, answer);
    if (answer) item.of.list.forgetPlaces(placed[at].place - item.of.row.index);
    return queue.again(item);
  }));
}

// The files of one request go one after the other.
function share(items, part) {
  let left = part * items.reduce((sum, { size: bytes }) => sum + bytes, 0);
  for (const item of items) {
    queue.progress(item, Math.max(0, Math.min(item.size, left)));
    left -= item.size;
  }
  paint();
}

function remove(item) {
  if (item.state === "failed" && isLarge(item.file)) endLarge(item.file, inPieces);
  queue.remove(item);
  item.of?.list.settle(item.of.row.index);
}

// What failed has not arrived.
function close() {
  for (const { of } of queue.allFailed) of?.list.release(of.row.index);
  queue.clear();
}

function settle(item, { result, reason, asset }) {
  if (result === "done" || result === "duplicate") queue.done(item, { duplicate: result === "duplicate", asset });
  else if (result === "lost") queue.lost(item, reason, Date.now());
  else if (result === "stopped") queue.stop(reason, item);
  else queue[result](item, reason);
  note(item);
}

// It is here, or never will be.
function note({ state, asset, of: { list, row } }) {
  if (["done", "duplicate", "refused"].includes(state)) list.settle(row.index);
  if (asset) labels.note(asset, row.folder);
  if (state !== "done") return;
  added += 1;
  arrived += 1;
  firstOf ??= list;
}

async function finished() {
  pace.forget();
  const { done, duplicate } = queue.summary;
  const lost = queue.missed;
  await (lists.told.missed ? labels.flush() : labels.end());
  refreshCounts();
  first.end({ done, duplicate, lost, labeled: labels.given, unlabeled: labels.left });
}

// Soon, and not more often than anybody can read, however many files report.
function paint(wait = Math.max(0, painted + CALM - Date.now())) {
  if (painting) return;
  painting = setTimeout(() => requestAnimationFrame(paintNow), wait);
}

function paintNow() {
  painted = Date.now();
  painting = null;
  const summary = queue.summary;
  const isMoving = summary.left && !summary.isPaused && !summary.stopped && !summary.offline;
  if (isMoving) pace.note(painted, { sent: summary.bytes.sent, through: summary.work.through });
  else pace.forget();
  drawer.show(queue, isMoving ? pace.words(painted, summary.work.total - summary.work.through) : "");
  missing.show(isIdle && lists.isSure ? lists.told : NOTHING);
  first.follow(summary, arrived);
  showNew.hidden = !added || first.isOn;
  showNew.textContent = `Show ${thousands(added)} new`;
  clearTimeout(beat);
  if (isMoving) beat = setTimeout(paint, BEAT);
}

// The list from the first of them on; where one page holds all of it, the whole with that one in view.
async function showAdded() {
  const before = document.querySelectorAll(".justified .tile").length;
  const isWhole = !document.querySelector("#browse .pager") && before + added <= FULL;
  await showFrom(isWhole ? null : firstOf?.cursor);
  if (isWhole) document.querySelectorAll(".justified .tile")[before]?.scrollIntoView({ block: "center" });
  else scrollTo(0, 0);
}

// In a project that was empty, from its start: nothing is there that could be pushed away.
function showQuietly() {
  return showFrom(null, { push: false, quiet: true });
}

async function showFrom(cursor, how) {
  added = 0;
  firstOf = null;
  paint();
  const size = new URL(location.href).searchParams.get("size");
  await showImages(`?${new URLSearchParams({ ...(size && { size }), ...(cursor && { cursor }) })}`, how);
}

// A list that was chosen before this page was here. `categories`: by the paths of folders, of what lies in them.
export function takeAtOnce({ found, zips, categories }) {
  if (categories) labels.begin(categories);
  if (found.length) taking(() => take(inOrder(found)));
  tellOf(zips, { start: true, labels: Boolean(categories) });
}

export function wireUploads(show) {
  showImages = show;
  showNew.addEventListener("click", showAdded);
  tidy(inPieces);
  wirePickers();
  wireDrop(takeDrop);
  document.addEventListener("import-over", ({ detail }) => first.end(detail));
  addEventListener("online", () => act(() => queue.resume()));
  addEventListener("beforeunload", (event) => {
    if (!isIdle) event.preventDefault();
  });
}

// --- choosing and dropping ---

const pickers = { files: document.getElementById("pick-files"), folder: document.getElementById("pick-folder") };

function wirePickers() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-pick]");
    if (button) pickers[button.dataset.pick].click();
  });

  for (const picker of Object.values(pickers)) {
    picker.addEventListener("change", () => {
      const found = listChosen(Array.from(picker.files));
      picker.value = ""; // the same files can be chosen again
      taking(() => takeAll(found));
    });
  }
}

async function takeDrop(dropped) {
  await taking(async () => takeAll(await listDropped(dropped, refuseUnread)));
}

async function takeAll(found) {
  const pictures = inOrder(found.filter((each) => !isZip(each)));
  if (pictures.length) await take(pictures);
  const zips = await Promise.all(found.filter(isZip).map(({ open: ask }) => ask()));
  tellOf(zips.filter(Boolean));
}

const isZip = ({ name }) => ZIP.test(name);

// Archives are for others on the page.
function tellOf(zips, how = {}) {
  if (zips.length) document.dispatchEvent(new CustomEvent("zip-dropped", { detail: { files: zips, ...how } }));
}
