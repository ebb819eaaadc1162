"""Pure: over which numbers a deep picture is shown, and how that is spelled in names, addresses and words."""

import math
import re
from typing import NamedTuple

AUTO = "auto"  # the recipe of a picture that is shown over what it holds
RECIPE = re.compile(r"(-?[0-9][0-9.e-]*)_(-?[0-9][0-9.e-]*)")
MOST = 1e15  # of a window's numbers: below it they are spelled without an exponent's plus, which addresses lack


class Range(NamedTuple):
    """The number that is shown black, and the one that is shown white: from < to."""

    start: float
    end: float


def recipe(window: Range | None) -> str:
    """How a deep picture is shown, for names and addresses: `auto`, or `200_900` for a window."""
    return AUTO if window is None else "_".join(map(spelled, window))


def window_of(text: str) -> Range | None:
    """The window of a recipe, None for `auto`. ValueError when it is none."""
    if text == AUTO:
        return None
    found = RECIPE.fullmatch(text)
    window = Range(float(found[1]), float(found[2])) if found else None
    if window is None or not is_window(window) or recipe(window) != text:
        raise ValueError(f"no recipe: {text}")
    return window


def is_window(window: Range) -> bool:
    return all(math.isfinite(number) and abs(number) < MOST for number in window) and window.start < window.end


def words(shown: Range) -> str:
    return f"Shown from {_in_words(shown.start)} to {_in_words(shown.end)}"


def spelled(number: float) -> str:
    return repr(float(number)).removesuffix(".0")


def _in_words(number: float) -> str:
    return spelled(number) if number == int(number) and abs(number) < MOST else f"{number:.6g}"
