"""The review page as the server sends it: the grid first, its numbers when they are asked for."""

import re
from html import unescape
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations import tasks
from annotations.browse import measuring
from annotations.checks import sample_checks
from annotations.labeling import bulk
from annotations.models import NOT_MEASURED, Annotation, AnnotationEvent, OddnessJob
from annotations.statistics import counts
from assets.models import Asset
from projects import categories, lifecycle
from tests.support.cast import ASKING, make_photo

REVIEW = "/projects/wardrobe/review/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(open_page):
    """What the page asks for once it has painted: `counted(status="approved")`."""

    def ask(**parameters):
        response = open_page(REVIEW, part="counts", **parameters)
        assert response.status_code == 200
        return response

    return ask


def cells(response):
    return [int(number) for number in re.findall(r'class="cell"[^>]*data-id="(\d+)"', response.content.decode())]


def place(response):
    return re.search(r"[\d,]+–[\d,]+ of [\d,]+", response.content.decode()).group()


def link(response, rel):
    """Where the next or previous page is, as parameters; None without one."""
    found = re.search(rf'<a class="btn[^"]*" href="([^"]*)"[^>]*rel="{rel}"', response.content.decode())
    return dict(parse_qsl(unescape(found.group(1))[1:])) if found else None


def facets(response):
    """What each link of the two filters says: its words and its count."""
    html = response.content.decode()
    column = html[html.index('<div id="facets"') : html.index('id="issues-list"')]
    links = re.findall(r"<a .*?</a>", column, re.S)
    told = [re.sub(r"<[^>]*>|\s+", " ", link).split() for link in links]
    return {" ".join(words): int(count.replace(",", "")) for *words, count in told}


@pytest.fixture
def mixed(photos, answer, alice, bob, dress, hat):
    """Two labeled dresses, a hat that needs review, an approved dress, one skipped, one unlabeled."""
    made = photos(6)
    answer(made[0], "labeled", dress, by=alice)
    answer(made[1], "labeled", dress, by=alice)
    answer(made[2], "needs_review", hat, by=alice)
    answer(made[3], "approved", dress, by=bob)
    answer(made[4], "skipped", by=alice)
    return made


def test_review_opens_on_what_is_in_review_oldest_first(open_page, counted, mixed):
    response = open_page(REVIEW)
    assert cells(response) == [photo.pk for photo in mixed[:3]]
    assert place(counted()) == "1–3 of 3"


@pytest.mark.parametrize(
    ("parameters", "places"),
    [
        ({"status": "labeled"}, [0, 1]),
        ({"status": "needs_review"}, [2]),
        ({"status": "approved"}, [3]),
        ({"status": "skipped"}, [4]),
        ({"status": "unlabeled"}, [5]),
        ({"category": "1"}, [0, 1]),
        ({"status": "in_review", "category": "2"}, [2]),
        ({"sort": "newest"}, [2, 1, 0]),
    ],
)
def test_review_shows_what_the_address_asks_for(open_page, mixed, parameters, places):
    assert cells(open_page(REVIEW, **parameters)) == [mixed[place].pk for place in places]


def test_each_filter_says_how_many_it_would_show_the_other_ones_unchanged(counted, mixed):
    assert facets(counted()) == {
        "In review": 3, "Labeled": 2, "Needs review": 1, "Approved": 1, "All": 6,
        "All categories": 3, "Dress": 2, "Hat": 1,
    }  # fmt: skip
    assert facets(counted(status="approved", category="1")) == {
        "In review": 2, "Labeled": 2, "Needs review": 0, "Approved": 1, "All": 3,
        "All categories": 1, "Dress": 1, "Hat": 0,
    }  # fmt: skip
    assert facets(counted(labeler="bob", status="all")) == {
        "In review": 0, "Labeled": 0, "Needs review": 0, "Approved": 1, "All": 1,
        "All categories": 1, "Dress": 1, "Hat": 0,
    }  # fmt: skip
    assert set(facets(counted(labeler="alice", to="2020-01-01")).values()) == {0}


def test_the_filters_stand_there_before_their_numbers(open_page, mixed, hat):
    categories.retire(hat)
    html = open_page(REVIEW).content.decode()
    panel = html[html.index('<div id="facets"') : html.index("<details")]
    assert re.sub(r"<[^>]*>|\s+", " ", panel).split() == (
        [
            "Status",
            "In",
            "review",
            "Labeled",
            "Needs",
            "review",
            "Approved",
            "All",
            "Category",
            "All",
            "categories",
            "Dress",
            "Hat",
            "(removed)",
        ]
    )


def test_a_retired_category_is_a_filter_as_long_as_images_carry_it(counted, mixed, dress, hat, answer, alice):
    categories.retire(hat)
    assert facets(counted())["Hat (removed)"] == 1
    answer(mixed[2], "labeled", dress, by=alice)
    assert "Hat (removed)" not in facets(counted())


def test_a_cell_carries_what_a_bulk_action_must_name(open_page, mixed):
    html = open_page(REVIEW, status="needs_review").content.decode()
    attributes = re.search(r'<div class="cell"([^>]*)>', html).group(1)
    photo = mixed[2]
    photo.refresh_from_db()
    expected = f'data-id="{photo.pk}" data-revision="{photo.revision}" data-status="needs_review" data-categories="2"'
    assert expected in attributes


def test_the_counts_name_the_newest_image_and_event_that_they_know_of(counted, mixed):
    told = re.search(r'data-found="(\d+)" data-max-id="(\d+)" data-as-of="(\d+)"', counted().content.decode()).groups()
    assert tuple(map(int, told)) == (3, mixed[-1].pk, AnnotationEvent.objects.order_by("pk").last().pk)


def test_file_names_are_searched_together_with_the_other_filters(open_page, counted, mixed):
    response = open_page(REVIEW, search="PHOTO-101", category="1")
    assert cells(response) == [mixed[1].pk]
    assert "“PHOTO-101”, In review, Dress" in response.content.decode()
    assert facets(counted(search="photo-101"))["Dress"] == 1
    assert b"Nothing matches these filters" in open_page(REVIEW, search="nothing").content


def test_the_way_to_sample_checks_stands_under_the_issues(open_page, mixed, project, bob):
    assert 'class="check-link" href="/projects/wardrobe/checks/"' in open_page(REVIEW).content.decode()
    check = sample_checks.start(project, by=bob)
    sample_checks.judge(check, {item["asset"]: True for item in check.items}, by=bob)
    html = open_page(REVIEW).content.decode()
    assert f'class="check-link" href="/projects/wardrobe/checks/{check.pk}/"' in html
    assert ">0% of the labels are wrong" in html


@pytest.mark.parametrize("sort", ["oldest", "similar"])
def test_long_lists_come_in_pages_with_the_way_on_in_the_address(
    open_page, counted, photos, answer, alice, dress, monkeypatch, sort
):
    monkeypatch.setattr("annotations.review.views.PER_PAGE", 2)
    answer(photos(5), "labeled", dress, by=alice)
    made = list(Asset.objects.order_by("dhash" if sort == "similar" else "pk", "pk").values_list("pk", flat=True))
    seen, query, told = [], {"sort": sort}, []
    while query is not None:
        response = open_page(REVIEW, **query)
        seen.append(cells(response))
        told.append(place(counted(**query)))
        query = link(response, "next")
    assert seen == [made[first : first + 2] for first in (0, 2, 4)]
    assert told == ["1–2 of 5", "3–4 of 5", "5–5 of 5"]
    back = link(response, "prev")
    assert cells(open_page(REVIEW, **back)) == made[2:4]
    assert place(counted(**back)) == "3–4 of 5"


@pytest.mark.parametrize("parameters", [{"status": "nonsense"}, {"cursor": "nonsense"}])
def test_a_typo_in_the_address_leads_to_the_usual_list(open_page, mixed, parameters):
    assert open_page(REVIEW, **parameters).headers["Location"] == REVIEW


@pytest.mark.parametrize("category", ["x", "1e3", "-1", "1.0", "9" * 40])
def test_a_category_that_is_no_number_is_left_out(open_page, mixed, category):
    assert len(cells(open_page(REVIEW, category=category))) == 3


# --- odd ones first


def sorts(response):
    """The words of the sorts that are offered, and the chosen one."""
    options = re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)</option>', response.content.decode())
    offered = [(words, chosen) for href, chosen, words in options if href.startswith("?")]
    return [words for words, _ in offered], next(words for words, chosen in offered if chosen)


def test_odd_ones_first_is_offered_within_a_category_and_nowhere_else(open_page, mixed):
    assert "Odd ones first" not in sorts(open_page(REVIEW, sort="odd"))[0]
    assert sorts(open_page(REVIEW, sort="odd"))[1] == "In order"
    offered, chosen = sorts(open_page(REVIEW, category="1", sort="odd"))
    assert (offered[-1], chosen) == ("Odd ones first", "Odd ones first")
    assert 'href="?status=in_review"' in open_page(REVIEW, category="1", sort="odd").content.decode()  # all categories


def test_odd_ones_first_come_in_pages_with_their_places(open_page, counted, photos, answer, alice, dress, monkeypatch):
    monkeypatch.setattr("annotations.review.views.PER_PAGE", 2)
    answer(photos(5), "labeled", dress, by=alice)
    seen, query, told = [], {"sort": "odd", "category": "1"}, []
    while query is not None:
        response = open_page(REVIEW, **query)
        seen += cells(response)
        told.append(place(counted(**query)))
        query = link(response, "next")
    ranked = Annotation.objects.order_by("-oddness", "-asset").values_list("asset", flat=True)
    assert seen == [*ranked]
    assert told == ["1–2 of 5", "3–4 of 5", "5–5 of 5"]


def test_while_a_job_sorts_the_page_says_so_and_shows_what_there_is(
    open_page, photos, answer, alice, dress, monkeypatch
):
    monkeypatch.setattr(measuring, "AT_ONCE", 2)
    monkeypatch.setattr("core.jobs.job.async_task", lambda *given, **_: None)
    made = photos(3)
    answer(made, "labeled", dress, by=alice)
    response = open_page(REVIEW, category="1", sort="odd")
    assert sorted(cells(response)) == [photo.pk for photo in made]
    assert "Being sorted." in response.content.decode()
    tasks.measure_odd_ones(OddnessJob.objects.get().pk)
    assert "Being sorted." not in open_page(REVIEW, category="1", sort="odd").content.decode()


def test_a_list_goes_on_in_the_order_in_which_it_was_begun(open_page, photos, answer, alice, dress, monkeypatch):
    monkeypatch.setattr("annotations.review.views.PER_PAGE", 2)
    answer(photos(4), "labeled", dress, by=alice)
    response = open_page(REVIEW, category="1", sort="odd")
    (late,) = photos(1, first=50)
    answer(late, "labeled", dress, by=alice)
    following = open_page(REVIEW, **link(response, "next"))
    last = open_page(REVIEW, **link(following, "next"))
    assert Annotation.objects.get(asset=late).oddness == NOT_MEASURED
    assert len({*cells(response), *cells(following), late.pk}) == 5
    assert cells(last) == [late.pk]


def test_a_page_of_a_list_that_was_sorted_anew_since_leads_to_its_beginning(
    open_page, photos, answer, alice, dress, monkeypatch
):
    monkeypatch.setattr("annotations.review.views.PER_PAGE", 2)
    answer(photos(3), "labeled", dress, by=alice)
    following = link(open_page(REVIEW, category="1", sort="odd"), "next")
    answer(photos(1, first=50), "labeled", dress, by=alice)  # twice as many as two
    open_page(REVIEW, category="1", sort="odd")
    moved = open_page(REVIEW, **following)
    assert (moved.status_code, moved["Location"]) == (302, f"{REVIEW}?status=in_review&category=1&sort=odd")


@pytest.mark.parametrize("count", [3, 30])
def test_odd_ones_cost_as_many_queries_for_thirty_as_for_three(
    open_page, photos, answer, alice, dress, hat, count, django_assert_num_queries
):
    answer(photos(count), "labeled", dress, by=alice)
    answer(photos(count, first=200), "labeled", hat, by=alice)
    open_page(REVIEW, category="1")
    with CaptureQueriesContext(connection) as usual:
        open_page(REVIEW, category="1")
    # The category with its highest and lowest number, and how large it is; then its labels, the other categories, the
    # labels of the one other, which labels are still to be told, and one statement that writes.
    with django_assert_num_queries(len(usual) + 7):
        open_page(REVIEW, category="1", sort="odd")
    with django_assert_num_queries(len(usual) + 2):
        open_page(REVIEW, category="1", sort="odd")


# --- issues


def issues(response):
    """Each entry of the issues panel by its name: its count, and its text."""
    html = response.content.decode()
    entries = html[html.index('<div class="issues-body">') :].split('<div class="issue" data-issue="')[1:]
    told = {}
    for entry in entries:
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", entry.partition(">")[2])).strip()
        count = int(re.search(r"<b>([\d,]+)</b>", entry).group(1).replace(",", ""))
        told[entry.partition('"')[0]] = (count, text)
    return told


def test_issues_are_those_of_the_project_whatever_the_filter_shows(counted, mixed):
    told = issues(counted(status="approved"))
    assert {name: text for name, (_, text) in told.items() if name != "disagree"} == {
        "needs_review": "Needs review 1 Sent back for another look. The oldest one just now . Show these",
        "unlabeled": "Missing labels 1 Not in this grid and left out of every version. Label them Show these",
        "skipped": "Skipped 1 20.0% of the images looked at. Reopen them if the categories have changed. Show these",
    }


@pytest.fixture
def planted(project, bob, alice, answer, dress, hat):
    """Every issue, each with another number of images: who has it, by the name of the issue."""
    bag = categories.add(project, "Bag")
    sock = categories.add(project, "Sock")
    numbers = iter(range(1000))

    def make(count, status="", label=None, look=None):
        made = []
        for _ in range(count):
            number = next(numbers)
            asset = Asset.objects.create(
                project=project, sha256=f"{number:064x}", file="-", width=1, height=1, mime_type="image/png",
                size_bytes=1, original_name=f"{number}", sort_name=f"{number}", uploaded_by=bob,
                dhash=look if look is not None else 10_000 + number,
            )  # fmt: skip
            if status:
                answer(asset, status, *([label] if label else []), by=alice)
            made.append(asset.pk)
        return made

    make(30, "labeled", dress)
    make(25, "approved", bag)
    has = {
        "unlabeled": make(7),
        "skipped": make(5, "skipped"),
        "needs_review": make(4, "needs_review", dress),
        "disagree": make(2, "labeled", dress, look=5) + make(1, "approved", bag, look=5),
        "retired": make(1, "labeled", sock) + make(1, "approved", sock),
        "thin": make(1, "labeled", hat),
    }
    make(3, "labeled", dress, look=6)  # alike, and of one mind
    categories.retire(sock)
    return has


def test_each_issue_counts_what_was_planted_and_leads_to_exactly_those_images(open_page, counted, planted):
    response = counted()
    told = issues(response)
    assert {name: count for name, (count, _) in told.items()} == {name: len(pks) for name, pks in planted.items()}
    panel = response.content.decode().partition('id="issues-list"')[2]
    for name in ("needs_review", "disagree", "retired", "skipped", "thin"):
        entry = panel.partition(f'data-issue="{name}"')[2].partition('data-issue="')[0]
        address = unescape(re.findall(r'href="(\?[^"]*)"', entry)[-1])
        assert sorted(cells(open_page(REVIEW + address))) == sorted(planted[name]), name
    assert "/label/?filter=unlabeled" in panel


def test_an_issue_that_is_chosen_stands_among_the_filters_with_a_way_out(open_page, planted):
    html = open_page(REVIEW, status="all", issue="disagree").content.decode()
    link = re.search(r'<a href="([^"]*)" aria-label="Same picture, different labels only. Show all"', html)
    assert link.group(1) == "?status=all"
    assert '<option value="?status=all&amp;issue=disagree" selected>Similar together</option>' in html


def test_thin_categories_are_named_with_their_counts(counted, photos, answer, alice, dress, hat):
    answer(photos(12), "labeled", dress, by=alice)
    answer(photos(1, first=50)[0], "labeled", hat, by=alice)
    categories.add(dress.project, "Bag")
    assert issues(counted())["thin"] == (1, "Thin categories 1 Bag has none. The average is 4.")


@pytest.mark.parametrize(("labels", "thin"), [(1, []), (2, []), (3, [2, 3, 4])])
def test_no_category_is_thin_while_the_average_is_0(labels, thin):
    assert counts.thin_categories({1: labels, 2: 0, 3: 0, 4: 0}) == thin


def test_images_that_carry_a_removed_category_are_an_issue(counted, mixed, hat):
    categories.retire(hat)
    count, text = issues(counted())["retired"]
    assert (count, text) == (
        1, "Removed categories 1 They carry a category that labelers can no longer set: Hat . Show these",
    )  # fmt: skip


def test_a_project_in_order_has_no_issues(counted, photo, answer, alice, dress):
    answer(photo, "labeled", dress, by=alice)
    assert "Nothing stands out." in counted().content.decode()


# --- whom to narrow by


def test_people_are_offered_who_labeled_in_this_project_and_whoever_is_chosen(
    open_page, photo, answer, dress, alice, bob, mallory
):
    answer(photo, "labeled", dress, by=alice)
    garage = lifecycle.create("Garage", by=bob)
    categories.add(garage, "Bike")
    bike = make_photo(garage, by=bob)
    answer(bike, "labeled", garage.categories.get(), by=mallory)
    offered = r"<option(?: selected)?>([^<]*)</option>"
    assert re.findall(offered, open_page(REVIEW).content.decode()) == ["alice"]
    chosen = open_page(REVIEW, labeler="mallory").content.decode()
    assert re.findall(offered, chosen) == ["alice", "mallory"]
    assert "<option selected>mallory</option>" in chosen


# --- one class at a time


def test_one_class_at_a_time_shows_one_category_with_odd_ones_first(open_page, mixed):
    response = open_page(REVIEW, category="1", mode="class")
    listed = Annotation.objects.filter(asset__in=cells(response)).order_by("-oddness", "-asset")
    assert cells(response) == [*listed.values_list("asset", flat=True)]
    assert sorts(response)[1] == "Odd ones first"
    assert set(cells(response)) == {mixed[0].pk, mixed[1].pk}
    assert response.data["one_class"] is True
    assert link(response, "next") == {"status": "in_review", "category": "2", "mode": "class"}


def test_without_a_category_there_is_no_such_mode_only_the_way_to_it(open_page, mixed):
    response = open_page(REVIEW, mode="class")
    assert response.data["one_class"] is False
    assert "?status=in_review&amp;mode=class&amp;category=1" in response.content.decode()


def test_after_the_last_class_comes_the_first(open_page, mixed):
    assert link(open_page(REVIEW, category="2", mode="class"), "next")["category"] == "1"
    assert link(open_page(REVIEW, category="1", mode="class"), "next")["category"] == "2"


def test_the_only_class_has_no_next_one(open_page, photo, dress, answer, alice):
    answer(photo, "labeled", dress, by=alice)
    assert link(open_page(REVIEW, category="1", mode="class"), "next") is None


# --- further down


def test_an_empty_list_says_why_and_where_to_go(open_page, photo, answer, alice, dress, hat):
    assert b"Images come here once they have a label." in open_page(REVIEW).content
    answer(photo, "approved", dress, by=alice)
    assert b"Every labeled image is approved." in open_page(REVIEW).content
    assert b"Nothing here under this category" in open_page(REVIEW, category="2").content
    assert b"Nothing left under this category" in open_page(REVIEW, category="1", mode="class").content
    assert b"Nothing matches these filters" in open_page(REVIEW, status="done", labeler="bob").content
    assert b"Nothing left of this issue" in open_page(REVIEW, issue="retired").content
    assert b"No image is in the state Skipped." in open_page(REVIEW, status="skipped").content


@pytest.mark.parametrize(
    ("query", "on_page", "after"),
    [
        # Session, user, project; the cells with labels and categories, and what others said of them; the filters:
        # categories, people, videos, folders, and all categories for the script; the last sample check. Then three and
        # the cells again; the newest image and event; the filters; two counts of the list; counts of the project by
        # state and by category, its categories, the longest wait, the strip, and two kinds of disagreement.
        ({}, 13, 18),
        ({"status": "all", "category": "1", "labeler": "alice", "from": "2020-01-01", "issue": "retired"}, 13, 18),
        # And the category with its highest and lowest number, and how large it is.
        ({"mode": "class", "category": "1"}, 15, 18),
    ],
    ids=["plain", "narrowed", "one class"],
)
@pytest.mark.parametrize("count", [3, 30])
def test_the_review_page_costs_the_same_for_few_images_and_many(
    open_page, counted, project, photos, dress, hat, answer, alice, count, query, on_page, after,
    django_assert_num_queries,
):  # fmt: skip
    made = photos(count)
    answer(made, "labeled", dress, by=alice)
    bulk.set_selected(project, [(made[0].pk, None)], status="needs_review", category_ids=None, by=alice)
    categories.retire(dress)
    open_page(REVIEW, **query)
    with django_assert_num_queries(on_page):
        assert len(cells(open_page(REVIEW, **query))) == count
    with django_assert_num_queries(after + ASKING):
        counted(**query)


def test_a_page_of_the_list_on_which_nothing_is_left_leads_to_its_start(
    client, bob, photos, dress, answer, monkeypatch
):
    monkeypatch.setattr("annotations.review.views.PER_PAGE", 2)
    made = photos(4)
    answer(made, "labeled", dress, by=bob)
    client.force_login(bob)
    address = "/projects/wardrobe/review/?status=labeled&category=1&sort=oldest"
    following = re.search(r'href="(\?[^"]*cursor=[^"]*)"', client.get(address).content.decode()).group(1)
    answer(made[2:], "approved", by=bob)
    told = client.get(f"/projects/wardrobe/review/{unescape(following)}")
    assert (told.status_code, told["Location"]) == (302, address)


@pytest.mark.parametrize("asked", ["since=2026-1-5&until=2026-01-6", "from=2026-1-5"])
def test_a_day_may_be_written_without_zeros(client, bob, project, asked):
    client.force_login(bob)
    assert client.get(f"/projects/wardrobe/review/?{asked}").status_code == 200
    assert client.get("/projects/wardrobe/label/", {"review": asked}).status_code == 200
