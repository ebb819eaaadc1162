// Which categories a model cannot learn well from a selection, in one sentence. Pure.

const THIN = 0.2; // of the average, as everywhere

export function warningOf(byCategory, categories) {
  const counted = categories.filter(({ active }) => active).map(({ id, name }) => ({ name, images: byCategory[id] ?? 0 }));
  const average = counted.reduce((sum, { images }) => sum + images, 0) / counted.length;
  const thin = counted.filter(({ images }) => images < THIN * average);
  const empty = thin.filter(({ images }) => !images);
  const few = thin.filter(({ images }) => images).sort((one, other) => one.images - other.images);
  const parts = [];
  if (empty.length) parts.push(`${listed(empty.map(({ name }) => name))} ${empty.length === 1 ? "has" : "have"} no images`);
  if (few.length) parts.push(listed(few.map(({ name, images }) => `${name} has ${images}`)));
  return parts.length ? `${parts.join(" and ")}.` : "";
}

// The same for a score: which classes have too few images in val or test. `thin`: as a preview tells it.
export function thinWords(thin, categories) {
  const names = new Map(categories.map(({ id, name }) => [id, name]));
  const byClass = new Map();
  for (const { category_id: id, split, images } of thin) byClass.set(id, [...(byClass.get(id) ?? []), `${images || "none"} in ${split}`]);
  const said = [...byClass].map(([id, parts]) => `${names.get(id)} has ${parts.join(" and ")}`);
  if (said.length > MOST) said.splice(MOST, said.length, `${said.length - MOST} more classes have as few`);
  return said.length ? `Fewer than 10 images to judge by: ${said.join("; ")}.` : "";
}

const MOST = 4; // names; a long list says nothing more

function listed(words) {
  const named = words.slice(0, MOST);
  if (words.length > MOST) named.push(`${words.length - MOST} more`);
  return named.length > 1 ? `${named.slice(0, -1).join(", ")} and ${named.at(-1)}` : named[0];
}
