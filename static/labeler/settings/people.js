// The people of a project. Each change is sent as it is made, one after the other, by the calls of the API.

import { post, put, remove } from "base/http";
import { announce } from "parts/announce";
import { swap } from "parts/swap";

const api = document.body.dataset.api;
const memberOf = (name) => `${api}members/${encodeURIComponent(name)}/`;
const all = (selector) => [...document.querySelectorAll(selector)];
const SAID = 2000; // ms

let last = Promise.resolve();

// What the server says against it stands above the page until the next try.
function inTurn(work, failed = () => {}) {
  last = last.then(async () => {
    try {
      tell("");
      await work();
    } catch (problem) {
      failed(problem);
      if (!problem.told) tell(wordsOf(problem));
    }
  });
}

const wordsOf = (problem) => (problem instanceof TypeError ? "The server cannot be reached. Nothing was changed." : problem.message);

function tell(words) {
  const note = document.getElementById("people-problem");
  note.hidden = !words;
  note.querySelector("span").textContent = words;
}

// --- members ---

document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-member]")) return;
  const { member } = target.dataset;
  const kind = target.value;
  chosen.set(member, kind);
  inTurn(() => changeKind(member, kind), () => asBefore(choiceOf(member)));
});

const chosen = new Map(); // member -> the kind that was chosen last, saved or not yet
const asBefore = (select) => (select.value = select.dataset.was);

const choiceOf = (member) => all("[data-member]").find((each) => each.dataset.member === member);

async function changeKind(member, kind) {
  await (kind ? put(memberOf(member), { kind }) : remove(memberOf(member)));
  const select = choiceOf(member); // it may be another one by now
  const { was } = select.dataset;
  select.dataset.was = kind;
  select.value = chosen.get(member);
  say(select.closest("tr"), "Saved");
  announce(kind ? `${member} is a ${kind}` : `${member} is no member`);
  if ([was, kind].includes("manager")) await refresh(member); // who may not change depends on who else is one
}

function say(row, words) {
  const place = row.querySelector("[data-said]");
  place.textContent = words;
  setTimeout(() => place.textContent === words && (place.textContent = ""), SAID);
}

async function refresh(member) {
  const had = document.activeElement?.dataset.member;
  await swapMembers();
  if (document.activeElement === document.body) choiceOf(had ?? member)?.focus();
}

// Never the forms, in which somebody may have gone on.
const swapMembers = () => swap("members", location.href, { also: ["people-head"] });

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-remove], [data-undo], [data-end]");
  if (!button) return;
  const { remove: leaving, undo, end } = button.dataset;
  if (leaving) inTurn(() => removeMember(button.closest("tr"), leaving));
  else if (undo) inTurn(() => takeBack(button.closest("tr"), undo));
  else inTurn(() => endInvitation(end));
});

async function removeMember(row, name) {
  await remove(memberOf(name));
  show(row, true);
  announce(`${name} is removed from the project. Answers and name stay.`);
}

async function takeBack(row, name) {
  await put(memberOf(name), { kind: kindIn(row) });
  show(row, false);
  announce(`${name} is in the project again.`);
}

const kindIn = (row) => row.querySelector("[data-member]")?.dataset.was ?? "labeler";

// The row stays until the page is opened again, so that one click undoes it.
function show(row, isRemoved) {
  const [leave, undo] = ["[data-remove]", "[data-undo]"].map((each) => row.querySelector(each));
  row.classList.toggle("is-off", isRemoved);
  leave.hidden = isRemoved;
  undo.hidden = !isRemoved;
  const select = row.querySelector("[data-member]");
  if (select) select.disabled = isRemoved;
  row.querySelector("[data-said]").textContent = isRemoved ? "Removed. Answers and name stay." : "";
  (isRemoved ? undo : leave).focus();
}

document.addEventListener("submit", (event) => {
  if (event.target.id !== "add" && event.target.id !== "invite") return;
  event.preventDefault();
  const sent = Object.fromEntries(new FormData(event.target));
  if (event.target.id === "add") inTurn(() => add(sent), wrongName);
  else inTurn(() => invite(sent));
});

async function add({ user, kind }) {
  wrongName(null);
  await put(memberOf(user.trim()), { kind });
  await swapMembers();
  const field = document.getElementById("add-name");
  if (field.value === user) field.value = "";
  if (document.activeElement.closest("#add")) field.focus();
  announce(`${user.trim()} is a ${kind} of this project`);
}

function wrongName(problem) {
  const field = document.getElementById("add-name");
  const error = document.getElementById("add-error");
  const words = problem?.fields?.user?.[0] ?? "";
  error.hidden = !words;
  error.querySelector("span").textContent = words;
  field.toggleAttribute("aria-invalid", false);
  if (!words) return field.removeAttribute("aria-describedby");
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", "add-error");
  problem.told = true;
  return field.select();
}

// --- invitations ---

async function invite({ kind, days, uses }) {
  const { link } = await post(`${api}invitations/`, { kind, days: Number(days), uses: Number(uses) });
  const field = document.getElementById("made-link");
  field.value = link;
  document.getElementById("made-copy").dataset.copy = link;
  document.getElementById("made").hidden = false;
  await swap("invitations", location.href);
  field.focus();
  field.select();
  announce("The link is made. Copy it now: it is not shown again.");
}

async function endInvitation(number) {
  await remove(`${api}invitations/${number}/`);
  await swap("invitations", location.href);
  document.getElementById("made").hidden = true; // it may be this one
  document.getElementById("invite-kind").focus();
  announce("The link is ended. Who came in by it stays.");
}
