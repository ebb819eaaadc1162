import { test } from "node:test";
import assert from "node:assert/strict";
import { isWanted, takeDropped } from "../../static/labeler/dropped-files.js";

const fileEntry = (name) => ({ name, isFile: true, isDirectory: false, file: (resolve) => resolve({ name }) });

// Like a browser, a reader gives at most 100 entries at a time and an empty list at the end.
function folderEntry(name, entries) {
  return {
    name, isFile: false, isDirectory: true,
    createReader() {
      const rest = [...entries];
      return { readEntries: (resolve) => resolve(rest.splice(0, 100)) };
    },
  };
}

async function drop(...entries) {
  const taken = [];
  const items = entries.map((entry) => ({ webkitGetAsEntry: () => entry }));
  await takeDropped({ items, files: [] }, (files) => taken.push(...files.map(({ name }) => name)));
  return taken;
}

test("a folder gives all its files, more than one handful and folders inside it too", async () => {
  const many = Array.from({ length: 250 }, (_, n) => fileEntry(`${n}.jpg`));
  const taken = await drop(folderEntry("photos", [...many, folderEntry("deep", [fileEntry("x.png")])]), fileEntry("y.jpg"));
  assert.equal(taken.length, 252);
  assert.ok(taken.includes("x.png") && taken.includes("y.jpg") && taken.includes("249.jpg"));
});

test("what systems leave in folders is not taken", async () => {
  assert.deepEqual(await drop(folderEntry("photos", [fileEntry(".DS_Store"), fileEntry("Thumbs.db"), fileEntry("a.jpg")])), ["a.jpg"]);
  assert.equal(isWanted({ name: "desktop.ini" }), false);
});

test("a browser that knows no entries gives its files", async () => {
  const taken = [];
  await takeDropped({ items: [{}], files: [{ name: "a.jpg" }] }, (files) => taken.push(...files));
  assert.deepEqual(taken, [{ name: "a.jpg" }]);
});
