"""What pictures have in common: where edges run, whatever the light; told of many as of each alone."""

import io
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from assets.images.likeness import Mean, vectors
from assets.images.looks import look

NUMBERS = st.binary(min_size=400, max_size=400)


def numbers_of(shape, ink, ground, box=(60, 60, 260, 260)):
    image = Image.new("RGB", (320, 320), ground)
    getattr(ImageDraw.Draw(image), shape)(box, fill=ink)
    out = io.BytesIO()
    image.save(out, "JPEG")
    return look(out.getvalue()).numbers


def test_two_of_one_shape_are_nearer_than_two_of_one_colour():
    dark, light = numbers_of("rectangle", "black", "grey"), numbers_of("rectangle", "white", "grey")
    round_one = numbers_of("ellipse", "black", "grey")
    dark, light, round_one = vectors([dark, light, round_one])
    assert dist(dark, light) < 0.2 < dist(dark, round_one)


def test_of_two_of_one_shape_colour_tells():
    inks = ("red", "blue", (0, 20, 235))
    red, blue, other_blue = vectors([numbers_of("rectangle", ink, "grey") for ink in inks])
    assert dist(blue, other_blue) < 0.1 < dist(red, blue)


def test_a_plain_picture_has_no_edges():
    (plain,) = vectors([bytes([100] * 256 + [128] * 144)])
    assert set(plain) == {0}


@given(st.lists(NUMBERS, min_size=2, max_size=5))
def test_a_picture_among_others_is_what_it_is_alone(several):
    assert [*vectors(several)] == [each for one in several for each in vectors([one])]


@given(st.lists(NUMBERS, min_size=2, max_size=5), st.data())
def test_the_mean_without_one_is_the_mean_of_the_others(several, data):
    found = [*vectors(several)]
    place = data.draw(st.integers(0, len(found) - 1))
    others = Mean(found[:place] + found[place + 1 :])
    assert Mean(found).without(found[place]) == pytest.approx(others.all, abs=1e-9)


def test_of_none_there_is_nothing():
    assert [*vectors([])] == []
