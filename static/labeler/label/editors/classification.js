// One category an image: by key, mouse, arrows, name.

import { categoryMark, element, writeCount } from "base/markup";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

// What a task type adds to the page: an editor that shows an answer and reads what stands there now. `give` takes what
// makes an answer, and when its key went down; it resolves to whether the page took it.
export function mount(part, { categories }, { give, announce }) {
  const { choices: list, find: field, none, overlay, same_mark } = part;
  const choices = [...list.children];
  const byId = new Map(categories.map((one) => [one.id, one]));
  const active = categories.filter((one) => one.active);
  const choiceOf = (id) => document.getElementById(`choice-${id}`);
  const idOf = (choice) => Number(choice?.dataset.category);
  const markOf = (id) => categoryMark(id, byId.get(id));
  const marked = () => list.querySelector(".is-found");
  let category_ids = [];
  let checked, pressed, lifting, last;

  async function choose(id, at) {
    if (!byId.get(id)?.active || !(await give(() => labeled(id), at))) return;
    press(id);
  }

  // The one before may still have been on its way when the key went down.
  async function same(at) {
    if (await give(() => byId.get(last)?.active && labeled(last), at)) press(last);
  }

  function labeled(id) {
    last = id;
    return { status: "labeled", category_ids: [id] };
  }

  function press(id) {
    same_mark.replaceChildren(markOf(id));
    clearTimeout(lifting);
    lift();
    pressed = choiceOf(id);
    pressed.classList.add("is-pressed");
    lifting = setTimeout(lift, 160);
  }

  const lift = () => pressed?.classList.remove("is-pressed");

  function show(answer) {
    const [id] = answer.category_ids;
    if (id === category_ids[0]) return;
    ({ category_ids } = answer);
    overlay.replaceChildren(byId.has(id) ? element("span", { class: "chip" }, markOf(id)) : "");
    if (checked) checked.ariaChecked = false;
    checked = choiceOf(id);
    if (checked) checked.ariaChecked = true;
  }

  function counts(tally) {
    for (const choice of choices) writeCount(choice, tally.ofCategory(idOf(choice)));
  }

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

  list.addEventListener("click", ({ target, timeStamp }) => choose(idOf(target.closest(".choice, .about")), timeStamp));
  list.addEventListener("focus", () => mark(list.querySelector("[aria-checked=true]") ?? find(field.value)[0]));
  list.addEventListener("blur", () => mark());
  field.addEventListener("input", () => {
    const [first] = find(field.value);
    mark(field.value && first);
  });
  // Up and down walk, left and right still change the image.
  for (const box of [list, field]) box.addEventListener("keydown", hear);

  function hear(event) {
    const { key, isComposing, timeStamp } = event;
    if (isComposing) return;
    if (STEPS[key]) walk(STEPS[key]);
    else if (key === "Enter" && !none.hidden) announce(none.textContent);
    else if (key === "Enter" || key === "Escape") leave(key === "Enter" ? marked() : null, timeStamp);
    else return;
    event.preventDefault();
    event.stopPropagation();
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

  return {
    commands: { category: ({ place, at }) => choose(active[place]?.id, at), same: ({ at }) => same(at), find: () => field.focus() },
    show,
    read: () => ({ category_ids }),
    counts,
  };
}
