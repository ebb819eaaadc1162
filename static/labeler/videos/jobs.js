// Follows the extractions of the list: paints how far they are, and says when one has changed its state.

import { get } from "base/http";
import { isRunning, percent } from "base/job-progress";
import { doing, timeLeft } from "videos/words";

const OFTEN = 1000; // ms between two reads
const seen = new Map(); // address -> [[milliseconds, share], …]: the first look and the last

let next = null;

// May be called again when the list was read anew. `changed` reads it anew.
export function followVideos(changed) {
  clearTimeout(next);
  next = setTimeout(refresh, OFTEN, changed);
}

async function refresh(changed) {
  const rows = [...document.querySelectorAll("#video-list .video-row")].filter(({ dataset }) => isRunning(dataset));
  if (!rows.length) return;
  let hasChanged = false;
  for (const row of document.hidden ? [] : rows) {
    try {
      const video = await get(row.dataset.video);
      if (video.state !== row.dataset.state) hasChanged = true;
      else if (video.state === "extracting") paint(row, video);
    } catch {
      // It goes on without this page.
    }
  }
  if (hasChanged) await changed();
  followVideos(changed);
}

function paint(row, video) {
  const share = percent(video);
  row.querySelector("[data-doing]").textContent = doing(video);
  row.querySelector("[data-left]").textContent = timeLeft(note(row.dataset.video, share / 100));
  const bar = row.querySelector("[role=progressbar]");
  bar.setAttribute("aria-valuenow", share);
  bar.firstElementChild.style.setProperty("--v", `${share}%`);
}

function note(address, share) {
  const looks = seen.get(address);
  const begun = looks && looks[1][1] <= share ? looks[0] : [performance.now(), share]; // less than before: it began anew
  seen.set(address, [begun, [performance.now(), share]]);
  return seen.get(address);
}
