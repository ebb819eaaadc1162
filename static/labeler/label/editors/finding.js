// Categories by name and by arrows: in the list, and from the field above it. `stays`: for the next one, until Escape.

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export function wire({ choices: list, find: field, none }, { byId, idOf, choose, announce, stays }) {
  const choices = [...list.querySelectorAll(".choice")];
  const marked = () => list.querySelector(".is-found");

  function find(text) {
    const wanted = text.trim().toLowerCase();
    for (const choice of choices) choice.hidden = !byId.get(idOf(choice)).name.toLowerCase().includes(wanted);
    const found = choices.filter((choice) => !choice.hidden);
    none.hidden = found.length;
    return found;
  }

  function mark(choice) {
    marked()?.classList.remove("is-found");
    for (const box of [field, list]) box.setAttribute("aria-activedescendant", choice?.id ?? "");
    if (!choice) return;
    choice.classList.add("is-found");
    choice.scrollIntoView({ block: "nearest" });
  }

  function look() {
    const [first] = find(field.value);
    mark(field.value && first);
  }

  list.addEventListener("focus", () => mark(list.querySelector("[aria-checked=true]") ?? find(field.value)[0]));
  list.addEventListener("blur", () => mark());
  field.addEventListener("input", look);
  // Up and down walk, left and right still change the image.
  for (const box of [list, field]) box.addEventListener("keydown", hear);

  function hear(event) {
    const { key, isComposing, timeStamp } = event;
    if (isComposing) return;
    if (STEPS[key]) walk(STEPS[key]);
    else if (key === "Enter" && !none.hidden) announce(none.textContent);
    else if (stays && marked() && (key === "Enter" || (key === " " && event.target === list))) stay(event);
    else if (key === "Enter" || key === "Escape") leave(key === "Enter" ? marked() : null, timeStamp);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function stay({ target, timeStamp }) {
    choose(idOf(marked()), timeStamp);
    if (target === list) return;
    field.value = "";
    look();
  }

  function walk(step) {
    const among = find(field.value);
    const here = among.indexOf(marked());
    mark(among.at(((here < 0 && step < 0 ? 0 : here) + step) % among.length));
  }

  function leave(choice, at) {
    if (choice) choose(idOf(choice), at);
    field.value = "";
    find("");
    mark();
    document.activeElement.blur();
  }

  // Escape puts a description away for now.
  const away = list.classList;
  list.onmouseover = list.onfocus = () => away.remove("no-about");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || away.contains("no-about") || !list.querySelector(":is(:hover, :focus > .is-found) > .about")) return;
    away.add("no-about");
    event.stopImmediatePropagation();
  }, true);

  if (field.value) look(); // typed before this was here
}
