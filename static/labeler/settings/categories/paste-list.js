// The dialog that takes a list, and shows what it would change before it does.

import { applyVariables } from "base/css-variables";
import { HttpError } from "base/http";
import { element, icon } from "base/markup";
import { plural } from "base/words";
import { announce } from "parts/announce";
import { parse } from "parts/category-lines";
import { diff } from "settings/categories/list-diff";

const SHAPES = 14;
const SHIFT = 5; // as in projects/rules/palette.py: each further lap moves the shapes on

export function wirePasting(dialog, { rows, inTurn, sync, addAll }) {
  const form = dialog.querySelector("form");
  const text = form.elements.text;
  const button = dialog.querySelector("[data-add]");
  const problem = dialog.querySelector("[data-problem]");
  const colors = dialog.dataset.colors.split(" ");
  const confirmed = new Set(); // names that are another class all the same
  let found;

  dialog.addEventListener("opened", paint);
  text.addEventListener("input", paint);
  form.addEventListener("change", ({ target }) => target.name === "distinct" && confirm(target));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!button.disabled) send();
  });

  const wanted = () => [...found.fresh, ...found.near.filter(({ line }) => confirmed.has(line.name))].map(({ line }) => line).sort((one, other) => one.number - other.number);

  function paint() {
    found = diff(parse(text.value), rows.everyone());
    const box = dialog.querySelector("[data-diff]");
    box.replaceChildren(...[section("Nearly equal", found.near, question), section("New", wanted().map((line) => ({ line })), newcomer), section("Here already", found.known, plain), section("Cannot be added", found.bad, plain)].filter(Boolean));
    applyVariables(box);
    problem.hidden = true;
    const count = wanted().length;
    button.disabled = !count;
    button.firstElementChild.textContent = count ? `Add ${plural(count, "category", "categories")}` : "Add";
    dialog.querySelector("[data-sum]").textContent = count || !text.value.trim() ? "Nothing is added before you say so." : "Nothing in it is new.";
  }

  const section = (title, items, item) => items.length ? element("section", {}, element("h3", {}, title, element("span", { class: "n" }, ` ${items.length}`)), element("ul", {}, ...items.map(item))) : null;
  const plain = ({ words }) => element("li", { class: "muted" }, words);

  // With the mark and the id that it will have.
  function newcomer({ line }, place) {
    const index = Number(document.getElementById("next-id").textContent) - 1 + place;
    const [lap, at] = [Math.floor(index / SHAPES), index % SHAPES];
    const shape = ((at + SHIFT * lap) % SHAPES) + 1;
    const mark = element("span", { class: "cat", "data-c": line.color ?? colors[index % colors.length] }, icon(`c-${shape}`, "shape"), element("span", {}, line.name));
    return element("li", {}, mark, element("span", { class: "faint push" }, `id ${index + 1}`));
  }

  function question({ line, words }) {
    const box = element("input", { type: "checkbox", name: "distinct", value: line.name, checked: confirmed.has(line.name) });
    return element("li", {}, element("label", { class: "check" }, box, element("span", {}, words, element("br"), element("span", { class: "hint" }, "Tick it to add it all the same"))));
  }

  function confirm(box) {
    if (box.checked) confirmed.add(box.value);
    else confirmed.delete(box.value);
    paint();
    form.querySelector(`[name="distinct"][value="${CSS.escape(box.value)}"]`)?.focus();
  }

  function send() {
    const near = new Set(found.near.map(({ line }) => line.name));
    const categories = wanted().map(({ name, color }) => ({ name, ...(color && { color }), ...(near.has(name) && { distinct: true }) }));
    button.setAttribute("aria-busy", "true");
    return inTurn(async () => {
      try {
        await addAll(categories);
        await sync();
        text.value = "";
        confirmed.clear();
        dialog.close();
        announce(`${plural(categories.length, "category is", "categories are")} added`);
      } catch (reason) {
        problem.querySelector("span").textContent = reason instanceof HttpError ? `${reason.message} Nothing was added.` : "Labeler was not reached. Look at the list before you try again.";
        problem.hidden = false;
        await sync().catch(() => null);
      } finally {
        button.removeAttribute("aria-busy");
      }
    });
  }
}
