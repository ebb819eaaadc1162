// What the pages of an import draw alike: lists of names, how far it is.

import { element } from "base/markup";
import { plural } from "base/words";

const FEW = 8; // names that are shown without being asked for

// Of a list of a report: all are counted, the first are named.
export function namedList(title, label, { count, items }, isOpen = items.length <= FEW) {
  const rows = items.map(({ name, why }) => element("li", { title: name }, element("span", {}, name), why ? element("span", { class: "hint" }, why) : ""));
  if (count > items.length) rows.push(element("li", { class: "hint" }, `and ${plural(count - items.length, "other")}`));
  return element("details", { class: "import-list", open: isOpen }, element("summary", {}, title), element("ul", { tabindex: "0", "aria-label": label }, ...rows));
}

// `share`: percent, or null while nobody knows of how much.
export function paintProgress(bar, share, text) {
  if (share === null) bar.removeAttribute("aria-valuenow");
  else bar.setAttribute("aria-valuenow", share);
  bar.setAttribute("aria-valuetext", text);
  bar.firstElementChild.style.setProperty("--v", `${share ?? 0}%`);
}
