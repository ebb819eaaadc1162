import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { Holdings, nameFrom } = await import("setup/holdings");

const file = (name, size = 1, type = "") => ({ name: name.split("/").at(-1), size, type });

function holding(...paths) {
  const held = new Holdings();
  for (const path of paths) held.add(file(path), path);
  return held;
}

test("folders below one folder look like categories, most pictures first", () => {
  const held = holding("all/hat/1.jpg", "all/dress/1.jpg", "all/dress/2.PNG", "all/dress/deep/3.jpg");
  assert.deepEqual([...held.categories], [["dress", 2], ["deep", 1], ["hat", 1]]);
  assert.equal(held.root, "all");
  assert.equal(held.count, 4);
});

test("parts of a training set are no categories, and each folder tells its own", () => {
  const held = holding("all/train/hat/1.jpg", "all/test/hat/2.jpg", "all/test/dress/images/3.jpg", "all/test/4.jpg");
  assert.deepEqual([...held.categories], [["hat", 2], ["dress", 1]]);
  assert.deepEqual([...held.classOfFolder], [["all/train/hat", "hat"], ["all/test/hat", "hat"], ["all/test/dress/images", "dress"]]);
  assert.equal(holding("all/train/1.jpg", "all/test/2.jpg", "all/val/3.jpg").categories.size, 0);
});

test("folders that were dropped side by side look like categories too", () => {
  assert.deepEqual([...holding("hat/1.jpg", "dress/1.jpg").categories.keys()], ["dress", "hat"]);
});

test("one folder, loose pictures, and a folder with few folders in it offer nothing", () => {
  assert.equal(holding("all/1.jpg", "all/2.jpg").categories.size, 0);
  assert.equal(holding("1.jpg", "2.jpg").categories.size, 0);
  assert.equal(holding("all/1.jpg", "all/2.jpg", "all/edited/1.jpg", "all/raw/1.jpg").categories.size, 0);
});

test("a picture beside many class folders does not hide them", () => {
  assert.equal(holding("all/cover.jpg", "all/hat/1.jpg", "all/hat/2.jpg", "all/dress/1.jpg").categories.size, 2);
});

test("what is no picture is left out, and told by its kind", () => {
  const held = holding("all/1.jpg", "all/a.pdf", "all/b.pdf", "all/c.mp4", "all/LICENSE", "all/d.svg");
  held.add(file("scan", 5, "image/png"), "all/scan");
  assert.equal(held.count, 2);
  assert.deepEqual(held.leftOut, [
    { kind: "PDF file", count: 2 }, { kind: "video", count: 1 }, { kind: "other file", count: 1 }, { kind: "SVG file", count: 1 },
  ]);
});

test("a zip counts by the pictures in it, with or without a folder around them", () => {
  for (const around of ["", "wardrobe/"]) {
    const held = new Holdings();
    held.addZip(file("wardrobe.zip", 99), [`${around}hat/1.jpg`, `${around}dress/1.jpg`, `${around}notes.txt`]);
    assert.deepEqual([...held.categories.keys()], ["dress", "hat"]);
    assert.deepEqual([held.count, held.bytes, held.root], [2, 99, "wardrobe"]);
  }
});

test("a project is called like its folder, in words", () => {
  assert.equal(nameFrom("wardrobe-2026"), "Wardrobe 2026");
  assert.equal(nameFrom("__été_"), "Été");
});

test("pictures of phones are taken by their names, as browsers know no type of them", () => {
  assert.equal(holding("IMG_1.HEIC", "b.heif", "c.HIF", "d.avif").count, 4);
});
