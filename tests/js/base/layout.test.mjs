import { test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { createLayout } = await import("base/layout");

const meant = (layout, key, code, shiftKey = false) => {
  layout.hear({ key });
  return layout.characterOf({ key, code, shiftKey });
};

test("a Latin letter is what it is, wherever it stands", () => {
  const french = createLayout(["fr"]);
  assert.equal(meant(french, "a", "KeyQ"), "a");
  assert.equal(meant(french, "Z", "KeyW", true), "z");
  assert.equal(meant(createLayout(["de"]), "ö", "Semicolon"), "ö");
});

test("a letter of another script is the one in its place", () => {
  for (const [key, code, expected] of [["ы", "KeyS", "s"], ["Я", "KeyZ", "z"], ["ф", "KeyA", "a"], ["σ", "KeyS", "s"], ["ש", "KeyA", "a"], ["س", "KeyS", "s"]]) {
    assert.equal(meant(createLayout(["en"]), key, code), expected, key);
  }
  assert.equal(meant(createLayout(["ru"]), "ю", "Period"), ".");
  assert.equal(meant(createLayout(["ru"]), "х", "BracketLeft"), "[");
});

test("the key beside the right Shift, which types a dot in Russian, finds and repeats nothing", () => {
  const russian = createLayout(["ru-RU", "en"]);
  assert.equal(meant(russian, ".", "Slash"), "/");
  assert.equal(meant(russian, ",", "Slash", true), "?");
});

test("signs go by the script of the last letter, and by the languages before there was one", () => {
  const layout = createLayout(["en"]);
  assert.equal(meant(layout, ".", "Slash"), ".");
  meant(layout, "ы", "KeyS");
  assert.equal(meant(layout, ".", "Slash"), "/");
  meant(layout, "s", "KeyS");
  assert.equal(meant(layout, ".", "Period"), ".");
  assert.equal(meant(layout, ".", "Slash"), ".");
});

test("a sign in the place of a letter is that letter, where another script is typed", () => {
  assert.equal(meant(createLayout(["el"]), ";", "KeyQ"), "q");
  assert.equal(meant(createLayout(["he"]), "/", "KeyQ"), "q");
  assert.equal(meant(createLayout(["en"]), ";", "KeyZ"), ";"); // Dvorak
});

test("signs that stand elsewhere are what they are", () => {
  const russian = createLayout(["ru"]);
  assert.equal(meant(russian, "?", "Digit7", true), "?");
  assert.equal(meant(createLayout(["de"]), "?", "Minus", true), "?");
  assert.equal(meant(createLayout(["de"]), "/", "Digit7", true), "/");
  assert.equal(meant(russian, "ArrowLeft", "ArrowLeft"), "ArrowLeft");
  assert.equal(meant(russian, " ", "Space"), " ");
});
