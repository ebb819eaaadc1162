"""Which class a picture's folders tell."""

import json

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports.class_folders import PARTS, ClassFolders

CASES = json.loads((settings.BASE_DIR / "tests/support/class_folders.json").read_text())  # tests/js/setup has them, too


def told(paths):
    folders = ClassFolders(paths)
    return {path: folders.of(path.rpartition("/")[0]) for path in paths}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_a_folder_tells_the_class_that_the_table_says(case):
    assert {path: each.name for path, each in told(list(case["classes"])).items()} == case["classes"]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("pets/1.jpg", "Its folder pets lies around all the others, so it is taken for no class."),
        ("pets/Train/1.jpg", "Its folder pets lies around all the others, so it is taken for no class."),
        ("pets/B\udcfccher/1.jpg", "The name of its folder, B\ufffdcher, cannot be read, so it is taken for no class."),
        ("1.jpg", ""),
    ],
)
def test_why_a_folder_tells_none_is_said(path, why):
    assert told([path, "pets/cat/1.jpg"])[path].why == why


def test_a_part_of_a_set_without_anything_around_it_is_named():
    why = "Its folder train is taken for a part of the set, not for a class."
    assert told(["train/1.jpg", "test/2.jpg"])["train/1.jpg"].why == why


folders = st.lists(st.sampled_from(["cat", "dog", "Train", "val", "images", "x"]), max_size=3).map("/".join)


@given(st.lists(folders, max_size=8))
def test_no_part_of_a_set_is_ever_a_class_and_the_order_tells_nothing(some):
    paths = [f"{folder}/{at}.jpg".lstrip("/") for at, folder in enumerate(some)]
    found = told(paths)
    assert not {each.name.casefold() for each in found.values()} & PARTS
    assert all(bool(each.name) != bool(each.why) for path, each in found.items() if "/" in path)
    assert found == told(paths[::-1])
