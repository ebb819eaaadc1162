// The pages of versions: what is being built is followed, can be cancelled and tried again; a new one is asked for.

import { announce } from "labeler/live";
import { element, icon, thousands } from "labeler/markup";
import { get, HttpError, post } from "labeler/http";
import { openDialog } from "labeler/dialogs";
import { plural, size } from "labeler/numbers";
import { swap } from "labeler/swap";
import { warningOf } from "labeler/version-warnings";

const OFTEN = 1000; // ms between two looks at a build
const SELDOM = 10_000; // when looking fails, or nobody looks at the page

// --- builds under way ---

const again = () => swap("releases", location.pathname + location.search, { also: ["versions-listed"] });

function builds() {
  return [...document.querySelectorAll("[data-running]")];
}

// One look at a time, at each build in turn.
async function follow() {
  let wait = OFTEN;
  for (const build of document.hidden ? [] : builds()) {
    try {
      const version = await get(build.dataset.running);
      if (version.state === "queued" || version.state === "building") paint(build, version);
      else await ended(version);
    } catch {
      wait = SELDOM;
      build.querySelector("[data-step]").textContent = "Labeler was not reached. It goes on without this page.";
    }
  }
  setTimeout(follow, document.hidden ? SELDOM : wait);
}

function paint(build, { state, progress }) {
  const images = plural(Number(build.dataset.images), "image");
  const step = state === "queued" ? "Waiting for a worker." : `Copying and checking ${images}, ${progress}%.`;
  build.querySelector("[data-step]").textContent = `${step} You can leave this page.`;
  const bar = build.querySelector("[role=progressbar]");
  bar.setAttribute("aria-valuenow", progress);
  bar.firstElementChild.style.setProperty("--v", `${progress}%`);
}

const ENDS = { ready: "is ready", failed: "was not built", cancelled: "was cancelled" };

async function ended({ number, state }) {
  await again();
  announce(`v${number} ${ENDS[state]}`);
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

// --- asking for a new one ---

const dialog = document.getElementById("new-version");
if (dialog) wireNewVersion();

function wireNewVersion() {
  const form = dialog.querySelector("form");
  const find = (name) => dialog.querySelector(`[data-${name}]`);
  const create = find("create");
  const categories = JSON.parse(document.getElementById("categories").textContent);
  const scopes = [...form.elements.scope];
  let previews = {}; // scope -> what it would hold

  const scope = () => form.elements.scope.value;
  const nextNumber = () => Number(document.getElementById("releases").dataset.next);

  dialog.addEventListener("opened", look);
  dialog.addEventListener("close", () => {
    if (location.hash === "#new") history.replaceState(null, "", location.pathname + location.search);
  });
  form.addEventListener("change", paintPreview);
  form.addEventListener("submit", submit);
  find("again").addEventListener("click", look);
  if (location.hash === "#new") openDialog("new-version");

  // Both scopes, one read at a time: on a large project each is work.
  async function look() {
    previews = {};
    complain("");
    paintPreview();
    try {
      for (const { value } of scopes) {
        previews[value] = await post(dialog.dataset.preview, { statuses: value.split(",") });
        paintPreview();
      }
    } catch (problem) {
      complain(problem instanceof HttpError ? problem.message : "Labeler was not reached, so the counts are missing.", { again: true });
    }
  }

  function paintPreview() {
    for (const count of dialog.querySelectorAll("[data-images]")) {
      const preview = previews[count.dataset.images];
      count.textContent = preview ? thousands(preview.images) : "";
    }
    const [few, many] = scopes.map(({ value }) => previews[value]);
    if (few && many) find("adds").textContent = adds(many.images - few.images);
    const preview = previews[scope()];
    find("bytes").textContent = preview ? (preview.images ? `${plural(preview.images, "image")}, about ${size(preview.image_bytes)}` : "None") : "Counting";
    find("next-number").textContent = `v${nextNumber()}`;
    hint("warning", preview?.images ? warningOf(preview.by_category, categories) : "", find("warning-text"));
    hint("left-out", preview ? leftOut(preview.excluded) : "", find("left-out").lastElementChild);
    ready(preview);
  }

  function ready(preview) {
    const empty = preview && !preview.images;
    create.disabled = !preview || empty;
    create.firstChild.textContent = `Create v${nextNumber()}`;
    find("why").textContent = empty ? `No image is ${scope().replace(",", " or ")}, so there is nothing to export.` : "A version cannot be changed later.";
  }

  function hint(name, words, into) {
    find(name).hidden = !words;
    into.textContent = words;
  }

  async function submit(event) {
    event.preventDefault();
    if (create.disabled) return;
    complain("");
    busy(true);
    try {
      const version = await post(dialog.dataset.versions, { statuses: scope().split(","), notes: form.elements.notes.value.trim() });
      form.reset();
      dialog.close();
      history.replaceState(null, "", location.pathname); // the newest page, where it is on top
      await again();
      document.getElementById(`v${version.number}`)?.querySelector("h2 a")?.focus();
      announce(`v${version.number} is being built`);
    } catch (problem) {
      complain(problem instanceof HttpError ? problem.message : "Labeler was not reached. Look at the list before you try again.");
    } finally {
      busy(false);
    }
  }

  function busy(now) {
    create.disabled = now;
    if (now) create.setAttribute("aria-busy", "true");
    else create.removeAttribute("aria-busy");
  }

  function complain(words, { again: offer = false } = {}) {
    find("problem").hidden = !words;
    find("problem").querySelector("span").textContent = words;
    find("again").hidden = !offer;
  }
}

function adds(more) {
  return more ? `Adds ${plural(more, "label")} that nobody has checked yet.` : "Adds nothing: no label waits for a check.";
}

function leftOut({ inactive_category: removed }) {
  return removed ? `${plural(removed, "image")} with a removed category ${removed === 1 ? "is" : "are"} left out.` : "";
}
