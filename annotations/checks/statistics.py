"""Pure: which images a sample check draws, and what its result says about all of them."""

import hashlib
import heapq
import importlib
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


def get_ready() -> None:
    """Load what the bound is computed with, which takes about a second once: not while others wait for a lock."""
    importlib.import_module("scipy.stats")


def upper_bound(wrong: int, size: int) -> float:
    """The share of wrong labels that is not exceeded with 95 % confidence, when `wrong` of `size` were wrong.

    The one-sided exact binomial bound of Clopper and Pearson (Biometrika 26, 1934).
    """
    from scipy.stats import binomtest  # heavy, and seldom needed

    interval = binomtest(wrong, size, alternative="less").proportion_ci(CONFIDENCE, method="exact")
    return float(interval.high)
