"""Verbs tell what they did: in their own transaction, to those who want to know, and nothing of what was undone."""

import io
import json
import threading
import time
import zipfile
from datetime import timedelta
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from annotations.checks import sample_checks
from annotations.imports import jobs as imports
from annotations.models import SampleCheck
from assets.videos import extraction
from assets.videos import ingest as videos
from contract import archive
from core.exceptions import Refused
from core.jobs import leases
from core.storage.base import blobs
from exports.shapes import jobs as shaping
from exports.shapes import writers
from exports.versions import builder
from exports.wanted import Wanted
from projects import categories, lifecycle
from tests.support.cast import at_once, picture
from tests.support.files.videos import H264, make
from webhooks import events, hooks, telling
from webhooks.models import Delivery, Webhook

pytestmark = pytest.mark.django_db

URL = "https://train.example.org/hooks/labeler"


@pytest.fixture
def everything(project, no_queue):
    """A webhook that is told of all there is."""
    return hooks.make(project, URL, list(events.WORDS))


def told(*only):
    """What was noted, in its order: (type, data) of each."""
    bodies = [json.loads(each.body) for each in Delivery.objects.order_by("pk")]
    return [(each["type"], each["data"]) for each in bodies if not only or each["type"] in only]


def leads_somewhere(url):
    return resolve(url).url_name


# --- how --------------------------------------------------------------------------------------------------------------


def test_only_webhooks_of_the_project_that_are_on_and_want_it_are_told(project, bob, no_queue):
    garage = lifecycle.create("Garage", by=bob)
    ready = hooks.make(project, URL, ["version.ready"])
    hooks.make(project, URL, ["version.failed"])
    hooks.make(project, URL, ["version.ready"], active=False)
    hooks.make(garage, URL, ["version.ready"])
    telling.tell(project, "version.ready", {"version": 3})
    noted = Delivery.objects.get()
    assert noted.webhook == ready
    body = json.loads(noted.body)
    assert list(body) == ["type", "timestamp", "data"]
    assert (body["type"], body["data"]) == ("version.ready", {"project": "wardrobe", "version": 3})
    assert body["timestamp"] == noted.made_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert noted.message_id.startswith("msg_")


def test_a_project_without_webhooks_asks_once_and_writes_nothing(project, django_assert_num_queries):
    with django_assert_num_queries(1):
        telling.tell(project, "version.ready", {})


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_is_told_to_nobody(project, everything, no_queue):
    def rename_and_undo():
        with transaction.atomic():
            categories.add(project, "Dress")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        rename_and_undo()
    assert told() == []
    assert no_queue == []
    with transaction.atomic():
        categories.add(project, "Dress")
        assert no_queue == []  # not before anybody else can see it
    assert [name for name, _ in no_queue] == ["webhooks.tasks.deliver"]


def test_what_cannot_be_noted_is_not_done(project, everything):
    with mock.patch.object(Delivery.objects, "create", side_effect=RuntimeError), pytest.raises(RuntimeError):
        categories.add(project, "Dress")
    assert not project.categories.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one who writes at a time")
def test_a_webhook_that_is_deleted_meanwhile_undoes_no_verb_that_would_tell_it(project, everything):
    """Who tells waits for who deletes, and finds it gone."""
    deleted, tells = threading.Event(), threading.Event()

    def delete():
        with transaction.atomic():
            hooks.delete(everything)
            deleted.set()
            assert tells.wait(10)
            assert waits_for_a_lock()

    def verb():
        assert deleted.wait(10)
        tells.set()
        categories.add(project, "Dress")

    at_once(delete, verb)
    assert project.categories.count() == 1
    assert told() == []


def waits_for_a_lock():
    """Whether somebody in this database does, sooner or later."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    until = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(asked)
            if cursor.fetchone()[0]:
                return True
            cursor.execute("SELECT pg_sleep(0.01), pg_stat_clear_snapshot()")
    return False


# --- a test, and once more --------------------------------------------------------------------------------------------


def test_a_test_goes_to_one_webhook_on_or_off(project, no_queue):
    hook = hooks.make(project, URL, ["job.failed"], active=False)
    telling.test(hook)
    assert told() == [("webhook.test", {"project": "wardrobe", "webhook": hook.pk})]
    with pytest.raises(Refused, match="on its way already") as refusal:
        telling.test(hook)
    assert refusal.value.code == "busy"


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_what_is_over_is_sent_once_more_under_its_id(project, everything, no_queue, state):
    telling.tell(project, "job.failed", {})
    noted = Delivery.objects.get()
    Delivery.objects.update(state=state, tries=7, error="It answered 500.")
    again = telling.redeliver(noted)
    assert (again.message_id, again.body) == (noted.message_id, noted.body)
    assert (again.state, again.tries, again.error) == ("queued", 0, "")


@pytest.mark.parametrize("fails", [0, 1])
def test_sent_once_more_it_waits_for_a_webhook_that_rests_after_failures(project, everything, no_queue, fails):
    telling.tell(project, "job.failed", {})
    Delivery.objects.update(state="done")
    Webhook.objects.update(fails=fails, rests_until=timezone.now() + timedelta(minutes=5))
    telling.redeliver(Delivery.objects.get())
    assert (Webhook.objects.get().rests_until is not None) is bool(fails)


@pytest.mark.parametrize("state", ["queued", "running"])
def test_what_is_on_its_way_is_not_sent_once_more(project, everything, state):
    telling.tell(project, "job.failed", {})
    Delivery.objects.update(state=state)
    with pytest.raises(Refused) as refusal:
        telling.redeliver(Delivery.objects.get())
    assert refusal.value.code == "not_failed"


def test_nothing_is_sent_once_more_while_the_webhook_is_off(project, everything):
    telling.tell(project, "job.failed", {})
    hooks.change(everything, active=False)
    with pytest.raises(Refused) as refusal:
        telling.redeliver(Delivery.objects.get())
    assert refusal.value.code == "webhook_off"


# --- what -------------------------------------------------------------------------------------------------------------


def test_of_categories_each_verb_tells_once(project, everything):
    listed = categories.add_all(project, [categories.New("Dress"), categories.New("Hat")])
    dress, hat = listed
    categories.change(dress, name="Gown")
    categories.reorder(project, [2, 1])
    categories.retire(hat)
    categories.restore(hat)
    assert [(kind, data["change"], data["count"], data["category_ids"]) for kind, data in told()] == [
        ("category.changed", "added", 2, [1, 2]),
        ("category.changed", "changed", 1, [1]),
        ("category.changed", "reordered", 2, [2, 1]),
        ("category.changed", "retired", 1, [2]),
        ("category.changed", "restored", 1, [2]),
    ]
    assert {leads_somewhere(data["url"]) for _, data in told()} == {"api-categories"}


def test_of_categories_that_stay_as_they_are_nothing_is_told(project, dress, hat, everything):
    categories.change(dress, name="Dress")
    categories.reorder(project, [1, 2])
    categories.restore(hat)
    categories.add_all(project, [])
    assert told() == []


def test_a_long_list_of_categories_is_told_by_its_number_and_its_first(project, everything):
    categories.add_all(project, [categories.New(f"Class number {place}") for place in range(150)])
    [(_, data)] = told()
    assert (data["count"], data["category_ids"]) == (150, list(range(1, 101)))


@pytest.fixture
def approved(photo, answer, dress, bob):
    answer(photo, "approved", dress, by=bob)
    return photo


def test_a_version_that_is_ready_is_told_with_its_hashes(project, approved, everything, bob):
    version = builder.request_version(project, Wanted(), by=bob)
    assert told() == []
    builder.build(version.pk)
    builder.build(version.pk)  # delivered twice
    version.refresh_from_db()
    [(kind, data)] = told()
    assert (kind, data) == (
        "version.ready",
        {
            "project": "wardrobe", "version": 1, "images": 1, "hash": version.hash,
            "zip_sha256": version.artifact_sha256, "zip_bytes": version.artifact_size,
            "url": "/api/v1/projects/wardrobe/versions/1/",
            "download_url": "/api/v1/projects/wardrobe/versions/1/download/",
        },
    )  # fmt: skip
    client = Client()
    client.force_login(bob)
    assert client.get(data["url"]).json()["hash"] == version.hash


def test_a_version_that_failed_is_told_with_the_reason(project, approved, everything, bob, monkeypatch):
    version = builder.request_version(project, Wanted(), by=bob)
    monkeypatch.setattr(archive, "build", mock.Mock(side_effect=ValueError("photo-0.png is damaged.")))
    builder.build(version.pk)
    [failed] = told()
    url = "/api/v1/projects/wardrobe/versions/1/"
    error = "photo-0.png is damaged."
    assert failed == ("version.failed", {"project": "wardrobe", "version": 1, "error": error, "url": url})


def test_a_version_whose_worker_was_killed_thrice_is_told_by_who_sweeps(project, approved, everything, bob):
    version = builder.request_version(project, Wanted(), by=bob)
    type(version).objects.update(attempts=leases.MOST_ATTEMPTS, queued_at=None)
    builder.sweep()
    builder.sweep()
    assert [kind for kind, _ in told()] == ["version.failed"]
    assert "interrupted 3 times" in told()[0][1]["error"]


def test_a_version_that_was_cancelled_is_not_told(project, approved, everything, bob):
    version = builder.request_version(project, Wanted(), by=bob)
    builder.cancel(version, by=bob)
    builder.build(version.pk)
    assert told() == []


def test_a_shape_that_failed_is_told(project, approved, everything, bob, monkeypatch):
    version = builder.request_version(project, Wanted(), by=bob)
    builder.build(version.pk)
    shape = shaping.request(version.__class__.objects.get(), "csv", by=bob)
    monkeypatch.setattr(writers, "write", mock.Mock(side_effect=ValueError("no such column")))
    shaping.build(shape.pk)
    [(_, data)] = told("job.failed")
    assert (data["job"], data["id"], data["error"]) == ("shape", shape.pk, "no such column")
    assert leads_somewhere(data["url"]) == "api-shape"


def packed(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as files:
        for seed, name in enumerate(names):
            files.writestr(name, picture(seed))
    return out.getvalue()


def bring_in(project, content, *, by, kind="zip", **options):
    name = f"a.{kind}"
    job = imports.request_import(project, file=ContentFile(content, name=name), name=name, kind=kind, by=by, **options)
    imports.run(job.pk)
    return job


def test_an_import_is_told_with_its_numbers_and_a_look_is_not(project, everything, bob):
    bring_in(project, packed("a.png", "b.png"), by=bob, dry_run=True)
    assert told() == []
    job = bring_in(project, packed("a.png", "b.png"), by=bob)
    [(kind, data)] = told()
    assert (kind, data["import"], data["kind"], data["name"]) == ("import.finished", job.pk, "zip", "a.zip")
    assert data["counts"]["added"] == 2
    assert all(isinstance(count, int) for count in data["counts"].values())
    assert leads_somewhere(data["url"]) == "api-import"


def test_an_import_that_failed_is_told(project, everything, bob):
    job = bring_in(project, packed(), by=bob)
    [(kind, data)] = told()
    job.refresh_from_db()
    assert (kind, data["job"], data["id"], data["error"]) == ("job.failed", "import", job.pk, job.error)
    assert job.error


def test_an_extraction_is_told_with_its_frames(project, everything, bob, tmp_path):
    video = videos.add_video(project, make(tmp_path / "a.mp4", *H264), original_name="a.mp4", by=bob).video
    extraction.request(video, sampling="fps", value=5)
    extraction.run(video.pk)
    [(kind, data)] = told()
    assert (kind, data["video"], data["name"]) == ("extraction.finished", video.pk, "a.mp4")
    assert data["frames"] == video.frames.count() > 0
    assert leads_somewhere(data["url"]) == "api-video"


def test_an_extraction_that_failed_is_told(project, everything, bob, tmp_path):
    video = videos.add_video(project, make(tmp_path / "a.mp4", *H264), original_name="a.mp4", by=bob).video
    extraction.request(video, sampling="fps", value=5)
    blobs.delete(video.file)
    extraction.run(video.pk)
    [(kind, data)] = told()
    assert (kind, data["job"], data["error"]) == (
        "job.failed", "extraction", "The file of this video is missing from the store."
    )  # fmt: skip


def test_a_check_is_told_by_its_last_judgement_and_once(project, approved, everything, bob):
    check = sample_checks.start(project, by=bob, size=1)
    assert told() == []
    for _ in range(2):
        sample_checks.judge(check, {approved.pk: False}, by=bob)
    [(kind, data)] = told()
    assert SampleCheck.objects.get().finished_at
    assert kind == "check.finished"
    assert data == {
        "project": "wardrobe", "check": check.pk, "size": 1, "population": 1,  # and no verdict
        "url": f"/api/v1/projects/wardrobe/checks/{check.pk}/",
    }  # fmt: skip


def test_webhooks_and_events_tell_the_end_of_each_job_once_and_by_the_same_name(
    project, approved, everything, bob, tmp_path, monkeypatch
):
    bring_in(project, packed("a.png"), by=bob)
    bring_in(project, packed(), by=bob)
    bring_in(project, packed(), by=bob, dry_run=True)  # a look: nothing happened to the project
    for broken in (False, True):
        video = videos.add_video(project, make(tmp_path / "a.mp4", *H264), original_name="a.mp4", by=bob).video
        extraction.request(video, sampling="fps", value=5)
        if broken:
            blobs.delete(video.file)
        extraction.run(video.pk)
    builder.build(builder.request_version(project, Wanted(), by=bob).pk)
    with monkeypatch.context() as patch:
        patch.setattr(writers, "write", mock.Mock(side_effect=ValueError("no such column")))
        shaping.build(shaping.request(project.versions.get(), "csv", by=bob).pk)
        patch.setattr(archive, "build", mock.Mock(side_effect=ValueError("photo-0.png is damaged.")))
        builder.build(builder.request_version(project, Wanted(), by=bob).pk)
    ends = ["import.finished", "job.failed", "extraction.finished", "job.failed", "version.ready", "job.failed"]
    ends.append("version.failed")
    kinds = project.events.order_by("pk").values_list("kind", flat=True)
    assert [kind for kind in kinds if kind in ends] == ends
    assert [kind for kind, _ in told(*ends)] == ends


def test_no_answer_is_told(project, everything, photo, answer, dress, bob):
    before = len(told())
    answer(photo, "labeled", dress, by=bob)
    answer(photo, "approved", by=bob)
    assert len(told()) == before


def test_whatever_happens_a_body_is_small(project, everything, approved, bob):
    categories.add_all(project, [categories.New("x" * 90 + str(place)) for place in range(200)])
    builder.build(builder.request_version(project, Wanted(), by=bob).pk)
    assert max(len(each.body) for each in Delivery.objects.all()) < 2000
    assert Webhook.objects.get().deliveries.count() == len(told())
