"""Pure: the order in which people count: `img9` before `img10`."""

import re

NUMBER = re.compile(r"(\d+)", re.ASCII)

Key = tuple[list[tuple[int, str]], str]


def key_of(name: str) -> Key:
    """To sort names by. Names that differ in case, or in zeros before a number, have an order too."""
    pieces = NUMBER.split(name.casefold())
    return [_piece(piece, place % 2 == 1) for place, piece in enumerate(pieces)], name


def key_of_path(parts: tuple[str, ...]) -> tuple[list[Key], Key]:
    """To sort files by their folders first, and by their names in each."""
    *folders, name = parts
    return [key_of(folder) for folder in folders], key_of(name)


def _piece(piece: str, is_number: bool) -> tuple[int, str]:
    """Text and numbers take turns, so each is compared with its like only."""
    if not is_number:
        return 0, piece
    digits = piece.lstrip("0")
    return len(digits), digits  # of any length, which an int is not
