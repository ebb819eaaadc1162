// What becomes of each file that was chosen. Knows no page, no network and no clock: the caller tells the time.
//
//   queued -> uploading -> done | duplicate | refused (its bytes are no good) | failed (Retry may help)
//                       -> waiting (the server was not reached; tried again by itself)
//
// One file never stops another. When the server is not reached the whole queue pauses, ever longer, and then probes
// with one file; the files that were under way go to the end, so that none uses up its tries in a long outage.
//
// With `checks` a file waits until it was asked whether the server has its bytes already.

const SETTLED = ["done", "duplicate", "refused", "failed"];
const STATES = ["queued", "uploading", "waiting", ...SETTLED];
const FIRST_PAUSE = 1000; // ms, doubled each time
const LONGEST_PAUSE = 30_000;
const TRIES = 8;

export class UploadQueue {
  #atOnce;
  #items = new Map();
  #in = Object.fromEntries(STATES.map((state) => [state, new Set()]));
  #losses = 0; // in a row, of any file
  #pausedUntil = 0;
  #lastId = 0;
  #lastSettled = 0;
  #unchecked = new Set();
  #bytesLeft = 0;
  #checks;
  isPaused = false; // by a person

  constructor({ atOnce = 4, checks = false } = {}) {
    this.#atOnce = atOnce;
    this.#checks = checks;
  }

  // Takes files in any number; anything with a name and a size will do.
  add(files) {
    return Array.from(files, (file) => {
      const item = { id: ++this.#lastId, file, name: file.name, size: file.size, state: "queued", sent: 0, tries: 0, reason: "", asset: null };
      this.#items.set(item.id, item);
      this.#in.queued.add(item);
      this.#bytesLeft += item.size;
      if (this.#checks) this.#unchecked.add(item);
      return item;
    });
  }

  // The next files to be asked about.
  toCheck(count) {
    const some = [];
    for (const item of this.#unchecked) {
      if (some.length >= count) break;
      some.push(item);
    }
    return some;
  }

  // They were asked about. `assetOf(item)`: the image that has its bytes already, if any.
  checked(items, assetOf = () => null) {
    for (const item of items) {
      if (!this.#unchecked.delete(item)) continue;
      const asset = assetOf(item);
      if (asset) this.done(item, { duplicate: true, asset });
    }
  }

  // The files to send now, beside `others` requests; they are uploading from here on.
  start(now, others = 0) {
    if (this.isPaused || now < this.#pausedUntil) return [];
    const room = (this.#losses ? 1 : this.#atOnce) - this.#in.uploading.size - others;
    const started = [];
    for (const state of ["queued", "waiting"]) {
      for (const item of this.#in[state]) {
        if (started.length >= room || this.#unchecked.has(item)) break;
        item.tries += 1;
        item.sent = 0;
        this.#move(item, "uploading");
        started.push(item);
      }
    }
    return started;
  }

  progress(item, sent) {
    if (item.state === "uploading") item.sent = Math.min(sent, item.size);
  }

  done(item, { duplicate = false, asset = null } = {}) {
    item.asset = asset;
    this.#reached();
    this.#settle(item, duplicate ? "duplicate" : "done");
  }

  // The server looked at it and does not take it: trying again gives the same answer.
  refused(item, reason) {
    this.#reached();
    this.#settle(item, "refused", reason);
  }

  // It did not work, and only a person can tell when to try again.
  failed(item, reason) {
    this.#settle(item, "failed", reason);
  }

  // The server was not reached, or fell over.
  lost(item, reason, now) {
    if (item.state !== "uploading") return;
    if (now >= this.#pausedUntil) { // files that fall together are one loss
      this.#losses += 1;
      this.#pausedUntil = now + Math.min(FIRST_PAUSE * 2 ** (this.#losses - 1), LONGEST_PAUSE);
    }
    if (item.tries >= TRIES) this.#settle(item, "failed", reason);
    else this.#move(item, "waiting", reason);
  }

  // The network is back: no need to wait any longer.
  resume() {
    this.#pausedUntil = 0;
  }

  retry(item) {
    if (item.state !== "failed" && item.state !== "refused") return;
    item.tries = 0;
    item.sent = 0;
    this.#move(item, "queued");
    this.resume();
  }

  retryFailed() {
    for (const item of [...this.#in.failed]) this.retry(item);
  }

  remove(item) {
    if (!this.#items.has(item.id) || item.state === "uploading") return;
    this.#in[item.state].delete(item);
    this.#items.delete(item.id);
    this.#unchecked.delete(item);
    if (!SETTLED.includes(item.state)) this.#bytesLeft -= item.size;
  }

  clear() {
    if (!this.busy) for (const item of [...this.#items.values()]) this.remove(item);
  }

  get(id) {
    return this.#items.get(id);
  }

  get size() {
    return this.#items.size;
  }

  // Whether leaving the page would lose something.
  get busy() {
    return this.#in.queued.size + this.#in.uploading.size + this.#in.waiting.size > 0;
  }

  // When start() may give something again; null when nothing waits for a time.
  get resumesAt() {
    return this.#losses && this.busy && !this.isPaused && !this.#in.uploading.size ? this.#pausedUntil : null;
  }

  get summary() {
    const count = Object.fromEntries(STATES.map((state) => [state, this.#in[state].size]));
    return {
      ...count,
      total: this.#items.size,
      left: count.queued + count.uploading + count.waiting,
      attention: count.failed + count.refused,
      isPaused: this.isPaused,
      bytesLeft: Math.max(0, this.#bytesLeft - this.#bytesUnderWay()),
      offline: this.#losses > 0 && this.busy,
      fraction: this.#fraction(),
    };
  }

  // The rows worth a look: under way, in need of attention, just finished, next. At most `limit` of them.
  rows(limit) {
    const shown = [];
    const newest = (state) => [...this.#in[state]].slice(-limit);
    const finished = [...newest("done"), ...newest("duplicate")].sort((one, other) => other.settled - one.settled);
    for (const group of [this.#in.uploading, this.#in.failed, this.#in.refused, this.#in.waiting, finished, this.#in.queued]) {
      for (const item of group) {
        if (shown.length >= limit) return shown;
        shown.push(item);
      }
    }
    return shown;
  }

  #bytesUnderWay() {
    let sent = 0;
    for (const item of this.#in.uploading) sent += item.sent;
    return sent;
  }

  // By files, not by bytes: a huge file that is refused at once would look like half of the work.
  #fraction() {
    if (!this.#items.size) return 0;
    let through = 0;
    for (const state of SETTLED) through += this.#in[state].size;
    for (const item of this.#in.uploading) through += item.size ? item.sent / item.size : 0;
    return through / this.#items.size;
  }

  #reached() {
    this.#losses = 0;
    this.#pausedUntil = 0;
  }

  #settle(item, state, reason = "") {
    item.settled = ++this.#lastSettled;
    this.#move(item, state, reason);
  }

  #move(item, state, reason = "") {
    this.#in[item.state].delete(item);
    this.#bytesLeft += item.size * (SETTLED.includes(item.state) - SETTLED.includes(state));
    if (SETTLED.includes(state)) this.#unchecked.delete(item);
    item.state = state;
    item.reason = reason;
    this.#in[state].add(item);
  }
}
