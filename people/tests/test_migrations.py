"""What a database that was in use becomes."""

import pytest
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from knox.models import AuthToken

from people.models import Guess, LastSeen, TokenFacts
from projects import members


@pytest.fixture
def migrate():
    """Whatever a test leaves, those after it find the newest database."""
    yield lambda targets: MigrationExecutor(connection).migrate(targets)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
def test_tokens_that_were_made_before_they_had_names_stay_valid(alice, bob, api, migrate):
    migrate([("people", None)])
    texts = [AuthToken.objects.create(user)[1] for user in (alice, alice, bob)]
    migrate([("people", "0002_facts_of_earlier_tokens")])
    kept = TokenFacts.objects.order_by("token__user__username", "name")
    assert [(facts.token.user.username, facts.name, facts.read_only, facts.last_used_on) for facts in kept] == [
        ("alice", "Made before names", False, None),
        ("alice", "Made before names 2", False, None),
        ("bob", "Made before names", False, None),
    ]
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
    answers = [api().get("projects/", headers={"Authorization": f"Token {text}"}) for text in texts]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert {token.expiry for token in AuthToken.objects.all()} == {None}


@pytest.mark.django_db(transaction=True)
def test_a_token_that_was_made_before_ends_with_its_password_all_the_same(alice, api, migrate):
    migrate([("people", None)])
    _, text = AuthToken.objects.create(alice)
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
    alice.set_password("another horse, another battery")
    alice.save()
    assert api().get("projects/", headers={"Authorization": f"Token {text}"}).status_code == 401


@pytest.mark.django_db(transaction=True)
def test_the_tables_of_what_counted_before_are_gone(migrate):
    migrate([("people", "0003_guesses")])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE axes_accessattempt (id integer PRIMARY KEY)")
        cursor.execute(
            "CREATE TABLE axes_accessattemptexpiration"
            " (access_attempt_id integer PRIMARY KEY REFERENCES axes_accessattempt (id))"
        )
    migrate([("people", "0004_drop_axes")])
    assert [name for name in connection.introspection.table_names() if name.startswith("axes")] == []


@pytest.mark.django_db(transaction=True)
def test_guesses_that_were_counted_before_still_count(migrate):
    old = MigrationExecutor(connection)
    migrate([("people", "0007_audit_is_read_by_time")])
    guess = old.loader.project_state([("people", "0007_audit_is_read_by_time")]).apps.get_model("people", "Guess")
    for kind, name, browser in (("password", "a" * 64, "b" * 32), ("password", "", ""), ("token", "", "")):
        guess.objects.create(kind=kind, name=name, browser=browser, address="203.0.113.7", at=timezone.now())
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
    assert sorted(Guess.objects.values_list("kind", flat=True)) == ["password", "password", "token"]
    for kind in ("token", "new_name"):
        row = Guess(kind=kind, name="a" * 64, address="203.0.113.7", at=timezone.now())
        with pytest.raises(IntegrityError):
            row.save()


@pytest.mark.django_db(transaction=True)
def test_people_and_members_of_before_are_as_they_were_and_have_no_day_yet(project, alice, migrate):
    members.put(project, alice, "reviewer")
    migrate([("projects", "0006_closed_projects_and_members"), ("people", "0007_audit_is_read_by_time")])
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
    assert [(each.user, each.kind) for each in members.of(project)] == [(alice, "reviewer")]
    assert not LastSeen.objects.exists()
    assert not project.invitations.exists()
