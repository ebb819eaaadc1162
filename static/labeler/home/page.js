// The list of projects: typing narrows it at once; Enter asks the server, which knows all projects.

import { get } from "base/http";
import { plural } from "base/words";
import { letGoOfDeleted, waitingElsewhere } from "outbox/elsewhere";
import { waitingOfOthers } from "outbox/others";

const NOBODY = "00000000-0000-0000-0000-000000000000"; // stands for a dataset id in an address
const field = document.querySelector("[data-search]");
const rows = [...document.querySelectorAll("#projects [data-name]")];

field.addEventListener("input", () => {
  const wanted = field.value.trim().toLowerCase();
  for (const row of rows) row.hidden = !row.dataset.name.toLowerCase().includes(wanted);
  const found = rows.some((row) => !row.hidden);
  const panel = document.getElementById("projects");
  if (panel) panel.hidden = !found;
  const none = document.getElementById("none-found");
  if (none) none.hidden = found;
});

// Where all are listed, what waits for others cannot be opened.
const closed = document.getElementById("no-longer");
if (closed) {
  const [user, listed] = [document.body.dataset.user, rows.map((row) => row.dataset.dataset)];
  const isDeleted = (dataset) => get(closed.dataset.deleted.replace(NOBODY, dataset)).then(() => true, () => false);
  const count = await letGoOfDeleted(user, listed, isDeleted).then(() => waitingElsewhere(user, listed)).catch(() => 0);
  closed.hidden = !count;
  closed.querySelector("span").textContent = `${plural(count, "answer")} of yours ${count === 1 ? "waits" : "wait"} in this browser for a project that you can no longer open.`;
}

const note = document.getElementById("others");
const others = await waitingOfOthers(document.body.dataset.user).catch(() => []);
note.hidden = !others.length;
note.querySelector("span").textContent = others.map(({ name, count }) => `${name} has ${plural(count, "answer")} waiting in this browser.`).join(" ");
