// The page of videos: the list with its jobs, and beside it the settings of the one that is open.

import { HttpError, post } from "base/http";
import { announce } from "parts/announce";
import { followRunningJob } from "parts/running-job";
import { swap } from "parts/swap";
import { followVideos } from "videos/jobs";
import { wireSettings } from "videos/settings";
import { wireUploads } from "videos/uploads";

const LIST = "video-list";
const SETTINGS = "video-settings";
const SIDE = ["videos-listed", "side-job"];
const problem = document.getElementById("videos-problem");

// --- the list ---

async function refresh({ settings = false } = {}) {
  const focused = document.activeElement?.closest(`#${LIST} .video-row`)?.id;
  const fresh = await reached(() => swap(LIST, location.href, { also: settings ? [SETTINGS, ...SIDE] : SIDE }));
  if (!fresh) return;
  if (focused && document.activeElement === document.body) focusOn(document.getElementById(focused));
  followVideos(refresh);
  followRunningJob();
  if (settings) wireSettings(extracted);
}

const focusOn = (row) => (row?.querySelector("button, a") ?? document.getElementById(LIST)).focus({ preventScroll: true });

async function open(address) {
  history.replaceState(null, "", address);
  await refresh({ settings: true });
}

async function extracted(row) {
  const address = new URL(location.href);
  address.searchParams.delete("video");
  await open(address);
  focusOn(document.getElementById(row));
}

const actions = {
  cancel: (address) => post(`${address}cancel/`),
  retry: (address) => post(`${address}retry/`),
  remove: (address) => post(address, undefined, { method: "DELETE" }),
};
const did = { cancel: "Extraction cancelled", retry: "Extraction waits for its turn", remove: "Video removed" };

document.addEventListener("click", async (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    const from = opener.closest("form")?.dataset.video;
    await open(opener.href);
    if (from) focusOn(document.querySelector(`#${LIST} [data-video="${from}"]`));
    else document.querySelector(`#${SETTINGS} input:checked`)?.focus();
  }
  const button = event.target.closest("[data-action]");
  if (button) await perform(button);
});

async function perform(button) {
  const { action } = button.dataset;
  button.setAttribute("aria-busy", "true");
  if (await reached(() => actions[action](button.closest("[data-video]").dataset.video), true)) announce(did[action]);
  button.removeAttribute("aria-busy");
  await refresh({ settings: true });
}

// What the call answers; without an answer, the reason stands on the page. `whole`: any answer is one.
async function reached(call, whole = false) {
  try {
    const answer = await call();
    problem.hidden = true;
    return whole || answer;
  } catch (reason) {
    problem.hidden = false;
    problem.querySelector("span").textContent = reason instanceof HttpError ? reason.message : "The server was not reached. Nothing is lost; try again in a moment.";
    return null;
  }
}

// --- uploads ---

async function arrived(video) {
  const here = new URL(location.href);
  if (here.searchParams.has("video")) return refresh();
  here.searchParams.delete("cursor");
  here.searchParams.set("video", video);
  return open(here);
}

// A still that could not be made leaves the mark behind it.
document.addEventListener("error", ({ target }) => target.matches?.(".poster img, .timeline img") && target.remove(), true);

wireUploads(arrived);
wireSettings(extracted);
followVideos(refresh);
