// Takes answers from the outbox to the server: in order, in small batches, one request at a time, until they are there.
// Knows the outbox and the network; knows no page. Tells it by `onState(state, waiting)` and `onResults(results)`.

import { nextBatch, wire } from "labeler/operations";

const TIMEOUT = 10_000;
const LEASE = 15_000; // longer than a request may take: two tabs never send at once
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

export class Sender {
  #known = []; // the outbox as last seen, so that a page on its way out can send without asking the database
  #version = 0; // raised by each change of the outbox that is heard of
  #state = "saved";
  #sending = null; // the batch under way
  #running = false;
  #again = false;
  #failures = 0;
  #pause = null; // the timer, while waiting to try again

  // `send(operations, signal)` posts one batch and answers with its results. `channel` reaches the person's other tabs.
  constructor({ outbox, send, owner, channel, onState, onResults }) {
    Object.assign(this, { outbox, send, owner, channel, onState, onResults });
    if (channel) channel.onmessage = ({ data }) => this.#hear(data);
  }

  get waiting() {
    return this.#known.filter((operation) => !operation.problem).length;
  }

  get problems() {
    return this.#known.filter((operation) => operation.problem);
  }

  operationsOf(asset) {
    return this.#known.filter((operation) => operation.asset === asset);
  }

  // Everything in the outbox. Asked again when it changed meanwhile, so that what is known is never older than it was.
  async load() {
    let version, operations;
    do {
      version = this.#version;
      operations = await this.outbox.all();
    } while (version !== this.#version);
    this.#known = operations;
    return operations;
  }

  // Resolves when the answer is stored. It is then sent as soon as what came before it is.
  async accept(operation) {
    const stored = await this.outbox.add({ ...operation, at: Date.now() });
    this.#version += 1;
    if (!this.#known.some(({ seq }) => seq === stored.seq)) this.#known.push(stored);
    this.#report(this.#state);
    if (!this.#pause) this.#run();
  }

  // Forget every answer that waits for this asset, and send `operation` instead, if there is one.
  async replace(asset, operation) {
    const add = operation ? [{ ...operation, at: Date.now() }] : [];
    await this.#settle({ remove: this.operationsOf(asset), add });
    this.channel?.postMessage({ results: [] });
    this.#report(this.#state);
    this.kick();
  }

  // Try now, whatever the pause after a failure was.
  kick() {
    clearTimeout(this.#pause);
    this.#pause = null;
    this.#run();
  }

  // The page is hidden and may not come back: one more request, which outlives it. What arrives twice is applied once.
  flush() {
    const batch = nextBatch(this.#known);
    const underWay = new Set(this.#sending?.map(({ op_id }) => op_id));
    if (batch.every(({ op_id }) => underWay.has(op_id))) return;
    this.send(batch.map(wire))
      .then((results) => this.#take(batch, results))
      .catch(() => {}); // the regular sending goes on, and says what is wrong
  }

  async #run() {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#sendAll();
      }
      this.#report("saved");
    } catch (problem) {
      this.#tryLater(problem);
    } finally {
      this.#running = false;
    }
  }

  async #sendAll() {
    if (!nextBatch(this.#known).length) return;
    try {
      for (;;) {
        if (!(await this.outbox.holdLease(this.owner, Date.now() + LEASE))) throw new AnotherTabSends();
        // Read again: the tab that had the lease before may have sent some of what is known here.
        const batch = nextBatch(await this.load());
        if (!batch.length) return;
        this.#report(this.#failures ? this.#state : "saving");
        this.#sending = batch;
        await this.#take(batch, await this.send(batch.map(wire), AbortSignal.timeout(TIMEOUT)));
        this.#failures = 0;
      }
    } finally {
      this.#sending = null;
      await this.outbox.dropLease(this.owner);
    }
  }

  async #take(batch, results) {
    const answers = new Map(results.map((result) => [result.op_id, result]));
    const settled = batch.filter(({ op_id }) => answers.has(op_id)).map((operation) => ({ operation, ...answers.get(operation.op_id) }));
    if (!settled.length) throw new Error("The server answered no operation of this batch.");
    const remove = settled.filter(({ result }) => DONE.has(result)).map(({ operation }) => operation);
    const put = settled.filter(({ result }) => !DONE.has(result)).map(withProblem);
    await this.#settle({ remove, put });
    this.channel?.postMessage({ results: settled });
    this.onResults(settled);
  }

  async #settle(changes) {
    await this.outbox.settle(changes);
    this.#version += 1;
    await this.load();
  }

  #tryLater(problem) {
    if (problem instanceof AnotherTabSends) {
      this.#wait(FIRST_PAUSE);
      return;
    }
    this.#wait(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#failures));
    this.#failures += 1;
    this.#report(stateAfter(problem));
  }

  #wait(pause) {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.kick(), pause);
  }

  // Another tab has settled something.
  async #hear({ results }) {
    this.#version += 1;
    await this.load();
    this.onResults(results);
    if (!this.waiting) this.#report("saved");
  }

  #report(state) {
    this.#state = state;
    this.onState(state, this.waiting);
  }
}

const DONE = new Set(["applied", "duplicate"]);

class AnotherTabSends extends Error {}

function withProblem({ operation, result, detail, asset }) {
  return { ...operation, problem: { kind: result, detail, present: asset } };
}

// Only an answer of the server carries a status; without one it was not reached.
function stateAfter({ status }) {
  if (status === 401 || status === 403) return "logged-out";
  return status ? "trouble" : "offline";
}
