"""Names of folders, as they are stored: told by somebody, or found on a disk or in an archive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets import folders
from core.exceptions import Refused


@pytest.mark.parametrize(
    ("told", "stored"),
    [
        ("", ""),
        ("photos", "photos"),
        ("/photos//2026/./May/", "photos/2026/May"),
        (r"C:\photos\May", "C:/photos/May"),
        (" photos / May ", "photos/May"),
        ("cafe\u0301", "caf\u00e9"),
        ("a" * 300, "a" * 300),
    ],
)
def test_a_folder_is_a_path_of_names(told, stored):
    assert folders.cleaned(told) == stored


@pytest.mark.parametrize("told", ["a/../b", "..", "a\nb", "a\x00b", "\ud800", "a" * 301])
def test_what_is_no_folder_is_refused(told):
    with pytest.raises(Refused) as refusal:
        folders.cleaned(told)
    assert (refusal.value.code, refusal.value.field) == ("bad_folder", "folder")


@given(st.text(alphabet="ab/\\. \n\x00é\ud800", max_size=400))
def test_what_a_disk_has_is_tidied_to_a_folder_that_is_stored_as_it_is(told):
    stored = folders.tidied(told)
    assert folders.cleaned(stored) == stored


def test_parents_stand_in_front_of_what_lies_in_them():
    assert folders.with_parents(["b/c", "a.x", "a/b", "b"]) == ["a", "a/b", "a.x", "b", "b/c"]
