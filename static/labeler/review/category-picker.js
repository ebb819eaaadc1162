// A list of all categories in a dialog, found by name: also those without a key.

import { categoryMark, element } from "base/markup";
import { closed } from "parts/dialogs";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

// `pick()` resolves to a category, or to undefined when the dialog was closed without one.
export function createPicker({ picker, picker_find: find, picker_list: list }, categories) {
  const choices = categories.map((category) => {
    const key = category.key ? [element("kbd", {}, category.key)] : [];
    return element("button", { class: "choice", value: String(category.id) }, categoryMark(category.id, category), ...key);
  });
  list.replaceChildren(...choices);
  const shown = () => choices.filter((choice) => !choice.hidden);

  find.addEventListener("input", () => {
    const text = find.value.trim().toLowerCase();
    choices.forEach((choice, place) => (choice.hidden = !categories[place].name.toLowerCase().includes(text)));
  });
  picker.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (step) {
      const among = [find, ...shown()];
      among.at((among.indexOf(document.activeElement) + step) % among.length).focus();
    } else if (event.key === "Enter" && event.target === find) {
      if (shown()[0]) picker.close(shown()[0].value);
    } else return;
    event.preventDefault();
  });

  return function pick() {
    find.value = "";
    for (const choice of choices) choice.hidden = false;
    picker.returnValue = "";
    picker.showModal();
    find.focus();
    return closed(picker).then(() => categories.find(({ id }) => String(id) === picker.returnValue));
  };
}
