"""The labeling page in a real browser: every answer that was seen accepted reaches the database, once."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from annotations.labeling import answers as labeling
from annotations.models import AnnotationEvent, Claim, LabelingWindow
from assets.models import Asset
from core.templatetags.words import day
from labeler.deletion import deleting
from projects import categories, lifecycle, members
from tests.support.browser import PATIENCE, REMEMBERS, eventually, hold, see_picture, sign_in, violations
from tests.support.cast import make_photo
from tests.support.files.tiffs import TWELVE_BITS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LABEL = "/projects/wardrobe/label/"
ANSWERS = "**/api/v1/projects/wardrobe/answers/"


@pytest.fixture
def tab(live_server, context, alice, dress, hat):
    """Open the labeling page as Alice, in a new tab: `tab()`, `tab("?filter=all")`."""
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
    """Keys that each lead to another picture: when it is there, the answer was accepted."""
    for key in keys:
        before = name(page).text_content()
        press_here(page, key)
        expect(name(page)).not_to_have_text(before)


def press_here(page, key):
    """A key about the picture that is on the screen."""
    see_picture(page)
    page.keyboard.press(key)


def name(page):
    return page.locator("[data-part=name]")


def note(page):
    return page.locator("[data-part=note]")


def saved(page):
    return page.locator("[data-part=saved]")


def strip(page):
    """The rows of the queue's strip that a person can see or scroll to."""
    return page.locator(".film li:not([hidden]) a")


def scroll(page):
    page.locator(".film").hover()
    page.mouse.wheel(0, 10)


def answers(photos):
    """(state, categories) of each, as the database has them."""
    stored = Asset.objects.with_labels().in_bulk([photo.pk for photo in photos])
    return [(stored[photo.pk].status, stored[photo.pk].category_ids) for photo in photos]


def label_as(user, photo, status, *category_ids):
    photo.refresh_from_db()
    operation = {
        "op_id": f"{user}-{photo.pk}-{photo.revision}",
        "asset": photo.pk,
        "base_revision": photo.revision,
        "status": status,
        "category_ids": list(category_ids),
    }
    (result,) = labeling.set_answers(photo.project, [operation], by=user)
    assert result.result == "applied"


DRESS, HAT = ("labeled", [1]), ("labeled", [2])
NOTHING, SKIPPED = ("unlabeled", []), ("skipped", [])


# --- keys


def test_an_answer_tells_how_long_its_picture_was_on_the_screen_also_when_it_is_sent_later(tab, photos):
    photos(2)
    page = tab()
    page.route(ANSWERS, lambda route: route.abort())
    seen = page.evaluate("performance.now()")  # by then it is there
    eventually(lambda: page.evaluate("performance.now()") >= seen + 300)
    press(page, "1")
    at_most = page.evaluate("performance.now()")
    page.close()
    assert not AnnotationEvent.objects.exists()
    tab()
    eventually(AnnotationEvent.objects.exists)
    event = AnnotationEvent.objects.get()
    assert event.seen
    assert 300 <= event.shown_ms <= at_most


def test_one_key_is_one_label_and_the_next_picture(tab, photos):
    made = photos(6)
    page = tab()
    expect(name(page)).to_have_text(made[0].original_name)
    press(page, "1", "2", "s", "1")
    expect(name(page)).to_have_text(made[4].original_name)
    eventually(lambda: answers(made) == [DRESS, HAT, SKIPPED, DRESS, NOTHING, NOTHING])
    assert AnnotationEvent.objects.count() == 4


def test_the_facts_say_when_the_image_was_added_and_by_whom(tab, project, alice, bob):
    for person, seed in [(bob, 1), (alice, 2)]:
        made = make_photo(project, by=person, seed=seed)
        added = tab(f"?asset={made.pk}").locator("[data-part=added]")
        expect(added).to_have_text(f"{day(made.created_at)} by {person.username}")


def test_keys_that_stay_on_the_image_and_those_that_repeat(tab, photos):
    made = photos(5)
    page = tab()
    press(page, "2", ".", "ArrowLeft")
    state = page.locator("[data-part=state]")
    press_here(page, "r")
    expect(state).to_have_text("Needs review")
    press_here(page, "r")
    expect(state).to_have_text("Labeled")
    press_here(page, "Backspace")
    expect(state).to_have_text("Unlabeled")
    press(page, "ArrowLeft")
    press(page, "a")
    eventually(lambda: answers(made)[:3] == [("approved", [2]), NOTHING, NOTHING])


def test_undo_and_redo_go_back_to_the_image(tab, photos):
    made = photos(4)
    page = tab()
    press(page, "1", "2")
    page.keyboard.press("z")
    expect(name(page)).to_have_text(made[1].original_name)
    page.keyboard.press("Control+z")
    expect(name(page)).to_have_text(made[0].original_name)
    eventually(lambda: answers(made)[:2] == [NOTHING, NOTHING])
    page.keyboard.press("Shift+Z")
    expect(page.locator("[data-part=state]")).to_have_text("Labeled")
    page.keyboard.press("Shift+Z")
    expect(name(page)).to_have_text(made[1].original_name)
    eventually(lambda: answers(made)[:2] == [DRESS, HAT])


def test_a_category_is_found_by_its_name_and_what_is_typed_is_no_command(tab, photos, project):
    made = photos(3)
    for number in range(3, 13):
        categories.add(project, f"Number {number}")
    page = tab()
    page.keyboard.press("/")
    page.keyboard.type("12")
    expect(page.locator(".choice:visible")).to_have_text(re.compile("Number 12"))
    expect(name(page)).to_have_text(made[0].original_name)
    page.keyboard.press("Enter")
    expect(name(page)).to_have_text(made[1].original_name)
    expect(page.locator(".choice:visible")).to_have_count(12)
    eventually(lambda: answers(made)[0] == ("labeled", [12]))


# What the keyboards of these countries send: (key, code) of S, Z, A, the key beside the right Shift, and one more.
RUSSIAN = {"s": ("ы", "KeyS"), "z": ("я", "KeyZ"), "a": ("ф", "KeyA"), "/": (".", "Slash"), ".": ("ю", "Period")}
GREEK = {"s": ("σ", "KeyS"), "z": ("ζ", "KeyZ"), "a": ("α", "KeyA"), "/": ("/", "Slash"), ".": (".", "Period")}
FRENCH = {"s": ("s", "KeyS"), "z": ("z", "KeyW"), "a": ("a", "KeyQ"), "/": ("/", "Period"), ".": (".", "Comma")}
GERMAN = {"s": ("s", "KeyS"), "z": ("z", "KeyY"), "a": ("a", "KeyA"), "/": ("/", "Digit7"), ".": (".", "Period")}
ROWS_OF_DIGITS = {"fr": "&", "ru": "1", "el": "1", "de": "1"}


@pytest.mark.parametrize(
    ("language", "keyboard"), [("ru", RUSSIAN), ("el", GREEK), ("fr", FRENCH), ("de", GERMAN)], ids=lambda one: one
)
def test_keys_mean_the_same_on_other_keyboards(tab, photos, language, keyboard):
    made = photos(5)
    page = tab()
    session = page.context.new_cdp_session(page)

    def send(key, code):
        see_picture(page)
        for kind in ("keyDown", "keyUp"):
            shift = 8 if code == "Digit7" else 0
            session.send(
                "Input.dispatchKeyEvent",
                {"type": kind, "key": key, "code": code, "text": key if kind == "keyDown" else "", "modifiers": shift},
            )

    def moves_on(key, code, to):
        send(key, code)
        expect(name(page)).to_have_text(made[to].original_name)

    moves_on(ROWS_OF_DIGITS[language], "Digit1", to=1)
    moves_on(*keyboard["s"], to=2)
    moves_on(*keyboard["z"], to=1)
    moves_on(*keyboard["."], to=2)
    send(*keyboard["/"])
    expect(page.locator("[data-part=find]")).to_be_focused()
    page.keyboard.press("Escape")
    moves_on(ROWS_OF_DIGITS[language], "Digit1", to=3)
    page.keyboard.press("ArrowLeft")
    expect(name(page)).to_have_text(made[2].original_name)
    moves_on(*keyboard["a"], to=3)
    eventually(lambda: answers(made) == [DRESS, DRESS, ("approved", [1]), NOTHING, NOTHING])


def test_escape_leaves_the_search_for_a_category_and_labels_nothing(tab, photos):
    made = photos(2)
    page = tab()
    page.keyboard.press("/")
    page.keyboard.type("Hat")
    expect(page.locator(".choice:visible")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".choice:visible")).to_have_count(2)
    expect(page.locator("[data-part=find]")).not_to_be_focused()
    press(page, "1")
    eventually(lambda: answers(made)[0] == ("labeled", [1]))


def test_while_the_shortcuts_are_open_keys_label_nothing(tab, photos):
    made = photos(2)
    page = tab()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    expect(name(page)).to_have_text(made[0].original_name)
    press(page, "2")
    eventually(lambda: answers(made) == [HAT, NOTHING])


def test_single_keys_that_are_switched_off_stay_off_and_the_mouse_does_it_all(tab, photos):
    made = photos(3)
    page = tab()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_label("Single-key shortcuts").uncheck()
    page.get_by_role("button", name="Close").click()
    page.reload()
    expect(page.locator("figure img")).to_be_visible()
    page.keyboard.press("1")
    page.get_by_role("radio", name=re.compile("Hat")).click()
    expect(name(page)).to_have_text(made[1].original_name)
    page.get_by_role("button", name="Skip").first.click()
    expect(name(page)).to_have_text(made[2].original_name)
    eventually(lambda: answers(made) == [HAT, SKIPPED, NOTHING])


def test_on_a_deep_picture_stands_over_which_numbers_it_is_shown_and_its_file_never_is(tab, project, bob, photos):
    photos(1)
    deep = make_photo(project, by=bob, content=TWELVE_BITS, name="deep.tif")
    page = tab()
    told = page.locator("[data-part=shown]")
    expect(told).to_be_hidden()
    press(page, "1")
    expect(told).to_have_text("Shown from 0 to 4095")
    for _ in range(12):
        page.keyboard.press("+")
    expect(page.locator("figure img")).to_have_attribute("src", re.compile(f"/assets/{deep.pk}/display-auto$"))


def test_a_picture_that_did_not_load_takes_no_label(tab, photos, context):
    made = photos(3)
    context.route(f"**/assets/{made[1].pk}/display", lambda route: route.abort())
    page = tab()
    press(page, "1")
    expect(page.get_by_text(f"{made[1].original_name} did not load.")).to_be_visible()
    page.keyboard.press("2")
    context.unroute_all()
    page.get_by_role("button", name="Retry").click()
    expect(page.locator("figure img")).to_be_visible()
    expect(name(page)).to_have_text(made[1].original_name)
    press(page, "2")
    eventually(lambda: answers(made) == [DRESS, HAT, NOTHING])


def test_what_is_pressed_while_its_picture_is_not_on_the_screen_labels_nothing(tab, photos, context):
    made = photos(5)
    held = hold(context, re.compile(rf"/assets/(?!{made[0].pk}/)\d+/display$"))
    page = tab()
    press(page, "1")
    for key in "12.sar":
        page.keyboard.press(key)
    page.get_by_role("radio", name=re.compile("Hat")).click()
    expect(page.locator("[data-part=toast_words]")).to_have_text("Not shown yet")
    for route in held:
        route.continue_()
    context.unroute_all()
    press(page, "2")
    expect(name(page)).to_have_text(made[2].original_name)
    press(page, ".")
    eventually(lambda: answers(made) == [DRESS, HAT, HAT, NOTHING, NOTHING])
    assert AnnotationEvent.objects.count() == 3


# Transactions are held before they count as complete, until `release()`.
SLOW_STORE = """
const held = [];
const { set } = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "oncomplete");
Object.defineProperty(IDBTransaction.prototype, "oncomplete", { set(heard) {
  set.call(this, (event) => (window.holds ? held.push(() => heard(event)) : heard(event)));
} });
window.release = () => {
  window.holds = false;
  for (const each of held.splice(0)) each();
};
"""


def test_a_slow_store_eats_no_key_until_many_answers_wait_for_it(tab, photos, context):
    made = photos(9)
    context.add_init_script(SLOW_STORE)
    page = tab()
    press(page, "1")
    undo = page.locator("[data-part=toast] [data-do=undo]")
    expect(undo).to_be_visible()
    page.evaluate("window.holds = true")
    press(page, "2", ".", "1", ".", "s")
    press_here(page, "2")
    page.wait_for_timeout(500)  # it would have gone on
    expect(name(page)).to_have_text(made[6].original_name)
    assert AnnotationEvent.objects.count() <= 1
    page.evaluate("window.release()")
    expect(name(page)).to_have_text(made[7].original_name)
    page.keyboard.press("z")
    expect(name(page)).to_have_text(made[6].original_name)
    eventually(lambda: answers(made)[:7] == [DRESS, HAT, HAT, DRESS, DRESS, SKIPPED, NOTHING])


def test_what_a_slow_store_has_not_taken_is_sent_before_the_page_goes(tab, photos, context):
    made = photos(4)
    context.add_init_script(SLOW_STORE)
    page = tab()
    page.evaluate("window.holds = true")
    press(page, "1", "2")
    page.close(run_before_unload=False)
    eventually(lambda: answers(made)[:2] == [DRESS, HAT])


# --- nothing is lost


def test_answers_that_were_not_sent_survive_a_reload(tab, photos):
    made = photos(8)
    page = tab()
    page.route(ANSWERS, lambda route: route.abort())
    press(page, "1", "2", "1", "2", "1")
    expect(saved(page)).to_have_text("Offline, 5 waiting")
    assert answers(made) == [NOTHING] * 8
    page.unroute_all()
    page.reload()
    expect(name(page)).to_have_text(made[5].original_name)
    eventually(lambda: answers(made) == [DRESS, HAT, DRESS, HAT, DRESS, NOTHING, NOTHING, NOTHING])
    expect(saved(page)).to_have_text("Saved")
    assert AnnotationEvent.objects.count() == 5


def test_answers_that_were_not_sent_survive_a_closed_tab(tab, photos, context):
    made = photos(6)
    page = tab()
    context.set_offline(True)
    press(page, "1", "2", "1")
    page.close()
    context.set_offline(False)
    page = tab()
    eventually(lambda: answers(made)[:4] == [DRESS, HAT, DRESS, NOTHING])
    expect(name(page)).to_have_text(made[3].original_name)


def test_what_waits_is_shown_before_it_is_sent(tab, photos):
    photos(4)
    page = tab("?filter=all")
    page.route(ANSWERS, lambda route: route.abort())
    press(page, "2")
    page.reload()
    expect(page.locator(".film li").first).to_contain_text("Hat")
    expect(saved(page)).to_have_text("Offline, 1 waiting")
    expect(note(page)).to_contain_text("1 label is stored in this browser")


def test_without_a_connection_labeling_goes_on_and_sends_when_it_is_back(tab, photos, context):
    made = photos(12)
    page = tab()
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    press(page, *"121212")
    expect(saved(page)).to_have_text("Offline, 6 waiting")
    expect(note(page)).to_contain_text("Keep labeling: 6 labels are stored in this browser")
    context.set_offline(False)
    eventually(lambda: answers(made)[:6] == [DRESS, HAT] * 3)
    expect(saved(page)).to_have_text("Saved")
    expect(note(page)).to_be_hidden()


@pytest.mark.parametrize(
    ("status", "said", "mark"),
    [
        (507, "The server's disk is full. Keep labeling", "Server full"),
        (503, "has trouble. Keep labeling", "Server trouble"),
    ],
)
def test_a_server_that_cannot_save_just_now_is_told_and_labeling_goes_on(tab, photos, status, said, mark):
    made = photos(4)
    page = tab()
    page.route(ANSWERS, lambda route: route.fulfill(status=status, json={"error": {"code": "-", "message": "No."}}))
    press(page, "1", "2")
    expect(saved(page)).to_have_text(f"{mark}, 2 waiting")
    expect(note(page)).to_contain_text(said)
    page.unroute(ANSWERS)
    expect(saved(page)).to_have_text("Saved")
    assert answers(made)[:2] == [DRESS, HAT]


def test_an_answer_that_the_server_took_without_our_hearing_of_it_is_applied_once(tab, photos):
    made = photos(3)
    page = tab()

    def take_and_lose(route):
        route.fetch()
        route.abort()

    page.route(ANSWERS, take_and_lose, times=1)
    press(page, "1")
    expect(saved(page)).to_have_text("Offline, 1 waiting")
    assert answers(made)[0] == DRESS
    expect(saved(page)).to_have_text("Saved")
    assert AnnotationEvent.objects.count() == 1


def test_a_browser_that_stores_nothing_says_so_and_saves_before_it_moves_on(tab, photos, context):
    made = photos(3)
    context.add_init_script(
        "Object.defineProperty(window, 'indexedDB', { value: { open() { throw new Error('no'); } } })"
    )
    page = tab()
    expect(note(page)).to_contain_text("This browser stores nothing here")
    press(page, "1")
    assert answers(made)[0] == DRESS
    page.route(ANSWERS, lambda route: route.abort())
    press_here(page, "2")
    expect(note(page)).to_contain_text("keep this page open")
    expect(name(page)).to_have_text(made[1].original_name)
    page.unroute_all()
    expect(name(page)).to_have_text(made[2].original_name)
    assert answers(made)[1] == HAT


def test_another_person_on_this_browser_never_sends_what_waits(tab, photos, context, live_server, alice, mallory):
    made = photos(6)
    page = tab()
    page.route(ANSWERS, lambda route: route.abort())
    press(page, "1", "1")
    sign_in(context, live_server, mallory)
    home = context.new_page()
    home.goto(live_server.url)
    expect(home.get_by_text("alice has 2 answers waiting in this browser.")).to_be_visible()
    assert violations(home) == []
    home.close()
    theirs = tab("?filter=all")
    expect(note(theirs)).to_contain_text("alice has 2 answers waiting in this browser. To send what waits, sign in")
    press(theirs, "2")
    eventually(lambda: answers(made)[0] == HAT)
    assert set(AnnotationEvent.objects.values_list("actor", flat=True)) == {mallory.pk}

    # The tab that is still open as Alice is refused, too, as Mallory has another token than it.
    theirs.close()
    context.clear_cookies(name="csrftoken")
    other = tab("?filter=all")
    page.unroute_all()
    press(page, "1")
    expect(saved(page)).to_have_text("Signed out, 3 waiting")
    expect(note(page)).to_contain_text("You are signed out, or somebody else is signed in.")
    other.close()
    assert answers(made)[1:] == [NOTHING] * 5

    sign_in(context, live_server, alice)
    page.get_by_role("button", name="Sign in").click()
    eventually(lambda: answers(made)[1:3] == [DRESS, DRESS])
    assert AnnotationEvent.objects.filter(actor=alice).count() == 2


def test_the_browser_is_asked_once_to_keep_what_waits(tab, photos, context):
    photos(3)
    asked = []
    context.expose_function("heard", lambda: asked.append(1))
    context.add_init_script("StorageManager.prototype.persist = async () => { await heard(); return false; }")
    for _ in range(2):
        page = tab()
        # The last that it keeps when it asks.
        eventually(lambda page=page: page.evaluate("Object.keys(localStorage).some((key) => key === 'labeler-people')"))
        press(page, "1")
        eventually(lambda: asked == [1])
        page.close()


NO_HTTPS = """Object.defineProperty(window, "isSecureContext", { value: false });
delete StorageManager.prototype.getDirectory;"""


def test_over_plain_http_it_is_said_once_that_https_protects_more_and_answers_are_mirrored(tab, photos, context):
    made = photos(4)
    context.add_init_script(REMEMBERS)
    context.add_init_script(NO_HTTPS)
    words = "Over HTTPS this browser would keep answers safe from a crash, too"
    page = tab()
    eventually(lambda: words in page.evaluate("said"))
    page.route(ANSWERS, lambda route: route.abort())
    press(page, "1", "2")
    mirrored = """Object.entries(localStorage).filter(([key]) => key.startsWith("labeler-outbox-"))
        .map(([, text]) => JSON.parse(text).length)"""
    eventually(lambda: page.evaluate(mirrored) == [2])
    page.close()
    page = tab()
    eventually(lambda: answers(made)[:2] == [DRESS, HAT])
    eventually(lambda: page.evaluate(mirrored) == [])
    assert words not in page.evaluate("said")


# --- rights


def test_answers_for_a_project_that_is_closed_meanwhile_stay_here_and_are_sent_when_one_is_let_in(
    tab, photos, context, live_server, project, alice
):
    made = photos(6)
    page = tab()
    members.put(project, alice, "labeler")
    members.remove(project, "alice")
    lifecycle.change(project, closed=True)
    press(page, "1", "1")
    expect(note(page)).to_contain_text(
        "You can no longer open this project; ask one of its managers. 2 labels are stored"
    )
    expect(saved(page)).to_have_text("Closed to you, 2 waiting")
    home = context.new_page()
    home.goto(live_server.url)
    expect(
        home.get_by_text("2 answers of yours wait in this browser for a project that you can no longer")
    ).to_be_visible()
    assert violations(home) == []
    home.close()
    assert answers(made) == [NOTHING] * 6

    members.put(project, alice, "labeler")
    eventually(lambda: answers(made)[:2] == [DRESS, DRESS])
    expect(saved(page)).to_have_text("Saved")


def test_answers_for_a_project_that_is_deleted_meanwhile_do_not_wait_for_ever(
    tab, photos, context, live_server, project, bob
):
    photos(6)
    page = tab()
    page.route(ANSWERS, lambda route: route.abort())
    press(page, "1", "1")
    expect(saved(page)).to_have_text("Offline, 2 waiting")
    lifecycle.archive(project, by=bob)
    project.refresh_from_db()
    deleting.run(deleting.request(project, confirm=project.slug, by=bob).pk)
    page.unroute_all()
    expect(note(page)).to_contain_text("This project was deleted.")
    expect(note(page)).to_contain_text("The labels of 2 images that waited in this browser went with it.")
    expect(saved(page)).to_have_text("Saved")
    assert violations(page) == []
    page.close()
    home = context.new_page()
    home.goto(live_server.url)
    expect(home.get_by_role("heading", name="Projects", exact=True)).to_be_visible()
    home.wait_for_load_state("networkidle")
    expect(home.locator("#no-longer")).to_be_hidden()


def test_what_waits_for_a_project_that_was_deleted_goes_when_one_comes_home(
    tab, photos, context, live_server, project, alice, bob
):
    """The labeling page was closed before."""
    photos(6)
    page = tab()
    page.route(ANSWERS, lambda route: route.abort())
    press(page, "1", "1")
    expect(saved(page)).to_have_text("Offline, 2 waiting")
    page.close()
    lifecycle.archive(project, by=bob)
    home = context.new_page()
    home.goto(live_server.url)
    expect(home.get_by_text("2 answers of yours wait in this browser for a project")).to_be_visible()
    project.refresh_from_db()
    deleting.run(deleting.request(project, confirm=project.slug, by=bob).pk)
    box = f"labeler-outbox-{alice.pk}-{project.dataset_id}"
    boxes = "indexedDB.databases().then((all) => all.map(({ name }) => name))"
    assert box in home.evaluate(boxes)
    home.reload()
    eventually(lambda: box not in home.evaluate(boxes))
    expect(home.locator("#no-longer")).to_be_hidden()


def test_what_is_refused_to_a_labeler_is_said_and_can_be_discarded(tab, photos, project, alice, mallory, hat, answer):
    made = photos(3)
    page = tab("?filter=all")
    press(page, "1")
    eventually(lambda: answers(made)[0] == DRESS)
    answer(made[1], "labeled", hat, by=mallory)
    members.put(project, alice, "labeler")
    lifecycle.change(project, closed=True)
    page = tab(f"?filter=all&asset={made[1].pk}")
    expect(page.get_by_role("link", name="Review", exact=True)).to_have_count(0)
    page.keyboard.press("a")  # is no key here
    press(page, "1")
    expect(note(page)).to_contain_text("was not saved on photo-101. Only reviewers change what others answered.")
    expect(saved(page)).to_have_text("1 not saved")
    page.get_by_role("button", name="Discard").click()
    expect(saved(page)).to_have_text("Saved")
    assert answers(made)[:2] == [DRESS, HAT]


# --- others


def test_a_conflict_shows_both_answers_and_keeps_theirs_or_uses_mine(tab, photos, bob):
    made = photos(5)
    page = tab()
    label_as(bob, made[0], "labeled", 2)
    label_as(bob, made[1], "skipped")
    press(page, "1", "1")
    expect(note(page)).to_contain_text(re.compile("bob labeled photo-100 as Hat. +Your answer Dress was not saved."))
    expect(saved(page)).to_have_text("2 not saved")
    assert answers(made)[:2] == [HAT, SKIPPED]
    expect(page.locator(".film li").first).to_contain_text("Hat")
    expect(page.locator(".film li").first).to_contain_text("Not saved")

    page.get_by_role("button", name="Keep Hat").click()
    page.get_by_role("button", name="Use Dress").click()
    expect(note(page)).to_be_hidden()
    eventually(lambda: answers(made)[:2] == [HAT, DRESS])
    expect(saved(page)).to_have_text("Saved")


def test_a_conflict_waits_through_a_reload(tab, photos, bob):
    made = photos(3)
    page = tab()
    label_as(bob, made[0], "labeled", 2)
    press(page, "1")
    expect(note(page)).to_contain_text("bob labeled")
    page.reload()
    expect(note(page)).to_contain_text("bob labeled")
    page.get_by_role("button", name="Use Dress").click()
    eventually(lambda: answers(made)[0] == DRESS)


def test_the_same_answer_from_two_people_is_no_question(tab, photos, bob):
    made = photos(3)
    page = tab()
    label_as(bob, made[0], "labeled", 1)
    press(page, "1", "2")
    eventually(lambda: answers(made)[:2] == [DRESS, HAT])
    expect(saved(page)).to_have_text("Saved")
    expect(note(page)).to_be_hidden()


def test_labeling_the_image_again_decides_its_conflict(tab, photos, bob):
    made = photos(3)
    page = tab()
    label_as(bob, made[0], "skipped")
    press(page, "1")
    expect(note(page)).to_contain_text("bob skipped")
    press(page, "ArrowLeft", "2")
    expect(note(page)).to_be_hidden()
    eventually(lambda: answers(made)[0] == HAT)


def test_a_refused_answer_says_why_and_can_be_retried_or_let_go(tab, photos, hat):
    made = photos(4)
    page = tab()
    categories.retire(hat)
    press(page, "2")
    expect(note(page)).to_contain_text("Hat was not saved on photo-100. Category 2 was retired")
    press(page, "1")
    categories.restore(hat)
    page.get_by_role("button", name="Retry").click()
    eventually(lambda: answers(made)[:2] == [HAT, DRESS])
    categories.retire(hat)
    press(page, "2")
    page.get_by_role("button", name="Discard").click()
    expect(saved(page)).to_have_text("Saved")
    assert answers(made)[2] == NOTHING


def test_an_answer_that_says_more_than_the_server_knows_waits_with_its_reason_and_is_retried(tab, photos):
    """A page that is newer than the server: the server goes back to an older version, or is not upgraded yet."""

    def newer(route):
        operations = [one | {"zoomed": 300} for one in route.request.post_data_json["operations"]]
        route.continue_(post_data=json.dumps(route.request.post_data_json | {"operations": operations}))

    made = photos(3)
    page = tab()
    page.route(ANSWERS, newer)
    press(page, "1")
    expect(note(page)).to_contain_text('Dress was not saved on photo-100. There is no "zoomed".')
    expect(saved(page)).to_have_text("1 not saved")
    with page.expect_response(ANSWERS):
        page.get_by_role("button", name="Retry").click()
    expect(saved(page)).to_have_text("1 not saved")
    page.reload()
    expect(note(page)).to_contain_text("Dress was not saved on photo-100.")
    assert answers(made)[0] == NOTHING
    page.unroute(ANSWERS)
    page.get_by_role("button", name="Retry").click()
    eventually(lambda: answers(made)[0] == DRESS)
    expect(saved(page)).to_have_text("Saved")


def test_a_batch_that_says_more_than_the_server_knows_is_kept_and_sent_again(tab, photos):
    made = photos(4)
    page = tab()
    page.route(ANSWERS, lambda route: route.continue_(post_data=json.dumps(route.request.post_data_json | {"x": 1})))
    press(page, "1", "2")
    expect(saved(page)).to_contain_text("2 waiting")
    assert answers(made) == [NOTHING] * 4
    page.unroute(ANSWERS)
    eventually(lambda: answers(made) == [DRESS, HAT, NOTHING, NOTHING])
    expect(saved(page)).to_have_text("Saved")


def test_two_tabs_and_two_people_get_different_images(tab, photos, live_server, browser, bob):
    photos(100)
    first, second = tab(), tab()
    context = browser.new_context()
    sign_in(context, live_server, bob)
    third = context.new_page()
    third.goto(f"{live_server.url}{LABEL}")
    expect(third.locator("figure img")).to_be_visible()
    for page in (first, second, third):
        expect(strip(page)).to_have_count(20)
    seen = [strip(page).evaluate_all("rows => rows.map((row) => row.id)") for page in (first, second, third)]
    assert sum(map(len, seen)) == len(set().union(*seen)) == 60
    context.close()


def test_a_reload_keeps_its_images_and_a_closed_tab_leaves_them_to_the_next(tab, photos):
    made = photos(60)
    first, second = tab(), tab()
    expect(name(second)).to_have_text(made[20].original_name)
    press(second, "ArrowRight", "ArrowRight")
    second.reload()
    expect(name(second)).to_have_text(made[22].original_name)
    first.close()
    third = tab()
    expect(name(third)).to_have_text(made[0].original_name)


def test_a_reload_goes_on_with_its_image_though_the_page_was_not_all_there(tab, context, photos):
    made = photos(60)
    hold(context, "**/label/queue/presence*")
    page = tab()
    press(page, "ArrowRight", "ArrowRight")
    page.reload()
    expect(name(page)).to_have_text(made[2].original_name)


# --- counts, ends and readers


def test_counters_move_with_each_answer_and_equal_the_database(tab, photos):
    made = photos(5)
    page = tab()
    press(page, "1", "2", "2", "s")

    counts = page.locator("[data-filter] > :last-child")
    expect(counts).to_have_text(["5", "1", "3", "0", "1"])  # they follow the picture by a frame
    choices = page.locator(".choice .n")
    expect(choices).to_have_text(["1", "2"])
    eventually(lambda: [status for status, _ in answers(made)].count("labeled") == 3)
    page.reload()
    expect(choices).to_have_text(["1", "2"])
    expect(counts).to_have_text(["5", "1", "3", "0", "1"])


def test_at_the_end_the_next_thing_to_do_is_one_key_away(tab, photos):
    made = photos(2)
    page = tab()
    press(page, "ArrowRight", "1")
    end = page.locator("[data-part=end]")
    expect(end).to_contain_text("1 image here has no label yet")
    page.keyboard.press("Enter")
    expect(name(page)).to_have_text(made[0].original_name)
    press(page, "2")
    page.keyboard.press("ArrowRight")
    expect(end).to_contain_text("Every image has a label")
    expect(end).to_contain_text("2 of them wait for a second look")
    page.keyboard.press("z")
    expect(name(page)).to_have_text(made[0].original_name)
    press(page, "2")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/review/$"))


def test_what_others_hold_is_not_called_done_and_it_is_said_who_holds_it(tab, photo, bob, api):
    api(bob).get("projects/wardrobe/queue/?tab=b")
    page = tab()
    end = page.locator("[data-part=end]")
    expect(end).to_contain_text("1 unlabeled image is open elsewhere")
    expect(end.locator("li")).to_have_text(["bob has 1 image open"])
    expect(end.locator("[data-do=take-over]")).to_be_hidden()
    assert violations(page) == []


def test_what_nobody_is_at_is_handed_out_and_it_is_said_whose_it_was(tab, context, photos, bob, api):
    photos(3)
    context.add_init_script(REMEMBERS)
    api(bob).post("projects/wardrobe/queue/", {"tab": "b", "idle": 61})
    page = tab()
    expect(name(page)).to_have_text("photo-100.png")
    eventually(lambda: page.evaluate("said") == ["3 images that waited for bob are yours now"])


def test_what_is_handed_out_is_said_although_the_page_asked_again_before_it_could_say_anything(
    tab, context, photos, bob, api
):
    photos(3)
    api(bob).post("projects/wardrobe/queue/", {"tab": "b", "idle": 61})
    context.add_init_script(REMEMBERS)
    says, asked = hold(context, "**/label/queue/presence*"), []
    context.on("response", lambda response: response.url.endswith("/queue/") and asked.append(response))
    page = tab()
    press(page, "ArrowRight")
    eventually(lambda: page.evaluate("1") and says and len(asked) > 1)
    for request in says:
        request.continue_()
    eventually(lambda: page.evaluate("said") == ["3 images that waited for bob are yours now"])


def test_ones_other_window_is_named_and_can_be_left_for_this_one(tab, photo):
    other = tab()
    expect(name(other)).to_have_text(photo.original_name)
    page = tab()
    end = page.locator("[data-part=end]")
    expect(end.locator("li")).to_have_text(["You have 1 open in another window"])
    end.get_by_role("button", name="Take over from my other window").click()
    expect(name(page)).to_have_text(photo.original_name)
    press(page, "2")
    eventually(lambda: Asset.objects.get().status == "labeled")


def test_the_end_of_the_unlabeled_is_the_last_of_them_and_what_was_passed_comes_again(tab, photos):
    made = photos(50)
    page = tab()
    expect(name(page)).to_have_text(made[0].original_name)
    press(page, "End")
    expect(name(page)).to_have_text(made[49].original_name)
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-part=end]")).to_contain_text("You went past without an answer")
    page.keyboard.press("Enter")
    expect(name(page)).to_have_text(made[0].original_name)


def test_a_page_that_goes_leaves_its_images_within_twenty_seconds(tab, photos):
    photos(3)
    page = tab()
    expect(strip(page)).to_have_count(3)
    page.goto("about:blank")
    soon = timedelta(seconds=21)
    eventually(lambda: all(one.expires_at < timezone.now() + soon for one in Claim.objects.all()))
    assert Claim.objects.count() == 3


def test_a_page_that_comes_back_from_the_browsers_cache_is_loaded_again_and_holds_its_images(tab, photos):
    photos(3)
    page = tab()
    expect(strip(page)).to_have_count(3)
    page.evaluate("""window.isOld = true;
        dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }))""")
    soon = timedelta(seconds=21)
    eventually(lambda: all(one.expires_at < timezone.now() + soon for one in Claim.objects.all()))
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.wait_for_function("!window.isOld")
    eventually(lambda: all(one.expires_at > timezone.now() + timedelta(minutes=5) for one in Claim.objects.all()))
    assert Claim.objects.count() == 3


def test_who_comes_back_hears_that_their_image_is_with_somebody_else_and_may_answer_it(tab, photos, bob, api):
    made = photos(2)
    page = tab()
    expect(strip(page)).to_have_count(2)
    LabelingWindow.objects.update(active_at=timezone.now() - timedelta(seconds=61))
    api(bob).post("projects/wardrobe/queue/", {"tab": "b", "shown": made[1].pk})
    press(page, "ArrowRight")
    expect(page.locator("[data-part=toast_words]")).to_have_text("photo-101 is with bob now")
    press_here(page, "2")
    eventually(lambda: Asset.objects.get(pk=made[1].pk).status == "labeled")


def test_the_address_of_an_image_opens_it_and_the_way_leads_on_to_both_sides(tab, photos):
    made = photos(5)
    page = tab(f"?asset={made[2].pk}")
    expect(page.locator("[data-part=mid]")).to_have_text("3 of 5")
    press(page, "ArrowLeft")
    expect(name(page)).to_have_text(made[1].original_name)
    press(page, "End")
    expect(page.locator("[data-part=mid]")).to_have_text("5 of 5")
    press(page, "Home")
    expect(page.locator("[data-part=mid]")).to_have_text("1 of 5")
    expect(page).to_have_url(re.compile(rf"asset={made[0].pk}$"))


def test_readers_hear_what_was_saved_and_what_comes(tab, photos):
    photos(3)
    page = tab()
    press(page, "2")
    expect(page.locator("#live")).to_have_text("Hat saved on photo-100, now photo-101")


def test_classes_of_the_second_row_have_a_letter_and_a_digit(tab, project, photos):
    for number in range(3, 25):
        categories.add(project, f"Class {number}")
    photos(2)
    page = tab()
    expect(page.locator(".choice kbd")).to_have_text(
        [*"1234567890", *(f"Q{n}" for n in "1234567890"), "W1", "W2", "W3", "W4"]
    )
    see_picture(page)
    page.keyboard.press("q")
    expect(page.locator("[data-part=toast_words]")).to_have_text("Q, then a digit")
    press(page, "3")
    press_here(page, "w")
    page.keyboard.press("4")
    labels = Asset.objects.order_by("pk").values_list("annotations__category__name", flat=True)
    eventually(lambda: list(labels.all()) == ["Class 13", "Class 24"])


def test_with_the_panels_hidden_and_on_the_whole_screen_it_still_stands_below_what_the_keys_do(tab, photos):
    made = photos(2)
    page = tab()
    panels = page.locator(".work > aside")
    expect(panels).to_have_count(2)
    press_here(page, "p")
    for panel in panels.all():
        expect(panel).to_be_hidden()
    page.evaluate("document.documentElement.requestFullscreen()")
    eventually(lambda: page.evaluate("document.fullscreenElement !== null"))
    hints = page.locator(".hints")
    expect(hints).to_be_in_viewport(ratio=1)
    for words in ("1–9label, next", "Sskip", "Rneeds review", "Zundo", "?all shortcuts"):
        expect(hints.locator("> span", has_text=words)).to_be_in_viewport(ratio=1)
    press(page, "1")
    press_here(page, "p")
    expect(panels.first).to_be_visible()
    eventually(lambda: answers(made) == [DRESS, NOTHING])


def test_the_wheel_zooms_at_the_pointer_and_the_zoom_may_stay_for_the_next(tab, photos):
    photos(3)
    page = tab()
    zoom, keep = page.locator("[data-part=zoom]"), page.locator("[data-do=keep-zoom]")
    expect(zoom).not_to_have_text("")
    fitting = zoom.inner_text()
    box = page.locator("figure img").bounding_box()
    left, top = box["x"] + 10, box["y"] + 10
    page.mouse.move(left, top)
    page.mouse.wheel(0, -400)
    expect(zoom).not_to_have_text(fitting)
    grown = page.locator("figure img").bounding_box()
    assert grown["width"] == pytest.approx(2 * box["width"], rel=0.01)
    assert (left - grown["x"]) / grown["width"] == pytest.approx((left - box["x"]) / box["width"], abs=0.002)
    press(page, "ArrowRight")
    expect(zoom).to_have_text(fitting)
    page.keyboard.press("Shift+F")
    expect(keep).to_have_attribute("aria-pressed", "true")
    page.mouse.wheel(0, -400)
    expect(zoom).not_to_have_text(fitting)
    kept, place = zoom.inner_text(), page.locator("figure img").bounding_box()
    press(page, "ArrowRight")
    expect(zoom).to_have_text(kept)
    assert page.locator("figure img").bounding_box() == pytest.approx(place)
    keep.click()
    press(page, "ArrowLeft")
    expect(zoom).to_have_text(fitting)


def test_at_200_percent_the_strip_scrolls_and_not_the_page_and_the_picture_has_room(tab, project, photos):
    for number in range(60):
        categories.add(project, f"Class {number}")
    photos(12)
    page = tab()
    page.set_viewport_size({"width": 640, "height": 400})
    press(page, *["ArrowRight"] * 9)
    expect(page.locator(".film [aria-current]")).to_have_count(1)
    left = page.locator(".film").evaluate("film => film.scrollLeft")
    assert left > 0
    assert page.evaluate("[scrollX, scrollY]") == [0, 0]
    assert page.locator("figure img").bounding_box()["height"] > 100


def test_what_is_said_in_the_head_goes_after_six_seconds(tab, photos):
    photos(3)
    page = tab()
    press(page, "2")
    toast = page.locator("[data-part=toast]")
    expect(toast).to_be_visible()
    delay = toast.evaluate("toast => toast.getAnimations()[0].effect.getTiming().delay")
    assert delay == 6_000
    toast.evaluate("toast => toast.getAnimations()[0].finish()")
    expect(toast).to_be_hidden()
    press(page, "2")
    expect(toast).to_be_visible()


def test_on_a_tablet_images_are_approved_and_cleared_by_touch(tab, photo, hat):
    page = tab("?filter=all")
    page.set_viewport_size({"width": 1180, "height": 820})
    see_picture(page)
    page.locator(".choice", has_text="Hat").click()
    page.locator(".touchbar [data-do=previous]").click()
    see_picture(page)
    page.locator(".touchbar").get_by_text("Approve").click()
    eventually(lambda: Asset.objects.get().status == "approved")
    page.locator(".touchbar [data-do=previous]").click()
    see_picture(page)
    page.locator(".touchbar").get_by_text("Clear").click()
    eventually(lambda: Asset.objects.get().status == "unlabeled")


def test_a_long_file_name_keeps_its_end_and_the_state_beside_it(tab, project, bob):
    make_photo(project, by=bob, name=f"{'very-' * 40}long-IMG_2046.png")
    page = tab()
    end = name(page).locator(".file-name > :last-child")
    expect(end).to_have_text("G_2046.png")
    box, state = end.bounding_box(), page.locator("[data-part=state]").bounding_box()
    assert box["width"] > 40
    assert box["x"] + box["width"] <= state["x"]
    assert page.locator("[data-part=state]").evaluate("state => state.scrollWidth <= state.clientWidth")
    assert page.locator(".film .name .file-name > :last-child").bounding_box()["width"] > 20


def test_axe_finds_nothing_in_any_state(tab, photos, bob):
    made = photos(4)
    page = tab()
    assert violations(page) == []
    label_as(bob, made[0], "skipped")
    press(page, "1", "2", "ArrowLeft")
    expect(note(page)).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1100, "height": 800})
    assert violations(page) == []
    page = tab("?filter=done")
    assert violations(page) == []


def test_the_strip_holds_what_is_near_however_far_one_goes(tab, photos):
    made = photos(180)
    page = tab("?filter=all")
    expect(page.locator(".film a").first).to_be_visible()
    for photo in made[1:151]:
        page.keyboard.press("ArrowRight")
        expect(name(page)).to_have_text(photo.original_name)
    rows = strip(page)
    current = page.locator(".film a[aria-current=true]")
    expect(rows.first).to_have_id(f"row-{made[130].pk}")
    expect(current).to_have_id(f"row-{made[150].pk}")
    expect(rows.last).to_have_id(f"row-{made[169].pk}")
    scroll(page)
    expect(rows.first).to_have_id(f"row-{made[110].pk}")
    ids = rows.evaluate_all("rows => rows.map((row) => Number(row.id.slice(4)))")
    assert ids == [photo.pk for photo in made[110:]]
    page.keyboard.press("Home")
    expect(current).to_have_id(f"row-{made[0].pk}")
    expect(current).to_be_in_viewport()
    expect(rows.first).to_have_id(f"row-{made[0].pk}")
    expect(rows).to_have_count(20)
