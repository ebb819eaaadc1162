import { test } from "node:test";
import assert from "node:assert/strict";
import { UploadQueue } from "../../static/labeler/upload-queue.js";

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

test("a lost connection pauses the queue, ever longer, and is probed with one file", () => {
  const queue = new UploadQueue();
  queue.add(files(10));
  for (const item of queue.start(0)) queue.lost(item, "The server was not reached", 0);
  assert.equal(queue.resumesAt, 1000, "files that fall together are one loss");
  assert.deepEqual(queue.start(999), []);
  let now = 1000;
  for (const pause of [2000, 4000, 8000, 16_000, 30_000, 30_000]) {
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

test("with checks a file is sent only after it was asked about, and not when it is known", () => {
  const queue = new UploadQueue({ checks: true });
  queue.add(files(6));
  assert.deepEqual(queue.start(0), []);
  const some = queue.toCheck(3);
  assert.deepEqual(names(some), ["0.jpg", "1.jpg", "2.jpg"]);
  queue.checked(some, ({ name }) => name === "1.jpg" && { id: 7 });
  assert.deepEqual(names(queue.start(0)), ["0.jpg", "2.jpg"]);
  assert.deepEqual([queue.summary.duplicate, queue.get(some[1].id).asset.id], [1, 7]);
  assert.deepEqual(names(queue.toCheck(9)), ["3.jpg", "4.jpg", "5.jpg"]);
});

test("asking counts among the four requests", () => {
  const queue = new UploadQueue();
  queue.add(files(10));
  assert.equal(queue.start(0, 1).length, 3);
  assert.equal(queue.start(0, 0).length, 1);
});

test("what is paused starts nothing, and goes on where it was", () => {
  const queue = new UploadQueue();
  queue.add(files(6));
  const [first] = queue.start(0);
  queue.isPaused = true;
  queue.done(first);
  assert.deepEqual(queue.start(0), []);
  queue.isPaused = false;
  assert.deepEqual(names(queue.start(0)), ["4.jpg"]);
});

test("the bytes that are left follow every change", () => {
  const queue = new UploadQueue();
  const [one, two, three] = queue.add(files(3));
  queue.start(0);
  queue.progress(one, 40);
  assert.equal(queue.summary.bytesLeft, 260);
  queue.done(one);
  queue.failed(two, "No");
  assert.equal(queue.summary.bytesLeft, 100);
  queue.retry(two);
  queue.remove(two);
  queue.done(three);
  assert.equal(queue.summary.bytesLeft, 0);
});
