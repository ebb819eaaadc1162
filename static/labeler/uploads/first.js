// The first upload into an empty project: pictures show as they arrive, labeling starts with the first ten, and at the end
// it is said what came and what did not. Knows the page; `show` reads the grid anew, quietly.

import { element, icon, thousands } from "base/markup";
import { plural } from "base/words";
import { announce } from "parts/announce";

const FEW = 10; // pictures with which labeling can start
const OFTEN = 1500; // ms between two looks at the grid
export const FULL = 120; // tiles of a page of the grid
const MOST_REASONS = 5;

export class FirstUpload {
  #box;
  #show;
  #shownAt = 0;
  #coming = null;
  #state = "idle"; // then "on", and "over"
  #hasStarted = false; // it was said that labeling can start

  constructor(box, { show }) {
    this.#box = box;
    this.#show = show;
    this.#state = document.querySelector(".drop-big") ? "waits" : "idle";
  }

  get isOn() {
    return this.#state === "on";
  }

  // What the queue says, as often as it changes; `arrived`: new pictures since the page was opened.
  follow({ left }, arrived) {
    if (this.#state === "waits" && left) this.#state = "on";
    if (this.#state !== "on") return;
    if (left) this.#tell(arrived);
    if (arrived && left) this.#soon();
  }

  // `lost`: {count, some: [{name, reason}]} of those that did not come. `labeled`: how many have the label of their
  // folder, `unlabeled`: how many are still to get it.
  async end({ done, duplicate, lost, labeled = 0, unlabeled = 0 }) {
    if (this.#state === "idle" || this.#state === "over") return;
    this.#state = done ? "over" : "waits";
    clearTimeout(this.#coming);
    if (done) await this.#show();
    const head = [`${plural(done, "picture")} added`];
    if (labeled) head.push(`${thousands(labeled)} with the label of their folder`);
    if (unlabeled) head.push(`${plural(unlabeled, "label")} to be given as soon as Labeler is reached`);
    if (duplicate) head.push(`${thousands(duplicate)} ${duplicate === 1 ? "was" : "were"} here already`);
    if (lost.count) head.push(`${thousands(lost.count)} did not come`);
    this.#paint(`${head.join(", ")}.`, reasons(lost), done ? this.#ways(done, labeled) : []);
    announce(`${head.join(", ")}.`);
  }

  #tell(arrived) {
    if (arrived < FEW) return this.#paint("The pictures are coming in.", "Labeling can start with the first ten.", []);
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    this.#paint("The first pictures are here.", "Labeling opens beside this page; the others come in meanwhile.", [this.#way("label", "Start labeling", { target: "_blank" })]);
    announce("The first pictures are here. Labeling can start.");
  }

  #ways(done, labeled) {
    const review = this.#box.dataset.review && labeled ? [this.#way("review", "Review the labels")] : [];
    return labeled >= done ? review : [...review, this.#way("label", "Start labeling")];
  }

  #way(name, words, more = {}) {
    return element("a", { class: "btn btn-primary", href: this.#box.dataset[name], ...more }, words);
  }

  #paint(title, detail, ways) {
    const hint = typeof detail === "string" ? element("span", { class: "hint" }, detail) : detail;
    this.#box.replaceChildren(icon("i-check"), element("div", { class: "grow" }, element("b", {}, title), " ", hint), ...ways);
    this.#box.hidden = false;
  }

  // Where somebody has gone on in the list, or it is full, it stays.
  #soon() {
    const isPlain = ![...new URL(location.href).searchParams.keys()].some((name) => name !== "size");
    if (this.#coming || !isPlain || document.querySelectorAll(".justified .tile").length >= FULL) return;
    this.#coming = setTimeout(async () => {
      this.#shownAt = Date.now();
      await this.#show().catch(() => {});
      this.#coming = null;
    }, Math.max(0, this.#shownAt + OFTEN - Date.now()));
  }
}

function reasons({ count, some }) {
  if (!count) return "";
  const rows = some.slice(0, MOST_REASONS).map(({ name, reason }) => element("li", {}, reason ? `${name}: ${reason}` : name));
  if (count > rows.length) rows.push(element("li", {}, `and ${thousands(count - rows.length)} more`));
  return element("ul", { class: "hint" }, ...rows);
}
