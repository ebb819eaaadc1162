// The settings of an extraction: while they are typed the server tells what they would give.

import { get, HttpError, post } from "base/http";
import { announce } from "parts/announce";
import { planned, spacing } from "videos/words";

const CALM = 200; // ms without a key before the server is asked
const MOST_TICKS = 120; // more would be one bar

// `done(row id)` is called when the extraction is in the queue.
export function wireSettings(done) {
  const form = document.querySelector("#video-settings form");
  if (!form) return;
  let asking = null;
  const ask = () => {
    clearTimeout(asking);
    asking = setTimeout(preview, CALM, form);
  };
  form.addEventListener("input", () => {
    for (const field of form.querySelectorAll("[data-way]")) field.hidden = field.dataset.way !== samplingOf(form);
    goOn(form).disabled = true;
    ask();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!goOn(form).disabled) extract(form, done);
  });
  preview(form);
}

const goOn = (form) => form.querySelector("[data-go-on]");
const samplingOf = (form) => form.elements.sampling.value;
const valueOf = (form) => form.querySelector(`#value-${samplingOf(form)}`).value.trim().replace(",", ".");

async function preview(form) {
  const asked = new URLSearchParams({ sampling: samplingOf(form), value: valueOf(form) });
  try {
    const plan = await get(`${form.dataset.video}plan/?${asked}`);
    if (isStill(form, asked)) show(form, plan);
  } catch (problem) {
    if (isStill(form, asked)) refuse(form, problem);
  }
}

// Answers that come late are of settings that are no more.
const isStill = (form, asked) => form.isConnected && samplingOf(form) === asked.get("sampling") && valueOf(form) === asked.get("value");

function show(form, plan) {
  const words = planned(plan);
  for (const [part, name] of [["result", "result"], ["disk", "disk"], ["time", "time"], ["go-on", "go"]]) {
    form.querySelector(`[data-${part}]`).textContent = words[name];
  }
  form.querySelector("#plan-problem").hidden = true;
  form.querySelector(`#value-${samplingOf(form)}`).removeAttribute("aria-invalid");
  const gap = form.querySelector('[data-way="fps"] [data-spacing]');
  gap.textContent = samplingOf(form) === "fps" ? spacing(Number(valueOf(form))) : "";
  goOn(form).disabled = false;
  draw(form.querySelector(".ticks"), plan.frames, words.result);
}

function draw(ticks, frames, words) {
  const { width } = ticks.getBoundingClientRect();
  ticks.setAttribute("aria-label", words);
  ticks.classList.toggle("none", frames === null);
  if (frames !== null) ticks.style.setProperty("--step", `${width / Math.max(1, Math.min(frames, MOST_TICKS))}px`);
}

function refuse(form, problem) {
  const reason = problem instanceof HttpError ? Object.values(problem.fields ?? {}).flat()[0] ?? problem.message : "The server was not reached. Change a number to ask again.";
  form.querySelector("#plan-problem").hidden = false;
  form.querySelector("#plan-problem span").textContent = reason;
  form.querySelector(`#value-${samplingOf(form)}`).setAttribute("aria-invalid", "true");
  for (const part of ["result", "disk", "time"]) form.querySelector(`[data-${part}]`).textContent = "–";
  goOn(form).disabled = true;
  draw(form.querySelector(".ticks"), null, "Nothing");
}

async function extract(form, done) {
  goOn(form).disabled = true;
  try {
    const video = await post(`${form.dataset.video}extract/`, { sampling: samplingOf(form), value: Number(valueOf(form)) });
    announce("Extraction waits for its turn");
    await done(`v${video.id}`);
  } catch (problem) {
    refuse(form, problem);
    goOn(form).disabled = false;
  }
}
