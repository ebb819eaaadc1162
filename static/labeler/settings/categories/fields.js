// The fields of a row: they save when one leaves them, or on Enter. What is refused stays typed, with the reason beside it.

import { HttpError } from "base/http";
import { element } from "base/markup";
import { announce } from "parts/announce";
import { clear, offer } from "settings/offer";

const WHAT = { name: "Name", color: "Colour", description: "Description", supercategory: "Group" };

export function wireFields(list, { rows, toast, inTurn, sync, change, complain }) {
  list.addEventListener("change", ({ target }) => target.dataset.field && save(target));
  list.addEventListener("input", ({ target }) => show(target));
  list.addEventListener("keydown", ({ key, target }) => {
    if (key === "Escape" && target.dataset.field) reset(target);
  });

  function save(field, { distinct = false } = {}) {
    const row = field.closest("[data-id]");
    const name = field.dataset.field;
    return inTurn(async () => {
      const [before, typed] = [field.defaultValue, field.value];
      if (typed === before) return reset(field);
      try {
        const told = await change(row.dataset.id, { [name]: typed, ...(distinct && { distinct }) });
        accept(field, typed, told[name]);
        await sync();
        report(row, name, before);
      } catch (reason) {
        refuse(field, reason);
      }
    });
  }

  // What was typed is saved now; what was typed meanwhile is not.
  function accept(field, typed, now) {
    field.defaultValue = field.type === "color" ? now.toLowerCase() : now;
    if (field.value === typed) field.value = field.defaultValue;
    tidy(field);
  }

  function report(row, name, before) {
    const now = rows.nameOf(row);
    const words = name === "name" ? `${before} is now ${now}` : `${WHAT[name]} of ${now} saved`;
    announce(`${words}. It keeps id ${row.dataset.id}.`);
    toast(words, () => {
      const field = rows.field(row, name);
      field.value = before;
      save(field, { distinct: name === "name" });
    });
  }

  function refuse(field, reason) {
    if (!(reason instanceof HttpError)) return complain(reason, () => save(field));
    const box = boxOf(field);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-errormessage", box.id);
    const back = [`Keep ${field.defaultValue}`, () => leave(field)];
    const choices = { name_near: [["Use it all the same", () => confirm(field)], back] };
    return offer(box, reason.message, choices[reason.code] ?? (field.dataset.field === "name" ? [back] : []));
  }

  function confirm(field) {
    save(field, { distinct: true });
    field.focus();
  }

  function leave(field) {
    reset(field);
    field.focus();
  }

  function reset(field) {
    field.value = field.defaultValue;
    tidy(field);
  }

  function tidy(field) {
    show(field);
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-errormessage");
    const box = field.closest('[role="cell"]').querySelector(".offer");
    if (box) clear(box);
  }
}

// What will become of it, while it is typed or chosen.
function show(field) {
  field.toggleAttribute("data-touched", field.value !== field.defaultValue);
  if (field.type === "color") field.parentElement.querySelector(".shape").style.setProperty("--c", field.value);
}

function boxOf(field) {
  const cell = field.closest('[role="cell"]');
  const found = cell.querySelector(".offer");
  if (found) return found;
  const box = element("div", { class: "offer", role: "alert", id: `${field.dataset.field}-problem-${field.closest("[data-id]").dataset.id}` });
  cell.append(box);
  return box;
}
