// Turns a keydown into a command. Pure.

import { layout } from "base/layout";

const SOON = 1000; // ms between G and the letter after it
const SAID = 6000; // as long as the page says so
const TENS = "qwety"; // before the digit of the second ten, the third...
const GO = { h: "home", o: "overview", a: "assets", l: "label", r: "review", v: "versions", d: "videos" };

// `keys`: commands by `single` character, `shifted` letter, with `control` or Cmd, `named` key; `filters` by Shift+1
export function createKeymap(keys, singleKeys = () => true, { characterOf } = layout) {
  let last, lastAt;

  return function commandFor(event) {
    const { altKey, isComposing, repeat, shiftKey, timeStamp } = event;
    // Many keyboards type [ with AltGr, which may look like Ctrl+Alt.
    const isAltGr = event.getModifierState?.("AltGraph");
    if (isComposing || (altKey && !isAltGr)) return;
    const key = characterOf(event);
    if (repeat && !key.startsWith("Arrow")) return;
    if ((event.ctrlKey || event.metaKey) && !isAltGr) return command(!shiftKey && keys.control[key]);
    if (key.length > 1 || key === " ") return command(keys.named[key], { key, extend: shiftKey });
    if (!singleKeys()) return;

    const leader = timeStamp - lastAt <= (last === "g" ? SOON : SAID) ? last : "-";
    [last, lastAt] = [shiftKey ? "-" : key, timeStamp];
    if (leader === "g" && GO[key]) return command("go", { to: GO[key] });
    const number = isAltGr ? NaN : digitOf(event);
    if (number >= 0 && !shiftKey) return command("category", { place: ((number + 9) % 10) + 10 * (1 + TENS.indexOf(leader)) });
    const filter = keys.filters[number - 1];
    if (filter) return command("filter", { filter });
    // Often / and ? need Shift: it counts for letters only.
    const isShifted = shiftKey && key >= "a" && key <= "z";
    return command((isShifted ? keys.shifted : keys.single)[key]) ?? command(!isShifted && TENS.includes(key) && "lead", { key });
  };
}

// By place: some layouts type them with Shift.
function digitOf({ code, key }) {
  const [, block, digit] = /^(Digit|Numpad)([0-9])$/.exec(code) ?? [];
  if (block === "Digit") return Number(digit);
  // Without NumLock the pad is arrows; screen keyboards may send no code.
  return /^[0-9]$/.test(key) && (block || !code) ? Number(key) : NaN;
}

function command(type, more) {
  return type ? { type, ...more } : undefined;
}

export function isForSomethingElse({ target }, document) {
  const field = target?.closest?.("input, textarea, select, [contenteditable]");
  return Boolean(field ?? document.querySelector("dialog[open]"));
}
