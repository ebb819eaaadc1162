// A list that is not whole yet, because the history is still being looked through. Once it is, the list is shown anew, and
// the note that says so goes.

import { get } from "base/http";
import { isForSomethingElse } from "base/keymap";

const OFTEN = 2000; // ms between two looks
const QUIET = 2000; // ms since the last key or click: no list changes under somebody's hands

let last = -Infinity;

// `isBusy()`: whether it would be in somebody's way now; `show()`: shows the list anew.
export function followPartialList({ isBusy, show }) {
  for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, () => (last = performance.now()), { capture: true });
  setTimeout(look, OFTEN);

  async function look() {
    const note = document.querySelector("[data-partial]");
    try {
      const isSeen = note && !document.hidden;
      if (isSeen && (await get(note.dataset.partial)).complete && !isInTheWay()) await show();
    } catch {
      // It is asked again.
    }
    setTimeout(look, OFTEN);
  }

  const isInTheWay = () =>
    performance.now() - last < QUIET || isForSomethingElse({ target: document.activeElement }, document) || isBusy();
}
