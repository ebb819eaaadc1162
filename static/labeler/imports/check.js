// The look at a file before anything is written: what was recognised, its classes, its problems, what will happen.

import { element, icon, stateMark, thousands } from "base/markup";
import { plural, size } from "base/words";
import { allBeforehand, decisions, needsSomebody, outcome } from "imports/choices";
import { classesSection } from "imports/class-rows";
import { columnsForm } from "imports/columns";
import { namedList } from "imports/parts";
import { missingSection, problemsSection } from "imports/problems";
import { announce } from "parts/announce";

const FILE = "file";
const FOLDERS = "folders";
const NONE = "none";

// `act.go(options)`, `act.read(options)`, `act.leave()`: start it, look again otherwise, drop it.
export class Check {
  constructor(job, { categories, may_manage: mayMake }, box, act) {
    this.isBare = isBare(job);
    this.isZip = job.kind === "zip" && !this.isBare;
    Object.assign(this, { job: this.isBare ? { ...job, report: job.report.label_file } : job, categories, mayMake, box, act });
    this.isFirst = categories.length === 0;
    this.replace = job.replace;
    this.from = this.isZip ? this.usualSource() : FILE;
    this.begin();
  }

  // Labels come with the pictures where a file tells them, or folders that are all classes here.
  usualSource() {
    const { label_file: file, classes } = this.job.report;
    if (file && !file.problem) return FILE;
    const known = !classes.problem && classes.items.every((found) => !needsSomebody(found));
    return classes.count && (known || this.isFirst) ? FOLDERS : NONE;
  }

  // What tells of labels, or null.
  get labels() {
    const { report } = this.job;
    if (!this.isZip) return report;
    return { [FILE]: report.label_file, [FOLDERS]: { classes: report.classes }, [NONE]: null }[this.from];
  }

  get classes() {
    return this.labels?.classes?.items ?? [];
  }

  begin() {
    this.chosen = allBeforehand(this.classes, this);
    this.isCounted = true; // with these choices
    this.paint();
  }

  paint() {
    const { labels } = this;
    this.sums = element("div", { class: "sums" });
    this.will = element("section", { class: "panel", "aria-labelledby": "h-will" });
    const changed = () => {
      this.isCounted = false;
      this.paintNumbers();
      this.tell();
    };
    const classes = labels?.classes?.count ? classesSection(labels.classes, { ...this, changed }) : null;
    const csv = this.job.has_places ? `${this.act.url}places/` : null;
    this.box.main.replaceChildren(...[this.fileSection(), classes, labels && problemsSection(labels, csv), this.refused()].filter(Boolean));
    const missing = labels?.unknown_images && missingSection(labels.unknown_images, () => this.act.read({ decisions: this.said() }));
    this.box.side.replaceChildren(...[this.will, missing].filter(Boolean));
    this.paintNumbers();
  }

  fileSection() {
    const { job } = this;
    const { report } = job;
    const records = (this.isZip ? report.label_file : report)?.records ?? 0;
    const parts = [this.isZip && plural(report.files, "file"), (records || !this.isZip) && plural(records, "record")].filter(Boolean);
    if (report.columns_unclear) parts.splice(0);
    const title = report.title ? `${report.title}. ` : "";
    const words = element("div", {}, element("h2", { id: "h-file", class: "clip", title: job.original_name }, job.original_name), element("span", { class: "muted" }, `${title}${[...parts, size(job.size_bytes)].join(", ")}.`));
    const head = element("div", { class: "tool" }, icon(this.isZip ? "i-archive" : "i-file"), words);
    const section = element("section", { class: "panel", "aria-labelledby": "h-file" }, head);
    const otherwise = this.otherwise(report);
    if (report.columns_unclear) section.append(otherwise);
    else {
      if (otherwise) {
        const toggle = element("button", { type: "button", class: "btn btn-s", "aria-expanded": "false" }, "Read as something else");
        otherwise.hidden = true;
        toggle.addEventListener("click", () => {
          otherwise.hidden = !otherwise.hidden;
          toggle.setAttribute("aria-expanded", String(!otherwise.hidden));
          if (!otherwise.hidden) otherwise.querySelector("select, button").focus();
        });
        head.append(toggle);
        section.append(otherwise);
      }
      section.append(this.sums);
    }
    return section;
  }

  // Another way to read it, where there is one.
  otherwise(report) {
    const columns = this.isZip ? report.label_file?.columns : report.columns;
    if (columns?.names.length) return columnsForm(columns, report.columns_unclear, (choice) => this.act.read({ decisions: { columns: choice } }));
    if (this.isBare || (!this.isZip && !/\.zip$/i.test(this.job.original_name))) return null;
    const [kind, words, button] = this.isZip ? ["labels", "Its pictures are left out; what it says of them is matched to the images here.", "Read it as labels alone"] : ["zip", "Its pictures come in, too.", "Read it as pictures"];
    const go = element("button", { type: "button", class: "btn" }, button);
    go.addEventListener("click", () => this.act.read({ kind, decisions: {} }));
    return element("div", { class: "columns-form" }, element("p", { class: "muted" }, words), element("div", {}, go));
  }

  refused() {
    if (!this.isZip) return null;
    const { refused } = this.job.report;
    const lists = [["files that are no pictures, or are damaged", refused]];
    if (this.from === FOLDERS) lists.push(["pictures whose folder tells no class", this.job.report.without_class]);
    const shown = lists.filter(([, { count }]) => count);
    if (!shown.length) return null;
    const rows = shown.map(([words, list]) => namedList(`${thousands(list.count)} ${words}`, words, list));
    return element("section", { class: "panel", "aria-labelledby": "h-refused" }, element("div", { class: "panel-head" }, element("h2", { id: "h-refused" }, "Left out")), element("div", { class: "panel-body stack-s" }, ...rows));
  }

  // --- numbers ---

  paintNumbers() {
    const found = outcome(this.classes, this.chosen, this.labels?.skips, this.labels?.classes?.rest);
    const nobody = this.classes.filter(needsSomebody).length;
    const cells = this.job.report.columns_unclear ? [] : this.isZip ? this.zipSums(nobody) : this.labelSums(found, nobody);
    this.sums.replaceChildren(...cells.map(([number, mark, words]) => element("div", {}, element("b", {}, thousands(number)), element("span", { class: "state" }, mark, words))));
    this.paintWill(found);
  }

  labelSums({ other }, nobody) {
    const { report } = this.job;
    return [
      [report.matched, icon("i-check", "i code-ok"), "matched to images here"],
      [report.unknown_images.count, stateMark("unlabeled"), "not in this project"],
      [other, stateMark("skipped"), other === 1 ? "has another answer here" : "have another answer here"],
      [nobody, icon("st-thin", "st st-thin"), nobody === 1 ? "class nobody knows yet" : "classes nobody knows yet"],
    ];
  }

  zipSums(nobody) {
    const { already_here: here, refused } = this.job.report;
    return [
      [this.toCome, icon("i-check", "i code-ok"), "pictures to come in"],
      [here, stateMark("unlabeled"), "here already"],
      [refused.count, stateMark("skipped"), "left out"],
      [nobody, icon("st-thin", "st st-thin"), nobody === 1 ? "class nobody knows yet" : "classes nobody knows yet"],
    ];
  }

  paintWill(found) {
    const focused = this.will.contains(document.activeElement) ? document.activeElement.name : null;
    const set = found.free + (this.replace ? found.other : 0);
    const pictures = this.isZip ? this.toCome : 0;
    const form = element("form", { class: "panel-form" });
    if (this.isZip) form.append(this.sources());
    if (this.labels && found.other) form.append(this.answers(found.other));
    const unread = this.job.report.columns_unclear || this.labels?.columns_unclear || this.labels?.problem;
    const nothing = unread || (!set && !pictures);
    const goWords = this.isZip && pictures ? `Import ${plural(pictures, "picture")}` : `Import ${plural(set, "label")}`;
    const go = element("button", { class: "btn btn-primary btn-wide", disabled: Boolean(nothing) || !this.job.can_run_again, "data-start": true }, goWords, element("kbd", {}, "Ctrl ↵"));
    const leave = element("button", { type: "button", class: "btn btn-quiet btn-wide" }, "Cancel");
    leave.addEventListener("click", () => this.act.leave());
    const hint = this.job.can_run_again ? (nothing ? (unread ? "" : "There is nothing to import.") : "One step: a single undo takes all labels back.") : "The file is no longer here. Send it again.";
    if (this.isAmbiguous && this.job.can_run_again) form.append(this.countAgain());
    form.append(go, leave, element("span", { class: "hint" }, hint));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!go.disabled) this.act.go(this.options());
    });
    const list = element("ul", { class: "will" }, ...this.lines(found, set, pictures).map(([number, ...words]) => element("li", {}, element("b", {}, thousands(number)), element("span", {}, ...words))));
    this.will.replaceChildren(element("div", { class: "panel-head" }, element("h2", { id: "h-will" }, "What will happen")), list, form);
    if (focused) form.querySelector(`[name="${focused}"]:checked`)?.focus();
  }

  get toCome() {
    return this.job.report.to_come;
  }

  // Images of several classes become clear, or not, by what is chosen for these: only another look can count them.
  get isAmbiguous() {
    return !this.isCounted && Boolean(this.labels?.ambiguous?.count);
  }

  countAgain() {
    const again = element("button", { type: "button", class: "btn btn-wide" }, "Count again with these choices");
    again.addEventListener("click", () => this.act.read({ decisions: this.said() }));
    const words = `${plural(this.labels.ambiguous.count, "image")} of several classes may become clear by your choices.`;
    return element("div", { class: "stack-s" }, element("span", { class: "hint" }, words), again);
  }

  // Once for many choices at the same moment.
  tell() {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => announce(`${this.will.querySelector("[data-start]").firstChild.textContent}.`), 300);
  }

  lines(found, set, pictures) {
    const lines = [];
    const { labels } = this;
    if (this.isZip) lines.push([pictures, `${pictures === 1 ? "picture comes" : "pictures come"} in`]);
    if (labels && !labels.problem && !labels.columns_unclear) {
      const skipped = labels.skips?.to_set ?? 0;
      const given = set - skipped - (this.replace ? (labels.skips?.kept ?? 0) : 0);
      const state = labels.status === "approved" ? ["Approved", ""] : ["Labeled", ` and ${given === 1 ? "waits" : "wait"} for review`];
      lines.push([given, `${given === 1 ? "image gets" : "images get"} a label`]);
      if (given) lines.push([given, `${becomes(given)} `, element("span", { class: "state" }, stateMark(state[0].toLowerCase()), state[0]), state[1]]);
      const allSkipped = set - given;
      if (allSkipped) lines.push([allSkipped, `${becomes(allSkipped)} `, element("span", { class: "state" }, stateMark("skipped"), "Skipped"), ", as in the file"]);
      if (found.already) lines.push([found.already, found.already === 1 ? "has the label already" : "have the label already"]);
      if (found.other) lines.push([this.replace ? 0 : found.other, found.other === 1 && !this.replace ? "keeps another answer" : "keep another answer"]);
      if (found.leftOut) lines.push([found.leftOut, `${found.leftOut === 1 ? "image of a class that is" : "images of classes that are"} left out`]);
      if (labels.without_label) lines.push([labels.without_label, `${labels.without_label === 1 ? "record has" : "records have"} no label`]);
      lines.push([found.made.length, ...made(found.made)]);
    }
    return lines;
  }

  sources() {
    const { label_file: file, classes } = this.job.report;
    const rows = [];
    if (file) rows.push([FILE, "The file of labels in it", file.problem || file.title, Boolean(file.problem)]);
    rows.push([FOLDERS, "Their folders", classes.problem ?? (classes.count ? plural(classes.count, "class", "classes") : "Its folders are no classes."), !classes.count]);
    rows.push([NONE, "None", "", false]);
    return this.radios("from", "Labels of the pictures", rows, this.from, (value) => {
      this.from = value;
      this.begin();
      this.will.querySelector("[name=from]:checked").focus();
    });
  }

  answers(other) {
    const rows = [["", "Keep ours", "", false, other], ["1", "Take the file's", "Ours stay in the history", false]];
    return this.radios("have", "Images that have an answer here", rows, this.replace ? "1" : "", (value) => {
      this.replace = Boolean(value);
      this.paintNumbers();
    });
  }

  radios(name, legend, rows, now, changed) {
    const options = rows.map(([value, words, hint, disabled, number]) => element("label", { class: "opt-row" }, element("input", { type: "radio", name, value, checked: value === now, disabled }), element("span", {}, words), element("span", { class: "num" }, number ? thousands(number) : ""), hint ? element("span", { class: "hint" }, hint) : ""));
    const set = element("fieldset", {}, element("legend", { class: "label" }, legend), element("div", {}, ...options));
    set.addEventListener("change", ({ target }) => changed(target.value));
    return set;
  }

  // --- what is sent ---

  said() {
    const columns = this.job.decisions.columns;
    return { categories: decisions(this.classes, this.chosen), ...(columns && { columns }) };
  }

  options() {
    const zip = this.isZip ? { labels_from_folders: this.from === FOLDERS, labels_from_file: this.from === FILE } : { kind: this.isBare ? "labels" : this.job.kind };
    return { dry_run: false, skip_unknown: true, replace: this.replace, decisions: this.said(), ...zip };
  }
}

// A zip without any picture, as CVAT packs its labels: what counts is the file in it.
function isBare({ kind, report }) {
  const { label_file: file } = report;
  return kind === "zip" && report.files === 0 && Boolean(file) && !file.problem;
}

const becomes = (count) => (count === 1 ? "becomes" : "become");

function made(names) {
  if (!names.length) return ["categories are made"];
  const shown = names.slice(0, 3).join(", ") + (names.length > 3 ? ` and ${thousands(names.length - 3)} more` : "");
  return [`${names.length === 1 ? "category is made, and its id stays" : "categories are made, and their ids stay"} for ever: `, element("b", {}, shown)];
}
