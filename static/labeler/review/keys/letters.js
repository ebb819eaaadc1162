// Which letters stand on which tiles. Pure: tiles are their ids.

// The nearest to the fingers first. None that says what becomes of a tile (A, R, L, Z, and Q, W, E, T, Y before a
// digit), and not M, which puts the letters away.
export const ALPHABET = [..."sdfghjkuionvcbxp"];

// Letters for `count` tiles: one each, and two for as few as can be. A letter that stands alone begins no two: none
// waits for a second in vain.
export function codesFor(count) {
  return codesWith(pairsFor(count));
}

// How many letters begin two.
function pairsFor(count) {
  const most = ALPHABET.length;
  return Math.min(most, Math.max(0, Math.ceil((count - most) / (most - 1))));
}

function codesWith(pairs) {
  const alone = ALPHABET.slice(0, ALPHABET.length - pairs);
  const first = ALPHABET.slice(ALPHABET.length - pairs);
  return [...alone, ...first.flatMap((one) => ALPHABET.map((other) => one + other))];
}

export class Letters {
  #pairs = 0;
  #codes = new Map(); // id -> its letters

  // These tiles are on the screen, in their order. What stays there keeps its letters, and a letter that is needed to
  // begin two is given up.
  give(ids) {
    this.#pairs = Math.max(this.#pairs, pairsFor(ids.length));
    const all = codesWith(this.#pairs);
    const kept = new Map(ids.map((id) => [id, this.#codes.get(id)]).filter(([, code]) => all.includes(code)));
    const taken = new Set(kept.values());
    const free = all.filter((code) => !taken.has(code));
    this.#codes = new Map(ids.map((id) => [id, kept.get(id) ?? free.shift()]).filter(([, code]) => code));
  }

  of(id) {
    return this.#codes.get(id);
  }

  get size() {
    return this.#codes.size;
  }

  // The tile that has these letters.
  find(typed) {
    return [...this.#codes].find(([, code]) => code === typed)?.[0];
  }

  // Whether some tile's letters begin so, and go on.
  begins(typed) {
    return [...this.#codes.values()].some((code) => code.length > typed.length && code.startsWith(typed));
  }
}
