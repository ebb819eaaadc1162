// The page of one import: it is looked at, checked, watched while it runs, told of, and taken back.

import { get, HttpError, post } from "base/http";
import { element, icon } from "base/markup";
import { dataIn } from "base/page-data";
import { Check } from "imports/check";
import { namedList, paintProgress } from "imports/parts";
import * as words from "imports/words";
import { announce } from "parts/announce";
import { refreshCounts } from "parts/counts";

const OFTEN = 700; // ms between two looks at a job
const SELDOM = 10_000; // while nobody sees the page, or the server is away

const data = dataIn(document);
const box = Object.fromEntries([...document.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]));
let { job } = data;
let wake = null;
let isAway = false; // the server did not answer

// --- following ---

function watch() {
  clearTimeout(wake);
  if (!words.isOver(job)) wake = setTimeout(look, document.hidden ? SELDOM : OFTEN);
}

async function look() {
  const asked = job.id;
  try {
    const now = await get(`${data.urls.imports}${asked}/`);
    if (job.id !== asked) return;
    job = now;
    if (isAway) complain("");
    isAway = false;
    paint();
    if (words.isOver(job)) ended();
    watch();
  } catch (problem) {
    isAway = true;
    complain(problem instanceof HttpError && problem.status === 404 ? "This import is no longer here." : "Labeler was not reached. The import goes on without this page.");
    wake = setTimeout(look, SELDOM);
  }
}

function ended() {
  announce(box.title.textContent + ". " + box.lead.textContent);
  if (!job.dry_run) refreshCounts();
  if (!document.activeElement || document.activeElement === document.body) (box.side.querySelector("[data-start]:not(:disabled)") ?? box.title).focus();
}

// The next job of the same file takes this page's place.
async function ask(call) {
  complain("");
  for (const button of document.querySelectorAll("main button")) button.disabled = true;
  try {
    const next = await call();
    if (next.id !== job.id) {
      location.replace(data.urls.page.replace(/0\/$/, `${next.id}/`)); // with the categories as they are now
      return;
    }
    job = next;
    paint();
    box.title.focus();
  } catch (problem) {
    box.main.replaceChildren(); // with buttons that can be pressed again
    paint();
    complain(problem instanceof HttpError ? problem.message : "Labeler was not reached. Try again.");
  }
  watch();
}

const again = (options) => ask(() => post(`${data.urls.imports}${job.id}/again/`, options));
const act = {
  get url() {
    return `${data.urls.imports}${job.id}/`;
  },
  go: again,
  read: (options) => again({ dry_run: true, ...options }),
  leave: () => location.assign(data.urls.assets),
};

// --- painting ---

function paint() {
  const isCheck = words.isOver(job) && Boolean(job.report?.columns_unclear || job.report?.classes) && (job.dry_run ? job.state === "done" : words.canBeDecided(job));
  const { title, lead } = isCheck ? { title: "Check before importing", lead: "Nothing has been changed yet." } : words.head(job);
  box.title.textContent = title;
  box.lead.textContent = lead;
  document.title = document.title.replace(/^[^·]*/, `${title} `);
  box.actions.replaceChildren();
  box.side.replaceChildren();
  if (isCheck) {
    new Check(job, data, box, act);
    if (job.state === "failed") complain(job.error);
  } else if (!words.isOver(job)) paintRunning();
  else paintEnd();
}

function paintRunning() {
  const share = words.percent(job);
  const text = words.doing(job);
  let bar = box.main.querySelector("[role=progressbar]");
  if (!bar) {
    const said = element("span", { "data-doing": true });
    bar = element("div", { class: "progress", role: "progressbar", "aria-label": box.title.textContent, "aria-valuemin": "0", "aria-valuemax": "100" }, element("i"));
    const cancel = element("button", { type: "button", class: "btn" }, "Cancel import");
    cancel.addEventListener("click", () => ask(() => post(`${act.url}cancel/`)));
    box.main.replaceChildren(element("section", { class: "panel import-run", "aria-label": "Progress" }, said, bar, element("p", { class: "hint" }, "You can leave this page. The import goes on."), element("div", {}, cancel)));
  }
  box.main.querySelector("[data-doing]").textContent = text;
  paintProgress(bar, share, text);
}

function paintEnd() {
  if (job.state === "failed") complain(job.error);
  const lists = words.lists(job.report).map(({ title, ...list }) => namedList(title, title, list));
  const panel = element("section", { class: "panel import-run", "aria-label": "What became of it" }, element("p", { "data-said": true }, words.result(job)), ...lists);
  const buttons = [];
  if (words.canBeUndone(job)) buttons.push(button("Undo", "btn", () => ask(() => post(`${act.url}undo/`)), "Z"));
  if (job.dry_run && job.state === "done" && job.can_run_again) buttons.push(button("Look again", "btn", () => again({})));
  if (job.state === "failed" && job.can_run_again) buttons.push(button("Retry", "btn", () => again({})));
  buttons.push(element("a", { class: "btn", href: `${data.urls.assets}#import` }, "Another file"));
  if (words.hasChanged(job)) buttons.push(element("a", { class: "btn btn-primary", href: data.urls.assets }, "Show images"));
  box.main.replaceChildren(panel);
  box.actions.replaceChildren(...buttons);
}

function button(text, classes, act_, key) {
  const made = element("button", { type: "button", class: classes, "data-key": key && key.toLowerCase() }, ...(key ? [icon("i-undo")] : []), text, ...(key ? [element("kbd", {}, key)] : []));
  made.addEventListener("click", act_);
  return made;
}

function complain(text) {
  box.problem.hidden = !text;
  box.problem.querySelector("span").textContent = text;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
  const go = box.side.querySelector("[data-start]:not(:disabled)");
  if (!go || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  go.click();
});

paint();
watch();
