"""Zips of pictures in folders that are their classes."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports.class_folders import PARTS
from annotations.imports.reading.records import Record, State
from annotations.tests.imports.reading.files import labels, said, zipped


def test_the_class_is_the_nearest_folder_that_can_be_one():
    packed = zipped({"train/cat/01.jpg": b"x", "set/val/red deer/02.JPG": b"x", "03.png": b"x", "cat/notes.txt": b"x"})
    assert said(packed) == [
        Record("train/cat/01.jpg", "train/cat/01.jpg", ("cat",), split="train"),
        Record("set/val/red deer/02.JPG", "set/val/red deer/02.JPG", ("red deer",), split="val"),
        Record("03.png", "03.png", state=State.UNLABELED),
    ]


spellings = st.sampled_from(sorted(PARTS)).flatmap(
    lambda name: st.sampled_from([name, name.upper(), name.title(), f" {name} "])
)


@given(spellings, st.lists(st.sampled_from(["data", "2024", "cat"]), max_size=3))
def test_what_is_called_like_a_part_of_a_set_is_no_class_unasked(folder, above):
    packed = zipped({"/".join([*above, folder, "01.jpg"]): b"x", "dog/02.jpg": b"x"})
    first, second = said(packed)
    assert (first.categories, second.categories) == (tuple(above[-1:]), ("dog",))
    assert above or (first.state == State.UNLABELED and "not for a class" in first.note)
    asked = said(packed, classes=[folder])
    assert [each.categories for each in asked] == [(folder.strip(),), ("dog",)]


def in_a_code_page(name):
    """A zip as old programs make them: names in their own code page, without saying which."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("X" * len(name), b"x")
        archive.writestr("cat/02.jpg", b"x")
    return io.BytesIO(out.getvalue().replace(b"X" * len(name), name))


@pytest.mark.parametrize("encoding", ["shift_jis", "gbk"])
def test_a_folder_whose_name_cannot_be_read_is_no_class_unasked(encoding):
    first, second = said(in_a_code_page("狗和猫/01.jpg".encode(encoding)))
    assert (first.categories, second.categories) == ((), ("cat",))
    assert "cannot be read" in first.note


def test_a_folder_in_utf8_is_a_class_though_its_zip_does_not_say_so():
    assert labels(in_a_code_page("猫/01.jpg".encode()))[0] == ("猫/01.jpg", "猫")
