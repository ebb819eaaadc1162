// Which folder of page scripts may import which: what is shared knows no page, a page knows no other page.

import { test } from "node:test";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

const ROOT = new URL("../../static/labeler/", import.meta.url);
const MOST = 15; // modules side by side
const SHARED = { base: [], parts: ["base"], outbox: ["base"], uploads: ["base", "parts"], imports: ["base", "parts"] };
const A_PAGE = ["base", "parts", "outbox"];
const ALSO = { assets: ["uploads", "imports"], videos: ["uploads"], setup: ["uploads"] }; // pages that take files
const IMPORT = /^import\b[^"]*"([^"]+)"|^export\b[^"=(]*\bfrom "([^"]+)"|\bimport\("([^"]+)"\)/gm;

const modules = readdirSync(ROOT, { recursive: true }).filter((name) => name.endsWith(".js")).map((name) => name.slice(0, -3));
const textOf = (name) => readFileSync(new URL(`${name}.js`, ROOT), "utf8");
const importsOf = (name) => [...textOf(name).matchAll(IMPORT)].map((found) => found.slice(1).find(Boolean));
const arrows = modules.flatMap((name) => importsOf(name).map((to) => ({ name, to })));
const NAMED = /^(?:import|export) \{([^}]+)\} from "([^"]+)"/gm;
const EXPORTED = /^export (?:async )?(?:function|class|const|let) ([\w$]+)|^export \{([^}]+)\}/gm;
const listed = (names) => names.split(",").map((one) => one.trim()).filter(Boolean);
const namesFrom = (name) => [...textOf(name).matchAll(NAMED)].flatMap(([, names, from]) => listed(names).map((one) => ({ from, named: one.split(" as ")[0] })));
const exportsOf = (name) => [...textOf(name).matchAll(EXPORTED)].flatMap(([, one, list]) => one ?? listed(list).map((each) => each.split(" as ").at(-1)));
const roomOf = (name) => name.split("/")[0];
const mayImport = (room) => [room, ...(SHARED[room] ?? [...A_PAGE, ...(ALSO[room] ?? [])])];

test("a page script imports modules that exist, by their bare names", () => {
  assert(arrows.length > 100);
  assert.deepEqual(arrows.filter(({ to }) => !modules.includes(to)), []);
});

test("what a page script imports by name is there to be imported", () => {
  const isMissing = ({ from, named }) => !exportsOf(from).includes(named);
  const imported = modules.flatMap((name) => namesFrom(name).map((one) => ({ name, ...one })));
  assert(imported.length > 200);
  assert.deepEqual(imported.filter(isMissing), []);
});

test("a page script imports what its folder may know", () => {
  const isWrong = ({ name, to }) => !mayImport(roomOf(name)).includes(roomOf(to));
  assert.deepEqual(arrows.filter(isWrong), []);
});

test("no folder holds more modules side by side than one overlooks", () => {
  const isFull = (folder) => modules.filter((name) => dirname(name) === folder).length > MOST;
  assert.deepEqual([...new Set(modules.map(dirname))].filter(isFull), []);
});
