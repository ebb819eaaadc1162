// The order of the list: by keys, by buttons, by dragging. It is saved at once; of moves that come while one is being saved,
// only where they lead to.

import { HttpError } from "base/http";
import { announce } from "parts/announce";

const KEYS = { ArrowUp: -1, ArrowDown: 1 };

export function createOrder({ rows, toast, inTurn, sync, complain, reorder }) {
  let saved = rows.order();
  let moving = null; // {row, before}: the row whose moves are one change, and the order before them

  rows.list.addEventListener("keydown", (event) => {
    const by = KEYS[event.key];
    const row = event.target.closest(".cats-row");
    if (!by || !row || !(event.altKey || event.target.matches(".grip")) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move(row, by);
  });

  function move(row, by) {
    const before = rows.order();
    if (rows.step(row, by)) settle(row, before);
    else announce(`${rows.nameOf(row)} is ${by < 0 ? "first" : "last"} already`);
  }

  function settle(row, before) {
    if (moving?.row !== row) moving = { row, before };
    rows.markMoved(row);
    row.scrollIntoView({ block: "nearest" });
    const all = rows.all();
    const key = rows.keyOf(row);
    announce(`${rows.nameOf(row)} is ${all.indexOf(row) + 1} of ${all.length}${key ? `, key ${key}` : ", without a key"}`);
    save();
  }

  function save() {
    return inTurn(async () => {
      const wanted = rows.order();
      if (String(wanted) === String(saved)) return;
      try {
        await reorder(wanted);
        saved = wanted;
        const { row, before } = moving;
        toast(`${rows.nameOf(row)} was moved`, () => undo(row, before));
      } catch (reason) {
        await fail(reason);
      }
    });
  }

  async function fail(reason) {
    if (!(reason instanceof HttpError)) return complain(reason, save);
    saved = rows.order(); // given up
    await sync();
    return complain(new HttpError(409, reason.code, reason.code === "incomplete_order" ? "Somebody else changed the list meanwhile. Here it is as it is now." : reason.message));
  }

  function undo(row, before) {
    rows.arrange(before);
    moving = null;
    settle(row, saved);
  }

  return {
    move,
    // After a drag, in which the rows have changed places already.
    dropped(row, before) {
      moving = null;
      settle(row, before);
    },
    // Where the rows stand, when that is not saved yet.
    unsaved: () => (String(rows.order()) === String(saved) ? null : rows.order()),
    // They stand as the server has them.
    synced: () => (saved = rows.order()),
  };
}
