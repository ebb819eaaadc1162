"""The labeling page within a list of the review page: exactly that list, both ways, with the way back."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group

from annotations.labeling import views, walked
from assets.models import Asset
from projects import categories, lifecycle
from projects.models import Kind
from tests.support.cast import give_answer, make_photo

LABEL, REVIEW = "/projects/wardrobe/label/", "/projects/wardrobe/review/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(open_page):
    """The labeling page within the list that a review page with this address shows: `opened("status=all", 7)`."""

    def open_within(text, asset="", **more):
        return open_page(LABEL, review=text, **({"asset": asset} if asset else {}), **more)

    return open_within


@pytest.fixture
def mixed(photos, answer, alice, bob, dress, hat):
    """Dress and hat by turns, of Alice and Bob by threes; the last two approved."""
    made = photos(12)
    for place, photo in enumerate(made):
        answer(photo, "labeled", [dress, hat][place % 2], by=[alice, bob][place // 3 % 2])
    for photo in made[10:]:
        give_answer(photo, "approved", by=bob)
    return made


@pytest.fixture
def all_shown(opened, api, alice):
    """The numbers of all that one walks through: from this image back to the first and on to the last."""

    def walk(text, asset):
        data = opened(text, asset).data
        numbers = [each["id"] for each in data["assets"]]
        lists = api(alice)
        for side, way, at_front in (("before", "previous", True), ("after", "next", False)):
            cursor = data[side]
            while cursor is not None:
                query = urlencode(data["list"] | {"limit": 2, "cursor": cursor})
                answer = lists.get(f"projects/wardrobe/assets/?{query}").json()
                page = [each["id"] for each in answer["results"]]
                numbers = page + numbers if at_front else numbers + page
                cursor = answer[way] and re.search(r"cursor=([^&]*)", answer[way]).group(1)
        return numbers

    return walk


def cells(response):
    return [int(number) for number in re.findall(r'class="cell"[^>]*data-id="(\d+)"', response.content.decode())]


def head(response):
    """The link in the head: where it leads, and what it says."""
    found = re.search(
        r'<a class="btn[^"]*" href="([^"]*)" data-go="back" aria-label="([^"]*)"', response.content.decode()
    )
    return unescape(found.group(1)), unescape(found.group(2))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "status=in_review",
        "status=all&sort=newest",
        "status=in_review&category=2",
        "category=1&mode=class",
        "status=all&sort=similar",
        "status=all&category=1&sort=odd",
        "status=all&search=PHOTO-10",
        "status=all&labeler=bob&from=2020-01-01",
        "status=all&did=approved&by=bob&since=2020-01-01",
        "status=all&added_by=bob",
        "status=done",
    ],
)
def test_from_any_image_of_the_list_one_walks_exactly_that_list_in_its_order(
    open_page, all_shown, mixed, text, monkeypatch
):
    monkeypatch.setattr(views, "SHOWN_BEFORE", 2)
    listed = cells(open_page(f"{REVIEW}?{text}"))
    assert len(listed) > 1
    for number in (listed[0], listed[len(listed) // 2], listed[-1]):
        assert all_shown(text, number) == listed


def test_it_is_told_how_many_there_are_and_how_many_lie_before(opened, mixed, monkeypatch):
    monkeypatch.setattr(views, "SHOWN_BEFORE", 2)
    data = opened("status=in_review&category=1", mixed[8].pk).data
    assert [each["id"] for each in data["assets"]] == [mixed[place].pk for place in (4, 6, 8)]
    assert (data["filter"], data["place"], data["total"], data["asset"]) == ("review", 2, 5, mixed[8].pk)


def test_of_a_list_that_is_too_long_to_be_counted_no_length_is_told(opened, mixed, monkeypatch):
    monkeypatch.setattr(walked, "COUNTED", 4)
    assert opened("status=all", mixed[8].pk).data["total"] == 0


def test_the_cursor_of_a_page_is_for_the_way_back_and_not_for_the_list(
    open_page, opened, all_shown, mixed, monkeypatch
):
    monkeypatch.setattr("annotations.review.views.PER_PAGE", 5)
    html = open_page(REVIEW, sort="oldest").content.decode()
    following = unescape(re.search(r'href="\?([^"]*)"[^>]*rel="next"', html).group(1))
    assert "cursor=" in following
    assert all_shown(following, mixed[6].pk) == [photo.pk for photo in mixed[:10]]
    assert opened(following, mixed[6].pk).data["back"] == f"{REVIEW}?{following}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "In review"),
        ("status=in_review&category=2", "Hat · In review"),
        ("status=all&category=1&mode=class", "Dress · All"),
        ("status=all&search=photo-1", "“photo-1”"),
        ("status=all&issue=retired", "Removed categories"),
        (
            "labeler=alice&from=2026-11-02&to=2999-12-31",
            "In review · by alice · answered from 2 Nov 2026 to 31 Dec 2999",
        ),
        ("status=all&did=approved&by=bob", "Approved by bob"),
    ],
)
def test_the_head_says_which_list_it_is_and_leads_back_to_it(opened, mixed, text, words):
    response = opened(text)
    assert head(response) == (f"{REVIEW}?{text}" if text else REVIEW, f"Back to review: {words}")
    assert f'<span class="clip">{words}</span>' in unescape(response.content.decode())


def test_other_lists_lead_back_to_the_project(open_page, photo, dress):
    assert head(open_page(LABEL, filter="all")) == ("/projects/wardrobe/", "Back to project")


def test_after_a_reload_an_image_that_left_the_list_is_still_in_its_place(opened, all_shown, mixed, bob):
    give_answer(mixed[4], "approved", by=bob)
    assert opened("status=in_review", mixed[4].pk).data["asset"] == mixed[4].pk
    assert all_shown("status=in_review", mixed[4].pk) == [photo.pk for photo in mixed[:10]]


def test_an_address_can_name_the_first_the_last_and_the_next_unlabeled_one_of_the_list(opened, mixed, bob):
    newest = "status=all&sort=newest"
    assert opened(newest).data["asset"] == mixed[11].pk
    assert opened(newest, "first").data["asset"] == mixed[11].pk
    assert opened(newest, "last").data["asset"] == mixed[0].pk
    assert opened(newest, "unlabeled").data["asset"] is None
    for place in (2, 7):
        give_answer(mixed[place], "unlabeled", by=bob)
    assert opened(newest, "unlabeled", **{"from": mixed[9].pk}).data["asset"] == mixed[7].pk
    assert opened(newest, "unlabeled", **{"from": mixed[7].pk}).data["asset"] == mixed[2].pk
    assert opened(newest, "unlabeled", **{"from": mixed[1].pk}).data["asset"] == mixed[7].pk
    assert opened(newest, "unlabeled", **{"from": "x"}).data["asset"] == mixed[7].pk
    # Those of other lists are not its.
    assert opened("category=1", "unlabeled").data["asset"] is None


@pytest.mark.parametrize("number", ["999999", "x", "9" * 30])
def test_of_an_image_that_is_gone_it_is_said_so_with_the_way_back(opened, mixed, number):
    response = opened("category=2", number)
    assert response.status_code == 200
    assert "This image is gone" in response.content.decode()
    assert (response.data["asset"], response.data["assets"], response.data["after"]) == (None, [], None)
    assert head(response)[0] == f"{REVIEW}?category=2"


def test_an_image_of_another_project_is_none_of_the_list(opened, mixed, bob):
    other = lifecycle.create("Other", by=bob)
    assert opened("", make_photo(other, by=bob, seed=7).pk).data["asset"] is None


def test_of_a_list_that_is_empty_by_now_it_is_said_so(opened, mixed):
    response = opened("status=skipped")
    assert "Nothing left in this list" in response.content.decode()
    assert "No image is in Skipped any more." in response.content.decode()


@pytest.mark.parametrize("text", ["status=nonsense", "status=all&from=yesterday", "status=all&numbers=x"])
def test_a_typo_in_the_list_leads_to_the_review_as_it_does_there(opened, mixed, text):
    response = opened(text, mixed[0].pk)
    assert (response.status_code, response.headers["Location"]) == (302, REVIEW)


def test_who_may_not_review_is_refused_as_on_the_review_page(opened, open_page, mixed, alice):
    alice.groups.add(Group.objects.get_or_create(name=Kind.LABELER)[0])
    assert opened("", mixed[0].pk).status_code == open_page(REVIEW).status_code == 403


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize(("text", "queries"), [("", 14), ("category=1&mode=class&labeler=alice&sort=similar", 14)])
def test_the_page_costs_the_same_for_few_images_and_many(
    opened, photos, dress, answer, alice, count, text, queries, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(views, "SHOWN_BEFORE", 1)
    made = photos(count)
    answer(made, "labeled", dress, by=alice)
    alike = list(Asset.objects.order_by("dhash" if "mode" in text else "pk", "pk").values_list("pk", flat=True))
    opened(text)
    # Session, user, project; the image with its labels and categories; those before with theirs, how many lie before,
    # the length, the way on; categories, counts.
    with django_assert_num_queries(queries):
        opened(text, alike[2])


def test_an_image_that_lost_its_label_stands_last_among_odd_ones(opened, open_page, mixed, alice):
    text = "status=all&category=1&sort=odd"
    open_page(f"{REVIEW}?{text}")
    give_answer(mixed[4], "unlabeled", by=alice)
    data = opened(text, mixed[4].pk).data
    assert (data["asset"], data["place"] + len(data["assets"])) == (mixed[4].pk, 6)
    assert data["after"] is None


def test_names_cannot_break_out_of_the_head(opened, project, photo, answer, alice):
    strange = categories.add(project, "</script><b>")
    answer(photo, "labeled", strange, by=alice)
    response = opened(f"category={strange.public_id}&search=</script><i>")
    assert b"</script><b>" not in response.content
    assert b"</script><i>" not in response.content
