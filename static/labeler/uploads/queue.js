// What becomes of each file that was chosen. Knows no page, no network and no clock: the caller tells the time.
//
//   queued -> hashing -> ready -> uploading -> done | duplicate
//                                           -> refused (its bytes are no good) | failed (Retry may help)
//                                           -> waiting (the server was not reached; tried again by itself)
//
// One file never stops another. When the server is not reached the whole queue pauses, ever longer, and then probes
// with one request; the files that were under way go to the end, so that none uses up its tries in a long outage. While
// files wait whose uploads were lost, an answered question ends no pause for good: some networks pass questions only.
//
// With `checks`, files are checked before they are sent: a batch is hashed, and the server is asked which of them it
// has. Batches run a little ahead of the uploads and begin small, so that the first upload hardly waits. A file whose
// upload broke off is asked about again, for its bytes may have arrived. Every request, asking or sending, takes one of
// the `atOnce` places.
//
// Of a long list several small files go in one request, and the last ones alone, so that all places have some to the
// end. What was sent once and was lost, or came back, is sent alone, and so is the probe.
//
// Whatever happens costs the same with ten files and with ten thousand.

const SETTLED = ["done", "duplicate", "refused", "failed"];
const STATES = ["queued", "hashing", "ready", "uploading", "waiting", ...SETTLED];
const NEW = { sent: 0, tries: 0, reason: "", asset: null, sha256: null, brokeOff: false, unsure: false, request: null };
const FIRST_PAUSE = 1000; // ms, doubled each time
const LONGEST_PAUSE = 4_000; // it goes on soon after the server is back, also in the middle of a large file
const TRIES = 26; // an outage of a minute and a half, also where there is one file only
const FIRST_BATCH = 4; // files, doubled each time
const LARGEST_BATCH = 100;
const BATCH_BYTES = 200_000_000;
const LONG = 32; // files that are ready: fewer go alone
const TOGETHER = 12; // files of one request
const TOGETHER_BYTES = 2_000_000;
const AHEAD = 100; // files that are ready to be sent
const REMEMBERED = 60; // finished files that may still be shown
const COST = 100_000; // what a file takes beside its bytes, in bytes

export class UploadQueue {
  #atOnce;
  #checks;
  #joins;
  #requests = new Set(); // {items, bytes, left}: those under way that send files
  #items = new Map();
  #in = Object.fromEntries(STATES.map((state) => [state, new Set()]));
  #finished = []; // done or duplicate, the newest last
  #batch = null; // {items, hashed}
  #batchSize = FIRST_BATCH;
  #asking = null; // {items, batch}: the one question that is under way
  #losses = 0; // in a row, of any file or question
  #pausedUntil = 0;
  #lastId = 0;
  #lastSettled = 0;
  #bytes = { total: 0, through: 0, sent: 0 }; // of files that the server takes or may take
  #work = { total: 0, through: 0 };
  isPaused = false; // by a person
  stopped = ""; // why nothing can be sent before a person has done something

  // `joins(file)`: whether it may go with others in one request.
  constructor({ atOnce = 4, checks = false, joins = () => false } = {}) {
    this.#atOnce = atOnce;
    this.#checks = checks;
    this.#joins = joins;
  }

  // Takes files in any number; anything with a name and a size will do.
  add(files) {
    return Array.from(files, (file) => {
      const state = this.#checks ? "queued" : "ready";
      const { name, size } = file;
      const item = { ...NEW, id: ++this.#lastId, file, name, size, state };
      this.#items.set(item.id, item);
      this.#in[state].add(item);
      this.#count(item, 1);
      return item;
    });
  }

  // --- hashing and asking ---

  // The files to hash next, one batch at a time.
  toHash(now) {
    if (this.#batch || this.#rests(now) || this.#in.ready.size >= AHEAD) return [];
    const items = [];
    let bytes = 0;
    for (const item of this.#in.queued) {
      if (items.length >= this.#batchSize || (items.length && bytes + item.size > BATCH_BYTES)) break;
      items.push(item);
      bytes += item.size;
    }
    if (!items.length) return items;
    for (const item of items) this.#move(item, "hashing");
    this.#batch = { items, hashed: false };
    this.#batchSize = Math.min(this.#batchSize * 2, LARGEST_BATCH);
    return items;
  }

  // The batch has its hashes; those that could not be read were settled.
  hashed() {
    this.#batch.hashed = true;
  }

  // The files to ask the server about now, in one request.
  toAsk(now) {
    if (this.#asking || this.#rests(now) || this.#room < 1) return [];
    const batch = this.#batch?.hashed ? this.#batch : null;
    const doubtful = () => [...this.#in.waiting].filter((item) => item.unsure).slice(0, LARGEST_BATCH);
    const items = batch ? batch.items.filter((item) => item.state === "hashing") : doubtful();
    if (items.length) this.#asking = { items, batch };
    else if (batch) this.#batch = null;
    return items;
  }

  // `assetOf(item)`: the image that has its bytes already, if any. Without an answer to ask for, all are sent.
  answered(assetOf = () => null) {
    const { items, batch } = this.#asking;
    this.#asking = null;
    if (batch) this.#batch = null;
    if (this.#in.waiting.size) this.resume(); // uploads were lost, and this was none
    else this.#reached();
    for (const item of items) {
      const asset = assetOf(item);
      item.unsure = false;
      if (asset) this.done(item, { duplicate: true, asset });
      else this.#move(item, "ready");
    }
  }

  // The server was not reached: the same question is asked again later.
  notAnswered(now) {
    this.#asking = null;
    this.#miss(now);
  }

  // --- sending ---

  // The files to send now; they are uploading from here on. Those of one `request` go together.
  start(now) {
    if (this.#rests(now)) return [];
    const started = [];
    const { size } = this.#in.ready;
    const most = this.#losses || size < LONG ? 1 : Math.min(TOGETHER, Math.floor(size / (2 * this.#atOnce)));
    let request = null;
    for (const state of ["ready", "waiting"]) {
      for (const item of this.#in[state]) {
        if (item.unsure) continue;
        if (!request || !this.#fits(item, request, most)) {
          if (this.#room < 1) return started;
          request = this.#request();
        }
        this.#join(item, request);
        started.push(item);
      }
    }
    return started;
  }

  progress(item, sent) {
    if (item.state !== "uploading") return;
    const now = Math.min(sent, item.size);
    this.#bytes.sent += Math.max(now - item.sent, 0);
    item.sent = now;
  }

  // --- what became of them ---

  done(item, { duplicate = false, asset = null } = {}) {
    item.asset = asset;
    // What was not here when we asked, and is here after its upload broke off, came by that upload.
    const isTwin = duplicate && !(item.brokeOff && item.sha256);
    if (item.state === "uploading") this.progress(item, item.size);
    this.#reached();
    this.#settle(item, isTwin ? "duplicate" : "done");
    this.#finished.push(item);
    if (this.#finished.length > REMEMBERED) this.#finished.shift();
  }

  // The server looked at it and does not take it: trying again gives the same answer.
  refused(item, reason) {
    this.#reached();
    this.#settle(item, "refused", reason);
  }

  // The page itself cannot send it, whatever the server would say.
  unusable(item, reason) {
    this.#settle(item, "refused", reason);
  }

  // It did not work, and only a person can tell when to try again.
  failed(item, reason) {
    this.#settle(item, "failed", reason);
  }

  // The server was not reached, or fell over.
  lost(item, reason, now) {
    if (item.state !== "uploading") return;
    this.#miss(now);
    if (item.tries >= TRIES) return this.#settle(item, "failed", reason);
    item.brokeOff = true;
    item.unsure = Boolean(item.sha256);
    return this.#move(item, "waiting", reason);
  }

  // Nothing is known of it but that it is to be sent alone, when the queue goes on.
  again(item) {
    if (item.state === "uploading") this.#move(item, "ready");
  }

  // The server takes nothing from us, this file or another: everything stays as it is until a person goes on. `item` is
  // the one that was being sent; without one, the question is asked again.
  stop(reason, item = null) {
    this.stopped = reason;
    if (!item) this.#asking = null;
    else if (item.state === "uploading") this.#move(item, "ready");
  }

  goOn() {
    this.isPaused = false;
    this.stopped = "";
    this.resume();
  }

  // The network is back: no need to wait any longer.
  resume() {
    this.#pausedUntil = 0;
  }

  retry(item) {
    if (item.state !== "failed") return;
    item.tries = 0;
    item.sent = 0;
    item.unsure = false;
    this.#move(item, this.#checks ? "queued" : "ready");
    this.goOn();
  }

  retryFailed() {
    for (const item of [...this.#in.failed]) this.retry(item);
  }

  remove(item) {
    if (!this.#items.has(item.id) || !SETTLED.includes(item.state)) return;
    this.#count(item, -1);
    this.#in[item.state].delete(item);
    this.#items.delete(item.id);
    this.#finished = this.#finished.filter((each) => each !== item);
  }

  // Forgets what is settled, once everything is.
  clear() {
    if (this.busy) return;
    this.#items.clear();
    for (const items of Object.values(this.#in)) items.clear();
    this.#finished = [];
    this.#bytes = { total: 0, through: 0, sent: 0 };
    this.#work = { total: 0, through: 0 };
    this.#batchSize = FIRST_BATCH;
  }

  get allFailed() {
    return [...this.#in.failed];
  }

  get(id) {
    return this.#items.get(id);
  }

  get size() {
    return this.#items.size;
  }

  // Whether leaving the page would lose something.
  get busy() {
    return this.#left > 0;
  }

  // When something may start again; null when nothing waits for a time.
  get resumesAt() {
    const waits = this.#losses && this.busy && !this.isPaused && !this.stopped;
    return waits && !this.#in.uploading.size && !this.#asking ? this.#pausedUntil : null;
  }

  get summary() {
    const count = Object.fromEntries(STATES.map((state) => [state, this.#in[state].size]));
    return {
      ...count,
      queued: count.queued + count.hashing + count.ready,
      total: this.#items.size,
      left: this.#left,
      attention: count.failed + count.refused,
      isPaused: this.isPaused,
      stopped: this.busy ? this.stopped : "",
      offline: this.#losses > 0 && this.busy,
      fraction: this.#fraction(),
      bytes: this.#withUnderWay(this.#bytes),
      work: this.#withUnderWay(this.#work),
    };
  }

  // The rows worth a look: under way, in need of attention, just finished, next. At most `limit` of them.
  rows(limit) {
    const shown = [];
    const finished = this.#finished.slice(-limit).reverse();
    const { uploading, failed, refused, waiting, ready, hashing, queued } = this.#in;
    for (const group of [uploading, failed, refused, waiting, finished, ready, hashing, queued]) {
      for (const item of group) {
        if (shown.length >= limit) return shown;
        shown.push(item);
      }
    }
    return shown;
  }

  // How many did not come, and of the first ones why.
  get missed() {
    const all = [...this.#in.refused, ...this.#in.failed];
    return { count: all.length, some: all.slice(0, REMEMBERED).map(({ name, reason }) => ({ name, reason })) };
  }

  // --- inside ---

  #request() {
    const request = { items: [], bytes: 0, left: 0 };
    this.#requests.add(request);
    return request;
  }

  #fits(item, { items: [first, ...others], bytes }, most) {
    const isNew = item.tries === 0 && first.tries === 1;
    const hasRoom = others.length + 1 < most && bytes + item.size <= TOGETHER_BYTES;
    return isNew && hasRoom && this.#joins(first.file) && this.#joins(item.file);
  }

  #join(item, request) {
    item.tries += 1;
    item.sent = 0;
    item.request = request;
    request.items.push(item);
    request.bytes += item.size;
    request.left += 1;
    this.#move(item, "uploading");
  }

  get #left() {
    return this.#items.size - SETTLED.reduce((sum, state) => sum + this.#in[state].size, 0);
  }

  get #room() {
    return (this.#losses ? 1 : this.#atOnce) - this.#requests.size - (this.#asking ? 1 : 0);
  }

  #rests(now) {
    return this.isPaused || Boolean(this.stopped) || now < this.#pausedUntil;
  }

  // By files, not by bytes: a huge file that is refused at once would look like half of the work.
  #fraction() {
    if (!this.#items.size) return 0;
    let through = this.#items.size - this.#left;
    for (const item of this.#in.uploading) through += item.size ? item.sent / item.size : 0;
    return through / this.#items.size;
  }

  #withUnderWay(amount) {
    let { through } = amount;
    for (const item of this.#in.uploading) through += item.sent;
    return { ...amount, through };
  }

  #reached() {
    this.#losses = 0;
    this.#pausedUntil = 0;
  }

  #miss(now) {
    if (now < this.#pausedUntil) return; // requests that fall together are one loss
    this.#losses += 1;
    this.#pausedUntil = now + Math.min(FIRST_PAUSE * 2 ** (this.#losses - 1), LONGEST_PAUSE);
  }

  #leave(item) {
    item.request.left -= 1;
    if (!item.request.left) this.#requests.delete(item.request);
    item.request = null;
  }

  #settle(item, state, reason = "") {
    item.settled = ++this.#lastSettled;
    this.#move(item, state, reason);
  }

  #move(item, state, reason = "") {
    this.#count(item, -1);
    this.#in[item.state].delete(item);
    if (item.request && state !== "uploading") this.#leave(item);
    item.state = state;
    item.reason = reason;
    this.#in[state].add(item);
    this.#count(item, 1);
  }

  // What was refused or failed is no part of the bytes: else one huge file would be most of them.
  #count(item, sign) {
    if (item.state === "refused" || item.state === "failed") return;
    const isThrough = item.state === "done" || item.state === "duplicate";
    for (const [amount, size] of [[this.#bytes, item.size], [this.#work, item.size + COST]]) {
      amount.total += sign * size;
      if (isThrough) amount.through += sign * size;
    }
  }
}
