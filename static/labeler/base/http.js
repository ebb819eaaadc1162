// Labeler's own API.

import { isAway } from "base/here";

export class HttpError extends Error {
  constructor(status, code, message, fields, details = {}) {
    super(message);
    Object.assign(this, { status, code, fields, details });
  }
}

export const get = (url) => request("GET", url);
export const post = (url, body, options) => request("POST", url, body, options);
export const patch = (url, body, options) => request("PATCH", url, body, options);
export const remove = (url) => request("DELETE", url);
export const put = (url, body) => request("PUT", url, body);

// Rejects with HttpError, or TypeError: nobody answered.
async function request(method, url, body, options = {}) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": csrfToken() });
  if (isAway()) headers["X-Unattended"] = 1; // keeps no session alive
  const response = await fetch(url, { method, headers, body: body && JSON.stringify(body), ...options });
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  const { status } = response;
  const { code = "error", message = `The server answered ${status}.`, fields, details } = answer?.error ?? {};
  throw new HttpError(status, code, message, fields, details);
}

let pageToken = "";

// Once somebody else logs in here, the server refuses this page.
export function sendAs(token) {
  pageToken = token;
}

export function csrfToken() {
  return pageToken || (/(^|; )(__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[3] ?? "");
}
