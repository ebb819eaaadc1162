// Sends one file. Knows no queue and no page.

import { answerIn, sendForm } from "base/form-post";

export const SIGNED_OUT = "You are signed out. Sign in again, then retry.";
const NOT_ALLOWED = "You may not add images here.";
const STALLED = 90_000; // ms without a byte, or without the answer to the last one

// Resolves to {result, reason?, asset?}, never rejects: "done", "duplicate", "refused", "unusable" (the file cannot be
// read), "stopped" (nothing else is taken either), "unplaced" (its place is no longer known) or "lost".
export function sendFile(file, url, onProgress, fields = {}) {
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
    request.addEventListener("load", () => finish(judge(request.status, answerIn(request))));
    request.addEventListener("error", async () => finish((await isReadable(file)) ? unreached(sent) : UNUSABLE));
    request.addEventListener("abort", () => finish(unreached(sent)));
    watch();
    sendForm(request, url, file, fields);
  });
}

export function judge(status, answer) {
  if (status === 201 && answer) return { result: "done", asset: answer };
  if (status === 200 && answer?.duplicate) return { result: "duplicate", asset: answer };
  const reason = stopReason(status, answer?.error?.code);
  if (reason) return { result: "stopped", reason };
  if (status === 400 && answer?.error?.code === "bad_place") return { result: "unplaced", reason: answer.error.message };
  if (status === 413) return { result: "refused", reason: "The file is too large" };
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
    return { result: "refused", reason: answer?.error?.message ?? `The server answered ${status}` };
  }
  return { result: "lost", reason: answer?.error?.message ?? `The server answered ${status}` };
}

// Why the server takes nothing from us at all, if that is what the answer means.
export function stopReason(status, code) {
  if (status === 401) return SIGNED_OUT;
  if (status === 403) return code === "permission_denied" ? NOT_ALLOWED : SIGNED_OUT;
  if (status === 404) return "This project is no longer here.";
  return "";
}

export const UNREADABLE = "The file cannot be read. It was changed, moved or removed after it was chosen";
export const UNUSABLE = { result: "unusable", reason: UNREADABLE };

// A browser tells a file that is gone no better than a server that is.
export async function isReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

function unreached(sent) {
  const isHalf = sent > 0 && sent < 1;
  const reason = isHalf ? `Connection lost at ${Math.floor(sent * 100)}%` : "The server was not reached";
  return { result: "lost", reason };
}
