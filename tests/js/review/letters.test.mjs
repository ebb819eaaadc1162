import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { ALPHABET, alphabetFor, codesFor, Letters } = await import("review/keys/letters");

const ids = (count, first = 1) => Array.from({ length: count }, (_, place) => String(first + place));
const isPrefixFree = (codes) => codes.every((one) => codes.every((other) => one === other || !other.startsWith(one)));
const keysFor = (codes, count) => codes.slice(0, count).reduce((sum, code) => sum + code.length, 0);

test("no letter of a tile means anything else for a tile", () => {
  assert.equal(new Set(ALPHABET).size, ALPHABET.length);
  assert.deepEqual(ALPHABET.filter((letter) => [..."arlzqwetym0123456789"].includes(letter)), []);
});

test("up to sixteen tiles have one letter each", () => {
  for (const count of [0, 1, 7, 16]) {
    assert(codesFor(count).length >= count);
    assert(codesFor(count).slice(0, count).every((code) => code.length === 1));
  }
});

test("where a digit names each class, what would lead a second digit stands on tiles, too", () => {
  assert.deepEqual(alphabetFor(11), ALPHABET);
  const all = alphabetFor(10);
  assert.equal(all.slice(0, 16).join(""), ALPHABET.join(""));
  assert.deepEqual(all.slice(16).sort(), [..."eqtwy"]);
  assert.equal(keysFor(codesFor(21, all), 21), 21);
  assert.equal(keysFor(codesFor(40, all), 40), 20 + 20 * 2);
  for (let count = 0; count <= 441; count += 1) assert(isPrefixFree(codesFor(count, all).slice(0, count)));
  const letters = new Letters(all);
  letters.give(ids(40));
  assert.equal(letters.size, 40);
  for (const id of ids(40)) assert.equal(letters.find(letters.of(id)), id);
});

test("of more, as few as can be have two, and none waits for a second letter in vain", () => {
  for (let count = 0; count <= 256; count += 1) {
    const codes = codesFor(count);
    assert(codes.length >= count);
    assert.equal(new Set(codes).size, codes.length);
    assert(codes.every((code) => code.length < 3));
    assert(isPrefixFree(codes));
  }
  assert.equal(keysFor(codesFor(17), 17), 15 + 2 * 2);
  assert.equal(keysFor(codesFor(24), 24), 15 + 9 * 2); // a usual screen
  assert.equal(keysFor(codesFor(40), 40), 14 + 26 * 2);
  assert.equal(keysFor(codesFor(120), 120), 9 + 111 * 2);
});

test("fewer keys are not possible", () => {
  // With p letters that begin two there are 16 - p that stand alone; each p that is enough costs at least as much.
  for (let count = 1; count <= 256; count += 1) {
    const all = Array.from({ length: 17 }, (_, pairs) => ({ alone: 16 - pairs, room: 16 - pairs + 16 * pairs })).filter(({ room }) => room >= count);
    const least = Math.min(...all.map(({ alone }) => Math.min(alone, count) + 2 * Math.max(0, count - alone)));
    assert.equal(keysFor(codesFor(count), count), least);
  }
});

test("a tile is found by its letters, in any order of typing them", () => {
  const letters = new Letters();
  letters.give(ids(20));
  assert.equal(letters.size, 20);
  for (const id of ids(20)) {
    assert.equal(letters.find(letters.of(id)), id);
    assert.equal(letters.begins(letters.of(id)), false);
  }
  const two = letters.of("20");
  assert.equal(two.length, 2);
  assert.equal(letters.find(two[0]), undefined);
  assert(letters.begins(two[0]));
});

test("a tile that stays on the screen keeps its letters, and those that come take what became free", () => {
  const letters = new Letters();
  letters.give(ids(12));
  const before = new Map(ids(12).map((id) => [id, letters.of(id)]));
  letters.give(ids(12, 5)); // a row further
  for (const id of ids(8, 5)) assert.equal(letters.of(id), before.get(id));
  assert.equal(letters.of("1"), undefined);
  assert.equal(new Set(ids(12, 5).map((id) => letters.of(id))).size, 12);
});

test("when more come than there are letters, one gives its own up to begin two, and the others keep theirs", () => {
  const letters = new Letters();
  letters.give(ids(16));
  const before = new Map(ids(16).map((id) => [id, letters.of(id)]));
  letters.give(ids(20));
  const changed = ids(16).filter((id) => letters.of(id) !== before.get(id));
  assert.equal(changed.length, 1);
  assert(isPrefixFree(ids(20).map((id) => letters.of(id))));
  // And fewer tiles again are no reason to rename any.
  const now = new Map(ids(16).map((id) => [id, letters.of(id)]));
  letters.give(ids(16));
  assert.deepEqual(new Map(ids(16).map((id) => [id, letters.of(id)])), now);
});
