// Asks before a picture is withdrawn: says what goes, and takes a reason and its number, typed.

import { get, post } from "base/http";
import { element } from "base/markup";
import { plural } from "base/words";

const NAMED = 5;

export function wireWithdrawal(dialog) {
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const form = dialog.querySelector("form");
  const { reason, confirm, video } = form.elements;
  const button = part("withdraw-now");
  const address = dialog.dataset.withdraw;
  let known = null; // what goes, as it was told last
  let busy = false;

  const look = async () => {
    known = null;
    ready();
    part("problem").hidden = true;
    const withVideo = Boolean(video?.checked);
    try {
      const told = await get(`${address}${withVideo ? "?video=true" : ""}`);
      if (withVideo !== Boolean(video?.checked)) return; // asked otherwise meanwhile
      known = told;
      part("goes").replaceChildren(...sentences(told).map((words) => element("li", {}, words)));
    } catch (problem) {
      fail(problem);
    }
    ready();
  };

  const ready = () => {
    button.disabled = busy || !known || !reason.value.trim() || confirm.value.trim() !== confirm.dataset.is;
  };

  const fail = ({ message }) => {
    part("problem").hidden = false;
    part("problem").querySelector("span").textContent = message;
  };

  dialog.addEventListener("opened", look);
  video?.addEventListener("change", look);
  form.addEventListener("input", ready);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    busy = true;
    ready();
    try {
      await post(address, { reason: reason.value, confirm: confirm.value, video: Boolean(video?.checked) });
      location.reload();
    } catch (problem) {
      busy = false;
      fail(problem);
      ready();
    }
  });
}

// What goes, in the order in which it matters.
export function sentences({ asset_ids, frames, video, versions, shapes, other_projects, other_projects_hidden, waiting_imports }) {
  const count = asset_ids.length;
  const said = [video ? `${plural(count, "image")} of this project, ${frames} of them frames of ${video.original_name}, and the video itself.` : `${plural(count, "image")} of this project with these bytes, with ${count === 1 ? "its label" : "their labels"}.`];
  const ready = versions.filter(({ state }) => state === "ready").map(({ number }) => `v${number}`);
  const others = versions.filter(({ state }) => state !== "ready").map(({ number }) => `v${number}`);
  if (ready.length) said.push(`${listed(ready)} ${ready.length === 1 ? "holds it: its zip is" : "hold it: their zips are"} built anew without it, and ${ready.length === 1 ? "says" : "say"} so.`);
  if (others.length) said.push(`${listed(others)} ${others.length === 1 ? "is not ready, and can't be built any more" : "are not ready, and can't be built any more"}.`);
  if (shapes) said.push(`${plural(shapes, "file")} of other shapes of these versions ${shapes === 1 ? "goes" : "go"} for good.`);
  if (other_projects.length || other_projects_hidden) said.push(`It stays in ${elsewhere(other_projects, other_projects_hidden)}, where it has to be withdrawn by itself.`);
  if (waiting_imports) said.push(`${plural(waiting_imports, "zip")} of pictures ${waiting_imports === 1 ? "waits" : "wait"} under Imports. Nobody looks into ${waiting_imports === 1 ? "it" : "them"}: cancel what may hold it.`);
  return said;
}

function elsewhere(projects, hidden) {
  const names = projects.map(({ name }) => name);
  if (hidden) names.push(`${plural(hidden, projects.length ? "more project" : "project")} that you may not see`);
  return listed(names);
}

function listed(names) {
  const shown = names.length > NAMED + 1 ? [...names.slice(0, NAMED), `${names.length - NAMED} more`] : names;
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : shown[0];
}
