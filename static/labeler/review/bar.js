// The bar of the selection and the numbers in the panel, as words. Knows their nodes alone.

import { thousands } from "base/markup";

// `selected`, and of these `hidden`: not seen; `wrong`: so many. `asks`: one class at a time, whether each is right;
// `offers`: the same key once more is for what was not seen, too. `everything`: how many match, while all of them are
// meant; `more`: how many could be.
export function paintBar(part, { selected, hidden, wrong, asks, offers, everything, more }) {
  if (!part.bulk) return;
  const known = selected - hidden;
  part.bulk.hidden = !selected && !wrong;
  part.seen.hidden = !asks;
  part.seen.firstElementChild.style.setProperty("--v", `${(100 * known) / (selected || 1)}%`);
  part.seen.ariaLabel = `${known} of ${selected} seen`;
  part.selected.textContent = everything ? `All ${thousands(everything)} selected` : `${known} ${asks ? "seen right" : "selected"}`;
  part.unseen.textContent = `${hidden} not seen`;
  part.unseen.hidden = !hidden;
  part.see_rest.hidden = !hidden || wrong;
  part.approve_words.textContent = asks ? `Approve ${offers ? `${hidden} not seen` : known}` : "Approve";
  part.wrong.textContent = `${wrong} wrong`;
  for (const [name, count] of [["seen_count", known], ["wrong_count", wrong], ["unseen_count", hidden]]) {
    if (part[name]) part[name].textContent = asks ? thousands(count) : "–";
  }
  part.wrong.hidden = !wrong;
  part.and_approve.hidden = !wrong || !selected;
  part.bulk.classList.toggle("is-asking", asks && !wrong);
  part.select_filter.hidden = !more;
  part.select_filter.textContent = `Select all ${thousands(more)}`;
}
