// Where an imported answer comes from, in words. Knows no page.

// `source`: {tool, by, at, origin} of an event; `dayOf(date)` writes a day.
export function importedFrom({ tool, by, at }, dayOf) {
  const told = [by, at && dayOf(new Date(at))].filter(Boolean).join(", ");
  return told ? `Imported from ${tool}: ${told}.` : `Imported from ${tool}.`;
}
