"""The pure part of a sample check: how many of which, and what the result says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.checks import sample_checks
from annotations.checks.statistics import allocate, draw, upper_bound

STRATA = st.dictionaries(st.integers(1, 50), st.integers(0, 5000), min_size=1).filter(
    lambda strata: sum(strata.values())
)


@given(STRATA, st.data())
def test_what_is_allocated_adds_up_and_is_there(strata, data):
    size = data.draw(st.integers(1, sum(strata.values())))
    shares = allocate(strata, size)
    assert sum(shares.values()) == size
    assert all(0 <= share <= strata[key] for key, share in shares.items())


@given(STRATA, st.data())
def test_every_category_with_labels_is_looked_at_where_the_size_allows_it(strata, data):
    present = [key for key, count in strata.items() if count]
    size = data.draw(st.integers(len(present), sum(strata.values())))
    shares = allocate(strata, size)
    assert all(shares[key] >= 1 for key in present)


def test_categories_are_drawn_in_proportion():
    assert allocate({1: 900, 2: 90, 3: 10}, 100) == {1: 88, 2: 10, 3: 2}
    assert allocate({1: 5, 2: 0, 3: 5}, 10) == {1: 5, 3: 5}
    assert allocate({1: 1, 2: 7, 3: 9}, 2) == {1: 0, 2: 1, 3: 1}


def test_more_than_there_are_cannot_be_drawn():
    with pytest.raises(ValueError, match="4 cannot be drawn of 3"):
        allocate({1: 3}, 4)


@given(st.sets(st.integers(1, 10**9), min_size=1, max_size=60), st.integers(), st.data())
def test_the_same_seed_draws_the_same_in_whatever_order_they_come(ids, seed, data):
    count = data.draw(st.integers(0, len(ids)))
    drawn = draw(ids, count, seed)
    assert len(set(drawn)) == count
    assert drawn == draw(data.draw(st.permutations(sorted(ids))), count, seed)


def test_every_image_is_drawn_about_as_often_as_the_others():
    counts = dict.fromkeys(range(20), 0)
    for seed in range(2000):
        for number in draw(counts, 5, seed):
            counts[number] += 1
    assert min(counts.values()) > 400  # 500 each, on average; the standard deviation is 19
    assert max(counts.values()) < 600


def test_the_bound_is_that_of_clopper_and_pearson():
    # With none wrong it is 1 - 0.05 ** (1 / n); the others are from a table of the beta distribution.
    assert upper_bound(0, 125) == pytest.approx(1 - 0.05 ** (1 / 125))
    assert upper_bound(6, 125) == pytest.approx(0.0925358, abs=1e-6)
    assert upper_bound(125, 125) == 1


def by_scipy(wrong, size):
    from scipy.stats import binomtest  # it takes seconds to load

    return binomtest(wrong, size, alternative="less").proportion_ci(0.95, method="exact").high


@pytest.mark.parametrize("size", [1, 2, 3, 10, 125, 999, pytest.param(sample_checks.MOST, marks=pytest.mark.long)])
def test_the_bound_is_that_of_scipy_from_none_wrong_to_all(size):
    step = max(1, size // 40)
    for wrong in {*range(0, size + 1, step), min(1, size), size - 1, size}:
        assert upper_bound(wrong, size) == pytest.approx(by_scipy(wrong, size), rel=1e-10), wrong


@given(st.integers(1, sample_checks.MOST), st.data())
def test_the_bound_is_that_of_scipy(size, data):
    wrong = data.draw(st.integers(0, size))
    assert upper_bound(wrong, size) == pytest.approx(by_scipy(wrong, size), rel=1e-10)


@pytest.mark.parametrize("wrong", [0, 1, 2_500, 99_999, 100_000])
def test_the_bound_holds_far_beyond_the_largest_check(wrong):
    assert upper_bound(wrong, 100_000) == pytest.approx(by_scipy(wrong, 100_000), rel=1e-8)


@given(st.integers(1, 300), st.data())
def test_the_bound_lies_above_what_was_seen_and_grows_with_it(size, data):
    wrong = data.draw(st.integers(0, size - 1))
    assert wrong / size < upper_bound(wrong, size) < upper_bound(wrong + 1, size)
