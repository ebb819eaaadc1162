"""The pages that belong to no single app: signing in, projects, overview, account, errors."""

import errno
import logging
import re
from datetime import timedelta
from html import unescape
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.views import APIView

from annotations.models import AnnotationEvent
from assets.models import Asset
from labeler import errors
from labeler.urls import urlpatterns as real_urls
from projects import categories, lifecycle, members
from tests.support.cast import ASKING

# --- signing in ---


def test_signing_in_leads_to_where_one_wanted_to_go(client, alice):
    response = client.post("/login/?next=/account/", {"username": "alice", "password": "correct horse alice"})
    assert (response.status_code, response["Location"]) == (302, "/account/")


@pytest.mark.parametrize("name", ["alice", "nobody"])
def test_a_wrong_pair_is_told_as_a_pair(client, alice, name):
    page = client.post("/login/", {"username": name, "password": "wrong"}).content.decode()
    assert "That name and password do not match. Check Caps Lock and try again." in page
    assert f'value="{name}"' in page


def test_nobody_is_sent_to_another_site_after_signing_in(client, alice):
    response = client.post(
        "/login/", {"username": "alice", "password": "correct horse alice", "next": "https://example.com/"}
    )
    assert response["Location"] == "/"


def test_ten_wrong_tries_lock_the_pair_out_even_with_the_right_password(client, alice):
    for _ in range(10):
        last = client.post("/login/", {"username": "alice", "password": "wrong"})
    assert last.status_code == 429
    response = client.post("/login/", {"username": "alice", "password": "correct horse alice"})
    assert response.status_code == 429
    assert "Too many tries" in response.content.decode()


def test_signing_out_takes_a_post(client, alice):
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/")["Location"] == "/login/"
    assert client.get("/")["Location"] == "/login/?next=/"


# --- projects ---


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def as_bob(client, bob):
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    return client


def row_of(page, name):
    rows = re.findall(r'<article class="project" data-name="([^"]+)"[^>]*>(.*?)</article>', page, re.DOTALL)
    return dict(rows)[name]


def test_without_a_project_staff_are_offered_to_make_one_and_others_are_told_who_can(as_alice, bob):
    page = as_alice.get("/").content.decode()
    assert "No projects yet" in page
    assert "Projects are made by admins" in page
    as_alice.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    assert 'href="/new/"' in as_alice.get("/").content.decode()


def test_each_row_offers_the_one_next_useful_step(as_bob, bob, project, dress, photo, answer):
    def step():
        return re.search(r'class="btn[^"]*" href="([^"]+)"', row_of(as_bob.get("/").content.decode(), "Wardrobe"))[1]

    lifecycle.create("Empty", by=bob)
    assert "Set up" in row_of(as_bob.get("/").content.decode(), "Empty")
    assert step() == "/projects/wardrobe/label/"
    answer(photo, "labeled", dress, by=bob)
    assert step() == "/projects/wardrobe/review/"
    answer(photo, "approved", by=bob)
    assert step() == "/projects/wardrobe/versions/"


def test_a_project_with_categories_but_no_image_is_led_to_its_uploads(as_alice, project, dress):
    assert 'href="/projects/wardrobe/assets/"' in row_of(as_alice.get("/").content.decode(), "Wardrobe")


def test_only_staff_are_offered_what_only_staff_may(as_alice, bob):
    lifecycle.create("Empty", by=bob)
    assert "/admin/" not in as_alice.get("/").content.decode()


def test_counts_of_a_row_are_those_of_the_rows(as_alice, alice, project, dress, photos, answer):
    first, second, third, _ = photos(4)
    answer(first, "approved", dress, by=alice)
    answer(second, "needs_review", dress, by=alice)
    answer(third, "skipped", by=alice)
    row = row_of(as_alice.get("/").content.decode(), "Wardrobe")
    assert 'aria-label="1 approved, 0 labeled, 1 need review, 1 skipped, 1 unlabeled"' in row
    assert "25% done" in row
    assert "1 to label" in row


def test_projects_stand_by_last_activity_answers_included(as_alice, alice, bob, project, dress, photo, answer):
    lifecycle.create("Newer", by=bob)
    names = re.compile(r'data-name="([^"]+)"')
    assert names.findall(as_alice.get("/").content.decode()) == ["Newer", "Wardrobe"]
    answer(photo, "labeled", dress, by=alice)
    assert names.findall(as_alice.get("/").content.decode()) == ["Wardrobe", "Newer"]


def test_answers_too_old_to_be_looked_for_leave_the_time_out_instead_of_telling_a_wrong_one(
    as_alice, alice, project, dress, photo, answer, monkeypatch
):
    answer(photo, "labeled", dress, by=alice)
    assert "Active" in row_of(as_alice.get("/").content.decode(), "Wardrobe")
    monkeypatch.setattr("labeler.overview.project_rows.RECENT_EVENTS", 0)
    assert AnnotationEvent.objects.exists()
    assert "Active" not in row_of(as_alice.get("/").content.decode(), "Wardrobe")


def test_a_project_is_found_by_a_part_of_its_name_in_any_case(as_alice, bob, project):
    lifecycle.create("Garage", by=bob)
    page = as_alice.get("/?search=WARD").content.decode()
    assert re.findall(r'data-name="([^"]+)"', page) == ["Wardrobe"]
    assert "Nothing matches “zzz”" in as_alice.get("/?search=zzz").content.decode()


def test_archived_projects_are_not_listed(as_alice, project):
    lifecycle.archive(project)
    assert "No projects yet" in as_alice.get("/").content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_of_projects_costs_the_same_for_3_as_for_30(as_alice, bob, count, django_assert_num_queries):
    for n in range(count):
        made = lifecycle.create(f"Project {n}", by=bob)
        categories.add(made, "Dress")
    with django_assert_num_queries(5):  # session, user, projects, counts by state, last answers
        as_alice.get("/")


# --- overview ---


ONE_OF_EACH = {"approved": "1", "labeled": "1", "needs_review": "1", "skipped": "1", "unlabeled": "1"}


@pytest.fixture
def one_of_each(alice, dress, hat, photos, answer):
    """Five photos, one in each state."""
    first, second, third, fourth, fifth = photos(5)
    answer(first, "approved", dress, by=alice)
    answer(second, "labeled", dress, by=alice)
    answer(third, "needs_review", hat, by=alice)
    answer(fourth, "skipped", by=alice)
    return [first, second, third, fourth, fifth]


@pytest.fixture
def large(monkeypatch, one_of_each):
    """Five photos are more than a page waits for."""
    monkeypatch.setattr("annotations.statistics.counts.AT_ONCE", 4)
    cache.clear()
    yield one_of_each
    cache.clear()


def totals(page):
    return dict(re.findall(r'\?status=(\w+)"><b>([\d,]+)</b>', page))


def counts_by_state(queries):
    return [
        query
        for query in queries.captured_queries
        if "GROUP BY" in query["sql"] and '"assets_asset"."status"' in query["sql"]
    ]


def test_the_overview_comes_with_the_totals_and_counts_nothing_else(as_alice, one_of_each, django_assert_num_queries):
    # Session, user, project, whether its images are few, totals, categories; other projects and cover, side bar.
    with django_assert_num_queries(9) as queries:
        page = as_alice.get("/projects/wardrobe/").content.decode()
    assert totals(page) == ONE_OF_EACH
    assert "Counted" not in page
    assert len(counts_by_state(queries)) == 1


def test_the_overview_of_a_large_project_counts_nothing_before_it_paints(as_alice, large, django_assert_num_queries):
    with django_assert_num_queries(8) as queries:
        page = as_alice.get("/projects/wardrobe/").content.decode()
    assert totals(page) == {}
    assert "Continue labeling" in page
    assert counts_by_state(queries) == []


@pytest.mark.parametrize("counted_by", ["/projects/wardrobe/?part=numbers", "/api/v1/projects/wardrobe/stats/", "/"])
def test_the_overview_of_a_large_project_comes_with_its_last_totals_and_their_age(
    as_alice, alice, dress, large, answer, counted_by
):
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() - timedelta(minutes=7)):
        as_alice.get(counted_by)
    answer(large[4], "labeled", dress, by=alice)
    page = as_alice.get("/projects/wardrobe/").content.decode()
    assert totals(page) == ONE_OF_EACH
    assert re.search(r"Counted <time [^>]*>7 minutes ago</time>", page)
    renewed = as_alice.get("/projects/wardrobe/?part=numbers").content.decode()
    assert totals(renewed) == ONE_OF_EACH | {"labeled": "2", "unlabeled": "0"}
    assert "Counted" not in renewed


def test_totals_of_what_a_filter_finds_are_never_taken_for_those_of_the_project(as_alice, large):
    as_alice.get("/api/v1/projects/wardrobe/stats/?search=photo")
    assert totals(as_alice.get("/projects/wardrobe/").content.decode()) == {}


def test_the_counts_of_the_overview_are_those_of_the_rows(as_alice, one_of_each):
    page = as_alice.get("/projects/wardrobe/?part=numbers").content.decode()
    assert totals(page) == ONE_OF_EACH
    assert re.findall(r'<span class="num">(\d+)<span class="vh"> labels, (\d+) approved', page) == [
        ("2", "1"),
        ("1", "0"),
    ]
    for issue in ("1 image needs review", "1 image has no label", "1 image skipped"):
        assert issue in page


def issues(page):
    """Each row of the issues: its words, and where it leads."""
    panel = page.partition('id="h-issues"')[2].partition("</section>")[0]
    rows = re.findall(r'<(a|div) data-issue="(\w+)"(.*?)</\1>', panel, re.S)
    return {
        name: (
            re.sub(r"<[^>]*>|\s+", " ", row.partition(">")[2]).split(),
            [unescape(link) for link in re.findall(r'href="([^#"]*)"', row)],
        )
        for _, name, row in rows
    }


def test_each_issue_is_told_with_its_number_and_leads_to_exactly_those_images(
    as_alice, project, alice, bob, dress, hat, answer
):
    sock = categories.add(project, "Sock")
    made = [
        Asset.objects.create(
            project=project, sha256=f"{n:064x}", file="-", width=1, height=1, mime_type="image/png", size_bytes=1,
            original_name=f"{n}", sort_name=f"{n}", uploaded_by=bob, dhash=0 if n in (0, 10) else n + 1,
        )
        for n in range(16)
    ]  # fmt: skip
    answer(made[:9], "labeled", dress, by=alice)
    answer(made[9], "needs_review", dress, by=bob)
    answer(made[10], "labeled", sock, by=alice)
    answer(made[11], "approved", sock, by=alice)
    answer(made[12], "skipped", by=alice)
    categories.retire(sock)
    told = issues(as_alice.get("/projects/wardrobe/?part=numbers").content.decode())
    assert {name: " ".join(words) for name, (words, _) in told.items()} == {
        "needs_review": "1 image needs review The oldest was sent back just now",
        "disagree": "2 images look alike, labeled differently Their labels contradict each other",
        "retired": "2 images carry a removed category Sock",
        "unlabeled": "3 images have no label Left out of versions made here",
        "skipped": "1 image skipped 7.7% of those looked at",
        "thin": "Hat is thin 0 labels; the average is 5",
    }
    shown = {
        name: re.findall(r'class="cell"[^>]* data-id="(\d+)"', as_alice.get(links[0]).content.decode())
        for name, (_, links) in told.items()
        if name != "unlabeled"
    }
    assert {name: sorted(map(int, numbers)) for name, numbers in shown.items()} == {
        "needs_review": [made[9].pk],
        "disagree": [made[0].pk, made[10].pk],
        "retired": [made[10].pk, made[11].pk],
        "skipped": [made[12].pk],
        "thin": [],
    }
    assert told["unlabeled"][1] == ["/projects/wardrobe/label/?filter=unlabeled"]


def test_several_thin_categories_are_one_issue_each_with_its_own_link(as_alice, project, alice, dress, photos, answer):
    answer(photos(9), "labeled", dress, by=alice)
    for name in ("Bag", "Sock", "Hat"):
        categories.add(project, name)
    words, links = issues(as_alice.get("/projects/wardrobe/?part=numbers").content.decode())["thin"]
    assert " ".join(words).replace(" ,", ",") == "Bag, Sock and Hat are thin 0, 0 and 0 labels; the average is 2"
    assert links == [f"/projects/wardrobe/review/?status=all&category={number}" for number in (2, 3, 4)]


@pytest.mark.parametrize("count", [3, 30])
def test_the_counts_cost_the_same_for_3_categories_as_for_30(as_alice, project, count, django_assert_num_queries):
    for n in range(count):
        categories.add(project, f"Category {n}")
    # Session, user, project, categories, labels by state, states, retired ones; issues: categories, two kinds of
    # disagreement; the newest event, pace by person and day; versions and videos that failed; check; answers, uploads,
    # versions.
    with django_assert_num_queries(18 + ASKING):
        as_alice.get("/projects/wardrobe/?part=numbers")


def test_guidelines_are_markdown_and_harmless(as_alice, bob, project):
    lifecycle.change(
        project,
        guidelines="**Bold** <script>alert(1)</script> [a](javascript:alert(1)) ![x](https://example.com/x.png)",
    )
    page = as_alice.get("/projects/wardrobe/").content.decode()
    guidelines = page[page.index('<div class="panel-body prose">') : page.index("</section>", page.index("prose"))]
    assert "<strong>Bold</strong>" in guidelines
    for harm in ("<script", 'href="javascript:', "<img"):
        assert harm not in guidelines


@pytest.mark.parametrize(
    ("license", "shown"),
    [
        ("CC-BY-4.0", "CC-BY-4.0"),
        ("<b>Mine</b>", "&lt;b&gt;Mine&lt;/b&gt;"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("https://example.com/terms", '<a class="link" href="https://example.com/terms"'),
    ],
)
def test_the_overview_names_the_license_and_links_only_addresses(as_alice, project, license, shown):
    before = as_alice.get("/projects/wardrobe/").content.decode()
    lifecycle.change(project, license=license)
    page = as_alice.get("/projects/wardrobe/").content.decode()
    head = page[page.index("schema 1.0.0") :].split("</p>")[0]
    assert shown in head
    assert ("href" in head) is license.startswith("https://")
    assert "schema 1.0.0</p>" in before


# --- account ---


def test_the_password_is_changed_and_this_session_stays(as_alice, alice):
    new = "another horse, another battery"
    form = {"action": "password", "old_password": "correct horse alice", "new_password1": new, "new_password2": new}
    assert as_alice.post("/account/", form).status_code == 302
    alice.refresh_from_db()
    assert alice.check_password(new)
    assert "The password was changed" in as_alice.get("/account/").content.decode()


def test_a_password_that_does_not_do_is_refused_beside_its_field(as_alice, alice):
    form = {"action": "password", "old_password": "wrong", "new_password1": "abc", "new_password2": "abd"}
    response = as_alice.post("/account/", form)
    assert response.status_code == 400
    page = response.content.decode()
    assert "That is not your old password." in page
    assert "The two new passwords differ." in page
    alice.refresh_from_db()
    assert alice.check_password("correct horse alice")


# --- errors ---


def broken(request):
    raise RuntimeError("a secret of the server")


def passing(request, kind):
    if kind == "full":
        raise OSError(errno.ENOSPC, "No space left on device")
    raise OperationalError("server closed the connection unexpectedly: a secret of the server")


class PassingInTheApi(APIView):
    def get(self, request, kind):
        passing(request, kind)


urlpatterns = [
    *real_urls,
    path("broken/", broken),
    path("api/v1/broken/", broken),
    path("passing/<kind>/", passing),
    path("api/v1/passing/<kind>/", passing),
    path("api/v1/passing-inside/<kind>/", PassingInTheApi.as_view()),
]
handler400, handler403, handler404, handler500 = (
    errors.bad_request,
    errors.forbidden,
    errors.not_found,
    errors.server_error,
)


@pytest.fixture
def broken_pages(settings, client):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    return client


def test_a_server_error_gives_a_reference_that_is_in_the_log_and_nothing_else(as_alice, broken_pages, caplog):
    with caplog.at_level(logging.ERROR, logger="labeler"):
        response = as_alice.get("/broken/")
    page = response.content.decode()
    assert response.status_code == 500
    reference = re.search(r'id="reference">([0-9a-f]{8})<', page)[1]
    logged = next(record for record in caplog.records if record.name == "labeler")
    assert reference in logged.getMessage()
    assert "GET /broken/" in logged.getMessage()
    assert logged.exc_info[0] is RuntimeError
    assert "secret" not in page


@pytest.mark.parametrize(("kind", "status", "words"), [("full", 507, "The disk is full."), ("away", 503, "not answer")])
def test_a_failure_that_passes_by_itself_is_said_in_words_and_when_to_come_again(
    as_alice, broken_pages, kind, status, words
):
    page = as_alice.get(f"/passing/{kind}/")
    assert page.status_code == status
    assert f"Error {status}" in page.content.decode()
    assert words in page.content.decode()
    assert "secret" not in page.content.decode()
    for where in ("passing", "passing-inside"):
        answer = as_alice.get(f"/api/v1/{where}/{kind}/")
        assert (answer.status_code, answer.json()["error"]["code"]) == (
            status, "disk_full" if kind == "full" else "unavailable",
        )  # fmt: skip
        assert words in answer.json()["error"]["message"]
        assert answer.headers.get("Retry-After") == ("5" if status == 503 else None)
    assert page.headers.get("Retry-After") == ("5" if status == 503 else None)


def test_the_page_for_server_errors_needs_no_database(rf):
    # No fixture gives this test a database, so that a look at it would raise.
    assert b"Error 500" in errors.server_error(rf.get("/")).content


def test_when_even_that_page_breaks_there_is_a_plain_one(rf, monkeypatch):
    monkeypatch.setattr("django.template.loader.get_template", broken)
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Quote" in response.content.decode()


def test_programs_get_errors_in_the_one_shape(as_alice, broken_pages):
    assert as_alice.get("/api/v1/nothing/").json() == {
        "error": {"code": "not_found", "message": "This page does not exist"}
    }
    error = as_alice.get("/api/v1/broken/").json()["error"]
    assert error["code"] == "server_error"
    assert re.search(r"[0-9a-f]{8}", error["message"])


@pytest.mark.parametrize(
    ("where", "title", "way_out"),
    [
        ("/nothing/", "This page does not exist", 'href="/"'),
        ("/projects/no-such-one/", "There is no such project", 'href="/"'),
        ("/projects/wardrobe/assets/9999/", "This image is no longer here", 'href="/projects/wardrobe/assets/"'),
        ("/projects/wardrobe/label/?asset=9999", "This image is no longer here", 'href="/projects/wardrobe/assets/"'),
        ("/projects/wardrobe/versions/9/", "There is no such version", 'href="/projects/wardrobe/versions/"'),
        ("/projects/wardrobe/nothing/", "This page does not exist", 'href="/"'),
    ],
)
def test_a_missing_page_names_what_is_missing_and_offers_a_way_out(as_alice, project, where, title, way_out):
    response = as_alice.get(where)
    page = response.content.decode()
    assert response.status_code == 404
    assert title in page
    assert way_out in page


def test_a_request_for_another_host_is_told_so_before_anybody_is_known(client, db):
    response = client.get("/", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert "This request could not be read" in response.content.decode()


def test_a_form_without_its_token_changes_nothing_and_says_so(django_user_model, alice, client):
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    response = strict.post("/account/", {"action": "make-token"})
    assert response.status_code == 403
    assert "This page was open for too long" in response.content.decode()
    assert not AuthToken.objects.exists()


def test_pages_allow_no_inline_script_or_style(as_alice, project, dress, photo):
    for where in ("/", "/projects/wardrobe/", "/projects/wardrobe/assets/", "/account/"):
        response = as_alice.get(where)
        page = response.content.decode()
        policy = response["Content-Security-Policy"]
        assert "unsafe" not in policy
        nonce = re.search(r"'nonce-([^']+)'", policy)[1]
        assert set(re.findall(r'<script[^>]* nonce="([^"]*)"', page)) == {nonce}
        assert not re.search(r"\sstyle=|\son\w+=|<style", page)


def test_every_page_has_its_csrf_cookie_for_the_calls_of_its_scripts(as_alice, project):
    assert isinstance(as_alice.get("/projects/wardrobe/"), HttpResponse)
    assert "csrftoken" in as_alice.cookies


def test_who_lacks_a_right_is_told_whose_it_is_and_led_back_to_the_project(as_alice, project, alice):
    members.put(project, alice, "labeler")
    lifecycle.change(project, closed=True)
    response = as_alice.get("/projects/wardrobe/review/")
    page = response.content.decode()
    assert response.status_code == 403
    assert "Only reviewers and managers of this project can do that." in page
    assert 'href="/projects/wardrobe/">Back to the project' in page
