// The way on: to the next page or class by a key, or by itself once a page is done, where somebody chose that.

import { announce } from "parts/announce";

const NEXT = '.pager [rel="next"], .empty [rel="next"]';
const CHOSEN = "labeler-go-on"; // in this browser, like the size of the tiles
const TOLD = "labeler:review-told"; // in this tab, for the page that comes

export class GoingOn {
  constructor(part, { acting, choosing }) {
    Object.assign(this, { part, acting, choosing });
    this.#show();
    document.addEventListener("click", (event) => this.#wait(event));
  }

  next() {
    return this.follow(NEXT);
  }

  // Answers whether there is such a link.
  follow(selector) {
    const link = document.querySelector(selector);
    const isThere = Boolean(link && !link.hidden);
    if (isThere) link.click();
    else announce("No more pages");
    return isThere;
  }

  toggle() {
    if (!this.choosing.oneClass) return announce("One class at a time only");
    write("localStorage", CHOSEN, this.isOn ? "off" : "on");
    this.#show();
    announce(this.isOn ? "A page that is done goes on by itself" : "A page that is done stays");
    return this.whenDone();
  }

  get isOn() {
    return read("localStorage", CHOSEN) === "on";
  }

  // The counts say which class comes next. What was pressed meanwhile, as Undo, comes first.
  async whenDone() {
    if (!this.isOn || !this.choosing.isDone) return;
    await this.choosing.counted;
    this.acting.inTurn(() => {
      const link = document.querySelector(NEXT);
      if (!this.choosing.isDone || !link || link.hidden) return;
      write("sessionStorage", TOLD, this.acting.told);
      location.assign(link.href);
    });
  }

  // What was done on the page before, where it went on by itself.
  tell() {
    const told = read("sessionStorage", TOLD);
    if (!told) return;
    write("sessionStorage", TOLD, "");
    this.acting.tellAgain(told);
  }

  // A page that is left while something is being saved would never know what can be taken back.
  #wait(event) {
    const link = event.target.closest("a[href]");
    const isElsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented;
    if (!link || link.target || isElsewhere || !this.acting.isBusy) return;
    event.preventDefault();
    this.acting.inTurn(() => location.assign(link.href));
  }

  #show() {
    this.part.go_on?.setAttribute("aria-pressed", String(this.isOn));
  }
}

// Storage can be forbidden: then no page goes on by itself.
function read(store, name) {
  try {
    return window[store].getItem(name);
  } catch {
    return null;
  }
}

function write(store, name, value) {
  try {
    window[store].setItem(name, value);
  } catch {
    // As above.
  }
}
