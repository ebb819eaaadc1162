"""Rows in a Parquet file: read by another program, a group at a time, and what goes wrong keeps its name."""

import errno
import io

import pyarrow.parquet
import pytest

from exports.shapes import parquet

COLUMNS = {"number": parquet.INTEGER, "name": parquet.TEXT}


def rows(count):
    return [{"number": number, "name": f"帽子 {number}"} for number in range(count)]


def write(file, given, group_rows=10):
    parquet.write(file, COLUMNS, iter(given), metadata={"who": "a test", "what": "rows"}, group_rows=group_rows)


def test_another_program_reads_the_rows_their_types_and_what_is_told():
    file = io.BytesIO()
    given = [*rows(25), {"number": None, "name": None}, {"number": -1, "name": ""}]
    write(file, given)
    read = pyarrow.parquet.ParquetFile(file)
    assert read.read().to_pylist() == given
    assert read.schema_arrow.types == [pyarrow.int64(), pyarrow.string()]
    assert read.schema_arrow.metadata == {b"who": b"a test", b"what": b"rows"}
    assert [read.metadata.row_group(place).num_rows for place in range(read.num_row_groups)] == [10, 10, 7]


def test_a_file_of_no_rows_has_its_columns_all_the_same():
    file = io.BytesIO()
    write(file, [])
    assert pyarrow.parquet.read_table(file).schema.names == ["number", "name"]


def test_what_is_held_in_memory_does_not_grow_with_the_rows():
    file, held = io.BytesIO(), []
    long = "a name " * 2000

    def watched():
        for row in rows(200):
            held.append(row["number"] * len(long) - len(file.getvalue()))
            yield row | {"name": f"{row['number']} {long}"}

    write(file, watched())
    assert len(file.getvalue()) > 200 * len(long)
    assert max(held) < 3 * 10 * len(long)


class Cancelled(BaseException):
    pass


def test_what_the_rows_raise_is_raised():
    def cancelled():
        yield from rows(15)
        raise Cancelled

    with pytest.raises(Cancelled):
        write(io.BytesIO(), cancelled())


def test_a_full_disk_is_told_as_one_and_no_further_rows_are_asked_for(capfd):
    asked = []

    class Full(io.BytesIO):
        def write(self, data):
            if len(asked) > 20:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(data)

    def counted():
        for row in rows(10_000):
            asked.append(row)
            yield row

    with pytest.raises(OSError, match="No space left") as problem:
        write(Full(), counted())
    assert problem.value.errno == errno.ENOSPC
    assert len(asked) < 1000
    assert capfd.readouterr() == ("", "")
