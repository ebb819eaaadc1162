// Which character a key means, also where a keyboard types other letters or signs in its place. Pure but for `layout`.

const SIGNS = { Period: ".", Slash: "/", BracketLeft: "[", BracketRight: "]" }; // of commands, where others have letters
const TYPES_ITS_OWN = /^(Slash|Period|Key[A-Z])$/; // other scripts have other signs here
const LETTER = /^\p{L}$/u;
const LATIN = /^\p{Script=Latin}$/u;
const isWrittenOtherwise = (language) => new Intl.Locale(language).maximize().script !== "Latn";

export function createLayout(languages) {
  // As the last letter was; before that, as one of the languages is.
  let isOther = languages.some(isWrittenOtherwise);

  return {
    hear({ key }) {
      if (LETTER.test(key)) isOther = !LATIN.test(key);
    },

    // A Latin letter is what it is. One of another script is what stands in its place.
    characterOf({ key, code = "", shiftKey }) {
      if (key.length > 1 || LATIN.test(key)) return key.length > 1 ? key : key.toLowerCase();
      const isMeantByPlace = LETTER.test(key) || (isOther && TYPES_ITS_OWN.test(code));
      return (isMeantByPlace && characterAt(code, shiftKey)) || key;
    },
  };
}

function characterAt(code, shiftKey) {
  if (code.startsWith("Key")) return code.slice(3).toLowerCase();
  return shiftKey && code === "Slash" ? "?" : SIGNS[code];
}

// Of this page, whatever field letters are typed in.
export const layout = createLayout(globalThis.navigator?.languages ?? []);
globalThis.document?.addEventListener("keydown", (event) => layout.hear(event), true);
