// What is gone for good and for everybody: a picture that was withdrawn leaves the queue, and what waits in this browser
// for it, or for a project that was deleted, is over.

import { get } from "base/http";

const MOST_HELD = 1000; // that the server takes

export function watch({ data, queue, sender, answers, notes, view, show }) {
  const { onResults, onState } = sender;

  sender.onState = (state) => {
    onState(state);
    if (state === "gone") import("label/deleted").then(({ letGoIfDeleted }) => letGoIfDeleted(data, sender, notes)).catch(() => {});
  };

  // Nothing is left to decide about them.
  sender.onResults = async (results) => {
    const withdrawn = results.filter(({ code }) => code === "withdrawn");
    await Promise.all(withdrawn.map(({ operation }) => sender.replace(operation.asset, null)));
    onResults(results.filter(({ code }) => code !== "withdrawn"));
    for (const { operation, detail } of withdrawn) drop(operation.asset, detail);
  };

  // Whether of a picture that did not come no more is to be said.
  queue.lost = async ({ id, original_name }) => {
    const now = await get(`${data.urls.api}assets/${id}/`).catch(() => null);
    if (now?.status === "withdrawn") drop(id, `${original_name} was withdrawn`);
    return queue.current?.id !== id;
  };

  // With a sign of life the window asks which of these are not there any more, and is told in the same answer.
  queue.held = () => ({ held: [...queue.items, ...(queue.source.spare ?? [])].map(({ id }) => id).slice(-MOST_HELD) });
  queue.leave = (ids) => {
    const { source } = queue;
    if (source.spare) source.spare = source.spare.filter(({ id }) => !ids.includes(id));
    const left = ids.map((id) => queue.get(id)).filter(Boolean);
    const words = left.length > 1 ? `${left.length} images are no longer here` : `${left[0]?.original_name} is no longer here`;
    for (const { id } of left) drop(id, words);
  };

  function drop(id, words) {
    answers.history.forget(id);
    const { current } = queue;
    const place = queue.items.findIndex((asset) => asset.id === id);
    if (place < 0) return;
    queue.items.splice(place, 1); // the queue knows its id, so that it does not come back
    if (place < queue.position) queue.position -= 1;
    view.tell(words);
    if (current?.id === id) show();
  }
}
