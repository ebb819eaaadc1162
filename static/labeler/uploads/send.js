// Sends one file, or some together. Knows no queue and no page.

import { answerIn, sendParts } from "base/form-post";

export const SIGNED_OUT = "You are signed out. Sign in again, then retry.";
const NOT_ALLOWED = "You may not add images here.";
const SMALL = 500_000; // bytes of a file that may go with others
const SLOW = /\.(hei[cf]|hif|avif|tiff?)$/i; // the server takes seconds for each
const STALLED = 90_000; // ms without a byte, or without the answer to the last one

// Resolves to {result, reason?, asset?}, never rejects: "done", "duplicate", "refused", "unusable" (the file cannot be
// read), "stopped" (nothing else is taken either), "unplaced" (its place is no longer known) or "lost".
export async function sendFile(file, url, onProgress, fields = {}) {
  const { status, answer, sent } = await exchange(url, [...Object.entries(fields), ["file", file]], (part) => onProgress(part * file.size));
  if (status) return judge(status, answer);
  return status === 0 && !(await isReadable(file)) ? UNUSABLE : unreached(sent);
}

// Whether it may go with others in one request.
export const joins = ({ name, size }) => size <= SMALL && !SLOW.test(name);

// Small files in one request: [{file, fields}], each with all the same fields. Resolves to what sendFile would say of
// each, in order, with null for one that is to be sent alone; to null where it makes no sense of the answer, so that all
// are.
export async function sendTogether(all, url, onProgress) {
  const parts = all.flatMap(({ file, fields }) => [...Object.entries(fields), ["file", file]]);
  const { status, answer, sent } = await exchange(url, parts, onProgress);
  if (status === 200 && answer?.results?.length === all.length) return answer.results.map(outcome);
  if (!status) {
    const unread = await Promise.all(all.map(async ({ file }) => status === 0 && !(await isReadable(file))));
    return unread.some(Boolean) ? null : all.map(() => unreached(sent));
  }
  const judged = judge(status, answer);
  return ["stopped", "lost"].includes(judged.result) ? all.map(() => judged) : null;
}

function outcome({ asset, duplicate, error }) {
  if (error?.code === "failed") return null; // the server fell over it
  return error ? judge(400, { error }) : { result: duplicate ? "duplicate" : "done", asset };
}

// Resolves to {status, answer, sent}, never rejects; `sent`: which part of it. Without an answer `status` is 0, and null
// where it was given up.
function exchange(url, parts, onProgress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let sent = 0;
    let stall;
    const watch = () => {
      clearTimeout(stall);
      stall = setTimeout(() => request.abort(), STALLED);
    };
    const finish = (status, answer = null) => {
      clearTimeout(stall);
      resolve({ status, answer, sent });
    };
    request.upload.addEventListener("progress", (event) => {
      sent = event.total ? event.loaded / event.total : 0;
      onProgress(sent);
      watch();
    });
    request.addEventListener("load", () => finish(request.status, answerIn(request)));
    request.addEventListener("error", () => finish(0));
    request.addEventListener("abort", () => finish(null));
    watch();
    sendParts(request, url, parts);
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
