"""Labels in Parquet files: Hugging Face's datasets, and what is none of them."""

import hashlib
import io
import json
import subprocess
import sys
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports.reading.hugging_face import parquet, rows
from annotations.imports.reading.opening import opened
from annotations.imports.reading.records import ColumnsUnclear, Format, State, Unreadable
from annotations.tests.imports.reading import files
from annotations.tests.imports.reading.files import labels, said, zipped
from core.confined import children, messages
from core.confined.limits import Limits
from core.faults import fault_of

DAMAGED = "The Parquet file is damaged or cut off, or of a kind that Labeler does not read."


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def test_pictures_are_known_by_their_bytes_and_numbers_by_their_names():
    file = files.parquet(
        {"image": files.pictures((b"one", "a/1.jpg"), (b"two", None), (None, "3.jpg")), "label": [1, 0, -1]},
        names=["cat", "dog"],
    )
    with opened(file) as found:
        assert (found.format, found.title) == (Format.PARQUET, "Hugging Face, Parquet")
        assert [(each.path, each.sha256, each.categories, each.state) for each in found.records] == [
            ("a/1.jpg", sha256(b"one"), ("dog",), State.LABELED),
            ("row 2", sha256(b"two"), ("cat",), State.LABELED),
            ("3.jpg", "", (), State.UNLABELED),
        ]


def test_a_table_of_names_and_labels_is_read_as_any_other():
    file = files.parquet({"file_name": ["a/1.jpg", "2.jpg", None], "label": ["cat", "dog", "cat"], "size": [1, 2, 3]})
    with opened(file) as found:
        assert found.title == "Parquet"
        assert found.columns.names == ("file_name", "label", "size")
    assert labels(file) == [("a/1.jpg", "cat"), ("2.jpg", "dog"), ("row 3", "It names no file.")]


def test_a_number_that_has_no_name_is_told():
    named = files.parquet({"file_name": ["1.jpg"], "label": [2]}, names=["cat", "dog"])
    assert labels(named) == [("row 1", "Its class is the number 2, and there are names for 0 to 1 only.")]
    (record,) = said(files.parquet({"file_name": ["1.jpg"], "label": [2]}))
    assert record.categories == ("2",)
    assert "does not say what the class 2 is called" in record.note


def test_where_it_is_not_clear_which_columns_count_somebody_is_asked():
    file = files.parquet({"text": ["x"], "mood": ["calm"], "hour": [1]})
    with opened(file) as found, pytest.raises(ColumnsUnclear, match="text, mood, hour"):
        list(found.records)


def test_a_zip_of_parts_is_read_part_after_part():
    names = "{'0': cat, '1': dog}"
    card = (
        f"---\ndataset_info: {{features: [{{name: label, dtype: {{class_label: {{names: {names}}}}}}}]}}\n---\n# Pets\n"
    )
    train, test = (
        files.parquet({"image": files.pictures((content, None)), "label": [label]}).read()
        for content, label in ((b"a", 1), (b"b", 0))
    )
    packed = zipped({
        "README.md": card, "data/train-00000-of-00001.parquet": train, "data/test-00000-of-00001.parquet": test,
    })  # fmt: skip
    assert [(each.path, each.sha256, each.categories, each.split) for each in said(packed)] == [
        ("row 1 of data/test-00000-of-00001.parquet", sha256(b"b"), ("cat",), "test"),
        ("row 1 of data/train-00000-of-00001.parquet", sha256(b"a"), ("dog",), "train"),
    ]


def test_a_file_is_read_where_it_lies_and_another_is_copied_and_nothing_is_left(tmp_path):
    work, path = tmp_path / "work", tmp_path / "labels"
    work.mkdir()
    content = files.parquet({"file_name": ["1.jpg"], "label": ["cat"]}).read()
    path.write_bytes(content)
    for file in (path.open("rb"), io.BytesIO(content)):
        with file, opened(file, work_dir=work) as found:
            assert len(list(work.iterdir())) == 1
            assert [each.path for each in found.records] == ["1.jpg"]
        assert list(work.iterdir()) == []


# --- what strangers send ---


def test_this_process_loads_no_reader_of_them(tmp_path):
    path = tmp_path / "labels"
    path.write_bytes(WHOLE)
    script = (
        "import sys; from annotations.imports.reading.opening import opened\n"
        "with open(sys.argv[1], 'rb') as file, opened(file) as found: list(found.records)\n"
        "print([name for name in sys.modules if name.startswith('arro3')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, path], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


WHOLE = files.parquet({"image": files.pictures((b"one", "a/1.jpg")), "label": [1]}, names=["cat", "dog"]).read()


@pytest.mark.parametrize(
    "content",
    [b"PAR1", b"PAR1" + b"\xff" * 100 + b"PAR1", WHOLE[:-1], WHOLE[: len(WHOLE) // 2], WHOLE[:-300] + b"\xff" * 300],
)
def test_a_file_that_is_none_or_cut_off_is_refused_in_a_sentence(content, tmp_path):
    with pytest.raises(Unreadable, match=DAMAGED):
        said(io.BytesIO(content), work_dir=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
@given(place=st.integers(4, len(WHOLE) - 5), value=st.binary(min_size=1, max_size=4))
def test_whatever_is_damaged_the_reader_gives_records_or_a_sentence(place, value):
    content = bytearray(WHOLE)
    content[place : place + len(value)] = value
    with suppress(Unreadable):
        said(io.BytesIO(content))


def repeated(text, times):
    """A column that is small in the file, and large in memory."""
    return files.parquet({"file_name": [text] * times, "label": [1] * times}, compression="zstd(3)")


def test_one_that_unpacks_to_far_more_than_it_is_is_refused():
    with pytest.raises(Unreadable, match="more than 100 times as large, which labels never are"):
        said(repeated("x" * 1_000_000, 300))


def test_one_that_takes_more_memory_than_is_allowed_is_refused(monkeypatch):
    monkeypatch.setattr(parquet, "LIMITS", Limits(memory=150_000_000, cpu_seconds=60, seconds=240))
    with pytest.raises(Unreadable, match="Parquet file"):
        said(repeated("x" * 40_000_000, 16))


@pytest.mark.parametrize(("raised", "words"), [
    (children.TooMuch("time"), "takes more time to read than is allowed. Save its file names and labels as CSV"),
    (children.Crashed(), "the program that reads it ends over it"),
])  # fmt: skip
def test_where_the_program_that_reads_it_ends_it_is_told(raised, words, monkeypatch):
    def fails(*args, **values):
        raise raised

    monkeypatch.setattr(children, "call", fails)
    with pytest.raises(Unreadable, match=words):
        said(io.BytesIO(WHOLE))


@pytest.mark.parametrize("bound", [{"most_rows": 2, "most_text": 1000}, {"most_rows": 10, "most_text": 24}])
def test_rows_beyond_the_bound_are_not_written(bound):
    out = io.BytesIO()
    writer = rows._Writer(["label"], out, 100, **bound)
    writer._write([1])
    writer._write([1])
    with pytest.raises(rows.Refused, match="more than 10,000,000 rows together, or more text than labels have"):
        writer._write([1])
    assert out.getvalue() == b'{"label":1}\n' * 2


PARTS = zipped({
    f"{at}.parquet": files.parquet({"file_name": ["1.jpg", "2.jpg"], "label": ["cat", "dog"]}).read() for at in range(3)
})  # fmt: skip


@pytest.mark.parametrize(("left", "words"), [
    (parquet.Left(most_rows=5), "more than 10,000,000 rows together"),
    (parquet.Left(most_text=5 * len('{"file_name":"1.jpg","label":"cat"}\n')), "or more text than labels have"),
    (parquet.Left(cpu_seconds=0.001), "takes more time to read than is allowed"),
])  # fmt: skip
def test_the_files_of_a_zip_share_what_an_import_may_take(left, words, monkeypatch):
    monkeypatch.setattr(parquet, "Left", lambda: left)
    with pytest.raises(Unreadable, match=words):
        said(PARTS)


def test_a_sign_of_life_is_given_before_each_part(monkeypatch):
    signs, before = [], []
    answer = {"rows": 0, "text": 0, "cpu": 0, "features": ""}
    monkeypatch.setattr(children, "call", lambda *args, **values: before.append(len(signs)) or answer)
    assert said(PARTS, alive=lambda: signs.append(1)) == []
    assert 0 < before[0] < before[1] < before[2]


def test_a_file_has_no_more_time_than_is_left_after_those_before_it(monkeypatch):
    left, given = parquet.Left(most_rows=6, cpu_seconds=100), []
    before = children.call

    def call(function, limits, **values):
        given.append((limits.cpu_seconds, values["most_rows"]))
        return before(function, limits, **values) | {"cpu": 30.5}

    monkeypatch.setattr(children, "call", call)
    monkeypatch.setattr(parquet, "Left", lambda: left)
    assert len(said(PARTS)) == 6
    assert given == [(100, 6), (70, 4), (39, 2)]
    assert left.most_rows == 0


def test_nobody_is_lost_while_it_is_read_and_who_waits_no_more_ends_the_reading(monkeypatch, tmp_path):
    monkeypatch.setattr(messages, "LOOK_SECONDS", 0.001)
    seen = []

    def alive():
        seen.append(1)
        if len(seen) > 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        said(io.BytesIO(WHOLE), work_dir=tmp_path, alive=alive)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is one of Linux")
def test_a_full_disk_is_told_as_one(monkeypatch, tmp_path):
    path = tmp_path / "labels.parquet"
    path.write_bytes(WHOLE)
    monkeypatch.setattr(parquet, "_spool", lambda folder: nullcontext(Path("/dev/full")))
    with path.open("rb") as file, pytest.raises(OSError, match="No space left") as problem:
        said(file)
    assert fault_of(problem.value).code == "disk_full"


def test_a_cell_is_kept_as_far_as_it_may_be_a_label():
    cells = {
        "a": "x" * 5000, "b": float("nan"), "c": ["cat", 1, None], "d": {"x": 1}, "e": True, "f": b"picture",
    }  # fmt: skip
    out = io.BytesIO()
    rows._Writer(list(cells), out, 100, 1, 10_000)._write(list(cells.values()))
    (line,) = map(json.loads, out.getvalue().splitlines())
    assert line == {
        "a": "x" * 4001, "b": None, "c": ["cat", 1], "d": None, "e": True, "f": "", "sha256": sha256(b"picture"),
    }  # fmt: skip
