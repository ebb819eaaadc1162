// The assets page: wires the grid (filters without leaving the page), the upload queue, its drawer and the drops.

import { announce } from "labeler/live";
import { carriesFiles, isWanted, takeDropped } from "labeler/dropped-files";
import { createKeymap, isForSomethingElse } from "labeler/keymap";
import { element, icon, size, thousands } from "labeler/markup";
import { refreshCounts } from "labeler/counts";
import { sendFile } from "labeler/upload-send";
import { singleKeysOn } from "labeler/shortcuts";
import { step } from "labeler/tile-steps";
import { swap } from "labeler/swap";
import { UploadDrawer } from "labeler/upload-drawer";
import { UploadQueue } from "labeler/upload-queue";

// --- the grid: its links and filters replace it in place, so that uploads go on ---

const browse = () => document.getElementById("browse");

async function show(url, { push = true } = {}) {
  const focus = focusKey();
  let fresh;
  try {
    fresh = await swap("browse", url);
  } catch {
    location.assign(url); // the browser says it better when the server is not reached
    return;
  }
  if (!fresh) return;
  if (push) history.pushState(null, "", url === "?" ? location.pathname : url);
  restoreFocus(focus);
  refreshCounts();
  announce(document.getElementById("shown")?.textContent ?? "No images yet");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("#browse a[href^='?']");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const pages = Boolean(link.closest(".pager"));
  show(link.getAttribute("href")).then(() => pages && scrollTo(0, 0));
});

document.addEventListener("change", (event) => {
  if (event.target.matches("#browse [data-auto]")) event.target.form.requestSubmit();
});

document.addEventListener("search", (event) => {
  if (event.target.matches("#browse [data-search]") && !event.target.value) event.target.form.requestSubmit();
}, true);

document.addEventListener("submit", (event) => {
  if (!event.target.matches("#browse form")) return;
  event.preventDefault();
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(event.target)) {
    if (value.trim() && !(name === "sort" && value === "newest")) asked.set(name, value.trim());
  }
  show(`?${asked}`);
});

addEventListener("popstate", () => show(location.href, { push: false }));

// A picture that cannot be shown says which one it is.
document.addEventListener("error", (event) => {
  const tile = event.target.matches?.(".tile img") && event.target.closest(".tile");
  if (tile) event.target.replaceWith(element("span", { class: "blank tile-failed" }, icon("i-assets"), element("span", { class: "clip" }, tile.getAttribute("aria-label").split(", ")[0])));
}, true);

function focusKey() {
  const at = document.activeElement;
  if (!browse().contains(at)) return null;
  if (at.name) return `[name="${at.name}"]`;
  if (at.dataset.tab) return `[data-tab="${at.dataset.tab}"]`;
  if (at.rel) return `[rel="${at.rel}"]`;
  return at.getAttribute("aria-label") ? `[aria-label="${CSS.escape(at.getAttribute("aria-label"))}"]` : "#browse";
}

function restoreFocus(key) {
  if (!key) return;
  const target = browse().querySelector(key) ?? browse();
  if (target === browse()) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

// --- keys: arrows, Home and End move between tiles, Shift+1 to 5 choose a tab ---

const TABS = ["all", "unlabeled", "in_review", "done", "skipped"];
const commandFor = createKeymap(
  {
    single: {}, shifted: {}, control: {}, filters: TABS,
    named: { ArrowRight: "step", ArrowLeft: "step", ArrowUp: "step", ArrowDown: "step", Home: "step", End: "step" },
  },
  singleKeysOn,
);

document.addEventListener("keydown", (event) => {
  if (isForSomethingElse(event, document)) return;
  const command = commandFor(event);
  if (command?.type === "filter") document.querySelector(`[data-tab="${TABS.indexOf(command.filter) + 1}"]`)?.click();
  if (command?.type !== "step" || !event.target.matches(".justified .tile")) return;
  event.preventDefault();
  const tiles = [...document.querySelectorAll(".justified .tile")];
  tiles[step(tiles.map((tile) => tile.getBoundingClientRect()), tiles.indexOf(event.target), command.key)]?.focus();
});

// --- uploads ---

const box = document.getElementById("uploads");
const { upload: address, maxBytes } = box.dataset;
const queue = new UploadQueue();
let added = 0; // since the grid was read
let wakeAt = null;
let painting = false;
const drawer = new UploadDrawer(box, {
  retry: (item) => act(() => queue.retry(item)),
  retryFailed: () => act(() => queue.retryFailed()),
  remove: (item) => act(() => queue.remove(item)),
  close: () => act(() => queue.clear()),
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
  for (const item of queue.start(Date.now())) send(item);
  clearTimeout(wakeAt);
  if (queue.resumesAt !== null) wakeAt = setTimeout(() => act(() => {}), Math.max(queue.resumesAt - Date.now(), 0));
}

async function send(item) {
  const answer = await sendFile(item.file, address, (sent) => {
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
    drawer.show(queue);
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
