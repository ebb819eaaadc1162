"""Killed at any moment, raced by a second worker, and by people who still write."""

from functools import partial
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from labeler.deletion import deleting, tables
from labeler.tests.deletion.conftest import all_files, all_rows, now
from labeler.tests.deletion.test_deleting import APART
from projects.models import DeletedProject, Project
from tests.support.cast import at_once, picture
from tests.support.second_process import kill_where_it_stands

pytestmark = pytest.mark.django_db(transaction=True)

KILLED = """
from labeler.deletion import deleting, files, tables

left, place = arguments[1], arguments[2]
delete_some, delete_files = tables._delete_some, files.delete

def count_down(real):
    def act(*args):
        global left
        left -= 1
        if left < 0:
            here()
        return real(*args)
    return act

tables.AT_ONCE = 1
if place == "rows":
    tables._delete_some = count_down(delete_some)
elif place == "files":
    from core.storage.local import LocalBlobs
    LocalBlobs.delete = count_down(LocalBlobs.delete)
else:
    deleting._delete_project = count_down(deleting._delete_project)
deleting.run(arguments[0])
"""


def lease_ran_out():
    DeletedProject.objects.update(lease_until=None, queued_at=None)


@pytest.mark.parametrize(("left", "place"), [(0, "rows"), (30, "rows"), (80, "rows"), (5, "files"), (0, "project")])
def test_who_is_killed_anywhere_leaves_the_rest_to_the_next(make_full, delete, files, left, place):
    make_full("Spared", guest=1)
    before = all_rows(APART), all_files(files)
    deleted = delete(make_full("Doomed"), run=False)
    kill_where_it_stands(KILLED, deleted.pk, left, place)
    assert now(deleted).state == "running"
    assert Project.objects.filter(pk=deleted.project_id).exists()
    deleting.run(deleted.pk)  # who was killed has the lease still
    assert now(deleted).state == "running"
    lease_ran_out()
    deleting.run(deleted.pk)
    assert now(deleted).state == "done"
    assert (all_rows(APART), all_files(files)) == before


def test_two_at_once_do_what_one_does(make_full, delete, files, monkeypatch):
    """The second one takes the first for dead."""
    deleted = delete(make_full("Doomed"), run=False)
    monkeypatch.setattr(tables, "AT_ONCE", 1)
    steps = iter(range(40))

    def delete_some(rows, real=tables._delete_some):
        if next(steps, None) == 20:
            lease_ran_out()
            deleting.run(deleted.pk)
        return real(rows)

    with monkeypatch.context() as patch:
        patch.setattr(tables, "_delete_some", delete_some)
        deleting.run(deleted.pk)
    assert now(deleted).state == "done"
    assert not Project.objects.exists()
    assert all_files(files) == {}


def test_two_runs_that_both_go_on_are_harmless(make_full, delete, files):
    """As far as a worker gets that does not know yet that another one has taken over."""
    deleted = delete(make_full("Doomed"), run=False)
    at_once(*[lambda: list(tables.delete(deleted.project_id))] * 3)
    deleting.run(deleted.pk)
    assert now(deleted).state == "done"
    assert not Project.objects.exists()


def test_uploads_and_answers_that_come_meanwhile_leave_nothing(make_full, delete, api, bob, alice, files):
    doomed = make_full("Doomed")
    photos = list(doomed.assets.filter(video=None).values_list("pk", flat=True))
    statuses = []

    def upload(seed):
        for number in count():
            sent = {"file": SimpleUploadedFile("new.png", picture(2000 + seed * 1000 + number), "image/png")}
            statuses.append(api(bob).post("projects/doomed/assets/", sent, format="multipart").status_code)
            if statuses[-1] == 404:
                return

    def answer(seed):
        for number in count():
            one = {"asset": photos[number % len(photos)], "base_revision": 0, "status": "skipped"}
            sent = {"operations": [{"op_id": f"late-{seed}-{number}", **one}]}
            statuses.append(api(alice).post("projects/doomed/answers/", sent, format="json").status_code)
            if statuses[-1] == 404:
                return

    def delete_it():
        deleting.run(delete(doomed, run=False).pk)

    at_once(delete_it, *(partial(act, seed) for act in (upload, answer) for seed in range(2)))
    deleted = DeletedProject.objects.get()
    deleting.run(deleted.pk)  # where somebody wrote as it ended
    deleting.sweep()
    assert set(statuses) <= {200, 201, 404}
    assert statuses.count(404) == 4
    assert now(deleted).state == "done"
    assert not Project.objects.exists()
    assert [table.label for table in tables.in_order() if table.model._base_manager.exists()] == []
    assert all_files(files) == {}
