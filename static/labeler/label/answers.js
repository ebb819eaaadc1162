// Answers: given, taken back, settled by the server. Knows no page.

import { UndoStack } from "label/undo-stack";
import { answerOf, newOperation, sameAnswer } from "outbox/operations";

const FOR_AN_OUTAGE = 70; // images, once at work
const BACK = { undo: ["redo", "before"], redo: ["undo", "after"] };

export class Answers {
  changed = new Set(); // images to draw again
  history = new UndoStack();
  #storing = new Map(); // by image: resolves once its last answer is stored

  // { queue, sender, tally, also, fetch(id), onChange, tell }
  constructor(known) {
    Object.assign(this, known);
  }

  isWrong = (id) => this.sender.problems.some(({ asset }) => asset === id);

  // How many are not stored yet.
  get storing() {
    return this.#storing.size;
  }

  // Resolves once the image stands as it was answered last and can be answered again.
  stored(id) {
    return this.#storing.get(id);
  }

  // An answer to what was seen, for so long; with `isAtOnce` the image has it before it is stored. Whether it is stored.
  give(asset, after, shown_ms, isAtOnce) {
    const { id } = asset;
    const change = { asset: id, before: answerOf(asset), after };
    const giving = this.#put(asset, after, { seen: true, shown_ms }, isAtOnce).then((isStored) => {
      if (isStored && !isAtOnce) this.history.record(change);
      return isStored;
    });
    if (isAtOnce) this.history.record(change);
    const storing = giving.catch(() => {}).then(() => this.#storing.get(id) === storing && this.#storing.delete(id));
    this.#storing.set(id, storing);
    return giving;
  }

  // The image; false: not stored; undefined: there is nothing.
  async takeBack(way) {
    await Promise.all(this.#storing.values());
    const { queue } = this;
    const [wayBack, side] = BACK[way];
    const change = this.history[way]();
    if (!change) return undefined;
    const { asset: id, [side]: answer } = change;
    if (!queue.get(id)) queue.add([await this.fetch(id)]);
    if (await this.#put(queue.get(id), answer)) return queue.get(id);
    this.history[wayBack]();
    return false;
  }

  results = (results) => {
    const { queue, sender, changed, isWrong } = this;
    for (const { operation: { asset: id }, result, asset: now, known } of results) {
      if (known) this.tell(known.note);
      const waiting = sender.of(id);
      if (!now || !sameAnswer(queue.get(id) ?? now, now)) changed.add(id);
      if (now && ((!waiting.length && !this.stored(id)) || isWrong(id))) queue.patch(id, now);
      if (isWrong(id)) this.history.forget(id);
      if (result === "conflict" && now && waiting.length && sameAnswer(waiting.at(-1), now)) this.decide(id, null);
    }
    for (const { asset } of sender.problems) changed.add(asset);
    this.onChange();
  };

  // Theirs stays, or `mine` goes on top.
  decide = async (id, mine) => {
    const asset = this.queue.get(id);
    const also = mine && { asked: mine.asked };
    if (asset && mine) await this.#put(asset, answerOf(mine), also);
    else await this.sender.replace(id, mine && newOperation({ id, revision: mine.problem.present.revision }, mine, also));
    this.results([]);
  };

  async #put(asset, after, more, isAtOnce) {
    const { sender, isWrong } = this;
    const { id } = asset;
    const operation = newOperation(asset, after, { ...this.also, ...more });
    const storing = isWrong(id) ? sender.replace(id, operation) : sender.accept(operation);
    const before = answerOf(asset);
    if (isAtOnce) this.#take(operation, before, after);
    await storing;
    if (!sender.stores) await sender.drained();
    if (isWrong(id)) return false;
    if (!isAtOnce) this.#take(operation, before, after);
    return true;
  }

  #take({ asset: id, base_revision }, before, after) {
    this.queue.enough = FOR_AN_OUTAGE;
    this.tally.move(before, after);
    this.queue.patch(id, { ...after, revision: base_revision + 1 });
    this.changed.add(id);
  }
}
