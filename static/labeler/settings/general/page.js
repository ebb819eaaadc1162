// Settings, General: one button saves what was changed, and only that. What somebody else changed meanwhile is never
// overwritten unseen.

import { HttpError, patch } from "base/http";
import { plural } from "base/words";
import { announce } from "parts/announce";
import { wireArchive } from "settings/general/archive";
import { changesOf, isSame } from "settings/general/changes";
import { wireDeletion } from "settings/general/deletion";
import { GeneralForm, NO_SHARES } from "settings/general/form";
import { wirePreview } from "settings/general/guidelines-preview";
import { wireSplits } from "settings/general/split-counts";

const form = document.getElementById("general");
const api = form.dataset.api;
const part = Object.fromEntries(["changes", "discard", "save", "save-problem"].map((id) => [id, document.getElementById(id)]));
const fields = new GeneralForm(form);
const saved = JSON.parse(document.getElementById("saved").textContent);
const splits = wireSplits(fields, `${api}versions/preview/`);
const deletion = document.getElementById("delete-project"); // for superusers
let isSaving = false;
let isLeaving = false;

const showGuidelines = wirePreview(form.elements.guidelines, `${api}guidelines/preview/`);
wireArchive(document.getElementById("archive"), `${api}archive/`);
if (deletion) wireDeletion(deletion, leave);
form.addEventListener("input", ({ target }) => changed(target.name));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
part.discard.addEventListener("click", discard);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  save();
});
addEventListener("beforeunload", (event) => {
  if (!isLeaving && Object.keys(pending()).length) event.preventDefault();
});
// A page that the browser brings back has what was typed.
splits.show();
showGuidelines();
paint();

// What is not saved has no place any more.
function leave(url) {
  isLeaving = true;
  location.assign(url);
}

function pending() {
  return changesOf(saved, fields.values());
}

function changed(name) {
  const field = { deal: "split_ratios", train: "split_ratios", val: "split_ratios", test: "split_ratios", window_from: "window", window_to: "window" }[name] ?? name;
  if (fields.has(field)) fields.accept(field);
  splits.show();
  paint();
}

function paint(words = "") {
  const count = Object.keys(pending()).length;
  part.changes.textContent = count ? `${plural(count, "change")} not saved` : words;
  part.discard.hidden = !count;
  part.save.disabled = !count || isSaving;
}

async function save() {
  const changes = pending();
  if (isSaving || !Object.keys(changes).length) return;
  if (changes.split_ratios === NO_SHARES) return refuseShares();
  busy(true);
  try {
    const was = Object.fromEntries(Object.keys(changes).map((name) => [name, saved[name]]));
    take(changes, await patch(api, { ...changes, was }));
    announce("Saved");
  } catch (reason) {
    refuse(reason);
  } finally {
    busy(false);
    paint(part["save-problem"].hidden ? "Saved" : "");
  }
}

function refuseShares() {
  splits.refuse();
  fields.focus("split_ratios");
}

// What the server made of it, unless it was changed again meanwhile.
function take(sent, project) {
  const now = fields.values();
  for (const name of Object.keys(sent)) {
    saved[name] = project[name];
    if (isSame(now[name], sent[name])) fields.write(name, project[name]);
    fields.accept(name);
  }
  part["save-problem"].hidden = true;
  document.querySelector(".switch > span:not(.avatar)").textContent = project.name;
  document.title = document.title.replace(/(?<=Settings · ).*(?= · Labeler)/, () => project.name);
  document.getElementById("license-now").hidden = true;
  splits.show();
}

function refuse(reason) {
  const isKnown = reason instanceof HttpError;
  const conflicts = isKnown && reason.code === "changed_meanwhile" ? Object.entries(reason.details) : [];
  for (const [name, theirs] of conflicts) settle(name, theirs);
  const told = isKnown && !conflicts.length ? Object.entries(reason.fields ?? {}).filter(([name]) => fields.has(name)) : [];
  for (const [name, [sentence]] of told) fields.refuse(name, sentence);
  const first = (conflicts[0] ?? told[0])?.[0];
  const words = isKnown ? (first ? "Nothing was saved yet." : reason.message) : "Labeler was not reached. Your changes are still here.";
  part["save-problem"].querySelector("div").textContent = words;
  part["save-problem"].hidden = false;
  if (first) fields.focus(first);
}

// Both values, two buttons.
function settle(name, theirs) {
  fields.refuse(name, `Somebody else changed the ${fields.words(name)} meanwhile. It is now ${fields.told(name, theirs)}.`, [
    ["Keep mine", () => agree(name, theirs)],
    ["Take theirs", () => agree(name, theirs) || fields.write(name, theirs) || changed(name) || showGuidelines()],
  ]);
}

function agree(name, theirs) {
  saved[name] = theirs;
  fields.accept(name);
  paint();
  part["save-problem"].hidden = true;
  fields.focus(name);
}

function discard() {
  for (const [name, value] of Object.entries(saved)) {
    fields.write(name, value);
    fields.accept(name);
  }
  part["save-problem"].hidden = true;
  splits.show();
  showGuidelines();
  paint();
  announce("As it was saved last");
  form.elements.name.focus();
}

function busy(now) {
  isSaving = now;
  part.save.toggleAttribute("aria-busy", now);
  if (now) part.save.setAttribute("aria-busy", "true");
}
