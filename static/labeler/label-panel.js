// Choosing a category without its key: by mouse, by arrows, by name.

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export function wirePanel(view, label) {
  const { choices, find } = view.part;
  const choose = (choice) => choice && label(Number(choice.dataset.category));
  const walk = (among, from, step) => {
    const here = among.indexOf(from);
    return among.at(((here < 0 && step < 0 ? 0 : here) + step) % among.length);
  };

  choices.addEventListener("click", ({ target }) => choose(target.closest(".choice")));
  // Up and down walk in the group, left and right still change the image.
  choices.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    walk(view.find(find.value), document.activeElement, step).focus();
    event.preventDefault();
    event.stopPropagation();
  });

  find.addEventListener("input", () => {
    const found = view.find(find.value);
    view.found = find.value ? found[0] : undefined;
  });
  find.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (step) view.found = walk(view.find(find.value), view.found, step);
    else if (event.key === "Enter") choose(view.found);
    else if (event.key !== "Escape") return;
    event.preventDefault();
    if (!step) leave();
  });

  function leave() {
    find.value = "";
    view.find("");
    view.found = undefined;
    find.blur();
  }
}
