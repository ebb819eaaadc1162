// What the page shows. Knows no keys, network, queue.

import { element, icon, stateMark, thousands, writeCount } from "base/markup";
import { announce } from "parts/announce";

export { announce };

export const part = {};
for (const node of document.querySelectorAll("[data-part]")) part[node.dataset.part] = node;
let words; // of states
let facts, known, framed, answered, zoom, coming;

export function start(data) {
  words = data.words;
}

// Its module comes after the first picture.
export const loadZoom = () => (coming ??= import("label/stage/zoom").then(wireZoom));

function wireZoom(module) {
  zoom = module;
  zoom.wire(part);
  if (framed) zoom.start(framed.size);
}

const zooms = (name) => [name, () => loadZoom().then(() => zoom.commands[name]())];
export const zoomCommands = Object.fromEntries(["fit", "zoom-in", "zoom-out", "keep-zoom"].map(zooms));

// So does that of the facts.
export async function loadFacts({ time_zone }) {
  facts = (await import("label/stage/facts")).wire(part, time_zone);
  if (known) facts(known);
}

export function asset(shown) {
  known = shown;
  part.viewer.classList.remove("viewer-empty");
  if (facts) facts(shown);
  else part.name.textContent = shown.original_name;
}

export function answer({ status }) {
  if (status === answered) return;
  answered = status;
  part.state.replaceChildren(stateMark(status), words[status]);
  part.review.ariaPressed = status === "needs_review";
  part.review.ariaDisabled = ["unlabeled", "skipped"].includes(status);
  part.clear.ariaDisabled = status === "unlabeled";
}

export function picture(asset, image) {
  image.alt = `Image to label: ${asset.original_name}`;
  frame(asset, image);
}

export function noPicture(asset, retry) {
  if (framed?.node.asset === asset) return part.figure.classList.remove("is-waiting"); // a button there may have the focus
  const said = `${asset.original_name} did not load.`;
  const node = element("div", { class: "failed" }, icon("i-alert", "i i-lg"), said, button("Retry", retry));
  frame(asset, Object.assign(node, { asset }));
}

// The old picture stays, dimmed.
export const waitForPicture = () => part.figure.classList.add("is-waiting");

function frame({ width, height, exif_orientation }, node) {
  const { figure, overlay } = part;
  figure.classList.remove("is-waiting");
  if (node === framed?.node) return; // zoomed as it is
  figure.replaceChildren(node, overlay);
  if (exif_orientation >= 5) [width, height] = [height, width]; // as stored
  figure.style.setProperty("--ar", width / height);
  framed = { node, size: { width, height } };
  zoom?.start(framed.size);
}

export function counts(tally) {
  for (const filter of part.filters.querySelectorAll("[data-filter]")) writeCount(filter, tally.inFilter(filter.dataset.filter));
}

export function place(place, total, words) {
  part.mid.replaceChildren(element("b", {}, thousands(place)), ` of ${thousands(total)}${words}`);
  part.progress.ariaValueMax = total;
  part.progress.ariaValueNow = place;
  part.progress.firstElementChild.style.setProperty("--v", `${(100 * place) / (total || 1)}%`);
}

// Without a mark it cannot be undone.
export function toast(words, mark) {
  part.toast.hidden = !words;
  part.toast.classList.toggle("is-next");
  part.toast.lastElementChild.hidden = !mark;
  part.toast_words.replaceChildren(mark && facts ? facts.fileName(words) : element("span", { class: "clip" }, words), mark ?? "");
}

export function tell(words) {
  toast(words);
  announce(words);
}

// `actions` are pairs of words and what they do.
export function note({ kind, isCalm, sign = "i-alert", text, more = "", actions } = { text: "", actions: [] }) {
  const box = part.note;
  box.hidden = !text;
  box.className = `note note-${kind}`;
  box.role = isCalm ? "group" : "alert";
  box.firstElementChild.replaceWith(icon(sign));
  part.note_words.replaceChildren(text, " ", element("span", { class: "muted" }, more));
  part.note_actions.replaceChildren(...actions.map(([words, run]) => button(words, run, isCalm)));
}

function button(words, run, isQuiet) {
  const made = element("button", { type: "button", class: `btn btn-s ${isQuiet ? "btn-quiet" : ""}` }, words);
  made.addEventListener("click", run);
  return made;
}
