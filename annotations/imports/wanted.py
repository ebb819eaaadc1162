"""What a file of labels asks for, kept on the disk while it is read: however long it is, it takes some megabytes."""

import sqlite3
import tempfile
from collections.abc import Iterator

from core.storage.scratch import work_dir

PREFIX = "import-"  # as of all that imports keep in the work folder: what a killed one leaves is cleared away
TABLES = """
    CREATE TABLE wanted (
        asset INTEGER PRIMARY KEY, class INTEGER NOT NULL, target INTEGER NOT NULL, source TEXT NOT NULL, clash BLOB
    );
    CREATE TABLE told (list TEXT, name BLOB, PRIMARY KEY (list, name)) WITHOUT ROWID;
"""
PUT = """
    INSERT INTO wanted (asset, class, target, source) VALUES (?, ?, ?, ?)
    ON CONFLICT (asset) DO UPDATE SET
        clash = CASE WHEN target < 0 THEN clash ELSE coalesce(clash, ?) END,
        class = CASE WHEN target < 0 THEN excluded.class ELSE class END,
        source = CASE WHEN target < 0 THEN excluded.source ELSE source END,
        target = CASE WHEN target < 0 THEN excluded.target ELSE target END
    WHERE target <> excluded.target AND excluded.target >= 0
"""
SOME = "SELECT asset, class, source FROM wanted WHERE asset > ? AND clash IS NULL ORDER BY asset LIMIT ?"


class Wanted:
    """Labels by the number of their image: one class of the file each, and the JSON of where it comes from.

    A private database in the work folder, without a journal, that goes with its file.
    """

    def __init__(self) -> None:
        self._file = tempfile.NamedTemporaryFile(dir=work_dir(), prefix=PREFIX)  # noqa: SIM115 - closed by `close`
        self._rows = sqlite3.connect(self._file.name, isolation_level=None)
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("PRAGMA synchronous = OFF")
        self._rows.executescript(TABLES)
        self._rows.execute("BEGIN")  # never ended: nothing of it is to last

    def close(self) -> None:
        self._rows.close()
        self._file.close()

    def put(self, asset: int, class_: int, target: int, source: str, name: str) -> None:
        """`class_`: of the file, by its number; `target`: what it means, equal for two that mean the same, negative
        while nobody knows: one that is known goes before it. `name`: what the file calls the image, to be told where it
        gives it another target, too."""
        self._rows.execute(PUT, (asset, class_, target, source, _bytes(name)))

    def is_new(self, list_: str, name: str) -> bool:
        """Whether this name was not told in this list before."""
        return self._rows.execute("INSERT OR IGNORE INTO told VALUES (?, ?)", (list_, _bytes(name))).rowcount == 1

    def clashes(self) -> Iterator[str]:
        """Names of the images that got several targets."""
        for (name,) in self._rows.execute("SELECT clash FROM wanted WHERE clash IS NOT NULL ORDER BY asset"):
            yield name.decode(errors="surrogatepass")

    def __len__(self) -> int:
        (count,) = self._rows.execute("SELECT count(*) FROM wanted WHERE clash IS NULL").fetchone()
        return int(count)

    def carried(self) -> list[tuple[int, int]]:
        """(class, count) of the images that have no number yet, but a negative one."""
        asked = "SELECT class, count(*) FROM wanted WHERE asset < 0 AND clash IS NULL GROUP BY class"
        return self._rows.execute(asked).fetchall()

    def batches(self, size: int) -> Iterator[list[tuple[int, int, str]]]:
        """(image, class, source) of all that are clear, by number."""
        last = 0
        while rows := self._rows.execute(SOME, (last, size)).fetchall():
            yield rows
            last = rows[-1][0]


def _bytes(name: str) -> bytes:
    """A file can spell half a surrogate pair."""
    return name.encode(errors="surrogatepass")
