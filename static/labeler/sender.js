// Takes answers from the outbox to the server, in order, one request at a time.

import { nextBatch, wire } from "labeler/operations";

const TIMEOUT = 10_000;
const LEASE = 15_000; // longer than a request may take
const PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
const DONE = ["applied", "duplicate"];

export class Sender {
  #known = []; // the outbox as last seen
  #access = Promise.resolve(); // one look at it after the other: what is known never goes back
  #state = "saved";
  #run = null;
  #failures = 0;
  #pause = null; // the timer

  // { outbox, send(operations, signal), owner, channel, onState, onResults }: the `channel` is of the person's tabs.
  constructor(known) {
    Object.assign(this, known);
    if (this.channel) this.channel.onmessage = ({ data }) => this.#hear(data);
  }

  get waiting() {
    return this.#known.length - this.problems.length;
  }

  get problems() {
    return this.#known.filter(({ problem }) => problem);
  }

  of(asset) {
    return this.#known.filter((operation) => operation.asset === asset);
  }

  load() {
    return this.#inOrder(async () => (this.#known = (await this.outbox.all()) ?? this.#known));
  }

  accept(operation) {
    return this.#store([], [operation]);
  }

  // Send this, if anything, instead of what waits for the asset.
  replace(asset, operation) {
    return this.#store(this.of(asset), operation ? [operation] : []);
  }

  async #store(remove, add) {
    await this.#settle({ remove, add });
    if (remove.length) this.channel?.postMessage([]);
    this.#report(this.#state);
    if (!this.#pause) this.kick();
  }

  async drained() {
    while (this.waiting) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  kick() {
    clearTimeout(this.#pause);
    this.#pause = null;
    this.#run ??= this.#sendAll()
      .then(() => this.#report("saved"), (problem) => this.#tryLater(problem))
      .finally(() => {
        this.#run = null;
        if (!this.#pause && nextBatch(this.#known).length) this.kick();
      });
  }

  // What arrives twice is applied once.
  flush() {
    const batch = nextBatch(this.#known);
    if (batch.length) this.#post(batch).catch(() => {});
  }

  async #sendAll() {
    try {
      while (nextBatch(this.#known).length) {
        if (!(await this.outbox.holdLease(this.owner, Date.now() + LEASE))) throw new AnotherTabSends();
        const batch = nextBatch(await this.load());
        if (!batch.length) return;
        if (!this.#failures) this.#report("saving");
        await this.#post(batch, AbortSignal.timeout(TIMEOUT));
        this.#failures = 0;
      }
    } finally {
      await this.outbox.holdLease(this.owner, 0);
    }
  }

  async #post(batch, signal) {
    const results = await this.send(batch.map(wire), signal);
    const settled = batch
      .map((operation) => ({ operation, ...results.find(({ op_id }) => op_id === operation.op_id) }))
      .filter(({ result }) => result);
    if (!settled.length) throw new Error("The server answered nothing of this batch.");
    const [done, wrong] = [true, false].map((isDone) => settled.filter(({ result }) => DONE.includes(result) === isDone));
    await this.#settle({ remove: done.map(({ operation }) => operation), put: wrong.map(withProblem) });
    this.channel?.postMessage(settled);
    this.onResults(settled);
  }

  #settle({ remove = [], put = [], add = [] }) {
    return this.#inOrder(async () => {
      const added = await this.outbox.settle({ remove, put, add });
      const gone = new Set([...remove, ...put].map(({ seq }) => seq));
      this.#known = [...this.#known.filter(({ seq }) => !gone.has(seq)), ...put, ...added].sort((one, other) => one.seq - other.seq);
    });
  }

  #inOrder(work) {
    const done = this.#access.then(work);
    this.#access = done.catch(() => {});
    return done;
  }

  #tryLater(problem) {
    const isBusy = problem instanceof AnotherTabSends;
    this.#pause = setTimeout(() => this.kick(), isBusy ? PAUSE : Math.min(LONGEST_PAUSE, PAUSE * 2 ** this.#failures));
    if (isBusy) return;
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

class AnotherTabSends extends Error {}

function withProblem({ operation, result, detail, asset }) {
  return { ...operation, problem: { kind: result, detail, present: asset } };
}

function stateAfter({ status }) {
  if (status === 401 || status === 403) return "logged-out";
  return status ? "trouble" : "offline";
}
