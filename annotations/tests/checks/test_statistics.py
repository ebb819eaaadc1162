"""The pure part of a sample check: how many of which, and what the result says."""

from fractions import Fraction
from math import comb

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
    present = sum(1 for count in strata.values() if count)
    size = data.draw(st.integers(present, sum(strata.values())))
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


def test_more_than_there_are_cannot_be_drawn():
    with pytest.raises(ValueError, match="4 cannot be drawn of 3 in 1 strata"):
        allocate({1: 3}, 4)
    with pytest.raises(ValueError, match="1 cannot be drawn of 5 in 2 strata"):
        allocate({1: 3, 2: 2, 3: 0}, 1)


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


def test_who_has_looked_at_all_knows_all():
    assert upper_bound(0, 713, 713) == 0
    assert upper_bound(57, 713, 713) == 57 / 713
    assert upper_bound(4, 4, 4) == 1
    assert upper_bound(0, 0, 9) == 1, "nothing was seen"


def by_enumeration(wrong, size, population):
    """With exact numbers, every count of wrong ones tried."""

    def chance(among):
        ways = [comb(among, seen) * comb(population - among, size - seen) for seen in range(wrong + 1)]
        return Fraction(sum(ways), comb(population, size))

    possible = range(wrong, population - (size - wrong) + 1)
    return max(among for among in possible if chance(among) > Fraction(1, 20)) / population


@given(st.integers(1, 60), st.data())
def test_the_bound_is_that_of_direct_enumeration(population, data):
    size = data.draw(st.integers(1, population))
    wrong = data.draw(st.integers(0, size))
    assert upper_bound(wrong, size, population) == by_enumeration(wrong, size, population)


@given(st.integers(1, 1_000_000), st.data())
def test_the_bound_is_that_of_scipy(population, data):
    from scipy.stats import hypergeom  # it takes seconds to load

    size = data.draw(st.integers(1, min(population, sample_checks.MOST)))
    wrong = data.draw(st.integers(0, min(size, 40)))
    among = round(upper_bound(wrong, size, population) * population)
    # What is a rounding error from once in twenty may fall on either side.
    assert hypergeom.cdf(wrong, population, among, size) > 0.05 - 1e-7
    if among < population - (size - wrong):
        assert hypergeom.cdf(wrong, population, among + 1, size) <= 0.05 + 1e-7


@pytest.mark.parametrize("wrong", [0, 1, 6, 60, 125])
def test_of_very_many_labels_it_is_the_bound_of_clopper_and_pearson(wrong):
    from scipy.stats import binomtest

    binomial = binomtest(wrong, 125, alternative="less").proportion_ci(0.95, method="exact").high
    assert upper_bound(wrong, 125, 10_000_000) == pytest.approx(binomial, abs=1e-5)
    assert upper_bound(wrong, 125, 1_000) <= binomial


@given(st.integers(2, 300), st.data())
def test_the_bound_is_not_below_what_was_seen_and_grows_with_it(population, data):
    size = data.draw(st.integers(1, population))
    wrong = data.draw(st.integers(0, size - 1))
    here, more = upper_bound(wrong, size, population), upper_bound(wrong + 1, size, population)
    assert wrong / population <= here < more


@given(st.integers(2, 40), st.data())
def test_more_drawn_with_the_same_result_never_says_less(population, data):
    size = data.draw(st.integers(1, population - 1))
    assert upper_bound(0, size + 1, population) <= upper_bound(0, size, population)
