// The import dialog: choose a file, see what it would do, follow it. The job goes on without the dialog and the page.

import { get, HttpError, post } from "base/http";
import { element } from "base/markup";
import { plural, size } from "base/words";
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
let job = null; // the one that is shown
let upload = null; // AbortController of what is being sent
let wake = null;
let startsItself = false; // nobody was asked here: it was asked before
let act = { go: () => {}, aside: () => {} };
let showList; // reads the grid anew

// --- steps: choose, work, report ---

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
  complain(problem);
  const kind = form.elements.kind.value;
  part("kinds").hidden = !file;
  part("folders").hidden = !file || kind !== "zip";
  part("file").textContent = file ? `${file.name}, ${size(file.size)}` : CHOOSE;
  part("choose").textContent = file ? "Another file" : "Choose a file";
  step("choose", {
    goWords: kind === "zip" || !file ? "Import" : "Look at the labels",
    asideWords: "Cancel",
    foot: file && kind !== "zip" ? "Nothing is written yet." : "",
    disabled: !file,
    onGo: send,
  });
}

function work(text, share, { leave = "", stop, stopWords = "Cancel import" }) {
  complain("");
  part("doing").textContent = text;
  part("leave").textContent = leave;
  const bar = dialog.querySelector("[role=progressbar]");
  if (share === null) bar.removeAttribute("aria-valuenow");
  else bar.setAttribute("aria-valuenow", share);
  bar.setAttribute("aria-valuetext", text);
  bar.firstElementChild.style.setProperty("--v", `${share ?? 0}%`);
  step("work", { asideWords: stopWords, onAside: stop });
}

function report(said, { withLists = true, replaceWords = "", ...actions }) {
  part("said").textContent = said;
  part("said").hidden = !said;
  part("lists").replaceChildren(...(withLists ? words.lists(job.report).map(listed) : []));
  part("replace").hidden = !replaceWords;
  part("replace").querySelector("span").textContent = replaceWords;
  step("report", actions);
}

function listed({ title, items, more }) {
  const rows = items.map(({ name, why }) => element("li", {}, element("span", {}, name), why ? element("span", { class: "hint" }, why) : ""));
  if (more) rows.push(element("li", { class: "hint" }, `and ${plural(more, "other")}`));
  return element("details", { class: "import-list", open: items.length <= 8 }, element("summary", {}, title), element("ul", { tabindex: "0", "aria-label": title }, ...rows));
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
  const kind = form.elements.kind.value;
  const fields = { kind, dry_run: kind !== "zip", labels_from_folders: kind === "zip" && form.elements.labels_from_folders.checked };
  const stop = new AbortController();
  upload = stop;
  const onProgress = (share) => {
    const percent = Math.floor(100 * share);
    const text = share < 1 ? `Sending ${file.name}, ${percent}% of ${size(file.size)}.` : `${file.name} was sent.`;
    work(text, percent, { leave: "Stay on this page until it is sent.", stop: () => stop.abort(), stopWords: "Stop sending" });
  };
  onProgress(0);
  try {
    follow(await sendImport(url, file, fields, { onProgress, signal: stop.signal }));
  } catch (problem) {
    choose(problem.name === "AbortError" ? "" : said(problem));
  } finally {
    upload = null;
  }
}

// --- a job ---

function follow(next) {
  job = next;
  remember(job.id);
  clearTimeout(wake);
  paint();
  if (!words.isOver(job)) wake = setTimeout(poll, document.hidden ? SELDOM : OFTEN);
}

async function poll() {
  const { id } = job;
  try {
    const now = await get(`${url}${id}/`);
    if (job?.id !== id) return;
    follow(now);
    if (words.isOver(now)) ended();
  } catch {
    part("leave").textContent = "Labeler was not reached. The import goes on without this page.";
    wake = setTimeout(poll, SELDOM);
  }
}

function ended() {
  const text = job.state === "done" && job.dry_run ? words.dryRun(job.report) : words.result(job);
  announce(text);
  if (!job.dry_run) refreshCounts();
  if (job.kind === "zip" && job.state === "done") over(job.report);
  if (dialog.open && !part("said").hidden) part("said").focus();
}

// For the page; it says so itself where nobody opened this.
function over({ added, already_here: duplicate, labeled, refused }) {
  const lost = { count: refused.count, some: refused.items.map(({ name, why: reason }) => ({ name, reason })) };
  document.dispatchEvent(new CustomEvent("import-over", { detail: { done: added, duplicate, labeled, lost } }));
  if (startsItself) dialog.close();
  startsItself = false;
}

function paint() {
  paintOpener();
  if (!words.isOver(job)) {
    work(words.doing(job), words.percent(job), { leave: "You can close this. The import goes on.", stop: cancel });
    return;
  }
  complain(job.state === "failed" ? job.error : "");
  if (job.report && job.kind !== "zip" && (job.dry_run ? job.state === "done" : words.isUnclear(job.report) && !job.skip_unknown)) offer();
  else if (job.state === "failed") {
    const again = job.can_run_again ? { goWords: "Retry", onGo: () => runAgain({}) } : {};
    report("", { ...again, onAside: anew, asideWords: "Another file" });
  } else report(words.result(job), { goWords: job.state === "done" ? "Show images" : "", onGo: showImages, onAside: anew, asideWords: "Another file" });
}

// What a dry run found, and what to do about it.
function offer() {
  const replace = form.elements.replace.checked;
  const count = words.toSet(job.report, replace);
  report(words.dryRun(job.report), {
    replaceWords: words.others(job.report),
    goWords: `Set ${plural(count, "answer")}`,
    disabled: count === 0,
    asideWords: "Another file",
    foot: count ? "" : "There is nothing to set.",
    onGo: () => runAgain({ dry_run: false, skip_unknown: true, replace }),
    onAside: anew,
  });
}

function paintOpener() {
  const share = job && !words.isOver(job) ? words.percent(job) : null;
  opener.lastChild.textContent = job && !words.isOver(job) ? (share === null ? "Importing" : `Importing ${share}%`) : openerWords;
}

async function runAgain(options) {
  await ask(() => post(`${url}${job.id}/again/`, options));
}

async function cancel() {
  await ask(() => post(`${url}${job.id}/cancel/`));
}

async function ask(call) {
  go.disabled = true;
  try {
    follow(await call());
  } catch (problem) {
    go.disabled = false;
    if (problem instanceof HttpError && problem.code === "not_running") poll();
    else complain(said(problem));
  }
}

function anew() {
  file = null;
  remember(null);
  form.reset();
  choose();
}

async function showImages() {
  dialog.close();
  const kept = new URL(location.href).searchParams.get("size");
  await showList(kept ? `?size=${kept}` : "?");
  scrollTo(0, 0);
  anew();
}

// After the page was loaded anew: the job that this tab followed, else one that runs.
async function findJob() {
  if (job || upload || file) return;
  const id = remembered();
  try {
    const found = id ? await get(`${url}${id}/`) : (await get(`${url}?limit=1`)).results[0];
    if (found && (id || !words.isOver(found)) && !job && !upload && !file) follow(found);
  } catch {
    remember(null); // it is found when the dialog is opened
  }
}

function remember(id) {
  try {
    if (id === null) sessionStorage.removeItem(url);
    else sessionStorage.setItem(url, id);
  } catch {
    // Storage can be forbidden; running imports are found without.
  }
}

function remembered() {
  try {
    return sessionStorage.getItem(url);
  } catch {
    return null;
  }
}

// --- wires ---

export function wireImports(show) {
  showList = show;
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
  form.addEventListener("change", ({ target }) => {
    if (target.name === "kind") choose();
    if (target.name === "replace") offer();
  });
  dialog.addEventListener("opened", findJob);
  document.addEventListener("zip-dropped", async ({ detail: { files: [dropped], start, labels } }) => {
    openDialog("import");
    if (upload || (job && !words.isOver(job))) return;
    await take(dropped);
    if (!start || !file) return;
    startsItself = true;
    form.elements.labels_from_folders.checked = labels;
    send();
  });
  addEventListener("beforeunload", (event) => {
    if (upload) event.preventDefault();
  });
  choose();
  findJob();
}
