import { test } from "node:test";
import assert from "node:assert/strict";
import { isWanted, listChosen, listDropped } from "../../../static/labeler/uploads/dropped-files.js";

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

const dropped = (...entries) => ({ items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })), files: [] });

const pathsOf = (list) => list.map(({ folder, name }) => (folder ? `${folder}/${name}` : name));

test("a folder gives all its files, more than one handful and folders inside it too", async () => {
  const many = Array.from({ length: 250 }, (_, n) => fileEntry(`${n}.jpg`));
  const list = await listDropped(dropped(folderEntry("photos", [...many, folderEntry("deep", [fileEntry("x.png")])]), fileEntry("y.jpg")));
  const paths = pathsOf(list);
  assert.equal(paths.length, 252);
  assert.ok(["photos/deep/x.png", "y.jpg", "photos/249.jpg"].every((path) => paths.includes(path)));
  assert.deepEqual(await list.at(-1).open(), { name: "y.jpg" });
});

test("what systems leave in folders is not taken", async () => {
  const list = await listDropped(dropped(folderEntry("photos", [fileEntry(".DS_Store"), fileEntry("Thumbs.db"), fileEntry("a.jpg")])));
  assert.deepEqual(pathsOf(list), ["photos/a.jpg"]);
  assert.equal(isWanted({ name: "desktop.ini" }), false);
});

test("what lies in a hidden folder of a chosen folder is not taken", () => {
  const chosen = [{ name: "a.jpg", webkitRelativePath: "photos/.thumbs/a.jpg" }, { name: "a.jpg", webkitRelativePath: "photos/deep/a.jpg" }];
  assert.deepEqual(pathsOf(listChosen(chosen)), ["photos/deep/a.jpg"]);
});

test("what cannot be read is told, and stops nothing else", async () => {
  const unread = [];
  const gone = { name: "gone.jpg", isFile: true, isDirectory: false, file: (_, reject) => reject(new Error()) };
  const closed = { name: "closed", isFile: false, isDirectory: true, createReader: () => ({ readEntries: (_, reject) => reject(new Error()) }) };
  const list = await listDropped(dropped(closed, folderEntry("photos", [gone, fileEntry("a.jpg")])), (name) => unread.push(name));
  assert.deepEqual([pathsOf(list), unread], [["photos/gone.jpg", "photos/a.jpg"], ["closed"]]);
  assert.equal(await list[0].open(), null);
});

test("a browser that knows no entries gives its files", async () => {
  const list = await listDropped({ items: [{}], files: [{ name: "a.jpg" }] });
  assert.deepEqual(pathsOf(list), ["a.jpg"]);
  assert.deepEqual(await list[0].open(), { name: "a.jpg" });
});

test("the folder is told as the server takes it", () => {
  const chosen = [{ name: "a.jpg", webkitRelativePath: `${"long\u0007/".repeat(80)}a.jpg` }];
  const [{ folder }] = listChosen(chosen);
  assert.equal(folder, "long/".repeat(60));
});
