"""What a name may be, and when two names are one."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.names import Like, Taken, clean_category_name, clean_name, name_key, near_key, slug_for, width_key

ANY_TEXT = st.text(st.characters(), max_size=120)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Dress\u00a0 ", "Dress"),
        ("e\u0301charpe", "\u00e9charpe"),
        ("帽子", "帽子"),
        ("👗", "👗"),
        ("x" * 100, "x" * 100),
        ("e\u0301" * 100, "\u00e9" * 100),  # counted as it is stored
        ("CON", "CON"),
        ("a/b\\c", "a/b\\c"),
    ],
)
def test_a_name_is_stored_trimmed_and_composed(typed, stored):
    assert clean_name(typed) == stored


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Give it a name."),
        (" \t\n ", "Give it a name."),
        ("x" * 101, "A name has at most 100 characters; this one has 101."),
        ("two\nlines", "A name has no control characters or line breaks."),
        ("a\x00b", "A name has no control characters or line breaks."),
        ("a\x85b", "A name has no control characters or line breaks."),
        ("half a pair \ud83d", "A name has no control characters or line breaks."),
    ],
)
def test_an_impossible_name_is_refused_in_a_sentence(typed, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        clean_name(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dress", "dRESS"),
        ("STRASSE", "straße"),
        ("\u00c9charpe", "e\u0301charpe"),
        ("ΌΣΟΣ", "όσος"),
        ("\u01f0", "J\u030c"),  # folding takes it apart
    ],
)
def test_names_that_differ_by_case_or_composition_are_one_name(one, other):
    assert name_key(one) == name_key(other)


def test_names_that_look_alike_may_still_be_two():
    assert len({name_key(name) for name in ("Dress", "Dresses", "Kleid", "ﬁ", "f i", "А", "A")}) == 7


@pytest.mark.parametrize("name", ["=SUM(A1)", "+1", "-", "@here", "＝1"])
def test_a_category_is_not_called_what_a_spreadsheet_would_run(name):
    with pytest.raises(ValueError, match="would take .* for a formula"):
        clean_category_name(name)
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ｄｒｅｓｓ", "dress"), ("ｶﾞ", "ガ"), ("a\u3000b", "a b"), ("￥", "¥"), ("ﾡ", "ㄱ"), ("Ｍ²", "m²")],
)
def test_names_may_differ_by_the_width_of_characters_alone(one, other):
    assert width_key(one) == width_key(other)
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("m²", "m2"), ("ﬁ", "FI"), ("½", "1⁄2"), ("a\u00a0b", "A b"), ("℃", "°c"), ("Ⅳ", "iv"), ("ｍ²", "M2")],
)
def test_names_may_be_nearly_equal(one, other):
    assert near_key(one) == near_key(other)


def test_other_names_are_neither():
    for key in (width_key, near_key):
        assert len({key(name) for name in ("Dress", "Dresses", "Kleid", "А", "A", "m 2", "m2")}) == 7
    assert width_key("m²") != width_key("m2")


@given(ANY_TEXT)
def test_a_name_is_like_itself_however_it_is_written(text):
    taken = Taken()
    taken.add(text, 7)
    for twin in (text, unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text)):
        assert taken.like(twin) == (Like.SAME, 7)


@given(ANY_TEXT, ANY_TEXT)
def test_the_nearest_likeness_is_told_both_ways(one, other):
    def of(first, second):
        taken = Taken()
        taken.add(first, first)
        return taken.like(second) and taken.like(second)[0]

    assert of(one, other) == of(other, one)
    wide = unicodedata.normalize("NFC", one).translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert of(one, wide) in (Like.SAME, Like.WIDTH)


@given(ANY_TEXT)
def test_the_compatible_form_of_a_name_is_near_it(text):
    assert near_key(unicodedata.normalize("NFKC", text)) == near_key(text)
    assert near_key(width_key(text)) == near_key(text)


@given(ANY_TEXT)
def test_a_stored_name_obeys_the_contract_and_is_not_cleaned_again(text):
    try:
        name = clean_name(text)
    except ValueError:
        return
    assert clean_name(name) == name
    assert 1 <= len(name) <= 100
    assert name == name.strip()
    assert unicodedata.is_normalized("NFC", name)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", name)


@given(ANY_TEXT)
def test_a_key_is_its_own_key_however_the_name_is_written(text):
    key = name_key(text)
    assert name_key(key) == key
    assert name_key(unicodedata.normalize("NFD", text)) == key
    # Room for the longest: a character becomes three at most.
    assert len(name_key(text)) <= 3 * max(1, len(unicodedata.normalize("NFC", text)))


@given(ANY_TEXT)
def test_every_name_has_a_slug_for_addresses_and_zips(text):
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?", slug_for(text))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Wardrobe", "wardrobe"),
        ("Élan & Chic, 2026!", "elan-chic-2026"),
        ("帽子", "dataset"),
        ("--", "dataset"),
        ("x" * 80, "x" * 50),
        ("a" * 49 + " b", "a" * 49),
    ],
)
def test_a_slug_is_what_is_left_of_the_name_in_plain_letters(name, slug):
    assert slug_for(name) == slug
