"""A sample check in a real browser: real photos with planted errors, judged by keys alone."""

import pytest
from playwright.sync_api import expect

from annotations.checks import sample_checks, second
from annotations.models import SampleCheck, SecondJudgement
from assets.images import ingest
from assets.models import Asset
from core.templatetags.words import bound
from projects import categories
from tests.support.browser import at_work, eventually, hold, see_picture, sign_in, violations, violations_in_both_themes
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
    expect(page.get_by_role("heading", level=1)).to_have_text("13.4% of the labels are wrong")
    assert violations(page) == []
    check = SampleCheck.objects.get()
    assert (check.wrong, check.size, check.population) == (PLANTED, 30, 30)
    assert {item["asset"]: item["right"] for item in check.items} == clothes
    page.get_by_role("button", name="Send 4 to Needs review").press("Enter")
    expect(page.get_by_text("4 sent to Needs review.")).to_be_visible()
    sent_back = set(Asset.objects.filter(status="needs_review").values_list("pk", flat=True))
    assert sent_back == {asset for asset, right in clothes.items() if not right}
    page.goto(page.url.split("/checks/")[0] + "/")
    expect(page.get_by_text("13.4% of the labels are wrong")).to_be_visible()
    page.goto(page.url + "versions/")
    page.get_by_role("button", name="New version").first.click()
    expect(page.locator("#new-version")).to_contain_text("13.4% of the labels are wrong (4 of 30)")


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


def test_keys_that_are_faster_than_the_pictures_judge_the_one_that_is_painted_and_no_other(clothes, checks_page):
    page = checks_page()
    held = hold(page, "**/display")
    page.get_by_label("Images", exact=True).fill("6")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=count]")).to_have_text("0 of 6")
    first = shown(page)

    def of_first():
        return [route for route in held if f"/assets/{first}/" in route.request.url]

    eventually(lambda: page.wait_for_timeout(20) or of_first())
    of_first()[0].continue_()
    expect(page.locator("figure img")).to_be_visible()
    see_picture(page)
    for _ in range(5):
        page.keyboard.press("a")
    expect(page.locator("[data-part=said]")).to_have_text("Not shown yet")
    expect(page.locator("[data-part=count]")).to_have_text("1 of 6")
    eventually(lambda: SampleCheck.objects.get().items[0]["right"] is True)
    assert [item["right"] for item in SampleCheck.objects.get().items] == [True, *[None] * 5]


def test_a_picture_that_did_not_load_is_judged_by_no_key_nor_is_the_one_before_it_until_it_is_painted_again(
    clothes, checks_page, project, bob
):
    check = sample_checks.start(project, by=bob, size=6)
    first, lost = (item["asset"] for item in check.items[:2])
    page = checks_page()

    def fail(route):
        route.abort()

    page.route(f"**/assets/{lost}/display", fail)
    page.goto(f"{page.url}{check.pk}/")
    expect(page.locator("figure img")).to_be_visible()
    judge(page, "a")
    expect(page.get_by_text("This picture did not load.")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator("[data-part=said]")).to_have_text("It did not load: nothing is judged")
    # Back, and at once a key: in the same moment nothing of it is painted yet.
    page.evaluate("""() => { for (const key of ["ArrowLeft", "r"])
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })); }""")
    expect(page.locator("[data-part=name]")).to_have_text(f"Image {first}")
    eventually(lambda: SampleCheck.objects.get().items[0]["right"] is not None)
    expect(page.locator("[data-part=count]")).to_have_text("1 of 6")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("This picture did not load.")).to_be_visible()
    page.unroute(f"**/assets/{lost}/display")
    expect(page.locator("figure img")).to_be_visible()  # it was asked for again
    judge(page, "a")
    expect(page.locator("[data-part=count]")).to_have_text("2 of 6")
    eventually(lambda: [item["right"] for item in SampleCheck.objects.get().items][:3] == [True, True, None])


def test_after_the_last_key_the_result_stands_there_before_its_page_has_come(clothes, checks_page, project, bob):
    check = sample_checks.start(project, by=bob, size=2, seed=4)
    page = checks_page()
    page.goto(f"{page.url}{check.pk}/")
    expect(page.locator("figure img")).to_be_visible()
    judge(page, "a")
    expect(page.locator("[data-part=count]")).to_have_text("1 of 2")
    # What stood there is kept beyond the page.
    page.evaluate("""() => {
        const result = document.querySelector("[data-part=result]");
        const look = () => sessionStorage.setItem("stood", result.checkVisibility() ? result.textContent : "hidden");
        new MutationObserver(look).observe(result, { childList: true });
    }""")
    judge(page, "r")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("of the labels are wrong")
    assert page.evaluate("sessionStorage.stood") == heading.inner_text()
    expect(page.get_by_text("With 95% confidence: 1 of 2 were wrong.")).to_be_visible()
    check.refresh_from_db()
    assert heading.inner_text() == f"At most {bound(check.upper_bound)} of the labels are wrong"


def test_a_second_reviewer_judges_the_same_pictures_blindly_and_the_page_compares_both(
    clothes, checks_page, live_server, project, bob, django_user_model
):
    check = sample_checks.start(project, by=bob, size=30)
    sample_checks.judge(check, clothes, by=bob)
    ines = django_user_model.objects.create_user("ines", first_name="Ines", is_staff=True, is_superuser=True)
    page = checks_page()
    sign_in(page.context, live_server, ines)
    page.reload()
    assert violations_in_both_themes(page) == []
    page.get_by_role("button", name="Judge the labels of bob’s check").press("Enter")
    expect(page.locator("figure img")).to_be_visible()
    expect(page.get_by_text("neither sees what the other says")).to_be_visible()
    assert '"right": false' not in page.content()
    expect(page.locator("[data-part=count]")).to_have_text("0 of 30")
    missed = next(asset for asset, right in clothes.items() if not right)
    for judged in range(30):
        expect(page.locator("[data-part=count]")).to_have_text(f"{judged} of 30")
        judge(page, "a" if clothes[shown(page)] or shown(page) == missed else "r")
    expect(page.get_by_role("heading", level=1)).to_have_text("13.4% of the labels are wrong")
    assert SecondJudgement.objects.get().wrong == PLANTED - 1
    compared = page.get_by_role("region", name="bob and Ines")
    (found,) = second.compared(SampleCheck.objects.get())
    expect(compared).to_contain_text("96.7%, 29 of 30 labels")
    expect(compared).to_contain_text(
        f"{found.kappa:.2f} ({found.kappa_interval[0]:.2f} to {found.kappa_interval[1]:.2f})"
    )
    expect(compared.get_by_role("img")).to_have_count(1)
    expect(compared.get_by_role("link")).to_contain_text("bob: wrong")
    assert violations_in_both_themes(page) == []
    compared.get_by_role("button", name="Send what they differ on").press("Enter")
    expect(page.get_by_text("1 sent to Needs review.")).to_be_visible()
    assert Asset.objects.get(status="needs_review").pk == missed


def test_who_judges_a_second_time_finds_the_way_back_and_no_result_before(clothes, checks_page, project, bob, alice):
    check = sample_checks.start(project, by=alice, size=6)
    sample_checks.judge(check, dict.fromkeys([item["asset"] for item in check.items], False), by=alice)
    page = checks_page()
    page.get_by_role("button", name="Judge the labels of alice’s check").click()
    expect(page.locator("figure img")).to_be_visible()
    judge(page, "a")
    eventually(lambda: SecondJudgement.objects.get().verdicts[0] is True)
    page.goto(page.url.replace("second/", ""))  # the address of the result
    expect(page.locator("[data-part=count]")).to_have_text("1 of 6")
    page.goto(page.url.split("/checks/")[0] + "/checks/")
    page.get_by_role("link", name="A second opinion, begun").click()
    expect(page.locator("[data-part=count]")).to_have_text("1 of 6")


def test_on_a_phone_every_column_of_the_result_has_its_heading(clothes, checks_page, project, bob, alice):
    check = sample_checks.start(project, by=bob, size=20)
    drawn = {item["asset"]: clothes[item["asset"]] for item in check.items}
    sample_checks.judge(check, drawn, by=bob)
    second.judge(second.begin(check, by=alice), dict.fromkeys(drawn, True), by=alice)
    page = checks_page()
    page.set_viewport_size({"width": 360, "height": 640})
    page.get_by_role("link", name="of the labels").first.click()
    by_category = page.get_by_role("region", name="By category").get_by_role("columnheader")
    expect(by_category).to_have_text(["Category", "Drawn", "Wrong", "Wrong of all, at most"])
    for heading in by_category.all():
        expect(heading).to_be_visible()
    both = page.get_by_role("table", name="What both said of each label").get_by_role("columnheader")
    expect(both).to_have_text(["What the first said", "alice: right", "alice: wrong"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations_in_both_themes(page) == []
