"""Wilson's interval, beside an independent computation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.proportions import Rate, proportion_interval


@given(st.integers(1, 2_000_000), st.data())
def test_the_interval_of_a_share_is_that_of_scipy(of, data):
    from scipy.stats import binomtest  # it takes seconds to load

    hits = data.draw(st.integers(0, of))
    confidence = data.draw(st.sampled_from([0.8, 0.95, 0.99]))
    theirs = binomtest(hits, of).proportion_ci(confidence, method="wilson")
    assert proportion_interval(hits, of, confidence) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_of_nothing_seen_every_share_is_possible():
    assert proportion_interval(0, 0) == (0, 1)
    with pytest.raises(ValueError, match="3 of 2 is no share"):
        proportion_interval(3, 2)


@given(st.integers(0, 500).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_it_holds_the_share_and_stays_between_0_and_1(seen):
    count, total = seen
    low, high = proportion_interval(count, total)
    assert 0 <= low <= high <= 1
    if total:
        assert low <= count / total <= high


def test_it_is_told_in_words():
    assert (Rate(55, 713).words, Rate(55, 713).between) == ("7.7%", "6.0–9.9%")
    assert (Rate(0, 0).words, Rate(0, 0).between, Rate(0, 0).share) == ("–", "", None)
