// Any number of categories an image. Each key puts one on or takes it off, and the image stays: what is stored at once is
// sent once it is the last word.

import { categoryMark, element, icon } from "base/markup";
import { choose, remove, rulesOf } from "label/editors/label-rules";
import { listed } from "label/words";

export { newest as outbox } from "outbox/newest";

const MOST = 3; // shapes beside a name
const PRESETS = [..."qwety"]; // keys
const BARE = ["unlabeled", "skipped"]; // these states have no set

export function mount(part, { categories, rules: places, words: { none }, urls: { api } }, { give, announce, tell }) {
  const { choices: list, find: field, overlay } = part;
  const choices = [...list.querySelectorAll(".choice")];
  const byId = new Map(categories.map((one) => [one.id, one]));
  const active = categories.filter((one) => one.active);
  const rules = rulesOf(places);
  const idOf = (choice) => Number(choice?.dataset.category);
  const namesOf = (ids) => listed(ids.map((id) => byId.get(id)?.name ?? `category ${id}`));
  const set = (category_ids) => ({ status: "labeled", category_ids });
  const kept = {}; // one's own sets, by key
  let here, drawn; // the image, and what is drawn of it
  let ids = []; // its set
  let keep; // a set under a key
  let given, last; // its set, and that of the image before it
  let told = {}; // of the last change: the answer that it made, the category, words

  async function toggle(id, at) {
    if (byId.get(id)?.active) await give((before) => toggled(before.category_ids, id), at, "at-once");
  }

  function toggled(before, id) {
    const isOff = before.includes(id);
    const ids = (isOff ? remove : choose)(before, id, rules);
    const after = ids.length ? set(ids) : { status: "unlabeled", category_ids: ids };
    const beside = (some, others) => namesOf(some.filter((one) => one !== id && !others.includes(one)));
    const [more, less] = [beside(ids, before), beside(before, ids)];
    const does = isOff ? "removed" : "added";
    const along = (isOff ? less : more) && `, ${isOff ? less : more} with it`;
    const instead = !isOff && less && `, instead of ${less}`;
    told = { after, id, does, words: `${namesOf([id])} ${does}${along}${instead || ""}${ids.length ? "" : ", now unlabeled"}` };
    given = ids.length ? ids : undefined;
    return after;
  }

  // A whole set, and on; undefined where there is none. What was retired since is no longer given.
  const giveSet = (which, at) => give(() => {
    const some = which()?.filter((id) => byId.get(id)?.active);
    if (some) given = some;
    return some && set(some);
  }, at);

  function preset(key) {
    const isKept = () => kept[key] ?? tell(`No set is kept under ${key.toUpperCase()}: Shift and the key keep the present one`);
    return ({ at }) => giveSet(isKept, at);
  }

  const keeping = (key) => () => (keep ? keep(key, ids) : tell("Your sets are not loaded yet"));

  function show({ id, status, category_ids }) {
    const isOther = id !== here;
    if (isOther) [here, last, given] = [id, given ?? last, undefined];
    ids = category_ids;
    const now = `${status} ${category_ids}`;
    if (now === drawn) return;
    drawn = now;
    overlay.replaceChildren(element("div", { class: "chips" }, ...chipsOf(status, category_ids)));
    for (const choice of choices) {
      const is = String(category_ids.includes(idOf(choice)));
      if (!isOther && is !== choice.ariaChecked) choice.classList.add("is-changed");
      choice.ariaChecked = is;
    }
  }

  function chipsOf(status, ids) {
    const marks = ids.filter((id) => byId.has(id)).map((id) => categoryMark(id, byId.get(id)));
    return (marks.length || !none[status] ? marks : [none[status]]).map((mark) => element("span", { class: "chip" }, mark));
  }

  // Of a change what changed, else the shapes.
  function mark(answer) {
    const { after, id, does } = told;
    if (answer === after) return element("span", { class: "change" }, categoryMark(id, byId.get(id)), ` ${does}`);
    const { status, category_ids } = answer;
    return category_ids.length ? element("span", { class: "shapes" }, ...shapesOf(category_ids), element("span", { class: "vh" }, namesOf(category_ids))) : (none[status] ?? "");
  }

  function shapesOf(some) {
    const shapes = some.slice(0, MOST).filter((one) => byId.has(one)).map((one) => element("span", { "data-category": one }, icon(`c-${byId.get(one).shape}`, "shape")));
    const rest = some.length > MOST ? [element("span", { class: "faint", "aria-hidden": true }, `+${some.length - MOST}`)] : [];
    return [...shapes, ...rest];
  }

  list.addEventListener("click", ({ target, timeStamp }) => toggle(idOf(target.closest(".choice, .about")), timeStamp));
  list.addEventListener("animationend", ({ target }) => target.classList.remove("is-changed"));
  // What only some need comes after the first picture.
  async function loadMore() {
    const [finding, presets] = await Promise.all([import("label/editors/finding"), import("label/editors/presets")]);
    finding.wire(part, { byId, idOf, choose: toggle, announce, stays: true });
    const shapes = (some) => element("span", { class: "shapes" }, ...shapesOf(some));
    keep = await presets.wire(part.sets, { api, kept, shapesOf: shapes, namesOf, tell });
  }

  return {
    commands: {
      category: ({ place, at }) => toggle(active[place]?.id, at),
      none: ({ at }) => giveSet(() => [], at),
      same: ({ at }) => giveSet(() => last, at),
      find: () => field.focus(),
      ...Object.fromEntries(PRESETS.flatMap((key) => [[`preset-${key}`, preset(key)], [`keep-${key}`, keeping(key)]])),
    },
    show,
    read: ({ status, category_ids }) => (BARE.includes(status) ? null : category_ids),
    mark,
    said: (answer) => (answer === told.after ? told.words : undefined),
    counts() {},
    loadMore,
  };
}
