import { test } from "node:test";
import assert from "node:assert/strict";
import { UploadQueue } from "../../../static/labeler/uploads/queue.js";

const file = (name, size = 100) => ({ name, size });
const files = (count) => Array.from({ length: count }, (_, n) => file(`${n}.jpg`));
const names = (items) => items.map(({ name }) => name);

function finish(queue, now = 0) {
  for (let started = queue.start(now); started.length; started = queue.start(now)) started.forEach((item) => queue.done(item));
}

test("four files are under way at a time, the next as soon as one is through", () => {
  const queue = new UploadQueue();
  queue.add(files(10));
  const started = queue.start(0);
  assert.deepEqual(names(started), ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]);
  assert.deepEqual(queue.start(0), []);
  queue.done(started[2]);
  assert.deepEqual(names(queue.start(0)), ["4.jpg"]);
});

test("every file ends in one state, and one that is refused stops no other", () => {
  const queue = new UploadQueue();
  queue.add(files(50));
  for (let started = queue.start(0); started.length; started = queue.start(0)) {
    for (const item of started) {
      if (item.id % 3 === 0) queue.refused(item, "The file is empty.");
      else queue.done(item, { duplicate: item.id % 3 === 1 });
    }
  }
  const { done, duplicate, refused, left, total, fraction } = queue.summary;
  assert.deepEqual({ done, duplicate, refused, left, total, fraction }, { done: 17, duplicate: 17, refused: 16, left: 0, total: 50, fraction: 1 });
  assert.equal(queue.busy, false);
});

test("a lost connection pauses the queue, ever longer, but never for more than four seconds, and is probed with one file", () => {
  const queue = new UploadQueue();
  queue.add(files(10));
  for (const item of queue.start(0)) queue.lost(item, "The server was not reached", 0);
  assert.equal(queue.resumesAt, 1000, "files that fall together are one loss");
  assert.deepEqual(queue.start(999), []);
  let now = 1000;
  for (const pause of [2000, 4000, 4000, 4000]) {
    const probe = queue.start(now);
    assert.equal(probe.length, 1);
    queue.lost(probe[0], "The server was not reached", now);
    assert.equal(queue.resumesAt - now, pause);
    now = queue.resumesAt;
  }
  assert.equal(queue.summary.offline, true);
  const [probe] = queue.start(now);
  queue.done(probe);
  assert.equal(queue.start(now).length, 4, "after one success all go on");
});

test("nothing is lost in an outage: every file is sent when the server is back", () => {
  const queue = new UploadQueue();
  queue.add(files(10));
  let now = 0;
  for (let turn = 0; turn < 40; turn += 1) {
    for (const item of queue.start(now)) queue.lost(item, "The server was not reached", now);
    now = queue.resumesAt;
  }
  finish(queue, now);
  assert.equal(queue.summary.done, 10);
});

test("a file that falls again and again while others pass has failed, and can be retried by hand", () => {
  const queue = new UploadQueue();
  const [bad] = queue.add([file("bad.jpg"), ...files(3)]);
  let now = 0;
  while (queue.busy) {
    for (const item of queue.start(now)) {
      if (item === bad) queue.lost(item, "Connection lost at 40%", now);
      else queue.done(item);
    }
    now = Math.max(now + 1, queue.resumesAt ?? 0);
  }
  assert.deepEqual([bad.state, bad.reason], ["failed", "Connection lost at 40%"]);
  queue.retry(bad);
  assert.deepEqual(queue.start(now), [bad]);
  queue.done(bad);
  assert.equal(queue.summary.done, 4);
});

test("when the network is back nobody waits for the pause to end", () => {
  const queue = new UploadQueue();
  queue.add(files(1));
  const [item] = queue.start(0);
  queue.lost(item, "The server was not reached", 0);
  queue.resume();
  assert.deepEqual(queue.start(1), [item]);
});

test("progress counts files, with the part that is sent of those under way", () => {
  const queue = new UploadQueue();
  queue.add([file("huge.jpg", 1_000_000), file("small.jpg", 100)]);
  const [huge, small] = queue.start(0);
  queue.refused(huge, "The file is too large");
  queue.progress(small, 50);
  assert.equal(queue.summary.fraction, 0.75);
});

test("of thousands, only the rows worth a look are shown, those that need attention among the first", () => {
  const queue = new UploadQueue();
  queue.add(files(5000));
  const refused = queue.start(0)[1];
  queue.refused(refused, "The file is empty.");
  for (let n = 0; n < 100; n += 1) {
    const [item] = queue.start(0);
    queue.done(item);
  }
  const rows = queue.rows(60);
  assert.equal(rows.length, 60);
  assert.deepEqual(rows.slice(0, 5).map(({ state }) => state), ["uploading", "uploading", "uploading", "refused", "done"]);
  assert.ok(rows[4].settled > rows[5].settled, "the newest first");
});

test("a file that is under way is not removed; a refused one is, and the rest can be cleared when all is through", () => {
  const queue = new UploadQueue();
  const [refused, sending] = queue.add(files(2));
  queue.start(0);
  queue.refused(refused, "The file is empty.");
  queue.remove(refused);
  queue.remove(sending);
  queue.clear();
  assert.deepEqual(queue.rows(10), [sending]);
  queue.done(sending);
  queue.clear();
  assert.equal(queue.size, 0);
});

// --- hashing and asking before sending ---

const hash = (items) => items.forEach((item) => { item.sha256 = `hash of ${item.name}`; });

function hashBatch(queue, now = 0) {
  const batch = queue.toHash(now);
  hash(batch);
  if (batch.length) queue.hashed();
  return batch;
}

test("with checks a file is sent only after it was asked about, and not at all when it is known", () => {
  const queue = new UploadQueue({ checks: true });
  queue.add(files(6));
  assert.deepEqual(queue.start(0), []);
  assert.deepEqual(names(hashBatch(queue)), ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]);
  assert.deepEqual(queue.start(0), [], "not before the answer");
  assert.deepEqual(names(queue.toAsk(0)), ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]);
  queue.answered(({ name }) => (name === "1.jpg" ? { id: 7 } : null));
  assert.deepEqual(names(queue.start(0)), ["0.jpg", "2.jpg", "3.jpg"]);
  assert.deepEqual([queue.summary.duplicate, queue.get(2).asset.id], [1, 7]);
  assert.deepEqual(names(queue.toHash(0)), ["4.jpg", "5.jpg"]);
});

test("batches begin small, grow, and run ahead of the uploads only so far", () => {
  const queue = new UploadQueue({ checks: true });
  queue.add(files(10_000));
  const sizes = [];
  for (let batch = hashBatch(queue); batch.length; batch = hashBatch(queue)) {
    sizes.push(batch.length);
    queue.toAsk(0);
    queue.answered();
  }
  assert.deepEqual(sizes, [4, 8, 16, 32, 64]);
  assert.equal(queue.toHash(0).length, 0, "enough are ready to be sent");
});

test("a batch of large files holds few of them", () => {
  const queue = new UploadQueue({ checks: true });
  queue.add(Array.from({ length: 10 }, (_, n) => file(`${n}.jpg`, 90_000_000)));
  assert.equal(hashBatch(queue).length, 2);
});

test("a question takes one of the four places, and is asked before more files are sent", () => {
  const queue = new UploadQueue({ checks: true });
  queue.add(files(20));
  hashBatch(queue);
  queue.toAsk(0);
  assert.deepEqual(queue.toAsk(0), [], "one question at a time");
  queue.answered();
  const [first] = queue.start(0);
  hashBatch(queue);
  assert.deepEqual(queue.toAsk(0), [], "four are under way");
  queue.done(first);
  assert.equal(queue.toAsk(0).length, 8);
  assert.deepEqual(queue.start(0), []);
});

test("a file that cannot be read is settled, and stops no other of its batch", () => {
  const queue = new UploadQueue({ checks: true });
  queue.add(files(5));
  const [gone, ...rest] = queue.toHash(0);
  queue.unusable(gone, "The file cannot be read");
  hash(rest);
  queue.hashed();
  assert.equal(queue.toAsk(0).length, 3);
  queue.answered();
  assert.equal(queue.start(0).length, 3);
  for (const item of queue.toHash(0)) queue.unusable(item, "The file cannot be read");
  queue.hashed();
  assert.deepEqual(queue.toAsk(0), [], "nothing is left to ask about");
  assert.deepEqual([queue.summary.refused, queue.summary.left], [2, 3]);
});

test("a question that was not answered is asked again, before anything is sent", () => {
  const queue = new UploadQueue({ checks: true });
  queue.add(files(3));
  hashBatch(queue);
  const asked = queue.toAsk(0);
  queue.notAnswered(0);
  assert.deepEqual([queue.toAsk(999), queue.start(999), queue.summary.offline], [[], [], true]);
  assert.equal(queue.resumesAt, 1000);
  assert.deepEqual(queue.toAsk(1000), asked);
  queue.answered();
  assert.equal(queue.start(1000).length, 3);
});

test("a file whose upload broke off is asked about before it is sent again; if it has arrived it is done", () => {
  const queue = new UploadQueue({ checks: true });
  queue.add(files(2));
  hashBatch(queue);
  queue.toAsk(0);
  queue.answered();
  const [arrived, lost] = queue.start(0);
  for (const item of [arrived, lost]) queue.lost(item, "The server was not reached", 0);
  assert.deepEqual(queue.start(1000), []);
  assert.deepEqual(queue.toAsk(1000), [arrived, lost]);
  queue.answered((item) => (item === arrived ? { id: 1 } : null));
  assert.equal(arrived.state, "done", "nobody else brought it");
  assert.deepEqual(queue.start(1000), [lost]);
  queue.done(lost, { duplicate: true });
  assert.equal(queue.summary.done, 2);
});

test("where questions are answered and uploads are lost, the pauses grow and no file uses up its tries", () => {
  const queue = new UploadQueue({ checks: true });
  queue.add(files(10));
  let now = 0;
  const pauses = [];
  for (let turn = 0; turn < 12; turn += 1) {
    hashBatch(queue, now);
    if (queue.toAsk(now).length) queue.answered();
    const sent = queue.start(now);
    if (turn) assert.ok(sent.length <= 1, "one file probes");
    for (const item of sent) queue.lost(item, "The server was not reached", now);
    if (!sent.length) continue;
    assert.equal(queue.summary.offline, true);
    pauses.push(queue.resumesAt - now);
    now = queue.resumesAt;
  }
  assert.deepEqual(pauses.slice(0, 7), [1000, 2000, 4000, 4000, 4000, 4000, 4000]);
  assert.equal(queue.summary.failed, 0);
});

test("one file by itself outlasts a minute and a half without a server, also where nothing can be asked", () => {
  const queue = new UploadQueue();
  queue.add(files(1));
  let now = 0;
  while (now < 90_000) {
    const [file] = queue.start(now);
    queue.lost(file, "The server was not reached", now);
    assert.equal(queue.summary.failed, 0, `after ${now} ms`);
    now = queue.resumesAt;
  }
  finish(queue, now);
  assert.equal(queue.summary.done, 1);
});

test("a question about broken uploads leaves the batch that is being hashed alone", () => {
  const queue = new UploadQueue({ checks: true });
  queue.add(files(6));
  hashBatch(queue);
  queue.toAsk(0);
  queue.answered();
  const [lost, ...others] = queue.start(0);
  const batch = queue.toHash(0);
  queue.lost(lost, "Connection lost at 40%", 0);
  others.forEach((item) => queue.done(item));
  assert.deepEqual(queue.toAsk(1000), [lost]);
  hash(batch);
  queue.hashed();
  queue.answered();
  assert.deepEqual(queue.toAsk(1000), batch);
});

// --- pausing and stopping ---

test("what is paused starts nothing and goes on where it was; what is under way comes to its end", () => {
  const queue = new UploadQueue();
  queue.add(files(6));
  const [first] = queue.start(0);
  queue.isPaused = true;
  queue.done(first);
  assert.deepEqual([queue.start(0), queue.summary.uploading, queue.summary.left], [[], 3, 5]);
  queue.goOn();
  assert.deepEqual(names(queue.start(0)), ["4.jpg"]);
});

test("when the server takes nothing from us nothing more is sent, nothing has failed, and a person goes on", () => {
  const queue = new UploadQueue();
  queue.add(files(10));
  for (const item of queue.start(0)) queue.stop("You are signed out.", item);
  assert.deepEqual(queue.start(0), []);
  const { stopped, failed, left } = queue.summary;
  assert.deepEqual([stopped, failed, left], ["You are signed out.", 0, 10]);
  queue.goOn();
  finish(queue);
  assert.deepEqual([queue.summary.done, queue.summary.stopped], [10, ""]);
});

test("a question that the server does not take is asked again when a person goes on", () => {
  const queue = new UploadQueue({ checks: true });
  queue.add(files(2));
  hashBatch(queue);
  const asked = queue.toAsk(0);
  queue.stop("You are signed out.");
  assert.deepEqual(queue.toAsk(0), []);
  queue.goOn();
  assert.deepEqual(queue.toAsk(0), asked);
});

// --- amounts ---

test("the bytes follow every change; what is not taken is no part of them", () => {
  const queue = new UploadQueue();
  const [one, two, three] = queue.add(files(3));
  queue.start(0);
  queue.progress(one, 40);
  assert.deepEqual(queue.summary.bytes, { total: 300, through: 40, sent: 40 });
  queue.done(one);
  queue.failed(two, "No");
  assert.deepEqual(queue.summary.bytes, { total: 200, through: 100, sent: 100 });
  queue.retry(two);
  queue.start(0);
  queue.progress(two, 30);
  queue.lost(two, "Connection lost at 30%", 0);
  assert.deepEqual(queue.summary.bytes, { total: 300, through: 100, sent: 130 });
  queue.done(three);
  queue.remove(three);
  assert.deepEqual(queue.summary.bytes, { total: 200, through: 100, sent: 230 });
});

test("an event costs the same with ten thousand files as with ten", () => {
  const cost = (count) => {
    const queue = new UploadQueue();
    queue.add(files(count));
    let visited = 0;
    const iterate = Set.prototype.values;
    Set.prototype[Symbol.iterator] = function* counted() {
      for (const each of iterate.call(this)) {
        visited += 1;
        yield each;
      }
    };
    try {
      for (let turn = 0; turn < 200 && queue.busy; turn += 1) {
        for (const item of queue.start(0)) queue.done(item);
        queue.rows(60);
        assert.ok(queue.summary.total);
      }
    } finally {
      Set.prototype[Symbol.iterator] = iterate;
    }
    return visited;
  };
  assert.ok(cost(10_000) <= cost(1000));
});

// The files of each request that was started.
const requests = (started) => [...new Set(started.map(({ request }) => request))].map(({ items }) => names(items));
const sizes = (started) => requests(started).map(({ length }) => length);
const joining = () => new UploadQueue({ joins: ({ size }) => size <= 1000 });

test("of a long list several small files go in one request, the last ones alone, and four requests are under way at a time", () => {
  const queue = joining();
  queue.add(files(130));
  const started = queue.start(0);
  assert.deepEqual(sizes(started), [12, 12, 12, 12]);
  assert.deepEqual(names(started), names(files(48)), "in their order");
  assert.deepEqual(queue.start(0), []);
  const [first] = started;
  const { items } = first.request;
  for (const item of items.slice(1)) queue.done(item);
  assert.deepEqual(queue.start(0), [], "a request is under way until its last file is through");
  queue.done(first);
  const seen = [];
  let under = [...started.slice(12), ...queue.start(0)];
  while (under.length) {
    const [next] = under;
    const together = [...next.request.items];
    seen.push(together.length);
    for (const item of together) queue.done(item);
    under = [...under.filter((item) => !together.includes(item)), ...queue.start(0)];
  }
  assert.equal(seen.reduce((sum, count) => sum + count, 0), 118);
  assert.ok(seen.some((count) => count > 1));
  assert.deepEqual(seen.slice(-16), Array(16).fill(1));
  assert.equal(queue.summary.done, 130);
});

test("a large file goes alone, and small ones together only as far as a request holds", () => {
  const queue = new UploadQueue({ joins: ({ size }) => size <= 500_000 });
  queue.add([...Array.from({ length: 5 }, (_, n) => file(`${n}.jpg`, 500_000)), file("large.jpg", 500_001), ...files(100)]);
  assert.deepEqual(sizes(queue.start(0)), [4, 1, 1, 12]);
});

test("what came back of a request is sent alone, and not while the queue is paused or stopped", () => {
  for (const halt of [(queue) => { queue.isPaused = true; }, (queue) => queue.stop("You are signed out.")]) {
    const queue = joining();
    queue.add(files(100));
    const back = queue.start(0).slice(0, 3);
    for (const item of back[0].request.items.slice(3)) queue.done(item);
    halt(queue);
    for (const item of back) queue.again(item);
    assert.deepEqual(queue.start(0), []);
    assert.equal(queue.summary.uploading, 36);
    queue.goOn();
    const seen = new Map();
    for (let now = queue.start(0); queue.busy; now = queue.start(0)) {
      for (const item of now) seen.set(item, item.request.items.length);
      for (const item of queue.rows(100)) if (item.state === "uploading") queue.done(item);
    }
    assert.deepEqual(back.map((item) => seen.get(item)), [1, 1, 1]);
    assert.equal(queue.summary.done, 100);
  }
});

test("what was lost with others is sent again alone, after one probe", () => {
  const queue = joining();
  queue.add(files(100));
  const started = queue.start(0);
  for (const item of started) queue.lost(item, "The server was not reached", 0);
  assert.equal(queue.resumesAt, 1000);
  const probe = queue.start(1000);
  assert.deepEqual(sizes(probe), [1]);
  queue.done(probe[0]);
  while (queue.summary.waiting) {
    const next = queue.start(1000);
    for (const item of next) {
      if (started.includes(item)) assert.equal(item.request.items.length, 1);
    }
    next.forEach((item) => queue.done(item));
  }
  finish(queue, 1000);
  assert.equal(queue.summary.done, 100);
});
