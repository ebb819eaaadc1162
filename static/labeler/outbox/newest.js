// Of answers to one image that no request has carried yet, the newest is enough: it takes the place of the one before, with
// its revision. One that was carried stays until the server has judged it, and the newest waits behind it.

export function newest(outbox) {
  const last = new Map(); // by image: its newest operation of this page, until it is settled
  const own = new Set(); // op_ids of this page
  const stored = new Map(); // by op_id: those of them that wait, with their place in the outbox
  const carried = new Set(); // op_ids: by this page; what others carry is marked in the outbox
  const renewing = new Map(); // by op_id: the one whose place it takes

  function forget({ op_id, asset }) {
    if (last.get(asset)?.op_id === op_id) last.delete(asset);
    own.delete(op_id);
    stored.delete(op_id);
    carried.delete(op_id);
  }

  // Another tab may have carried the one before, or have settled it.
  const store = (before, operation) => outbox.write("operations", (operations) => {
    const kept = [];
    const put = (one) => (operations.put(one).onsuccess = ({ target: { result: seq } }) => kept.push({ ...one, seq }));
    const place = stored.get(before.op_id) ?? before;
    operations.get(place.seq ?? 0).onsuccess = ({ target: { result: row } }) => {
      const isFree = row && !row.sent && !row.problem && !carried.has(row.op_id);
      if (isFree) return put({ ...operation, seq: row.seq, base_revision: row.base_revision });
      if (row) kept.push(row);
      return put({ ...operation, base_revision: place.base_revision + 1 });
    };
    return () => kept;
  }, { durability: "strict" });

  return {
    ...outbox,

    // Those that it takes the place of.
    renew(operation) {
      const { op_id, asset } = operation;
      const before = last.get(asset);
      last.set(asset, operation);
      own.add(op_id);
      if (!before) return [];
      const { base_revision } = stored.get(before.op_id) ?? before;
      operation.base_revision = base_revision + carried.has(before.op_id);
      if (carried.has(before.op_id)) return [];
      renewing.set(op_id, before);
      return [before];
    },

    async settle(remove, put) {
      const before = put.length === 1 && renewing.get(put[0].op_id);
      const rows = await (before ? store(before, put[0]) : outbox.settle(remove, put));
      for (const one of put) renewing.delete(one.op_id);
      const stays = new Set(rows.map(({ op_id }) => op_id));
      for (const one of remove) if (!stays.has(one.op_id)) forget(one);
      for (const one of rows) if (own.has(one.op_id)) stored.set(one.op_id, one);
      return rows;
    },

    // Before they are sent: from now on they stay.
    carry(batch) {
      const fresh = batch.filter(({ sent }) => !sent);
      for (const { op_id } of fresh) carried.add(op_id);
      return outbox.write("operations", (operations) => {
        for (const { seq } of fresh) operations.get(seq).onsuccess = ({ target: { result: row } }) => row && operations.put({ ...row, sent: true });
        return () => {};
      }).catch(() => {}); // this page knows it
    },

    // Those that are not stored yet, each on top of the one before, as they may be stored while they are on their way.
    behind(batch, unstored) {
      const bases = new Map(batch.map(({ asset, base_revision }) => [asset, base_revision]));
      return unstored.map((operation) => {
        const { asset, base_revision } = operation;
        bases.set(asset, bases.has(asset) ? bases.get(asset) + 1 : base_revision);
        return { ...operation, base_revision: bases.get(asset) };
      });
    },
  };
}
