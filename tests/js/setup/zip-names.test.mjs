import { test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { namesIn } from "../../../static/labeler/setup/zip-names.js";

// A zip by another hand: Python's, in the shape that `force_zip64` and names of other writers give it.
function zipped(names, { comment = "", many = 0 } = {}) {
  const program = `
import io, sys, zipfile
out = io.BytesIO()
with zipfile.ZipFile(out, "w") as file:
    for name in ${JSON.stringify(names)}: file.writestr(name, b"x" * 10)
    for n in range(${many}): file.writestr(f"many/{n}.jpg", b"")
    file.comment = ${JSON.stringify(comment)}.encode()
sys.stdout.buffer.write(out.getvalue())`;
  return new Blob([execFileSync("python3", ["-c", program], { maxBuffer: 1e8 })]);
}

test("the files of a zip are named, without folders and what systems leave there", async () => {
  const names = ["a/1.jpg", "a/", "ü/日本.png", "__MACOSX/a/._1.jpg", ".DS_Store", "a/Thumbs.db"];
  assert.deepEqual(await namesIn(zipped(names)), ["a/1.jpg", "ü/日本.png"]);
});

test("a comment at its end hides nothing", async () => {
  assert.deepEqual(await namesIn(zipped(["1.jpg"], { comment: "PK".repeat(500) })), ["1.jpg"]);
});

test("an archive with more files than the old format counts is read, too", async () => {
  assert.equal((await namesIn(zipped([], { many: 70_000 }))).length, 70_000);
});

test("backslashes of other systems are folders", async () => {
  const file = zipped(["ab/1.jpg"]);
  const bytes = new Uint8Array(await file.arrayBuffer()).map((byte) => (byte === 0x2f ? 0x5c : byte));
  assert.deepEqual(await namesIn(new Blob([bytes])), ["ab/1.jpg"]);
});

test("a backslash is none where folders are told as they should be", async () => {
  assert.deepEqual(await namesIn(zipped(["a/1.jpg", "b\\2.jpg"])), ["a/1.jpg", "b\\2.jpg"]);
  assert.deepEqual(await namesIn(zipped(["b\\2.jpg", "__MACOSX/x"])), ["b/2.jpg"]);
});

test("what is in a code page that nobody tells cannot be read", async () => {
  const file = zipped(["B__cher/1.jpg"]);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const at = bytes.findLastIndex((byte, place) => byte === 0x5f && bytes[place + 1] === 0x5f);
  bytes[at] = 0xfc;
  assert.deepEqual(await namesIn(new Blob([bytes])), ["B\ufffd_cher/1.jpg"]);
});

test("what is no zip, or is cut off, is told", async () => {
  await assert.rejects(namesIn(new Blob(["no zip at all, but long enough to hold an end"])), /no zip/);
  await assert.rejects(namesIn(new Blob([])), /no zip/);
  const whole = await zipped(["a/1.jpg", "b/2.jpg"]).arrayBuffer();
  await assert.rejects(namesIn(new Blob([whole.slice(100)])), /zip|cut/);
});
