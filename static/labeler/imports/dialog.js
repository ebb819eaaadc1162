// The import dialog: choose a file and send it. What is in it is looked at on a page of its own, before anything is written.
// What was agreed to elsewhere starts at once, and is followed here.

import { get, HttpError } from "base/http";
import { size } from "base/words";
import { paintProgress } from "imports/parts";
import { sendImport } from "imports/send";
import * as words from "imports/words";
import { announce } from "parts/announce";
import { refreshCounts } from "parts/counts";
import { openDialog } from "parts/dialogs";

const OFTEN = 700; // ms between two looks at a job
const CHOOSE = "Pictures in a zip, or labels from any tool: Label Studio, COCO, CVAT, CSV, Hugging Face, Labeler";
const SELDOM = 5000; // when the server is not reached, or nobody looks at the page

const dialog = document.getElementById("import");
const form = dialog.querySelector("form");
const part = (name) => dialog.querySelector(`[data-${name}]`);
const go = part("primary");
const aside = part("aside");
const opener = document.querySelector('[data-dialog="import"]');
const openerWords = opener.textContent;
const url = dialog.dataset.imports;

let file = null;
let job = null; // the one that runs
let upload = null; // AbortController of what is being sent
let wake = null;
let agreed = null; // {labels}: what was said elsewhere of a zip that starts by itself
let act = { go: () => {}, aside: () => {} };

// --- steps: choose, work ---

function step(name, { goWords = "", asideWords = "Close", foot = "", onGo = () => {}, onAside = () => dialog.close(), disabled = false } = {}) {
  const had = dialog.contains(document.activeElement) && document.activeElement !== dialog;
  for (const each of dialog.querySelectorAll("[data-step]")) each.hidden = each.dataset.step !== name;
  act = { go: onGo, aside: onAside };
  go.hidden = !goWords;
  go.textContent = goWords;
  go.disabled = disabled;
  aside.textContent = asideWords;
  part("foot").textContent = foot;
  if (had && !document.activeElement?.checkVisibility?.()) (goWords && !disabled ? go : aside).focus();
}

function choose(problem = "") {
  job = null;
  agreed = null;
  complain(problem);
  part("kinds").hidden = !file;
  part("file").textContent = file ? `${file.name}, ${size(file.size)}` : CHOOSE;
  part("choose").textContent = file ? "Another file" : "Choose a file";
  step("choose", {
    goWords: "Look at it",
    asideWords: "Cancel",
    foot: file ? "Nothing is written yet." : "",
    disabled: !file,
    onGo: send,
  });
}

function work(text, share, { leave = "", ...actions }) {
  complain("");
  part("doing").textContent = text;
  part("leave").textContent = leave;
  paintProgress(dialog.querySelector("[role=progressbar]"), share, text);
  step("work", actions);
}

function complain(text) {
  part("problem").hidden = !text;
  part("problem").querySelector("span").textContent = text;
}

const said = (problem) => (problem instanceof HttpError ? problem.message : "Labeler was not reached. Try again.");

// --- a file ---

async function take(chosen) {
  file = chosen;
  if (file.size > Number(dialog.dataset.maxBytes)) {
    const problem = `${file.name} has ${size(file.size)}; the limit is ${size(Number(dialog.dataset.maxBytes))}.`;
    file = null;
    choose(problem);
    return;
  }
  const start = new Uint8Array(await file.slice(0, 64).arrayBuffer());
  form.elements.kind.value = words.guessKind(start);
  choose();
  go.focus();
}

async function send() {
  const fields = { kind: form.elements.kind.value, dry_run: !agreed, labels_from_folders: Boolean(agreed?.labels) };
  const stop = new AbortController();
  upload = stop;
  const onProgress = (share) => {
    const percent = Math.floor(100 * share);
    const text = share < 1 ? `Sending ${file.name}, ${percent}% of ${size(file.size)}.` : `${file.name} was sent.`;
    work(text, percent, { leave: "Stay on this page until it is sent.", onAside: () => stop.abort(), asideWords: "Stop sending" });
  };
  onProgress(0);
  try {
    const sent = await sendImport(url, file, fields, { onProgress, signal: stop.signal });
    upload = null;
    if (agreed) follow(sent);
    else showPage(sent.id);
  } catch (problem) {
    choose(problem.name === "AbortError" ? "" : said(problem));
  } finally {
    upload = null;
  }
}

const showPage = (id) => location.assign(dialog.dataset.page.replace(/0\/$/, `${id}/`));

// --- a job ---

function follow(next) {
  job = next;
  clearTimeout(wake);
  paintOpener();
  if (words.isOver(job)) {
    ended();
    return;
  }
  work(words.doing(job), words.percent(job), { leave: "You can close this. The import goes on.", goWords: "Show it", onGo: () => showPage(job.id) });
  wake = setTimeout(poll, document.hidden ? SELDOM : OFTEN);
}

async function poll() {
  const { id } = job;
  try {
    const now = await get(`${url}${id}/`);
    if (job?.id === id) follow(now);
  } catch {
    part("leave").textContent = "Labeler was not reached. The import goes on without this page.";
    wake = setTimeout(poll, SELDOM);
  }
}

function ended() {
  const over = job;
  const { open } = dialog;
  announce(words.result(over));
  if (!over.dry_run) refreshCounts();
  if (over.kind === "zip" && over.state === "done" && !over.dry_run) tell(over.report);
  if (open && !(agreed && over.state === "done")) showPage(over.id);
  else {
    if (open) dialog.close();
    file = null;
    choose();
  }
}

// The page says itself what became of pictures where nobody opened this.
function tell({ added, already_here: duplicate, labeled, refused }) {
  const lost = { count: refused.count, some: refused.items.map(({ name, why: reason }) => ({ name, reason })) };
  document.dispatchEvent(new CustomEvent("import-over", { detail: { done: added, duplicate, labeled, lost } }));
}

function paintOpener() {
  const share = words.isOver(job) ? null : words.percent(job);
  opener.lastChild.textContent = words.isOver(job) ? openerWords : share === null ? "Importing" : `Importing ${share}%`;
}

// After the page was loaded anew: one that runs.
async function findJob() {
  if (job || upload || file) return;
  try {
    const [found] = (await get(`${url}?limit=1`)).results;
    if (found && !words.isOver(found) && !job && !upload && !file) follow(found);
  } catch {
    // It is found when the dialog is opened.
  }
}

// --- wires ---

export function wireImports() {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!go.hidden && !go.disabled) act.go();
  });
  aside.addEventListener("click", () => act.aside());
  part("choose").addEventListener("click", () => part("picker").click());
  part("picker").addEventListener("change", () => {
    const [chosen] = part("picker").files;
    if (chosen) take(chosen);
    part("picker").value = "";
  });
  dialog.addEventListener("opened", findJob);
  document.addEventListener("zip-dropped", async ({ detail: { files: [dropped], start, labels } }) => {
    openDialog("import");
    if (upload || job) return;
    await take(dropped);
    if (!start || !file) return;
    agreed = { labels };
    send();
  });
  addEventListener("beforeunload", (event) => {
    if (upload) event.preventDefault();
  });
  choose();
  if (location.hash === "#import") openDialog("import");
  findJob();
}
