import { test } from "node:test";
import assert from "node:assert/strict";
import { inOrder } from "../../../static/labeler/uploads/order.js";

const listOf = (paths) => paths.map((path) => ({ folder: path.split("/").slice(0, -1).join("/"), name: path.split("/").at(-1) }));
const pathsOf = (list) => list.map(({ folder, name }) => (folder ? `${folder}/${name}` : name));
const sorted = (...paths) => pathsOf(inOrder(listOf(paths)));

// The same numbers each time, in no order.
function shuffled(list, seed) {
  const rest = [...list];
  return list.map(() => rest.splice((seed = (seed * 16_807) % 2_147_483_647) % rest.length, 1)[0]);
}

test("numbers in names count", () => {
  assert.deepEqual(sorted("img10.jpg", "img9.jpg", "img1.jpg", "img100.jpg"), ["img1.jpg", "img9.jpg", "img10.jpg", "img100.jpg"]);
});

test("folders come first by path, then the names in each", () => {
  assert.deepEqual(
    sorted("day10/a.jpg", "day2/b.jpg", "z.jpg", "day2/sub/a.jpg", "day2/a.jpg"),
    ["z.jpg", "day2/a.jpg", "day2/b.jpg", "day2/sub/a.jpg", "day10/a.jpg"],
  );
});

test("whatever order files are dropped in, the list is the same", () => {
  const names = Array.from({ length: 300 }, (_, n) => `img${n + 1}.jpg`);
  for (const seed of [3, 17, 1234, 99_991]) assert.deepEqual(sorted(...shuffled(names, seed)), names);
});

test("names that count as equal have an order too", () => {
  const names = ["img01.jpg", "img1.jpg", "IMG1.jpg", "cafe\u0301.jpg", "café.jpg"];
  const list = sorted(...names);
  for (const seed of [2, 5, 9]) assert.deepEqual(sorted(...shuffled(names, seed)), list);
});
