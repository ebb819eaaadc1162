// The dialog that asks for a new version: a true preview of what it would hold before anything is built.

import { applyVariables } from "base/css-variables";
import { HttpError, post } from "base/http";
import { element, icon, thousands } from "base/markup";
import { plural, sharesOf, size, SPLITS } from "base/words";
import { openDialog } from "parts/dialogs";
import { thinWords, warningOf } from "versions/warnings";
import { adds, leftOut, splitsOf, splitWords } from "versions/words";

const PAUSE = 300; // ms without typing before the splits are counted again

// `created(version)` is called when a version was asked for; it may take its time.
export function wireNewVersion(dialog, created) {
  const form = dialog.querySelector("form");
  const fields = form.elements;
  const find = (name) => dialog.querySelector(`[data-${name}]`);
  const create = find("create");
  const categories = JSON.parse(document.getElementById("categories").textContent);
  const scopes = [...fields.scope];
  let previews = {}; // scope -> what it would hold
  let reading = null; // the one that counts; earlier ones that answer late are dropped
  let typing;

  const scope = () => fields.scope.value;
  const nextNumber = () => Number(document.getElementById("releases").dataset.next);
  const wrongShares = () => fields.deal.checked && !shares();
  const request = (statuses) => ({ statuses: statuses.split(","), ...splits() });

  dialog.addEventListener("opened", () => {
    fields.seed.value = fields.seed.defaultValue;
    readPreviews();
  });
  dialog.addEventListener("close", () => {
    reading = null;
    if (location.hash === "#new") history.replaceState(null, "", location.pathname + location.search);
  });
  for (const radio of scopes) radio.addEventListener("change", paint);
  find("splits").addEventListener("input", () => {
    reading = null; // what is being counted is of splits that are no more
    previews = {};
    paint();
    clearTimeout(typing);
    typing = setTimeout(readPreviews, PAUSE);
  });
  form.addEventListener("submit", submit);
  find("again").addEventListener("click", readPreviews);
  if (location.hash === "#new") openDialog("new-version");

  function shares() {
    return sharesOf(Object.fromEntries(SPLITS.map((name) => [name, fields[name].value])));
  }

  // What the request says of splits: nothing when they are those of the project.
  function splits() {
    if (!fields.deal.checked) return { splits: null };
    const untouched = [...SPLITS, "seed"].every((name) => fields[name].value === fields[name].defaultValue);
    if (untouched && fields.deal.defaultChecked) return {};
    return { splits: { ratios: shares(), seed: fields.seed.value.trim() || undefined } };
  }

  // Both scopes, the chosen one first, one read at a time: on a large project each is work.
  async function readPreviews() {
    const mine = (reading = Symbol("reading"));
    previews = {};
    complain("");
    paint();
    if (wrongShares()) return;
    try {
      for (const value of [scope(), ...scopes.map((radio) => radio.value).filter((each) => each !== scope())]) {
        const preview = await post(dialog.dataset.preview, request(value));
        if (reading !== mine) return;
        previews[value] = preview;
        paint();
      }
    } catch (problem) {
      if (reading === mine) complain(problem instanceof HttpError ? problem.message : "Labeler was not reached, so the counts are missing.", { again: true });
    }
  }

  function paint() {
    for (const count of dialog.querySelectorAll("[data-images]")) {
      const preview = previews[count.dataset.images];
      count.textContent = preview ? thousands(preview.images) : "";
    }
    const [few, many] = scopes.map(({ value }) => previews[value]);
    if (few && many) find("adds").textContent = adds(many.images - few.images);
    const preview = previews[scope()];
    find("shares").hidden = !fields.deal.checked;
    find("next-number").textContent = `v${nextNumber()}`;
    find("bytes").textContent = preview ? (preview.images ? `${plural(preview.images, "image")}, about ${size(preview.image_bytes)}` : "None") : waiting();
    find("by-split").textContent = preview ? splitWords(preview.by_split) : waiting();
    hint("warning", preview?.images ? warningOf(preview.by_category, categories) : "");
    hint("thin", preview?.images ? thinWords(preview.thin_splits, categories) : "");
    hint("anew", preview?.since?.deals_anew ? `Seed or ratios are not those of v${preview.since.version}, so images move between splits.` : "");
    paintSince(preview);
    paintLeftOut(preview);
    paintCategories(preview);
    paintButton(preview);
  }

  function waiting() {
    return wrongShares() ? "–" : "Counting";
  }

  function paintSince(preview) {
    const since = preview?.since;
    for (const part of dialog.querySelectorAll("[data-since]")) part.hidden = !since;
    if (!since) return;
    find("since-number").textContent = `Since v${since.version}`;
    find("since-words").replaceChildren(
      element("span", { class: since.added ? "up" : "faint" }, `${since.added ? "+" : ""}${thousands(since.added)} added`), ", ",
      element("span", { class: since.removed ? "down" : "faint" }, `${since.removed ? "−" : ""}${thousands(since.removed)} removed`), ", ",
      element("span", { class: since.relabeled ? false : "faint" }, `${thousands(since.relabeled)} relabeled`),
    );
  }

  function paintLeftOut(preview) {
    const reasons = preview ? leftOut(preview) : [];
    find("left-out").replaceChildren(...(preview ? (reasons.length ? reasons : ["Nothing"]) : [waiting()]).map((words) => element("div", {}, words)));
  }

  function paintCategories(preview) {
    const shown = preview ? categories.filter(({ id, active }) => active || preview.by_category[id]) : [];
    const most = Math.max(1, ...shown.map(({ id }) => preview.by_category[id] ?? 0));
    const list = find("by-category");
    const dealt = preview?.by_split_and_category;
    list.classList.toggle("dealt", Boolean(dealt));
    list.replaceChildren(...shown.map((category) => categoryRow(category, preview.by_category[category.id] ?? 0, most, dealt)));
    applyVariables(list);
  }

  function categoryRow({ id, name, color, shape, active }, images, most, dealt) {
    const mark = element("span", { class: "cat", "data-c": color }, icon(`c-${shape}`, "shape"), element("span", {}, active ? name : `${name} (removed)`));
    const bar = element("span", { class: "track", "data-c": color }, ...(images ? [element("i", { "data-v": `${(images * 100) / most}%` })] : []));
    const where = dealt ? [element("span", { class: "num small faint" }, splitWords(splitsOf(dealt, id)))] : [];
    return element("li", {}, mark, bar, element("span", { class: "num" }, thousands(images)), ...where);
  }

  function paintButton(preview) {
    const empty = preview && !preview.images;
    const gate = preview?.gate; // what the project asks for before a version is made, and what of it is missing
    const shut = Boolean(gate?.missing);
    create.disabled = !preview || empty || shut || wrongShares();
    create.firstChild.textContent = `Create v${nextNumber()}`;
    const why = wrongShares() ? "Train, val and test are percent that add up to 100."
      : empty ? `No image is ${scope().replace(",", " or ")}, so there is nothing to export.`
      : shut ? `${gate.missing} Make a sample check first.`
      : `${gate ? `The last sample check is good enough (at most ${gate.asks}% wrong). ` : ""}A version cannot be changed later.`;
    find("why").textContent = why;
    find("why").classList.toggle("bad", Boolean(empty || shut || wrongShares()));
    for (const name of SPLITS) {
      if (wrongShares()) fields[name].setAttribute("aria-invalid", "true");
      else fields[name].removeAttribute("aria-invalid");
    }
  }

  function hint(name, words) {
    find(name).hidden = !words;
    find(`${name}-text`).textContent = words;
  }

  async function submit(event) {
    event.preventDefault();
    if (create.disabled) return;
    complain("");
    busy(true);
    try {
      const version = await post(dialog.dataset.versions, { ...request(scope()), notes: fields.notes.value.trim() });
      form.reset();
      dialog.close();
      await created(version);
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
