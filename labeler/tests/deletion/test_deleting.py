"""A project that holds everything is deleted: nothing of it remains, and nothing else has changed."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError
from django.utils import timezone

from assets.models import Asset, Upload
from assets.uploads import resumable
from core.exceptions import Refused
from core.storage.base import NotDeleted, blobs
from core.storage.local import LocalBlobs
from exports.models import DatasetVersion
from labeler.deletion import deleting, files, tables
from labeler.tests.deletion.conftest import all_files, all_folders, all_rows, now
from people.models import AuditEntry
from projects import categories, lifecycle
from projects.models import Category, DeletedProject, Event, Project
from tests.support.cast import make_photo
from tests.support.servers.bucket import counted_deletions
from webhooks.models import Delivery, Webhook

pytestmark = pytest.mark.django_db

# What stays of a deletion, and the queue of jobs; sequences are counted on.
APART = ("projects_deletedproject", "people_auditentry", "django_q_ormq", "sqlite_sequence")


def test_nothing_remains_but_that_it_was_deleted_and_what_was_done(make_full, delete, bob, files, tmp_path):
    make_full("Spared")
    work = tmp_path / "work"
    before = all_rows(APART), all_files(files), all_files(work), all_folders(files)
    doomed = make_full("Doomed", guest=1)  # of the same pictures
    held = {table.label: table.rows(doomed.pk).count() for table in tables.in_order()}
    assert [label for label, count in held.items() if not count] == []
    assert {name.split("/")[0] for name in all_files(files).keys() - before[1].keys()} == {
        "originals",
        "renditions",
        "imports",
        "versions",
        "shapes",
    }
    deleted = delete(doomed)
    assert (all_rows(APART), all_files(files), all_files(work), all_folders(files)) == before
    rows = sum(held.values()) + 1  # with the event that tells of its archive
    assert (deleted.state, deleted.progress, deleted.total) == ("done", rows, rows)
    assert (deleted.project_id, deleted.slug, deleted.dataset_id) == (doomed.pk, "doomed", doomed.dataset_id)
    assert (deleted.name, deleted.by, deleted.by_id) == ("Doomed", "bob", bob.pk)
    assert deleted.counts == {"images": 10, "annotations": 7, "videos": 1, "versions": 2, "people": 2}
    assert AuditEntry.objects.filter(what="project_made", of_id=doomed.pk).count() == 1
    entry = AuditEntry.objects.get(what="project_deleted")
    assert (entry.actor, entry.of, entry.facts) == ("bob", "Doomed", {"slug": "doomed"} | deleted.counts)


# --- who is asked ---


def test_only_a_project_in_the_archive_is_deleted_and_only_by_its_slug(project, photo, bob):
    with pytest.raises(Refused, match="Archive it first") as refusal:
        deleting.request(project, confirm="wardrobe", by=bob)
    assert refusal.value.code == "not_archived"
    lifecycle.archive(project, by=bob)
    for typed in ("", "Wardrobe", "wardrobe "):
        with pytest.raises(Refused, match="Type wardrobe to delete it") as refusal:
            deleting.request(project, confirm=typed, by=bob)
        assert refusal.value.fields.keys() == {"confirm"}
    assert not DeletedProject.objects.exists()


def test_it_is_brought_back_until_then_and_not_after(project, delete, bob):
    lifecycle.archive(project, by=bob)
    lifecycle.unarchive(project, by=bob)
    delete(project, run=False)
    with pytest.raises(Refused, match="no such project"):
        lifecycle.unarchive(project, by=bob)
    with pytest.raises(Refused, match="no such project"):
        deleting.request(project, confirm="wardrobe", by=bob)
    assert DeletedProject.objects.count() == 1


def test_its_name_is_free_at_once_and_its_slug_never_again(project, delete, bob):
    deleted = delete(project, run=False)
    assert lifecycle.create("Wardrobe", by=bob).slug == "wardrobe-2"
    for _ in range(2):  # while it goes, and after
        with pytest.raises(Refused, match="was the slug of a project that was deleted") as refusal:
            lifecycle.create("Closet", slug="wardrobe", by=bob)
        assert refusal.value.code == "slug_taken"
        deleting.run(deleted.pk)
    assert not Project.objects.filter(slug="wardrobe").exists()


# --- jobs and webhooks of the project ---


def test_its_jobs_are_nobodys_any_more_and_its_webhooks_silent(make_full, delete):
    doomed = make_full("Doomed")
    waiting = [table for table in tables.jobs().values() if _unfinished(table, doomed)]
    assert {table.label for table in waiting} >= {"annotations.Import", "annotations.OddnessJob", "webhooks.Delivery"}
    told = Delivery.objects.count()
    delete(doomed, run=False)
    assert [table.label for table in tables.jobs().values() if _unfinished(table, doomed)] == []
    assert list(Webhook.objects.values_list("active", "off_because")) == [(False, "The project was deleted.")]
    assert Delivery.objects.count() == told


def _unfinished(table, project):
    return table.rows(project.pk).filter(state__in=table.model.unfinished_states()).exists()


# --- while somebody still writes ---


@pytest.mark.django_db(transaction=True)  # foreign keys are looked at when one ends
def test_a_row_that_comes_while_it_is_deleted_goes_too(project, photo, dress, answer, bob, delete, monkeypatch, files):
    """Somebody who was let in before adds a picture, when those that were there are gone."""
    deleted = delete(project, run=False)
    came = []

    def delete_files(dataset_id, alive, real=deleting.files.delete):
        if not came:
            assert not Asset.objects.exists()
            came.append(make_photo(project, by=bob, seed=7))
        real(dataset_id, alive)

    monkeypatch.setattr(deleting.files, "delete", delete_files)
    deleting.run(deleted.pk)
    assert now(deleted).state == "done"
    assert not Project.objects.exists()
    assert not Asset.objects.exists()
    assert all_files(files) == {}


@pytest.mark.django_db(transaction=True)
def test_what_points_at_a_row_that_goes_is_found_again(project, photo, delete, bob, answer, dress, monkeypatch):
    """An answer comes between the deletion of all answers and that of their images."""
    deleted = delete(project, run=False)
    came = []

    def delete_some(rows, real=tables._delete_some):
        if rows.model is Category and not came:
            came.append(categories.add(project, "Scarf"))
        return real(rows)

    monkeypatch.setattr(tables, "_delete_some", delete_some)
    deleting.run(deleted.pk)
    assert came
    assert not Project.objects.exists()
    assert not Event.objects.exists()


def test_a_file_that_comes_after_all_is_cleared_away_by_the_next_sweep(project, photo, delete, files):
    deleted = delete(project)
    late = f"versions/{deleted.dataset_id}/v1-late.zip"
    default_storage.save(late, ContentFile(b"A build that ended late."))
    deleting.sweep()
    assert all_files(files) == {}
    default_storage.save(late, ContentFile(b"Put there by somebody else, a day later."))
    DeletedProject.objects.update(finished_at=timezone.now() - timedelta(days=1))
    deleting.sweep()
    assert list(all_files(files)) == [late]


def test_bytes_of_an_upload_that_has_begun_go(project, delete, bob, tmp_path):
    upload = resumable.create(project, name="half.png", size=10, kind="image", by=bob)
    resumable.receive(upload, 0, [b"01234"])
    delete(project)
    assert not Upload.objects.exists()
    assert all_files(tmp_path / "work") == {}


# --- a job like any other ---


def test_it_goes_on_where_an_accident_left_it(make_full, delete, monkeypatch):
    deleted = delete(make_full("Doomed"), run=False)
    left = 40

    def delete_some(rows, real=tables._delete_some):
        nonlocal left
        left -= 1
        if left == 0:
            raise OSError("The disk is tired.")
        return real(rows)

    monkeypatch.setattr(tables, "AT_ONCE", 1)
    monkeypatch.setattr(tables, "_delete_some", delete_some)
    with pytest.raises(OSError, match="tired"):
        deleting.run(deleted.pk)
    job = now(deleted)
    assert (job.state, job.error) == ("queued", "The disk is tired.")
    assert 0 < sum(tables.count(job.project_id)) < job.total
    deleting.run(deleted.pk)
    assert (now(deleted).state, now(deleted).progress) == ("done", job.total)


def test_who_gets_further_makes_no_failed_attempt(make_full, delete, monkeypatch):
    """However often workers are killed: with three attempts a large project would never go."""
    deleted = delete(make_full("Doomed"), run=False)
    monkeypatch.setattr(tables, "AT_ONCE", 1)
    monkeypatch.setattr("core.jobs.leases.RENEW", 0.0)
    runs = 0
    while now(deleted).state != "done":
        runs += 1
        steps = iter(range(25))

        def delete_some(rows, real=tables._delete_some, steps=steps):
            gone = real(rows)
            if gone and next(steps, None) is None:
                raise OSError("The disk is tired.")
            return gone

        with monkeypatch.context() as patch:
            patch.setattr(tables, "_delete_some", delete_some)
            try:
                deleting.run(deleted.pk)
            except OSError:
                assert now(deleted).attempts == 1
    assert runs > 3


def test_one_that_fails_for_good_says_why_and_is_tried_again(project, photo, delete, monkeypatch, caplog):
    deleted = delete(project, run=False)

    def refuse(rows):
        raise IntegrityError("A row of another house points here.")

    with monkeypatch.context() as patch:
        patch.setattr(tables, "_delete_some", refuse)
        for _ in range(2):
            with pytest.raises(IntegrityError):
                deleting.run(deleted.pk)
        with pytest.raises(IntegrityError):
            deleting.run(deleted.pk)
    assert now(deleted).state == "failed"
    assert "The deletion failed 3 times: A row of another house points here." in now(deleted).error
    deleting.retry(now(deleted))
    deleting.run(deleted.pk)
    assert now(deleted).state == "done"
    assert not Project.objects.exists()


def test_what_somebody_asks_for_who_was_let_in_before_is_done_by_nobody(make_full, delete, make_version, bob):
    doomed = make_full("Doomed")
    deleted = delete(doomed, run=False)
    version = make_version(doomed, by=bob, built=False)
    Webhook.objects.update(active=True, off_at=None, off_because="")
    deleting._take_out_of_use(doomed.pk)
    version.refresh_from_db()
    assert version.state == "cancelled"
    assert not Webhook.objects.filter(active=True).exists()
    deleting.run(deleted.pk)
    assert not Project.objects.exists()


def test_one_that_was_written_by_hand_is_found_and_run(project, photo, bob, monkeypatch):
    """By who may write to the database: all the rest follows."""
    lifecycle.archive(project, by=bob)
    project.refresh_from_db()
    facts = {name: getattr(project, name) for name in ("slug", "dataset_id", "name")}
    DeletedProject.objects.create(project_id=project.pk, by="bob", at=timezone.now(), counts={}, **facts)
    delivered = []
    monkeypatch.setattr("core.jobs.job.enqueue", delivered.append)
    deleting.sweep()
    (deleted,) = delivered
    deleting.run(deleted.pk)
    assert now(deleted).state == "done"
    assert not Project.objects.exists()


def test_a_second_run_of_one_that_is_done_does_nothing(project, photo, delete):
    deleted = delete(project)
    finished_at = deleted.finished_at
    deleting.run(deleted.pk)
    assert now(deleted).finished_at == finished_at


# --- bytes ---


def test_files_go_by_folder_whatever_room_put_them_there(project, delete):
    """Also those of a kind of file that comes tomorrow."""
    dataset_id = project.dataset_id
    default_storage.save(f"tomorrow/{dataset_id}/deep/down.bin", ContentFile(b"1"))
    default_storage.save("tomorrow/of-somebody-else/down.bin", ContentFile(b"2"))
    files.delete(dataset_id, lambda: None)
    assert default_storage.listdir("tomorrow") == (["of-somebody-else"], [])


def test_a_bucket_lets_go_of_one_project_and_keeps_the_other(bucket, project, bob):
    other = lifecycle.create("Spared", by=bob)
    for each in (project, other):
        for name in ("originals/{}/ab/1.png", "versions/{}/v1.zip", "imports/{}/1"):
            default_storage.save(name.format(each.dataset_id), ContentFile(b"1"))
    told = []
    files.delete(project.dataset_id, lambda: told.append(1))
    left = [each.name for each in blobs.walk("")]
    assert left == [
        f"{top}/{other.dataset_id}/{end}"
        for top, end in (("imports", "1"), ("originals", "ab/1.png"), ("versions", "v1.zip"))
    ]
    assert len(told) == 3


def test_files_in_a_bucket_go_many_at_a_call(bucket, project, monkeypatch):
    monkeypatch.setattr(files, "AT_ONCE", 4)
    for place in range(10):
        default_storage.save(f"originals/{project.dataset_id}/ab/{place}.png", ContentFile(b"1"))
    calls = counted_deletions()
    files.delete(project.dataset_id, lambda: None)
    assert (calls, bucket.names()) == ([4, 4, 2], [])


def test_what_the_store_keeps_is_named_in_the_failure_and_goes_with_another_try(
    project, photo, delete, files, monkeypatch
):
    """Never is a project said to be gone whose files lie there."""
    deleted = delete(project, run=False)
    (original,) = (path for path in files.rglob("originals/**/*") if path.is_file())
    refuse = mock.Mock(side_effect=PermissionError(13, "Permission denied"))
    monkeypatch.setattr(LocalBlobs, "delete", _but(original.name, refuse))
    for _ in range(3):
        with pytest.raises(NotDeleted):
            deleting.run(deleted.pk)
    assert now(deleted).state == "failed"
    assert f"{original.name}: Permission denied" in now(deleted).error
    assert original.exists()
    assert Project.objects.exists()
    monkeypatch.setattr(LocalBlobs, "delete", _but("?", refuse))
    deleting.retry(now(deleted))
    deleting.run(deleted.pk)
    assert (now(deleted).state, all_files(files)) == ("done", {})


def _but(end, refuse, real=LocalBlobs.delete):
    return lambda self, name: refuse() if name.endswith(end) else real(self, name)


def test_a_version_that_is_ready_goes_as_any_other(make_full, delete):
    doomed = make_full("Doomed")
    assert DatasetVersion.objects.ready().filter(project=doomed).count() == 2
    delete(doomed)
    assert not DatasetVersion.objects.exists()
