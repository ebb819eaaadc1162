// The pages of versions: what is being built, versions and shapes of them, is followed, can be cancelled and tried again; what changed is told; a new
// one is asked for.

import { get, HttpError, post } from "base/http";
import { element, icon } from "base/markup";
import { plural } from "base/words";
import { announce } from "parts/announce";
import { swap } from "parts/swap";
import { fillChanges, wireShowMore } from "versions/changes";
import { wireNewVersion } from "versions/dialog";

const OFTEN = 1000; // ms between two looks at a build
const SELDOM = 10_000; // when looking fails, or nobody looks at the page

// --- builds under way ---

async function again() {
  await swap("releases", location.pathname + location.search, { also: ["versions-listed"] });
  fillChanges();
}

function builds() {
  return [...document.querySelectorAll("[data-running]")];
}

// One look at a time, at each build in turn.
async function follow() {
  let wait = OFTEN;
  for (const build of document.hidden ? [] : builds()) {
    try {
      const now = await get(build.dataset.running);
      if (now.state === "queued" || now.state === "building") paint(build, now);
      else await ended(build.dataset.name, now);
    } catch {
      wait = SELDOM;
      build.querySelector("[data-step]").textContent = "Labeler was not reached. It goes on without this page.";
    }
  }
  setTimeout(follow, document.hidden ? SELDOM : wait);
}

function paint(build, { state, progress }) {
  const images = plural(Number(build.dataset.images), "image");
  const step = state === "queued" ? "Waiting for a worker." : `${build.dataset.doing} ${images}, ${progress}%.`;
  build.querySelector("[data-step]").textContent = `${step} You can leave this page.`;
  const bar = build.querySelector("[role=progressbar]");
  bar.setAttribute("aria-valuenow", progress);
  bar.firstElementChild.style.setProperty("--v", `${progress}%`);
}

const ENDS = { ready: "is ready", failed: "was not built", cancelled: "was cancelled" };

async function ended(name, { state }) {
  await again();
  announce(`${name} ${ENDS[state]}`);
}

document.addEventListener("visibilitychange", () => document.hidden || builds().length && again().catch(() => {}));

// Cancel and Retry: the button waits for the answer, a refusal is told beside it.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-act]");
  if (!button || button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  try {
    await post(button.dataset.act);
    await again();
  } catch (problem) {
    button.removeAttribute("aria-busy");
    if (problem instanceof HttpError && problem.status === 400) await again().catch(() => {}); // it ended meanwhile
    else tell(button, problem);
  }
});

function tell(button, problem) {
  const words = problem instanceof HttpError ? problem.message : "Labeler was not reached. Try again.";
  const card = button.closest(".panel, .page-note");
  card.querySelector("[data-told]")?.remove();
  card.append(element("div", { class: "release-run", "data-told": true }, element("div", { class: "note note-bad", role: "alert" }, icon("i-alert"), element("span", {}, words))));
}

setTimeout(follow, OFTEN);
wireShowMore();
fillChanges();

// --- asking for a new one ---

const dialog = document.getElementById("new-version");
if (dialog) {
  wireNewVersion(dialog, async ({ number }) => {
    history.replaceState(null, "", location.pathname); // the newest page, where it is on top
    await again();
    document.getElementById(`v${number}`)?.querySelector("h2 a")?.focus();
    announce(`v${number} is being built`);
  });
}
