// Sends a file in pieces that survive a broken connection and a reload: tus 1.0 (https://tus.io). Knows no page.

import { csrfToken, get, HttpError } from "base/http";

const PIECE = 8_000_000; // bytes of a request: what stands between need not hold more
const STALLED = 60_000; // ms without a byte
const CHECKED = 600_000; // ms for the server to look at a file that is there whole
const ENDED = new Set([400, 404, 410, 413, 415]); // answers after which an upload does not go on
const VERSION = { "Tus-Resumable": "1.0.0" };

// Goes on where the file's upload stands, or begins one; `more`: what else is told of it then. Resolves to what became of it ({asset, video, duplicate}).
// Rejects with HttpError (the server said no), TypeError (it was not reached: call again to go on), or AbortError.
export async function sendInPieces(file, url, { kind, more = {}, onProgress, signal }) {
  const key = keyOf(file, url, kind);
  let address = recall(key)?.address;
  let offset = address ? await standing(address, signal) : null;
  if (offset === null) {
    address = await begin(file, url, { filename: file.name, kind, ...more }, signal);
    remember(key, { address, name: file.name, size: file.size });
    offset = 0;
  }
  try {
    await sendFrom(offset, file, address, { onProgress, signal });
    const told = await get(address);
    if (told.error) throw new HttpError(400, told.error_code, told.error);
    forget(key);
    return told;
  } catch (problem) {
    if (problem instanceof HttpError && ENDED.has(problem.status)) forget(key);
    throw problem;
  }
}

// Ends the upload of a file, here and on the server.
export async function endUpload(file, url, kind) {
  await endLeft({ key: keyOf(file, url, kind), ...recall(keyOf(file, url, kind)) });
}

// What this person began and has not ended, of this browser: [{key, address, name, size}, …].
export function leftUploads(url, kind) {
  const prefix = prefixOf(url, kind);
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => ({ key, ...recall(key) })).filter(({ address }) => address);
  } catch {
    return [];
  }
}

// How many bytes of such a one the server has; null when it has forgotten it, and then so do we.
export async function standingOf({ key, address }) {
  const offset = await standing(address);
  if (offset === null) forget(key);
  return offset;
}

export async function endLeft({ key, address }) {
  forget(key);
  if (address) await call("DELETE", address).catch(() => {}); // else it expires by itself
}

export const isSame = (left, file, url, kind) => left.key === keyOf(file, url, kind);

async function begin(file, url, told, signal) {
  const metadata = Object.entries(told).map(([name, value]) => `${name} ${base64(String(value))}`).join(",");
  const { headers } = await call("POST", url, { "Upload-Length": file.size, "Upload-Metadata": metadata }, signal);
  return new URL(headers.get("Location")).pathname; // whatever name the server knows itself by
}

// How far it has come; null when the server has forgotten it.
async function standing(address, signal) {
  try {
    const { headers } = await call("HEAD", address, {}, signal);
    return Number(headers.get("Upload-Offset"));
  } catch (problem) {
    if (problem instanceof HttpError && (problem.status === 404 || problem.status === 410)) return null;
    throw problem;
  }
}

async function sendFrom(start, file, address, { onProgress, signal }) {
  let offset = start;
  onProgress(offset);
  do {
    const from = offset;
    const piece = file.slice(from, from + PIECE);
    offset = await sendPiece(piece, address, from, (sent) => onProgress(from + sent), signal);
    onProgress(offset);
  } while (offset < file.size);
}

// By XMLHttpRequest: fetch tells no progress of an upload.
function sendPiece(piece, address, offset, onSent, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stall;
    const watch = (patience = STALLED) => {
      clearTimeout(stall);
      stall = setTimeout(() => request.abort(), patience);
    };
    request.upload.addEventListener("progress", ({ loaded }) => {
      onSent(loaded);
      watch();
    });
    request.upload.addEventListener("load", () => watch(CHECKED));
    request.addEventListener("load", () => {
      if (request.status === 204) resolve(Number(request.getResponseHeader("Upload-Offset")));
      else if (request.status === 409) reject(new TypeError("somebody else goes on")); // ask where it stands
      else reject(refusal(request.status, request.responseText));
    });
    request.addEventListener("error", () => reject(new TypeError("not reached")));
    request.addEventListener("abort", () => reject(signal?.aborted ? new DOMException("stopped", "AbortError") : new TypeError("stalled")));
    request.addEventListener("loadend", () => clearTimeout(stall));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.open("PATCH", address);
    const headers = { ...VERSION, "Content-Type": "application/offset+octet-stream", "Upload-Offset": offset, "X-CSRFToken": csrfToken() };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    watch();
    request.send(piece);
  });
}

async function call(method, url, headers = {}, signal = undefined) {
  const response = await fetch(url, { method, signal, headers: { ...VERSION, ...headers, Accept: "application/json", "X-CSRFToken": csrfToken() } });
  if (!response.ok) throw refusal(response.status, await response.text());
  return response;
}

function refusal(status, text) {
  let error = {};
  try {
    ({ error = {} } = JSON.parse(text));
  } catch {
    // Something between answered.
  }
  return new HttpError(status, error.code ?? "error", error.message ?? `The server answered ${status}.`);
}

// What is the same file of the same person after a reload.
const keyOf = ({ name, size, lastModified }, url, kind) => `${prefixOf(url, kind)}${name}:${size}:${lastModified}`;

const prefixOf = (url, kind) => `labeler:tus:${document.body.dataset.user}:${url}:${kind}:`;

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

// Storage can be forbidden; then a reload begins anew.
const memory = new Map();

function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? memory.get(key);
  } catch {
    return memory.get(key);
  }
}

function remember(key, upload) {
  memory.set(key, upload);
  try {
    localStorage.setItem(key, JSON.stringify(upload));
  } catch {
    // In memory, then.
  }
}

function forget(key) {
  memory.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // It was in memory only.
  }
}
