import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { classFolders } from "../../../static/labeler/setup/class-folders.js";

// The server's rule is tested by the same ones, in annotations/tests/imports/test_class_folders.py.
const cases = JSON.parse(readFileSync(new URL("../../support/class_folders.json", import.meta.url)));

for (const { what, classes } of cases) {
  test(what, () => {
    const paths = Object.keys(classes);
    const classOf = classFolders(paths);
    const told = paths.map((path) => [path, classOf(path.split("/").slice(0, -1).join("/"))]);
    assert.deepEqual(Object.fromEntries(told), classes);
  });
}

test("half a surrogate pair cannot be read", () => {
  assert.equal(classFolders(["a/x\ud800/1.jpg", "b/2.jpg"])("a/x\ud800"), "");
});
