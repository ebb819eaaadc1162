// A sample check: one drawn image after the other, each judged right or wrong by one key, and then what that says.

import { wireWork } from "base/commands";
import { HttpError, post, sendAs } from "base/http";
import { Judgements } from "checks/judgements";
import { seenWords, wrongWords } from "checks/words";
import { announce } from "parts/announce";
import { Painted } from "parts/painted";
import { Pictures } from "parts/pictures";
import { SavedMark } from "parts/saved-mark";

const AHEAD = 8;
const RETRY = 2000; // ms
const AGAIN = 3000; // ms before a picture that did not load is asked for again

const KEYS = {
  single: { a: "right", r: "wrong", z: "undo", "?": "shortcuts" },
  shifted: {},
  control: { z: "undo" },
  named: { ArrowRight: "next", ArrowDown: "next", ArrowLeft: "previous", ArrowUp: "previous", Escape: "back" },
  filters: [],
};

const data = JSON.parse(document.getElementById("page-data").textContent);
const api = document.body.dataset.api;
const part = Object.fromEntries([...document.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]));
const judgements = new Judgements(data.items);
const pictures = new Pictures(api);
const saved = new SavedMark(part.saved);
const painted = new Painted();
let place = judgements.firstOpen ?? 0;
let isSending = false;

sendAs(data.csrf);
wireWork(KEYS, {
  right: ({ at }) => judge(true, at),
  wrong: ({ at }) => judge(false, at),
  undo,
  next: () => show(place + 1),
  previous: () => show(place - 1),
});
addEventListener("beforeunload", (event) => {
  if (judgements.unsent.length) event.preventDefault();
});
show(place);

// A judgement is about the picture that was on the screen when its key went down.
function judge(right, at) {
  if (hasEnded()) return;
  if (painted.at(at) !== data.items[place].asset) return say(part.failed.hidden ? "Not shown yet" : "It did not load: nothing is judged");
  judgements.judge(place, right);
  announce(`${right ? "Right" : "Wrong"}. ${judgements.judged} of ${judgements.size}.`);
  send();
  show(judgements.openAfter(place) ?? place);
}

function undo() {
  if (hasEnded()) return;
  const last = judgements.undo();
  if (last === undefined) return announce("Nothing to undo.");
  send();
  show(last);
}

async function show(to) {
  if (to < 0 || to >= judgements.size || hasEnded()) return;
  if (to !== place) part.failed.hidden = true;
  place = to;
  const ids = data.items.map(({ asset }) => asset);
  const item = data.items[place];
  paint(item);
  pictures.keepAround(item.asset, { before: ids.slice(Math.max(place - 2, 0), place), after: ids.slice(place + 1, place + 1 + AHEAD) });
  part.figure.classList.add("is-waiting");
  say("");
  const image = pictures.ready(item.asset) || (await pictures.picture(item.asset).catch(() => null));
  if (data.items[place] !== item) return; // moved on meanwhile
  part.figure.classList.remove("is-waiting");
  part.figure.querySelector("img")?.remove();
  part.failed.hidden = Boolean(image);
  if (image) showPicture(item, image);
  else showNone(item);
}

function showPicture({ asset }, image) {
  image.alt = `Image ${asset}`;
  part.figure.style.setProperty("--ar", image.naturalWidth / image.naturalHeight);
  part.figure.prepend(image);
  painted.picture(asset);
  say("");
}

// The one before is gone from the page, too: a key is about nothing.
function showNone(item) {
  painted.nothing();
  setTimeout(() => data.items[place] === item && !part.failed.hidden && show(place), AGAIN);
}

function say(words) {
  part.said.textContent = words;
  if (words) announce(words);
}

function paint({ asset, category_id: category, right }) {
  for (const mark of part.marks.children) mark.hidden = Number(mark.dataset.mark) !== category;
  part.name.textContent = `Image ${asset}`;
  part.open.href = `${part.open.dataset.label}?asset=${asset}`;
  part.count.textContent = `${judgements.judged} of ${judgements.size}`;
  part.wrong_count.textContent = judgements.wrong ? `${judgements.wrong} wrong` : "";
  part.bar.firstElementChild.style.setProperty("--v", `${(judgements.judged / judgements.size) * 100}%`);
  part.bar.setAttribute("aria-valuenow", judgements.judged);
  part.right.setAttribute("aria-pressed", String(right === true));
  part.wrong.setAttribute("aria-pressed", String(right === false));
}

// One request at a time; what comes meanwhile goes with the next.
async function send() {
  saved.show("saving", judgements.unsent.length);
  if (isSending) return;
  isSending = true;
  try {
    while (judgements.unsent.length) {
      const some = judgements.unsent;
      const judged = await post(data.judgements, { judgements: some });
      judgements.sent(some);
      if (judged.finished_at) return showEnd(judged);
    }
    saved.show("saved", 0);
  } catch (problem) {
    if (problem instanceof HttpError && problem.status < 500) {
      part.note.hidden = false;
      part.note_words.textContent = problem.message;
    } else {
      saved.show("offline", judgements.unsent.length);
      setTimeout(send, RETRY);
    }
  } finally {
    isSending = false;
  }
}

function hasEnded() {
  return part.viewer.classList.contains("viewer-empty");
}

// The answer to the last judgement has the result. Its page, which tells more, comes by itself.
function showEnd(judged) {
  part.viewer.classList.add("viewer-empty");
  part.result.textContent = wrongWords(judged);
  part.seen.textContent = seenWords(judged);
  announce(`${wrongWords(judged)}. ${seenWords(judged)}`);
  location.replace(data.result);
}
