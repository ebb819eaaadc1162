// The uploads of the assets page: wires the queue, its drawer, the network and the drops.

import { show } from "labeler/assets-grid";
import { refreshCounts } from "labeler/counts";
import { carriesFiles, isWanted, takeDropped } from "labeler/dropped-files";
import { size, thousands } from "labeler/markup";
import { askKnown, canHash } from "labeler/upload-known";
import { Pace } from "labeler/upload-pace";
import { UploadDrawer } from "labeler/upload-drawer";
import { UploadQueue } from "labeler/upload-queue";
import { sendFile } from "labeler/upload-send";

const box = document.getElementById("uploads");
const { upload: address, maxBytes } = box.dataset;
const CHECKED_AT_ONCE = 50;
const queue = new UploadQueue({ checks: canHash });
const pace = new Pace();
let isAsking = false; // which files are known
let added = 0; // since the grid was read
let wakeAt = null;
let painting = false;
const drawer = new UploadDrawer(box, {
  retry: (item) => act(() => queue.retry(item)),
  retryFailed: () => act(() => queue.retryFailed()),
  remove: (item) => act(() => queue.remove(item)),
  close: () => act(() => queue.clear()),
  pause: () => act(() => {
    queue.isPaused = !queue.isPaused;
    pace.forget();
  }),
  page: (asset) => `${location.pathname}${asset.id}/`,
  thumb: (asset) => `${address}${asset.id}/thumb`,
  changed: () => paint(),
});
const showNew = document.getElementById("show-new");

function take(files) {
  const [fits, large] = split(files, (file) => file.size <= Number(maxBytes));
  queue.add(fits);
  for (const item of queue.add(large)) {
    queue.refused(item, `The file has ${size(item.size)}; the limit is ${size(Number(maxBytes))}`);
  }
  act(() => {});
}

function act(change) {
  change();
  pump();
  paint();
}

// Starts what may start now, and wakes up when the queue's pause is over.
function pump() {
  check();
  for (const item of queue.start(Date.now(), Number(isAsking))) send(item);
  clearTimeout(wakeAt);
  if (queue.resumesAt !== null) wakeAt = setTimeout(() => act(() => {}), Math.max(queue.resumesAt - Date.now(), 0));
}

// Some files at a time: the first are on their way while the others are asked about.
async function check() {
  const some = isAsking || queue.isPaused ? [] : queue.toCheck(CHECKED_AT_ONCE);
  if (!some.length) return;
  isAsking = true;
  let known = new Map();
  try {
    known = await askKnown(some.map(({ file }) => file), `${address}known/`);
  } catch {
    // Sending them finds out what is wrong.
  }
  isAsking = false;
  act(() => queue.checked(some, ({ file }) => known.has(file) && { id: known.get(file) }));
  if (!queue.busy) finished();
}

async function send(item) {
  let before = 0;
  const answer = await sendFile(item.file, address, (sent) => {
    pace.sent(Math.max(0, sent - before), Date.now());
    before = sent;
    queue.progress(item, sent);
    paint();
  });
  act(() => {
    if (answer.result === "done") added += 1;
    if (answer.result === "done" || answer.result === "duplicate") queue.done(item, { duplicate: answer.result === "duplicate", asset: answer.asset });
    else if (answer.result === "lost") queue.lost(item, answer.reason, Date.now());
    else queue[answer.result](item, answer.reason);
  });
  if (!queue.busy) finished();
}

function finished() {
  refreshCounts();
  if (document.querySelector(".drop-big") && added) showAdded(); // nothing there that could be pushed away
}

// At most once a frame, however many files report.
function paint() {
  if (painting) return;
  painting = true;
  requestAnimationFrame(() => {
    painting = false;
    drawer.show(queue, pace);
    showNew.hidden = !added;
    showNew.textContent = `Show ${thousands(added)} new`;
  });
}

async function showAdded() {
  added = 0;
  paint();
  const here = new URL(location.href);
  const kept = here.searchParams.get("size");
  await show(kept ? `?size=${kept}` : "?");
  scrollTo(0, 0);
}

showNew.addEventListener("click", showAdded);
addEventListener("online", () => act(() => {
  queue.retryFailed();
  queue.resume();
}));
addEventListener("beforeunload", (event) => {
  if (queue.busy) event.preventDefault();
});

// --- choosing and dropping ---

const pickers = { files: document.getElementById("pick-files"), folder: document.getElementById("pick-folder") };

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick]");
  if (button) pickers[button.dataset.pick].click();
});

for (const picker of Object.values(pickers)) {
  picker.addEventListener("change", () => {
    take(Array.from(picker.files).filter(isWanted));
    picker.value = ""; // the same files can be chosen again
  });
}

const cover = document.getElementById("drop-cover");
let inside = 0; // enter and leave come for every element on the way

addEventListener("dragenter", (event) => {
  if (!carriesFiles(event)) return;
  inside += 1;
  cover.hidden = false;
});
addEventListener("dragleave", (event) => {
  if (!carriesFiles(event)) return;
  inside -= 1;
  if (inside <= 0) cover.hidden = true;
});
addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
});
addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  inside = 0;
  cover.hidden = true;
  takeDropped(event.dataTransfer, take);
});

function split(items, fits) {
  return [items.filter(fits), items.filter((item) => !fits(item))];
}
