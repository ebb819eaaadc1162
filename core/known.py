"""Pure: names that a caller made up, and what is said of them."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from itertools import islice

MOST = 20  # names that are told at once
LONGEST = 64  # characters of one


def unknown(given: Iterable[str], known: Collection[str], where: str = "") -> dict[str, str]:
    """The given names that are not known, each behind `where` they are, with a sentence: `There is no "categroy". Did
    you mean "category"?`"""
    strange = (name for name in given if name not in known)
    return {where + tellable(name): _no_such(tellable(name), known) for name in islice(strange, MOST)}


def _no_such(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, sorted(known), n=1)
    return f'There is no "{name}".' + (f' Did you mean "{near[0]}"?' if near else "")


def tellable(name: str) -> str:
    """Half a surrogate pair can be sent, but not be sent back."""
    return name[:LONGEST].encode(errors="backslashreplace").decode()
