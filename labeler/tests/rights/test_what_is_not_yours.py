"""What is not yours does not exist: a closed project is told from none by nothing that a program could look at."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.models import AnnotationEvent
from projects import access, lifecycle, members
from projects.joining import invitations
from projects.models import Membership, Project
from tests.support.every_call import WAYS, World, calls

pytestmark = [pytest.mark.django_db(transaction=True, reset_sequences=True)]

NONE = "nowhere"
NEW_IN_EVERY_ANSWER = ("Content-Length", "Content-Security-Policy", "RateLimit")  # the last counts the calls of a token


@pytest.fixture
def world(bob):
    return World(bob)


def told(answer, slug):
    """All that is told, but for the name that was asked for, its length, and what is new in every answer."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = {name: value for name, value in answer.items() if name not in NEW_IN_EVERY_ANSWER}
    text = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", body.decode(errors="replace"))
    return answer.status_code, repr(headers).replace(slug, NONE), text.replace(slug, NONE)


BY_TOKEN = [pytest.param(way, marks=pytest.mark.long) for way in WAYS[1:]]


@pytest.mark.parametrize("way", ["session", *BY_TOKEN])
def test_every_call_tells_of_a_closed_project_what_it_tells_of_none(world, way):
    asked = [call for call in calls(world) if "/vault/" in call.where and (way == "session" or call.is_api)]
    differ = []
    for call in asked:
        heard = []
        for slug in ("vault", NONE):
            with CaptureQueriesContext(connection) as queries:
                answer = world.answer(call, "other", way, call.where.replace("vault", slug))
            heard.append((*told(answer, slug), len(queries)))  # as many queries, as long a time
        if heard[0] != heard[1]:
            differ.append((call.name, *heard))
    assert len(asked) > 60
    assert differ == []


WORDS = ("vault", "Vault", "photo-10")  # its name, guidelines, categories, videos, imports; its images


@pytest.mark.parametrize(
    "where",
    [
        "/",
        "/?search=vault",
        "/api/v1/projects/",
        "/projects/wardrobe/",
        "/projects/wardrobe/?part=numbers",
        "/projects/wardrobe/activity/",
        "/projects/wardrobe/assets/",
        "/projects/wardrobe/assets/?search=photo-10",
        "/projects/wardrobe/label/",
        "/projects/wardrobe/review/?status=all",
        "/projects/wardrobe/review/?part=counts&status=all",
        "/projects/wardrobe/versions/",
        "/projects/wardrobe/videos/",
        "/account/",
        "/api/v1/projects/wardrobe/",
        "/api/v1/projects/wardrobe/stats/",
        "/api/v1/projects/wardrobe/assets/?search=photo-10",
        "/api/v1/projects/wardrobe/videos/",
        "/api/v1/projects/wardrobe/imports/",
        "/api/v1/projects/wardrobe/queue/",
        "/api/v1/schema/",
    ],
)
def test_nothing_of_it_stands_in_lists_counts_and_searches_of_others(world, client, where):
    client.force_login(world.people["other"])
    page = client.get(where).content.decode().replace("?search=vault", "").replace('value="vault"', "")
    assert client.get(where).status_code == 200
    named = (
        page.replace("search=photo-10", "")
        .replace('value="photo-10"', "")
        .replace("“vault”", "")
        .replace("“photo-10”", "")
    )
    assert [word for word in WORDS if word in named] == []


def test_counts_of_others_count_nothing_of_it(world, client):
    client.force_login(world.people["other"])
    assert "1 project" in client.get("/").content.decode()
    assert client.get("/api/v1/projects/wardrobe/stats/").json()["total"] == 6


def test_its_things_are_not_reached_through_a_project_that_one_sees(world, client):
    vault, open_one = world.projects["vault"], "/api/v1/projects/wardrobe/"
    client.force_login(world.people["other"])
    for where in (
        f"assets/{vault['asset_id']}/",
        f"assets/{vault['asset_id']}/original",
        f"assets/{vault['asset_id']}/history/",
        f"videos/{vault['video_id']}/",
        f"checks/{vault['check']}/",
        f"imports/{vault['import']}/",
    ):
        assert client.get(open_one + where).status_code == 404
    assert client.post(f"{open_one}bulk/{vault['bulk_id']}/undo/").status_code == 404
    before = AnnotationEvent.objects.count()
    operation = {"op_id": "x", "asset": vault["asset_id"], "base_revision": 1, "status": "skipped", "category_ids": []}
    sent = client.post(f"{open_one}answers/", {"operations": [operation]}, content_type="application/json")
    result = sent.json()["results"][0]
    assert (result["result"], result["asset"]) == ("rejected", None)
    deleted = client.post(
        f"{open_one}assets/delete/", {"asset_ids": [vault["asset_id"]]}, content_type="application/json"
    )
    assert deleted.json() == {"deleted": [], "held": [], "unknown": [vault["asset_id"]]}
    assert AnnotationEvent.objects.count() == before


def test_staff_without_permissions_see_nothing_of_projects_in_the_admin(world, client):
    client.force_login(world.people["staff"])
    index = client.get("/admin/").content.decode()
    assert "Projects" not in index
    assert "vault" not in index.lower()
    for where in (
        "/admin/projects/project/",
        f"/admin/projects/project/{world.projects['vault']['project'].pk}/change/",
    ):
        assert client.get(where).status_code == 403


@pytest.mark.parametrize("way", ["session", "token"])
def test_a_right_that_was_taken_away_counts_at_the_next_request(world, way):
    vault = world.projects["vault"]["project"]
    reviewer = world.client("reviewer", way)
    assert reviewer.get("/api/v1/projects/vault/checks/").status_code == 200
    members.put(vault, world.people["reviewer"], "labeler")
    assert reviewer.get("/api/v1/projects/vault/checks/").status_code == 403
    assert reviewer.get("/api/v1/projects/vault/queue/").status_code == 200
    members.remove(vault, "reviewer")
    assert reviewer.get("/api/v1/projects/vault/queue/").status_code == 404


@pytest.mark.parametrize("way", ["session", "token"])
def test_who_is_let_go_is_refused_at_the_next_request(world, way):
    manager = world.client("manager", way)
    assert manager.get("/api/v1/projects/vault/").status_code == 200
    user = world.people["manager"]
    user.is_active = False
    user.save()
    assert manager.get("/api/v1/projects/vault/").status_code == 401


def test_a_project_that_is_closed_while_somebody_works_is_gone_for_them(world):
    other = world.client("other", "session")
    assert other.get("/api/v1/projects/wardrobe/queue/").json()["results"]
    lifecycle.change(world.projects["wardrobe"]["project"], closed=True)
    assert other.get("/api/v1/projects/wardrobe/queue/").status_code == 404
    assert other.get("/projects/wardrobe/label/").status_code == 404


def test_an_upload_that_is_under_way_ends_with_the_right(world):
    vault, labeler = world.projects["vault"]["project"], world.people["labeler"]
    members.put(vault, labeler, "manager")
    program = world.client("labeler", "token")
    tus = {"HTTP_TUS_RESUMABLE": "1.0.0"}
    begun = program.generic("POST", "/api/v1/projects/vault/uploads/", HTTP_UPLOAD_LENGTH="10", **tus)
    members.put(vault, labeler, "labeler")
    piece = {"content_type": "application/offset+octet-stream", "HTTP_UPLOAD_OFFSET": "0", **tus}
    assert program.patch(begun["Location"], b"0123", **piece).status_code == 403
    members.remove(vault, "labeler")
    assert program.patch(begun["Location"], b"0123", **piece).status_code == 404


def test_all_of_this_is_about_a_project_that_is_closed(world):
    assert Project.objects.get(slug="vault").closed


# --- people and invitations -----------------------------------------------------------------------------------------


def test_who_manages_an_open_project_sees_of_people_nothing_of_closed_ones(world, client):
    world.group(is_open=True)
    client.force_login(world.people["manager"])
    members.remove(world.projects["vault"]["project"], "manager")
    text = client.get("/projects/wardrobe/settings/people/").content.decode()
    assert "other" in text
    assert [word for word in WORDS if word in text] == []


def test_a_manager_who_is_no_staff_gives_nobody_more_than_labeler_or_reviewer_by_a_link(world):
    world.group(is_open=True)
    manager = world.client("manager", "session")
    for slug in ("vault", "wardrobe"):
        where = f"/api/v1/projects/{slug}/invitations/"
        for kind in ("manager", "staff", "superuser", ""):
            assert manager.post(where, {"kind": kind}, content_type="application/json").status_code == 400
        link = manager.post(where, {"kind": "reviewer"}, content_type="application/json").json()["link"]
        stranger, name = Client(), f"new-{slug}"
        form = {"username": name, "password1": "another horse, a battery", "password2": "another horse, a battery"}
        assert stranger.post(link, form | {"is_staff": "on", "kind": "manager"}).status_code == 302
        user = Membership.objects.get(user__username=name).user
        assert (user.is_staff, user.is_superuser) == (False, False)
        for each in world.projects.values():
            assert access.rights(user, each["project"]) <= access.OF_KIND["reviewer"]


def test_a_link_reaches_no_other_project_and_raises_nobody_who_has_an_account(world):
    _, token = invitations.make(world.projects["wardrobe"]["project"], "reviewer", by=world.admin)
    labeler, vault = world.people["labeler"], world.projects["vault"]["project"]
    world.group(is_open=True)
    before = access.rights(labeler, vault)
    assert world.client("labeler", "session").post(f"/join/{token}/").status_code == 302
    assert access.rights(labeler, vault) == before == access.OF_KIND["labeler"]
    assert access.rights(labeler, world.projects["wardrobe"]["project"]) == access.OF_KIND["labeler"]
    assert world.client("other", "session").get("/projects/vault/").status_code == 404


def test_a_link_is_no_key_to_the_api(world):
    _, token = invitations.make(world.projects["vault"]["project"], "reviewer", by=world.admin)
    for header in (f"Token {token}", f"Bearer {token}"):
        assert Client().get("/api/v1/projects/vault/", headers={"Authorization": header}).status_code == 401
    assert world.client("other", "session").get(f"/api/v1/projects/vault/?token={token}").status_code in (400, 404)
