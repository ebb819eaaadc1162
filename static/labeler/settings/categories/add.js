// Adding by Enter. What is refused comes back into the field, with the reason and what can be done.

import { HttpError } from "base/http";
import { parse } from "parts/category-lines";
import { announce } from "parts/announce";
import { openDialog } from "parts/dialogs";
import { clear, offer } from "settings/offer";

export function wireAdding(form, { rows, inTurn, sync, add, restore }) {
  const field = form.elements.name;
  const problem = form.querySelector(".offer");

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take();
  });
  field.addEventListener("input", () => clear(problem));
  field.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (!/\S[\r\n]+\s*\S/.test(text)) return;
    event.preventDefault();
    openDialog("paste-list");
    document.getElementById("paste-text").setRangeText(text, 0, 0, "end");
    document.getElementById("paste-text").dispatchEvent(new Event("input", { bubbles: true }));
  });

  function take() {
    const typed = field.value;
    const [line] = parse(typed);
    if (!line) return field.focus();
    if (line.problem) return refuse(typed, line.problem);
    field.value = ""; // the next one can be typed at once
    return send(typed, line);
  }

  function send(typed, { name, color }, distinct = false) {
    clear(problem);
    return inTurn(async () => {
      try {
        const added = await add({ name, ...(color && { color }), ...(distinct && { distinct }) });
        await sync();
        const row = rows.row(added.id);
        rows.markMoved(row);
        const key = row && rows.keyOf(row);
        announce(`${added.name} is added, id ${added.id}${key ? `, key ${key}` : ""}`);
        form.scrollIntoView({ block: "nearest" });
      } catch (reason) {
        refuse(typed, reason instanceof HttpError ? reason.message : "Labeler was not reached, so it was not added.", choicesFor(reason, typed, { name, color }));
      }
    });
  }

  function choicesFor({ code, details }, typed, line) {
    const again = ["Use it all the same", () => drop(typed) || send(typed, line, true)];
    const twin = details?.active ? ["Same class", () => drop(typed) || show(details.category_id)] : [`Restore ${details?.name}`, () => drop(typed) || restore(details.category_id, details.name)];
    return { name_near: [again, twin], name_retired: [twin] }[code] ?? [];
  }

  function refuse(typed, sentence, choices = []) {
    if (!field.value) field.value = typed;
    field.setAttribute("aria-invalid", "true");
    offer(problem, sentence, choices);
    field.addEventListener("input", () => field.removeAttribute("aria-invalid"), { once: true });
    field.focus();
  }

  // It is dealt with: out of the field, where it came back to.
  function drop(typed) {
    if (field.value === typed) field.value = "";
    field.removeAttribute("aria-invalid");
    field.focus();
  }

  function show(id) {
    const row = rows.row(id);
    rows.markMoved(row);
    row?.querySelector(".grip").focus();
  }
}
