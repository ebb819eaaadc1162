import "../../bare-names.mjs";
import { test } from "node:test";
import assert from "node:assert/strict";

const { DropList } = await import("uploads/kept/drop-list");

const file = (index) => ({ index, folder: "photos", name: `${index}.jpg`, size: 10 + index });
const files = (count) => Array.from({ length: count }, (_, index) => file(index));

// A store in memory, and a server that gives places from 100 on.
function house() {
  const kept = { lists: new Map(), files: new Map(), asked: [] };
  const store = {
    keepList: (list) => kept.lists.set(list.id, list),
    keepFiles: (rows) => rows.forEach((row) => kept.files.set(row.index, { ...row })),
    forget: (id) => [kept.lists.delete(id), kept.files.clear()],
  };
  const ask = async (count) => {
    kept.asked.push(count);
    return { start: 100, cursor: "there" };
  };
  return { kept, store, ask };
}

function begun(count, known = house()) {
  const list = new DropList({ count }, known);
  list.keep();
  list.take(files(count));
  return { list, ...known };
}

test("files have the places of the list's order, asked for once", async () => {
  const { list, kept } = begun(3);
  assert.deepEqual(await Promise.all([2, 0, 1].map((index) => list.placeOf(index))), [{ place: 102 }, { place: 100 }, { place: 101 }]);
  assert.deepEqual(kept.asked, [3]);
});

test("where there are no places yet it is asked again", async () => {
  let isUp = false;
  const list = new DropList({ count: 2 }, { ...house(), ask: async () => (isUp ? { start: 7, cursor: "c" } : { result: "lost", reason: "Nobody there" }) });
  assert.deepEqual(await list.placeOf(1), { result: "lost", reason: "Nobody there" });
  isUp = true;
  assert.deepEqual(await list.placeOf(1), { place: 8 });
});

test("places that the server has forgotten are asked for anew, once for all that hear of it", async () => {
  const { list, kept } = begun(3);
  await list.placeOf(0);
  list.forgetPlaces(100);
  await list.placeOf(1);
  list.forgetPlaces(99);
  await list.placeOf(2);
  assert.deepEqual(kept.asked, [3, 3]);
});

test("after a reload a list tells what did not arrive, and finds it again by folder, name and size", () => {
  const known = house();
  const { list, kept } = begun(4, known);
  list.settle(0);
  list.settle(2);
  const again = new DropList({ ...kept.lists.get(list.id), files: [...kept.files.values()] }, known);
  assert.deepEqual([again.missed, again.expected, again.missing.map(({ index }) => index)], [2, 4, [1, 3]]);
  assert.equal(again.takeAgain(again.find(file(0))), false);
  assert.equal(again.takeAgain(again.find(file(1))), true);
  assert.equal(again.takeAgain(again.find(file(1))), false);
  assert.equal(again.find({ ...file(3), size: 1 }), undefined);
  assert.equal(again.missed, 1);
});

test("a finished list is thrown away", () => {
  const { list, kept } = begun(2);
  list.settle(1);
  assert.equal(kept.lists.size, 1);
  list.settle(0);
  assert.deepEqual([kept.lists.size, kept.files.size, list.missed], [0, 0, 0]);
});

test("what was never told of, as the page went before, counts as missing until the files are chosen again", () => {
  const known = house();
  const list = new DropList({ count: 5 }, known);
  list.take(files(2));
  list.settle(0);
  const again = new DropList({ id: list.id, count: 5, expected: 5, files: [...known.kept.files.values()] }, known);
  assert.equal(again.missed, 4);
  again.takeAgain(again.find(file(1)));
  again.expect(again.known);
  assert.equal(again.missed, 0);
});

test("what is no longer sent and did not arrive is missing", () => {
  const { list } = begun(2);
  assert.equal(list.missed, 0);
  list.release(1);
  assert.equal(list.missed, 1);
});
