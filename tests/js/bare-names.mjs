// Lets node find "FOLDER/NAME" as the import map of the pages does. A test imports this first, then the module with
// `await import("FOLDER/NAME")`.

import { readdirSync } from "node:fs";
import { register } from "node:module";
import { webcrypto } from "node:crypto";

const root = new URL("../../static/labeler/", import.meta.url);
const folders = readdirSync(root);

register(`data:text/javascript,${encodeURIComponent(`
  export function resolve(name, context, next) {
    if (!${JSON.stringify(folders)}.includes(name.split("/")[0])) return next(name, context);
    return { url: ${JSON.stringify(root.href)} + name + ".js", format: "module", shortCircuit: true };
  }
`)}`);

globalThis.crypto ??= webcrypto; // node 18 has it, but not there
