"""A picture is withdrawn in a real browser: what goes is told, a reason and its number are typed, and pages say so."""

import pytest
from playwright.sync_api import expect

from annotations.models import AnnotationEvent
from assets.models import Asset, WithdrawalJob
from exports.zips import jobs as zips
from labeler.withdrawal import removal, withdrawing
from projects import lifecycle
from tests.support.browser import at_work, eventually, violations, violations_in_both_themes
from tests.support.cast import make_photo, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_context_args(browser_context_args):
    # Axe is put into the page by evaluating it, which the content policy rightly forbids.
    return browser_context_args | {"bypass_csp": True}


@pytest.fixture(autouse=True)
def jobs_wait(monkeypatch):
    """Jobs are run by the tests themselves."""
    monkeypatch.setattr("core.jobs.job.async_task", lambda *arguments, **options: None)
    monkeypatch.setattr(removal, "SETTLED", removal.SETTLED * 0)


@pytest.fixture
def at(live_server, page, bob, project):
    """Open a page of the project as Bob."""
    with at_work(page, live_server, bob):

        def go(where):
            page.goto(live_server.url + f"/projects/wardrobe/{where}")
            page.wait_for_load_state("networkidle")
            return page

        yield go


def test_staff_withdraw_a_picture_on_its_page(at, photo, photos, dress, bob, project, answer, make_version):
    answer([photo, *photos(2)], "approved", dress, by=bob)
    version = make_version(project, by=bob)
    make_photo(lifecycle.create("Attic", by=bob), by=bob, content=picture(0))
    page = at(f"assets/{photo.pk}/")
    page.get_by_role("button", name="Withdraw").click()
    dialog = page.get_by_role("dialog", name="Withdraw a picture")
    expect(dialog).to_contain_text("1 image of this project with these bytes, with its label.")
    expect(dialog).to_contain_text("v1 holds it: its zip is built anew without it, and says so.")
    expect(dialog).to_contain_text("It stays in Attic, where it has to be withdrawn by itself.")
    now = dialog.get_by_role("button", name="Withdraw", exact=True)
    expect(now).to_be_disabled()
    dialog.get_by_label("Reason").fill("Its owner asks.")
    dialog.get_by_label("to confirm").fill("yes")
    expect(now).to_be_disabled()
    dialog.get_by_label("to confirm").fill(str(photo.pk))
    expect(now).to_be_enabled()
    assert violations_in_both_themes(page) == []
    now.click()
    expect(page.get_by_role("heading", name="Withdrawn on")).to_be_visible()
    expect(page.get_by_text("Its files are being removed from wherever they lie.")).to_be_visible()
    expect(page.get_by_text("withdrew it")).to_be_visible()
    assert violations_in_both_themes(page) == []
    removal.run(WithdrawalJob.objects.get().pk)
    page = at(f"assets/{photo.pk}/")
    expect(page.get_by_text("All its files were removed by")).to_be_visible()
    expect(page.get_by_role("link", name="Original")).to_have_count(0)

    zips.build(zips.served(version).pk)
    page = at("versions/1/")
    expect(page.get_by_text("1 picture was withdrawn on")).to_be_visible()
    expect(page.get_by_role("link", name="wardrobe-v1-withdrawn.zip")).to_be_visible()
    assert violations_in_both_themes(page) == []
    page = at("versions/")
    expect(page.get_by_text("1 picture was withdrawn on")).to_be_visible()


def test_nobody_else_has_the_button(at, live_server, page, photo, alice):
    at("assets/")
    with at_work(page, live_server, alice):
        page.goto(f"{live_server.url}/projects/wardrobe/assets/{photo.pk}/")
        expect(page.get_by_role("button", name="Delete")).to_be_visible()
        expect(page.get_by_role("button", name="Withdraw")).to_have_count(0)


def test_a_labeling_page_drops_it_and_its_answer_waits_for_nothing(at, photos, dress, bob):
    first, second, _ = photos(3)
    page = at(f"label/?asset={first.pk}")
    expect(page.get_by_alt_text("Image to label: photo-100.png")).to_be_visible()
    withdrawing.withdraw(first, reason="Its owner asks.", confirm=str(first.pk), by=bob)
    page.keyboard.press("1")
    expect(page.locator("#main").get_by_text("This picture was withdrawn")).to_be_visible()
    expect(page.locator("#main").get_by_text("photo-100")).to_have_count(0)
    page.keyboard.press("1")
    eventually(lambda: AnnotationEvent.objects.filter(asset=second, to_status="labeled").exists())
    expect(page.get_by_alt_text("Image to label: photo-102.png")).to_be_visible()
    assert violations(page) == []
    assert list(Asset.objects.order_by("pk").values_list("status", flat=True)) == ["withdrawn", "labeled", "unlabeled"]


def test_a_labeling_page_hears_of_it_before_anybody_answers(at, photos, page, bob, dress, hat):
    first, second, third, _ = photos(4)
    page.clock.install()
    at("label/")
    page.keyboard.press("s")
    expect(page.get_by_alt_text("Image to label: photo-101.png")).to_be_visible()
    eventually(lambda: Asset.objects.filter(pk=first.pk, status="skipped").exists())
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    for each in (first, second, third):  # one that was passed, the one that is shown, and one that is prepared
        withdrawing.withdraw(each, reason="Its owner asks.", confirm=str(each.pk), by=bob)
    page.mouse.move(5, 5)
    page.clock.fast_forward(31_000)
    expect(page.get_by_alt_text("Image to label: photo-103.png")).to_be_visible()
    expect(page.locator("#main").get_by_text("2 images are no longer here")).to_be_visible()
    sent = {address.rsplit("/", 2)[1] for method, address in asked if method == "POST"}
    assert sent == {"queue"}  # what it sends anyway
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("photo-100.png")).to_have_count(0)
    expect(page.get_by_alt_text("Image to label: photo-103.png")).to_be_visible()
