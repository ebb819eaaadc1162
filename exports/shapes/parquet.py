"""Pure: rows into a Parquet file, group by group. The same rows give the same bytes, within one release of arro3."""

import itertools
from collections.abc import Iterator, Mapping
from io import RawIOBase
from typing import IO, Any

INTEGER, TEXT, BOOLEAN = "int64", "string", "bool"
INTEGERS, TEXTS = "list<int64>", "list<string>"
LISTS = {INTEGERS: INTEGER, TEXTS: TEXT}  # of what each is a list


def write(
    file: IO[bytes],
    columns: Mapping[str, str],
    rows: Iterator[Mapping[str, Any]],
    *,
    metadata: Mapping[str, str],
    group_rows: int,
) -> None:
    """Write `columns` (name: one of the types; None may stand for a value, not for a list) of the rows; `metadata`:
    what the file says of itself, with its schema. Not more than a group is held in memory. What `rows` or `file` raises
    is raised."""
    from arro3 import core, io  # only builds of this shape need them

    types = {
        INTEGER: core.DataType.int64(),
        TEXT: core.DataType.string(),
        BOOLEAN: core.DataType.bool(),
    }
    types |= {many: core.DataType.list(core.Field("item", types[one])) for many, one in LISTS.items()}
    schema = core.Schema([core.Field(name, types[kind]) for name, kind in columns.items()], metadata=dict(metadata))

    def array(values: list[Any], kind: str) -> Any:
        if kind not in LISTS:
            return core.Array(values, types[kind])
        ends = core.Array(list(itertools.accumulate(map(len, values), initial=0)), core.DataType.int32())
        return core.list_array(ends, array(list(itertools.chain(*values)), LISTS[kind]), type=types[kind])

    def groups() -> Iterator[core.RecordBatch]:
        while group := list(itertools.islice(rows, group_rows)):
            arrays = [array([row[name] for row in group], kind) for name, kind in columns.items()]
            yield core.RecordBatch.from_arrays(arrays, schema=schema)

    first = _First()
    reader = core.RecordBatchReader.from_batches(schema, first.until_one(groups()))
    io.write_parquet(
        reader,
        _Sink(file, first),  # type: ignore[arg-type]  # which only writes
        compression="uncompressed",
        max_row_group_size=group_rows,
    )
    first.raise_it()


class _First:
    """Keeps the first exception for later. On the way through arro3 it would lose its type, or become a panic."""

    def __init__(self) -> None:
        self.problem: BaseException | None = None

    def until_one(self, groups: Iterator[Any]) -> Iterator[Any]:
        """The groups; they end early at an exception, here or in the file."""
        try:
            for group in groups:
                if self.problem:
                    return
                yield group
        except BaseException as problem:
            self.problem = problem

    def raise_it(self) -> None:
        if self.problem:
            raise self.problem


class _Sink(RawIOBase):
    """The file as arro3 writes to it. After an exception nothing more is written."""

    def __init__(self, file: IO[bytes], first: _First) -> None:
        super().__init__()
        self._file, self._first = file, first

    def write(self, data: Any) -> int:
        if not self._first.problem:
            try:
                self._file.write(data)
            except BaseException as problem:
                self._first.problem = problem
        return len(data)
