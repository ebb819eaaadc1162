// Shows an upload queue: one head, one bar, and the rows that are worth a look. Knows the page; asks for what to do.

import { element, icon, plural, size, thousands } from "labeler/markup";
import { announce } from "labeler/live";

const MOST_ROWS = 60; // thousands of rows would make the page slow, and nobody reads them
const PICTURES = /^image\/(jpeg|png|webp|gif|bmp)$/;

export class UploadDrawer {
  #box;
  #ask;
  #rows = new Map(); // item id -> {row, key, preview}
  #announced = 0; // quarters of the way
  #words = {};

  // `ask` answers to retry(item), remove(item), retryFailed(), pause(), close(), thumb(asset) and page(asset).
  constructor(box, ask) {
    this.#box = box;
    this.#ask = ask;
    this.#build();
  }

  show(queue, pace) {
    const summary = queue.summary;
    const now = Date.now();
    const rate = pace.perSecond(now);
    summary.pace = rate && !summary.isPaused ? `${size(Math.round(rate))}/s, ${pace.words(summary.bytesLeft, now)}` : "";
    this.#box.hidden = summary.total === 0;
    if (this.#box.hidden) return;
    this.#head(summary);
    if (!this.#minimised) this.#list(queue.rows(MOST_ROWS), summary.total);
    this.#tell(summary);
  }

  get #minimised() {
    return this.#words.list.hidden;
  }

  #build() {
    const title = element("b");
    const detail = element("div", { class: "hint" });
    const again = element("button", { type: "button", class: "btn btn-s", hidden: true }, "Retry all");
    const pause = element("button", { type: "button", class: "btn btn-quiet btn-icon", hidden: true });
    const fold = element("button", { type: "button", class: "btn btn-quiet btn-icon", "aria-expanded": "true", "aria-label": "Minimize" }, icon("i-down"));
    const close = element("button", { type: "button", class: "btn btn-quiet btn-icon", "aria-label": "Close", hidden: true }, icon("i-x"));
    const bar = element("div", { class: "progress", role: "progressbar", "aria-label": "Upload", "aria-valuemin": "0", "aria-valuemax": "100" }, element("i"));
    const list = element("ul", { tabindex: "0", "aria-label": "Files" });
    const more = element("p", { class: "hint drawer-more", hidden: true });
    this.#words = { title, detail, again, pause, fold, close, bar, list, more };
    this.#box.append(element("div", { class: "drawer-head" }, element("div", {}, title, detail), element("div", { class: "actions" }, again, pause, fold, close)), bar, list, more);
    again.addEventListener("click", () => this.#ask.retryFailed());
    pause.addEventListener("click", () => this.#ask.pause());
    close.addEventListener("click", () => this.#ask.close());
    fold.addEventListener("click", () => this.#fold(!this.#minimised));
    if (matchMedia("(max-width: 640px)").matches) this.#fold(true);
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

  #head(summary) {
    const { title, detail, again, close, bar } = this.#words;
    write(title, !summary.left ? finishedTitle(summary) : summary.isPaused ? "Uploads are paused" : `Uploading ${plural(summary.total, "image")}`);
    this.#pauseButton(summary);
    write(detail, summary.left ? runningDetail(summary) : finishedDetail(summary));
    again.hidden = summary.failed < 2;
    close.hidden = summary.left > 0;
    const percent = Math.floor(summary.fraction * 100);
    bar.setAttribute("aria-valuenow", percent);
    bar.className = summary.left ? "progress" : summary.failed ? "progress bad" : "progress ok";
    bar.firstChild.style.setProperty("--v", `${percent}%`);
  }

  #pauseButton({ left, isPaused }) {
    const { pause } = this.#words;
    pause.hidden = left === 0;
    const words = isPaused ? "Go on" : "Pause all";
    if (pause.getAttribute("aria-label") === words) return;
    pause.setAttribute("aria-label", words);
    pause.replaceChildren(icon(isPaused ? "i-play" : "i-pause"));
  }

  // Makes, changes and moves only the rows that differ, by item.
  #list(items, total) {
    const { list, more } = this.#words;
    const kept = new Set(items.map(({ id }) => id));
    for (const [id, { row, preview }] of this.#rows) {
      if (kept.has(id)) continue;
      if (preview) URL.revokeObjectURL(preview);
      row.remove();
      this.#rows.delete(id);
    }
    let place = list.firstChild;
    for (const item of items) {
      const shown = this.#row(item);
      if (shown.row === place) place = place.nextSibling;
      else list.insertBefore(shown.row, place);
    }
    more.hidden = total <= items.length;
    write(more, `And ${thousands(total - items.length)} more`);
  }

  #row(item) {
    const key = `${item.state} ${item.reason}`;
    let shown = this.#rows.get(item.id);
    if (!shown) {
      shown = { row: element("li", { class: "upload" }), key: null, preview: null };
      this.#rows.set(item.id, shown);
    }
    if (shown.key !== key) {
      const focused = shown.row.contains(document.activeElement);
      shown.row.replaceChildren(this.#picture(item, shown), this.#name(item), this.#end(item));
      if (focused) this.#words.list.focus();
      shown.key = key;
    }
    if (item.state === "uploading") this.#progress(item, shown.row);
    return shown;
  }

  #picture(item, shown) {
    if (item.asset) {
      if (shown.preview) URL.revokeObjectURL(shown.preview);
      shown.preview = null;
      return element("img", { src: this.#ask.thumb(item.asset), alt: "", loading: "lazy", decoding: "async", width: 40, height: 40 });
    }
    const showable = ["uploading", "failed", "waiting"].includes(item.state) && PICTURES.test(item.file.type);
    if (!showable) return element("span", { class: "ph" }, icon("i-file"));
    shown.preview ??= URL.createObjectURL(item.file);
    return element("img", { src: shown.preview, alt: "", decoding: "async", width: 40, height: 40 });
  }

  #name(item) {
    const name = element("div", { class: "name", title: item.name }, item.name);
    return element("div", {}, name, ...under(item, this.#ask.page));
  }

  #end(item) {
    if (item.state === "failed") return this.#button("Retry", "btn btn-s", item, () => this.#ask.retry(item));
    if (item.state === "refused") return this.#button("Remove", "btn btn-s btn-quiet", item, () => this.#ask.remove(item));
    if (item.state === "done") return icon("i-check", "i up");
    if (item.state === "duplicate") return icon("i-info", "i faint");
    return element("span", { class: "hint" }, item.state === "queued" ? "Queued" : item.state === "waiting" ? "Waiting" : "");
  }

  #button(words, classes, item, act) {
    const button = element("button", { type: "button", class: classes, "aria-label": `${words} ${item.name}` }, words);
    button.addEventListener("click", act);
    return button;
  }

  #progress(item, row) {
    const percent = item.size ? Math.floor((item.sent / item.size) * 100) : 100;
    row.querySelector(".progress > i").style.setProperty("--v", `${percent}%`);
    write(row.lastChild, percent < 100 ? `${percent}% of ${size(item.size)}` : "Checking");
  }

  // For those who do not see the bar: every quarter of the way, and the end.
  #tell(summary) {
    const quarter = summary.left ? Math.floor(summary.fraction * 4) : 4;
    if (quarter === this.#announced) return;
    this.#announced = quarter;
    if (!summary.left) announce(`${finishedTitle(summary)}. ${finishedDetail(summary)}`);
    else if (quarter) announce(`${quarter * 25}% uploaded`);
  }
}

function under(item, page) {
  if (item.state === "uploading") return [element("div", { class: "progress" }, element("i"))];
  if (item.state === "failed" || item.state === "refused") return [element("div", { class: "error" }, item.reason)];
  if (item.state === "waiting") return [element("div", { class: "hint" }, `${item.reason}. It is tried again.`)];
  if (item.state === "duplicate") {
    const link = item.asset ? element("a", { class: "link", href: page(item.asset) }, "Show it") : "";
    return [element("div", { class: "hint" }, "Already in this project, not added again. ", link)];
  }
  return [element("div", { class: "hint" }, size(item.size))];
}

function runningDetail({ done, duplicate, left, attention, offline, pace }) {
  if (offline) return `Connection lost, trying again. ${thousands(left)} left`;
  const parts = [`${thousands(done + duplicate)} done`, `${thousands(left)} left`];
  if (attention) parts.push(`${thousands(attention)} ${attention === 1 ? "needs" : "need"} attention`);
  if (pace) parts.push(pace);
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
