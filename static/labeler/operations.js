// What an operation is: one whole answer on its way to the server. Pure but for its random id.

export function newOperation(asset, answer) {
  return {
    op_id: newId(),
    asset: asset.id,
    base_revision: asset.revision,
    status: answer.status,
    category_ids: answer.category_ids,
  };
}

// 128 random bits. `crypto.randomUUID` is missing over plain HTTP on a local network.
export function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function answerOf({ status, category_ids }) {
  return { status, category_ids };
}

export function sameAnswer(one, other) {
  return one.status === other.status && String(one.category_ids) === String(other.category_ids);
}

// The asset as it will be once the operations that wait for it are applied, and the revision to count on from there.
export function withPending(asset, operations) {
  const mine = operations.filter((operation) => operation.asset === asset.id && !operation.problem);
  if (!mine.length) return asset;
  const last = mine.at(-1);
  return { ...asset, ...answerOf(last), revision: Math.max(asset.revision, last.base_revision + 1) };
}

// The next operations to send, in their order.
//
// Never two of one asset: had somebody else changed it once, the first would be a conflict and the second, which
// counts one revision further, would overwrite theirs. For the same reason what follows a problem waits for a person.
export function nextBatch(operations, most = 50) {
  const stuck = new Set(operations.filter((operation) => operation.problem).map((operation) => operation.asset));
  const batch = [];
  const taken = new Set();
  for (const operation of operations) {
    if (stuck.has(operation.asset)) continue;
    if (taken.has(operation.asset) || batch.length === most) break;
    taken.add(operation.asset);
    batch.push(operation);
  }
  return batch;
}

// As the server takes it, without what only this browser knows.
export function wire({ op_id, asset, base_revision, status, category_ids }) {
  return { op_id, asset, base_revision, status, category_ids };
}
