import { test } from "node:test";
import assert from "node:assert/strict";
import "../../bare-names.mjs";

globalThis.document ??= { cookie: "" };

const { goBeside, toFirst, toLast, toUnlabeled } = await import("label/queue/moves");
const { Queue } = await import("label/queue/queue");
const { ListedImages } = await import("label/queue/listed");
const { ClaimedImages } = await import("label/queue/source");

const image = (id) => ({ id, status: "unlabeled" });
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, n) => image(from + n));

const idsOf = ({ items }) => items.map(({ id }) => id);

function queueFrom(source, more = {}) {
  const addressOf = (id) => `?filter=all&asset=${id}`;
  const queue = new Queue({ source, addressOf, offset: 0, total: 100, prepare: (asset) => asset, onMore: () => {}, onProblem: () => {}, ...more });
  return queue;
}

// The API: `POST queue/` claims twenty of 100 from the one that is shown; `GET assets/` lists 100, ten a page; cursors of what comes before have a minus.
function serve(free = range(1, 100)) {
  const asked = [];
  globalThis.fetch = async (url, { body } = {}) => {
    const address = new URL(url, "http://localhost");
    if (address.pathname.endsWith("/queue/")) {
      const told = JSON.parse(body);
      asked.push(told);
      const start = told.at_end ? free.at(-1)?.id : (told.shown ?? 0);
      const turn = [...free.filter(({ id }) => id >= start), ...free.filter(({ id }) => id < start)];
      return answer({ results: turn.slice(0, 20), ahead: turn.slice(20, 20 + told.ahead), was: [], holders: [], elsewhere: null });
    }
    const parameters = Object.fromEntries(address.searchParams);
    asked.push(parameters);
    const { cursor = "0" } = parameters;
    const edge = Math.abs(Number(cursor));
    const page = cursor.startsWith("-") ? range(Math.max(1, edge - 10), edge - 1) : range(edge + 1, Math.min(100, edge + 10));
    const [first, last] = [page[0]?.id, page.at(-1)?.id];
    const at = (there) => `http://localhost/assets/?cursor=${there}`;
    return answer({ results: page, next: last === 100 ? null : at(last), previous: first === 1 ? null : at(-first) });
  };
  return asked;
}

// The page's own address with `&asset=…` answers with these data; without any for it, it starts as ever. Answers what was opened.
function pages(source, data) {
  const opened = [];
  source.fetchPage = async (address) => {
    opened.push(address);
    const found = data[address.replace("?filter=all&asset=", "")] ?? { assets: [], asset: null };
    return { page: { getElementById: () => ({ textContent: JSON.stringify(found) }) } };
  };
  return opened;
}

const answer = (body) => ({ ok: true, json: async () => body });

test("more is read before the end is reached, and only then", async () => {
  const asked = serve();
  const queue = queueFrom(new ListedImages("/", { list: { sort: "place" }, before: null, after: "" }));
  await queue.loadAhead();
  assert.deepEqual(idsOf(queue), range(1, 20).map(({ id }) => id));
  assert.deepEqual(asked.map(({ sort, status }) => [sort, status]), [["place", undefined], ["place", undefined]]);
  queue.goTo(3);
  await queue.loadAhead();
  assert.equal(asked.length, 2);
  queue.goTo(12);
  await queue.loadAhead();
  assert.equal(queue.items.length, 30);
});

test("a filter is asked for by its name, and read to its end", async () => {
  const asked = serve();
  const queue = queueFrom(new ListedImages("/", { list: { sort: "place", status: "in_review" }, before: null, after: "80" }));
  await queue.loadAhead();
  assert.equal(asked[0].status, "in_review");
  assert.equal(queue.items.at(-1).id, 100);
  assert.equal(queue.isComplete, true);
});

test("from an image that was asked for one goes both ways", async () => {
  serve();
  const queue = queueFrom(new ListedImages("/", { list: { sort: "place" }, before: "-50", after: "50" }), { offset: 49 });
  queue.add([image(50)]);
  await queue.loadAhead();
  assert.equal(queue.place, 50);
  assert.equal(await queue.stepBack(), true);
  assert.deepEqual([queue.current.id, queue.place], [49, 49]);
  assert.deepEqual(idsOf(queue).slice(0, 11), range(40, 50).map(({ id }) => id));
});

test("the last and the first image of a filter are one step, however long it is", async () => {
  serve();
  const source = new ListedImages("/", { list: { sort: "place" }, before: null, after: "" });
  const opened = pages(source, {
    last: { assets: range(81, 100), asset: 100, place: 80, before: "-81", after: null },
    first: { assets: [image(1)], asset: 1, place: 0, before: null, after: "1" },
  });
  const queue = queueFrom(source);
  await queue.loadAhead();
  await toLast(queue);
  assert.deepEqual([queue.current.id, queue.place], [100, 100]);
  assert.deepEqual(idsOf(queue), range(81, 100).map(({ id }) => id));
  assert.equal(queue.isComplete, true);
  await queue.stepBack();
  await toFirst(queue);
  assert.deepEqual([queue.current.id, queue.place, queue.source.started], [1, 1, true]);
  await queue.loadAhead();
  assert.deepEqual(idsOf(queue).slice(0, 3), [1, 2, 3]);
  assert.deepEqual(opened, ["?filter=all&asset=last", "?filter=all&asset=first"]);
});

test("the next unlabeled image is found beyond what was read, and what is found nowhere leaves all as it is", async () => {
  const labeled = (id) => ({ id, status: "labeled" });
  const source = new ListedImages("/", { list: { sort: "place" }, before: null, after: null });
  const there = { assets: [labeled(69), image(70)], asset: 70, place: 68, before: "-69", after: "70" };
  const opened = pages(source, { "unlabeled&from=3": there });
  const queue = queueFrom(source);
  queue.add([labeled(1), image(2), labeled(3)]);
  assert.equal(await toUnlabeled(queue), true);
  assert.equal(queue.current.id, 2);
  assert.equal(await toUnlabeled(queue), true);
  assert.deepEqual([queue.current.id, queue.place], [70, 70]);
  source.after = null;
  assert.equal(await toUnlabeled(queue), false);
  assert.equal(queue.current.id, 70);
  assert.deepEqual(opened, ["?filter=all&asset=unlabeled&from=3", "?filter=all&asset=unlabeled&from=70"]);
});

// A list of the API by `order`, three a page. A cursor is of one order alone: once it was `sorted` anew, others are refused.
function serveOdd(ids) {
  const list = { order: ids, generation: 1, refused: 0, sorted: (order) => Object.assign(list, { order, generation: list.generation + 1 }) };
  globalThis.fetch = async (url) => {
    const cursor = new URL(url, "http://localhost").searchParams.get("cursor");
    const [way, generation, edge] = cursor?.split("_") ?? ["n", list.generation, 0];
    if (Number(generation) !== list.generation) {
      list.refused += 1;
      return { ok: false, status: 409, headers: new Headers(), json: async () => ({ error: { code: "changed_meanwhile", message: "Begin it again." } }) };
    }
    const [from, to] = way === "n" ? [Number(edge), Number(edge) + 3] : [Math.max(0, Number(edge) - 3), Number(edge)];
    const at = (there, place) => `http://localhost/assets/?cursor=${there}_${list.generation}_${place}`;
    const next = to < list.order.length ? at("n", to) : null;
    return answer({ results: list.order.slice(from, to).map(image), next, previous: from > 0 ? at("p", from) : null });
  };
  return list;
}

async function walkToTheEnd(queue) {
  const seen = [];
  do {
    seen.push(queue.current.id);
    await queue.loadAhead();
    queue.next();
  } while (queue.current);
  return seen;
}

for (const [place, before, name] of [[0, null, "its start"], [3, "p_1_3", "its middle"]]) {
  test(`a list that is sorted anew at a picture that was just relabeled is walked whole, each once, from ${name}`, async () => {
    const ids = range(1, 15).map(({ id }) => id);
    const list = serveOdd(ids);
    const queue = queueFrom(new ListedImages("/", { list: { sort: "odd", category: 1 }, before, after: `n_1_${place + 1}` }), { offset: place });
    queue.enough = 2;
    queue.add([image(ids[place])]);
    await queue.loadAhead();
    queue.next();
    const relabeled = queue.current.id;
    list.sorted([15, 9, 12, ...ids.filter((id) => ![15, 9, 12, relabeled].includes(id))]);
    // A page that is opened at the relabeled one has nothing behind it.
    queue.source.fetchPage = async () => ({ page: { getElementById: () => ({ textContent: JSON.stringify({ asset: relabeled, before: "p_2_14", after: null }) }) } });
    const seen = await walkToTheEnd(queue);
    assert.equal(list.refused, 1);
    assert.deepEqual([ids[place], ...seen].toSorted((one, other) => one - other), ids);
    assert.deepEqual([queue.isComplete, queue.source.started, queue.offset], [true, true, 0]);
  });
}

test("whoever steps back in a list that was sorted anew finds the rest of it ahead", async () => {
  const ids = range(1, 9).map(({ id }) => id);
  const list = serveOdd(ids);
  const queue = queueFrom(new ListedImages("/", { list: { sort: "odd", category: 1 }, before: "p_1_4", after: "n_1_5" }), { offset: 4 });
  queue.add([image(5)]);
  list.sorted(ids.filter((id) => id !== 5));
  assert.equal(await queue.stepBack(), false);
  assert.deepEqual([queue.current.id, queue.place], [5, 1]);
  assert.deepEqual((await walkToTheEnd(queue)).toSorted(), ids);
});

test("a frame that is elsewhere comes to stand beside the current image, on its side", () => {
  const queue = queueFrom({ done: true, started: true });
  queue.add(range(1, 2));
  assert.equal(goBeside(queue, image(9), 1), true);
  assert.deepEqual([queue.current.id, idsOf(queue)], [9, [1, 9, 2]]);
  assert.equal(goBeside(queue, image(8), -1), true);
  assert.equal(goBeside(queue, image(9), 1), true);
  assert.equal(queue.current.id, 9);
  assert.deepEqual(idsOf(queue), [1, 8, 9, 2]);
});

// A window of claims as the page makes it.
function claims() {
  const source = new ClaimedImages("/", {
    sign: () => ({ tab: "tab-1", shown: queue.current?.id ?? null }),
    waiting: () => [],
    onStretch: (stretch, ids) => queue.retain(ids),
  });
  const queue = queueFrom(source);
  return queue;
}

test("claims are brought to their share while some are left, and none come twice", async () => {
  const asked = serve();
  const queue = claims();
  await queue.more();
  assert.deepEqual([asked[0].tab, asked[0].shown, queue.items.length], ["tab-1", null, 20]);
  await queue.loadAhead();
  assert.equal(asked.length, 1);
  queue.goTo(5);
  await queue.loadAhead();
  assert.equal(asked[1].shown, 5);
  assert.deepEqual(idsOf(queue), range(1, 24).map(({ id }) => id));
});

test("where nothing else comes it is asked once for each image, and again at the end", async () => {
  const free = range(1, 2);
  const asked = serve(free);
  const queue = claims();
  await queue.more();
  await queue.loadAhead();
  await queue.loadAhead();
  assert.deepEqual([asked.map(({ shown }) => shown), queue.isComplete], [[null, 1], true]);
  queue.end();
  assert.equal(queue.isComplete, false);
  await queue.loadAhead();
  assert.equal(queue.isComplete, true);
  free.push(image(101));
  await queue.askAgain();
  assert.equal(queue.current.id, 101);
});

test("a window that holds all there is asks again when few are left", async () => {
  const asked = serve(range(1, 8));
  const queue = claims();
  for (const id of [1, 2, 3, 4, 5, 6, 7]) {
    await queue.loadAhead();
    queue.goTo(id);
  }
  assert.deepEqual(asked.map(({ shown }) => shown), [null, 1, 6]);
});

test("what is somebody else's now goes where it was not reached yet, and at the end what was passed", async () => {
  const free = range(1, 5);
  serve(free);
  const queue = claims();
  await queue.more();
  queue.goTo(2);
  free.splice(0, 4);
  await queue.more();
  assert.deepEqual([idsOf(queue), queue.current.id], [[1, 2, 5], 2]);
  queue.end();
  await queue.more();
  assert.deepEqual([idsOf(queue), queue.current], [[5], undefined]);
});

test("the end of claims is the last that is free", async () => {
  serve();
  const queue = claims();
  await queue.more();
  assert.equal(await toLast(queue), true);
  assert.equal(queue.current.id, 100);
});

test("in an outage what is nobody's comes after the claims, and goes again with it where it was not reached", async () => {
  serve();
  const queue = claims();
  queue.enough = 70; // at work
  await queue.more();
  assert.deepEqual([idsOf(queue).at(-1), queue.around(0, 100).after.at(-1)], [20, 90]);
  const works = globalThis.fetch;
  globalThis.fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  queue.goTo(20);
  await queue.loadAhead();
  assert.equal(idsOf(queue).at(-1), 90);
  queue.goTo(25);
  globalThis.fetch = works;
  await queue.askAgain();
  await queue.more();
  assert.equal(idsOf(queue).at(-1), 44);
});

test("a page that did not come is asked for again, and nothing is read twice", async () => {
  const asked = serve();
  const works = globalThis.fetch;
  globalThis.fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  let news = 0;
  const queue = queueFrom(new ListedImages("/", { list: { sort: "place" }, before: null, after: "" }), { onMore: () => (news += 1) });
  await queue.loadAhead();
  assert.equal(queue.hasFailed, true);
  assert.equal(news, 1);
  globalThis.fetch = works;
  await queue.askAgain();
  assert.equal(queue.hasFailed, false);
  assert.deepEqual(queue.items, range(1, 20));
  assert.equal(asked.length, 2);
});
