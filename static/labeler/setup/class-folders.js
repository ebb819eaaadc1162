// The class that a picture's folders tell, where labels are taken from folders. The server has the same rule in
// annotations/imports/class_folders.py, and one table of cases tests both.
//
// It is the nearest folder that is a class at all: train/cat/images/1.jpg is a cat. No class unasked are the parts of a
// training set, the folder around everything, and names that cannot be read. In Labeler's own ImageFolder (0000-cat, files
// called by twelve digits) the number is left out.

const PARTS = new Set(["train", "val", "valid", "validation", "test", "images", "all"]);
const UNREADABLE = /\uFFFD|\p{Cs}/u;
const OWN_FOLDER = /^[0-9]{4}-(.+)$/u;
const OWN_FILE = /^[0-9]{12}\.[a-z]+$/;

// `paths`: of pictures that come together, with `/` between. Gives a function from the path of a folder ("" for none) to
// the name of its class, "" where it is none.
export function classFolders(paths) {
  const inner = paths.map((path) => path.split("/")).filter(({ length }) => length > 1);
  const around = folderAround(inner);
  const named = inner.map((parts) => [told(parts.slice(0, -1), around), parts.at(-1)]).filter(([name]) => name);
  const isOwn = named.every(([name, file]) => OWN_FOLDER.test(name) && OWN_FILE.test(file));
  return (folder) => {
    const name = told(folder.split("/"), around);
    return isOwn ? name.replace(OWN_FOLDER, "$1") : name;
  };
}

// The folder that holds all the others; "" where there are several, or nothing lies deeper.
function folderAround(inner) {
  const first = new Set(inner.map(([folder]) => folder));
  return first.size === 1 && inner.some(({ length }) => length > 2) ? inner[0][0] : "";
}

function told(folders, around) {
  const place = folders.findLastIndex((folder) => folder.trim() && !PARTS.has(folder.trim().toLowerCase()));
  const name = place < 0 ? "" : folders[place].trim();
  const isNone = UNREADABLE.test(name) || (place === 0 && folders[0] === around);
  return isNone ? "" : name;
}
