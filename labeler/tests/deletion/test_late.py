"""Who was let in just before a project was deleted hears the 404 of a deleted project: whatever the call, and however
much of the project has gone by then."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client

from labeler.deletion import deleting, tables
from projects import access, lifecycle
from projects.models import Project
from tests.support.cast import picture
from tests.support.every_call import World, calls

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def asked_for(deleted):
    """No row has gone."""


def gone(deleted):
    deleting.run(deleted.pk)


def _asked(pk, by):
    there = Project.objects.get(pk=pk)
    lifecycle.archive(there, by=by)
    there.refresh_from_db()
    return deleting.request(there, confirm=there.slug, by=by)


@pytest.fixture
def delete_behind_the_door(monkeypatch, bob):
    """Once: the next who is let into a project finds it deleted from then on."""

    def arm(how_far):
        waiting = [how_far]

        def with_rights(project, user, real=access.with_rights):
            let_in = real(project, user)
            if waiting:
                waiting.pop()
                how_far(_asked(project.pk, bob))
            return let_in

        monkeypatch.setattr(access, "with_rights", with_rights)
        return waiting

    return arm


@pytest.mark.django_db(transaction=True, reset_sequences=True)
@pytest.mark.parametrize("how_far", [asked_for, gone])
def test_every_call_that_writes_is_told_that_it_is_gone(bob, how_far, delete_behind_the_door, monkeypatch):
    monkeypatch.setattr(deleting.files, "delete", lambda *_: None)  # they would not come back with the rows
    world = World(bob, ("wardrobe",))
    writers = [call for call in calls(world) if call.method in UNSAFE and "<slug:slug>" in call.route]
    assert len(writers) > 50
    told, first = {}, None
    for call in writers:
        waiting = delete_behind_the_door(how_far)
        answer = world.answer(call, "superuser")
        assert not waiting or answer.status_code == 405, call.name
        if call.is_api:
            first = first or answer.json()
            assert answer.json() == first, call.name
        told[call.name] = answer.status_code
    assert first == {"error": {"code": "not_found", "message": "Not found."}}
    assert {name: status for name, status in told.items() if status != 404} == {}


WRITES = {
    "an answer": lambda client, photo: client.post(
        "/api/v1/projects/wardrobe/answers/",
        {
            "operations": [
                {"op_id": "late", "asset": photo.pk, "base_revision": 0, "status": "labeled", "category_ids": [1]}
            ]
        },
        content_type="application/json",
    ),
    "an upload": lambda client, photo: client.post("/api/v1/projects/wardrobe/assets/", {"file": _file()}),
    "a category": lambda client, photo: client.post(
        "/api/v1/projects/wardrobe/categories/", {"name": "Scarf"}, content_type="application/json"
    ),
    "a change of a category": lambda client, photo: client.patch(
        "/api/v1/projects/wardrobe/categories/1/", {"description": "On heads."}, content_type="application/json"
    ),
    "a version": lambda client, photo: client.post(
        "/api/v1/projects/wardrobe/versions/", {}, content_type="application/json"
    ),
    "a member": lambda client, photo: client.put(
        "/api/v1/projects/wardrobe/members/alice/", {"kind": "labeler"}, content_type="application/json"
    ),
}


def _file():
    file = BytesIO(picture(7))
    file.name = "late.png"
    return file


@pytest.mark.django_db(transaction=True)  # foreign keys are looked at when one ends
@pytest.mark.parametrize("how_far", [asked_for, gone])
@pytest.mark.parametrize("write", WRITES)
def test_who_writes_too_late_leaves_nothing(
    write, how_far, project, photo, dress, alice, bob, delete_behind_the_door, files
):
    client = Client(raise_request_exception=False)
    client.force_login(bob)
    waiting = delete_behind_the_door(how_far)
    answer = WRITES[write](client, photo)
    assert not waiting
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    (deleted,) = deleting.DeletedProject.objects.all()
    deleting.run(deleted.pk)
    deleting.sweep()
    assert sum(tables.count(deleted.project_id)) == 0
    assert [path for path in files.rglob("*") if path.is_file()] == []


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_read_while_rows_go_is_told_the_same(project, photo, delete_behind_the_door, bob, monkeypatch):
    """Whatever it stumbles over."""

    def stumble(project):
        raise Project.DoesNotExist("It went just now.")

    monkeypatch.setattr("labeler.overview.views.totals_at_once", stumble)
    client = Client(raise_request_exception=False)
    client.force_login(bob)
    assert client.get("/projects/wardrobe/").status_code == 500  # of a project that is there nothing is hushed up
    delete_behind_the_door(gone)
    answer = client.get("/projects/wardrobe/")
    assert answer.status_code == 404
    assert "There is no such project" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite nobody else writes while the page is saved")
def test_an_admin_page_that_is_saved_too_late_is_told_the_same(project, bob, monkeypatch):
    def change(there, real=lifecycle.change, **wanted):
        with ThreadPoolExecutor(1) as somebody_else:
            somebody_else.submit(_delete, there.pk, bob).result()
        real(there, **wanted)

    client = Client(raise_request_exception=False)
    client.force_login(bob)
    where = f"/admin/projects/project/{project.pk}/change/"
    form = client.get(where).context["adminform"].form
    empty = {f"{formset.prefix}-{name}": 0 for formset in _formsets(client, where) for name in COUNTS}
    sent = {name: form[name].value() or "" for name in form.fields} | empty | {"guidelines": "Late."}
    monkeypatch.setattr(lifecycle, "change", change)
    assert client.post(where, sent).status_code == 404


def _delete(pk, bob):
    gone(_asked(pk, bob))
    connection.close()


COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS")


def _formsets(client, where):
    return [each.formset for each in client.get(where).context["inline_admin_formsets"]]


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["9" * 30, "none", "_5F", "-1"])
def test_an_address_of_the_admin_with_no_number_is_none_of_its_business(client, bob, number):
    client.force_login(bob)
    assert client.post(f"/admin/projects/project/{number}/change/").status_code == 302  # as the admin has it
