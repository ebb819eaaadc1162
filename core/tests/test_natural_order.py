"""The order in which people count."""

from hypothesis import given
from hypothesis import strategies as st

from core.natural_order import key_of, key_of_path

NAMES = st.text(alphabet="ab01 29é.-_", max_size=12)


def in_order(*names):
    return sorted(names, key=key_of)


def test_numbers_in_names_count():
    assert in_order("img10.jpg", "img9.jpg", "img1.jpg") == ["img1.jpg", "img9.jpg", "img10.jpg"]


def test_folders_come_first_then_the_names_in_each():
    paths = [("day10", "a"), ("day2", "b"), ("z",), ("day2", "sub", "a"), ("day2", "a")]
    expected = [("z",), ("day2", "a"), ("day2", "b"), ("day2", "sub", "a"), ("day10", "a")]
    assert sorted(paths, key=key_of_path) == expected


def test_a_number_may_have_any_length():
    longer = "9" * 9000
    assert in_order(f"a{longer}1", f"a{longer}") == [f"a{longer}", f"a{longer}1"]


@given(st.lists(NAMES, unique=True), st.randoms())
def test_names_in_any_order_come_out_the_same(names, random):
    shuffled = random.sample(names, len(names))
    assert in_order(*shuffled) == in_order(*names)


@given(st.text(alphabet="abc ", max_size=5), st.lists(st.integers(0, 10**9), unique=True))
def test_names_that_differ_in_a_number_stand_as_the_numbers_do(stem, numbers):
    assert in_order(*(f"{stem}{number}.jpg" for number in numbers)) == [f"{stem}{n}.jpg" for n in sorted(numbers)]
