// What is said while the server is not reached, or the browser stores nothing. Pure.

// `name`: of its words, in which `waiting` answers stand.
export function lostNote(name, { waiting, stores }, { words, signIn }, dismiss) {
  const stored = waiting === 1 ? words.one : words.many.replace("{n}", waiting);
  const note = { ...words[name], text: words[name].text.replace("{stored}", stored) };
  if (name === "logged-out") return { ...note, actions: [["Sign in", signIn]] };
  if (!stores && name !== "no-store") note.text = words["not-stored"];
  return { ...note, isCalm: true, actions: [["Dismiss", dismiss]] };
}
