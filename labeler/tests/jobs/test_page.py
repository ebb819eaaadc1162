"""The page of all jobs, for staff: what runs, waits, failed and is done; tried again and cancelled by a click."""

import base64
import json
import re
import uuid
from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from annotations.imports import jobs as imports
from annotations.models import Import, OddnessJob
from assets.models import Video
from core.jobs import job as life
from core.jobs import leases
from core.jobs.job import State
from exports.models import DatasetVersion, SplitReport, VersionShape
from exports.versions import builder
from exports.versions.selection import Wanted
from labeler.jobs import listing
from labeler.jobs.kinds import BY_NAME, KINDS
from labeler.models import Pause, WorkerHeartbeat
from people.models import AuditEntry
from projects import lifecycle
from tests.support.cast import give_answer, make_photo
from tests.support.files.videos import FACTS
from webhooks.models import Delivery, Webhook

pytestmark = pytest.mark.django_db

ENDED = timedelta(hours=2)


@pytest.fixture(autouse=True)
def no_queue(monkeypatch):
    """What is delivered, by job. Nobody takes it."""
    delivered = []
    monkeypatch.setattr(life, "enqueue", delivered.append)
    return delivered


@pytest.fixture
def staff(client, django_user_model):
    somebody = django_user_model.objects.create_user("maria", is_staff=True)
    client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def version(project, dress, alice):
    give_answer(make_photo(project, by=alice), "labeled", dress, by=alice)
    return builder.request_version(project, Wanted(statuses=("labeled",)), by=alice)


def video(project, by, **told):
    facts = {
        "sha256": uuid.uuid4().hex * 2,
        "file": "x",
        "mime_type": "video/mp4",
        "size_bytes": 1,
        "uploaded_by": by,
        "facts": FACTS,
    }
    return Video.objects.create(project=project, **{"original_name": "walk.mp4", "state": "queued", **facts, **told})


def imported(project, by, **told):
    asked = {"kind": "csv", "original_name": "labels.csv", "size_bytes": 1, "created_by": by, "file": "imports/x"}
    return Import.objects.create(project=project, **asked | told)


def seen(client, tab=""):
    """Title, state and what is beside it, of each row."""
    page = client.get("/jobs/" + (f"?state={tab}" if tab else "")).content.decode()
    rows = re.findall(
        r'<tr data-job="(.*?)".*?<b><a href=".*?">(.*?)</a></b>.*?<td>.*?</svg>(.*?)</span></td>', page, re.S
    )
    return [(job.rpartition("-")[0], title, state) for job, title, state in rows]


def test_it_is_for_staff_alone(client, staff, django_user_model, project, alice):
    assert client.get("/jobs/").status_code == 200
    failed = imported(project, alice, state="failed")
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    for answer in (client.get("/jobs/"), client.post("/jobs/", act(failed, "import", "retry"))):
        assert answer.status_code == 403
    assert Import.objects.get().state == "failed"


def act(job, kind, action, **more):
    return {"kind": kind, "number": job.pk, "action": action, **more}


def one_of_each(project, version, alice):
    """A job of every kind, which waits."""
    hook = Webhook.objects.create(project=project, url="https://example.org/", secret="whsec_x")
    return {
        "version": version,
        "video": video(project, alice),
        "import": imported(project, alice),
        "shape": VersionShape.objects.create(
            version=version, kind="csv", requested_by=alice, requested_at=timezone.now()
        ),
        "splits": SplitReport.objects.create(version=version),
        "odd-ones": OddnessJob.objects.create(project=project),
        "delivery": Delivery.objects.create(webhook=hook, event="version.ready", body="{}"),
    }


def test_every_kind_of_job_that_the_product_has_is_listed():
    def jobs_below(model):
        return {each for below in model.__subclasses__() for each in {below, *jobs_below(below)}}

    known = {model for model in jobs_below(life.Job) if model._meta.managed and not model._meta.abstract}
    assert {kind.model for kind in KINDS} == known


def test_a_job_of_every_kind_is_told_with_its_state_and_leads_to_its_page(
    staff, project, version, alice, django_user_model
):
    jobs = one_of_each(project, version, alice)
    assert sorted(seen(staff)) == sorted(
        [
            ("version", "Build version v1", "Waiting"),
            ("video", "Extract frames, walk.mp4", "Waiting"),
            ("import", "Import labels.csv", "Waiting"),
            ("shape", "Make v1 as CSV", "Waiting"),
            ("splits", "Look at the splits of v1", "Waiting"),
            ("odd-ones", "Look for odd ones", "Waiting"),
            ("delivery", "Deliver version.ready to example.org", "Waiting"),
        ]
    )
    for name, job in jobs.items():
        assert staff.get(BY_NAME[name].where(job)).status_code == 200
    for job in jobs.values():
        type(job).objects.filter(pk=job.pk).update(
            state=job.RUNNING, lease_until=timezone.now() + leases.LEASE, lease_owner=uuid.uuid4()
        )
    assert {state for *_, state in seen(staff)} == {"Running"}
    for job in jobs.values():
        type(job).objects.filter(pk=job.pk).update(state=State.FAILED, error="It rains.", lease_until=None)
    assert {state for *_, state in seen(staff)} == {"Failed"}
    assert staff.get("/jobs/").content.decode().count("It rains.") == len(jobs)


def test_the_tabs_count_what_they_list_and_what_ended_long_ago_is_in_none(staff, project, alice):
    now = timezone.now()
    for number in range(3):
        imported(project, alice, state="done", original_name=f"{number}.csv", finished_at=now - ENDED)
    imported(project, alice, state="failed", finished_at=now - ENDED)
    imported(project, alice, state="cancelled", finished_at=now - ENDED)
    imported(project, alice, state="queued")
    imported(project, alice, state="done", finished_at=now - listing.KEPT - ENDED)
    video(project, alice, state="extracting", lease_until=now + leases.LEASE)
    video(project, alice, state="uploaded")  # nobody asked for anything
    assert listing.summary().counts == {"all": 7, "running": 1, "waiting": 1, "failed": 1, "done": 3, "cancelled": 1}
    for tab in listing.TABS:
        assert len(seen(staff, tab if tab != "all" else "")) == listing.summary().counts[tab]
    assert [state for *_, state in seen(staff)] == [
        "Running", "Waiting", "Failed", "Done", "Done", "Done", "Cancelled",
    ]  # fmt: skip
    assert staff.get("/jobs/?state=everything").status_code == 404


def test_one_whose_worker_is_silent_is_said_to_be_taken_over_soon(staff, project, alice):
    imported(
        project, alice, state="running", progress=412, total=776, lease_until=timezone.now() - timedelta(seconds=70)
    )
    assert seen(staff) == [("import", "Import labels.csv", "Taken over soon")]
    assert "412 of 776 items" in staff.get("/jobs/").content.decode()


def test_a_delivery_that_waits_for_its_next_try_tells_when_that_is(staff, project, alice):
    hook = Webhook.objects.create(project=project, url="https://example.org/", secret="whsec_x")
    due = timezone.now() + timedelta(minutes=6)
    Delivery.objects.create(webhook=hook, event="version.ready", body="{}", tries=2, due_at=due)
    assert "Try 3 at" in staff.get("/jobs/").content.decode()
    assert listing.summary().oldest_waiting is None
    waits = imported(project, alice)
    assert listing.summary().oldest_waiting == waits.created_at


def waiting_delivery(project, **told):
    hook = Webhook.objects.create(
        project=project, url="https://example.org/", secret="whsec_x", rests_until=timezone.now() + ENDED
    )
    due = timezone.now() + timedelta(minutes=6)
    return Delivery.objects.create(webhook=hook, event="version.ready", body="{}", tries=2, due_at=due, **told)


def test_a_delivery_that_waits_for_its_next_try_is_tried_now(staff, project, alice, no_queue):
    delivery = waiting_delivery(project)
    assert staff.get("/jobs/").content.decode().count(">Now</button>") == 1
    assert staff.post("/jobs/", act(delivery, "delivery", "now")).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries, delivery.due_at <= timezone.now()) == ("queued", 2, True)
    assert Webhook.objects.get().rests_until is None
    assert no_queue == [delivery]
    assert Delivery.objects.due().count() == 1
    page = staff.get("/jobs/").content.decode()
    assert "Deliver version.ready to example.org is done now." in page
    assert ">Now</button>" not in page


def test_what_waits_for_nothing_is_not_done_now(staff, project, version, alice, no_queue):
    delivery = waiting_delivery(project)
    for states in ({"due_at": timezone.now()}, {"state": "failed"}, {"state": "running"}):
        Delivery.objects.update(**{"state": "queued", "due_at": timezone.now() + ENDED} | states)
        answer = staff.post("/jobs/", act(delivery, "delivery", "now"))
        assert answer.status_code == 400
        assert "This delivery waits for no next try." in answer.content.decode()
    Delivery.objects.update(state="queued", due_at=timezone.now() + ENDED)
    Webhook.objects.update(active=False, off_at=timezone.now())
    assert staff.post("/jobs/", act(delivery, "delivery", "now")).status_code == 400
    assert staff.post("/jobs/", act(version, "version", "now")).status_code == 400
    assert delivery not in no_queue


def test_new_jobs_are_paused_and_taken_again(staff, project, alice, client, caplog):
    imported(project, alice)
    assert staff.post("/jobs/", {"action": "pause", "state": "waiting"})["Location"] == "/jobs/?state=waiting"
    staff.post("/jobs/", {"action": "pause"})  # somebody else's page did not know
    page = staff.get("/jobs/").content.decode()
    assert "by maria. What runs goes on to its end" in page
    assert "For the end of the pause" in page
    assert 'value="pause"' not in page
    assert Pause.objects.get().by == "maria"
    for _ in range(2):
        staff.post("/jobs/", {"action": "resume"})
    page = staff.get("/jobs/").content.decode()
    assert "paused" not in page
    assert 'value="pause"' in page
    told = [record.getMessage() for record in caplog.records if record.name == "labeler.jobs"]
    assert told == ['New jobs were paused by "maria"', 'New jobs are taken again, says "maria"']


def test_nobody_else_pauses_them(client, alice, db):
    client.force_login(alice)
    assert client.post("/jobs/", {"action": "pause"}).status_code == 403
    assert not Pause.objects.exists()


def test_pages_follow_each_other_and_none_is_left_out_or_told_twice(project, version, alice, monkeypatch):
    """With equal moments, too, over all kinds and groups."""
    monkeypatch.setattr(listing, "LIMIT", 4)
    moment = timezone.now() - ENDED
    with mock.patch("django.utils.timezone.now", return_value=moment):
        for name, job in one_of_each(project, version, alice).items():
            type(job).objects.filter(pk=job.pk).update(
                queued_at=moment, state="failed" if name != "version" else "queued"
            )
        for state in ("queued", "running", "failed", "done", "done", "cancelled"):
            imported(project, alice, state=state, finished_at=None if state in ("queued", "running") else moment)
    told, cursor = [], ""
    while True:
        rows, cursor = listing.page("all", cursor)
        assert len(rows) <= 4
        told += [(row.group, row.kind.name, row.job.pk) for row in rows]
        if not cursor:
            break
    assert len(told) == len(set(told)) == listing.summary().counts["all"] == 13
    places = [listing.GROUPS.index(group) for group, *_ in told]
    assert places == sorted(places)


def written(group, moment):
    """A cursor by hand."""
    return base64.urlsafe_b64encode(json.dumps([group, moment, 1, 1]).encode()).decode()


ODD_CURSORS = ["x", "WzFd", "W10=", "Ww==", written(1, "yesterday"), written(float("inf"), "2026-11-30T10:00+00:00")]


@pytest.mark.parametrize("cursor", [*ODD_CURSORS, written(1, "0001-01-01T00:00:00+14:00")])
def test_a_cursor_that_is_none_is_no_page(staff, cursor):
    assert staff.get("/jobs/", {"cursor": cursor}).status_code == 404


def test_a_failed_one_is_tried_again_by_the_verb_of_its_room(staff, version, no_queue):
    DatasetVersion.objects.update(state="failed", error="The disk is full.")
    no_queue.clear()
    answer = staff.post("/jobs/", act(version, "version", "retry", state="failed"), follow=True)
    assert answer.redirect_chain == [("/jobs/?state=failed", 302)]
    assert "Build version v1 is tried again." in answer.content.decode()
    version.refresh_from_db()
    assert (version.state, version.error) == ("queued", "")
    assert no_queue == [version]
    told = version.project.events.order_by("-pk").first()
    assert (told.kind, str(told.actor)) == ("version.requested", "maria")


def test_an_import_is_tried_again_while_its_file_is_here(staff, project, alice, no_queue):
    failed = imported(project, alice, state="failed", finished_at=timezone.now() - ENDED)
    staff.post("/jobs/", act(failed, "import", "retry"))
    fresh = Import.objects.latest("pk")
    assert (fresh.state, fresh.file, str(fresh.created_by)) == ("queued", "imports/x", "maria")
    assert "Retry: Import" not in staff.get("/jobs/").content.decode()  # the other one has no file any more
    again = staff.post("/jobs/", act(failed, "import", "retry"))
    assert again.status_code == 400
    assert "The file of this import is no longer here. Send it again." in again.content.decode()


def test_one_that_waits_or_runs_is_cancelled_by_the_verb_of_its_room(staff, project, version, alice):
    for name, job in one_of_each(project, version, alice).items():
        answer = staff.post("/jobs/", act(job, name, "cancel"))
        assert answer.status_code == (302 if BY_NAME[name].cancel else 400), name
    cancelled = {(name, state) for name, _, state in seen(staff) if state == "Cancelled"}
    assert {name for name, _ in cancelled} == {kind.name for kind in KINDS if kind.cancel}


def test_what_ended_meanwhile_is_said_and_nothing_else_is_done(staff, version):
    DatasetVersion.objects.update(state="cancelled")
    answer = staff.post("/jobs/", act(version, "version", "cancel"))
    assert answer.status_code == 400
    assert "v1 is cancelled: there is nothing to cancel." in answer.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"kind": "shape", "number": "1", "action": "cancel"},
        {"kind": "version", "number": "one", "action": "retry"},
        {"kind": "version", "number": "9" * 40, "action": "retry"},
        {"kind": "version", "number": "7", "action": "retry"},
        {"kind": "version", "number": "7", "action": "delete"},
    ],
)
def test_what_is_no_job_or_no_action_is_a_sentence(staff, sent):
    answer = staff.post("/jobs/", sent)
    assert answer.status_code == 400
    assert re.search(r"There is no such action\.|This job is no longer there\.", answer.content.decode())


def test_the_workers_are_told_by_their_signs_of_life(staff, settings):
    assert "0</b>" in staff.get("/jobs/").content.decode()
    now = timezone.now()
    WorkerHeartbeat.objects.create(cluster="a", at=now)
    WorkerHeartbeat.objects.create(cluster="b", at=now - timedelta(seconds=settings.WATCHDOG_SECONDS + 5))
    page = staff.get("/jobs/").content.decode()
    assert re.search(r"<b>1</b>.*?worker alive", page, re.S)


def test_many_jobs_cost_as_many_queries_as_few(staff, project, version, alice, django_assert_num_queries):
    one_of_each(project, version, alice)
    with django_assert_num_queries(44) as few:
        staff.get("/jobs/")
    other = lifecycle.create("Garage", by=alice)
    for number in range(20):
        imported(project if number % 2 else other, alice, original_name=f"{number}.csv")
    with django_assert_num_queries(len(few)):
        staff.get("/jobs/")


def test_deliveries_that_arrived_stand_in_the_log_of_their_webhook_alone(project):
    """There may be a million of them."""
    hook = Webhook.objects.create(project=project, url="https://example.org/", secret="whsec_x")
    for state in ("done", "failed", "cancelled"):
        Delivery.objects.create(webhook=hook, event="version.ready", body="{}", state=state)
    assert [row.group for row in listing.page("all")[0]] == ["failed", "cancelled"]
    assert listing.summary().counts["all"] == 2


def test_who_cancelled_a_version_here_is_in_the_audit_with_the_address(staff, version):
    staff.post("/jobs/", act(version, "version", "cancel"), REMOTE_ADDR="203.0.113.7")
    noted = AuditEntry.objects.get(what="version_cancelled")
    assert (str(noted.actor), noted.address) == ("maria", "203.0.113.7")


def test_imports_that_ran_before_stay_where_they_were_when_a_later_one_is_cancelled(project, alice):
    """A cancelled one goes to its own group, by the verb that the page calls."""
    first, second = imported(project, alice), imported(project, alice)
    imports.cancel(second, by=alice)
    assert [row.job for row in listing.page("waiting")[0]] == [first]
