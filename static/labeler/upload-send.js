// Sends one file. Knows the network (fetch tells no progress of an upload, so XMLHttpRequest); knows no queue and no page.

import { csrfToken } from "labeler/http";

const STALLED = 90_000; // ms without a byte, or without the answer to the last one

// Resolves to {result, reason?, asset?}, never rejects: "done", "duplicate", "refused", "failed" or "lost".
export function sendFile(file, url, onProgress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let sent = 0;
    let stall;
    const watch = () => {
      clearTimeout(stall);
      stall = setTimeout(() => request.abort(), STALLED);
    };
    const finish = (answer) => {
      clearTimeout(stall);
      resolve(answer);
    };
    request.upload.addEventListener("progress", (event) => {
      sent = event.total ? event.loaded / event.total : 0;
      onProgress(sent * file.size);
      watch();
    });
    request.addEventListener("load", () => finish(judge(request.status, parse(request.responseText))));
    request.addEventListener("error", () => finish(unreached(sent)));
    request.addEventListener("abort", () => finish(unreached(sent)));
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    const form = new FormData();
    form.append("file", file, file.name);
    watch();
    request.send(form);
  });
}

export function judge(status, answer) {
  if (status === 201 && answer) return { result: "done", asset: answer };
  if (status === 200 && answer?.duplicate) return { result: "duplicate", asset: answer };
  if (status === 401) return signedOut();
  if (status === 403) return answer?.error?.code === "permission_denied" ? { result: "failed", reason: answer.error.message } : signedOut();
  if (status === 404) return { result: "failed", reason: "This project is no longer here" };
  if (status === 413) return { result: "refused", reason: "The file is too large" };
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
    return { result: "refused", reason: answer?.error?.message ?? `The server answered ${status}` };
  }
  return { result: "lost", reason: `The server answered ${status}` };
}

function signedOut() {
  return { result: "failed", reason: "You are signed out. Sign in again, then retry" };
}

function unreached(sent) {
  return { result: "lost", reason: sent > 0 && sent < 1 ? `Connection lost at ${Math.floor(sent * 100)}%` : "The server was not reached" };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
