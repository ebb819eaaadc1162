import { test } from "node:test";
import assert from "node:assert/strict";
import "../../bare-names.mjs";

const { leaveTab, takeTab } = await import("label/queue/tab-id");

const storage = (content = {}) => ({
  content,
  getItem: (key) => content[key] ?? null,
  setItem: (key, value) => (content[key] = String(value)),
});

test("a reload goes on with the id of its tab", () => {
  const [session, local] = [storage(), storage()];
  const id = takeTab(session, local, 0);
  leaveTab(id, local, 1);
  assert.equal(takeTab(session, local, 2), id);
});

test("two tabs that are open have two ids", () => {
  const local = storage();
  assert.notEqual(takeTab(storage(), local, 0), takeTab(storage(), local, 0));
});

test("a duplicated tab, whose session is a copy, gets its own id", () => {
  const [session, local] = [storage(), storage()];
  const id = takeTab(session, local, 0);
  const copy = storage({ ...session.content });
  assert.notEqual(takeTab(copy, local, 1), id);
});

test("a new tab goes on where a closed one stopped, once", () => {
  const local = storage();
  const id = takeTab(storage(), local, 0);
  leaveTab(id, local, 1);
  assert.equal(takeTab(storage(), local, 2), id);
  assert.notEqual(takeTab(storage(), local, 3), id);
});

test("each of two reloads keeps its own, whichever comes first", () => {
  const local = storage();
  const [one, other] = [storage(), storage()];
  const ids = [takeTab(one, local, 0), takeTab(other, local, 0)];
  leaveTab(ids[0], local, 1);
  leaveTab(ids[1], local, 1);
  assert.deepEqual([takeTab(other, local, 2), takeTab(one, local, 2)], [ids[1], ids[0]]);
});

test("an id whose stretch the server has given away is not taken up again", () => {
  const local = storage();
  const id = takeTab(storage(), local, 0);
  leaveTab(id, local, 0);
  assert.notEqual(takeTab(storage(), local, 11 * 60 * 1000), id);
});
