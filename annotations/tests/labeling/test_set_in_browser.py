"""The labeling page where an image has any number of categories: every key reaches the database, on its own picture."""

import pytest
from playwright.sync_api import expect

from annotations.models import AnnotationEvent
from assets.models import Asset
from projects import categories
from projects.models import Project
from tests.support.browser import PATIENCE, eventually, see_picture, sign_in, violations_in_both_themes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LABEL = "/projects/wardrobe/label/"
ANSWERS = "**/api/v1/projects/wardrobe/answers/"
# For as long as a test needs.
PAUSED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".choice.is-changed { animation-play-state: paused !important; }");
    document.adoptedStyleSheets.push(sheet);
}"""
CLOTHING, DRESS, HAT, SUMMER, WINTER = 1, 2, 3, 4, 5
NOTHING, NONE = ("unlabeled", []), ("labeled", [])


@pytest.fixture
def wardrobe(project):
    """Clothing with dresses below it, hats, and one of two seasons."""
    Project.objects.filter(pk=project.pk).update(task_type="classification_multi")
    project.refresh_from_db()
    categories.add(project, "Clothing", description="What is worn.")
    categories.add(project, "Dress", parent_id=CLOTHING)
    categories.add(project, "Hat")
    for season in ["Summer", "Winter"]:
        categories.add(project, season, exclusive_group="Season")
    return project


@pytest.fixture
def tab(live_server, context, alice, wardrobe):
    """Open the labeling page as Alice, in a new tab."""
    sign_in(context, live_server, alice)
    context.set_default_timeout(PATIENCE)
    errors = []

    def open_tab(query=""):
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{live_server.url}{LABEL}{query}")
        expect(page.locator("figure img, .viewer-empty").first).to_be_visible()
        see_picture(page)
        return page

    yield open_tab
    assert errors == []


def press(page, *keys):
    """Keys about the picture that is on the screen."""
    for key in keys:
        see_picture(page)
        page.keyboard.press(key)


def go(page, key):
    """A key that leads to another picture."""
    before = name(page).text_content()
    press(page, key)
    expect(name(page)).not_to_have_text(before)


def name(page):
    return page.locator("[data-part=name]")


def said(page):
    return page.locator("#live")


def checked(page):
    return page.locator(".choice[aria-checked=true]")


def answers(photos):
    stored = Asset.objects.with_labels().in_bulk([photo.pk for photo in photos])
    return [(stored[photo.pk].status, stored[photo.pk].category_ids) for photo in photos]


def labeled(*ids):
    return ("labeled", list(ids))


def test_a_key_puts_a_category_on_or_takes_it_off_and_the_image_stays(tab, photos):
    made = photos(2)
    page = tab()
    press(page, "3", "4")
    expect(checked(page)).to_have_count(2)
    expect(name(page)).to_have_text(made[0].original_name)
    expect(page.locator("[data-part=state]")).to_have_text("Labeled")
    eventually(lambda: answers(made) == [labeled(HAT, SUMMER), NOTHING])
    press(page, "3")
    eventually(lambda: answers(made) == [labeled(SUMMER), NOTHING])


def test_the_last_category_taken_off_leaves_it_unlabeled_and_x_says_none_of_these(tab, photos):
    made = photos(2)
    page = tab("?filter=all")
    press(page, "3", "3")
    expect(said(page)).to_have_text("Hat removed, now unlabeled")
    eventually(lambda: AnnotationEvent.objects.exists() and answers(made) == [NOTHING, NOTHING])
    go(page, "x")
    eventually(lambda: answers(made) == [NONE, NOTHING])
    expect(page.locator(".film a").first).to_contain_text("None of these")


def test_enter_space_and_the_arrow_go_on_and_what_was_not_touched_stays_unlabeled(tab, photos):
    made = photos(4)
    page = tab("?filter=all")
    press(page, "3")
    for key in ["Enter", " ", "ArrowRight"]:
        go(page, key)
    expect(name(page)).to_have_text(made[3].original_name)
    eventually(lambda: answers(made) == [labeled(HAT), NOTHING, NOTHING, NOTHING])


def test_a_child_brings_its_parent_a_parent_takes_its_children_and_a_group_has_one_at_most(tab, photos):
    made = photos(1)
    page = tab()
    press(page, "2")
    expect(said(page)).to_have_text("Dress added, Clothing with it")
    eventually(lambda: answers(made) == [labeled(CLOTHING, DRESS)])
    press(page, "4", "5")
    expect(said(page)).to_have_text("Winter added, instead of Summer")
    eventually(lambda: answers(made) == [labeled(CLOTHING, DRESS, WINTER)])
    press(page, "1")
    expect(said(page)).to_have_text("Clothing removed, Dress with it")
    eventually(lambda: answers(made) == [labeled(WINTER)])


def test_the_rows_that_changed_are_marked_for_a_moment(tab, photos):
    photos(1)
    page = tab()
    page.evaluate(PAUSED)
    press(page, "2")
    expect(page.locator(".choice.is-changed .cat")).to_have_text(["Clothing", "Dress"])


def test_the_point_gives_the_set_of_the_last_image_and_goes_on(tab, photos):
    made = photos(4)
    page = tab("?filter=all")
    press(page, ".")
    press(page, "2", "5")
    go(page, "Enter")
    press(page, "3")
    expect(checked(page)).to_have_count(1)
    go(page, ".")
    go(page, ".")
    same = labeled(CLOTHING, DRESS, WINTER)
    eventually(lambda: answers(made) == [same, same, same, NOTHING])


def test_several_are_found_by_name_one_after_the_other_until_escape(tab, photos):
    made = photos(2)
    page = tab()
    find = page.locator("[data-part=find]")
    page.keyboard.press("/")
    for text in ["dre", "win"]:
        page.keyboard.type(text)
        expect(page.locator(".choice:visible")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(find).to_have_value("")
    expect(find).to_be_focused()
    eventually(lambda: answers(made) == [labeled(CLOTHING, DRESS, WINTER), NOTHING])
    page.keyboard.press("Escape")
    expect(find).not_to_be_focused()
    press(page, "3")
    eventually(lambda: answers(made) == [labeled(CLOTHING, DRESS, HAT, WINTER), NOTHING])


def test_the_list_is_walked_by_arrows_and_space_or_enter_puts_on(tab, photos):
    made = photos(2)
    page = tab()
    page.locator("#choices").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press(" ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(name(page)).to_have_text(made[0].original_name)
    eventually(lambda: answers(made) == [labeled(CLOTHING, DRESS, HAT), NOTHING])


def test_a_set_is_cleared_skipped_approved_sent_back_and_taken_back_as_one_label_is(tab, photos):
    made = photos(3)
    page = tab("?filter=all")
    state = page.locator("[data-part=state]")
    press(page, "3", "4", "r")
    expect(state).to_have_text("Needs review")
    press(page, "Backspace")
    expect(state).to_have_text("Unlabeled")
    expect(checked(page)).to_have_count(0)
    press(page, "z")
    expect(state).to_have_text("Needs review")
    go(page, "a")
    go(page, "s")
    eventually(lambda: answers(made) == [("approved", [HAT, SUMMER]), ("skipped", []), NOTHING])
    press(page, "3", "4", "z")
    eventually(lambda: answers(made)[2] == labeled(HAT))
    press(page, "Shift+Z")
    eventually(lambda: answers(made)[2] == labeled(HAT, SUMMER))


def test_none_of_these_can_be_approved(tab, photos):
    made = photos(2)
    page = tab("?filter=all")
    go(page, "x")
    go(page, "ArrowLeft")
    go(page, "a")
    eventually(lambda: answers(made) == [("approved", []), NOTHING])


def test_each_answer_says_which_labels_the_page_showed(tab, photos, wardrobe):
    made = photos(2)
    page = tab()
    shown = Project.objects.get(pk=wardrobe.pk).labels_revision
    categories.add(wardrobe, "Scarf")
    press(page, "3")
    go(page, "Enter")
    press(page, "3", "4", "z")
    eventually(lambda: answers(made) == [labeled(HAT), labeled(HAT)])
    asked = set(Asset.objects.filter(pk__in=[photo.pk for photo in made]).values_list("asked_revision", flat=True))
    assert asked == {shown}


def test_who_labels_fast_loses_no_key_and_labels_no_other_picture(tab, photos):
    made = photos(12)
    page = tab("?filter=all")
    session = page.context.new_cdp_session(page)
    keys = ["2", "3", "4", "Enter"] * len(made)

    def send(key):
        code = key if key == "Enter" else f"Digit{key}"
        text = "\r" if key == "Enter" else key
        for kind in ("keyDown", "keyUp"):
            session.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": code, "text": text})

    for key in keys:
        send(key)
        page.wait_for_timeout(100)  # ten keys a second: how fast is what this is about
    eventually(lambda: answers(made) == [labeled(CLOTHING, DRESS, HAT, SUMMER)] * len(made))


def test_a_page_that_goes_right_after_a_key_has_lost_none(tab, photos):
    made = photos(3)
    for number, photo in enumerate(made):
        page = tab(f"?filter=all&asset={photo.pk}")
        page.keyboard.press("2")
        page.keyboard.press("5")
        if number % 2:
            page.reload()
        else:
            page.close()
    tab()
    eventually(lambda: answers(made) == [labeled(CLOTHING, DRESS, WINTER)] * 3)


def test_what_no_request_has_carried_yet_is_sent_as_one_answer(tab, photos):
    made = photos(2)
    page = tab("?filter=all")
    page.route(ANSWERS, lambda route: route.abort())
    press(page, "3")
    saved = page.locator("[data-part=saved]")
    expect(saved).to_have_text("Offline, 1 waiting")
    press(page, "4", "5", "2")  # behind the one that was carried, one that is newest
    expect(saved).to_have_text("Offline, 2 waiting")
    go(page, "Enter")
    press(page, "3", "4")
    expect(saved).to_have_text("Offline, 3 waiting")
    page.unroute_all()
    page.reload()
    eventually(lambda: answers(made) == [labeled(CLOTHING, DRESS, HAT, WINTER), labeled(HAT, SUMMER)])
    assert AnnotationEvent.objects.count() == 3


def test_after_an_answer_that_the_server_took_unheard_the_last_of_more_gestures_holds_without_a_conflict(tab, photos):
    made = photos(2)
    page = tab("?filter=all")

    def take_and_lose(route):
        route.fetch()
        route.abort()

    page.route(ANSWERS, take_and_lose)
    press(page, "3")
    saved = page.locator("[data-part=saved]")
    expect(saved).to_have_text("Offline, 1 waiting")
    assert answers(made)[0] == labeled(HAT)
    page.unroute_all()
    page.route(ANSWERS, lambda route: route.abort())
    press(page, "4", "5", "2")
    expect(saved).to_have_text("Offline, 2 waiting")
    page.unroute_all()
    page.reload()
    eventually(lambda: answers(made)[0] == labeled(CLOTHING, DRESS, HAT, WINTER))
    expect(saved).to_have_text("Saved")
    expect(page.locator("[data-part=note]")).to_be_hidden()
    assert AnnotationEvent.objects.count() == 2


def test_two_windows_that_send_for_each_other_make_no_conflict(tab, photos):
    made = photos(2)
    one = tab(f"?filter=all&asset={made[0].pk}")
    other = tab(f"?filter=all&asset={made[1].pk}")
    for _ in range(4):
        for page, keys in [(one, "345"), (other, "234")]:
            page.bring_to_front()
            for key in keys:
                press(page, key)
    for page in (one, other):
        expect(page.locator("[data-part=saved]")).to_have_text("Saved")
    eventually(lambda: answers(made) == [labeled(WINTER), labeled(CLOTHING)])
    for page in (one, other):
        expect(page.locator("[data-part=note]")).to_be_hidden()


def test_a_set_is_kept_under_a_key_and_given_with_it_by_whoever_kept_it(tab, photos):
    made = photos(4)
    page = tab("?filter=all")
    expect(page.locator(".sets")).to_be_visible()
    press(page, "q")
    expect(page.locator("[data-part=toast_words]")).to_contain_text("No set is kept under Q")
    press(page, "2", "5")
    expect(checked(page)).to_have_count(3)
    press(page, "Shift+Q")
    expect(page.locator(".set")).to_contain_text("Clothing, Dress and Winter")
    go(page, "Enter")
    go(page, "q")
    press(page, "3")
    expect(checked(page)).to_have_count(1)
    page = tab(f"?filter=all&asset={made[3].pk}")
    page.locator(".set").click()
    same = labeled(CLOTHING, DRESS, WINTER)
    eventually(lambda: answers(made) == [same, same, labeled(HAT), same])


def test_the_panel_brackets_what_excludes_each_other_and_indents_children(tab, photos):
    photos(1)
    page = tab()
    panel = page.get_by_role("group", name="Categories, any number")
    expect(panel.get_by_role("checkbox")).to_have_count(5)
    group = panel.get_by_role("group", name="One of Season")
    expect(group.get_by_role("checkbox")).to_have_text(["4Summer", "5Winter"])
    expect(page.locator(".choice.is-child .cat")).to_have_text("Dress")


def test_axe_finds_nothing_on_an_image_with_a_set_nor_in_the_keys(tab, photos):
    photos(3)
    page = tab("?filter=all")
    press(page, "2", "4")
    expect(checked(page)).to_have_count(3)
    assert violations_in_both_themes(page) == []
    go(page, "x")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_contain_text("None of these, and on")
    assert violations_in_both_themes(page) == []
