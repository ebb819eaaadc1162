import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { Answers } = await import("label/answers");
const { QueueWindow } = await import("label/queue/window");

const SHIRT = { status: "labeled", category_ids: [1] };
const HAT = { status: "labeled", category_ids: [2] };
const NOTHING = { status: "unlabeled", category_ids: [] };

const asset = (id, answer = NOTHING, revision = 0) => ({ id, revision, ...answer });
const answerOf = ({ status, category_ids }) => ({ status, category_ids });

// A page with these images; what is given is stored at once, as a browser does it.
function pageWith(...assets) {
  const queue = Object.assign(new QueueWindow(), { add: (more) => queue.append(more) });
  queue.append(assets);
  const moves = [];
  const sender = {
    stores: true,
    operations: [],
    get problems() {
      return this.operations.filter(({ problem }) => problem);
    },
    of(id) {
      return this.operations.filter((operation) => operation.asset === id);
    },
    async accept(operation) {
      this.operations.push(operation);
    },
    async replace(id, operation) {
      this.operations = [...this.operations.filter((one) => one.asset !== id), ...(operation ? [operation] : [])];
    },
  };
  const page = { queue, sender, moves, changes: 0, fetched: [] };
  page.answers = new Answers({
    queue,
    sender,
    tally: { move: (before, after) => moves.push([before.status, after.status]) },
    fetch: async (id) => page.fetched.push(id) && asset(id, SHIRT, 4),
    onChange: () => (page.changes += 1),
  });
  return page;
}

// The server's word on what waits for an image.
function settled(page, id, result, now) {
  const [operation] = page.sender.of(id);
  page.sender.operations = page.sender.operations.filter((one) => one !== operation);
  if (result !== "applied") page.sender.operations.unshift({ ...operation, problem: { kind: result, present: now } });
  page.answers.results([{ operation, result, asset: now }]);
}

test("an answer is an operation on the revision that was seen, and the page goes on with it", async () => {
  const page = pageWith(asset(7, NOTHING, 3));
  assert.equal(await page.answers.give(page.queue.get(7), SHIRT), true);
  const [{ asset: id, base_revision, status, category_ids }] = page.sender.operations;
  assert.deepEqual({ id, base_revision, status, category_ids }, { id: 7, base_revision: 3, ...SHIRT });
  assert.deepEqual(page.queue.get(7), asset(7, SHIRT, 4));
  assert.deepEqual(page.moves, [["unlabeled", "labeled"]]);
  assert.deepEqual([...page.answers.changed], [7]);
});

test("it tells that the image was seen, and for how long; what is taken back does not", async () => {
  const page = pageWith(asset(7));
  await page.answers.give(page.queue.get(7), SHIRT, 1840);
  await page.answers.takeBack("undo");
  const told = page.sender.operations.map(({ seen, shown_ms }) => ({ seen, shown_ms }));
  assert.deepEqual(told, [{ seen: true, shown_ms: 1840 }, { seen: undefined, shown_ms: undefined }]);
});

test("answers are taken back and given again, in their order", async () => {
  const page = pageWith(asset(7), asset(8));
  await page.answers.give(page.queue.get(7), SHIRT);
  await page.answers.give(page.queue.get(8), HAT);
  assert.equal((await page.answers.takeBack("undo")).id, 8);
  assert.deepEqual(answerOf(page.queue.get(8)), NOTHING);
  assert.equal((await page.answers.takeBack("undo")).id, 7);
  assert.equal(await page.answers.takeBack("undo"), undefined);
  assert.equal((await page.answers.takeBack("redo")).id, 7);
  assert.deepEqual(answerOf(page.queue.get(7)), SHIRT);
});

test("an image that left the page is fetched before its answer is taken back", async () => {
  const page = pageWith(asset(7));
  await page.answers.give(page.queue.get(7), SHIRT);
  page.queue.clear();
  assert.equal((await page.answers.takeBack("undo")).id, 7);
  assert.deepEqual(page.fetched, [7]);
  assert.equal(page.sender.operations.at(-1).base_revision, 4);
});

test("what could not be saved is no answer: nothing moves on, and there is nothing to undo", async () => {
  const page = pageWith(asset(7));
  page.sender.accept = async function refuse(operation) {
    this.operations.push({ ...operation, problem: { kind: "rejected" } });
  };
  assert.equal(await page.answers.give(page.queue.get(7), SHIRT), false);
  assert.deepEqual(answerOf(page.queue.get(7)), NOTHING);
  assert.deepEqual(page.moves, []);
  assert.equal(await page.answers.takeBack("undo"), undefined);
});

test("an undo that could not be saved can be tried again", async () => {
  const page = pageWith(asset(7));
  await page.answers.give(page.queue.get(7), SHIRT);
  const { accept } = page.sender;
  page.sender.accept = async function refuse(operation) {
    this.operations.push({ ...operation, problem: { kind: "rejected" } });
  };
  assert.equal(await page.answers.takeBack("undo"), false);
  Object.assign(page.sender, { accept, operations: [] });
  assert.equal((await page.answers.takeBack("undo")).id, 7);
});

test("while the browser stores nothing, an answer counts once the server has it", async () => {
  const page = pageWith(asset(7));
  let isDrained = false;
  Object.assign(page.sender, { stores: false, drained: async () => (isDrained = true) });
  await page.answers.give(page.queue.get(7), SHIRT);
  assert.equal(isDrained, true);
});

test("what the server knows replaces what is here, unless more waits", async () => {
  const page = pageWith(asset(7));
  await page.answers.give(page.queue.get(7), SHIRT);
  await page.answers.give(page.queue.get(7), HAT);
  settled(page, 7, "applied", asset(7, SHIRT, 1));
  assert.deepEqual(answerOf(page.queue.get(7)), HAT);
  settled(page, 7, "applied", asset(7, HAT, 2));
  assert.deepEqual(page.queue.get(7), asset(7, HAT, 2));
  assert.equal(page.changes, 2);
});

test("after a conflict the image is as the other one left it, and there is nothing to undo", async () => {
  const page = pageWith(asset(7));
  await page.answers.give(page.queue.get(7), SHIRT);
  settled(page, 7, "conflict", asset(7, HAT, 5));
  assert.equal(page.answers.isWrong(7), true);
  assert.deepEqual(page.queue.get(7), asset(7, HAT, 5));
  assert.equal(await page.answers.takeBack("undo"), undefined);
});

test("mine goes on top of theirs, on the revision that is there now", async () => {
  const page = pageWith(asset(7));
  await page.answers.give(page.queue.get(7), SHIRT);
  settled(page, 7, "conflict", asset(7, HAT, 5));
  await page.answers.decide(7, page.sender.problems[0]);
  assert.deepEqual(page.sender.operations.map(({ base_revision, problem, ...rest }) => [base_revision, problem, answerOf(rest)]), [[5, undefined, SHIRT]]);
  assert.equal(page.answers.isWrong(7), false);
});

test("mine goes on top of theirs where the image is no longer on the page, too", async () => {
  const page = pageWith(asset(7));
  await page.answers.give(page.queue.get(7), SHIRT);
  settled(page, 7, "conflict", asset(7, HAT, 5));
  page.queue.clear();
  await page.answers.decide(7, page.sender.problems[0]);
  assert.deepEqual(page.sender.operations.map(({ base_revision, ...rest }) => [base_revision, answerOf(rest)]), [[5, SHIRT]]);
});

test("theirs stays, and nothing waits", async () => {
  const page = pageWith(asset(7));
  await page.answers.give(page.queue.get(7), SHIRT);
  settled(page, 7, "conflict", asset(7, HAT, 5));
  await page.answers.decide(7, null);
  assert.deepEqual(page.sender.operations, []);
  assert.deepEqual(page.queue.get(7), asset(7, HAT, 5));
});

test("a conflict over the same answer asks nobody", async () => {
  const page = pageWith(asset(7));
  await page.answers.give(page.queue.get(7), SHIRT);
  settled(page, 7, "conflict", asset(7, SHIRT, 5));
  await new Promise(setImmediate);
  assert.deepEqual(page.sender.operations, []);
  assert.equal(page.answers.isWrong(7), false);
});
