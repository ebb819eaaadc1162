"""The calls for invitations."""

import re

import pytest

from projects import lifecycle, members
from projects.joining import invitations
from projects.models import Invitation

pytestmark = pytest.mark.django_db

WHERE = "projects/wardrobe/invitations/"


@pytest.fixture
def managed(project, alice):
    """A closed project that Alice manages."""
    members.put(project, alice, "manager")
    return lifecycle.change(project, closed=True)


def test_a_manager_makes_lists_and_ends_them(api, managed, alice, mallory, rf):
    program = api(alice)
    made = program.post(WHERE, {"kind": "reviewer"})
    assert made.status_code == 201
    link = made.json()["link"]
    assert re.fullmatch(r"http://testserver/join/[\w-]{32}/", link)
    invitations.join(link.split("/")[-2], mallory, rf.post("/"))
    [told] = program.get(WHERE).json()["results"]
    assert "link" not in told
    assert {name: told[name] for name in ("kind", "made_by", "uses", "used", "state", "ended_at")} == {
        "kind": "reviewer", "made_by": "alice", "uses": 1, "used": 1, "state": "used up", "ended_at": None,
    }  # fmt: skip
    assert [(use["user"], use["new_account"]) for use in told["used_by"]] == [("mallory", False)]
    other = program.post(WHERE, {"kind": "labeler", "days": 30, "uses": 100}).json()
    assert program.delete(f"{WHERE}{other['id']}/").status_code == 204
    assert [each["state"] for each in program.get(WHERE).json()["results"]] == ["ended", "used up"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "manager"}, "kind"),
        ({"kind": "labeler", "days": 0}, "days"),
        ({"kind": "labeler", "days": 31}, "days"),
        ({"kind": "labeler", "uses": 101}, "uses"),
        ({"kind": "labeler", "uses": "many"}, "uses"),
        ({}, "kind"),
    ],
)
def test_what_will_not_do_is_told_by_field(api, managed, alice, body, field):
    answer = api(alice).post(WHERE, body)
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, [field])
    assert not Invitation.objects.exists()


def test_one_of_another_project_is_not_there(api, managed, alice, bob):
    made, _ = invitations.make(lifecycle.create("Garage", by=bob), "labeler", by=bob)
    assert api(alice).delete(f"{WHERE}{made.pk}/").status_code == 404
    assert Invitation.objects.get().state == "open"


def test_the_list_comes_in_pages_the_newest_first(api, managed, alice, django_assert_num_queries):
    made = [invitations.make(managed, "labeler", by=alice)[0].pk for _ in range(3)]
    first = api(alice).get(f"{WHERE}?limit=2").json()
    second = api(alice).get(first["next"]).json()
    assert [each["id"] for each in [*first["results"], *second["results"]]] == made[::-1]
