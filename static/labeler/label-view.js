// What the labeling page shows. Knows its nodes; knows no keys, no network and no queue.

import { announce } from "labeler/live";
import { categoryMark, element, icon, size as bytes, thousands } from "labeler/markup";
import { shortName, stateMark } from "labeler/marks";

const LATE = 300; // ms before a missing picture is called late
const TOAST = 6000;
const PRESSED = 160;

export class LabelView {
  #parts = {};
  #choices;
  #late = null;
  #toast = null;

  constructor({ words, category }) {
    Object.assign(this, { words, category });
    for (const part of document.querySelectorAll("[data-part]")) this.#parts[part.dataset.part] = part;
    this.#choices = [...this.#parts.choices.children];
    this.#keepToastWhileUsed();
  }

  part(name) {
    return this.#parts[name];
  }

  get choices() {
    return this.#choices;
  }

  // --- the image --------------------------------------------------------------------------------------------------

  // Everything but the pixels: they come with `picture`, or are waited for.
  asset(asset) {
    const { name, size, added, source, end, head, stage, viewer } = this.#parts;
    for (const part of [head, stage]) part.hidden = false;
    end.hidden = true;
    viewer.classList.remove("viewer-empty");
    name.textContent = asset.original_name;
    size.textContent = `${thousands(asset.width)} × ${thousands(asset.height)}, ${bytes(asset.size_bytes)}`;
    added.textContent = day(asset.created_at);
    source.textContent = asset.provenance.source === "video_frame" ? `Video, frame ${thousands(asset.provenance.frame_index)}` : "Upload";
    this.answer(asset);
  }

  answer(asset) {
    const { state, overlay, clear, review } = this.#parts;
    const category = this.category(asset.category_ids[0]);
    state.replaceChildren(stateMark(asset.status), this.words[asset.status]);
    overlay.replaceChildren(...(category ? [chip(category)] : []));
    this.#check(category?.id);
    setDisabled(clear, asset.status === "unlabeled");
    setDisabled(review, !category);
    review.setAttribute("aria-pressed", String(asset.status === "needs_review"));
  }

  picture(asset, image) {
    const { figure, overlay } = this.#parts;
    image.alt = `Image to label: ${asset.original_name}`;
    image.draggable = false;
    const old = figure.querySelector("img, .failed");
    if (old) old.replaceWith(image);
    else overlay.before(image);
    figure.style.setProperty("--ar", aspectRatio(asset));
    this.#notLate();
  }

  // The old picture stays, dimmed: what is shown is never mistaken for what is named.
  waitForPicture() {
    this.#parts.figure.classList.add("is-waiting");
    clearTimeout(this.#late);
    this.#late = setTimeout(() => (this.#parts.late.hidden = false), LATE);
  }

  noPicture(asset, retry) {
    const { figure, overlay } = this.#parts;
    const failed = element("div", { class: "failed" }, icon("i-alert", "i i-lg"), `${asset.original_name} did not load.`);
    failed.append(button("Retry", retry));
    figure.querySelector("img, .failed")?.remove();
    figure.style.setProperty("--ar", aspectRatio(asset));
    overlay.before(failed);
    overlay.replaceChildren();
    this.#notLate();
  }

  #notLate() {
    clearTimeout(this.#late);
    this.#parts.late.hidden = true;
    this.#parts.figure.classList.remove("is-waiting");
  }

  // Nothing to label here: why, and the way out. `actions` are links {words, href, key?} or buttons {words, run}.
  end({ title, text, actions }) {
    const { end, end_title, end_words, end_actions, head, stage, viewer, name, state, size, added, source } = this.#parts;
    for (const part of [name, state, size, added, source]) part.replaceChildren();
    stage.hidden = true;
    head.hidden = this.#parts.toast.hidden;
    end.hidden = false;
    viewer.classList.add("viewer-empty");
    end_title.textContent = title;
    end_words.textContent = text;
    end_actions.replaceChildren(...actions.map(action));
    this.#notLate();
    this.#check(undefined);
    for (const part of [this.#parts.clear, this.#parts.review]) setDisabled(part, true);
  }

  // --- the panel --------------------------------------------------------------------------------------------------

  #check(id) {
    for (const choice of this.#choices) choice.setAttribute("aria-checked", String(Number(choice.dataset.category) === id));
    this.#oneTabStop();
  }

  #oneTabStop() {
    const stop = this.#choices.find((choice) => choice.getAttribute("aria-checked") === "true") ?? this.#choices.find((choice) => !choice.hidden);
    for (const choice of this.#choices) choice.tabIndex = choice === stop ? 0 : -1;
  }

  // At once, before the answer is stored: the key was heard.
  press(id) {
    const choice = this.#choices.find((candidate) => Number(candidate.dataset.category) === id);
    choice?.classList.add("is-pressed");
    setTimeout(() => choice?.classList.remove("is-pressed"), PRESSED);
  }

  lastLabel(category) {
    const { same, same_mark } = this.#parts;
    same.hidden = false;
    same_mark.replaceChildren(categoryMark(category.id, category));
  }

  // Shows the choices whose name has `text` in it. Answers with them.
  find(text) {
    const wanted = text.trim().toLowerCase();
    for (const choice of this.#choices) choice.hidden = !nameOfChoice(choice).toLowerCase().includes(wanted);
    this.#oneTabStop();
    return this.#choices.filter((choice) => !choice.hidden);
  }

  markFound(found) {
    for (const choice of this.#choices) choice.classList.toggle("is-found", choice === found);
    if (found) this.#parts.find.setAttribute("aria-activedescendant", found.id);
    else this.#parts.find.removeAttribute("aria-activedescendant");
    found?.scrollIntoView({ block: "nearest" });
  }

  // --- counts and place -------------------------------------------------------------------------------------------

  counts(counts) {
    for (const link of document.querySelectorAll("[data-filter]")) {
      link.querySelector(".n").textContent = thousands(counts.inFilter(link.dataset.filter));
    }
    for (const choice of this.#choices) {
      const count = counts.ofCategory(choice.dataset.category);
      if (count !== undefined) choice.querySelector(".n").textContent = thousands(count);
    }
  }

  place(place, total, words) {
    const { mid, progress } = this.#parts;
    mid.replaceChildren(element("b", {}, thousands(place)), ` of ${thousands(total)}${words}`);
    progress.setAttribute("aria-valuemin", 0);
    progress.setAttribute("aria-valuemax", total);
    progress.setAttribute("aria-valuenow", place);
    progress.firstElementChild.style.setProperty("--v", `${total ? (place / total) * 100 : 100}%`);
  }

  // --- messages ---------------------------------------------------------------------------------------------------

  announce(words) {
    announce(words);
  }

  toast(asset, mark) {
    const { toast, toast_words, head } = this.#parts;
    toast_words.replaceChildren(shortName(asset.original_name), mark);
    toast.hidden = false;
    head.hidden = false;
    this.#hideToastLater();
  }

  hideToast() {
    clearTimeout(this.#toast);
    this.#parts.toast.hidden = true;
  }

  #hideToastLater() {
    clearTimeout(this.#toast);
    this.#toast = setTimeout(() => this.hideToast(), TOAST);
  }

  #keepToastWhileUsed() {
    const { toast } = this.#parts;
    for (const event of ["pointerenter", "focusin"]) toast.addEventListener(event, () => clearTimeout(this.#toast));
    for (const event of ["pointerleave", "focusout"]) toast.addEventListener(event, () => this.#hideToastLater());
  }

  // One note at a time. `kind`: warn, or bad; `sign`: its icon; `text`, and `more` in a weaker voice; `actions` as above.
  note({ kind, sign = "i-alert", text, more = "", actions, alert = false }) {
    const { note, note_icon, note_words, note_actions } = this.#parts;
    note.className = `note note-${kind}`;
    note.setAttribute("role", alert ? "alert" : "group");
    note_icon.replaceChildren(icon(sign));
    note_words.replaceChildren(text, ...(more ? [" ", element("span", { class: "muted" }, more)] : []));
    note_actions.replaceChildren(...actions.map(action));
    note.hidden = false;
  }

  hideNote() {
    this.#parts.note.hidden = true;
  }
}

function chip(category) {
  const mark = element("span", { class: "chip" }, icon(`c-${category.shape}`, "shape"), category.name);
  mark.dataset.category = category.id;
  return mark;
}

function action({ words, href, key, primary, run }) {
  const classes = primary ? "btn btn-primary" : "btn";
  const content = key ? [words, element("kbd", {}, key)] : [words];
  if (href) return element("a", { class: classes, href }, ...content);
  return button(words, run, classes);
}

function button(words, run, classes = "btn btn-s") {
  const made = element("button", { type: "button", class: classes }, words);
  made.addEventListener("click", run);
  return made;
}

// Still reachable and still read out, so that nobody wonders where it went.
function setDisabled(node, isDisabled) {
  if (isDisabled) node.setAttribute("aria-disabled", "true");
  else node.removeAttribute("aria-disabled");
}

function nameOfChoice(choice) {
  return choice.querySelector(".cat").textContent.trim();
}

// The stored pixels may lie on their side: a picture is shown upright.
function aspectRatio({ width, height, exif_orientation }) {
  return exif_orientation >= 5 ? height / width : width / height;
}

function day(time) {
  return new Date(time).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}
