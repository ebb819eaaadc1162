// Posts a form with a file to Labeler's own API, by XMLHttpRequest: fetch tells no progress of an upload.

import { csrfToken } from "base/http";

export function sendForm(request, url, file, fields = {}) {
  sendParts(request, url, [...Object.entries(fields), ["file", file]]);
}

// Names and values, in their order.
export function sendParts(request, url, parts) {
  request.open("POST", url);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRFToken", csrfToken());
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value); // a file has its name with it
  request.send(form);
}

// What was answered, or null where that is no JSON.
export function answerIn(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null;
  }
}
