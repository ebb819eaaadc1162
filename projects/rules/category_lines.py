"""Pure: a typed or pasted list of categories, one a line: `name`, or `name, #colour`.

`static/labeler/parts/category-lines.js` shows the same while one types; tests/category_lines.json holds both to it.
"""

import re
from dataclasses import dataclass

from projects import names
from projects.names import Like
from projects.rules import palette

MOST = 1000
WITH_COLOR = re.compile(r"(.*?)\s*[,\t]\s*(#\S*)\s*", re.DOTALL)


@dataclass(frozen=True)
class Line:
    number: int  # in the text, from 1; empty lines are counted and left out
    name: str  # as it would be stored; as it was typed where it has a problem
    color: str | None  # `#RRGGBB`; None: the next one of the palette
    problem: str = ""  # why it can be no category, in a sentence
    same_as: int = 0  # the number of an earlier line with this name: both are one category
    near: int = 0  # the number of an earlier line with a name that is nearly equal: to be asked about

    @property
    def wanted(self) -> bool:
        """It stands for a category of its own."""
        return not self.problem and not self.same_as


def parse(text: str) -> list[Line]:
    """Every line that says something, in order. Nothing is refused here: what is wrong with a line, the line tells."""
    taken: names.Taken[int] = names.Taken()
    lines: list[Line] = []
    count = 0
    for number, typed in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if not typed.strip():
            continue
        line = _against(taken, _read(number, typed))
        if line.wanted and count == MOST:
            line = Line(number, line.name, None, f"A list has at most {MOST:,} categories.")
        if line.wanted:
            taken.add(line.name, number)
            count += 1
        lines.append(line)
    return lines


def _read(number: int, typed: str) -> Line:
    split = WITH_COLOR.fullmatch(typed)
    name, color = split.groups() if split else (typed, None)
    try:
        return Line(number, names.clean_category_name(name), palette.clean_color(color) if color else None)
    except ValueError as problem:
        return Line(number, name.strip(), None, str(problem))


def _against(taken: names.Taken[int], line: Line) -> Line:
    if line.problem or not (found := taken.like(line.name)):
        return line
    like, other = found
    if like is Like.SAME:
        return Line(line.number, line.name, line.color, same_as=other)
    if like is Like.WIDTH:
        return Line(line.number, line.name, None, f"Only the width of its characters differs from line {other}.")
    return Line(line.number, line.name, line.color, near=other)
