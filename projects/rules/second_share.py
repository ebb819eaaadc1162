"""Pure: which pictures of a project are labeled by a second person: a share of them, by their hash.

The sha256 of a picture is as good as drawn at random, so that a stretch of all hashes holds the share that its length
is. Where the stretch begins is told by the dataset id: two projects ask about different pictures. It goes on from there
and round at the end, so that a larger share holds the pictures of a smaller one, and more.
"""

from uuid import UUID

WHOLE = 100  # per cent
MOST_GOLD = 50  # of the pictures that somebody gets; the others are work
DIGITS = 8  # of a hash, that are looked at
STEPS = 16**DIGITS
FIRST, BEYOND = "", "g"  # before and behind all hashes, as texts


def clean_share(share: object, most: int = WHOLE) -> int:
    """Per cent. Raises ValueError when it is none."""
    if not isinstance(share, int) or isinstance(share, bool) or not 0 <= share <= most:
        raise ValueError(f"The share is a whole number of per cent, from 0 to {most}.")
    return share


def spans(dataset_id: UUID, share: int) -> list[tuple[str, str]]:
    """Where the hashes of the share lie: from the first text on, before the second. `share`: in per cent."""
    if share >= WHOLE:
        return [(FIRST, BEYOND)]
    start, length = _stretch(dataset_id, share)
    return _round(start, start + length)


def spans_from(dataset_id: UUID, share: int, at: float) -> list[tuple[str, str]]:
    """The same, in the order of somebody who begins anywhere and goes all around. `at`: from 0 to 1, where."""
    start, length = _stretch(dataset_id, share)
    middle = start + int(at * length)
    return _round(middle, start + length) + _round(start, middle)


def _stretch(dataset_id: UUID, share: int) -> tuple[int, int]:
    """Where it begins, and how long it is, in steps."""
    return int(dataset_id.hex[:DIGITS], 16), min(share, WHOLE) * STEPS // WHOLE


def _round(start: int, end: int) -> list[tuple[str, str]]:
    """From one step to another, which may lie behind the last one."""
    if start >= end:
        return []
    if start >= STEPS:
        return [(_text(start - STEPS), _text(end - STEPS))]
    if end <= STEPS:
        return [(_text(start), _text(end))]
    return [(_text(start), BEYOND), (FIRST, _text(end - STEPS))]


def holds(dataset_id: UUID, share: int, sha256: str) -> bool:
    return any(start <= sha256 < end for start, end in spans(dataset_id, share))


def _text(step: int) -> str:
    return BEYOND if step == STEPS else f"{step:0{DIGITS}x}"
