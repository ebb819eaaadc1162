// Where an imported answer comes from, in words. Knows no page.

const SECOND = "second answer"; // the tool of what the program itself did, as two people differ

// `source`: {tool, by, at, origin} of an event; `dayOf(date)` writes a day.
export function importedFrom({ tool, by, at, origin }, dayOf) {
  if (tool === SECOND) return origin;
  const told = [by, at && dayOf(new Date(at))].filter(Boolean).join(", ");
  return told ? `Imported from ${tool}: ${told}.` : `Imported from ${tool}.`;
}
