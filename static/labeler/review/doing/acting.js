// What is done to what is chosen: answers, taking them back, and what is said of it. One action at a time.

import { element } from "base/markup";
import { plural } from "base/words";
import { announce } from "parts/announce";
import { closed } from "parts/dialogs";
import { SavedMark } from "parts/saved-mark";
import { BulkActions, changedWords, leftAlone } from "review/bulk";
import { markKnown } from "review/known";

const MANY = 200; // asked about first

export class Acting {
  #turn = Promise.resolve(); // what is pressed meanwhile waits
  #failures = 0;
  #waiting = 0;
  #told = ""; // what the last action did
  #cameByItself = false; // this page; nothing was done on it yet

  // `api`: its address; `steps`: what can be taken back. `onChange()` hears of each action that went through, `onDone()`
  // of each that left nothing on the page.
  constructor(part, { api, choosing, whereabouts, steps, onChange, onDone }) {
    Object.assign(this, { part, api, choosing, whereabouts, steps, onChange, onDone });
    this.actions = new BulkActions(api);
    this.saved = new SavedMark(part.saved);
  }

  // Undefined: none was chosen.
  setCategory(category, at) {
    if (!category) return;
    const words = { mended: `mended to ${category.name} and approved`, labeled: `labeled ${category.name}`, approved: "approved" };
    this.act({ status: "labeled", category_ids: [category.id], vouch: true }, words, at);
  }

  // Undefined: the question was closed.
  sendBack(reason, at) {
    if (reason === undefined) return;
    this.act({ status: "needs_review", ...(reason && { reason }) }, `set to needs review${reason && `: ${reason}`}`, at);
  }

  // On what is selected now, also when it has to wait.
  act(answer, words, at) {
    const { choosing } = this;
    const { grid, looking, oneClass } = choosing;
    if (!grid.count) return undefined;
    const { places, approved, isForFocus, isByLetter } = this.#placesFor(answer, at);
    const everyOne = isByLetter ? undefined : choosing.everything;
    if (isForFocus && !this.#mayDecide(places[0])) return this.#notShown();
    if (isForFocus) looking.see(places[0]); // however short
    if (oneClass && !everyOne && !places.length && !approved.length) return this.#noneSeen(answer);
    const from = isForFocus ? places[0] : undefined;
    if (isForFocus && !isByLetter && answer.category_ids?.length) choosing.moveTo(this.#following(from));
    if (!approved.length) return this.inTurn(() => this.#actOn([{ places, answer }], everyOne, words, from));
    const parts = [{ places, answer }, { places: approved, answer: { status: "approved" } }].filter((part) => part.places.length);
    return this.inTurn(() => this.#actOn(parts, everyOne, { approved: "approved", ...(answer.vouch ? words : { [answer.status]: words }) }));
  }

  markKnown() {
    this.inTurn(() => this.#markKnown());
  }

  undo() {
    this.inTurn(() => this.#takeBack("undo", "redo", "before"));
  }

  redo() {
    this.inTurn(() => this.#takeBack("redo", "undo", "after"));
  }

  // What waits behind a failure is given up: it was pressed before the failure was told, and would hide it. Resolves when
  // its turn is over.
  inTurn(work) {
    const known = this.#failures;
    this.#waiting += 1;
    return (this.#turn = this.#turn
      .then(() => (known === this.#failures ? work() : undefined))
      .catch((problem) => this.#complain(problem))
      .finally(() => (this.#waiting -= 1)));
  }

  get isBusy() {
    return this.#waiting > 0;
  }

  // A key that was meant for the page before decides nothing on one that came by itself: there it takes as long as seeing.
  #mayDecide(place) {
    const { looking } = this.choosing;
    return looking.isShown(place) && (!this.#cameByItself || looking.isKnown(place));
  }

  #placesFor({ status }, at) {
    const { choosing } = this;
    const { everything, letters, looking, oneClass } = choosing;
    const { places, size, focus } = choosing.selection;
    const lettered = letters.take();
    if (lettered !== undefined) return { places: [lettered], approved: [], isForFocus: true, isByLetter: true };
    if (everything || (!oneClass && size)) return { places, approved: [] };
    if (!oneClass) return { places: [focus], approved: [], isForFocus: true };
    if (choosing.isOffered(status, at)) return { places: [], approved: places };
    return oneClass.placesFor(status === "approved", places, focus, (place) => looking.isKnown(place));
  }

  // After one that was named the focus goes on at once: the next key is for the next one. One class at a time, decided
  // ones are passed over.
  #following(place) {
    const { oneClass, selection } = this.choosing;
    const waiting = oneClass ? selection.places.filter((each) => each !== place) : [place + 1];
    return waiting.find((each) => each > place) ?? waiting[0] ?? place;
  }

  #notShown() {
    const { grid, selection } = this.choosing;
    grid.focus(selection.focus);
    grid.cell(selection.focus).scrollIntoView({ block: "nearest" }); // it may have had the focus
    this.say("Not shown yet.");
  }

  #noneSeen(answer) {
    this.say("Nothing was seen yet.");
    // Pressed once too often on the page before, a key is no beginning of an approval of what nobody saw here.
    if (!this.#cameByItself) this.choosing.offerRest(answer);
  }

  // `from`: the one in focus when this is for that one alone.
  async #actOn(chosen, everyOne, words, from) {
    const { choosing, steps, whereabouts } = this;
    const { grid, looking } = choosing;
    const imageAt = (place) => ({ ...grid.image(place), seen: looking.isSeen(place) });
    const parts = chosen.map((part) => ({ ...part, images: part.places.filter((place) => grid.image(place)).map(imageAt) }));
    const count = everyOne ? everyOne.count : parts.reduce((sum, { images }) => sum + images.length, 0);
    if (!count || (count > MANY && !(await this.#isSure(count, words)))) return;
    const isDone = await this.#saving(async () => {
      const { outcome, now, step } = await this.actions.act(parts, everyOne?.named);
      const before = { ...whereabouts.view(), ...(from !== undefined && { focused: grid.image(from)?.id }) };
      grid.update(now);
      this.#goOn(parts, from !== undefined, everyOne);
      if (outcome.changed) steps.record({ ...step, words, page: { address: location.search, before, after: whereabouts.view() } });
      this.#tell(outcome, words);
    });
    if (isDone && choosing.isDone) this.onDone();
    if (!isDone && from !== undefined && chosen[0].answer.category_ids?.length) choosing.moveTo(from); // it went on
  }

  async #markKnown() {
    const { everything, grid, looking, oneClass, selection } = this.choosing;
    if (everything) return this.say("Known pictures are marked a page at a time.");
    const places = oneClass ? selection.places.filter((place) => looking.isKnown(place)) : selection.places;
    const ids = places.map((place) => grid.image(place)?.id).filter(Boolean);
    return this.say(await markKnown(this.api, ids));
  }

  // What is selected after an action: what was selected since; one class at a time, what waits for its turn.
  #goOn(parts, isForFocus, everyOne) {
    const { choosing } = this;
    const { grid, letters, oneClass, selection } = choosing;
    if (!oneClass && (isForFocus || !everyOne)) return isForFocus ? choosing.show() : this.#leaveSelected(parts);
    if (!oneClass) return choosing.none();
    let rest = selection.places;
    for (const { places, answer } of parts) {
      const decided = places.filter((place) => isSo(grid.image(place), answer));
      const isApproved = answer.status === "approved" && rest.every((place) => places.includes(place));
      rest = oneClass.decide(decided, isApproved, rest);
    }
    const { focus } = selection;
    const waits = !oneClass.state.isApproved && parts.some(({ answer }) => answer.status === "approved"); // for being seen
    const next = rest.find((place) => place > focus) ?? rest[0];
    choosing.choose(() => selection.set(rest, waits || letters.isShown || rest.includes(focus) ? focus : next));
    if (waits && !isForFocus) choosing.offerRest(parts[0].answer);
    if (!oneClass.left.length) document.querySelector(".pager")?.scrollIntoView({ block: "nearest" });
  }

  #leaveSelected(parts) {
    const { choosing } = this;
    const { selection } = choosing;
    const acted = new Set(parts.flatMap(({ places }) => places));
    const since = selection.places.filter((place) => !acted.has(place));
    if (since.length) choosing.choose(() => selection.set(since, selection.focus));
    else choosing.none();
  }

  async #takeBack(way, wayBack, side) {
    const { choosing, steps } = this;
    const { grid, letters, oneClass, selection } = choosing;
    letters.drop();
    const step = steps[way]();
    if (!step) return announce(way === "undo" ? "Nothing to undo" : "Nothing to redo");
    const done = await this.#saving(async () => {
      const images = step.changes.map(({ id }) => grid.imageOf(id)).filter(Boolean);
      const { outcome, now } = await this.actions.undo(step, side, images);
      steps.save();
      grid.update(now);
      if (oneClass && step.page?.address === location.search) this.whereabouts.showStep(step.page, side);
      else if (!oneClass) choosing.choose(() => selection.set([], step.count === 1 && images.length ? grid.placeOf(images[0].id) : undefined));
      this.#tell(outcome, side === "before" ? "taken back" : step.words);
    });
    if (!done) steps[wayBack]();
  }

  // Answers whether it went through.
  async #saving(work) {
    if (this.part.note) this.part.note.hidden = true;
    this.saved.show("saving", 1);
    try {
      await work();
      this.saved.show("saved", 0);
      this.onChange();
      return true;
    } catch (problem) {
      this.saved.show("saved", 0, 1);
      this.#complain(problem);
      return false;
    }
  }

  #complain(problem) {
    this.#failures += 1;
    this.part.note_words.textContent = `Nothing was changed: ${problem.status ? problem.message : "the server was not reached."}`;
    this.part.note.hidden = false;
  }

  #tell(outcome, words) {
    const rest = leftAlone(outcome);
    const text = changedWords(outcome, words);
    this.#cameByItself = false;
    this.#told = `${text}${rest && ` ${rest}.`}`;
    this.#showDone(text, rest && `${rest}.`);
    announce(`${this.#told}${this.#whatIsLeft()}`);
  }

  get told() {
    return this.#told;
  }

  // On the page that came by itself: what was done before it came.
  tellAgain(told) {
    this.#cameByItself = true;
    this.#showDone(told, "Just before.");
    this.part.done?.classList.add("is-before"); // the name of this page stays
    announce(`${told} Here is the next page.`);
  }

  #showDone(text, more) {
    const undo = element("button", { type: "button", class: "btn btn-s btn-quiet", "data-do": "undo" }, "Undo", element("kbd", {}, "Z"));
    this.part.done?.classList.remove("is-before");
    const title = `${text}${more && ` ${more}`}`;
    this.part.done?.replaceChildren(element("span", { class: "clip", title }, text, " ", element("span", { class: "muted" }, more)), ...(this.steps.canUndo ? [undo] : []));
  }

  #whatIsLeft() {
    const { offers, oneClass, unseen } = this.choosing;
    if (!oneClass) return "";
    if (!oneClass.left.length) return " This page is done.";
    return offers ? ` ${unseen} not seen: Page Down shows them, the same key again is for them, too.` : "";
  }

  say(words) {
    this.part.done?.replaceChildren(element("span", { class: "clip" }, words));
    announce(words);
  }

  #isSure(count, words) {
    const { confirm, confirm_title, confirm_yes } = this.part;
    confirm_title.textContent = `${plural(count, "image")} will be ${words.labeled ?? words}`;
    confirm_yes.textContent = `Change ${plural(count, "image")}`;
    confirm.returnValue = "";
    confirm.showModal();
    return closed(confirm).then(() => confirm.returnValue === "yes");
  }
}

function isSo(image, { status, category_ids: ids, vouch }) {
  return (image.status === status || (vouch && image.status === "approved")) && (!ids || String(image.category_ids) === String(ids));
}
