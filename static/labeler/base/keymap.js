// Turns a keydown into a command. Pure.

import { layout } from "base/layout";

const SOON = 1000; // ms between G and the letter after it
const SAID = 6000; // as long as the page says so
const TENS = "qwety"; // before the digit of the second ten, the third...
const GO = { h: "home", o: "overview", a: "assets", l: "label", r: "review", c: "checks", v: "versions", d: "videos" };

// `keys`: by `single` character, `shifted` letter, with `control` or Cmd, `named` key; `filters` by Shift+1
export function createKeymap(keys, singleKeys = () => true, { characterOf } = layout) {
  let last, lastAt;
  commandFor.end = () => (last = "-");
  return commandFor;

  function commandFor(event) {
    const { altKey, isComposing, repeat, shiftKey, timeStamp } = event;
    // AltGr, which types [ on many, may look like Ctrl+Alt.
    const isAltGr = event.getModifierState?.("AltGraph");
    if (isComposing || (altKey && !isAltGr)) return;
    const key = characterOf(event);
    if ((repeat && !/^(Arrow|Page)/.test(key)) || (key.length > 1 && !keys.named[key])) return;
    const leader = timeStamp - lastAt <= (last === "g" ? SOON : SAID) ? last : "-";
    last = "-";
    if ((event.ctrlKey || event.metaKey) && !isAltGr) return command(!shiftKey && keys.control[key]);
    if (key.length > 1 || key === " ") return command(keys.named[key], { key, extend: shiftKey });
    if (!singleKeys()) return;

    [last, lastAt] = [shiftKey || keys.single[key] ? "-" : key, timeStamp];
    if (leader === "g" && GO[key]) return command("go", { to: GO[key] });
    const number = isAltGr ? NaN : digitOf(event);
    if (number >= 0 && !shiftKey) return command("category", { place: ((number + 9) % 10) + 10 * (1 + TENS.indexOf(leader)) });
    const filter = keys.filters[number - 1];
    if (filter) return command("filter", { filter });
    // Often / and ? need Shift: it counts for letters only.
    const isShifted = shiftKey && key >= "a" && key <= "z";
    return command((isShifted ? keys.shifted : keys.single)[key]) ?? command(!isShifted && TENS.includes(key) && "lead", { key });
  }
}

// By place: some layouts type them with Shift.
function digitOf({ code, key }) {
  const [, block, digit] = /^(Digit|Numpad)([0-9])$/.exec(code) ?? [];
  if (block === "Digit") return Number(digit);
  // Without NumLock the pad is arrows; screen keyboards may send no code.
  return /^[0-9]$/.test(key) && (block || !code) ? Number(key) : NaN;
}

const command = (type, more) => (type ? { type, ...more } : undefined);

export function isForSomethingElse({ target }, document) {
  return Boolean(target?.closest?.("input, textarea, select, [contenteditable]") ?? document.querySelector("dialog[open]"));
}
