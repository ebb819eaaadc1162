import { test } from "node:test";
import assert from "node:assert/strict";
import "../../bare-names.mjs";

const { QueueWindow } = await import("label/queue/window");

const image = (id, status = "unlabeled") => ({ id, status });

function windowOf(...images) {
  const queue = new QueueWindow();
  queue.append(images.map((each) => (typeof each === "number" ? image(each) : each)));
  return queue;
}

test("an empty window has no current image and goes nowhere", () => {
  const queue = new QueueWindow();
  assert.equal(queue.current, undefined);
  assert.deepEqual([queue.next(), queue.previous(), queue.first(), queue.last(), queue.nextUnlabeled()], Array(5).fill(false));
  assert.deepEqual(queue.around(), { before: [], after: [] });
});

test("one goes through it image by image to the end, where there is none, and back", () => {
  const queue = windowOf(1, 2);
  assert.equal(queue.current.id, 1);
  assert.equal(queue.next(), true);
  assert.equal(queue.next(), true);
  assert.equal(queue.current, undefined);
  assert.equal(queue.next(), false);
  queue.previous();
  assert.equal(queue.current.id, 2);
});

test("what comes twice keeps its place and its state", () => {
  const queue = windowOf(1, 2);
  queue.patch(2, { status: "labeled" });
  const fresh = queue.append([image(2), image(3)]);
  assert.deepEqual(fresh.map(({ id }) => id), [3]);
  assert.deepEqual(queue.items.map(({ id, status }) => [id, status]), [[1, "unlabeled"], [2, "labeled"], [3, "unlabeled"]]);
});

test("images put before the first do not move the current one", () => {
  const queue = windowOf(5, 6);
  queue.next();
  queue.prepend([image(3), image(4), image(5)]);
  assert.deepEqual(queue.items.map(({ id }) => id), [3, 4, 5, 6]);
  assert.equal(queue.current.id, 6);
});

test("at the end, an image that is appended becomes the current one", () => {
  const queue = windowOf(1);
  queue.end();
  queue.append([image(2)]);
  assert.equal(queue.current.id, 2);
});

test("a patch of an image that is elsewhere changes nothing", () => {
  const queue = windowOf(1);
  queue.patch(7, { status: "labeled" });
  assert.deepEqual(queue.items, [image(1)]);
  assert.equal(queue.get(7), undefined);
});

test("the next unlabeled image is after the current one, the first before it", () => {
  const queue = windowOf(1, image(2, "skipped"), 3, image(4, "labeled"));
  assert.equal(queue.nextUnlabeled(), true);
  assert.equal(queue.current.id, 3);
  queue.last();
  assert.equal(queue.nextUnlabeled(), false);
  assert.equal(queue.firstUnlabeled(), true);
  assert.equal(queue.current.id, 1);
  queue.patch(3, { status: "approved" });
  assert.deepEqual([queue.nextUnlabeled(), queue.firstUnlabeled()], [false, false]);
  assert.equal(queue.unlabeled, 1);
});

test("an image that comes beside the current one stands before or after it, and the current one stays", () => {
  const queue = windowOf(1, 5);
  queue.next();
  queue.insert(image(4), -1);
  queue.insert(image(6), 1);
  assert.deepEqual(queue.items.map(({ id }) => id), [1, 4, 5, 6]);
  assert.equal(queue.current.id, 5);
  assert.equal(queue.get(4).id, 4);
});

test("what lies around comes nearest first", () => {
  const queue = windowOf(1, 2, 3, 4, 5, 6);
  queue.goTo(4);
  assert.deepEqual(queue.around(2, 8), { before: [3, 2], after: [5, 6] });
  queue.first();
  assert.deepEqual(queue.around(2, 2), { before: [], after: [2, 3] });
  assert.equal(queue.ahead, 5);
});
