// Jobs: what stands here is asked for anew every few seconds, while somebody looks and does nothing in the list.

import { swap } from "parts/swap";

const EVERY = 4000; // ms from one answer to the next question

// What is under a pointer or in focus is not taken away, and nothing else is put in its place.
const isLeftAlone = () => !document.hidden && !document.getElementById("jobs").querySelector(":focus, tr:hover");

async function lookAgain() {
  try {
    if (isLeftAlone()) await swap("jobs", location.href, { may: isLeftAlone });
  } catch {
    // The server is away for a moment: what stands here stays.
  }
  setTimeout(lookAgain, EVERY);
}

setTimeout(lookAgain, EVERY);
