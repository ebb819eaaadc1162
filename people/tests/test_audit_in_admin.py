"""The audit in the admin: read by those who may, changed by nobody, and as fast with a million entries as with ten."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people import audit, audit_list
from people.audit import What
from people.models import AuditEntry

pytestmark = pytest.mark.django_db

LIST = "/admin/people/auditentry/"
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
def carol(django_user_model):
    """She is staff, and may do in the admin whatever there is a permission for but read the audit."""
    carol = django_user_model.objects.create_user("carol", password="correct horse carol", is_staff=True)
    carol.user_permissions.set(Permission.objects.exclude(codename="view_auditentry"))
    return carol


@pytest.fixture
def auditor(django_user_model):
    """He is staff, and may read the audit and nothing else."""
    auditor = django_user_model.objects.create_user("auditor", password="correct horse auditor", is_staff=True)
    auditor.user_permissions.set(Permission.objects.filter(codename="view_auditentry"))
    return auditor


@pytest.fixture
def read(client, auditor):
    """What the list holds, by what it was done to: `read(q="alice")`."""
    client.force_login(auditor, backend=MODEL_BACKEND)

    def read(**asked):
        page = client.get(LIST, asked)
        assert page.status_code == 200, page["Location"]
        return [entry.of for entry in page.context["cl"].result_list]

    return read


def entry(of="Dress", **fields):
    return AuditEntry.objects.create(**{"what": What.CATEGORY_ADDED, "of": of, "at": NOON, **fields})


# --- who reads it, and that nobody writes ---


def test_superusers_and_whoever_may_view_it_read_it_and_other_staff_do_not_see_it(client, bob, auditor, carol, alice):
    one = entry()
    pages = ["/admin/", LIST, f"{LIST}{one.pk}/change/", f"{LIST}{one.pk}/history/"]
    told = {}
    for person in (bob, auditor, carol, alice):
        client.force_login(person, backend=MODEL_BACKEND)
        answers = [client.get(page) for page in pages]
        told[person.username] = [answer.status_code for answer in answers], LIST in answers[0].content.decode()
    assert told == {
        "bob": ([200, 200, 200, 200], True),
        "auditor": ([200, 200, 200, 200], True),
        "carol": ([200, 403, 403, 403], False),
        "alice": ([302, 302, 302, 302], False),
    }


def test_a_superuser_adds_changes_and_deletes_nothing(client, bob):
    one = entry()
    client.force_login(bob, backend=MODEL_BACKEND)
    before = list(AuditEntry.objects.values())
    assert client.get(f"{LIST}add/").status_code == 403
    form = {"what": "signed_in", "of": "Gown", "actor": "mallory", "facts": "{}"}
    answers = [client.post(f"{LIST}{page}", form) for page in ("add/", f"{one.pk}/change/", f"{one.pk}/delete/")]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    chosen = {"action": "delete_selected", "_selected_action": [one.pk], "post": "yes"}
    page = client.post(LIST, chosen, follow=True)
    assert "delete_selected" not in page.content.decode()
    assert list(AuditEntry.objects.values()) == before


def test_an_entry_shows_all_that_it_keeps_and_its_facts_in_words(client, bob, alice, rf):
    request = rf.get("/", REMOTE_ADDR="203.0.113.7")
    before = {"active": True, "groups": [], "name": "alice"}
    after = {"active": False, "groups": ["helpers", "<b>bold</b>"], "name": "alice"}
    one = audit.note_change(What.PERSON_CHANGED, bob, alice, request, before, after, first_name="changed")
    client.force_login(bob, backend=MODEL_BACKEND)
    page = client.get(f"{LIST}{one.pk}/change/").content.decode()
    for shown in (
        "Person changed", "bob", "alice", "Person", "203.0.113.7", "Active: yes → no",
        "Groups: – → helpers, &lt;b&gt;bold&lt;/b&gt;", "First name: changed",
    ):  # fmt: skip
        assert f">{shown}<" in page.replace("\n", "").replace("  ", "")
    assert 'name="_save"' not in page


# --- narrowing it ---


def test_the_newest_stands_first_and_no_address_sorts_it_otherwise(read):
    for hours, of in ((0, "b"), (2, "a"), (1, "c")):
        entry(of, at=NOON + timedelta(hours=hours))
    assert read() == ["a", "c", "b"]
    for number in range(1, 8):
        assert read(o=str(number)) == read(o=f"-{number}") == ["a", "c", "b"]


def test_it_is_searched_by_the_whole_name_of_who_or_of_what_or_by_an_address(read):
    entry("Summer dress", actor="alice", address="203.0.113.7")
    entry("alice", actor="bob", address="2001:db8::/64")
    entry("Hat", actor="bob")
    assert read(q="alice") == ["alice", "Summer dress"]
    assert read(q=" Summer dress ") == ["Summer dress"]
    assert read(q="203.0.113.7") == ["Summer dress"]
    assert read(q="2001:db8::7:1") == ["alice"]
    assert read(q="bob") == ["Hat", "alice"]
    for nobody in ("ali", "Alice", "203.0.113", "%"):
        assert read(q=nobody) == []


def test_it_is_narrowed_by_what_and_by_kind(read, client):
    entry("Dress", of_kind="category")
    entry("alice", of_kind="user", what=What.PERSON_CHANGED)
    entry("Wardrobe v1", of_kind="datasetversion", what=What.VERSION_MADE)
    assert read(what__exact="person_changed") == ["alice"]
    assert read(kind="datasetversion") == ["Wardrobe v1"]
    assert read(kind="category", what__exact="person_changed") == []
    page = client.get(LIST).content.decode()
    assert [f'kind={kind}">{word}<' in page for kind, word in (("user", "Person"), ("datasetversion", "Version"))] == [
        True,
        True,
    ]


def test_it_is_narrowed_by_days_as_they_are_where_labeler_runs(read, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    for at in ("2026-03-13T22:59:59", "2026-03-13T23:00:00", "2026-03-14T22:59:59", "2026-03-14T23:00:00"):
        entry(at, at=datetime.fromisoformat(f"{at}+00:00"))
    assert read(**{"from": "2026-03-14", "to": "2026-03-14"}) == ["2026-03-14T22:59:59", "2026-03-13T23:00:00"]
    assert len(read(**{"from": "2026-03-14"})) == 3
    assert len(read(to="2026-03-14")) == 3
    assert len(read(**{"from": "", "to": ""})) == 4
    assert read(**{"from": "2026-03-15", "to": "2026-03-14"}) == []


def test_the_form_of_days_keeps_what_else_the_list_is_narrowed_by(read, client):
    entry("Dress", of_kind="category", actor="bob")
    page = client.get(LIST, {"kind": "category", "q": "bob", "from": "2026-03-14", "p": "1"}).content.decode()
    form = page.partition('class="filter-days">')[2].partition("</form>")[0]
    for field in ('name="kind" value="category"', 'name="q" value="bob"', 'name="from" value="2026-03-14"'):
        assert field in form
    assert 'name="p"' not in form
    assert "?kind=category&amp;q=bob" in form


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "yesterday"},
        {"to": "9999-12-31"},
        {"from": "0001-01-01"},
        {"nothing": "1"},
        {"facts__icontains": "x"},
        {"of__startswith": "D"},
        {"actor_id": "1"},
    ],
)
def test_what_it_cannot_be_asked_is_refused_and_breaks_nothing(read, client, asked):
    entry()
    answer = client.get(LIST, asked)
    assert answer.status_code in (302, 400)
    if answer.status_code == 302:
        assert answer["Location"] == f"{LIST}?e=1"


# --- many ---


def test_it_leads_to_the_newest_so_many_whatever_it_is_narrowed_by(read, monkeypatch):
    monkeypatch.setattr(audit_list, "MOST", 150)
    AuditEntry.objects.bulk_create(
        AuditEntry(what=What.SIGNED_IN, actor="bob", of=f"{number:03}", at=NOON + timedelta(seconds=number))
        for number in range(300)
    )
    for asked in ({}, {"q": "bob"}, {"what__exact": "signed_in"}):
        assert read(**asked) == [f"{number:03}" for number in range(299, 199, -1)]
        assert read(**asked, p="2") == [f"{number:03}" for number in range(199, 149, -1)]


ASKED = [
    {},
    {"what__exact": "signed_in"},
    {"kind": "user"},
    {"from": "2026-03-14", "to": "2026-03-15"},
    {"what__exact": "signed_in", "from": "2026-03-14"},
    {"kind": "user", "to": "2026-03-15"},
    {"q": "alice"},
    {"q": "alice", "what__exact": "signed_in"},
]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: "+".join(asked) or "all")
def test_no_list_reads_or_sorts_all_entries(read, asked):
    for number in range(250):
        entry("alice", of_kind="user", what=What.SIGNED_IN, at=NOON + timedelta(minutes=number))
    with CaptureQueriesContext(connection) as queries:
        read(**asked)
    statements = [each["sql"] for each in queries if "people_auditentry" in each["sql"]]
    assert len(statements) >= 2
    for statement in statements:
        of_some_ids = "json_each" in statement or "unnest" in statement  # which the search has found
        assert of_some_ids or " LIMIT " in statement, statement
        assert [step for step in plan(statement) if is_slow(step, of_some_ids)] == [], statement


def plan(statement):
    """How the database goes about it, where it goes through a whole table or sorts it only if it cannot do otherwise.
    (What it would do with so few rows tells nothing of a million.)"""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
            cursor.execute(f"EXPLAIN {statement}")
            return [row[0].strip(" ->") for row in cursor.fetchall()]
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        return [row[3] for row in cursor.fetchall()]


def is_slow(step, of_some_ids):
    if step.startswith("Seq Scan on people_auditentry") or step == "SCAN people_auditentry":
        return True
    return not of_some_ids and (step.startswith("Sort  (") or step == "USE TEMP B-TREE FOR ORDER BY")
