"""Pure: how far two people who judged the same things agree, beyond what chance would bring, and how sure that is.

A table is what both said of each thing, counted: (what the first said, what the second said) -> how many. What nobody
said need not stand in it.
"""

import math
from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar

from annotations.proportions import proportion_interval, quantile

K = TypeVar("K", bound=Hashable)

NO_VARIANCE = 1e-12  # what rounding leaves of a variance that is zero


def observed(table: Mapping[tuple[K, K], int]) -> float:
    """The share of things of which both said the same. ValueError where there is none."""
    total = sum(table.values())
    if not total:
        raise ValueError("Nothing was judged by both.")
    return _same(table) / total


def kappa(table: Mapping[tuple[K, K], int]) -> float | None:
    """Cohen's kappa, from -1 to 1: 0 is what chance alone would bring, 1 is that they always agree.

    None where it is not defined: where both said one and the same of everything, so that chance alone agrees in all,
    and where nothing was judged by both. (J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and
    Psychological Measurement 20, 1960, 37-46.)
    """
    total = sum(table.values())
    by_chance = _by_chance(table)
    if by_chance == total**2:  # also where both are 0
        return None
    return (total * _same(table) - by_chance) / (total**2 - by_chance)


def kappa_interval(table: Mapping[tuple[K, K], int], confidence: float = 0.95) -> tuple[float, float] | None:
    """Where kappa lies with that confidence, two-sided, within -1 and 1; None where kappa is.

    By the large-sample variance of J. L. Fleiss, J. Cohen and B. S. Everitt, "Large Sample Standard Errors of Kappa and
    Weighted Kappa", Psychological Bulletin 72, 1969, 323-327, formula 13. That is zero, however few things there are,
    where both always agree, or one of them said the same of everything. Zero doubt would be too little: there it is
    the interval of the observed agreement (`proportion_interval`), turned into kappa with chance as it was seen.
    """
    value, total = kappa(table), sum(table.values())
    if value is None:
        return None
    chance = _by_chance(table) / total**2
    variance = _variance(table, value, chance)
    if variance < NO_VARIANCE:
        low, high = ((share - chance) / (1 - chance) for share in proportion_interval(_same(table), total, confidence))
    else:
        margin = quantile(confidence) * math.sqrt(variance / total)
        low, high = value - margin, value + margin
    return max(low, -1.0), min(high, 1.0)


def _same(table: Mapping[tuple[K, K], int]) -> int:
    return sum(count for (first, second), count in table.items() if first == second)


def _by_chance(table: Mapping[tuple[K, K], int]) -> int:
    """How many pairs of a first's and a second's saying are the same, of total² pairs."""
    firsts, seconds = _margins(table)
    return sum(count * seconds[key] for key, count in firsts.items())


def _margins(table: Mapping[tuple[K, K], int]) -> tuple[Counter[K], Counter[K]]:
    firsts: Counter[K] = Counter()
    seconds: Counter[K] = Counter()
    for (first, second), count in table.items():
        firsts[first] += count
        seconds[second] += count
    return firsts, seconds


def _variance(table: Mapping[tuple[K, K], int], value: float, chance: float) -> float:
    """Of one thing's part in kappa; over the number of things it is kappa's own."""
    total = sum(table.values())
    firsts, seconds = _margins(table)
    squares = math.fsum(
        count / total * ((first == second) - (seconds[first] + firsts[second]) / total * (1 - value)) ** 2
        for (first, second), count in table.items()
    )
    return (squares - (value - chance * (1 - value)) ** 2) / (1 - chance) ** 2
