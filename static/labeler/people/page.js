// The people of this Labeler: what somebody is in all open projects is sent as it is chosen.

import { csrfToken } from "base/http";
import { announce } from "parts/announce";

const SAID = 2000; // ms
let last = Promise.resolve();

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-kind-of]")) last = last.then(() => change(target, target.value));
});

async function change(select, kind) {
  const { kindOf: person, was } = select.dataset;
  const problem = await send({ action: "kind", person, kind });
  tell(problem);
  if (problem) return (select.value = was);
  select.dataset.was = kind;
  announce(kind ? `${person} is a ${kind} in open projects` : `${person} has no kind in open projects`);
  return say(select.parentElement.querySelector("[data-said]"));
}

// What is wrong, in words; nothing where it was done.
async function send(fields) {
  try {
    const response = await fetch(location.pathname, { method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": csrfToken() } });
    return response.status === 204 ? "" : "That was not changed. Open the page again.";
  } catch {
    return "The server cannot be reached. Nothing was changed.";
  }
}

function tell(words) {
  const note = document.getElementById("people-problem");
  note.hidden = !words;
  note.querySelector("span").textContent = words;
}

function say(place) {
  place.textContent = "Saved";
  setTimeout(() => (place.textContent = ""), SAID);
}
