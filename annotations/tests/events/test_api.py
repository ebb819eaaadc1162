"""The events of a project over the API: one order, pages and lines, to whom what is told."""

import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.checks import sample_checks
from annotations.events import feed
from annotations.imports import jobs
from annotations.imports.pictures import zip_pictures
from annotations.labeling import answers, bulk
from annotations.models import AnnotationEvent, Import
from assets.images import deletion, ingest
from assets.videos import extraction
from assets.videos import ingest as videos
from exports.versions import builder
from projects import access, categories, events, lifecycle, members
from projects.joining import invitations
from tests.support.cast import ASKING, give_answer, picture
from tests.support.files.videos import H264, make

pytestmark = pytest.mark.django_db


def url(project):
    return f"/api/v1/projects/{project.slug}/events/"


@pytest.fixture
def ask(api, project, bob):
    """The answer to a call as Bob, who may do all in the open project."""

    def get(query="", **headers):
        return api(bob).get(url(project) + query, **headers)

    return get


def entries(response):
    return [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]


def kinds(response):
    return [entry["kind"] for entry in response.json()["results"]]


def operation(photo, **more):
    return {
        "op_id": f"op-{photo.pk}-{photo.revision}",
        "asset": photo.pk,
        "base_revision": photo.revision,
        "status": "labeled",
        "category_ids": [1],
        **more,
    }


def test_an_answer_is_told_with_who_and_when_and_how_long_they_looked(ask, photo, dress, alice):
    [done] = answers.set_answers(photo.project, [operation(photo, seen=True, shown_ms=1840)], by=alice)
    assert done.result == "applied"
    kept = AnnotationEvent.objects.get()
    assert kept.shown_ms == 1840
    [of_category, told] = ask().json()["results"]
    assert of_category["kind"] == "category.changed"
    assert told.pop("id") > of_category["id"]
    assert told == {
        "at": kept.at.isoformat().replace("+00:00", "Z"),
        "actor": "alice",
        "kind": "answer",
        "object": photo.pk,
        "from": {"status": "unlabeled", "category_ids": []},
        "to": {"status": "labeled", "category_ids": [1]},
        "answer": {
            "sha256": photo.sha256,
            "revision": 1,
            "op_id": f"op-{photo.pk}-0",
            "bulk": None,
            "seen": True,
            "shown_ms": 1840,
            "source": None,
            "reason": "",
        },
    }


@pytest.mark.parametrize("wrong", [-1, 1.5, "1840", True, 2**63, [1]])
def test_a_time_that_is_none_is_rejected_with_a_sentence(photo, dress, alice, wrong):
    [done] = answers.set_answers(photo.project, [operation(photo, shown_ms=wrong)], by=alice)
    assert (done.result, done.detail) == ("rejected", "shown_ms is a whole number of milliseconds.")
    assert not AnnotationEvent.objects.exists()


def test_an_answer_in_a_window_that_stood_open_for_a_month_is_kept(photo, dress, alice):
    [done] = answers.set_answers(photo.project, [operation(photo, shown_ms=31 * 24 * 60 * 60 * 1000)], by=alice)
    assert (done.result, AnnotationEvent.objects.get().shown_ms) == ("applied", 2**31 - 1)


def test_answers_that_were_written_at_once_are_one_row_and_an_entry_each(ask, project, photos, dress, bob):
    made = photos(5)
    before = project.events.count()
    done = bulk.set_selected(project, [(photo.pk, None) for photo in made], status="labeled", category_ids=[1], by=bob)
    assert project.events.count() == before + 1
    told = [entry for entry in ask().json()["results"] if entry["kind"] == "answer"]
    assert [entry["object"] for entry in told] == sorted(photo.pk for photo in made)
    assert {entry["answer"]["bulk"] for entry in told} == {str(done.id)}
    assert [entry["id"] for entry in told] == [*range(told[0]["id"], told[0]["id"] + 5)]


def test_who_asks_behind_the_last_is_told_what_came_since_and_nothing_twice(ask, photos, dress, bob):
    one, other = photos(2)
    give_answer(one, "labeled", dress, by=bob)
    first = ask().json()
    assert first["next"] is None
    assert first["after"] == first["results"][-1]["id"]
    again = ask(f"?after={first['after']}").json()
    assert (again["results"], again["next"], again["after"]) == ([], None, first["after"])
    give_answer(other, "labeled", dress, by=bob)
    [since] = ask(f"?after={first['after']}").json()["results"]
    assert since["object"] == other.pk


def test_the_latest_tells_nothing_and_from_where_on_to_ask(ask, photos, dress, bob):
    one, other = photos(2)
    give_answer(one, "labeled", dress, by=bob)
    start = ask("?after=latest").json()
    assert (start["results"], start["next"]) == ([], None)
    give_answer(other, "labeled", dress, by=bob)
    assert [entry["object"] for entry in ask(f"?after={start['after']}").json()["results"]] == [other.pk]


def test_the_latest_of_a_project_without_events_is_its_beginning(api, bob):
    empty = lifecycle.create("Attic", by=bob)
    assert api(bob).get(f"{url(empty)}?after=latest").json() == {"results": [], "next": None, "after": 0}


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_of_any_size_tell_all_of_it_in_the_same_order(ask, project, photos, dress, bob, limit):
    made = photos(6)
    give_answer(made[:4], "labeled", dress, by=bob)
    lifecycle.change(project, license="MIT", by=bob)
    give_answer(made[3:], "approved", dress, by=bob)
    whole = ask().json()["results"]
    assert len(whole) == 9
    found, address = [], f"?limit={limit}"
    while address:
        page = ask(address).json()
        found += page["results"]
        assert len(page["results"]) <= limit
        address = page["next"] and "?" + page["next"].partition("?")[2]
    assert found == whole


def test_the_same_as_lines(ask, project, photos, dress, bob, monkeypatch):
    monkeypatch.setattr(feed, "AT_ONCE", 3)
    monkeypatch.setattr(feed, "ROWS", 2)
    give_answer(photos(5), "labeled", dress, by=bob)
    for license in ("MIT", "CC-BY-4.0", "CC0-1.0"):
        lifecycle.change(project, license=license, by=bob)
    pages = ask().json()["results"]
    for answer in (ask("?format=jsonl"), ask(HTTP_ACCEPT="application/x-ndjson")):
        assert answer["Content-Type"] == "application/x-ndjson"
        assert entries(answer) == pages
    for limit in range(1, 10):
        assert entries(ask(f"?format=jsonl&limit={limit}")) == pages[:limit]
    assert entries(ask(f"?format=jsonl&after={pages[3]['id']}")) == pages[4:]


def test_what_comes_while_lines_are_read_is_for_the_next_who_asks(project, photos, dress, bob, monkeypatch):
    monkeypatch.setattr(feed, "AT_ONCE", 1)
    one, other, third = photos(3)
    give_answer(one, "labeled", dress, by=bob)
    give_answer(other, "labeled", dress, by=bob)
    lines = feed.Feed(project, bob, access.rights(bob, project)).all(0, None)
    found = [next(lines)]
    give_answer(third, "labeled", dress, by=bob)
    found += lines
    assert [entry["object"] for entry in found if entry["kind"] == "answer"] == [one.pk, other.pk]


@pytest.mark.parametrize("after", ["-1", "1.5", "x", "9223372036854775808", "0" * 30, "٣"])
def test_an_id_that_is_none_is_refused_with_a_sentence(ask, after):
    answer = ask(f"?after={after}")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "bad_after"
    assert answer.json()["error"]["message"] == "after is the id of an event, or latest."
    in_lines = ask(f"?format=jsonl&after={after}")
    assert (in_lines.status_code, json.loads(in_lines.content)["error"]["code"]) == (400, "bad_after")


def test_behind_all_there_is_nothing(ask, dress):
    assert ask(f"?after={2**63 - 1}").json() == {"results": [], "next": None, "after": 2**63 - 1}


def test_another_project_has_its_own(ask, api, photo, dress, bob):
    give_answer(photo, "labeled", dress, by=bob)
    other = lifecycle.create("Attic", by=bob)
    categories.add(other, "Box", by=bob)
    assert kinds(api(bob).get(url(other))) == ["category.changed"]
    assert kinds(ask()) == ["category.changed", "answer"]


def test_answers_of_deleted_images_are_gone_and_it_is_told_that_they_went(ask, photos, dress, bob):
    one, other = photos(2)
    give_answer([one, other], "labeled", dress, by=bob)
    deletion.remove(one, by=bob)
    assert [(entry["kind"], entry["object"], entry["to"]) for entry in ask().json()["results"][1:]] == [
        ("answer", other.pk, {"status": "labeled", "category_ids": [1]}),
        ("images.deleted", None, {"ids": [one.pk]}),
    ]


def test_a_page_takes_few_queries(ask, project, photos, dress, bob, django_assert_max_num_queries):
    for photo in photos(12):
        give_answer(photo, "labeled", dress, by=bob)
    ask("?limit=5")
    with django_assert_max_num_queries(11 + ASKING) as few:
        ask("?limit=5")
    with django_assert_max_num_queries(len(few)):
        ask("?limit=100")


# --- what verbs tell ------------------------------------------------------------------------------------------------


def test_a_version_tells_when_it_was_asked_for_is_ready_fails_and_is_cancelled(
    ask, project, photo, dress, answer, bob, make_version, monkeypatch
):
    answer(photo, "approved", dress, by=bob)
    make_version(project, by=bob)
    builder.cancel(make_version(project, by=bob, built=False), by=bob)
    failing = make_version(project, by=bob, built=False)

    def broken(*arguments, **options):
        raise ValueError("The disk is made of cheese.")

    monkeypatch.setattr(builder, "_archive", broken)
    builder.build(failing.pk)
    builder.retry(failing, by=bob)
    told = [
        (entry["kind"], entry["object"], entry["actor"], entry["to"].get("error"))
        for entry in ask().json()["results"]
        if entry["kind"].startswith("version")
    ]
    assert told == [
        ("version.requested", 1, "bob", None),
        ("version.ready", 1, "bob", None),
        ("version.requested", 2, "bob", None),
        ("version.cancelled", 2, "bob", None),
        ("version.requested", 3, "bob", None),
        ("version.failed", 3, "bob", "The disk is made of cheese."),
        ("version.requested", 3, "bob", None),
    ]


def test_a_check_tells_when_it_begins_and_is_finished_and_not_what_it_found(ask, project, photo, dress, answer, bob):
    answer(photo, "labeled", dress, by=bob)
    check = sample_checks.start(project, by=bob)
    sample_checks.judge(check, {photo.pk: False}, by=bob)
    told = [entry for entry in ask().json()["results"] if entry["kind"].startswith("check")]
    assert [(entry["kind"], entry["object"]) for entry in told] == [
        ("check.begun", check.pk),
        ("check.finished", check.pk),
    ]
    assert "wrong" not in json.dumps(told)


def test_an_import_tells_when_it_was_asked_for_and_ends(project, bob):
    facts = {"project": project, "kind": "csv", "original_name": "a.csv", "size_bytes": 1, "created_by": bob}
    job = Import.objects.create(**facts)
    job.note_request()
    for state, error in (("done", ""), ("failed", "No column is called file."), ("cancelled", "")):
        job.state, job.error, job.report = state, error, {"set": 3, "refused": {"count": 0, "items": []}}
        job.tell_end(by=bob)
    look = Import.objects.create(**facts, dry_run=True)
    look.note_request()
    look.state = "failed"
    look.tell_end()
    assert list(project.events.order_by("pk").values_list("kind", "object", "to_value")) == [
        ("import.requested", job.pk, {"kind": "csv", "original_name": "a.csv", "undoes": None}),
        ("import.finished", job.pk, {"counts": {"set": 3}}),
        ("job.failed", job.pk, {"job": "import", "error": "No column is called file."}),
        ("import.cancelled", job.pk, None),
    ]


def images_of(response):
    """Whose events tell that they came in, and by what."""
    return [(entry["actor"], entry["to"]) for entry in response.json()["results"] if entry["kind"] == "images.added"]


def test_pictures_that_come_at_once_are_one_entry_and_those_that_are_here_none(pictures_come, ask, project, alice):
    sent = [ingest.Sent(picture(seed), f"{seed}.png") for seed in range(12)]
    first = ingest.add_images(project, sent[:3], by=alice)
    rest = ingest.add_images(project, sent, by=alice)
    ingest.add_images(project, sent, by=alice)
    ids = [sorted(done.asset.pk for done in some if not done.duplicate) for some in (first, rest)]
    assert [len(each) for each in ids] == [3, 9]
    assert images_of(ask()) == [("alice", {"ids": ids[0]}), ("alice", {"ids": ids[1]})]


def test_pictures_of_an_import_are_told_with_it_and_before_their_answers(pictures_come, ask, project, bob, monkeypatch):
    monkeypatch.setattr(zip_pictures, "BATCH", 2)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        for seed in range(3):
            files.writestr(f"Dress/{seed}.png", picture(seed))
    file = ContentFile(packed.getvalue(), name="a.zip")
    job = jobs.request_import(project, file=file, name="a.zip", kind="zip", by=bob, labels_from_folders=True)
    jobs.run(job.pk)
    told = ask().json()["results"]
    assert [entry["kind"] for entry in told] == [
        "import.requested", "category.changed", "images.added", "answer", "answer", "images.added", "answer",
        "import.finished",
    ]  # fmt: skip
    ids = list(project.assets.order_by("pk").values_list("pk", flat=True))
    assert images_of(ask()) == [
        ("bob", {"ids": ids[:2], "import": job.pk}),
        ("bob", {"ids": ids[2:], "import": job.pk}),
    ]
    assert told[-1]["to"]["counts"]["added"] == 3


def test_frames_are_told_with_their_video(pictures_come, ask, project, bob, tmp_path):
    video = videos.add_video(project, make(tmp_path / "a.mp4", *H264), original_name="a.mp4", by=bob).video
    extraction.request(video, sampling="fps", value=5)
    extraction.run(video.pk)
    told = images_of(ask())
    assert {actor for actor, _ in told} == {"bob"}
    assert {to["video"] for _, to in told} == {video.pk}
    ids = list(video.frames.order_by("pk").values_list("pk", flat=True))
    assert [pk for _, to in told for pk in to["ids"]] == ids
    assert ids


def test_members_are_told_when_they_come_change_and_go(ask, project, alice, bob):
    members.put(project, alice, "labeler", by=bob)
    members.put(project, alice, "labeler", by=bob)
    members.put(project, alice, "reviewer", by=bob)
    members.remove(project, "alice", by=bob)
    told = [(entry["kind"], entry["actor"], entry["from"], entry["to"]) for entry in ask().json()["results"]]
    as_labeler, as_reviewer = {"user": "alice", "kind": "labeler"}, {"user": "alice", "kind": "reviewer"}
    assert told == [
        ("member.added", "bob", None, as_labeler),
        ("member.changed", "bob", as_labeler, as_reviewer),
        ("member.removed", "bob", as_reviewer, None),
    ]


def test_who_came_in_by_a_link_is_told_as_a_member(ask, project, alice, bob, rf):
    _, token = invitations.make(project, "labeler", by=bob)
    request = rf.get("/")
    request.user = alice
    invitations.join(token, alice, request)
    [entry] = ask().json()["results"]
    assert (entry["kind"], entry["actor"], entry["to"]) == (
        "member.added", "alice", {"user": "alice", "kind": "labeler"}
    )  # fmt: skip


# --- to whom --------------------------------------------------------------------------------------------------------


def test_whoever_lacks_a_right_is_told_what_lists_tell_them(
    api, project, photo, dress, answer, alice, bob, make_version
):
    answer(photo, "approved", dress, by=bob)
    make_version(project, by=bob)
    sample_checks.start(project, by=bob)
    lifecycle.change(project, closed=True, by=bob)
    found = {}
    for kind in ("labeler", "reviewer", "manager"):
        members.put(project, alice, kind)
        found[kind] = set(kinds(api(alice).get(url(project))))
    seen_by_all = {"category.changed", "answer", "project.changed"}
    for_managers = {"version.requested", "version.ready", "member.added", "member.changed"}
    assert found["labeler"] == seen_by_all
    assert found["reviewer"] == seen_by_all | {"check.begun"}
    assert found["manager"] == seen_by_all | {"check.begun"} | for_managers


def test_who_labels_twice_is_told_of_no_answer_that_is_hidden_from_them(api, project, photos, dress, hat, alice, bob):
    one, other = photos(2)
    lifecycle.change(project, closed=True, second_share=100, by=bob)
    project.refresh_from_db()
    members.put(project, alice, "labeler")
    give_answer(one, "labeled", dress, by=bob)
    give_answer(other, "labeled", hat, by=alice)
    pages = api(alice).get(url(project)).json()["results"]
    assert [entry["object"] for entry in pages if entry["kind"] == "answer"] == [other.pk]
    assert entries(api(alice).get(url(project) + "?format=jsonl")) == pages


# --- a law ----------------------------------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.integers(1, 40), max_size=6, unique=True).map(sorted), max_size=8),
    st.integers(1, 7),
    st.sets(st.integers(1, 40), max_size=20),
)
def test_however_it_is_paged_each_place_is_looked_at_once(monkeypatch, batches, limit, gone):
    """Rows point to answers (some gone) or, where the list is empty, tell themselves."""
    rows = [
        (pk, "project.changed", None, None, None, None, None, events.runs_of(numbers) or None)
        for pk, numbers in enumerate(batches, start=1)
    ]
    reader = feed.Feed.__new__(feed.Feed)
    reader.newest = len(rows)
    monkeypatch.setattr(feed.Feed, "_rows", lambda self, first, wanted: (row for row in rows if row[0] >= first))
    monkeypatch.setattr(feed.Feed, "_entry", lambda self, *told: {"kind": told[0]})
    monkeypatch.setattr(
        feed.Feed, "_answers", lambda self, numbers: {n: {"kind": "answer", "n": n} for n in numbers if n not in gone}
    )
    expected = [number for numbers in batches for number in (numbers or [None]) if number not in gone]
    found, after, more = [], 0, True
    while more:
        page = reader.page(after, limit)
        assert len(page.entries) <= limit
        found += page.entries
        more, after = page.more, page.after
    assert [entry.get("n") for entry in found] == expected
    assert [entry["id"] for entry in found] == sorted({entry["id"] for entry in found})
    monkeypatch.setattr(feed, "AT_ONCE", limit)
    assert list(reader.all(0, None)) == found
