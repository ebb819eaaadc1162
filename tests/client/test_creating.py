"""The client makes a project, against the real program."""

import json

import pytest

from labeler_client import Labeler, NotAllowed, SaidNo, Usage
from tests.client.fake import error

pytestmark = pytest.mark.processes


def test_a_project_is_made_with_its_classes_and_is_there_for_all_commands(labeler, server, program):
    done = labeler("create", "wardrobe", "--name", "Wardrobe", "--category", "dress", "--category", "hat")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"wardrobe: 2 classes. {program.url.rstrip('/')}/projects/wardrobe/\n"
    told = server.project("wardrobe").read()
    assert (told["name"], told["slug"], told["license"]) == ("Wardrobe", "wardrobe", "")
    classes = server.connection.get("projects/wardrobe/categories/")["results"]
    assert [(each["id"], each["name"]) for each in classes] == [(1, "dress"), (2, "hat")]
    assert labeler("versions", "wardrobe").code == 0


def test_without_a_name_it_is_called_like_its_slug_and_json_tells_all_of_it(labeler):
    done = labeler("create", "pots-2026", "--license", "CC-BY-4.0", "--json")
    told = json.loads(done.out)
    assert (done.code, told["name"], told["slug"], told["license"]) == (0, "pots-2026", "pots-2026", "CC-BY-4.0")


def test_what_is_there_already_or_will_not_do_is_refused_and_nothing_is_made(labeler, server):
    server.create("wardrobe")
    again = labeler("create", "wardrobe", "--name", "Another")
    assert (again.code, again.err) == (10, "labeler: There is a project “wardrobe” already.\n")
    taken = labeler("create", "closet", "--name", "Wardrobe")
    assert (taken.code, taken.err) == (10, "labeler: There is a project “wardrobe” already.\n")
    odd = labeler("create", "Closet_2")
    assert (odd.code, odd.err) == (
        10,
        "labeler: A slug is small letters, digits and -, such as “closet-2”, at most 50 of them.\n",
    )
    twice = labeler("create", "closet", "--category", "hat", "--category", "Hat")
    assert twice.code == 10
    assert labeler("create", "a b").code == 2
    assert [each["slug"] for each in server.connection.get("projects/")["results"]] == ["wardrobe"]


def test_in_python_it_is_an_object_and_a_refusal_has_its_code(server, program):
    project = server.create("wardrobe", name="Wardrobe", categories=["dress"], guidelines="Look twice.")
    assert (repr(project), project.read()["guidelines"]) == ("Project('wardrobe')", "Look twice.")
    with pytest.raises(SaidNo) as refusal:
        server.create("wardrobe", name="Other")
    assert refusal.value.code == "slug_taken"
    with pytest.raises(Usage):
        server.create("../wardrobe")


def test_who_is_not_staff_makes_none(program):
    program.manage("shell", "-c", "from django.contrib.auth.models import User; User.objects.create_user('alice')")
    token = program.manage("create_token", "alice").strip()
    with Labeler(program.url, token) as server, pytest.raises(NotAllowed):
        server.create("wardrobe")


def test_after_a_break_it_is_not_sent_again(command, fake):
    fake.answers = [error(502, "x", "Bad gateway")]
    code, out, _ = command("create", "wardrobe")
    assert (code, out, len(fake.requests)) == (7, "", 1)
