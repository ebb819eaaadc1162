"""The page of mended labels in a real browser: full and empty, for reviewers and for labelers."""

import os
import re

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from annotations.labeling import bulk
from annotations.mending import reading
from tests.support.browser import at_work, violations_in_both_themes
from tests.support.cast import give_answer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "/projects/wardrobe/mended/"


@pytest.fixture
def mended(photos, dress, hat, shoes, alice, bob):
    made = photos(7)
    give_answer(made, "labeled", dress, by=alice)
    give_answer(made[:3], "labeled", hat, by=bob)
    give_answer(made[3], "approved", shoes, by=bob)
    give_answer(made[4], "approved", by=bob)
    chosen = [(made[5].pk, None)]
    bulk.set_selected(made[0].project, chosen, status="needs_review", category_ids=None, reason="too blurry", by=bob)
    return made


def row(page, name):
    return page.get_by_role("table", name="Mended labels by who gave them").get_by_role("row", name=name)


def test_a_reviewer_finds_who_and_what_and_opens_exactly_these_pictures(live_server, page, mended, bob):
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}/projects/wardrobe/")
        page.get_by_role("link", name="Show mended labels").click()
        expect(row(page, "alice")).to_contain_text("6")
        cells = row(page, "alice").get_by_role("cell")
        looked, back = "6 labels of alice that were looked at", "1 label of alice that was sent back"
        expect(cells).to_have_text([looked, "4 mended labels of alice", "66.7%", "30.0–90.3%", back])
        expect(page.get_by_text("too blurry")).to_be_visible()
        assert violations_in_both_themes(page) == []
        page.get_by_role("link", name="Dress to Hat 3 times").click()
        expect(page.locator(".cell")).to_have_count(3)
        expect(page.get_by_role("link", name="Mended labels only. Show all")).to_be_visible()
        page.go_back()
        page.get_by_role("link", name="4 mended labels of alice").click()
        expect(page.locator(".cell")).to_have_count(4)
        expect(page.get_by_role("link", name="Mended labels of alice only. Show all")).to_be_visible()


@pytest.fixture
def half_read(mended, monkeypatch):
    """Of the history one image is read; `go_on()` has the rest read once somebody asks."""
    read_part, project = reading._read_part, mended[0].project_id
    with monkeypatch.context() as patch:
        patch.setattr(reading, "PART", 1)
        read_part(project)
    monkeypatch.setattr(reading, "_read_part", lambda project: False)
    monkeypatch.setattr(reading, "async_task", lambda *task: None)
    return lambda: monkeypatch.setattr(reading, "_read_part", read_part)


NOT_WHOLE = "images are missing in this list"


@pytest.mark.parametrize(
    ("path", "one"), [("review/?status=all&looked_at=all", ".cell"), ("assets/?looked_at=all", ".tile")]
)
def test_a_list_says_that_it_is_not_whole_and_is_shown_anew_by_itself_once_it_is(
    live_server, page, half_read, bob, path, one
):
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}/projects/wardrobe/{path}")
        expect(page.locator(one)).to_have_count(1)
        expect(page.get_by_role("status").filter(has_text=NOT_WHOLE)).to_be_visible()
        assert violations_in_both_themes(page) == []
        seen(page, f"partial-{one[1:]}")
        half_read()
        expect(page.locator(one)).to_have_count(6)
        expect(page.get_by_text(NOT_WHOLE)).to_have_count(0)


def test_a_list_is_not_shown_anew_while_somebody_types_or_has_chosen(live_server, page, half_read, bob):
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}/projects/wardrobe/assets/?looked_at=all")
        field = page.get_by_role("searchbox")
        field.focus()
        half_read()
        with page.expect_response(re.compile(r"/assets/\?looked_at=all&limit=1"), timeout=10_000) as told:
            pass
        assert told.value.json()["complete"]
        expect(page.get_by_text(NOT_WHOLE)).to_be_visible()
        field.blur()
        expect(page.locator(".tile")).to_have_count(6)


def test_a_bulk_action_on_all_that_match_is_refused_with_a_sentence(live_server, page, half_read, bob):
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}/projects/wardrobe/review/?status=all&looked_at=all")
        answer = page.evaluate(
            """async () => {
                const { post, sendAs } = await import("base/http");
                const data = JSON.parse(document.getElementById("page-data").textContent);
                sendAs(data.csrf);
                const body = { filter: data.filter, status: "approved" };
                return post(`${data.urls.api}bulk/`, body).then(() => "done", ({ message }) => message);
            }"""
        )
        assert "not all images of this list are known yet" in answer


def seen(page, name):
    """For eyes: a picture in each theme and width, where somebody wants them."""
    if folder := os.environ.get("LABELER_SEEN"):
        for scheme in ("light", "dark"):
            for width in (1280, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=f"{folder}/{name}-{scheme}-{width}.png")
        page.set_viewport_size({"width": 1440, "height": 900})


def test_the_numbers_of_one_person_lead_to_this_persons_pictures(live_server, page, mended, bob):
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}{PAGE}")
        row(page, "alice").get_by_role("link", name="alice", exact=True).click()
        expect(page.get_by_role("heading", name="Mended labels of alice")).to_be_visible()
        expect(page.get_by_role("link", name="Dress to Shoes 1 time")).to_have_attribute(
            "href", "/projects/wardrobe/review/?status=all&mended=1-3&mended_of=alice"
        )
        page.get_by_role("link", name="Show everybody").click()
        expect(page.get_by_role("heading", name="Mended labels", exact=True)).to_be_visible()


def test_a_labeler_finds_own_labels_on_the_page_of_assets(live_server, page, mended, alice):
    alice.groups.add(Group.objects.get_or_create(name="labeler")[0])
    with at_work(page, live_server, alice):
        page.goto(f"{live_server.url}{PAGE}")
        page.get_by_role("link", name="Dress to Hat 3 times").click()
        expect(page.locator(".justified a")).to_have_count(3)
        page.get_by_role("link", name="Mended labels of alice only. Show all").click()
        expect(page.locator(".justified a")).to_have_count(7)


@pytest.mark.parametrize(
    ("number", "count", "said"),
    [
        ("labels of alice that were looked at", 6, "Labels of alice, looked at"),
        ("label of alice that was sent back", 1, "Labels of alice, sent back"),
        ("labels looked at in", 6, "Labels, looked at in 20"),
        ("labels mended in", 4, "Mended labels in 20"),
        ("too blurry", 1, "Labels, sent back: too blurry"),
        ("1 sent back", 1, "Labels, sent back"),
    ],
)
def test_each_number_leads_to_the_pictures_that_it_counts(live_server, page, mended, bob, number, count, said):
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}{PAGE}")
        page.get_by_role("link", name=number).click()
        expect(page.locator(".cell")).to_have_count(count)
        expect(page.get_by_role("link", name=said)).to_be_visible()


def test_a_labeler_finds_the_own_ones_of_a_week_and_of_a_reason(live_server, page, mended, alice):
    alice.groups.add(Group.objects.get_or_create(name="labeler")[0])
    with at_work(page, live_server, alice):
        for number, count in (("labels looked at in", 6), ("labels mended in", 4), ("too blurry", 1)):
            page.goto(f"{live_server.url}{PAGE}")
            page.get_by_role("link", name=number).click()
            expect(page.locator(".justified a")).to_have_count(count)
            page.get_by_role("searchbox").fill("photo")
            page.keyboard.press("Enter")
            expect(page).to_have_url(re.compile("search=photo.*mended_of=alice|mended_of=alice.*search=photo"))
            expect(page.locator(".justified a")).to_have_count(count)


def test_on_a_phone_every_column_has_its_heading(live_server, page, mended, bob):
    page.set_viewport_size({"width": 360, "height": 640})
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}{PAGE}")
        table = page.get_by_role("table", name="Mended labels by who gave them")
        names = ["Labeler", "Looked at", "Mended", "Share", "95% interval", "Sent back"]
        expect(table.get_by_role("columnheader")).to_have_text(names)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert violations_in_both_themes(page) == []


def test_while_the_history_is_looked_through_it_says_so(live_server, page, mended, bob, monkeypatch):
    monkeypatch.setattr(reading, "PART", 3)
    monkeypatch.setattr(reading, "AT_ONCE", 1)
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}{PAGE}")
        expect(page.get_by_text("still being looked through")).to_be_visible()
        assert violations_in_both_themes(page) == []
        page.get_by_role("link", name="Look again").click()
        expect(page.get_by_text("still being looked through")).to_have_count(0)


def test_with_nothing_looked_at_it_says_so(live_server, page, project, bob):
    with at_work(page, live_server, bob):
        page.goto(f"{live_server.url}{PAGE}")
        expect(page.get_by_role("heading", name="Nothing was looked at yet")).to_be_visible()
        assert violations_in_both_themes(page) == []


def test_where_the_numbers_do_not_come_it_says_so_and_asks_again(live_server, page, mended, bob):
    with at_work(page, live_server, bob):
        page.route("**/mended/?part=numbers*", lambda route: route.fulfill(status=500))
        page.goto(f"{live_server.url}{PAGE}")
        expect(page.get_by_text("The numbers did not load.")).to_be_visible()
        page.unroute("**/mended/?part=numbers*")
        page.get_by_role("button", name="Retry").click()
        expect(row(page, "alice")).to_be_visible()
