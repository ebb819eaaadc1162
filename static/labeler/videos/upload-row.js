// One row of the uploads of videos. Its buttons stay the same nodes, so that focus stays.

import { element, icon } from "base/markup";
import { size } from "base/words";
import { fileName } from "parts/file-name";

const BUTTONS = {
  pause: ["Pause", "btn btn-s btn-quiet"],
  goOn: ["Go on", "btn btn-s"],
  choose: ["Choose the file again", "btn btn-s"],
  remove: ["Cancel", "btn btn-s btn-quiet"],
};
const SHOWN = {
  queued: ["remove"],
  sending: ["pause", "remove"],
  waiting: ["pause", "remove"],
  paused: ["goOn", "remove"],
  left: ["choose", "remove"],
  refused: ["remove"],
  duplicate: ["remove"],
};
const WORDS = {
  queued: () => "Waits for its turn",
  waiting: ({ reason }) => reason || "Connection lost, trying again",
  paused: ({ reason }) => reason || "Paused",
  left: () => "Stopped when the page was left",
  duplicate: () => "It is here already, and was not added again",
};

export class UploadRow {
  #size;
  #parts = {};
  #buttons = {};

  // `ask` answers to those of pause(), goOn(), choose() and remove() that the row can be asked for.
  constructor(name, bytes, ask) {
    this.#size = bytes;
    const told = element("span");
    const error = element("span", { class: "error", hidden: true });
    const range = { class: "progress", role: "progressbar", "aria-label": `Upload of ${name}`, "aria-valuemin": "0", "aria-valuemax": "100" };
    const bar = element("div", range, element("i"));
    this.#parts = { told, error, bar };
    for (const act of Object.keys(ask)) {
      const [words, classes] = BUTTONS[act];
      const button = element("button", { type: "button", class: classes, "aria-label": `${words}: ${name}` }, words);
      button.addEventListener("click", ask[act]);
      this.#buttons[act] = button;
    }
    const about = element("div", { class: "name" }, element("b", {}, fileName(name)), element("span", { class: "hint" }, size(bytes)));
    const poster = element("div", { class: "poster" }, element("div", { class: "blank" }, icon("i-upload")));
    const state = element("div", { class: "video-state" }, element("div", { class: "row small eta" }, told), bar, error);
    this.element = element("article", { class: "video-row", "aria-label": `Upload of ${name}` }, poster, about, state);
    this.element.append(element("div", { class: "num video-actions" }, ...Object.values(this.#buttons)));
  }

  show(item) {
    const { told, error, bar } = this.#parts;
    const percent = this.#size ? Math.floor((item.sent / this.#size) * 100) : 100;
    const isRefused = item.state === "refused";
    write(told, isRefused ? "" : WORDS[item.state]?.(item) ?? (percent < 100 ? `${percent}% uploaded` : "Checking"));
    told.parentElement.hidden = isRefused;
    error.hidden = !isRefused;
    if (isRefused && !error.textContent) error.append(icon("i-alert"), element("span", {}, item.reason));
    bar.hidden = isRefused || item.state === "duplicate";
    bar.setAttribute("aria-valuenow", percent);
    bar.firstElementChild.style.setProperty("--v", `${percent}%`);
    this.#offer(item.state);
  }

  #offer(state) {
    const focused = this.element.contains(document.activeElement);
    for (const [act, button] of Object.entries(this.#buttons)) button.hidden = !SHOWN[state].includes(act);
    write(this.#buttons.remove, state === "refused" || state === "duplicate" ? "Close" : "Cancel");
    if (focused && !document.activeElement.checkVisibility()) Object.values(this.#buttons).find((button) => !button.hidden).focus();
  }
}

function write(node, words) {
  if (node.textContent !== words) node.textContent = words;
}
