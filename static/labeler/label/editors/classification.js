// One category an image: by key or mouse.

import { categoryMark, element, writeCount } from "base/markup";

// What a task type adds to the page: an editor that shows an answer, reads what of it can be kept (null: nothing), and
// makes its mark. `give` takes what makes an answer, and when its key went down; it resolves to whether the page took it.
export function mount(part, { categories }, { give, announce }) {
  const { choices: list, find: field, overlay, same_mark } = part;
  const choices = [...list.children];
  const byId = new Map(categories.map((one) => [one.id, one]));
  const active = categories.filter((one) => one.active);
  const choiceOf = (id) => document.getElementById(`choice-${id}`);
  const idOf = (choice) => Number(choice?.dataset.category);
  const markOf = (id) => categoryMark(id, byId.get(id));
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

  list.addEventListener("click", ({ target, timeStamp }) => choose(idOf(target.closest(".choice, .about")), timeStamp));
  // What only some need comes after the first picture.
  const loadMore = async () => (await import("label/editors/finding")).wire(part, { byId, idOf, choose, announce });

  return {
    commands: { category: ({ place, at }) => choose(active[place]?.id, at), same: ({ at }) => same(at), find: () => field.focus() },
    show,
    read: () => (category_ids.length ? category_ids : null),
    mark: ({ category_ids: [id] }) => (byId.has(id) ? markOf(id) : ""),
    counts,
    loadMore,
  };
}
