// Why images are sent back: one of the project's own reasons by its digit, or a few words. Knows its dialog.

import { element } from "base/markup";
import { closed } from "parts/dialogs";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const SEND = "send"; // beside it a choice's place

// `ask()` resolves to the reason, empty where none was given, or to undefined when the dialog was closed.
export function createWhy({ why, why_list: list, why_words: words }, reasons) {
  const choices = reasons.map((reason, place) => {
    return element("button", { class: "choice", value: String(place) }, element("span", {}, reason), element("kbd", {}, String(place + 1)));
  });
  list?.replaceChildren(...choices);

  why?.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const isTyping = event.target === words;
    const digit = isTyping ? undefined : digitOf(event);
    if (STEPS[event.key]) walk(STEPS[event.key]);
    else if (choices[digit - 1]) why.close(String(digit - 1));
    else if (event.key === "Enter" && (isTyping || event.target === list)) why.close(SEND);
    else {
      // Whoever begins to write, writes.
      if (!isTyping && event.key.length === 1 && event.key !== " ") words.focus();
      return;
    }
    event.preventDefault();
    event.stopPropagation(); // the dialog may be closed by now, and the key is none for the page
  });

  function walk(step) {
    const among = [...choices, words];
    const here = among.indexOf(document.activeElement);
    among.at(here < 0 ? (step > 0 ? 0 : -1) : (here + step) % among.length).focus();
  }

  return function ask() {
    words.value = "";
    why.returnValue = "";
    why.showModal();
    (choices.length ? list : words).focus();
    return closed(why).then(() => (why.returnValue === SEND ? words.value.trim() : reasons[why.returnValue]));
  };
}

// By place: some layouts type them with Shift.
function digitOf({ code, key }) {
  const [, row] = /^Digit([1-9])$/.exec(code) ?? [];
  return row ?? (/^[1-9]$/.test(key) ? key : undefined);
}
