// The list of projects: typing narrows it at once; Enter asks the server, which knows all projects.

import { plural } from "base/words";
import { waitingOfOthers } from "outbox/others";

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

const note = document.getElementById("others");
const others = await waitingOfOthers(document.body.dataset.user).catch(() => []);
note.hidden = !others.length;
note.querySelector("span").textContent = others.map(({ name, count }) => `${name} has ${plural(count, "answer")} waiting in this browser.`).join(" ");
