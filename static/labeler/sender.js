// Takes answers from the outbox to the server: in order, in small batches, one request at a time, until they are there.
// Knows the outbox and the network; tells the page by `onState(state)` and `onResults(results)`.

import { nextBatch, wire } from "labeler/operations";

const TIMEOUT = 10_000;
const LEASE = 15_000; // longer than a request may take: two tabs never send at once
const PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
const DONE = ["applied", "duplicate"];

export class Sender {
  #known = []; // the outbox as last seen: a page on its way out has no time to ask the database
  #access = Promise.resolve(); // one look at the outbox after the other, so that what is known never goes back in time
  #state = "saved";
  #sending = []; // the batch under way
  #run = null;
  #failures = 0;
  #pause = null; // the timer, while waiting to try again
  #drained = [];

  // `send(operations, signal)` posts one batch and answers with its results. `channel` reaches the person's other tabs.
  constructor({ outbox, send, owner, channel, onState, onResults }) {
    Object.assign(this, { outbox, send, owner, channel, onState, onResults });
    if (channel) channel.onmessage = ({ data }) => this.#hear(data);
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
    return this.#inOrder(async () => (this.#known = await this.outbox.all()));
  }

  // Resolves when the answer is stored; it is sent once what came before it is. With `instead`, whatever else waits for
  // its asset is forgotten.
  async accept(operation, { instead = false } = {}) {
    await this.#settle({ remove: instead ? this.of(operation.asset) : [], add: [{ ...operation, at: Date.now() }] });
    if (instead) this.channel?.postMessage([]);
    this.#report(this.#state);
    if (!this.#pause) this.kick();
  }

  async forget(asset) {
    await this.#settle({ remove: this.of(asset) });
    this.channel?.postMessage([]);
    this.#report(this.#state);
  }

  // Resolves when nothing waits any more.
  drained() {
    return new Promise((resolve) => (this.waiting ? this.#drained.push(resolve) : resolve()));
  }

  // Try now, whatever the pause after a failure was.
  kick() {
    clearTimeout(this.#pause);
    this.#pause = null;
    this.#run ??= this.#sendAll()
      .then(() => this.#report("saved"), (problem) => this.#tryLater(problem))
      .finally(() => {
        this.#run = null;
        if (!this.#pause && nextBatch(this.#known).length) this.kick(); // stored while the lease was given back
      });
  }

  // The page is hidden and may not come back: one more request, which outlives it. What arrives twice is applied once.
  flush() {
    const batch = nextBatch(this.#known);
    if (batch.every((operation) => this.#sending.includes(operation))) return;
    this.#post(batch).catch(() => {}); // the regular sending goes on, and says what is wrong
  }

  async #sendAll() {
    try {
      while (nextBatch(this.#known).length) {
        if (!(await this.outbox.holdLease(this.owner, Date.now() + LEASE))) throw new AnotherTabSends();
        // The tab that had the lease before may have sent some of what is known here.
        this.#sending = nextBatch(await this.load());
        if (!this.#sending.length) return;
        if (!this.#failures) this.#report("saving");
        await this.#post(this.#sending, AbortSignal.timeout(TIMEOUT));
        this.#failures = 0;
      }
    } finally {
      this.#sending = [];
      await this.outbox.dropLease(this.owner);
    }
  }

  async #post(batch, signal) {
    const results = new Map((await this.send(batch.map(wire), signal)).map((result) => [result.op_id, result]));
    const settled = batch.filter(({ op_id }) => results.has(op_id)).map((operation) => ({ operation, ...results.get(operation.op_id) }));
    if (!settled.length) throw new Error("The server answered no operation of this batch.");
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

  // Another tab has settled something.
  async #hear(results) {
    await this.load();
    this.onResults(results);
    this.#report(this.waiting ? this.#state : "saved");
  }

  #report(state) {
    this.#state = state;
    this.onState(state);
    if (!this.waiting) for (const resolve of this.#drained.splice(0)) resolve();
  }
}

class AnotherTabSends extends Error {}

function withProblem({ operation, result, detail, asset }) {
  return { ...operation, problem: { kind: result, detail, present: asset } };
}

// Only an answer of the server carries a status; without one it was not reached.
function stateAfter({ status }) {
  if (status === 401 || status === 403) return "logged-out";
  return status ? "trouble" : "offline";
}
