// Turns a keydown into a command. Pure.

const GO_WITHIN = 1000; // ms between G and the letter after it
const GO = { h: "home", o: "overview", a: "assets", l: "label", r: "review", v: "versions" };

// `keys`: tables of commands for `single` characters, the same with Shift, with Ctrl or Cmd, and `named` keys; the
// `filters` of Shift+1, 2, … `singleKeys()`: whether the person wants single characters at all.
export function createKeymap(keys, singleKeys = () => true) {
  let wentAt = -Infinity;

  return function commandFor(event) {
    if (event.isComposing || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.repeat && !key.startsWith("Arrow")) return;
    if (event.ctrlKey || event.metaKey) return command(!event.shiftKey && keys.control[key]);
    if (key.length > 1 || key === " ") return command(keys.named[key], { key, extend: event.shiftKey });
    if (!singleKeys()) return;

    const going = event.timeStamp - wentAt <= GO_WITHIN;
    wentAt = -Infinity;
    if (going && GO[key]) return command("go", { to: GO[key] });
    if (key === "g" && !event.shiftKey) {
      wentAt = event.timeStamp;
      return;
    }
    return digit(event) ?? command(letter(key, event.shiftKey));
  };

  function digit(event) {
    const number = digitOf(event);
    if (number === undefined) return;
    if (!event.shiftKey) return command("category", { place: (number + 9) % 10 });
    return command(keys.filters[number - 1] && "filter", { filter: keys.filters[number - 1] });
  }

  // On many keyboards / and ? need Shift: it counts for letters only.
  function letter(key, isShifted) {
    return isShifted && key >= "a" && key <= "z" ? keys.shifted[key] : keys.single[key];
  }
}

// By place on the keyboard: some layouts need Shift to type them.
function digitOf({ code, key }) {
  const [, block, digit] = /^(Digit|Numpad)([0-9])$/.exec(code) ?? [];
  if (block === "Digit") return Number(digit);
  // Without NumLock the number pad is arrows; keyboards on screens may send no code.
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
