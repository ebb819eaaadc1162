"""Pure: the shares in which images are dealt to train, val and test, and the seed they are dealt by."""

from collections.abc import Mapping
from typing import Any

from contract import v1

MOST_SEED = 200
USUAL = {"train": 8000, "val": 1000, "test": 1000}  # what forms begin with where there are none


def clean_ratios(ratios: Any) -> dict[str, int]:
    """The three shares in their order. Raises ValueError when they are none; nothing is rounded or repaired."""
    if not isinstance(ratios, Mapping) or set(ratios) != set(v1.SPLITS):
        raise ValueError("ratios has train, val and test.")
    shares = [ratios[name] for name in v1.SPLITS]
    whole = all(isinstance(share, int) and not isinstance(share, bool) and share >= 0 for share in shares)
    if not whole or sum(shares) != v1.WHOLE:
        raise ValueError(f"ratios are whole numbers that add up to {v1.WHOLE}.")
    return dict(zip(v1.SPLITS, shares, strict=True))


def percents(ratios: Mapping[str, int] | None) -> dict[str, str]:
    """As people type them, in the order of the splits: 80, 12.5. Of a project without any, the usual ones."""
    shares = ratios or USUAL
    return {name: f"{shares[name] / 100:g}" for name in v1.SPLITS}


def clean_seed(seed: Any) -> str:
    """Raises ValueError for what an export could not carry. Empty: the dataset's own id is the seed."""
    if not isinstance(seed, str) or len(seed) > MOST_SEED:
        raise ValueError(f"seed has at most {MOST_SEED} characters.")
    return seed
