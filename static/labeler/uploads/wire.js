// The uploads of the assets page: wires the queue, its drawer, the network and the drops.

import { thousands } from "base/markup";
import { size } from "base/words";
import { refreshCounts } from "parts/counts";
import { UploadDrawer } from "uploads/drawer";
import { wireDrop } from "uploads/drop-cover";
import { isWanted, takeDropped } from "uploads/dropped-files";
import { FirstUpload } from "uploads/first";
import { askKnown, canHash, hashAll } from "uploads/known";
import { endLarge, isLarge, sendLarge, tidy } from "uploads/large";
import { Pace } from "uploads/pace";
import { UploadQueue } from "uploads/queue";
import { sendFile, UNREADABLE } from "uploads/send";

const HANDFUL = 50; // files
const SLICE = 8; // ms of work on a long list before the page may do something else
const CALM = 100; // ms between two looks of the drawer
const BEAT = 1000; // ms after which it looks again, though nothing happened
const ZIP = /\.zip$/i;

const box = document.getElementById("uploads");
const { upload: address, uploads: inPieces, maxBytes } = box.dataset;
const queue = new UploadQueue({ checks: canHash() });
const pace = new Pace();
let takings = 0; // lists that are being taken in
let added = 0; // since the grid was read
let arrived = 0; // since the page was opened
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
  close: () => act(() => queue.clear()),
  page: (asset) => `${location.pathname}${asset.id}/`,
  thumb: (asset) => `${address}${asset.id}/thumb`,
  changed: () => paint(0),
});
const showNew = document.getElementById("show-new");
let showImages; // reads the grid anew
const first = new FirstUpload(document.getElementById("first-upload"), { show: showQuietly });

// --- taking files in: however many there are, the page never stands still ---

async function take(files) {
  await taking(async () => {
    let until = performance.now() + SLICE;
    for (let from = 0; from < files.length; from += HANDFUL) {
      accept(files.slice(from, from + HANDFUL));
      if (performance.now() < until) continue;
      await breath();
      until = performance.now() + SLICE;
    }
  });
}

// Until all is taken in the work is not over, however fast the first files are.
async function taking(work) {
  takings += 1;
  await work();
  takings -= 1;
  act();
}

function accept(files) {
  const limit = Number(maxBytes);
  for (const item of queue.add(files)) {
    if (item.size > limit) queue.unusable(item, `The file has ${size(item.size)}; the limit is ${size(limit)}`);
  }
  act();
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
  for (const item of queue.start(now)) send(item);
  clearTimeout(wakeAt);
  if (queue.resumesAt > now) wakeAt = setTimeout(act, queue.resumesAt - now);
}

async function hash(batch) {
  await hashAll(batch, (item) => queue.unusable(item, UNREADABLE));
  act(() => queue.hashed());
}

async function ask(items) {
  const answer = await askKnown(items, `${address}known/`);
  act(() => {
    if (answer.result === "answered") queue.answered(answer.assetOf);
    else if (answer.result === "stopped") queue.stop(answer.reason);
    else queue.notAnswered(Date.now());
    for (const item of items) count(item);
  });
}

async function send(item) {
  const onProgress = (sent) => {
    queue.progress(item, sent);
    paint();
  };
  const answer = isLarge(item.file)
    ? await sendLarge(item.file, { uploads: inPieces, assets: address }, onProgress)
    : await sendFile(item.file, address, onProgress);
  act(() => settle(item, answer));
}

function remove(item) {
  if (item.state === "failed" && isLarge(item.file)) endLarge(item.file, inPieces);
  queue.remove(item);
}

function settle(item, { result, reason, asset }) {
  if (result === "done" || result === "duplicate") queue.done(item, { duplicate: result === "duplicate", asset });
  else if (result === "lost") queue.lost(item, reason, Date.now());
  else if (result === "stopped") queue.stop(reason, item);
  else queue[result](item, reason);
  count(item);
}

function count({ state }) {
  if (state !== "done") return;
  added += 1;
  arrived += 1;
}

function finished() {
  pace.forget();
  refreshCounts();
  const { done, duplicate } = queue.summary;
  first.end({ done, duplicate, lost: queue.missed });
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
  first.follow(summary, arrived);
  showNew.hidden = !added || first.isOn;
  showNew.textContent = `Show ${thousands(added)} new`;
  clearTimeout(beat);
  if (isMoving) beat = setTimeout(paint, BEAT);
}

async function showAdded() {
  await showFromTheStart({});
  scrollTo(0, 0);
}

// Nothing is there that could be pushed away.
function showQuietly() {
  return showFromTheStart({ push: false, quiet: true });
}

async function showFromTheStart(how) {
  added = 0;
  paint();
  const kept = new URL(location.href).searchParams.get("size");
  await showImages(kept ? `?size=${kept}` : "?", how);
}

// What was chosen before this page was here. `labels`: by the name of a folder, the category that its images are of.
export function takeAtOnce({ files, zips, labels }) {
  if (files.length) take(files);
  tellOf(zips, { start: true, labels: Boolean(labels) });
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
      const files = Array.from(picker.files);
      picker.value = ""; // the same files can be chosen again
      const zips = files.filter(isZip);
      take(files.filter((file) => isWanted(file) && !isZip(file))).then(() => tellOf(zips));
    });
  }
}

async function takeDrop(dropped) {
  const zips = [];
  await taking(() => takeDropped(dropped, (files) => {
    zips.push(...files.filter(isZip));
    return take(files.filter((file) => !isZip(file)));
  }, refuseUnread));
  tellOf(zips);
}

const isZip = ({ name }) => ZIP.test(name);

// Archives are for others on the page.
function tellOf(zips, how = {}) {
  if (zips.length) document.dispatchEvent(new CustomEvent("zip-dropped", { detail: { files: zips, ...how } }));
}
