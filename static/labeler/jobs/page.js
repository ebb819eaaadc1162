// Jobs: what stands here is asked for anew every few seconds, while somebody looks and does nothing in the list.

import { inTurn } from "base/after-paint";
import { swap } from "parts/swap";

const EVERY = 4000; // ms

setInterval(lookAgain, EVERY);
document.addEventListener("visibilitychange", lookAgain);

async function lookAgain() {
  const list = document.getElementById("jobs");
  // What is under a finger or in focus is not taken away.
  if (document.hidden || list.querySelector(":focus, button:hover, a:active")) return;
  try {
    await inTurn(() => swap("jobs", location.href));
  } catch {
    // The server is away for a moment: what stands here stays, and is asked for again.
  }
}
