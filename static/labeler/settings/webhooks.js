// The webhooks of a project. Each change is sent by the calls of the API, one after the other.

import { patch, post, remove } from "base/http";
import { announce } from "parts/announce";
import { swap } from "parts/swap";

const api = `${document.body.dataset.api}webhooks/`;
const SAID = 2000; // ms
const LOOK_AGAIN = 1000; // ms, while something is on its way
const LOOKS = 30; // at most, one after the other

const number = () => document.getElementById("webhook").dataset.hook;
const one = () => `${api}${number()}/`;
const UNREACHED = "The server cannot be reached. Nothing was changed.";

let last = Promise.resolve();

// What the server says against it stands at its field, or above the page until the next try.
function inTurn(work, failed = () => {}) {
  last = last.then(async () => {
    try {
      tell("");
      clearFields();
      await work();
    } catch (problem) {
      failed();
      if (!atFields(problem.fields)) tell(problem instanceof TypeError ? UNREACHED : problem.message);
    }
  });
}

function tell(words) {
  const note = document.getElementById("webhook-problem");
  note.hidden = !words;
  note.querySelector("span").textContent = words;
}

// --- fields ---

function clearFields() {
  for (const error of document.querySelectorAll("#form .error")) error.hidden = true;
  document.getElementById("w-url").removeAttribute("aria-invalid");
}

function atFields(fields = {}) {
  let found = false;
  for (const [name, [words]] of Object.entries(fields)) {
    const error = document.getElementById(`error-${name.split(".")[0]}`);
    if (!error) continue;
    error.hidden = false;
    error.querySelector("span").textContent = words;
    found = true;
  }
  if (!found) return false;
  const url = document.getElementById("w-url");
  if (fields.url) url.setAttribute("aria-invalid", "true");
  (fields.url ? url : document.querySelector("[name=events]")).focus();
  return true;
}

document.addEventListener("submit", (event) => {
  if (event.target.id !== "form") return;
  event.preventDefault();
  const data = new FormData(event.target);
  const sent = { url: data.get("url"), events: data.getAll("events") };
  inTurn(() => (number() ? save(sent) : make(sent)));
});

async function make(sent) {
  const { id, secret } = await post(api, sent);
  history.replaceState(null, "", `?hook=${id}`);
  await refresh("webhooks", "head-actions", "tab-webhooks");
  show(secret, "The webhook is made. Copy its secret now: it is not shown again.");
}

async function save(sent) {
  await patch(one(), sent);
  await refresh("webhook-head", "hooks");
  say("Saved");
}

// Parts of the page anew; never the form, in which somebody may have gone on.
const refresh = (part, ...also) => swap(part, location.href, { also });

// --- the secret ---

function show(secret, words) {
  const field = document.getElementById("secret");
  const copy = document.getElementById("copy-secret");
  field.value = secret;
  copy.dataset.copy = secret;
  copy.hidden = false;
  document.getElementById("secret-hint").textContent = "Copy it now: it is not shown again.";
  field.focus();
  field.select();
  announce(words);
}

async function renew() {
  const { secret } = await post(`${one()}secret/`);
  show(secret, "A new secret is made. Copy it now: it is not shown again. The old one signs, too, for 24 hours.");
}

// --- on and off, a test, once more, away ---

document.addEventListener("change", ({ target }) => {
  if (target.id === "hook-active") inTurn(() => turn(target.checked), () => (target.checked = !target.checked));
});

async function turn(active) {
  await patch(one(), { active });
  await refresh("webhook-head", "webhook-off", "hooks", "deliveries");
  // Whoever pressed it is still there, or has gone on.
  if (document.activeElement === document.body) document.getElementById("hook-active").focus();
  announce(active ? "The webhook is on." : "The webhook is off. What waits is not sent.");
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.matches("[data-renew]")) inTurn(renew);
  else if (button.matches("[data-turn-on]")) inTurn(() => turn(true));
  else if (button.matches("[data-test]")) inTurn(test);
  else if (button.matches("[data-redeliver]")) inTurn(() => redeliver(button.dataset.redeliver));
  else if (button.matches("[data-delete]")) inTurn(forget);
});

async function test() {
  const { id } = await post(`${one()}test/`);
  await open(id);
  say("On its way");
}

async function redeliver(id) {
  await post(`${one()}deliveries/${id}/redeliver/`);
  await open(id);
  announce("It is sent once more.");
}

async function forget() {
  document.getElementById("delete-webhook").close();
  await remove(one());
  location.assign(location.pathname);
}

async function open(id) {
  history.replaceState(null, "", `?hook=${number()}&delivery=${id}`);
  await refresh("deliveries", "delivery");
  look(LOOKS);
}

// While something is on its way the log is asked for again, until it has arrived or waits for its next try.
let looking = null;

function look(times) {
  clearTimeout(looking);
  if (!times || !("moving" in (document.getElementById("deliveries")?.dataset ?? {}))) return;
  looking = setTimeout(async () => {
    try {
      await refresh("deliveries", "delivery", "hooks");
      if (!("moving" in document.getElementById("deliveries").dataset)) announce(told());
    } catch {
      // the next look may reach it
    }
    look(times - 1);
  }, LOOK_AGAIN);
}

const told = () => document.querySelector("#deliveries .is-open td:nth-child(3)")?.textContent.trim() ?? "";

function say(words) {
  const place = document.querySelector("[data-said]");
  place.textContent = words;
  announce(words);
  setTimeout(() => place.textContent === words && (place.textContent = ""), SAID);
}

look(LOOKS);
