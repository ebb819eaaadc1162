// Shows an upload queue: one head, one bar, and the rows that are worth a look. Knows the page; asks for what to do.

import { element, icon, thousands } from "base/markup";
import { plural, size } from "base/words";
import { announce } from "parts/announce";
import { fileName } from "parts/file-name";
import { SIGNED_OUT } from "uploads/send";

const MOST_ROWS = 60; // thousands of rows would make the page slow, and nobody reads them
const PICTURES = /^image\/(jpeg|png|webp|gif|bmp)$/;
const GROUPS = { done: "finished", duplicate: "finished", queued: "next", hashing: "next", ready: "next" };
const SMALL = { alt: "", decoding: "async", width: 40, height: 40 };
const ELSEWHERE = { target: "_blank", rel: "noopener" }; // leaving this page would end the uploads
const WAITS = { queued: "Queued", hashing: "Queued", ready: "Queued", waiting: "Waiting" };

export class UploadDrawer {
  #box;
  #ask;
  #rows = new Map(); // item id -> {row, key, group, preview}
  #announced = 4; // quarters of the way
  #words = {};

  // `ask` answers to retry(item), remove(item), retryFailed(), pause(), goOn(), close(), thumb(asset) and page(asset).
  constructor(box, ask) {
    this.#box = box;
    this.#ask = ask;
    this.#build();
  }

  // `pace`: how fast it goes, in words; empty while nobody can tell.
  show(queue, pace = "") {
    const summary = queue.summary;
    this.#box.hidden = summary.total === 0;
    if (this.#box.hidden) return;
    this.#head(summary, pace);
    this.#pauseButton(summary);
    this.#stopped(summary);
    if (!this.#minimised) this.#list(queue.rows(MOST_ROWS), summary.total);
    this.#tell(summary);
  }

  get #minimised() {
    return this.#words.list.hidden;
  }

  #build() {
    const title = element("b");
    const detail = element("div", { class: "hint" });
    const pace = element("div", { class: "hint" });
    const again = button("btn btn-s", { hidden: true }, "Retry all");
    const pause = button("btn btn-quiet btn-icon", { hidden: true });
    const folded = { "aria-expanded": "true", "aria-label": "Minimize" };
    const fold = button("btn btn-quiet btn-icon", folded, icon("i-down"));
    const close = button("btn btn-quiet btn-icon", { "aria-label": "Close", hidden: true }, icon("i-x"));
    const range = { role: "progressbar", "aria-label": "Upload", "aria-valuemin": "0", "aria-valuemax": "100" };
    const bar = element("div", { class: "progress", ...range }, element("i"));
    const reason = element("span");
    // Opened in another tab, this page leads to the sign-in page and comes back; the files stay in this one.
    const signIn = element("a", { class: "btn btn-s", href: location.pathname, ...ELSEWHERE }, "Sign in");
    const goOn = button("btn btn-s", {}, "Retry");
    const stop = element("div", { class: "note note-warn drawer-note", role: "alert", hidden: true });
    stop.append(icon("i-alert"), reason, element("div", { class: "actions" }, signIn, goOn));
    const list = element("ul", { tabindex: "0", "aria-label": "Files" });
    const more = element("p", { class: "hint drawer-more", hidden: true });
    this.#words = { title, detail, pace, again, pause, fold, close, bar, stop, reason, signIn, list, more };
    const actions = element("div", { class: "actions" }, again, pause, fold, close);
    const head = element("div", { class: "drawer-head" }, element("div", {}, title, detail, pace), actions);
    this.#box.append(head, bar, stop, list, more);
    again.addEventListener("click", () => this.#ask.retryFailed());
    pause.addEventListener("click", () => (pause.hasAttribute("data-goes") ? this.#ask.goOn() : this.#ask.pause()));
    goOn.addEventListener("click", () => this.#ask.goOn());
    close.addEventListener("click", () => this.#ask.close());
    fold.addEventListener("click", () => this.#fold(!this.#minimised));
    if (matchMedia("(width < 640px)").matches) this.#fold(true);
  }

  #fold(minimise) {
    const { list, more, fold } = this.#words;
    list.hidden = minimise;
    if (minimise) more.hidden = true;
    fold.setAttribute("aria-expanded", String(!minimise));
    fold.setAttribute("aria-label", minimise ? "Show files" : "Minimize");
    fold.replaceChildren(icon(minimise ? "i-up" : "i-down"));
    this.#ask.changed?.();
  }

  #head(summary, words) {
    const { title, detail, pace, again, close, bar } = this.#words;
    write(title, summary.left ? runningTitle(summary) : finishedTitle(summary));
    write(detail, summary.left ? runningDetail(summary) : finishedDetail(summary));
    // One line from the beginning, so that nothing moves when there is more to tell.
    write(pace, words || `${size(summary.bytes.through)} of ${size(summary.bytes.total)}`);
    pace.hidden = summary.left === 0;
    again.hidden = summary.failed < 2;
    if (close.hidden !== summary.left > 0) this.#swapFocus(() => { close.hidden = summary.left > 0; });
    const percent = Math.floor(summary.fraction * 100);
    bar.setAttribute("aria-valuenow", percent);
    bar.className = summary.left ? "progress" : summary.failed ? "progress bad" : "progress ok";
    bar.firstChild.style.setProperty("--v", `${percent}%`);
  }

  // The button stays where it is, so that Space pauses and goes on.
  #pauseButton({ left, isPaused }) {
    const { pause } = this.#words;
    if (pause.hidden !== (left === 0)) this.#swapFocus(() => { pause.hidden = left === 0; });
    const words = isPaused ? "Go on" : "Pause all";
    if (pause.getAttribute("aria-label") === words) return;
    pause.setAttribute("aria-label", words);
    pause.toggleAttribute("data-goes", isPaused);
    pause.replaceChildren(icon(isPaused ? "i-play" : "i-pause"));
  }

  #stopped({ stopped }) {
    const { stop, reason, signIn } = this.#words;
    if (stop.hidden === !stopped && reason.textContent === stopped) return;
    this.#swapFocus(() => {
      write(reason, stopped);
      signIn.hidden = stopped !== SIGNED_OUT;
      stop.hidden = !stopped;
    });
  }

  // Whoever stands on what goes away stands on the drawer's first button then, not at the top of the page.
  #swapFocus(change) {
    const at = this.#box.contains(document.activeElement) ? document.activeElement : null;
    change();
    if (at && !at.checkVisibility()) this.#words.fold.focus();
  }

  // Makes and changes only the rows that differ, by item, and moves only those whose own state has changed: within a
  // group the order stays.
  #list(items, total) {
    const { list, more } = this.#words;
    const kept = new Set(items.map(({ id }) => id));
    for (const [id, shown] of this.#rows) if (!kept.has(id)) this.#drop(id, shown);
    const rows = items.map((item) => this.#row(item));
    let place = list.firstChild;
    for (const row of rows) {
      if (row === place) place = place.nextSibling;
      else list.insertBefore(row, place);
    }
    more.hidden = total <= items.length;
    write(more, `And ${thousands(total - items.length)} more`);
  }

  #drop(id, { row, preview }) {
    if (preview) URL.revokeObjectURL(preview);
    if (row.contains(document.activeElement)) this.#words.list.focus();
    row.remove();
    this.#rows.delete(id);
  }

  #row(item) {
    const key = `${item.state} ${item.reason}`;
    const group = GROUPS[item.state] ?? item.state;
    let shown = this.#rows.get(item.id);
    if (!shown) {
      shown = { row: element("li", { class: "upload" }), key: null, group, preview: null };
      this.#rows.set(item.id, shown);
    }
    if (shown.key !== key) {
      if (shown.row.contains(document.activeElement)) this.#words.list.focus();
      shown.row.replaceChildren(this.#picture(item, shown), this.#name(item), this.#end(item));
      shown.key = key;
    }
    if (shown.group !== group) shown.row.remove();
    shown.group = group;
    if (item.state === "uploading") this.#progress(item, shown.row);
    return shown.row;
  }

  // What was shown while it was sent is shown on: the server has more to do than to give it back.
  #picture(item, shown) {
    if (item.asset && !shown.preview) return element("img", { src: this.#ask.thumb(item.asset), loading: "lazy", ...SMALL });
    if (shown.preview) return element("img", { src: shown.preview, ...SMALL });
    const isShowable = ["uploading", "failed", "waiting"].includes(item.state) && PICTURES.test(item.file.type);
    if (!isShowable) return element("span", { class: "ph" }, icon("i-file"));
    shown.preview = URL.createObjectURL(item.file);
    return element("img", { src: shown.preview, ...SMALL });
  }

  #name(item) {
    return element("div", {}, element("div", { class: "name" }, fileName(item.name)), this.#under(item));
  }

  #under(item) {
    if (item.state === "uploading") return element("div", { class: "progress" }, element("i"));
    if (item.state === "failed" || item.state === "refused") return element("div", { class: "error" }, item.reason);
    if (item.state === "waiting") return element("div", { class: "hint" }, `${item.reason}. It is tried again`);
    if (item.state === "duplicate") return this.#twin(item.asset);
    return element("div", { class: "hint" }, [size(item.size), item.asset?.note].filter(Boolean).join(". "));
  }

  #twin(asset) {
    const name = asset.original_name;
    const link = element("a", { class: "link", href: this.#ask.page(asset), "aria-label": name, ...ELSEWHERE }, fileName(name));
    return element("div", { class: "hint upload-twin" }, element("span", {}, "Already in this project, not added again as "), link);
  }

  #end(item) {
    if (item.state === "failed") return this.#button("Retry", "btn btn-s", item, () => this.#ask.retry(item));
    if (item.state === "refused") {
      return this.#button("Remove", "btn btn-s btn-quiet", item, () => this.#ask.remove(item));
    }
    if (item.state === "done") return icon("i-check", "i up");
    if (item.state === "duplicate") return icon("i-info", "i faint");
    return element("span", { class: "hint" }, WAITS[item.state] ?? "");
  }

  #button(words, classes, item, act) {
    const made = button(classes, { "aria-label": `${words} ${item.name}` }, words);
    made.addEventListener("click", act);
    return made;
  }

  #progress(item, row) {
    const percent = item.size ? Math.floor((item.sent / item.size) * 100) : 100;
    row.querySelector(".progress > i").style.setProperty("--v", `${percent}%`);
    write(row.lastChild, percent < 100 ? `${percent}% of ${size(item.size)}` : "Checking");
  }

  // For those who do not see the bar: every quarter of the way, and the end.
  #tell(summary) {
    const quarter = summary.left ? Math.min(Math.floor(summary.fraction * 4), 3) : 4;
    if (summary.left && this.#announced === 4) this.#announced = 0; // it has begun anew
    if (quarter <= this.#announced) return;
    this.#announced = quarter;
    if (summary.left) announce(`${quarter * 25}% uploaded`);
    else announce(`${finishedTitle(summary)}. ${finishedDetail(summary)}`);
  }
}

function button(classes, attributes, ...children) {
  return element("button", { type: "button", class: classes, ...attributes }, ...children);
}

function runningTitle({ total, uploading, isPaused, stopped }) {
  if (stopped) return "Uploads have stopped";
  if (!isPaused) return `Uploading ${plural(total, "image")}`;
  return uploading ? `Pausing, ${thousands(uploading)} still under way` : "Uploads are paused";
}

function runningDetail({ done, duplicate, left, attention, offline, isPaused }) {
  if (offline && !isPaused) return `Connection lost, trying again. ${thousands(left)} left`;
  const parts = [`${thousands(done + duplicate)} done`, `${thousands(left)} left`];
  if (attention) parts.push(`${thousands(attention)} ${attention === 1 ? "needs" : "need"} attention`);
  return parts.join(", ");
}

const finishedTitle = ({ done }) => (done ? `${plural(done, "image")} added` : "No image added");

function finishedDetail({ done, duplicate, refused, failed }) {
  const parts = [];
  if (duplicate) parts.push(`${thousands(duplicate)} already here`);
  if (refused) parts.push(`${thousands(refused)} refused`);
  if (failed) parts.push(`${thousands(failed)} failed`);
  return parts.length ? parts.join(", ") : done ? `All ${thousands(done)} done` : "";
}

function write(node, words) {
  if (node.textContent !== words) node.textContent = words;
}
