// Takes answers to the server, in order, one request at a time.

import { nextBatch, wire } from "outbox/operations";
import { noOutbox } from "outbox/store";

const TIMEOUT = 10_000;
const LEASE = 15_000; // longer than a request may take
const SOON = 250; // fast answers go together
const PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
const BUSY = new Error("Another tab sends.");

export class Sender {
  #known = []; // the outbox as last seen
  #unstored = new Set(); // on their way into it
  #access = Promise.resolve(); // one look at it after the other
  #state = "saved";
  #run = null;
  #failures = 0;
  #pause;
  stores = true; // whether answers outlive the page

  // { outbox, second (line, if there is one), send(operations, signal), owner, channel (of one's tabs), onState, onResults }
  constructor(known) {
    Object.assign(this, known);
    if (!this.outbox) this.#storeNoMore();
    this.channel.onmessage = ({ data }) => this.#hear(data);
  }

  get waiting() {
    return this.#known.length - this.problems.length;
  }

  get problems() {
    return this.#known.filter(({ problem }) => problem);
  }

  get images() {
    return [...new Set(this.#known.map(({ asset }) => asset))].slice(-1_000);
  }

  of(asset) {
    return this.#known.filter((operation) => operation.asset === asset);
  }

  load() {
    return this.#inOrder(async () => {
      const all = (await this.outbox.all()) ?? this.#known;
      const ids = new Set(all.map(({ op_id }) => op_id));
      const gone = this.#known.filter(({ op_id }) => !ids.has(op_id)); // another tab settled it
      if (gone.length) this.second?.write(gone, []);
      return (this.#known = all);
    });
  }

  // What the second line kept. How many of them the outbox had lost.
  async adopt(operations) {
    const ids = new Set((await this.load()).map(({ op_id }) => op_id));
    const lost = operations.filter(({ op_id }) => !ids.has(op_id));
    if (lost.length) await this.#settle([], lost);
    return lost.length;
  }

  accept(operation) {
    return this.#store(this.outbox.renew?.(operation) ?? [], [operation]);
  }

  // Send this, if anything, instead of what waits.
  replace(asset, operation) {
    return this.#store(this.of(asset), operation ? [operation] : []);
  }

  async #store(remove, put) {
    for (const operation of put) this.#unstored.add(operation);
    await this.#settle(remove, put);
    for (const operation of put) this.#unstored.delete(operation);
    if (remove.length) this.channel.postMessage([]);
    this.#report(this.#state);
    this.#pause ??= setTimeout(() => this.kick(), SOON);
  }

  async drained() {
    while (this.waiting) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  kick() {
    this.#pause = clearTimeout(this.#pause);
    this.#run ??= this.#sendAll()
      .then(() => this.#report("saved"), (problem) => this.#tryLater(problem))
      .finally(() => {
        this.#run = null;
        if (!this.#pause && nextBatch(this.#known).length) this.kick();
      });
  }

  // All at once, before the page may go; what is not stored yet comes again, as a duplicate.
  flush() {
    const batch = nextBatch(this.#known);
    const unstored = [...this.#unstored];
    const more = this.outbox.behind?.(batch, unstored) ?? nextBatch(unstored.filter(({ asset }) => !this.of(asset).length));
    this.outbox.carry?.(batch);
    if (batch.length + more.length) this.#post(batch, undefined, more).catch(() => {});
  }

  async #sendAll() {
    try {
      while (nextBatch(this.#known).length) {
        if (!(await this.#hold(Date.now() + LEASE))) throw BUSY;
        const batch = nextBatch(await this.load());
        if (!batch.length) return;
        await this.outbox.carry?.(batch);
        if (!this.#failures) this.#report("saving");
        await this.#post(batch, AbortSignal.timeout(TIMEOUT));
        this.#failures = 0;
      }
    } finally {
      await this.#hold(0);
    }
  }

  async #post(batch, signal, more = []) {
    const results = await this.send([...batch, ...more].map(wire), signal);
    const settled = batch
      .map((operation) => ({ operation, ...results.find(({ op_id }) => op_id === operation.op_id) }))
      .filter(({ result }) => result);
    if (!settled.length) throw new Error("The server answered nothing.");
    const wrong = settled.filter(({ result }) => !["applied", "duplicate"].includes(result));
    await this.#settle(settled.map(({ operation }) => operation), wrong.map(withProblem));
    this.channel.postMessage(settled);
    this.onResults(settled);
  }

  // What is stored comes again with the page, as a duplicate.
  #storeNoMore() {
    this.stores = false;
    return (this.outbox = noOutbox(this.#known.at(-1)?.seq));
  }

  #hold(until) {
    return this.outbox.holdLease(this.owner, until).catch(() => this.#storeNoMore());
  }

  #settle(...change) {
    return this.#inOrder(async () => {
      const writing = this.#writeSecond(...change);
      const stored = await this.outbox.settle(...change).catch(() => this.#storeNoMore().settle(...change)); // it is full
      await writing;
      const gone = new Set(change.flat().map(({ op_id }) => op_id));
      this.#known = [...this.#known.filter(({ op_id }) => !gone.has(op_id)), ...stored].sort((one, other) => one.seq - other.seq);
    });
  }

  // It knows operations by their ids, and no problems.
  #writeSecond(remove, put) {
    const stay = new Set(put.map(({ op_id }) => op_id));
    return this.second?.write(remove.filter(({ op_id }) => !stay.has(op_id)), put.map(wire));
  }

  #inOrder(work) {
    const done = this.#access.then(work);
    this.#access = done.catch(() => {});
    return done;
  }

  #tryLater(problem) {
    this.#pause = setTimeout(() => this.kick(), problem === BUSY ? PAUSE : Math.min(LONGEST_PAUSE, PAUSE * 2 ** this.#failures));
    if (problem === BUSY) return;
    this.#failures += 1;
    this.#report(stateAfter(problem));
  }

  async #hear(results) {
    await this.load();
    this.onResults(results);
    this.#report(this.waiting ? this.#state : "saved");
  }

  #report(state) {
    this.#state = state;
    this.onState(state);
  }
}

const withProblem = ({ operation, result: kind, detail, by, asset: present }) => ({ ...operation, problem: { kind, detail, present, by } });

const AFTER = { 401: "logged-out", 403: "logged-out", 404: "gone", 507: "full" };
const stateAfter = ({ status }) => AFTER[status] ?? (status ? "trouble" : "offline");
