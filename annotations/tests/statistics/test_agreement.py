"""How far two people agree: against the books, against scikit-learn and scipy, and against counting by hand."""

from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.statistics.agreement import kappa, kappa_interval, observed

PAIRS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), min_size=1, max_size=60)
# J. L. Fleiss, B. Levin and M. C. Paik, "Statistical Methods for Rates and Proportions", 3rd edition, table 18.1.
FLEISS = {
    ("psychotic", "psychotic"): 75,
    ("psychotic", "neurotic"): 1,
    ("psychotic", "organic"): 4,
    ("neurotic", "psychotic"): 5,
    ("neurotic", "neurotic"): 4,
    ("neurotic", "organic"): 1,
    ("organic", "organic"): 10,
}


def test_it_is_what_the_books_say():
    assert observed(FLEISS) == 0.89
    assert kappa(FLEISS) == pytest.approx(0.68, abs=0.005)
    low, high = kappa_interval(FLEISS)
    assert (high - low) / 2 / 1.96 == pytest.approx(0.087, abs=0.001)
    assert (low, high) == pytest.approx((0.51, 0.85), abs=0.01)


@given(PAIRS)
def test_kappa_is_what_is_left_of_all_pairs_of_sayings(pairs):
    """Each first's saying is laid beside each second's: how often these agree is chance, by direct enumeration."""
    firsts, seconds = zip(*pairs, strict=True)
    crossed = list(product(firsts, seconds))
    chance = Fraction(sum(first == second for first, second in crossed), len(crossed))
    seen = Fraction(sum(first == second for first, second in pairs), len(pairs))
    table = Counter(pairs)
    assert observed(table) == pytest.approx(float(seen))
    expected = None if chance == 1 else float((seen - chance) / (1 - chance))
    assert kappa(table) == (None if expected is None else pytest.approx(expected))


@given(PAIRS)
def test_kappa_is_that_of_scikit_learn(pairs):
    from sklearn.metrics import cohen_kappa_score  # it takes seconds to load

    table = Counter(pairs)
    if kappa(table) is not None:
        firsts, seconds = zip(*pairs, strict=True)
        assert kappa(table) == pytest.approx(cohen_kappa_score(firsts, seconds))


@given(PAIRS)
def test_the_variance_is_how_kappa_moves_with_each_thing(pairs):
    """The delta method with the slopes taken by numbers, not by a formula: kappa of shares that each move a little."""
    table = Counter(pairs)
    value, total = kappa(table), len(pairs)
    if value is None:
        return

    def of_shares(shares):
        whole = sum(shares.values())
        seen = sum(share for (a, b), share in shares.items() if a == b) / whole
        chance = (
            sum(one * other for ((a, _), one), ((_, b), other) in product(shares.items(), repeat=2) if a == b)
            / whole**2
        )
        return (seen - chance) / (1 - chance)

    shares = {cell: count / total for cell, count in table.items()}
    step = 1e-6
    slopes = {
        cell: (of_shares({**shares, cell: share + step}) - of_shares({**shares, cell: share - step})) / (2 * step)
        for cell, share in shares.items()
    }
    mean = sum(shares[cell] * slopes[cell] for cell in shares)
    variance = sum(shares[cell] * (slopes[cell] - mean) ** 2 for cell in shares) / total
    low, high = kappa_interval(table)
    if variance > 1e-7:
        margin = 1.959964 * variance**0.5
        assert (low, high) == pytest.approx((max(value - margin, -1), min(value + margin, 1)), abs=1e-4)


@given(PAIRS, st.permutations("abcd"))
def test_neither_names_nor_who_is_the_first_matter(pairs, names):
    renamed = dict(zip("abcd", names, strict=True))
    table, turned = Counter(pairs), Counter((renamed[second], renamed[first]) for first, second in pairs)
    assert kappa(table) == (None if kappa(turned) is None else pytest.approx(kappa(turned)))
    if kappa(table) is not None:
        assert kappa_interval(table) == pytest.approx(kappa_interval(turned))


@given(PAIRS)
def test_the_interval_holds_kappa_and_no_more_than_kappa_can_be(pairs):
    table = Counter(pairs)
    if kappa(table) is not None:
        low, high = kappa_interval(table)
        assert -1 <= low <= kappa(table) + 1e-9
        assert kappa(table) - 1e-9 <= high <= 1


def test_many_more_of_the_same_make_it_surer():
    low, high = kappa_interval(FLEISS)
    surer = kappa_interval({cell: count * 100 for cell, count in FLEISS.items()})
    assert surer[1] - surer[0] == pytest.approx((high - low) / 10)


def test_few_that_all_agree_are_not_certain():
    low, high = kappa_interval({(True, True): 3, (False, False): 2})
    assert high == pytest.approx(1)
    assert low < 0.2
    many = kappa_interval({(True, True): 300, (False, False): 200})
    assert many[0] > 0.98


def test_who_always_says_the_same_is_not_certain_to_agree_by_chance():
    table = {("a", "a"): 5, ("a", "b"): 5}
    assert kappa(table) == 0
    low, high = kappa_interval(table)
    assert low < -0.4
    assert high > 0.4


def test_where_chance_alone_agrees_in_all_there_is_no_kappa():
    table = {(True, True): 9}
    assert (observed(table), kappa(table), kappa_interval(table)) == (1, None, None)


def test_of_nothing_there_is_no_agreement():
    assert (kappa({}), kappa_interval({})) == (None, None)
    with pytest.raises(ValueError, match="Nothing was judged by both"):
        observed({})
