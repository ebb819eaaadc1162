import test from "node:test";
import assert from "node:assert/strict";
import "../bare-names.mjs";

globalThis.location ??= { origin: "http://labeler.test" };
const { watch } = await import("label/gone");
const { QueueWindow } = await import("label/queue/window");

const asset = (id) => ({ id, original_name: `${id}.png`, status: "labeled", category_ids: [2] });

function page(shown, { status = "withdrawn" } = {}) {
  const queue = new QueueWindow();
  queue.append([asset(7), asset(8), asset(9)]);
  queue.goTo(shown);
  queue.source = { spare: [asset(20), asset(21)] };
  const heard = { results: [], states: [], told: [], replaced: [], forgotten: [], shown: 0 };
  const sender = {
    onResults: (results) => heard.results.push(results),
    onState: (state) => heard.states.push(state),
    replace: async (...change) => heard.replaced.push(change),
  };
  globalThis.fetch = async () => new Response(JSON.stringify({ status }), { headers: { "Content-Type": "application/json" } });
  watch({
    data: { urls: { api: "/api/v1/projects/wardrobe/" } },
    queue,
    sender,
    answers: { history: { forget: (id) => heard.forgotten.push(id) } },
    notes: {},
    view: { tell: (words) => heard.told.push(words) },
    show: () => (heard.shown += 1),
  });
  return { queue, sender, heard };
}

const ids = (queue) => queue.items.map(({ id }) => id);
const result = (id, code) => ({ operation: { asset: id }, result: code ? "rejected" : "applied", code, detail: "It was withdrawn." });

test("an answer about a picture that was withdrawn waits no more, and the picture leaves the queue", async () => {
  const { queue, sender, heard } = page(8);
  await sender.onResults([result(7, "withdrawn"), result(9)]);
  assert.deepEqual(heard.replaced, [[7, null]]);
  assert.deepEqual(heard.results, [[result(9)]]);
  assert.deepEqual([ids(queue), queue.current.id], [[8, 9], 8]);
  assert.deepEqual([heard.told, heard.forgotten, heard.shown], [["It was withdrawn."], [7], 0]);
});

test("where it was on the screen the next one is shown, and it does not come back", async () => {
  const { queue, sender, heard } = page(8);
  await sender.onResults([result(8, "withdrawn")]);
  assert.deepEqual([queue.current.id, heard.shown], [9, 1]);
  queue.append([asset(8)]);
  assert.deepEqual(ids(queue), [7, 9]);
});

test("a picture that does not come is asked about, and leaves where it was withdrawn", async () => {
  const { queue, heard } = page(9);
  assert.equal(await queue.lost(asset(9)), true);
  assert.deepEqual([ids(queue), heard.told], [[7, 8], ["9.png was withdrawn"]]);
});

test("a picture that does not come for another reason stays, and that is said elsewhere", async () => {
  const { queue, heard } = page(9, { status: "labeled" });
  assert.equal(await queue.lost(asset(9)), false);
  assert.deepEqual([ids(queue), heard.told], [[7, 8, 9], []]);
});

test("of one that was left meanwhile no more is said", async () => {
  const { queue } = page(9, { status: "labeled" });
  assert.equal(await queue.lost(asset(7)), true);
});

test("the state of the connection is told on", () => {
  const { sender, heard } = page(7);
  sender.onState("offline");
  assert.deepEqual(heard.states, ["offline"]);
});

test("a sign of life asks about all that is here, and what is gone leaves the list and what is for an outage", () => {
  const { queue, heard } = page(8);
  assert.deepEqual(queue.held(), { held: [7, 8, 9, 20, 21] });
  queue.leave([9, 21]);
  assert.deepEqual([ids(queue), queue.source.spare.map(({ id }) => id)], [[7, 8], [20]]);
  assert.deepEqual([heard.told, heard.shown], [["9.png is no longer here"], 0]);
  queue.leave([]);
  queue.leave([7, 8]);
  assert.deepEqual(heard.told.slice(1), ["2 images are no longer here", "2 images are no longer here"]);
  assert.deepEqual([queue.current, heard.shown], [undefined, 1]);
});

test("of more than the server takes it asks about the last", () => {
  const { queue } = page(8);
  queue.append(Array.from({ length: 2000 }, (_, place) => asset(100 + place)));
  assert.equal(queue.held().held.length, 1000);
  assert.equal(queue.held().held.at(-1), 21);
});
