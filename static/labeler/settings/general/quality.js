// What Settings, General asks of the quality of versions: how each of its fields is read, written and told. Pure but for the fields.

export const QUALITY = {
  release_gate: {
    words: "release gate",
    read: ({ release_gate: { value } }) => numberOf(value.trim().replace(",", ".")),
    write: (fields, value) => (fields.release_gate.value = value ?? ""),
    told: (value) => (value === null ? "not asked for" : `${value}%`),
  },
  quality_statement: {
    words: "quality statement",
    read: ({ quality_statement: { checked } }) => checked,
    write: (fields, value) => (fields.quality_statement.checked = value),
    told: (value) => (value ? "told" : "not told"),
  },
};

// What is no number goes as it was typed: the server says so.
function numberOf(text) {
  if (!text) return null;
  return Number.isFinite(Number(text)) ? Number(text) : text;
}
