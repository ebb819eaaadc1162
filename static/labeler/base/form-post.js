// Posts a form with a file to Labeler's own API, by XMLHttpRequest: fetch tells no progress of an upload.

import { csrfToken } from "base/http";

export function sendForm(request, url, file, fields = {}) {
  request.open("POST", url);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRFToken", csrfToken());
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file, file.name);
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
