// A sentence beside what was refused, and what can be done about it.

import { element, icon } from "base/markup";

// `choices`: [words, act] each. The first act that is chosen takes the sentence away.
export function offer(box, sentence, choices = []) {
  const buttons = choices.map(([words, act]) => {
    const button = element("button", { type: "button", class: "btn btn-s" }, words);
    button.addEventListener("click", () => {
      clear(box);
      act();
    });
    return button;
  });
  box.replaceChildren(element("span", { class: "error" }, icon("i-alert"), element("span", {}, sentence)), ...buttons);
  box.hidden = false;
}

export function clear(box) {
  box.hidden = true;
  box.replaceChildren();
}
