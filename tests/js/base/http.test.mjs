import { beforeEach, test } from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

const { csrfToken, sendAs } = await import("base/http");

beforeEach(() => sendAs(""));

for (const [cookie, token] of [
  ["csrftoken=abc", "abc"],
  ["theme=dark; csrftoken=abc; other=1", "abc"],
  ["__Host-csrftoken=abc; theme=dark", "abc"], // over HTTPS
  ["theme=dark; __Host-csrftoken=abc", "abc"],
  ["planted-csrftoken=evil", ""],
  ["", ""],
]) {
  test(`of the cookies "${cookie}" the token is "${token}"`, () => {
    globalThis.document = { cookie };
    assert.equal(csrfToken(), token);
  });
}

test("the page's own token goes before the cookie's", () => {
  globalThis.document = { cookie: "csrftoken=cookie" };
  sendAs("page");
  assert.equal(csrfToken(), "page");
});
