"""Pure: the 14 colours and 14 shapes of categories, chosen for all kinds of colour vision."""

import re

COLORS = (
    "#ECD438", "#898CFE", "#C2555A", "#77EAD5", "#EC860D", "#9B5CC5", "#1C9273",
    "#EAA6A5", "#66AFC6", "#8F7212", "#BBE294", "#C6779D", "#E3C5FB", "#AEA569",
)  # fmt: skip
SHAPES = 14
SHIFT = 5  # from the 15th category on, colours repeat with the shapes moved on by this much


def color_for(class_index: int) -> str:
    return COLORS[class_index % len(COLORS)]


def shape_for(class_index: int) -> int:
    """1…14, the number of the shape in the icon sprite. It belongs to the category like its id."""
    lap, place = divmod(class_index, SHAPES)
    return (place + SHIFT * lap) % SHAPES + 1


def clean_color(text: str) -> str:
    """`#RRGGBB` in upper case, as exports carry it. Raises ValueError otherwise."""
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", text.strip()):
        raise ValueError("A colour is written as # and six hexadecimal digits, such as #1C9273.")
    return text.strip().upper()
