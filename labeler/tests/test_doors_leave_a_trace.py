"""Whatever somebody may have to account for leaves exactly one entry in the audit, by whichever door it was done."""

import inspect
import io
import zipfile
from contextlib import suppress
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import OperationalError
from django.db.models import Max

from annotations.models import GoldPicture
from annotations.second import gold
from exports.models import DatasetVersion
from exports.shapes import jobs as shaping
from labeler.serving import first_run
from people import tokens
from people.audit import What
from people.models import AuditEntry, TokenFacts
from projects import categories, lifecycle, members
from projects.joining import invitations
from projects.models import Category, Invitation, InvitationUse, Membership, Project
from tests.support import admin_forms
from tests.support.cast import picture
from webhooks import hooks
from webhooks.models import Webhook

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.7"
NEW = "another horse, another battery"
PROJECT = "projects/wardrobe/"
VERSION = f"{PROJECT}versions/1/"
DOORS = {}

# What is done on pages of one's own account: walked where these are tested.
ELSEWHERE = {
    What.SIGNED_IN,
    What.SIGN_IN_REFUSED,
    What.LOCKED_OUT,
    What.SIGNED_OUT,
    What.SIGNED_OUT_EVERYWHERE,
    What.PASSWORD_REFUSED,
    What.RESET_LINK_MADE,
    What.SECOND_FACTOR_ADDED,
    What.SECOND_FACTOR_REMOVED,
    What.SECOND_FACTOR_REFUSED,
}


def door(what, of, *, by="bob", address=ADDRESS, **facts):
    """A way to do it. What stands before `yield` prepares it."""

    def enter(act):
        DOORS[act.__name__] = (what, of, by, address, facts, act)
        return act

    return enter


class World:
    """What the doors need, and Bob at a browser and at a program of his, both at the same address."""

    def __init__(self, fixture):
        self.fixture = fixture
        for name in ("alice", "bob", "project", "dress", "hat"):
            setattr(self, name, fixture(name))
        self.api, self.pages = fixture("api")(self.bob), fixture("client")
        self.pages.force_login(self.bob, backend="django.contrib.auth.backends.ModelBackend")
        for client in (self.api, self.pages):
            client.defaults["REMOTE_ADDR"] = ADDRESS

    def change(self, row, **changes):
        return admin_forms.send(self.pages, f"{self.page_of(row)}change/", **changes)

    def delete(self, row):
        return self.pages.post(f"{self.page_of(row)}delete/", {"post": "yes"})

    def choose(self, action, row, **more):
        chosen = {"action": action, "_selected_action": [row.pk], **more}
        return self.pages.post(self.list_of(row), chosen)

    def page_of(self, row):
        return f"{self.list_of(row)}{row.pk}/"

    def list_of(self, row):
        return f"/admin/{row._meta.app_label}/{row._meta.model_name}/"

    def photo(self):
        photo = self.fixture("photo")
        self.fixture("answer")(photo, "approved", self.dress, by=self.bob)
        return photo

    def version(self, **how):
        self.photo()
        return self.fixture("make_version")(self.project, by=self.bob, **how)

    def jobs_run(self):
        return self.fixture("jobs_run_at_once")(execute=True)


@pytest.fixture
def world(request):
    return World(request.getfixturevalue)


# --- invitations ---

INVITATIONS = f"{PROJECT}invitations/"


@door(What.INVITATION_MADE, "Wardrobe, as reviewer", project="wardrobe", member="reviewer", days=3, uses=2)
def invitation_made_by_api(world):
    yield
    yield world.api.post(INVITATIONS, {"kind": "reviewer", "days": 3, "uses": 2})


@door(What.INVITATION_ENDED, "Wardrobe, as labeler", project="wardrobe", member="labeler")
def invitation_ended_by_api(world):
    made, _ = invitations.make(world.project, "labeler", by=world.bob)
    yield
    yield world.api.delete(f"{INVITATIONS}{made.pk}/")


@door(What.INVITATION_USED, "alice", by="alice", project="wardrobe", member="labeler", made_by="bob", new_account=False)
def invitation_used(world):
    _, token = invitations.make(world.project, "labeler", by=world.bob)
    world.pages.force_login(world.alice, backend="django.contrib.auth.backends.ModelBackend")
    yield
    yield world.pages.post(f"/join/{token}/")


# --- projects ---


@door(What.PROJECT_MADE, "Garage", slug="garage")
def project_by_api(world):
    yield
    yield world.api.post("projects/", {"name": "Garage"})


@door(What.PROJECT_MADE, "Garage", slug="garage")
def project_by_admin_with_splits(world):
    yield
    splits = {"train": 80, "val": 10, "test": 10, "split_seed": "x"}
    yield admin_forms.send(world.pages, "/admin/projects/project/add/", name="Garage", **splits)


@door(What.PROJECT_CHANGED, "Closet", slug="wardrobe", name=["Wardrobe", "Closet"], guidelines="changed")
def project_changed_by_api(world):
    yield
    yield world.api.patch(PROJECT, {"name": "Closet", "guidelines": "Whole garments only."})


@door(What.PROJECT_CHANGED, "Wardrobe", slug="wardrobe", license=["", "CC0-1.0"], split_seed=["", "x"])
def project_changed_by_admin(world):
    yield
    yield world.change(world.project, license="CC0-1.0", split_seed="x")


@door(What.PROJECT_CHANGED, "Wardrobe", slug="wardrobe", closed=[False, True])
def project_closed_by_api(world):
    yield
    yield world.api.patch(PROJECT, {"closed": True})


@door(What.PROJECT_CHANGED, "Wardrobe", slug="wardrobe", closed=[True, False])
def project_opened_by_admin(world):
    lifecycle.change(world.project, closed=True)
    yield
    yield world.change(world.project, closed=None)


@door(What.PROJECT_CHANGED, "Wardrobe", slug="wardrobe", archived=[False, True])
def project_archived(world):
    yield
    yield world.choose("archive", world.project)


@door(What.PROJECT_CHANGED, "Wardrobe", slug="wardrobe", archived=[False, True])
def project_archived_by_api(world):
    yield
    yield world.api.post(f"{PROJECT}archive/")


@door(What.PROJECT_CHANGED, "Wardrobe", slug="wardrobe", archived=[True, False])
def project_taken_out_of_the_archive_by_api(world):
    lifecycle.archive(world.project)
    yield
    yield world.api.delete(f"{PROJECT}archive/")


@door(What.PROJECT_CHANGED, "Wardrobe", slug="wardrobe", archived=[True, False])
def project_taken_out_of_the_archive(world):
    lifecycle.archive(world.project)
    yield
    yield world.choose("unarchive", world.project)


@door(What.PROJECT_DELETED, "Garage", slug="garage")
def project_deleted(world):
    garage = lifecycle.create("Garage", by=world.bob)
    yield
    yield world.delete(garage)


COUNTS = {"images": 1, "annotations": 1, "videos": 0, "versions": 0, "people": 0}


@door(What.PROJECT_DELETED, "Wardrobe", slug="wardrobe", **COUNTS)
def project_deleted_whole_by_api(world):
    world.photo()
    lifecycle.archive(world.project)
    yield
    yield world.api.post(f"{PROJECT}delete/", {"confirm": "wardrobe"})


# --- known images ---


@door(What.KNOWN_IMAGES_CHANGED, "Wardrobe", slug="wardrobe")
def image_marked_as_known(world):
    photo = world.photo()
    yield
    yield world.api.post(f"{PROJECT}gold/", {"asset_ids": [photo.pk]})


@door(What.KNOWN_IMAGES_CHANGED, "Wardrobe", slug="wardrobe")
def image_no_longer_known(world):
    photo = world.photo()
    gold.mark(world.project, [photo.pk], by=world.bob)
    yield
    yield world.api.post(f"{PROJECT}gold/", {"asset_ids": [photo.pk], "known": False})


# --- members ---

MEMBER = f"{PROJECT}members/alice/"


@door(What.MEMBER_ADDED, "alice", project="wardrobe", member="labeler")
def member_by_api(world):
    yield
    yield world.api.put(MEMBER, {"kind": "labeler"})


@door(What.MEMBER_ADDED, "alice", project="wardrobe", member="labeler")
def member_by_admin(world):
    yield
    new = {"memberships-TOTAL_FORMS": 1, "memberships-0-user": world.alice.pk, "memberships-0-kind": "labeler"}
    yield world.change(world.project, **new)


@door(What.MEMBER_CHANGED, "alice", project="wardrobe", member=["labeler", "manager"])
def member_changed_by_api(world):
    members.put(world.project, world.alice, "labeler")
    yield
    yield world.api.put(MEMBER, {"kind": "manager"})


@door(What.MEMBER_CHANGED, "alice", project="wardrobe", member=["labeler", "manager"])
def member_changed_by_admin(world):
    members.put(world.project, world.alice, "labeler")
    yield
    yield world.change(world.project, **{"memberships-0-kind": "manager"})


@door(What.MEMBER_REMOVED, "alice", project="wardrobe", member="labeler")
def member_removed_by_api(world):
    members.put(world.project, world.alice, "labeler")
    yield
    yield world.api.delete(MEMBER)


@door(What.MEMBER_REMOVED, "alice", project="wardrobe", member="labeler")
def member_removed_by_admin(world):
    members.put(world.project, world.alice, "labeler")
    yield
    yield world.change(world.project, **{"memberships-0-DELETE": "on"})


# --- categories ---


@door(What.CATEGORY_ADDED, "Scarf", project="wardrobe", category_id=3)
def category_by_api(world):
    yield
    yield world.api.post(f"{PROJECT}categories/", {"name": "Scarf"})


@door(What.CATEGORY_ADDED, "Scarf", project="wardrobe", category_id=3)
def category_by_a_list(world):
    yield
    yield world.api.post(f"{PROJECT}categories/list/", {"categories": [{"name": "Scarf"}]})


@door(What.CATEGORY_ADDED, "Scarf", project="wardrobe", category_id=3)
def category_by_admin(world):
    yield
    new = {"categories-TOTAL_FORMS": 3, "categories-2-name": "Scarf"}
    yield world.change(world.project, **new)


@door(What.CATEGORY_ADDED, "scarf", address="", project="wardrobe", category_id=3)
def category_by_a_folder_that_is_imported(world):
    folder = world.fixture("tmp_path") / "pictures"
    (folder / "scarf").mkdir(parents=True)
    (folder / "scarf" / "0.png").write_bytes(picture(7))
    yield
    yield call_command("import_assets", "wardrobe", folder, labels_from_folders=True, user="bob")


@door(What.CATEGORY_ADDED, "scarf", address="", project="wardrobe", category_id=3)
def category_by_a_zip_that_is_imported(world):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("scarf/0.png", picture(7))
    file = SimpleUploadedFile("pictures.zip", out.getvalue())
    form = {"file": file, "kind": "zip", "labels_from_folders": True}
    yield
    with world.jobs_run():
        yield world.api.post(f"{PROJECT}imports/", form, format="multipart")


@door(What.CATEGORY_CHANGED, "Gown", project="wardrobe", category_id=1, name=["Dress", "Gown"], description="changed")
def category_changed_by_api(world):
    yield
    yield world.api.patch(f"{PROJECT}categories/1/", {"name": "Gown", "description": "Down to the floor."})


@door(What.CATEGORY_CHANGED, "Dress", project="wardrobe", category_id=1, supercategory=["", "Clothes"])
def category_changed_by_admin(world):
    yield
    yield world.change(world.project, **{"categories-0-supercategory": "Clothes"})


@door(What.CATEGORY_RETIRED, "Dress", project="wardrobe", category_id=1)
def category_retired_by_api(world):
    yield
    yield world.api.delete(f"{PROJECT}categories/1/")


@door(What.CATEGORY_RETIRED, "Dress", project="wardrobe", category_id=1)
def category_retired_by_admin(world):
    yield
    yield world.change(world.project, **{"categories-0-retired": "on"})


@door(What.CATEGORY_RESTORED, "Dress", project="wardrobe", category_id=1)
def category_restored_by_api(world):
    categories.retire(world.dress)
    yield
    yield world.api.post(f"{PROJECT}categories/1/restore/")


@door(What.CATEGORY_RESTORED, "Hat", project="wardrobe", category_id=2)
def category_restored_by_admin(world):
    categories.retire(world.hat)
    yield
    yield world.change(world.project, **{"categories-1-retired": None})


@door(What.CATEGORIES_REORDERED, "Wardrobe", project="wardrobe", order=[[1, 2], [2, 1]])
def categories_reordered_by_api(world):
    yield
    yield world.api.post(f"{PROJECT}categories/reorder/", {"ids": [2, 1]})


@door(What.CATEGORIES_REORDERED, "Wardrobe", project="wardrobe", order=[[1, 2], [2, 1]])
def categories_reordered_by_admin(world):
    yield
    yield world.change(world.project, **{"categories-0-position": 2, "categories-1-position": 1})


# --- webhooks ---

HOOKS = f"{PROJECT}webhooks/"
HOOK = {"url": "https://example.org/hook", "events": ["version.ready"]}


def hook_of(world):
    return hooks.make(world.project, HOOK["url"], HOOK["events"])


@door(What.WEBHOOK_MADE, "example.org", project="wardrobe", active=True, **HOOK)
def webhook_by_api(world):
    yield
    yield world.api.post(HOOKS, HOOK)


@door(What.WEBHOOK_MADE, "example.org", project="wardrobe", active=True, **HOOK)
def webhook_by_admin(world):
    new = {"project": world.project.pk, "url": HOOK["url"], "wanted": HOOK["events"], "active": "on"}
    yield
    yield admin_forms.send(world.pages, "/admin/webhooks/webhook/add/", **new)


@door(What.WEBHOOK_CHANGED, "example.org", project="wardrobe", events=[["version.ready"], ["job.failed"]])
def webhook_changed_by_api(world):
    hook = hook_of(world)
    yield
    yield world.api.patch(f"{HOOKS}{hook.pk}/", {"events": ["job.failed"]})


@door(What.WEBHOOK_CHANGED, "example.org", project="wardrobe", active=[True, False])
def webhook_turned_off_by_admin(world):
    hook = hook_of(world)
    yield
    yield world.change(hook, active=None)


@door(What.WEBHOOK_CHANGED, "example.org", project="wardrobe", secret="changed")
def webhook_given_another_secret_by_api(world):
    hook = hook_of(world)
    yield
    yield world.api.post(f"{HOOKS}{hook.pk}/secret/")


@door(What.WEBHOOK_CHANGED, "example.org", project="wardrobe", secret="changed")
def webhook_given_another_secret_by_admin(world):
    hook = hook_of(world)
    yield
    yield world.change(hook, new_secret="on")


@door(What.WEBHOOK_DELETED, "example.org", project="wardrobe")
def webhook_deleted_by_api(world):
    hook = hook_of(world)
    yield
    yield world.api.delete(f"{HOOKS}{hook.pk}/")


@door(What.WEBHOOK_DELETED, "example.org", project="wardrobe")
def webhook_deleted_by_admin(world):
    hook = hook_of(world)
    yield
    yield world.delete(hook)


@door(What.WEBHOOK_DELETED, "example.org", project="wardrobe")
def webhooks_deleted_from_the_list(world):
    hook = hook_of(world)
    yield
    yield world.choose("delete_selected", hook, post="yes")


# --- versions ---


@door(What.VERSION_MADE, "Wardrobe v1", project="wardrobe", images=1)
def version_requested(world):
    world.photo()
    yield
    yield world.api.post(f"{PROJECT}versions/", {})


@door(What.VERSION_CANCELLED, "Wardrobe v1", project="wardrobe")
def version_cancelled(world):
    world.version(built=False)
    yield
    yield world.api.post(f"{VERSION}cancel/")


@door(What.PICTURE_WITHDRAWN, "photo-0.png", project="wardrobe", reason="Its owner asks.", count=1)
def picture_withdrawn(world):
    photo = world.fixture("photo")
    yield
    asked = {"reason": "Its owner asks.", "confirm": str(photo.pk)}
    yield world.api.post(f"{PROJECT}assets/{photo.pk}/withdraw/", asked, "json")


@door(What.VERSION_DOWNLOADED, "Wardrobe v1", project="wardrobe", file="wardrobe-v1.zip")
def version_downloaded(world):
    world.version()
    yield
    yield world.api.get(f"{VERSION}download/")


@door(What.VERSION_DOWNLOADED, "Wardrobe v1", project="wardrobe", file="annotations.json")
def annotations_downloaded(world):
    world.version()
    yield
    yield world.api.get(f"{VERSION}annotations.json")


@door(What.VERSION_DOWNLOADED, "Wardrobe v1", project="wardrobe", file="wardrobe-v1-csv.zip")
def shape_downloaded(world):
    shape = shaping.request(world.version(), "csv", by=world.bob)
    shaping.build(shape.pk)
    yield
    yield world.api.get(f"{VERSION}shapes/csv/download/")


# --- people and groups ---


@door(What.PERSON_MADE, "carol")
def person_made(world):
    new = {"username": "carol", "password1": NEW, "password2": NEW, "usable_password": "true"}
    yield
    yield world.pages.post("/admin/auth/user/add/", new)


@door(What.PERSON_MADE, "carol", by="", address="", superuser=True)
def admin_made_by_a_command(world):
    world.fixture("monkeypatch").setenv("DJANGO_SUPERUSER_PASSWORD", NEW)
    yield
    yield call_command("createsuperuser", interactive=False, username="carol", email="", verbosity=0)


@door(What.PERSON_MADE, "admin", by="", address="", superuser=True)
def admin_made_on_the_first_run(world):
    Project.objects.update(created_by=None)
    world.alice.delete()
    world.bob.delete()
    yield
    yield first_run.make_first_user(lambda words: None)


@door(What.PERSON_CHANGED, "alice", active=[True, False])
def person_deactivated(world):
    yield
    yield world.change(world.alice, is_active=None)


@door(What.PERSON_CHANGED, "alice", active=[True, False])
def person_deactivated_on_the_page_of_people(world):
    yield
    yield world.pages.post("/people/", {"action": "deactivate", "person": "alice"})


@door(What.PERSON_CHANGED, "alice", active=[False, True])
def person_let_in_again(world):
    type(world.alice).objects.filter(pk=world.alice.pk).update(is_active=False)
    yield
    yield world.pages.post("/people/", {"action": "let-in", "person": "alice"})


@door(What.PERSON_CHANGED, "alice", groups=[[], ["reviewer"]])
def person_given_a_kind(world):
    yield
    yield world.pages.post("/people/", {"action": "kind", "person": "alice", "kind": "reviewer"})


@door(What.PERSON_CHANGED, "alicia", name=["alice", "alicia"], email="changed", first_name="changed")
def person_renamed(world):
    yield
    yield world.change(world.alice, username="alicia", email="alicia@example.org", first_name="Alicia")


@door(
    What.PERSON_CHANGED,
    "alice",
    staff=[False, True],
    superuser=[False, True],
    groups=[[], ["helpers"]],
    permissions=[[], ["auth.view_group"]],
)
def person_given_rights(world):
    group = Group.objects.create(name="helpers")
    permission = Permission.objects.get(codename="view_group")
    rights = {"is_staff": "on", "is_superuser": "on", "groups": [group.pk], "user_permissions": [permission.pk]}
    yield
    yield world.change(world.alice, **rights)


@door(What.PERSON_DELETED, "alice")
def person_deleted(world):
    yield
    yield world.delete(world.alice)


@door(What.PERSON_DELETED, "alice")
def people_deleted_from_the_list(world):
    yield
    yield world.choose("delete_selected", world.alice, post="yes")


@door(What.PASSWORD_CHANGED, "alice", usable=True)
def password_set_by_an_admin(world):
    yield
    form = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    yield world.pages.post(f"{world.page_of(world.alice)}password/", form)


@door(What.PASSWORD_CHANGED, "alice", usable=False)
def password_taken_away_by_an_admin(world):
    yield
    form = {"usable_password": "false", "unset-password": "Disable"}
    yield world.pages.post(f"{world.page_of(world.alice)}password/", form)


@door(What.PASSWORD_CHANGED, "alice", by="", address="")
def password_set_by_a_command(world):
    world.fixture("monkeypatch").setattr("getpass.getpass", lambda prompt: NEW)
    yield
    yield call_command("changepassword", "alice", verbosity=0)


@door(What.GROUP_MADE, "helpers", permissions=[[], ["auth.view_group"]])
def group_made(world):
    permission = Permission.objects.get(codename="view_group")
    yield
    yield admin_forms.send(world.pages, "/admin/auth/group/add/", name="helpers", permissions=[permission.pk])


@door(What.GROUP_CHANGED, "aides", name=["helpers", "aides"], permissions=[["auth.view_group"], []])
def group_changed(world):
    group = Group.objects.create(name="helpers")
    group.permissions.add(Permission.objects.get(codename="view_group"))
    yield
    yield world.change(group, name="aides", permissions=None)


@door(What.GROUP_DELETED, "helpers")
def group_deleted(world):
    group = Group.objects.create(name="helpers")
    yield
    yield world.delete(group)


@door(What.GROUP_DELETED, "helpers")
def groups_deleted_from_the_list(world):
    group = Group.objects.create(name="helpers")
    yield
    yield world.choose("delete_selected", group, post="yes")


# --- tokens ---


@door(What.TOKEN_MADE, "alice", by="", address="", token="Nightly", read_only=True, days=30)
def token_made_by_a_command(world):
    yield
    yield call_command("create_token", "alice", "--name", "Nightly", "--read-only", "--days", "30", verbosity=0)


@door(What.TOKEN_REVOKED, "alice", by="", address="", token="Nightly")
def token_revoked_by_a_command(world):
    tokens.make(world.alice, "Nightly")
    yield
    yield call_command("revoke_token", "alice", "Nightly", verbosity=0)


@door(What.TOKEN_REVOKED, "alice", token="Nightly")
def token_revoked_by_admin(world):
    facts, _ = tokens.make(world.alice, "Nightly")
    yield
    yield world.delete(facts)


@door(What.TOKEN_REVOKED, "alice", token="Nightly")
def tokens_revoked_from_the_list(world):
    facts, _ = tokens.make(world.alice, "Nightly")
    yield
    yield world.choose("delete_selected", facts, post="yes")


@door(What.TOKEN_REVOKED, "alice", by="", address="", token="Nightly", because="new password")
def token_ended_with_its_password(world):
    _, text = tokens.make(world.alice, "Nightly")
    world.alice.set_password(NEW)
    world.alice.save()
    yield
    world.fixture("api")().get("projects/", headers={"Authorization": f"Token {text}"})  # 401
    yield


# --- the walk ---


@pytest.mark.parametrize("name", DOORS)
def test_a_door_leaves_exactly_one_entry_with_who_of_whom_and_from_where(world, name):
    what, of, by, address, facts, act = DOORS[name]
    steps = act(world)
    next(steps)
    before = newest()
    answer = next(steps)
    list(steps)
    assert getattr(answer, "status_code", 200) in (200, 201, 202, 204, 302)
    [entry] = AuditEntry.objects.filter(pk__gt=before)
    assert (entry.what, entry.of, entry.actor, entry.address) == (what, of, by, address)
    assert {fact: entry.facts.get(fact) for fact in facts} == facts
    assert (entry.actor_id is None) == (by == "")
    assert entry.of_id


# Django's own commands, which ask for what they need first: what they did is noted right after it is done.
NOTED_AFTERWARDS = {"admin_made_by_a_command", "password_set_by_a_command"}


@pytest.mark.parametrize("name", [name for name, (what, *_) in DOORS.items() if what != What.VERSION_DOWNLOADED])
def test_what_cannot_be_noted_is_not_done(world, name):
    """But for downloads, which go on (exports/tests/versions/test_downloads_are_noted.py)."""
    *_, act = DOORS[name]
    for client in (world.api, world.pages):
        client.raise_request_exception = False
    steps = act(world)
    next(steps)
    before = state()
    locked = OperationalError("database is locked")
    with mock.patch.object(AuditEntry, "save", side_effect=locked) as save, suppress(OperationalError):
        list(steps)
    assert save.called
    assert (state() == before) == (name not in NOTED_AFTERWARDS)


def state():
    """All that the doors change."""
    person = get_user_model()
    tables = [
        *(person, person.groups.through, person.user_permissions.through, Group, Group.permissions.through),
        *(TokenFacts, Project, Membership, Invitation, InvitationUse, Category, DatasetVersion, Webhook, GoldPicture),
    ]
    return [list(table.objects.order_by("pk").values()) for table in tables]


def newest():
    return AuditEntry.objects.aggregate(pk=Max("pk"))["pk"] or 0


def test_every_kind_of_entry_is_left_by_a_door_here_or_elsewhere():
    walked = {what for what, *_ in DOORS.values()}
    assert set(What) - walked == ELSEWHERE
    assert all(inspect.isgeneratorfunction(act) for *_, act in DOORS.values())


def nothing(world):
    """What changes nothing, each by its door."""
    yield world.api.patch(PROJECT, {"name": "Wardrobe", "guidelines": "", "split_ratios": None})
    yield world.api.post(f"{PROJECT}gold/", {"asset_ids": [world.photo().pk], "known": False})
    yield world.api.patch(f"{PROJECT}categories/1/", {"name": "Dress", "supercategory": ""})
    yield world.api.post(f"{PROJECT}categories/1/restore/")
    yield world.api.post(f"{PROJECT}categories/reorder/", {"ids": [1, 2]})
    yield world.change(world.project)
    yield world.choose("unarchive", world.project)
    yield world.change(world.alice)
    yield world.change(Group.objects.create(name="helpers"))
    yield world.pages.post(f"{world.page_of(world.alice)}password/", {"password1": NEW, "password2": "other"})


def test_what_changes_nothing_leaves_nothing(world):
    before = newest()
    assert [answer.status_code for answer in nothing(world)] == [200, 200, 200, 200, 200, 302, 302, 302, 302, 200]
    assert list(AuditEntry.objects.filter(pk__gt=before).values()) == []


def refused(world):
    """What is refused, each by its door."""
    yield world.api.post("projects/", {"name": "wardrobe"})
    yield world.api.patch(PROJECT, {"license": "x" * 5000})
    yield world.api.post(f"{PROJECT}categories/", {"name": "DRESS"})
    yield world.api.patch(f"{PROJECT}categories/1/", {"name": "Hat"})
    yield world.api.post(f"{PROJECT}categories/reorder/", {"ids": [1]})
    yield world.api.post(f"{PROJECT}versions/", {})
    yield world.fixture("api")(world.alice).post("projects/", {"name": "Garage"})


def test_what_is_refused_leaves_nothing(world):
    before = newest()
    assert [answer.status_code for answer in refused(world)] == [400, 400, 400, 400, 400, 400, 403]
    assert newest() == before


def test_what_an_entry_names_can_be_renamed_and_deleted_all_the_same(world):
    """The audit holds on to nothing: it keeps the words."""
    carol = type(world.alice).objects.create_user("carol", is_superuser=True, is_staff=True)
    world.pages.force_login(carol, backend="django.contrib.auth.backends.ModelBackend")
    world.change(world.alice, username="alicia")
    admin_forms.send(world.pages, "/admin/projects/project/add/", name="Garage")
    garage = Project.objects.get(name="Garage")
    facts, _ = tokens.make(world.alice, "Nightly", by=carol)
    tokens.revoke([facts], by=carol)
    lifecycle.change(world.project, name="Closet", by=carol)
    categories.change(world.dress, name="Gown", by=carol)
    lifecycle.delete(garage, by=carol)
    world.alice.delete()
    carol.delete()
    kept = AuditEntry.objects.filter(actor="carol").order_by("pk")
    assert [(entry.what, entry.of) for entry in kept] == [
        (What.PERSON_CHANGED, "alicia"),
        (What.PROJECT_MADE, "Garage"),
        (What.TOKEN_MADE, "alicia"),
        (What.TOKEN_REVOKED, "alicia"),
        (What.PROJECT_CHANGED, "Closet"),
        (What.CATEGORY_CHANGED, "Gown"),
        (What.PROJECT_DELETED, "Garage"),
    ]
