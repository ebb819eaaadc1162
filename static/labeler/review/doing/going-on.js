// The way on: to the next page or class by a key, or by itself once a page is done, where somebody chose that.

import { isForSomethingElse } from "base/keymap";
import { announce } from "parts/announce";

const NEXT = '.pager [rel="next"], .empty [rel="next"]';
const CHOSEN = "labeler-go-on"; // in this browser, like the size of the tiles
const TOLD = "labeler:review-told"; // in this tab: {words, href}, for the page that comes
const PATIENCE = 2000; // ms: a save that takes longer may hang, and the same link once more leads on at once

export class GoingOn {
  #leaving; // {href, since}: asked for while something was being saved, or followed at once

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
    this.acting.inTurn(() => this.#goOn());
  }

  // Whoever switched it off, left for elsewhere, or began something else meanwhile stays.
  #goOn() {
    const link = document.querySelector(NEXT);
    const isElsewhere = this.#leaving || isForSomethingElse({ target: document.activeElement }, document);
    if (!this.isOn || !this.choosing.isDone || isElsewhere || !link || link.hidden) return;
    write("sessionStorage", TOLD, JSON.stringify({ words: this.acting.told, href: link.href }));
    location.assign(link.href);
  }

  // What is being saved comes first: a page that is left before would never know what can be taken back.
  async leave(href) {
    this.#leaving = { href, since: performance.now() };
    if (!this.acting.isBusy) return location.assign(href);
    this.acting.say("Opens once this is saved.");
    let isLeft = false;
    await this.acting.inTurn(() => {
      isLeft = true;
      location.assign(href);
    });
    if (!isLeft) this.#leaving = undefined; // that failed, and is told
  }

  // What was done on the page before, where it went on by itself.
  tell() {
    const told = read("sessionStorage", TOLD);
    if (!told) return;
    write("sessionStorage", TOLD, "");
    const { words, href } = JSON.parse(told);
    if (href === location.href) this.acting.tellAgain(words);
  }

  #wait(event) {
    const link = event.target.closest("a[href]");
    const isElsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented;
    if (!link || link.target || link.getAttribute("href").startsWith("#") || isElsewhere) return;
    const { href, since } = this.#leaving ?? {};
    if (href === link.href && performance.now() - since > PATIENCE) return; // the browser follows it
    event.preventDefault();
    this.leave(link.href);
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
