"""Pure: which images a sample check draws, and what its result says about all of them."""

import hashlib
import heapq
import math
from collections.abc import Iterable, Mapping

CONFIDENCE = 0.95


def allocate(strata: Mapping[int, int], size: int) -> dict[int, int]:
    """How many to draw of each stratum (its key: how many it has), in proportion, by largest remainder.

    Every stratum that is not empty gets one while `size` allows it. `size` is at most the sum of the strata.
    """
    total = sum(strata.values())
    if size > total:
        raise ValueError(f"{size} cannot be drawn of {total}.")
    present = sorted(key for key, count in strata.items() if count)
    if size < len(present):
        # Not even one of each: the largest are looked at.
        largest = sorted(present, key=lambda key: (-strata[key], key))[:size]
        return {key: int(key in largest) for key in present}
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


def upper_bound(wrong: int, size: int) -> float:
    """The share of wrong labels that is not exceeded with 95 % confidence, when `wrong` of `size` were wrong.

    The one-sided exact binomial bound of Clopper and Pearson (Biometrika 26, 1934): the share at which so few wrong
    ones would be seen once in twenty draws. Halving the interval 60 times goes beyond the digits of a float.
    """
    if wrong == size:
        return 1.0
    ways = [_log_ways(size, seen) for seen in range(wrong + 1)]
    low, high = wrong / size, 1.0
    for _ in range(60):
        share = (low + high) / 2
        if share < 1.0 and _chance_of_so_few(ways, size, share) > 1 - CONFIDENCE:
            low = share
        else:
            high = share
    return (low + high) / 2


def _log_ways(size: int, seen: int) -> float:
    """The logarithm of the binomial coefficient: the number itself would be too large for a float."""
    return math.lgamma(size + 1) - math.lgamma(seen + 1) - math.lgamma(size - seen + 1)


def _chance_of_so_few(ways: list[float], size: int, share: float) -> float:
    here, not_here = math.log(share), math.log1p(-share)
    return math.fsum(math.exp(way + seen * here + (size - seen) * not_here) for seen, way in enumerate(ways))
