"""What a file of labels asks for, kept beside memory."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports.wanted import Wanted


@pytest.fixture
def wanted(settings, tmp_path):
    settings.WORK_DIR = tmp_path
    made = Wanted()
    yield made
    made.close()


def test_it_comes_back_by_number_in_batches_with_the_first_source(wanted):
    for asset, source in [(9, ""), (3, "a"), (2**63 - 1, ""), (3, "b"), (5, "")]:
        wanted.put(asset, 1, 1, source, f"{asset}.jpg")
    assert list(wanted.batches(2)) == [[(3, 1, "a"), (5, 1, "")], [(9, 1, ""), (2**63 - 1, 1, "")]]
    assert len(wanted) == 4


def test_an_image_with_two_categories_gets_none_and_is_told_once(wanted):
    for category in (1, 2, 1, 3):
        wanted.put(7, category, category, "", f"\ud800{category}.jpg")
    wanted.put(8, 1, 1, "", "8.jpg")
    assert list(wanted.batches(5)) == [[(8, 1, "")]]
    assert (list(wanted.clashes()), len(wanted)) == (["\ud8002.jpg"], 1)


def test_what_is_told_is_new_once_in_each_list(wanted):
    asked = [("a", "x"), ("a", "x"), ("b", "x"), ("a", "\ud800"), ("a", "\ud800")]
    assert [wanted.is_new(*each) for each in asked] == [True, False, True, True, False]


def test_its_file_goes_with_it(settings, tmp_path):
    settings.WORK_DIR = tmp_path
    made = Wanted()
    made.put(1, 1, 1, "", "")
    assert len(list(Path(tmp_path).iterdir())) == 1
    made.close()
    assert list(Path(tmp_path).iterdir()) == []


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 3)), max_size=30))
def test_the_order_in_which_a_file_says_it_changes_nothing(labels):
    def kept(some):
        made = Wanted()
        for asset, category in some:
            made.put(asset, category, category, "", str(asset))
        found = [(asset, category) for batch in made.batches(4) for asset, category, _ in batch], list(made.clashes())
        made.close()
        return found

    said = {}
    for asset, category in labels:
        said.setdefault(asset, set()).add(category)
    clear = sorted((asset, *found) for asset, found in said.items() if len(found) == 1)
    clashing = sorted(str(asset) for asset, found in said.items() if len(found) > 1)
    assert kept(labels) == kept(reversed(labels)) == (clear, clashing)
