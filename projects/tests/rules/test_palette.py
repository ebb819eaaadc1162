"""The 14 colours and shapes of the design, and what comes after the fourteenth."""

import re

import pytest

from projects.rules import palette


def test_the_first_fourteen_have_the_colours_and_shapes_of_the_design():
    assert palette.color_for(0) == "#ECD438"
    assert palette.color_for(13) == "#AEA569"
    assert [palette.shape_for(index) for index in range(14)] == list(range(1, 15))
    assert len(set(palette.COLORS)) == 14


def test_colours_repeat_with_the_shapes_moved_on_by_five():
    assert palette.color_for(14) == palette.color_for(0)
    assert [palette.shape_for(index) for index in range(14, 28)] == [6, 7, 8, 9, 10, 11, 12, 13, 14, 1, 2, 3, 4, 5]
    assert palette.shape_for(28) == 11


def test_a_pair_of_colour_and_shape_comes_again_only_after_196_categories():
    pairs = [(palette.color_for(index), palette.shape_for(index)) for index in range(197)]
    assert len(set(pairs[:196])) == 196
    assert pairs[196] == pairs[0]


def test_every_colour_is_spelled_as_exports_carry_it():
    assert all(palette.clean_color(color) == color for color in palette.COLORS)
    assert palette.clean_color(" #1c9273 ") == "#1C9273"


@pytest.mark.parametrize(
    "text", ["", "red", "#12345", "#1234567", "1C9273", "#1C927G", "#1C9273;x", "#１C9273", "#1C9273\nx"]
)
def test_anything_else_is_no_colour(text):
    with pytest.raises(ValueError, match="six hexadecimal digits"):
        palette.clean_color(text)
    assert not re.fullmatch(r"#[0-9A-F]{6}", text)
