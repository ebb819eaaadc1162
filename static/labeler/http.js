// Speaks to Labeler's own API. Knows fetch and the CSRF cookie; knows no page.

export class HttpError extends Error {
  constructor(status, code, message, fields) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

export const get = (url) => request("GET", url);
export const post = (url, body, options) => request("POST", url, body, options);
export const patch = (url, body) => request("PATCH", url, body);
export const del = (url) => request("DELETE", url);

// Resolves to the parsed answer. Rejects with HttpError (the server said no) or TypeError (it was not reached).
async function request(method, url, body, options = {}) {
  const response = await fetch(url, {
    method,
    credentials: "same-origin",
    headers: { Accept: "application/json", ...(method === "GET" ? {} : { "Content-Type": "application/json", "X-CSRFToken": csrfToken() }) },
    body: body === undefined ? undefined : JSON.stringify(body),
    ...options,
  });
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  const error = answer?.error ?? {};
  throw new HttpError(response.status, error.code ?? "error", error.message ?? `The server answered ${response.status}.`, error.fields);
}

let pageToken = "";

// Requests carry the token that the page was made with: when somebody else logs in on this browser, the server refuses
// them instead of taking them as theirs.
export function sendAs(token) {
  pageToken = token;
}

export function csrfToken() {
  return pageToken || (/(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "");
}
