// Choosing a category by mouse, arrows, name.

import { announce, find, marked, mark, part } from "label/stage/view";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export function wirePanel(label) {
  const { choices, find: field, none } = part;
  const choose = (choice) => label(Number(choice?.dataset.category));

  choices.addEventListener("click", ({ target }) => choose(target.closest(".choice, .about")));
  choices.addEventListener("focus", () => mark(choices.querySelector("[aria-checked=true]") ?? find(field.value)[0]));
  choices.addEventListener("blur", () => mark());
  field.addEventListener("input", () => {
    const [first] = find(field.value);
    mark(field.value && first);
  });
  // Up and down walk, left and right still change the image.
  for (const box of [choices, field]) box.addEventListener("keydown", hear);

  function hear(event) {
    const { key, isComposing } = event;
    if (isComposing) return;
    if (STEPS[key]) walk(STEPS[key]);
    else if (key === "Enter" && !none.hidden) announce(none.textContent);
    else if (key === "Enter" || key === "Escape") leave(key === "Enter" ? marked() : null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function walk(step) {
    const among = find(field.value);
    const here = among.indexOf(marked());
    mark(among.at(((here < 0 && step < 0 ? 0 : here) + step) % among.length));
  }

  function leave(choice) {
    choose(choice);
    field.value = "";
    find("");
    mark();
    document.activeElement.blur();
  }

  // Escape puts a description away for now.
  const away = choices.classList;
  choices.onmouseover = choices.onfocus = () => away.remove("no-about");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || away.contains("no-about") || !choices.querySelector(":is(:hover, :focus > .is-found) > .about")) return;
    away.add("no-about");
    event.stopImmediatePropagation();
  }, true);
}
