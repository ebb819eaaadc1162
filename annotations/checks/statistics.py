"""Pure: which images a sample check draws, and what its result says about all of them."""

import hashlib
import heapq
import math
from collections.abc import Iterable, Mapping

CONFIDENCE = 0.95
ROUNDED = 1e-10  # what floats leave of a chance that is once in twenty exactly, and so no more often


def allocate(strata: Mapping[int, int], size: int) -> dict[int, int]:
    """How many to draw of each stratum (its key: how many it has), in proportion, by largest remainder.

    Every stratum that is not empty gets one. `size` is at least their number, and at most the sum of the strata.
    """
    total = sum(strata.values())
    present = sorted(key for key, count in strata.items() if count)
    if not len(present) <= size <= total:
        raise ValueError(f"{size} cannot be drawn of {total} in {len(present)} strata.")
    shares = dict.fromkeys(present, 1)
    left = size - len(present)
    rest = {key: strata[key] - 1 for key in present}
    rest_total = total - len(present)
    if left:
        exact = {key: left * rest[key] / rest_total for key in present}
        for key in present:
            shares[key] += int(exact[key])
        by_remainder = sorted(present, key=lambda key: (int(exact[key]) - exact[key], key))
        for key in by_remainder[: size - sum(shares.values())]:
            shares[key] += 1
    return shares


def draw(ids: Iterable[int], count: int, seed: int) -> list[int]:
    """`count` of the ids at random: those whose hash with the seed is lowest, so that their order does not matter."""
    return heapq.nsmallest(count, ids, key=lambda number: rank(number, seed))


def rank(number: int, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}:{number}".encode()).digest()


def upper_bound(wrong: int, size: int, population: int) -> float:
    """The share of wrong labels among `population` that is not exceeded with 95 % confidence, when `wrong` of `size`
    that were drawn without putting back were wrong.

    The one-sided exact hypergeometric bound (T. Wright, “Exact Confidence Bounds when Sampling from Small Finite
    Universes”, Springer 1991, chapter 2): the most wrong ones of all with which so few would be seen more often than
    once in twenty draws. All drawn is all known; of a population without end it is the bound of Clopper and Pearson.
    """
    low, high = wrong, population - (size - wrong)
    while low < high:  # the chance falls with every wrong one more
        among = (low + high + 1) // 2
        if _chance_of_so_few(wrong, size, among, population) > 1 - CONFIDENCE + ROUNDED:
            low = among
        else:
            high = among - 1
    return low / population


def _chance_of_so_few(wrong: int, size: int, among: int, population: int) -> float:
    """Of seeing at most `wrong` in a draw of `size`, when `among` of `population` are wrong."""
    least = max(0, size - (population - among))
    ways = _log_ways(population, size)
    return math.fsum(
        math.exp(_log_ways(among, seen) + _log_ways(population - among, size - seen) - ways)
        for seen in range(least, min(wrong, among) + 1)
    )


def _log_ways(size: int, seen: int) -> float:
    """The logarithm of the binomial coefficient: the number itself would be too large for a float."""
    return math.lgamma(size + 1) - math.lgamma(seen + 1) - math.lgamma(size - seen + 1)
