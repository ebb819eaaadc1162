import { test } from "node:test";
import assert from "node:assert/strict";
import { isWanted, takeDropped } from "../../../static/labeler/uploads/dropped-files.js";

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

test("what lies in a hidden folder of a chosen folder is not taken", () => {
  assert.equal(isWanted({ name: "a.jpg", webkitRelativePath: "photos/.thumbs/a.jpg" }), false);
  assert.equal(isWanted({ name: "a.jpg", webkitRelativePath: "photos/deep/a.jpg" }), true);
});

test("what cannot be read is told, and stops nothing else", async () => {
  const taken = [];
  const unread = [];
  const gone = { name: "gone.jpg", isFile: true, isDirectory: false, file: (_, reject) => reject(new Error()) };
  const closed = { name: "closed", isFile: false, isDirectory: true, createReader: () => ({ readEntries: (_, reject) => reject(new Error()) }) };
  const items = [closed, folderEntry("photos", [gone, fileEntry("a.jpg")])].map((entry) => ({ webkitGetAsEntry: () => entry }));
  await takeDropped({ items, files: [] }, (files) => taken.push(...files.map(({ name }) => name)), (name) => unread.push(name));
  assert.deepEqual([taken, unread], [["a.jpg"], ["closed", "gone.jpg"]]);
});

test("a folder is read no faster than its files are taken", async () => {
  let underWay = 0;
  let most = 0;
  const many = Array.from({ length: 1000 }, (_, n) => fileEntry(`${n}.jpg`));
  await takeDropped({ items: [{ webkitGetAsEntry: () => folderEntry("photos", many) }], files: [] }, async (files) => {
    underWay += 1;
    most = Math.max(most, underWay);
    assert.ok(files.length <= 100);
    await null;
    underWay -= 1;
  });
  assert.equal(most, 1);
});

test("a browser that knows no entries gives its files", async () => {
  const taken = [];
  await takeDropped({ items: [{}], files: [{ name: "a.jpg" }] }, (files) => taken.push(...files));
  assert.deepEqual(taken, [{ name: "a.jpg" }]);
});
