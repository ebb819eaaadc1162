"""Which of many paths shares most with another one, counted from the end."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotations.imports import suffixes
from annotations.imports.suffixes import Paths, backwards

PARTS = ["a", "A", "b", "ab", "001.jpg", "é", "e\u0301", "\u00df", "ss", "a.b"]
parts = st.lists(st.sampled_from(PARTS), min_size=1, max_size=5)
many = st.lists(parts, min_size=1, max_size=12)
foreign = st.lists(st.sampled_from(["home", "C:", "data ", "..", "https:"]), max_size=4)


def kept(some):
    paths = Paths()
    for at, each in enumerate(some):
        paths.add("/".join(each), str(at))
    return paths


def nearest(some, path):
    return kept(some).nearest(backwards(path), most=100)


def shared(one, other):
    return len(backwards("/".join(one)).shared_with(backwards("/".join(other))))


@pytest.mark.parametrize(
    "path",
    [
        "a/001.jpg",
        "/home/x/data/a/001.jpg",
        "C:\\x\\a\\001.jpg",
        "https://host/x/a/001.jpg",
        "./a//001.jpg",
        "A/001.JPG",
    ],
)
def test_what_stands_before_and_how_folders_are_separated_tells_nothing(path):
    assert nearest([["a", "001.jpg"], ["b", "001.jpg"], ["ba", "001.jpg"]], path).marks == ["0"]


@given(many, parts)
def test_those_are_found_that_share_most_as_if_each_had_been_looked_at(some, path):
    found = nearest(some, "/".join(path))
    most = max(shared(path, each) for each in some)
    assert found.shared == most
    assert sorted(found.marks, key=int) == [
        str(at) for at, each in enumerate(some) if most and most == shared(path, each)
    ]
    assert found.count == len(found.marks)


@given(many, many, parts)
def test_it_is_one_whether_they_are_sorted_at_once_by_parts_or_after_some_were_found(some, more, path):
    at_once = nearest([*some, *more], "/".join(path))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suffixes, "PART", 2)
        paths = kept(some)
        paths.nearest(backwards("a"), most=1)
        for at, each in enumerate(more, start=len(some)):
            paths.add("/".join(each), str(at))
        assert paths.nearest(backwards("/".join(path)), most=100) == at_once


@given(many, parts, foreign, st.sampled_from("/\\"))
def test_folders_before_the_path_that_no_picture_lies_in_never_change_what_is_found(some, path, before, separator):
    assert nearest(some, separator.join([*before, *path])) == nearest(some, "/".join(path))


@given(many, parts, st.sampled_from([str.upper, str.lower, lambda text: unicodedata.normalize("NFD", text)]))
def test_no_spelling_changes_what_is_found(some, path, spell):
    assert nearest(some, spell("/".join(path))) == nearest(some, "/".join(path))


@given(many, parts, st.sampled_from(PARTS))
def test_one_that_shares_more_never_loses_against_one_that_shares_less(some, path, more):
    before = nearest(some, "/".join(path))
    longer = [more, *path]
    after = nearest([*some, longer], "/".join(longer))
    assert after.shared == len(longer) >= before.shared
    assert str(len(some)) in after.marks


@given(parts, parts)
def test_a_component_is_shared_as_a_whole_or_not_at_all(one, other):
    assume(backwards(one[-1]).compared != backwards(other[-1]).compared)
    assert nearest([[*other[:-1], "x" + one[-1]], other], "/".join(one)).count == 0


def test_of_very_many_the_first_are_told_and_all_are_counted():
    found = kept([[str(at), "image.jpg"] for at in range(1000)])
    near = found.nearest(backwards("image.jpg"), most=3)
    assert (near.shared, near.count, len(near.marks)) == (1, 1000, 3)
    assert found.nearest(backwards("x/731/image.jpg"), most=3).marks == ["731"]


def test_how_alike_two_are_spelled_is_told_beside_how_much_they_share():
    path = backwards("x/A/001.jpg")
    ranks = [path.shared_with(backwards(each)) for each in ("A/001.jpg", "a/001.jpg", "A/001.JPG", "a/001.JPG")]
    assert ranks == [(True, True), (True, False), (False, True), (False, False)]
    assert ranks == sorted(ranks, reverse=True)
    assert path.shared_with(backwards("b/001.jpg")) == (True,)


@given(st.text(max_size=40))
def test_any_text_is_a_path(text):
    assert kept([[text]]).nearest(backwards(text), most=1).count == 1
