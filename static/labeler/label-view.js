// What the labeling page shows. Knows its nodes; knows no keys, no network and no queue.

import { announce } from "labeler/live";
import { categoryMark, element, icon, size, thousands } from "labeler/markup";
import { shortName, stateMark } from "labeler/marks";

const LATE = 300; // ms before a missing picture is called late
const TOAST = 6000;
const PRESSED = 160;
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

export class LabelView {
  #late = null;
  #toast = null;
  announce = announce;

  constructor({ words, category }) {
    const parts = [...document.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]);
    Object.assign(this, { words, category, part: Object.fromEntries(parts) });
    this.choices = [...this.part.choices.children];
    const { toast } = this.part;
    for (const use of ["pointerenter", "focusin"]) toast.addEventListener(use, () => clearTimeout(this.#toast));
    for (const end of ["pointerleave", "focusout"]) toast.addEventListener(end, () => this.#hideToastLater());
  }

  // Everything but the pixels: they come with `picture`, or are waited for.
  asset(asset) {
    const { width, height, provenance } = asset;
    this.#openViewer(true);
    this.#write({
      name: asset.original_name,
      size: `${thousands(width)} × ${thousands(height)}, ${size(asset.size_bytes)}`,
      added: DAY.format(new Date(asset.created_at)),
      source: provenance.source === "upload" ? "Upload" : `Video, frame ${thousands(provenance.frame_index)}`,
    });
    this.answer(asset);
  }

  answer({ status, category_ids: [id] }) {
    const category = this.category(id);
    this.part.state.replaceChildren(stateMark(status), this.words[status]);
    this.part.overlay.replaceChildren(...(category ? [chip(category)] : []));
    this.part.review.setAttribute("aria-pressed", String(status === "needs_review"));
    this.#allow({ clear: status !== "unlabeled", review: Boolean(category) });
    this.#check(id);
  }

  picture(asset, image) {
    image.alt = `Image to label: ${asset.original_name}`;
    this.#frame(asset, image);
  }

  noPicture(asset, retry) {
    const words = `${asset.original_name} did not load.`;
    this.#frame(asset, element("div", { class: "failed" }, icon("i-alert", "i i-lg"), words, button("Retry", retry)));
  }

  // The old picture stays, dimmed: what is shown is never mistaken for what is named.
  waitForPicture() {
    this.part.figure.classList.add("is-waiting");
    clearTimeout(this.#late);
    this.#late = setTimeout(() => (this.part.late.hidden = false), LATE);
  }

  // Nothing to label here: why, and the ways out. `count(name)` are the numbers in its words.
  end(name, count) {
    const { end } = this.part;
    this.#write({ name: "", state: "", size: "", added: "", source: "" });
    end.replaceChildren(document.querySelector(`template[data-end="${name}"]`).content.cloneNode(true));
    for (const node of end.querySelectorAll("[data-n]")) {
      const number = count(node.dataset.n);
      const { zero = "", one, many } = node.dataset;
      node.textContent = number ? (number === 1 ? one : many).replace("{n}", thousands(number)) : zero;
    }
    this.#openViewer(false);
    this.#allow({ clear: false, review: false });
    this.#check();
    this.#notLate();
  }

  #write(texts) {
    for (const [name, text] of Object.entries(texts)) this.part[name].textContent = text;
  }

  #frame({ width, height, exif_orientation }, node) {
    const { figure, overlay } = this.part;
    for (const old of figure.querySelectorAll("img, .failed")) if (old !== node) old.remove();
    if (!node.parentElement) overlay.before(node);
    // The stored pixels may lie on their side; the picture is upright.
    figure.style.setProperty("--ar", exif_orientation >= 5 ? height / width : width / height);
    this.#notLate();
  }

  #notLate() {
    clearTimeout(this.#late);
    this.part.late.hidden = true;
    this.part.figure.classList.remove("is-waiting");
  }

  #openViewer(isOpen) {
    const { stage, end, viewer } = this.part;
    stage.hidden = !isOpen;
    end.hidden = isOpen;
    viewer.classList.toggle("viewer-empty", !isOpen);
  }

  // What is not possible now can still be reached and is read out.
  #allow(parts) {
    for (const [name, isAllowed] of Object.entries(parts)) this.part[name].setAttribute("aria-disabled", String(!isAllowed));
  }

  toggleOverlay() {
    const { overlay, overlay_button } = this.part;
    overlay.hidden = !overlay.hidden;
    overlay_button.setAttribute("aria-pressed", String(!overlay.hidden));
  }

  #check(id) {
    for (const choice of this.choices) choice.setAttribute("aria-checked", String(idOf(choice) === id));
    this.#keepOneTabStop();
  }

  #keepOneTabStop() {
    const shown = this.choices.filter((choice) => !choice.hidden);
    const stop = shown.find((choice) => choice.matches("[aria-checked=true]")) ?? shown[0];
    for (const choice of this.choices) choice.tabIndex = choice === stop ? 0 : -1;
  }

  // The key was heard.
  press(id) {
    const { classList } = document.getElementById(`choice-${id}`);
    classList.add("is-pressed");
    setTimeout(() => classList.remove("is-pressed"), PRESSED);
  }

  lastLabel(category) {
    this.part.same.hidden = false;
    this.part.same_mark.replaceChildren(categoryMark(category.id, category));
  }

  // Shows the choices whose name has `text` in it. Answers with them.
  find(text) {
    const wanted = text.trim().toLowerCase();
    for (const choice of this.choices) choice.hidden = !this.category(idOf(choice)).name.toLowerCase().includes(wanted);
    this.#keepOneTabStop();
    return this.choices.filter((choice) => !choice.hidden);
  }

  get found() {
    return this.choices.find((choice) => choice.matches(".is-found"));
  }

  set found(found) {
    for (const choice of this.choices) choice.classList.toggle("is-found", choice === found);
    this.part.find.setAttribute("aria-activedescendant", found?.id ?? "");
    found?.scrollIntoView({ block: "nearest" });
  }

  counts(tally) {
    for (const { dataset, lastElementChild } of this.part.filters.children) lastElementChild.textContent = thousands(tally.inFilter(dataset.filter));
    for (const choice of this.choices) choice.lastElementChild.textContent = tally.ofCategory(idOf(choice))?.toLocaleString("en-US") ?? "";
  }

  place(place, total, words) {
    const { mid, progress } = this.part;
    mid.replaceChildren(element("b", {}, thousands(place)), ` of ${thousands(total)}${words}`);
    progress.ariaValueMax = total;
    progress.ariaValueNow = place;
    progress.firstElementChild.style.setProperty("--v", `${(100 * place) / (total || 1)}%`);
  }

  toast(asset, mark) {
    this.part.toast_words.replaceChildren(shortName(asset.original_name), mark);
    this.part.toast.hidden = false;
    this.#hideToastLater();
  }

  hideToast() {
    this.part.toast.hidden = true;
  }

  #hideToastLater() {
    clearTimeout(this.#toast);
    this.#toast = setTimeout(() => this.hideToast(), TOAST);
  }

  // One at a time; without one it goes. `more` is said in a weaker voice; `actions` are pairs of words and deeds.
  note({ kind, isCalm, sign = "i-alert", text, more = "", actions } = { text: "", actions: [] }) {
    const { note, note_words, note_actions } = this.part;
    note.hidden = !text;
    note.className = `note note-${kind}`;
    note.setAttribute("role", isCalm ? "group" : "alert");
    note.firstElementChild.replaceWith(icon(sign));
    note_words.replaceChildren(text, " ", element("span", { class: "muted" }, more));
    note_actions.replaceChildren(...actions.map(([words, run]) => button(words, run, isCalm)));
  }
}

function idOf(choice) {
  return Number(choice.dataset.category);
}

function chip(category) {
  return element("span", { class: "chip", "data-category": category.id }, icon(`c-${category.shape}`, "shape"), category.name);
}

function button(words, run, isQuiet) {
  const made = element("button", { type: "button", class: isQuiet ? "btn btn-s btn-quiet" : "btn btn-s" }, words);
  made.addEventListener("click", run);
  return made;
}
