"""Which pictures are in the share."""

import hashlib
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.rules.second_share import clean_share, holds, spans

hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(st.uuids(), hashes)
def test_none_are_in_no_share_and_all_in_the_whole(dataset_id, sha256):
    assert not holds(dataset_id, 0, sha256)
    assert holds(dataset_id, 100, sha256)


@given(st.uuids(), hashes, st.integers(0, 100), st.integers(0, 100))
def test_a_larger_share_holds_what_a_smaller_one_does(dataset_id, sha256, one, other):
    small, large = sorted([one, other])
    assert holds(dataset_id, large, sha256) or not holds(dataset_id, small, sha256)


@given(st.uuids(), st.integers(1, 99))
def test_its_stretches_are_as_long_as_the_share(dataset_id, share):
    def step(text):
        return {"": 0, "g": 16**8}.get(text) if text in ("", "g") else int(text, 16)

    length = sum(step(end) - step(start) for start, end in spans(dataset_id, share))
    assert abs(length - share * 16**8 / 100) <= 1


def test_of_many_pictures_so_many_are_in_it_and_others_in_another_project():
    pictures = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(20_000)]
    one = UUID(int=7 << 120)
    here = {sha256 for sha256 in pictures if holds(one, 5, sha256)}
    assert 850 < len(here) < 1150
    assert here == {sha256 for sha256 in pictures if "07000000" <= sha256 < "13cccccc"}
    assert holds(UUID(int=(2**128 - 1)), 5, "0" * 64), "it goes round"


def test_a_share_is_a_whole_number_of_per_cent():
    assert clean_share(5) == 5
    for wrong in (-1, 101, 2.5, True, "5", None):
        with pytest.raises(ValueError, match="whole number of per cent"):
            clean_share(wrong)
