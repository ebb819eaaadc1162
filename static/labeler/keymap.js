// Turns a keydown into a command. Knows keys; knows no page and no network.

const GO_WITHIN = 1000; // ms between G and the letter after it
const GO = { h: "home", o: "overview", a: "assets", l: "label", r: "review", v: "versions" };

// A table of keys: `single` ones, with Shift, with Ctrl or Cmd, `named` ones that type no character, and the filters
// of Shift+1, 2, … `singleKeys()` tells whether the person wants keys of one character at all.
export function createKeymap(keys, singleKeys = () => true) {
  let wentAt = -Infinity;

  return function commandFor(event) {
    if (event.isComposing || event.altKey) return undefined;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.repeat && !key.startsWith("Arrow")) return undefined;
    if (event.ctrlKey || event.metaKey) return command(!event.shiftKey && keys.control[key]);
    if (key.length > 1 || key === " ") return command(keys.named[key], { key, extend: event.shiftKey });
    if (!singleKeys()) return undefined;

    const going = event.timeStamp - wentAt <= GO_WITHIN;
    wentAt = -Infinity;
    if (going && GO[key]) return command("go", { to: GO[key] });
    if (key === "g" && !event.shiftKey) {
      wentAt = event.timeStamp;
      return command("go-pending");
    }
    return digit(event) ?? command(letter(key, event.shiftKey));
  };

  function digit(event) {
    const number = digitOf(event);
    if (number === undefined) return undefined;
    if (!event.shiftKey) return command("category", { place: (number + 9) % 10 });
    return command(keys.filters[number - 1] && "filter", { filter: keys.filters[number - 1] });
  }

  // On many keyboards / and ? need Shift: it counts for letters only.
  function letter(key, isShifted) {
    return isShifted && key >= "a" && key <= "z" ? keys.shifted[key] : keys.single[key];
  }
}

// By place on the keyboard, so that the row of digits works where it needs Shift to type them.
function digitOf({ code, key }) {
  const [, block, digit] = /^(Digit|Numpad)([0-9])$/.exec(code) ?? [];
  if (block === "Digit") return Number(digit);
  // Without NumLock the number pad is arrows, Home and End. Keyboards on screens may send no code at all.
  return /^[0-9]$/.test(key) && (block || !code) ? Number(key) : undefined;
}

function command(type, more) {
  return type ? { type, ...more } : undefined;
}

// Keys typed into a field, or while a dialog is open, are not commands.
export function isForSomethingElse(event, document) {
  const field = event.target?.closest?.("input, textarea, select, [contenteditable]");
  return Boolean(field) || Boolean(document.querySelector("dialog[open]"));
}
