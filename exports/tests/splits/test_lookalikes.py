"""Which hashes are near each other across splits: all of them, each once, whatever lies beside."""

from hypothesis import given
from hypothesis import strategies as st

from exports.splits import lookalikes

LAST = 2**64 - 1


def near(hashed, bits):
    """The hash with these bits turned."""
    for bit in bits:
        hashed ^= 1 << bit
    return hashed


hashes = st.integers(0, LAST)
few_bits = st.sets(st.integers(0, 63), max_size=6)


@st.composite
def pictures(draw):
    """Some hashes, many of them near others, and a split for each."""
    seeds = draw(st.lists(hashes, min_size=1, max_size=6))
    others = draw(st.lists(st.tuples(st.sampled_from(seeds), few_bits), max_size=14))
    found = seeds + [near(hashed, bits) for hashed, bits in others]
    return found, draw(st.lists(st.integers(0, 2), min_size=len(found), max_size=len(found)))


@given(pictures())
def test_all_that_differ_in_four_bits_at_most_are_found_once_and_the_nearest_first(given_pictures):
    hashed, splits = given_pictures
    expected = sorted(
        ((one ^ other).bit_count(), a, b)
        for b, other in enumerate(hashed)
        for a, one in enumerate(hashed[:b])
        if splits[a] != splits[b] and (one ^ other).bit_count() <= lookalikes.MOST_BITS
    )
    found = lookalikes.across(hashed, splits)
    assert [(pair.bits, pair.one, pair.other) for pair in found.pairs] == expected
    assert found.is_whole


def test_of_nothing_and_of_one_there_is_no_pair():
    assert lookalikes.across([], []) == lookalikes.Found([], True)
    assert lookalikes.across([5], [0]) == lookalikes.Found([], True)


def test_in_one_split_nothing_is_a_pair():
    assert lookalikes.across([7, 7, 7], [1, 1, 1]).pairs == []


def test_where_too_many_agree_it_says_that_there_may_be_more(monkeypatch):
    monkeypatch.setattr(lookalikes, "NEIGHBOURS", 3)
    found = lookalikes.across([0] * 10, [n % 2 for n in range(10)])
    assert found.pairs
    assert not found.is_whole


def test_it_ends_where_the_work_is_too_much(monkeypatch):
    monkeypatch.setattr(lookalikes, "MOST_CANDIDATES", 5)
    found = lookalikes.across([0] * 100, [n % 2 for n in range(100)])
    assert not found.is_whole
    assert len(found.pairs) < 100 * 100 / 4


def test_what_a_sign_of_life_raises_ends_it():
    class Stopped(Exception):
        pass

    def alive():
        raise Stopped

    try:
        lookalikes.across([1, 2], [0, 1], alive)
    except Stopped:
        return
    raise AssertionError("it went on")


NUMBERS = bytes([100]) * 400


def test_two_bits_are_alike_by_themselves_and_more_are_where_the_numbers_agree():
    assert lookalikes.are_alike(2, None, None)
    assert not lookalikes.are_alike(3, None, None)
    assert not lookalikes.are_alike(3, NUMBERS, None)
    assert lookalikes.are_alike(4, NUMBERS, bytes([110]) * 400)
    assert not lookalikes.are_alike(4, NUMBERS, bytes([111]) * 400)


def test_a_plain_hash_says_nothing_without_the_numbers():
    assert lookalikes.is_plain(0)
    assert lookalikes.is_plain(LAST)
    assert not lookalikes.is_plain(0x00FF00FF00FF00FF)
    assert not lookalikes.are_alike(0, None, None, is_plain=True)
    assert lookalikes.are_alike(0, NUMBERS, NUMBERS, is_plain=True)
