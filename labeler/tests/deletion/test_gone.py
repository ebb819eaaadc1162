"""From the moment on that somebody deletes a project it is there for nobody, while its rows still go."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from labeler.deletion import deleting
from labeler.jobs.kinds import KINDS
from labeler.tests.integrity.conftest import Checked
from projects import access, lifecycle, members
from projects.joining import invitations
from projects.joining.invitations import NoGood
from projects.models import Project
from tests.support.every_call import World, calls

pytestmark = pytest.mark.django_db


@pytest.fixture
def going(make_full, delete):
    """It was asked for, and no row has gone."""
    doomed = make_full("Doomed")
    delete(doomed, run=False)
    doomed.refresh_from_db()
    return doomed


@pytest.mark.django_db(transaction=True, reset_sequences=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="who is let in hangs on no database")
def test_no_address_of_it_tells_anything_to_anybody(bob):
    world = World(bob, ("wardrobe",))
    there = [call for call in calls(world) if "<slug:slug>" in call.route]
    assert len(there) > 100
    project = world.projects["wardrobe"]["project"]
    lifecycle.archive(project, by=bob)
    project.refresh_from_db()
    deleting.request(project, confirm="wardrobe", by=bob)
    for who in ("superuser", "manager", "labeler"):
        let_in = [call.name for call in there if world.status(call, who, "session") != 404]
        assert let_in == [], who


def test_no_list_has_it(going, client, api, bob, alice):
    client.force_login(bob)
    for page in ("/", "/people/", "/jobs/", "/admin/projects/project/", "/admin/webhooks/webhook/"):
        text = client.get(page).content.decode()
        assert ("Delete Doomed" in text) is (page == "/jobs/"), page
        assert "/projects/doomed/" not in text, page
    assert client.get(f"/admin/projects/project/{going.pk}/change/", follow=True).redirect_chain
    assert api(alice).get("projects/").json()["results"] == []
    assert not access.visible_to(bob).exists()
    assert access.rights(bob, going) == frozenset()
    assert [kind.name for kind in KINDS if kind.rows().exists()] == ["deletion"]


def test_no_link_leads_into_it(make_full, delete, bob, client):
    doomed = make_full("Doomed")
    _, token = invitations.make(doomed, "labeler", by=bob)
    invitations.good(token)
    delete(doomed, run=False)
    with pytest.raises(NoGood):
        invitations.good(token)
    assert client.get(f"/join/{token}/").status_code == 404


@pytest.mark.parametrize(
    "command",
    [
        ("rebuild_version", "doomed", "1"),
        ("unpack_version", "doomed", "1", "somewhere"),
        ("import_labels", "doomed", "x.csv"),
    ],
)
def test_no_command_takes_it(going, command):
    with pytest.raises(CommandError, match="There is no"):
        call_command(*command)


def test_who_labels_in_it_is_told_by_its_dataset_id(going, api, mallory):
    told = api(mallory).get(f"deleted-projects/{going.dataset_id}/").json()
    assert (told["name"], told["slug"], told["state"], told["counts"]["images"]) == ("Doomed", "doomed", "queued", 10)
    assert api(mallory).get("deleted-projects/7a0f6c1e-5d3b-4c55-9b0e-2f6f1d3c8a11/").status_code == 404


def test_only_superusers_delete_and_only_by_the_slug(project, bob, alice, api, django_user_model):
    staff = django_user_model.objects.create_user("maria", is_staff=True)
    members.put(project, alice, "manager")
    where = "projects/wardrobe/delete/"
    answer = api(bob).post(where, {"confirm": "wardrobe"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not_archived")
    lifecycle.archive(project, by=bob)
    for user in (staff, alice):
        answer = api(user).post(where, {"confirm": "wardrobe"})
        assert answer.status_code == 403
    answer = api(bob).post(where, {"confirm": "Wardrobe"})
    assert (answer.status_code, answer.json()["error"]["fields"]) == (400, {"confirm": ["Type wardrobe to delete it."]})
    answer = api(bob).post(where, {"confirm": "wardrobe"})
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    assert api(bob).post(where, {"confirm": "wardrobe"}).status_code == 404
    assert api(bob).delete("projects/wardrobe/archive/").status_code == 404


# --- what is whole ---


def test_a_check_finds_all_whole_before_while_it_goes_and_after(make_full, delete, monkeypatch):
    """In each of two projects a count is wrong: that is told as long as it is there."""
    doomed = make_full("Doomed")
    make_full("Spared", guest=1)
    assert Checked("--grace", "0").kinds == ["count", "count"]
    deleted = delete(doomed, run=False)
    gone = iter(range(60))

    def delete_some(rows, real=deleting.tables._delete_some):
        if next(gone, None) is None:
            raise OSError("Here it is looked at.")
        return real(rows)

    with monkeypatch.context() as patch:
        patch.setattr(deleting.tables, "AT_ONCE", 1)
        patch.setattr(deleting.tables, "_delete_some", delete_some)
        with pytest.raises(OSError, match="looked at"):
            deleting.run(deleted.pk)
    assert Checked("--grace", "0").kinds == ["count"]
    deleting.run(deleted.pk)
    assert not Project.objects.filter(slug="doomed").exists()
    assert Checked("--grace", "0").kinds == ["count"]
