// What stands where the queue ends. `stretch`: what this window was told last, if it claims images.

import { element, say } from "base/markup";
import { said } from "label/queue/holders";

export function sayEnd({ queue, tally, view, stretch, words }) {
  const { part } = view;
  const count = (filter) => (filter === "passed" ? queue.unlabeled : tally.inFilter(filter));
  if (stretch) view.place(count("in_review") + count("done"), count("all"), " labeled");
  const listed = queue.items.length ? "last" : "nothing";
  const claimed = ["passed", "unlabeled", "in_review"].find(count) ?? "approved";
  say(part.end, queue.hasFailed ? "unreached" : stretch ? claimed : listed, count);
  part.name.textContent = "";
  part.viewer.classList.add("viewer-empty");
  if (stretch) sayWhoHasTheRest(part.end, stretch.holders, words.holds);
}

function sayWhoHasTheRest(end, holders, words) {
  const [list, button] = ["[data-holders]", "[data-do=take-over]"].map((one) => end.querySelector(one));
  if (!list) return;
  list.replaceChildren(...holders.map((one) => element("li", {}, said(words, one, one.count))));
  button.hidden = !holders.some(({ mine }) => mine);
}
