"""A sample check in a real browser: real photos with planted errors, judged by keys alone."""

import pytest
from playwright.sync_api import expect

from annotations.models import SampleCheck
from assets.images import ingest
from assets.models import Asset
from projects import categories
from tests.support.browser import at_work, eventually, hold, see_picture, violations
from tests.support.cast import give_answer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLANTED = 4


@pytest.fixture
def clothes(project, alice, labeled_photos):
    """Thirty photos, labeled by their folder, but for four that got the label of another: number to whether right."""
    photos = labeled_photos(30)
    names = sorted(set(photos.values()))
    kinds = {name: categories.add(project, name.capitalize()) for name in names}
    truth = {}
    for at, (path, name) in enumerate(photos.items()):
        asset = ingest.add_image(project, content=path.read_bytes(), original_name=path.name, by=alice).asset
        is_planted = at % 8 == 0
        kind = names[(names.index(name) + is_planted) % len(names)]
        give_answer(asset, "labeled", kinds[kind], by=alice)
        truth[asset.pk] = not is_planted
    assert list(truth.values()).count(False) == PLANTED
    return truth


@pytest.fixture
def checks_page(live_server, page, bob):
    with at_work(page, live_server, bob):
        yield lambda: page.goto(f"{live_server.url}/projects/wardrobe/checks/") and page


def shown(page):
    name = page.locator("[data-part=name]")
    return int(name.inner_text().removeprefix("Image "))


def start(page, size):
    page.get_by_label("Images", exact=True).fill(str(size))
    page.keyboard.press("Enter")
    expect(page.locator("figure img")).to_be_visible()


def judge(page, key):
    """A key about the picture that is on the screen."""
    see_picture(page)
    page.keyboard.press(key)


def test_planted_errors_are_found_by_keys_alone_and_the_result_is_kept(clothes, checks_page):
    page = checks_page()
    assert violations(page) == []
    start(page, 30)
    assert violations(page) == []
    for judged in range(30):
        expect(page.locator("[data-part=count]")).to_have_text(f"{judged} of 30")
        judge(page, "a" if clothes[shown(page)] else "r")
    expect(page.get_by_role("heading", level=1)).to_have_text("At most 28% of the labels are wrong")
    assert violations(page) == []
    check = SampleCheck.objects.get()
    assert (check.wrong, check.size, check.population) == (PLANTED, 30, 30)
    assert {item["asset"]: item["right"] for item in check.items} == clothes
    page.get_by_role("button", name="Send 4 to Needs review").press("Enter")
    expect(page.get_by_text("4 sent to Needs review.")).to_be_visible()
    sent_back = set(Asset.objects.filter(status="needs_review").values_list("pk", flat=True))
    assert sent_back == {asset for asset, right in clothes.items() if not right}
    page.goto(page.url.split("/checks/")[0] + "/")
    expect(page.get_by_text("At most 28% of the labels are wrong")).to_be_visible()
    page.goto(page.url + "versions/")
    page.get_by_role("button", name="New version").first.click()
    expect(page.locator("#new-version")).to_contain_text("at most 28% of the labels are wrong (4 of 30)")


def test_a_judgement_is_taken_back_and_a_check_goes_on_after_a_reload(clothes, checks_page):
    page = checks_page()
    start(page, 6)
    first = shown(page)
    judge(page, "r")
    expect(page.locator("[data-part=count]")).to_have_text("1 of 6")
    page.keyboard.press("z")
    expect(page.locator("[data-part=count]")).to_have_text("0 of 6")
    assert shown(page) == first
    judge(page, "a")
    judge(page, "a")
    third = shown(page)
    eventually(lambda: [item["right"] for item in SampleCheck.objects.get().items][:3] == [True, True, None])
    page.reload()
    expect(page.locator("[data-part=count]")).to_have_text("2 of 6")
    assert shown(page) == third


def test_what_was_judged_without_a_connection_is_sent_when_it_is_back(clothes, checks_page):
    page = checks_page()
    start(page, 6)
    page.route("**/judgements/", lambda route: route.abort())
    judge(page, "a")
    expect(page.locator("[data-part=saved]")).to_have_text("Offline, 1 waiting")
    page.unroute("**/judgements/")
    eventually(lambda: SampleCheck.objects.get().items[0]["right"] is True)
    expect(page.locator("[data-part=saved]")).to_have_text("Saved")


def test_a_key_before_the_picture_is_on_the_screen_judges_nothing(clothes, checks_page):
    page = checks_page()
    held = hold(page, "**/display")
    page.get_by_label("Images", exact=True).fill("6")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=count]")).to_have_text("0 of 6")
    eventually(lambda: page.wait_for_timeout(20) or held)
    first = shown(page)
    page.keyboard.press("a")
    expect(page.locator("[data-part=said]")).to_have_text("Not shown yet")
    expect(page.locator("[data-part=count]")).to_have_text("0 of 6")
    for route in held:
        route.continue_()
    page.unroute("**/display")
    expect(page.locator("figure img")).to_be_visible()
    assert shown(page) == first
    judge(page, "r")
    expect(page.locator("[data-part=count]")).to_have_text("1 of 6")
    eventually(lambda: [item["right"] for item in SampleCheck.objects.get().items].count(False) == 1)
