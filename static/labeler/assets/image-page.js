// One image: its neighbours by arrow keys, deleting it, and its history, which comes after the page has painted.

import { askToDelete } from "assets/deletion";
import { importedFrom } from "assets/source-words";
import { wireWithdrawal } from "assets/withdrawal";
import { afterPaint } from "base/after-paint";
import { get, HttpError, post } from "base/http";
import { createKeymap, isForSomethingElse } from "base/keymap";
import { categoryMark, element, icon } from "base/markup";

const box = document.getElementById("history");
const categories = JSON.parse(document.getElementById("categories").textContent);
const words = JSON.parse(document.getElementById("status-words").textContent);

const DAY = { day: "numeric", month: "short", year: "numeric" };
const LONG_DAY = { day: "numeric", month: "long", year: "numeric" };
const CLOCK = { ...DAY, hour: "2-digit", minute: "2-digit" };

async function load(url) {
  let page;
  try {
    page = await get(url);
  } catch {
    box.append(failed(url));
    return;
  } finally {
    box.removeAttribute("aria-busy");
  }
  box.append(...page.results.map(row));
  if (page.next) box.append(older(page.next));
  if (!box.children.length) box.append(element("div", {}, element("span", { class: "muted" }, "Nobody has answered it yet.")));
}

function row(event) {
  const told = element("span", { class: "grow" }, element("b", {}, event.actor), ` ${did(event)} `);
  if (event.to_status === "labeled" || (event.to_status === "needs_review" && changedLabel(event))) {
    for (const id of event.to_category_ids) told.append(categories[id] ? categoryMark(id, categories[id]) : `category ${id}`);
  }
  if (event.reason) told.append(element("span", { class: "hint" }, ` “${event.reason}”`));
  if (event.source) told.append(element("span", { class: "hint" }, ` ${importedFrom(event.source, (at) => written(at, LONG_DAY))}`));
  if (event.bulk) told.append(element("span", { class: "hint" }, " With others at once"));
  const mark = icon(`st-${event.to_status}`, `st st-${event.to_status}`);
  const at = new Date(event.at);
  return element("div", {}, mark, told, element("time", { class: "faint", datetime: event.at, title: written(at, CLOCK) }, written(at, DAY)));
}

function did({ from_status: from, to_status: to, ...event }) {
  if (to === "approved") return "approved it";
  if (to === "skipped") return "skipped it";
  if (to === "needs_review") return "sent it to review";
  if (to === "withdrawn") return "withdrew it";
  if (to === "unlabeled") return from === "skipped" ? "took the skip back" : "cleared the label";
  if (to === "labeled") return from === "approved" && !changedLabel(event) ? "took the approval back" : "labeled it";
  return `set it to ${words[to]}`;
}

function changedLabel(event) {
  return String(event.from_category_ids) !== String(event.to_category_ids);
}

// Days follow the time zone of the installation, as everywhere on pages.
function written(at, parts) {
  return new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: box.dataset.timeZone }).format(at);
}

function older(url) {
  const button = element("button", { type: "button", class: "more" }, "Show older");
  button.addEventListener("click", () => {
    button.remove();
    load(url);
  });
  return button;
}

function failed(url) {
  const button = element("button", { type: "button", class: "btn btn-s push" }, "Retry");
  const note = element("div", { class: "note note-bad", role: "alert" }, icon("i-alert"), element("span", {}, "The history did not load."), button);
  button.addEventListener("click", () => {
    note.remove();
    load(url);
  });
  return note;
}

const KEYS = {
  single: {}, shifted: {}, control: {}, filters: [],
  named: {
    ArrowLeft: "[rel=prev]", ArrowUp: "[rel=prev]", ArrowRight: "[rel=next]", ArrowDown: "[rel=next]",
    Escape: "[data-back]", Delete: "[data-delete-this]",
  },
};
const commandFor = createKeymap(KEYS);

document.addEventListener("keydown", (event) => {
  const control = !isForSomethingElse(event, document) && document.querySelector(commandFor(event)?.type ?? "none");
  if (!control || event.repeat) return;
  event.preventDefault();
  control.click();
});

document.querySelector("[data-delete-this]")?.addEventListener("click", async ({ currentTarget: { dataset } }) => {
  const gone = await askToDelete([Number(dataset.deleteThis)], { labeled: dataset.status === "unlabeled" ? 0 : 1 });
  if (!gone.length) return;
  const onwards = ["[rel=next]", "[rel=prev]", "[data-back]"].map((way) => document.querySelector(way));
  onwards.find(Boolean).click();
});

document.querySelector("[data-known]")?.addEventListener("click", async ({ currentTarget: { dataset } }) => {
  const problem = document.getElementById("known-problem");
  try {
    await post(`${document.body.dataset.api}gold/`, { asset_ids: [Number(dataset.asset)], known: dataset.known === "true" });
    location.reload();
  } catch (reason) {
    problem.textContent = reason instanceof HttpError ? reason.message : "Labeler was not reached, so nothing was changed.";
    problem.hidden = false;
  }
});

const withdrawal = document.getElementById("withdraw");
if (withdrawal) wireWithdrawal(withdrawal);

afterPaint().then(() => load(box.dataset.history));
