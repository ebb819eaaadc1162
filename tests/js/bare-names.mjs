// Lets node find "labeler/NAME" as the import map of the pages does. A test imports this first, then the module with
// `await import("labeler/NAME")`.

import { register } from "node:module";
import { webcrypto } from "node:crypto";

const folder = new URL("../../static/labeler/", import.meta.url).href;

register(`data:text/javascript,${encodeURIComponent(`
  export function resolve(name, context, next) {
    if (!name.startsWith("labeler/")) return next(name, context);
    return { url: ${JSON.stringify(folder)} + name.slice(8) + ".js", format: "module", shortCircuit: true };
  }
`)}`);

globalThis.crypto ??= webcrypto; // node 18 has it, but not there
