"""Pure: a share of what was seen, with the interval in which it lies."""

import math
from dataclasses import dataclass
from statistics import NormalDist


@dataclass(frozen=True)
class Rate:
    """`count` of `total`. All shares are from 0 to 1."""

    count: int
    total: int

    @property
    def share(self) -> float | None:
        return self.count / self.total if self.total else None

    @property
    def words(self) -> str:
        """4.2%."""
        return f"{self.count / self.total:.1%}" if self.total else "–"

    @property
    def between(self) -> str:
        """2.9–6.1%."""
        low, high = self.interval
        return f"{100 * low:.1f}–{100 * high:.1f}%" if self.total else ""

    @property
    def interval(self) -> tuple[float, float]:
        return proportion_interval(self.count, self.total)

    @property
    def low(self) -> float:
        return self.interval[0]

    @property
    def high(self) -> float:
        return self.interval[1]


def proportion_interval(hits: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """Where the share lies of which `hits` of `of` were seen, two-sided; all of 0 to 1 where nothing was seen.

    The score interval of E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal
    of the American Statistical Association 22, 1927, 209-212: also good for few, and for shares near 0 and 1.
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of} is no share.")
    if not of:
        return 0.0, 1.0
    z = quantile(confidence)
    centre = (hits + z * z / 2) / (of + z * z)
    margin = z / (of + z * z) * math.sqrt(hits * (of - hits) / of + z * z / 4)
    # The ends are exactly 0 and 1 there; rounding would miss them.
    return 0.0 if hits == 0 else centre - margin, 1.0 if hits == of else centre + margin


def quantile(confidence: float) -> float:
    """How many standard deviations to either side hold that much of a normal distribution."""
    return NormalDist().inv_cdf((1 + confidence) / 2)
