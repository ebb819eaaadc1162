import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { createKeymap, isForSomethingElse } = await import("base/keymap");

const KEYS = {
  single: { s: "skip", z: "undo", "/": "find", "?": "shortcuts", ".": "same", r: "review" },
  shifted: { z: "redo" },
  control: { z: "undo", a: "select-all" },
  named: { ArrowRight: "next", PageDown: "page", Home: "first", Enter: "next", Backspace: "clear", " ": "select" },
  filters: ["all", "unlabeled", "in_review"],
};

const press = (key, more = {}) => ({ key, code: "", timeStamp: 0, ...more });
const digit = (number, more = {}) => press(String(number), { code: `Digit${number}`, ...more });
const commandFor = (event, singleKeys) => createKeymap(KEYS, singleKeys)(event);

test("digits are categories by their place on the keyboard, 0 being the tenth", () => {
  assert.deepEqual(commandFor(digit(1)), { type: "category", place: 0 });
  assert.deepEqual(commandFor(digit(9)), { type: "category", place: 8 });
  assert.deepEqual(commandFor(digit(0)), { type: "category", place: 9 });
});

test("the row of digits works on a French keyboard, where it types other signs without Shift", () => {
  assert.deepEqual(commandFor(press("&", { code: "Digit1" })), { type: "category", place: 0 });
  assert.deepEqual(commandFor(press("2", { code: "Digit2", shiftKey: true })), { type: "filter", filter: "unlabeled" });
});

test("the number pad sets categories with NumLock, and moves without", () => {
  assert.deepEqual(commandFor(press("7", { code: "Numpad7" })), { type: "category", place: 6 });
  assert.deepEqual(commandFor(press("Home", { code: "Numpad7" })), { type: "first", key: "Home", extend: undefined });
});

test("a keyboard on a screen, which sends no code, sets categories too", () => {
  assert.deepEqual(commandFor(press("3")), { type: "category", place: 2 });
});

test("Shift and a digit is a filter, where there is one", () => {
  assert.deepEqual(commandFor(press("!", { code: "Digit1", shiftKey: true })), { type: "filter", filter: "all" });
  assert.equal(commandFor(press("%", { code: "Digit5", shiftKey: true })), undefined);
});

test("letters are the same with Caps Lock, and others with Shift", () => {
  assert.deepEqual(commandFor(press("S")), { type: "skip" });
  assert.equal(commandFor(press("S", { shiftKey: true })), undefined);
  assert.deepEqual(commandFor(press("Z", { shiftKey: true })), { type: "redo" });
});

test("signs are the same with Shift, which many keyboards need to type them", () => {
  assert.deepEqual(commandFor(press("?", { shiftKey: true })), { type: "shortcuts" });
});

test("Ctrl and Cmd are the browser's, but for what is listed", () => {
  assert.deepEqual(commandFor(press("z", { ctrlKey: true })), { type: "undo" });
  assert.deepEqual(commandFor(press("a", { metaKey: true })), { type: "select-all" });
  assert.equal(commandFor(press("s", { ctrlKey: true })), undefined);
  assert.equal(commandFor(digit(1, { ctrlKey: true })), undefined);
  assert.equal(commandFor(digit(1, { altKey: true })), undefined);
});

test("a key that is held down repeats movement only", () => {
  assert.equal(commandFor(press("ArrowRight", { repeat: true })).type, "next");
  assert.equal(commandFor(press("PageDown", { repeat: true })).type, "page");
  assert.equal(commandFor(digit(1, { repeat: true })), undefined);
  assert.equal(commandFor(press("Backspace", { repeat: true })), undefined);
  assert.equal(commandFor(press("Enter", { repeat: true })), undefined);
});

test("keys of an unfinished character are left alone", () => {
  assert.equal(commandFor(digit(1, { isComposing: true })), undefined);
});

test("single keys can be switched off; the others stay", () => {
  const off = () => false;
  assert.equal(commandFor(digit(1), off), undefined);
  assert.equal(commandFor(press("s"), off), undefined);
  assert.equal(commandFor(press("?", { shiftKey: true }), off), undefined);
  assert.equal(commandFor(press("ArrowRight"), off).type, "next");
  assert.equal(commandFor(press(" "), off).type, "select");
  assert.deepEqual(commandFor(press("z", { ctrlKey: true }), off), { type: "undo" });
});

test("G and a letter within a second goes to a page; later the letter is itself", () => {
  const keymap = createKeymap(KEYS);
  assert.equal(keymap(press("g", { timeStamp: 100 })), undefined);
  assert.deepEqual(keymap(press("r", { timeStamp: 1000 })), { type: "go", to: "review" });
  keymap(press("g", { timeStamp: 5000 }));
  assert.deepEqual(keymap(press("r", { timeStamp: 6001 })), { type: "review" });
});

test("G and something else does that, and G is forgotten", () => {
  const keymap = createKeymap(KEYS);
  keymap(press("g"));
  assert.deepEqual(keymap(press("s")), { type: "skip" });
  assert.deepEqual(keymap(press("r")), { type: "review" });
});

test("keys in a field and keys while a dialog is open are for them", () => {
  const page = (dialog) => ({ querySelector: () => dialog });
  const inField = { target: { closest: (selector) => selector.includes("input") && {} } };
  const outside = { target: { closest: () => null } };
  assert.equal(isForSomethingElse(inField, page(null)), true);
  assert.equal(isForSomethingElse(outside, page({})), true);
  assert.equal(isForSomethingElse(outside, page(null)), false);
});

test("a letter of the second row and a digit are a category of its ten, up to the sixtieth", () => {
  const after = (leader, ...more) => {
    const commandOf = createKeymap(KEYS);
    commandOf(press(leader));
    return commandOf(...more);
  };
  assert.deepEqual(commandFor(press("q")), { type: "lead", key: "q" });
  assert.deepEqual(after("q", digit(1)), { type: "category", place: 10 });
  assert.deepEqual(after("w", digit(0)), { type: "category", place: 29 });
  assert.deepEqual(after("Y", digit(0)), { type: "category", place: 59 });
  assert.deepEqual(after("q", digit(1, { timeStamp: 6_001 })), { type: "category", place: 0 });
  assert.deepEqual(after("s", digit(1)), { type: "category", place: 0 });
});

test("another key in between, or Shift with the letter, leads nowhere", () => {
  const commandOf = createKeymap(KEYS);
  commandOf(press("q"));
  commandOf(press("s"));
  assert.deepEqual(commandOf(digit(1)), { type: "category", place: 0 });
  assert.equal(commandOf(press("Q", { shiftKey: true })), undefined);
  assert.deepEqual(commandOf(digit(1)), { type: "category", place: 0 });
});

test("any command in between ends a leader, by whatever key it is given", () => {
  const between = [press("ArrowRight"), press(" "), press("Home"), press("z", { ctrlKey: true }), digit(3)];
  for (const event of between) {
    const commandOf = createKeymap(KEYS);
    commandOf(press("q"));
    commandOf(event);
    assert.deepEqual(commandOf(digit(1)), { type: "category", place: 0 }, event.key);
  }
});

test("what never comes here ends it when it is told", () => {
  const commandOf = createKeymap(KEYS);
  commandOf(press("q"));
  commandOf.end();
  assert.deepEqual(commandOf(digit(1)), { type: "category", place: 0 });
});

test("a leader that is held down, or pressed again, still leads; Shift alone is no key", () => {
  const commandOf = createKeymap(KEYS);
  for (const event of [press("w"), press("q"), press("q", { repeat: true }), press("Shift", { shiftKey: true })]) commandOf(event);
  assert.deepEqual(commandOf(digit(1)), { type: "category", place: 10 });
});
