// Whether somebody is at this window, as the server needs to know; and what it says of the others.

import { said } from "label/queue/holders";

const TELL_EVERY = 30_000;
const AWAY = 60_000; // then what waits here may be handed out

export function watch({ queue, view, nameOf, words }) {
  let feltAt = Date.now();
  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"]) addEventListener(kind, feel, { capture: true, passive: true });
  // Asking renews what is held.
  setInterval(() => Date.now() - feltAt < AWAY && ask(), TELL_EVERY);

  function feel() {
    const away = Date.now() - feltAt;
    feltAt = Date.now();
    if (away > AWAY) ask();
  }

  async function ask() {
    queue.source.reopen();
    Object.assign(queue.source.wish, queue.held?.());
    await queue.more();
    queue.onMore();
  }

  function tell({ was, elsewhere, gone }) {
    queue.leave?.(gone);
    if (elsewhere && queue.current) view.tell(said(words.elsewhere, elsewhere).replace("{image}", () => nameOf(queue.current)));
    else if (was.length) view.tell(said(words.was, was[0], was.length));
  }

  return { tell };
}
