// What the labeling page shows. Knows its nodes, and nothing of keys, network and queue.

import { announce } from "labeler/live";
import { categoryMark, element, icon, size, thousands } from "labeler/markup";
import { shortName, stateMark } from "labeler/marks";

const PRESSED = 160;

export class LabelView {
  announce = announce;

  constructor({ words, category, timeZone }) {
    this.day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone });
    const parts = [...document.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]);
    Object.assign(this, { words, category, part: Object.fromEntries(parts) });
    this.choices = [...this.part.choices.children];
  }

  // Everything but the pixels.
  asset(asset) {
    const { width, height, provenance } = asset;
    this.#openViewer(true);
    this.#write({
      name: asset.original_name,
      size: `${thousands(width)} × ${thousands(height)}, ${size(asset.size_bytes)}`,
      added: this.day.format(new Date(asset.created_at)).replace("Sept", "Sep"),
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

  // The old picture stays, dimmed.
  waitForPicture() {
    this.part.figure.classList.add("is-waiting");
  }

  // Nothing to label here: why, and the ways out, with `count(name)` in the words.
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
  }

  #write(texts) {
    for (const [name, text] of Object.entries(texts)) this.part[name].textContent = text;
  }

  #frame({ width, height, exif_orientation }, node) {
    const { figure, overlay } = this.part;
    for (const old of figure.querySelectorAll("img, .failed")) if (old !== node) old.remove();
    if (!node.parentElement) overlay.before(node);
    // The stored pixels may lie on their side.
    figure.style.setProperty("--ar", exif_orientation >= 5 ? height / width : width / height);
    figure.classList.remove("is-waiting");
  }

  #openViewer(isOpen) {
    const { stage, end, viewer, figure } = this.part;
    if (!isOpen) figure.classList.remove("is-waiting");
    stage.hidden = !isOpen;
    end.hidden = isOpen;
    viewer.classList.toggle("viewer-empty", !isOpen);
  }

  #allow(parts) {
    for (const [name, isAllowed] of Object.entries(parts)) this.part[name].setAttribute("aria-disabled", String(!isAllowed));
  }

  toggle(look) {
    document.querySelector(".work").classList.toggle(look);
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

  press(id) {
    const { classList } = document.getElementById(`choice-${id}`);
    classList.add("is-pressed");
    setTimeout(() => classList.remove("is-pressed"), PRESSED);
  }

  lastLabel(category) {
    this.part.same.hidden = false;
    this.part.same_mark.replaceChildren(categoryMark(category.id, category));
  }

  // The choices whose name has `text` in it; the others hide.
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

  // The style sheet lets it fade; a new one starts afresh. Without an asset it goes.
  toast(asset, mark) {
    const { toast, toast_words } = this.part;
    toast.hidden = !asset;
    if (asset) toast_words.replaceChildren(element("span", {}, shortName(asset.original_name)), mark);
    for (const fading of toast.getAnimations()) {
      fading.currentTime = 0;
      fading.play();
    }
  }

  // One at a time; without one it goes. `actions` are pairs of words and deeds.
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
