"""A typed or pasted list of categories."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import names
from projects.rules.category_lines import MOST, Line, parse

CASES = json.loads((Path(__file__).parents[3] / "tests" / "category_lines.json").read_text())
LINES = st.lists(st.text(st.characters(exclude_characters="\r\n"), max_size=12), max_size=8)


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_a_list_is_read_line_by_line(case):
    assert parse(case["text"]) == [Line(**line) for line in case["lines"]]


def test_a_list_ends_at_the_most_that_a_project_may_take_at_once():
    lines = parse("\n".join(f"c{number}" for number in range(MOST + 1)))
    refused = [(line.number, line.problem) for line in lines if not line.wanted]
    assert refused == [(MOST + 1, "A list has at most 1,000 categories.")]


@given(LINES)
def test_what_is_wanted_of_any_list_can_be_added_to_one_project(typed):
    wanted = [line for line in parse("\n".join(typed)) if line.wanted]
    assert len({names.name_key(line.name) for line in wanted}) == len(wanted)
    assert len({names.width_key(line.name) for line in wanted}) == len(wanted)
    assert all(names.clean_category_name(line.name) == line.name for line in wanted)


@given(LINES)
def test_a_list_that_was_read_reads_the_same_again(typed):
    wanted = [line for line in parse("\n".join(typed)) if line.wanted]
    again = parse("\n".join(f"{line.name}, {line.color}" if line.color else line.name for line in wanted))
    assert [(line.name, line.color, bool(line.near)) for line in again if line.wanted] == [
        (line.name, line.color, bool(line.near)) for line in wanted
    ]


@given(LINES)
def test_every_line_that_says_something_is_told_of_once(typed):
    lines = parse("\n".join(typed))
    assert [line.number for line in lines] == [place for place, text in enumerate(typed, start=1) if text.strip()]
    assert all(line.same_as < line.number and line.near < line.number for line in lines)
    assert not [line for line in lines if line.same_as and (line.problem or line.near)]
