"""How a window is spelled in names, addresses and words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.rules.shown import Range, is_window, recipe, window_of, words

NUMBERS = st.one_of(st.floats(-1e15, 1e15), st.integers(-(10**14), 10**14).map(float))
WINDOWS = st.tuples(NUMBERS, NUMBERS).map(sorted).map(lambda ends: Range(*ends)).filter(is_window)


@given(WINDOWS)
def test_a_recipe_is_read_as_the_window_that_it_was_made_of_and_fits_into_an_address(window):
    assert window_of(recipe(window)) == window
    assert re.fullmatch(r"[0-9._e-]+", recipe(window))


def test_without_a_window_it_is_automatic():
    assert recipe(None) == "auto"
    assert window_of("auto") is None


@given(st.text())
def test_any_other_text_is_none(text):
    try:
        window = window_of(text)
    except ValueError:
        return
    assert recipe(window) == text


@pytest.mark.parametrize(
    ("window", "said"),
    [
        (Range(0, 4095), "Shown from 0 to 4095"),
        (Range(-0.5, 1 / 3), "Shown from -0.5 to 0.333333"),
        (Range(0, 3.2e9), "Shown from 0 to 3200000000"),
    ],
)
def test_it_is_said_in_short_numbers(window, said):
    assert words(window) == said
