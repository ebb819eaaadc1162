"""Who may change whom in the admin. Django's permission to change users would let whoever has it become a superuser."""

import pytest
from django.contrib.auth.models import Group, Permission

from people import tokens
from people.models import AuditEntry
from tests.support import admin_forms

pytestmark = pytest.mark.django_db

USERS, GROUPS = "/admin/auth/user/", "/admin/auth/group/"
NEW = "another horse, another battery"
RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def carol(django_user_model):
    """She is staff and may do with users and groups all that Django has a permission for; she is no superuser."""
    carol = django_user_model.objects.create_user("carol", password="correct horse carol", is_staff=True)
    carol.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    return carol


@pytest.fixture
def carols(client, carol):
    client.force_login(carol, backend=MODEL_BACKEND)
    return client


@pytest.fixture
def bobs(client, bob):
    client.force_login(bob, backend=MODEL_BACKEND)
    return client


@pytest.fixture
def dave(django_user_model):
    """He is staff, as Carol is."""
    return django_user_model.objects.create_user("dave", password="correct horse dave", is_staff=True)


@pytest.fixture
def helpers():
    group = Group.objects.create(name="helpers")
    group.permissions.set(Permission.objects.filter(codename="change_user"))
    return group


@pytest.fixture
def forged(helpers):
    """Every right that a form could give."""
    permission = Permission.objects.get(codename="delete_user")
    return {"is_staff": "on", "is_superuser": "on", "groups": [helpers.pk], "user_permissions": [permission.pk]}


def rights(user):
    user = type(user).objects.get(pk=user.pk)
    return user.is_staff, user.is_superuser, user.groups.count(), user.user_permissions.count()


def now(user):
    """All that a page of the admin could change."""
    return type(user).objects.filter(pk=user.pk).values().get(), rights(user)


def change(client, user, **changes):
    return admin_forms.send(client, f"{USERS}{user.pk}/change/", **changes)


# --- staff who may change users ---


def test_staff_change_and_deactivate_those_who_are_no_staff(carols, alice):
    assert change(carols, alice, email="alice@example.org", is_active=None).status_code == 302
    alice.refresh_from_db()
    assert (alice.email, alice.is_active) == ("alice@example.org", False)


def test_staff_who_are_no_superusers_give_nobody_rights_by_a_forged_form_either(carols, alice, forged):
    shown = carols.get(f"{USERS}{alice.pk}/change/").context["adminform"]
    assert set(RIGHTS).isdisjoint(shown.form.fields)
    assert change(carols, alice, first_name="Alice", **forged).status_code == 302
    alice.refresh_from_db()
    assert (alice.first_name, rights(alice)) == ("Alice", (False, False, 0, 0))


def test_nor_do_they_make_somebody_with_rights(carols, forged, django_user_model):
    new = {"username": "eve", "password1": NEW, "password2": NEW, "usable_password": "true"}
    assert carols.post(f"{USERS}add/", new | forged).status_code == 302
    assert rights(django_user_model.objects.get(username="eve")) == (False, False, 0, 0)


@pytest.mark.parametrize("name", ["bob", "dave", "carol"])
def test_staff_read_of_staff_and_superusers_and_change_nothing(request, carols, name):
    above = request.getfixturevalue(name)
    before = now(above)
    page = f"{USERS}{above.pk}/"
    shown = carols.get(f"{page}change/")
    assert set(shown.context["adminform"].form.fields) <= {"password"}  # which is told as a hash in stars
    form = {"username": "mine", "is_active": "", "email": "mine@example.org"}
    assert carols.post(f"{page}change/", form).status_code == 403
    passwords = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert carols.get(f"{page}password/").status_code == 403
    assert carols.post(f"{page}password/", passwords).status_code == 403
    assert carols.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    assert now(above) == before
    assert not AuditEntry.objects.exists()


def test_staff_delete_no_staff_from_the_list_not_even_among_others(carols, alice, dave, django_user_model):
    chosen = {"action": "delete_selected", "_selected_action": [alice.pk, dave.pk], "post": "yes"}
    assert carols.post(USERS, chosen).status_code == 403
    assert django_user_model.objects.filter(username__in=["alice", "dave"]).count() == 2
    assert not AuditEntry.objects.exists()
    assert carols.post(USERS, chosen | {"_selected_action": [alice.pk]}).status_code == 302
    assert not django_user_model.objects.filter(username="alice").exists()


def test_only_superusers_change_groups_which_would_give_rights_to_all_in_them(carols, carol, helpers):
    carol.groups.add(helpers)
    permissions = [each.pk for each in Permission.objects.all()]
    page = f"{GROUPS}{helpers.pk}/"
    assert carols.get(f"{page}change/").status_code == 200
    assert carols.post(f"{page}change/", {"name": "bosses", "permissions": permissions}).status_code == 403
    assert carols.post(f"{GROUPS}add/", {"name": "bosses", "permissions": permissions}).status_code == 403
    assert carols.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    carols.post(GROUPS, {"action": "delete_selected", "_selected_action": [helpers.pk], "post": "yes"})
    helpers.refresh_from_db()
    assert (helpers.name, helpers.permissions.count()) == ("helpers", 1)
    assert not Group.objects.filter(name="bosses").exists()


def test_staff_without_permissions_see_no_users(client, dave, alice):
    client.force_login(dave, backend=MODEL_BACKEND)
    for page in (USERS, GROUPS, f"{USERS}{alice.pk}/change/", f"{USERS}{alice.pk}/password/"):
        assert client.get(page).status_code == 403


# --- superusers ---


def test_superusers_give_and_take_every_right(bobs, alice, forged):
    assert change(bobs, alice, **forged).status_code == 302
    assert rights(alice) == (True, True, 1, 1)
    nothing = dict.fromkeys(forged)
    assert change(bobs, alice, **nothing).status_code == 302
    assert rights(alice) == (False, False, 0, 0)
    given, taken = AuditEntry.objects.order_by("pk")
    assert given.facts == {
        "staff": [False, True],
        "superuser": [False, True],
        "groups": [[], ["helpers"]],
        "permissions": [[], ["auth.delete_user"]],
    }
    assert taken.facts == {name: after[::-1] for name, after in given.facts.items()}


def test_no_entry_holds_a_password_or_its_hash(bobs, alice, caplog, django_capture_on_commit_callbacks):
    caplog.set_level("INFO", "labeler.audit")
    hashes = [alice.password]
    with django_capture_on_commit_callbacks(execute=True):
        form = {"password1": NEW, "password2": NEW, "usable_password": "true"}
        assert bobs.post(f"{USERS}{alice.pk}/password/", form).status_code == 302
        alice.refresh_from_db()
        hashes.append(alice.password)
        assert change(bobs, alice, first_name="Alice").status_code == 302
        assert bobs.post(f"{USERS}add/", {"username": "eve", **form}).status_code == 302
    told = caplog.text + str(list(AuditEntry.objects.values()))
    assert len(caplog.records) == 3
    assert [secret for secret in (*hashes, NEW) if secret in told] == []


def test_a_password_that_is_refused_is_not_noted_and_ends_nothing(bobs, alice):
    tokens.make(alice, "Nightly")
    before = AuditEntry.objects.count()
    form = {"password1": "short", "password2": "short", "usable_password": "true"}
    assert bobs.post(f"{USERS}{alice.pk}/password/", form).status_code == 200
    assert bobs.post(f"{USERS}999999/password/", form).status_code == 404
    assert AuditEntry.objects.count() == before
    assert tokens.of(alice).exists()


def test_a_new_password_says_of_each_token_that_ended_with_it(bobs, alice):
    for name in ("One", "Two"):
        tokens.make(alice, name)
    form = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    bobs.post(f"{USERS}{alice.pk}/password/", form)
    ended = AuditEntry.objects.filter(what="token_revoked")
    assert {(entry.actor, entry.of, entry.facts["token"], entry.facts["because"]) for entry in ended} == {
        ("bob", "alice", "One", "new password"),
        ("bob", "alice", "Two", "new password"),
    }


def test_permissions_are_offered_for_what_the_admin_lists_or_edits_and_one_that_is_held_stays(bobs, alice):
    held, other = (Permission.objects.get(codename=name) for name in ("add_session", "change_session"))
    alice.user_permissions.add(held)
    field = bobs.get(f"{USERS}{alice.pk}/change/").context["adminform"].form.fields["user_permissions"]
    offered = {permission.codename for permission in field.queryset}
    assert {"change_project", "add_category", "change_category", "add_membership", "view_auditentry"} <= offered
    assert "add_session" in offered
    assert other.codename not in offered
    assert {"Categories: change", "Members: add", "Users: view"} <= {label for _, label in field.choices}
    assert change(bobs, alice, first_name="Alice").status_code == 302
    assert list(alice.user_permissions.all()) == [held]


# --- what a right that is taken away means ---


def test_whoever_is_deactivated_is_refused_at_the_next_request_by_page_api_and_token(bobs, alice, api):
    session = api(alice)
    _, text = tokens.make(alice, "Nightly")
    program = api()
    program.credentials(HTTP_AUTHORIZATION=f"Token {text}")

    def answers():
        return [
            session.get("/").status_code,
            session.get("projects/").status_code,
            session.post("projects/", {}).status_code,
            program.get("projects/").status_code,
        ]

    assert answers() == [200, 200, 403, 200]
    assert change(bobs, alice, is_active=None).status_code == 302
    assert answers() == [302, 401, 401, 401]
    assert change(bobs, alice, is_active="on").status_code == 302
    assert answers() == [200, 200, 403, 200]


def test_whoever_is_no_staff_any_more_is_refused_in_the_admin_at_the_next_request(client, dave, bob):
    client.force_login(dave, backend=MODEL_BACKEND)
    assert client.get("/admin/").status_code == 200
    type(dave).objects.filter(pk=dave.pk).update(is_staff=False)
    assert client.get("/admin/").status_code == 302
