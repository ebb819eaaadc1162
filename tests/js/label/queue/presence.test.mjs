import "../../bare-names.mjs";
import { mock, test } from "node:test";
import assert from "node:assert/strict";

globalThis.document ??= { cookie: "" };
const { watch } = await import("label/queue/presence");

const WORDS = {
  was: { one: "1 of {who}", many: "{n} of {who}", mine: "{n} of mine" },
  elsewhere: { one: "{image} is with {who}", mine: "{image} is elsewhere" },
};

// A window that is watched: what it asked and told, and how to make it feel something.
function watched(t) {
  mock.timers.enable({ apis: ["setInterval", "Date"], now: 1_000_000 });
  t.after(() => mock.timers.reset());
  const [asked, told, handlers] = [[], [], {}];
  globalThis.addEventListener = (kind, handler) => (handlers[kind] = handler);
  const queue = { current: { original_name: "a.jpg" }, source: { wish: {}, reopen: () => {} }, more: async () => asked.push(Date.now() - 1_000_000), onMore: () => {} };
  const view = { tell: (words) => told.push(words) };
  const presence = watch({ queue, view, nameOf: ({ original_name }) => original_name, words: WORDS });
  return { asked, told, queue, presence, feel: (kind) => handlers[kind]({}) };
}

test("while somebody is at it a window asks every thirty seconds, and after a minute without it does not", (t) => {
  const { asked, feel } = watched(t);
  mock.timers.tick(30_000);
  feel("pointermove");
  for (let minutes = 0; minutes < 3; minutes += 0.5) mock.timers.tick(30_000);
  assert.deepEqual(asked, [30_000, 60_000]);
});

test("who comes back after a minute is heard of at once", (t) => {
  const { asked, feel } = watched(t);
  mock.timers.tick(100_000);
  asked.length = 0;
  feel("keydown");
  feel("keydown");
  assert.deepEqual(asked, [100_000]);
});

test("it is said whose images were handed over, and who has the one that is shown", (t) => {
  const { told, presence } = watched(t);
  const bob = { username: "bob", mine: false };
  presence.tell({ was: [], elsewhere: null });
  presence.tell({ was: [bob], elsewhere: null });
  presence.tell({ was: [bob, bob], elsewhere: null });
  presence.tell({ was: [{ username: "alice", mine: true }], elsewhere: null });
  presence.tell({ was: [bob], elsewhere: bob });
  assert.deepEqual(told, ["1 of bob", "2 of bob", "1 of mine", "a.jpg is with bob"]);
});

test("with its sign of life a window asks what is gone of what it has, and lets go of that", (t) => {
  const { queue, presence } = watched(t);
  const left = [];
  Object.assign(queue, { held: () => ({ held: [7, 8] }), leave: (ids) => left.push(...ids) });
  mock.timers.tick(30_000);
  assert.deepEqual(queue.source.wish, { held: [7, 8] });
  presence.tell({ was: [], elsewhere: null, gone: [8] });
  assert.deepEqual(left, [8]);
});
