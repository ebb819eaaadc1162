// Sends the file of an import. Knows the network; knows no page.

import { answerIn, sendForm } from "base/form-post";
import { HttpError } from "base/http";

// Calls onProgress(share of the bytes). Resolves to the job; rejects with HttpError (the server said no), or TypeError
// (it was not reached). `signal` stops it.
export function sendImport(url, file, fields, { onProgress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total ? loaded / total : 0));
    request.addEventListener("load", () => {
      const answer = answerIn(request);
      if (request.status === 202 && answer) resolve(answer);
      else reject(new HttpError(request.status, answer?.error?.code, answer?.error?.message ?? `The server answered ${request.status}.`));
    });
    request.addEventListener("error", () => reject(new TypeError("not reached")));
    request.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    sendForm(request, url, file, fields);
  });
}
