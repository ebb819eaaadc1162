// One's own sets of categories, under keys: each is given with one key, and the present one is kept with Shift.

import { get, put } from "base/http";
import { element } from "base/markup";

// `kept`: by key, ids of categories, filled here; `shapesOf(ids)` their marks.
export async function wire(box, { api, kept, shapesOf, namesOf, tell }) {
  const list = box.lastElementChild;
  const address = `${api}presets/`;

  function take({ presets }) {
    for (const key of Object.keys(kept)) delete kept[key];
    for (const { key, category_ids } of presets) kept[key] = category_ids;
    list.replaceChildren(...presets.map(draw));
  }

  function draw({ key, category_ids }) {
    const names = element("span", { class: "clip" }, namesOf(category_ids));
    const button = { type: "button", class: "set", "data-do": `preset-${key}` };
    return element("button", button, element("kbd", {}, key.toUpperCase()), shapesOf(category_ids), names);
  }

  async function keep(key, category_ids) {
    try {
      take(await put(address, { key, category_ids }));
      tell(category_ids.length ? `${key.toUpperCase()} gives ${namesOf(category_ids)} now` : `${key.toUpperCase()} gives nothing now`);
    } catch ({ message }) {
      tell(`The set was not kept. ${message}`);
    }
  }

  take(await get(address));
  return keep;
}
