// One action on many images, and taking it back. Knows the API and the images of the page as plain objects
// {id, revision, status, category_ids}; knows no nodes.

import { get, post } from "base/http";
import { thousands } from "base/markup";
import { answerOf, sameAnswer } from "outbox/operations";

const AT_ONCE = 6;

export class BulkActions {
  constructor(api) {
    this.api = api;
  }

  // Give images an answer: `parts` are one or two of {images, answer}, each image with whether it was `seen`, changed and taken back as a whole; `everything`,
  // a filter with its bounds, names more than those of the page. Without `category_ids` each keeps its own. Resolves with
  // what the server says, those images that changed as they are now, and the step to take it back with. With `vouch` the
  // server approves which of them were mended.
  async act(parts, everything) {
    const [first, others] = parts.map((part) => ({ asset_ids: part.images.map(({ id, revision, seen }) => ({ id, revision, seen })), ...part.answer }));
    const { vouch, ...plain } = parts[0].answer; // of what is on the page
    const named = everything ? { ...everything, ...plain } : { ...first, ...(others && { others }) };
    const outcome = await post(`${this.api}bulk/`, named);
    const images = parts.flatMap((part) => part.images);
    const mended = new Set(outcome.mended);
    const becomes = (image, answer) => ({ ...image, ...answerOf({ ...image, ...answer, ...(mended.has(image.id) && { status: "approved" }) }), revision: image.revision + 1 });
    const wanted = parts.flatMap((part) => part.images.map((image) => becomes(image, part.answer)));
    const now = await this.#changed(images, wanted, outcome, everything && outcome.changed);
    const before = new Map(images.map((image) => [image.id, answerOf(image)]));
    const changes = now.map((image) => ({ id: image.id, before: before.get(image.id), after: answerOf(image) }));
    return { outcome, now, step: { id: outcome.id, count: outcome.changed, mended: [...mended], changes } };
  }

  // Take a step back (`side` before), or take that back again (`side` after): an undo is an action itself.
  async undo(step, side, images) {
    const outcome = await post(`${this.api}bulk/${step.id}/undo/`);
    const answers = new Map(step.changes.map((change) => [change.id, change[side]]));
    const wanted = images.map((image) => ({ ...image, ...answers.get(image.id), revision: image.revision + 1 }));
    const now = await this.#changed(images, wanted, outcome, step.count);
    step.id = outcome.id;
    // What was mended is so again.
    const isWholeRedo = side === "after" && outcome.changed === step.count;
    return { outcome: { ...outcome, mended: isWholeRedo ? (step.mended ?? []) : [] }, now };
  }

  // Nobody else was there when as many changed as should have: then they are as wanted. Else the server is asked.
  async #changed(images, wanted, outcome, count) {
    const expected = wanted.filter((image, place) => !sameAnswer(image, images[place]));
    const isPlain = !outcome.refused && !outcome.changed_meanwhile && outcome.changed === (count ?? expected.length);
    return isPlain ? expected : this.#read(images);
  }

  async #read(images) {
    const waiting = [...images];
    const read = [];
    const readOne = async () => {
      while (waiting.length) read.push(await get(`${this.api}assets/${waiting.pop().id}/`));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, readOne));
    return read;
  }
}

// What changed, in words: `words` of all, or by the state that they have now, `mended` ones by themselves.
export function changedWords({ changed, by_status: counts = {}, mended = [] }, words) {
  if (!changed) return "Nothing changed.";
  if (typeof words === "string") return `${thousands(changed)} ${words}.`;
  const found = { ...counts, approved: (counts.approved ?? 0) - mended.length, mended: mended.length };
  return `${Object.entries(words).filter(([kind]) => found[kind]).map(([kind, said]) => `${thousands(found[kind])} ${said}`).join(", ")}.`;
}

// Why some were left alone, in words; nothing when none was.
export function leftAlone({ already, refused, reasons = [], changed_meanwhile: meanwhile }) {
  return [
    already ? `${already} already so` : "",
    meanwhile ? `${meanwhile} left alone, changed meanwhile` : "",
    refused ? `${refused} not possible${reasons.length ? `: ${reasons.join(" ").replace(/\.$/, "")}` : ""}` : "",
  ].filter(Boolean).join("; ");
}
