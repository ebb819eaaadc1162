"""Letters on the tiles of the review page: typed, they choose a picture, and the next key is for that one alone."""

import re

import pytest
from playwright.sync_api import expect

from projects import categories
from tests.support.browser import hold, violations
from tests.support.walks.review import answers, done, keys, says, selected, shown, start, states

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def letters(page):
    """By number of the picture, those that stand on its tile."""
    marks = page.locator(".letters").all()
    return {
        int(mark.locator("xpath=ancestor::*[@data-id]").get_attribute("data-id")): mark.text_content() for mark in marks
    }


def show(page, count):
    keys(page, "m")
    expect(page.locator(".letters")).to_have_count(count)
    return letters(page)


def type_letters(page, told):
    keys(page, *told.lower())


def focused(page):
    return int(page.locator(".cell:focus").get_attribute("data-id"))


@pytest.fixture
def dressed(at, dresses, hat):
    """Six dresses on the screen, all of them seen, and their letters shown."""
    made = dresses(6)
    page = at()
    for place in range(6):
        shown(page, place)
    return page, made, show(page, 6)


def test_letters_and_a_digit_mend_that_one_picture_and_it_goes_on(dressed):
    page, made, told = dressed
    assert sorted(told.values()) == sorted("SDFGHJ")
    for photo in (made[3], made[1]):
        type_letters(page, told[photo.pk])
        assert focused(page) == photo.pk
        keys(page, "2")
        expect(page.locator(f'.cell[data-id="{photo.pk}"] .st-approved')).to_be_visible()
        # Every tile keeps its letters, and none comes to be named unseen: the focus stays.
        assert letters(page) == told
        assert focused(page) == photo.pk
    expect(done(page)).to_contain_text("1 mended to Hat and approved.")
    assert [answer[1] for answer in answers(made)] == [1, 2, 1, 2, 1, 1]
    keys(page, "z")
    expect(done(page)).to_contain_text("1 taken back.")
    assert letters(page) == told
    keys(page, "Escape")
    expect(page.locator(".letters")).to_have_count(0)
    expect(page.locator("#live")).to_have_text("Letters are put away")


def test_a_key_after_the_letters_is_for_that_one_whatever_is_selected(dressed):
    page, made, told = dressed
    type_letters(page, told[made[0].pk])
    keys(page, "Space")
    type_letters(page, told[made[1].pk])
    keys(page, "Space")
    assert selected(page) == [made[0].pk, made[1].pk]
    type_letters(page, told[made[2].pk])
    keys(page, "a")
    expect(done(page)).to_contain_text("1 approved.")
    type_letters(page, told[made[3].pk])
    keys(page, "r")
    expect(done(page)).to_contain_text("1 set to needs review.")
    type_letters(page, told[made[4].pk])
    keys(page, "Backspace")
    expect(done(page)).to_contain_text("1 back to unlabeled.")
    assert states(made) == ["labeled", "labeled", "approved", "needs_review", "unlabeled", "labeled"]
    assert selected(page) == [made[0].pk, made[1].pk]
    # Without letters the keys are for what is selected, as ever.
    keys(page, "a")
    expect(done(page)).to_contain_text("2 approved.")
    assert states(made)[:2] == ["approved", "approved"]


def test_a_class_further_down_and_any_class_by_name(dressed, project):
    page, made, told = dressed
    for number in range(2, 14):
        categories.add(project, f"Category {number}")
    page.reload()
    for place in range(6):
        shown(page, place)
    expect(page.locator(".letters")).to_have_count(6)  # they stay
    told = letters(page)
    type_letters(page, told[made[2].pk])
    keys(page, "q", "2")
    expect(done(page)).to_contain_text("1 mended to Category 11 and approved.")
    type_letters(page, told[made[4].pk])
    keys(page, "l")
    expect(page.get_by_role("dialog", name="Set the category")).to_be_visible()
    page.keyboard.type("category 13")  # letters are letters there
    keys(page, "Enter")
    expect(done(page)).to_contain_text("1 mended to Category 13 and approved.")
    assert [answer[1] for answer in answers(made)] == [1, 1, 12, 1, 14, 1]


def test_letters_after_the_leader_of_a_class_end_it(dressed, project):
    page, made, told = dressed
    for number in range(2, 14):
        categories.add(project, f"Category {number}")
    page.reload()
    for place in range(6):
        shown(page, place)
    expect(page.locator(".letters")).to_have_count(6)
    told = letters(page)
    keys(page, "q")
    type_letters(page, told[made[2].pk])
    keys(page, "2")
    expect(done(page)).to_contain_text("1 mended to Hat and approved.")
    keys(page, "q")
    page.locator(".cell").nth(4).click()
    keys(page, "2")
    expect(page.locator(".cell").nth(4).locator(".st-approved")).to_be_visible()
    assert [answer[1] for answer in answers(made)] == [1, 1, 2, 1, 2, 1]


def test_letters_and_enter_open_that_one(dressed):
    page, made, told = dressed
    type_letters(page, told[made[4].pk])
    keys(page, "Enter")
    expect(page).to_have_url(re.compile(rf"/label/.*asset={made[4].pk}"))


def test_what_no_tile_has_changes_nothing_and_is_said(dressed):
    page, made, told = dressed
    live = page.locator("#live")
    keys(page, "k")
    expect(live).to_have_text("No image has the letters K")
    keys(page, "n")  # no page follows: it is a letter here
    expect(live).to_have_text("No image has the letters N")
    type_letters(page, told[made[3].pk])
    keys(page, told[made[5].pk].lower(), "2")  # another one after all
    expect(done(page)).to_contain_text("1 mended to Hat and approved.")
    assert [answer[1] for answer in answers(made)] == [1, 1, 1, 1, 1, 2]


def test_the_next_letters_can_be_typed_before_the_server_has_answered(dressed):
    page, made, told = dressed
    held = hold(page, "**/bulk/")
    with page.expect_request("**/bulk/"):
        keys(page, told[made[1].pk].lower(), "2")
    type_letters(page, told[made[5].pk])
    held[0].continue_()
    expect(done(page)).to_contain_text("1 mended to Hat and approved.")
    page.unroute_all()
    keys(page, "r")
    expect(done(page)).to_contain_text("1 set to needs review.")
    assert answers(made) == [("labeled", 1), ("approved", 2), *[("labeled", 1)] * 3, ("needs_review", 1)]


def test_one_class_at_a_time_only_that_one_and_no_right_one_with_it(at, labeled, dress, hat):
    made = labeled(5, dress)
    page = at("?category=1&mode=class&sort=oldest")
    says(page, "5 seen right")
    keys(page, "Space")
    says(page, "4 seen right", "1 wrong")
    told = show(page, 5)
    type_letters(page, told[made[2].pk])
    keys(page, "2")
    expect(done(page)).to_contain_text("1 mended to Hat and approved.")
    says(page, "3 seen right", "1 wrong")
    type_letters(page, told[made[3].pk])
    keys(page, "a")
    expect(done(page)).to_contain_text("1 approved.")
    says(page, "2 seen right", "1 wrong")
    assert focused(page) == made[3].pk
    assert letters(page) == told
    assert answers(made) == [("labeled", 1), ("labeled", 1), ("approved", 2), ("approved", 1), ("labeled", 1)]


def test_many_tiles_have_two_letters_where_one_is_not_enough(at, dresses, hat, page):
    made = dresses(40)
    page.set_viewport_size({"width": 1600, "height": 900})
    at()
    keys(page, "-")
    for place in range(40):
        shown(page, place)
    told = show(page, 40)
    # With a digit for each class none leads one: Q, W, E, T and Y are letters of tiles, too.
    assert sorted(map(len, told.values())) == [1] * 20 + [2] * 20
    assert "W" in told.values()
    chosen = next(photo for photo in made if len(told[photo.pk]) == 2)
    first, second = told[chosen.pk].lower()
    keys(page, first)
    # What can be meant now stands out, and no digit is for the one in focus.
    expect(page.locator(".letters:not(.is-out)")).to_have_count(
        sum(each.startswith(first.upper()) for each in told.values())
    )
    keys(page, "2")
    expect(page.locator("#live")).to_have_text(f"No image has the letters {first.upper()}")
    expect(page.locator(".letters.is-out")).to_have_count(0)
    keys(page, first, "Backspace", first, second, "2")
    expect(done(page)).to_contain_text("1 mended to Hat and approved.")
    assert [photo for photo, (_, label) in zip(made, answers(made), strict=True) if label == 2] == [chosen]


def test_when_the_grid_is_scrolled_what_stays_keeps_its_letters(at, rows, dress, page):
    rows(60, dress)
    page.set_viewport_size({"width": 1280, "height": 700})
    at()
    keys(page, "m")
    expect(page.locator(".letters").first).to_be_visible()
    before = letters(page)
    keys(page, "PageDown")
    # Another screen, and letters on it.
    expect(page.locator(f'.cell[data-id="{min(before)}"] .letters')).to_have_count(0)
    after = letters(page)
    assert after
    assert not after.keys() & before.keys()
    page.evaluate(
        "document.querySelector('[data-part=scroll]').scrollBy(0, -document.querySelector('.cell').offsetHeight - 8)"
    )
    expect(page.locator(f'.cell[data-id="{max(after)}"] .letters')).to_have_count(0)
    now = letters(page)
    stayed = now.keys() & after.keys()
    assert stayed
    assert {photo: now[photo] for photo in stayed} == {photo: after[photo] for photo in stayed}
    assert all(page.locator(f'.cell[data-id="{photo}"]').is_visible() for photo in now)


def test_the_same_key_puts_them_away_and_they_close_the_large_picture(dressed):
    page, _, _ = dressed
    keys(page, "m")
    expect(page.locator(".letters")).to_have_count(0)
    keys(page, "f")
    expect(page.locator("[data-part=look]")).to_be_visible()
    keys(page, "m")
    expect(page.locator("[data-part=look]")).to_be_hidden()
    expect(page.locator(".letters")).to_have_count(6)


def test_it_is_said_what_they_do_and_nothing_is_in_the_way_of_readers(dressed):
    page, _, _ = dressed
    expect(page.locator("#live")).to_have_text(re.compile("^Letters on 6 images. They choose one; then a digit"))
    expect(page.locator(".hints")).to_contain_text("The letters, then")
    expect(page.locator(".hints").get_by_text("move")).to_be_hidden()
    assert violations(page) == []
    keys(page, "?")
    expect(page.locator("#shortcuts")).to_contain_text("Letters on the tiles")


# What a keyboard sends whose letters are Cyrillic, and one that is Greek: the place counts.
PRESS = "(told) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', told))"
SENT = {"ru": {"KeyM": "ь", "KeyS": "ы", "KeyD": "в"}, "el": {"KeyM": "μ", "KeyS": "σ", "KeyD": "δ"}}


@pytest.mark.parametrize("language", SENT)
def test_letters_of_another_script_are_those_in_their_place(at, dresses, hat, language):
    made = dresses(3)
    page = at()
    shown(page, 1)

    def press(code, key):
        page.evaluate(PRESS, {"code": code, "key": key, "bubbles": True, "cancelable": True})

    press("KeyM", SENT[language]["KeyM"])
    expect(page.locator(".letters")).to_have_text(["S", "D", "F"])
    press("KeyD", SENT[language]["KeyD"])
    assert focused(page) == made[1].pk
    press("Digit2", "2")
    expect(done(page)).to_contain_text("1 mended to Hat and approved.")
    assert [answer[1] for answer in answers(made)] == [1, 2, 1]


def test_shift_with_half_of_the_letters_typed_is_for_no_picture(at, rows, dress):
    rows(40, dress)
    page = at()
    start(page)
    keys(page, "-", "m")
    double = page.locator(".letters").filter(has_text=re.compile("^..$")).first
    keys(page, double.inner_text()[0].lower(), "Shift+R")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#live")).to_contain_text("No image has the letters")
