// The extraction that the side bar shows, kept up to date while it runs.

import { get } from "base/http";
import { isRunning, percent } from "base/job-progress";

const OFTEN = 2000; // ms between two reads

let next = null;

// May be called again when the side bar has changed.
export function followRunningJob() {
  clearTimeout(next);
  next = document.querySelector("[data-job]") ? setTimeout(refresh, OFTEN) : null;
}

async function refresh() {
  const job = document.querySelector("[data-job]");
  try {
    const video = document.hidden ? null : await get(job.dataset.job);
    if (video && !isRunning(video)) job.remove();
    else if (video) paint(job, percent(video));
  } catch {
    // It goes on without this page.
  }
  followRunningJob();
}

function paint(job, share) {
  job.querySelector("[data-percent]").textContent = `${share}%`;
  const bar = job.querySelector("[role=progressbar]");
  bar.setAttribute("aria-valuenow", share);
  bar.firstElementChild.style.setProperty("--v", `${share}%`);
}
