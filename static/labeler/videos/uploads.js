// Videos that are being uploaded: one after the other, over connections that break, and on after a reload.

import { HttpError } from "base/http";
import { size } from "base/words";
import { announce } from "parts/announce";
import { wireDrop } from "uploads/drop-cover";
import { isWanted, listDropped } from "uploads/dropped-files";
import { inOrder } from "uploads/order";
import { endLeft, endUpload, isSame, leftUploads, sendInPieces, standingOf } from "uploads/tus";
import { UploadRow } from "videos/upload-row";

const KIND = "video";
const LONGEST = 4_000; // ms between two tries: it goes on soon after the server is back
const SIGNED_OUT = "You are signed out. Sign in in another tab, then go on.";

const box = document.getElementById("video-uploads");
const { uploads: address, maxBytes } = box.dataset;
const picker = document.getElementById("pick-videos");
const items = []; // {file, row, state, sent, tries, stop, wake}; without a file it is one that was left
let arrived = () => {};

// `done(video number)` is called when one has come in.
export function wireUploads(done) {
  arrived = done;
  for (const left of leftUploads(address, KIND)) showLeft(left);
}

// --- taking in ---

function take(files) {
  for (const file of files.filter(isWanted)) {
    const left = items.find((item) => item.left && isSame(item.left, file, address, KIND));
    if (left) drop(left);
    if (!items.some((item) => item.file && isTwin(item.file, file) && item.state !== "refused")) add(file);
  }
  work();
}

const isTwin = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

function add(file) {
  const item = { file, state: "queued", sent: 0, tries: 0 };
  item.row = new UploadRow(file.name, file.size, {
    pause: () => pause(item),
    goOn: () => goOn(item),
    remove: () => remove(item),
  });
  items.push(item);
  box.append(item.row.element);
  if (file.size > Number(maxBytes)) refuse(item, `The file has ${size(file.size)}; the limit is ${size(Number(maxBytes))}.`);
  else if (file.type.startsWith("image/")) refuse(item, "This is a picture. Add it on the page Assets.");
  else paint(item);
}

async function showLeft(left) {
  const item = { left, state: "left", sent: 0 };
  try {
    const offset = await standingOf(left);
    if (offset === null) return;
    item.sent = offset;
  } catch {
    // How far it is will be seen when it goes on.
  }
  if (items.some(({ file }) => file && isSame(left, file, address, KIND))) return;
  item.row = new UploadRow(left.name, left.size, { choose: () => picker.click(), remove: () => remove(item) });
  items.push(item);
  box.append(item.row.element);
  paint(item);
}

// --- sending: one at a time, so that the first is there soon ---

function work() {
  box.hidden = items.length === 0;
  if (items.some(({ state }) => state === "sending" || state === "waiting")) return;
  const item = items.find(({ state }) => state === "queued");
  if (item) send(item);
}

async function send(item) {
  item.stop = new AbortController();
  become(item, "sending");
  const onProgress = (sent) => {
    if (sent > item.sent) item.tries = 0;
    item.sent = sent;
    paint(item);
  };
  try {
    settle(item, await sendInPieces(item.file, address, { kind: KIND, onProgress, signal: item.stop.signal }));
  } catch (problem) {
    fail(item, problem);
  }
  work();
}

function settle(item, { video, duplicate }) {
  announce(duplicate ? `${item.file.name} was here already` : `${item.file.name} is uploaded`);
  if (duplicate) become(item, "duplicate");
  else drop(item);
  arrived(video);
}

function fail(item, problem) {
  if (item.stop.signal.aborted) return; // it was paused or removed
  if (!(problem instanceof HttpError) || problem.status >= 500 || [404, 408, 410, 429].includes(problem.status)) wait(item, problem);
  else if (problem.status === 401 || problem.status === 403) become(item, "paused", SIGNED_OUT);
  else refuse(item, problem.message);
}

function wait(item, problem) {
  const pauses = Math.min(LONGEST, 1000 * 2 ** item.tries);
  item.tries += 1;
  become(item, "waiting", problem.status >= 500 ? problem.message : "");
  item.wake = setTimeout(() => send(item), pauses);
}

function pause(item) {
  item.stop?.abort();
  clearTimeout(item.wake);
  become(item, "paused");
  work();
}

function goOn(item) {
  item.tries = 0;
  become(item, "queued");
  work();
}

function refuse(item, reason) {
  announce(`${item.file.name}: ${reason}`);
  become(item, "refused", reason);
}

function remove(item) {
  item.stop?.abort();
  clearTimeout(item.wake);
  if (item.left) endLeft(item.left);
  else endUpload(item.file, address, KIND);
  drop(item);
  work();
  document.querySelector("[data-pick]").focus();
}

function drop(item) {
  items.splice(items.indexOf(item), 1);
  item.row.element.remove();
  box.hidden = items.length === 0;
}

function become(item, state, reason = "") {
  Object.assign(item, { state, reason });
  paint(item);
}

function paint(item) {
  box.hidden = false;
  item.row.show(item);
}

addEventListener("online", () => {
  for (const item of items.filter(({ state }) => state === "waiting")) {
    clearTimeout(item.wake);
    send(item);
  }
});

// --- choosing and dropping ---

document.addEventListener("click", (event) => event.target.closest("[data-pick]") && picker.click());
picker.addEventListener("change", () => {
  const files = Array.from(picker.files);
  picker.value = ""; // the same files can be chosen again
  take(files);
});

wireDrop(async (dropped) => {
  const unread = (name) => announce(`${name} could not be read`);
  for (const { name, open } of inOrder(await listDropped(dropped, unread))) {
    const file = await open();
    if (file) take([file]);
    else unread(name);
  }
});
