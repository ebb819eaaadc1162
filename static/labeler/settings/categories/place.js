// Where a category stands: below which, and in which group. Only where an image can have several.

import { HttpError } from "base/http";
import { element } from "base/markup";
import { announce } from "parts/announce";
import { openDialog } from "parts/dialogs";

export function wirePlaces(dialog, { rows, toast, inTurn, sync, change, complain }) {
  const form = dialog?.querySelector("form");
  const problem = dialog?.querySelector("[data-problem]");
  let row;

  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    save({ parent_id: Number(form.elements.parent.value) || null, exclusive_group: form.elements.group.value });
  });

  function open(of) {
    row = of;
    problem.hidden = true;
    dialog.querySelector("h2").textContent = `Parent or group of ${rows.nameOf(row)}`;
    const others = rows.all().filter((each) => !lies(each, row));
    form.elements.parent.replaceChildren(new Option("None", ""), ...others.map((each) => new Option(rows.nameOf(each), each.dataset.id)));
    form.elements.parent.value = row.dataset.parent;
    form.elements.group.value = row.dataset.group;
    const groups = new Set(rows.all().map((each) => each.dataset.group).filter(Boolean));
    form.elements.group.list.replaceChildren(...[...groups].sort().map((group) => element("option", { value: group })));
    openDialog(dialog.id);
  }

  // It, or below it.
  function lies(each, below) {
    for (let here = each; here; here = rows.row(here.dataset.parent || 0)) if (here === below) return true;
    return false;
  }

  function save(place) {
    const { id, parent, group } = row.dataset;
    return inTurn(async () => {
      try {
        await put(id, place);
      } catch (reason) {
        return refuse(reason);
      }
      dialog.close();
      rows.row(id)?.querySelector(".where").focus();
      return toast(told(id), () => inTurn(() => put(id, { parent_id: Number(parent) || null, exclusive_group: group }).catch((reason) => complain(reason))));
    });
  }

  async function put(id, place) {
    await change(id, place);
    await sync();
    const now = rows.row(id);
    rows.markMoved(now);
    now?.scrollIntoView({ block: "nearest" });
    announce(told(id));
  }

  function told(id) {
    const now = rows.row(id);
    const parent = rows.row(now.dataset.parent || 0);
    const places = [parent && `under ${rows.nameOf(parent)}`, now.dataset.group && `one of ${now.dataset.group}`].filter(Boolean);
    return `${rows.nameOf(now)} is ${places.join(", ") || "under no other, and in no group"}`;
  }

  function refuse(reason) {
    problem.querySelector("span").textContent = reason instanceof HttpError ? reason.message : "Labeler was not reached, so this was not saved.";
    problem.hidden = false;
  }

  return open;
}
