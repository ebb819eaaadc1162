// The page on which a project is made. After Create this document becomes the project's grid: what was dropped lives on.

import { HttpError, post } from "base/http";
import { element, thousands } from "base/markup";
import { dataIn } from "base/page-data";
import { plural, size } from "base/words";
import { announce } from "parts/announce";
import { become } from "setup/become";
import { Holdings, isZip, nameFrom } from "setup/holdings";
import { ListPad } from "setup/list-pad";
import { namesIn } from "setup/zip-names";
import { wireDrop } from "uploads/drop-cover";
import { listChosen, listDropped } from "uploads/dropped-files";

const HANDFUL = 50; // files
const SHOWN = 10; // pictures of the strip
const SHOWABLE = /^image\/(jpeg|png|webp|gif|bmp|avif)$/;
const MEANINGS = {
  labels: "Every picture gets the label of its folder and waits in review. Nothing counts as approved before a person has looked.",
  categories: "The names become categories; the pictures wait for their labels.",
  folders: "The pictures keep the names of their folders, nothing else.",
};

const form = document.getElementById("new-project");
const { name: nameField, guidelines } = form.elements;
const create = document.getElementById("create");
const problem = document.getElementById("problem");
const nameError = document.getElementById("name-error");
const got = document.getElementById("got");
const part = (name) => got.querySelector(`[data-got="${name}"]`);

let held = new Holdings();
let counts = new Map(); // of the folders that look like categories
let offered = []; // the names that came from folders
let nameGiven = ""; // the name that came from a folder
let taking = 0;
let isSending = false;
let made = null; // the project, where its page is still to be reached
const pad = new ListPad(form.querySelector(".listpad"), dataIn(document), { counts: () => counts, changed: padChanged });

function padChanged() {
  paintButton();
  paintMeaning();
}

// --- what was dropped ---

// `list()` resolves to what was dropped or chosen: [{folder, name, open}].
async function take(list) {
  taking += 1;
  paintButton();
  const found = await list();
  for (let from = 0; from < found.length; from += HANDFUL) {
    for (const [each, file] of await Promise.all(found.slice(from, from + HANDFUL).map(opened))) await takeOne(each, file);
  }
  taking -= 1;
  paintHeld();
}

const opened = async (each) => [each, await each.open()];

async function takeOne({ folder, name }, file) {
  if (!file) held.leaveOut(name);
  else if (isZip(file)) await takeZip(file);
  else held.add(file, folder ? `${folder}/${name}` : name);
}

async function takeZip(file) {
  const most = Number(form.dataset.maxImport);
  if (held.zips.length) return complain(`One zip at a time: ${file.name} can be added afterwards.`);
  if (file.size > most) return complain(`${file.name} has ${size(file.size)}; the limit is ${size(most)}. Unpack it and drop the folder.`);
  try {
    held.addZip(file, await namesIn(file));
  } catch ({ message }) {
    complain(`${file.name} cannot be read: ${message}.`);
  }
}

function paintHeld() {
  const { isEmpty } = held;
  document.getElementById("drop").hidden = !isEmpty;
  got.hidden = isEmpty;
  if (isEmpty && held.leftOut.length) complain(`Nothing here is a picture: ${leftOut()}.`);
  if (!isEmpty) {
    part("name").textContent = held.root || plural(held.count, "picture");
    part("holds").textContent = holds();
    offerFolders();
    paintMeaning();
    paintStrip();
    nameAfter(held.root);
    announce(holds());
  }
  paintButton();
}

function holds() {
  const folders = counts.size || new Set(held.pictures.map(({ path }) => path.split("/").slice(0, -1).join("/"))).size;
  const told = `${plural(held.count, "picture")}${folders > 1 ? ` in ${plural(folders, "folder")}` : ""}, ${size(held.bytes)}.`;
  const out = leftOut();
  return out ? `${told} ${out} left out.` : told;
}

function leftOut() {
  const parts = held.leftOut.map(({ kind, count }) => plural(count, kind));
  const number = held.leftOut.reduce((sum, { count }) => sum + count, 0);
  return parts.length ? `${parts.join(", ")} ${number === 1 ? "is" : "are"}` : "";
}

// Of each folder one, of one folder the first.
function paintStrip() {
  for (const old of part("strip").children) URL.revokeObjectURL(old.src);
  const firsts = new Map(held.pictures.filter(({ file }) => SHOWABLE.test(file.type)).map(({ file, path }) => [counts.size ? path.split("/").at(-2) : path, file]).reverse());
  const shown = [...firsts.values()].reverse().slice(0, SHOWN);
  part("strip").replaceChildren(...shown.map((file) => element("img", { src: URL.createObjectURL(file), alt: "", decoding: "async" })));
}

function offerFolders() {
  counts = held.categories;
  part("ask").hidden = !counts.size;
  const names = [...counts.keys()].filter((name) => !offered.includes(name));
  if (!names.length || asked() === "folders") return pad.read();
  offered.push(...names);
  pad.add(names);
}

const asked = () => form.elements.folders.value;

function answerFolders() {
  if (asked() === "folders") {
    pad.remove(offered);
    offered = [];
  } else offerFolders();
  paintMeaning();
}

function paintMeaning() {
  const without = asked() === "labels" ? [...counts.keys()].filter((folder) => !pad.nameOf(folder)) : [];
  const told = without.length ? ` No category is called like ${without.slice(0, 3).join(", ")}${without.length > 3 ? " and others" : ""}: the pictures there stay without a label.` : "";
  part("meaning").textContent = MEANINGS[asked()] + told;
}

function nameAfter(folder) {
  if (nameField.value.trim() && nameField.value !== nameGiven) return;
  const day = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
  nameField.value = nameGiven = nameFrom(folder) || `Pictures of ${day}`;
}

function takeOut() {
  if (asked() !== "folders") pad.remove(offered);
  if (nameField.value === nameGiven) nameField.value = "";
  Object.assign(form.elements.folders, { value: "categories" });
  [held, counts, offered, nameGiven] = [new Holdings(), new Map(), [], ""];
  paintHeld();
  pad.read();
  form.querySelector("[data-pick=folder]").focus();
}

// --- the button ---

function paintButton() {
  const why = missing();
  create.toggleAttribute("aria-busy", isSending || taking > 0);
  create.setAttribute("aria-disabled", String(Boolean(why) || isSending));
  create.title = why;
  create.firstElementChild.textContent = held.isEmpty ? "Create project" : `Create and add ${plural(held.count, "picture")}`;
}

// Why nothing can be made yet, in a sentence.
function missing() {
  if (taking) return "The files are still being read.";
  if (!nameField.value.trim()) return "Give it a name.";
  if (pad.wrong.length) return `Line ${pad.wrong[0].number} of the categories cannot be one.`;
  if (!pad.wanted.length && held.isEmpty) return "Name one category at least, or add pictures.";
  return "";
}

function showMissing() {
  const why = missing();
  if (!nameField.value.trim()) return complainOfName(why);
  complain(why);
  if (pad.wrong.length) pad.select(pad.wrong[0].number);
  else if (!taking) pad.field.focus();
}

function complain(words) {
  problem.hidden = !words;
  problem.lastElementChild.textContent = words;
}

function complainOfName(words) {
  nameError.hidden = !words;
  nameError.lastElementChild.textContent = words;
  if (!words) return nameField.removeAttribute("aria-invalid");
  nameField.setAttribute("aria-invalid", "true");
  return nameField.focus();
}

// --- making it ---

async function make() {
  if (isSending) return;
  complain("");
  complainOfName("");
  if (missing()) return showMissing();
  isSending = true;
  paintButton();
  try {
    made ??= await post(form.getAttribute("action"), {
      name: nameField.value, task_type: form.elements.task_type.value, guidelines: guidelines.value, categories: pad.categories,
    });
    await goOn(made);
  } catch (trouble) {
    refused(trouble);
  } finally {
    isSending = false;
    if (create.isConnected) paintButton();
  }
}

function refused(trouble) {
  if (!(trouble instanceof HttpError)) return complain("Labeler was not reached. Nothing is lost: try again.");
  const [field] = Object.keys(trouble.fields ?? {});
  const [, place] = /^categories\.(\d+)\./.exec(field) ?? [];
  if (field === "name") return complainOfName(trouble.message);
  if (place) return pad.refuse(pad.lineOf(Number(place)), trouble.message);
  return complain(trouble.message);
}

// With pictures the document becomes the grid; without there is nothing to keep.
async function goOn({ slug }) {
  const address = form.dataset.assets.replace("SLUG", slug);
  if (held.isEmpty) {
    gone.abort();
    return location.assign(address);
  }
  const { pictures, zips } = held;
  const categories = asked() === "labels" && counts.size ? idsByFolder() : null;
  if (!(await become(address))) return undefined;
  gone.abort();
  const { takeAtOnce } = await import("uploads/wire");
  return takeAtOnce({ found: pictures.map(listed), zips: zips.map(({ file }) => file), categories });
}

function idsByFolder() {
  const ids = pad.idsOf(counts.keys());
  return Object.fromEntries([...held.classOfFolder].map(([folder, name]) => [folder, ids[name]]).filter(([, id]) => id));
}

const listed = ({ file, path }) => ({ folder: path.split("/").slice(0, -1).join("/"), name: file.name, open: async () => file });

// --- wires ---

const gone = new AbortController(); // this page is another one
const isTouched = () => nameField.value.trim() || guidelines.value.trim() || pad.field.value.trim() || !held.isEmpty;

wireDrop((dropped) => take(() => listDropped(dropped, (name) => held.leaveOut(name))), gone);
for (const id of ["pick-files", "pick-folder"]) {
  const picker = document.getElementById(id);
  form.querySelector(`[data-pick="${id.slice(5)}"]`).addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => {
    const found = listChosen([...picker.files]);
    picker.value = "";
    take(async () => found);
  });
}
part("out").addEventListener("click", takeOut);
part("ask").addEventListener("change", answerFolders);
nameField.addEventListener("input", () => {
  complainOfName("");
  paintButton();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  make();
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  make();
});
addEventListener("beforeunload", (event) => {
  if (isTouched()) event.preventDefault();
}, gone);
answerFolders();
pad.read();
