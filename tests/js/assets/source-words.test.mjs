import assert from "node:assert/strict";
import { test } from "node:test";
import { importedFrom } from "../../../static/labeler/assets/source-words.js";

const dayOf = (date) => date.toISOString().slice(0, 10);
const source = { tool: "Label Studio", by: "a@example.org", at: "2025-03-01T12:30:00Z", origin: "annotation 17" };

test("an imported answer tells the tool, and who gave it when, as far as that is known", () => {
  assert.equal(importedFrom(source, dayOf), "Imported from Label Studio: a@example.org, 2025-03-01.");
  assert.equal(importedFrom({ ...source, at: null }, dayOf), "Imported from Label Studio: a@example.org.");
  assert.equal(importedFrom({ ...source, by: "" }, dayOf), "Imported from Label Studio: 2025-03-01.");
  assert.equal(importedFrom({ tool: "CSV", by: "", at: null, origin: "" }, dayOf), "Imported from CSV.");
});
