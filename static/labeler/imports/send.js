// Sends the file of an import. Knows the network (fetch tells no progress of an upload); knows no page.

import { csrfToken, HttpError } from "base/http";

// Calls onProgress(share of the bytes). Resolves to the job; rejects with HttpError (the server said no), or TypeError
// (it was not reached). `signal` stops it.
export function sendImport(url, file, fields, { onProgress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total ? loaded / total : 0));
    request.addEventListener("load", () => {
      const answer = parse(request.responseText);
      if (request.status === 202 && answer) resolve(answer);
      else reject(new HttpError(request.status, answer?.error?.code, answer?.error?.message ?? `The server answered ${request.status}.`));
    });
    request.addEventListener("error", () => reject(new TypeError("not reached")));
    request.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", file, file.name);
    request.send(form);
  });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
