"""Who labeled the images of a version, as the history was when it was requested."""

import json

import pytest
from django.db import connection
from django.db.models import IntegerField, Value

from annotations.labeling import answers, record
from annotations.task_types.base import Answer
from annotations.tests.events.writer import Writer
from assets.states import Status
from exports.models import DatasetVersion
from exports.versions import freezing, label_history
from people.models import AuditEntry
from projects import members

pytestmark = pytest.mark.django_db


def url(version):
    return f"/api/v1/projects/{version.project.slug}/versions/{version.number}/labels.jsonl"


def lines(response):
    assert response.status_code == 200
    return [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]


@pytest.fixture
def give(answer):
    """An answer after so many milliseconds."""

    def give(photo, status, category, *, by, shown_ms=None):
        photo.refresh_from_db()
        operation = {"op_id": f"op-{photo.pk}-{photo.revision}", "asset": photo.pk, "base_revision": photo.revision}
        operation |= {"status": status, "category_ids": [category.public_id] if category else []}
        [done] = answers.set_answers(photo.project, [operation | {"shown_ms": shown_ms}], by=by)
        assert done.result == "applied", done.detail

    return give


def test_each_image_tells_who_labeled_it_how_long_they_looked_and_who_vouched(
    api, give, photos, dress, hat, alice, bob, make_version
):
    one, other = photos(2)
    give(one, "labeled", hat, by=bob, shown_ms=700)
    give(one, "labeled", dress, by=alice, shown_ms=1840)
    give(one, "approved", dress, by=bob, shown_ms=90)
    give(other, "labeled", hat, by=alice)
    give(other, "skipped", None, by=bob)
    give(other, "approved", hat, by=bob, shown_ms=5)
    version = make_version(one.project, by=bob)
    label, approval = one.events.order_by("pk")[1:3]
    [first, second] = lines(api(bob).get(url(version)))
    assert first == {
        "asset": one.pk,
        "sha256": one.sha256,
        "original_name": one.original_name,
        "category_id": dress.public_id,
        "labeled_by": "alice",
        "labeled_at": label.at.isoformat().replace("+00:00", "Z"),
        "shown_ms": 1840,
        "changes": 1,
        "reviewed_by": "bob",
        "reviewed_at": approval.at.isoformat().replace("+00:00", "Z"),
        "events": 3,
    }
    facts = ("asset", "category_id", "labeled_by", "shown_ms", "changes", "reviewed_by", "events")
    assert {name: second[name] for name in facts} == dict(
        zip(facts, (other.pk, hat.public_id, "bob", 5, 1, "bob", 3), strict=True)
    )


def test_what_was_answered_since_is_not_told(api, give, photo, dress, hat, alice, bob, make_version):
    give(photo, "approved", dress, by=bob)
    version = make_version(photo.project, by=bob)
    before = lines(api(bob).get(url(version)))
    give(photo, "approved", hat, by=alice)
    assert lines(api(bob).get(url(version))) == before
    assert version.last_event == photo.events.order_by("pk").first().pk


def test_of_an_image_that_was_answered_in_the_very_moment_nobody_is_named(
    api, give, photo, dress, hat, alice, bob, make_version
):
    """Its label is one that the history up to that moment does not know."""
    give(photo, "approved", hat, by=alice)
    version = make_version(photo.project, by=bob, built=False)
    items = version.items.all()
    assert items.get().class_index == hat.class_index
    from exports.versions import label_history

    told = label_history._told([("alice", photo.created_at, [], [dress.public_id], "approved", 7)], hat.public_id)
    assert (told["labeled_by"], told["shown_ms"], told["reviewed_by"]) == (None, None, None)


def test_an_image_without_a_label_names_nobody(api, photos, give, dress, bob, make_version):
    labeled, bare = photos(2)
    give(labeled, "approved", dress, by=bob)
    version = make_version(labeled.project, by=bob, statuses=("approved", "unlabeled"), include_unlabeled=True)
    told = {line["asset"]: line for line in lines(api(bob).get(url(version)))}
    assert (told[bare.pk]["labeled_by"], told[bare.pk]["category_id"], told[bare.pk]["events"]) == (None, None, 0)


def test_a_version_from_before_says_that_it_does_not_know(api, give, photo, dress, bob, make_version, monkeypatch):
    give(photo, "approved", dress, by=bob)
    version = make_version(photo.project, by=bob)
    from exports.versions import label_history

    version = DatasetVersion.objects.get(pk=version.pk)
    version.last_event = None
    with pytest.raises(label_history.Refused, match="v1 was requested before versions knew"):
        label_history.lines(version)


def test_it_is_for_whoever_may_download_the_version_and_noted(api, give, photo, dress, alice, bob, make_version):
    give(photo, "approved", dress, by=bob)
    version = make_version(photo.project, by=bob)
    lines(api(bob).get(url(version)))
    entry = AuditEntry.objects.get(what=AuditEntry.What.VERSION_DOWNLOADED)
    assert (entry.actor, entry.facts["file"]) == ("bob", "labels.jsonl")
    photo.project.closed = True
    photo.project.save()
    members.put(photo.project, alice, "reviewer")
    assert api(alice).get(url(version)).status_code == 403


def test_a_version_that_is_not_ready_tells_nothing_yet(api, give, photo, dress, bob, make_version):
    give(photo, "approved", dress, by=bob)
    assert api(bob).get(url(make_version(photo.project, by=bob, built=False))).status_code == 409


# --- while others write ---


def test_what_was_approved_in_the_moment_of_the_freeze_names_who_did_where_labeled_ones_are_held_too(
    api, give, photos, dress, hat, alice, bob, make_version, monkeypatch
):
    """It stands in the row, but counts as later than the newest event that everybody sees."""
    one, other = photos(2)
    give(one, "labeled", dress, by=alice, shown_ms=30)
    give(other, "labeled", hat, by=alice)
    seen = freezing.newest_event()
    give(one, "approved", dress, by=bob)
    monkeypatch.setattr(freezing, "newest_event", lambda: seen)
    version = make_version(one.project, by=bob, statuses=("labeled", "approved"))
    first, second = lines(api(bob).get(url(version)))
    facts = ("labeled_by", "shown_ms", "reviewed_by", "changes", "events")
    assert [first[name] for name in facts] == ["alice", 30, "bob", 0, 2]
    assert [second[name] for name in facts] == ["alice", None, None, 0, 1]
    give(one, "labeled", dress, by=alice)
    give(other, "approved", hat, by=bob)
    assert lines(api(bob).get(url(version))) == [first, second]


def test_a_version_from_before_it_kept_revisions_goes_by_the_history_alone(
    give, photo, dress, alice, bob, make_version, monkeypatch
):
    give(photo, "labeled", dress, by=alice)
    give(photo, "approved", dress, by=bob)
    version = make_version(photo.project, by=bob)
    [line] = label_history.lines(version)
    nothing = [Value(None, IntegerField()) if each == "revision" else each for each in label_history.ITEM]
    monkeypatch.setattr(label_history, "ITEM", nothing)
    assert list(label_history.lines(version)) == [line]
    assert line["reviewed_by"] == "bob"


@pytest.fixture
def beside(photos, project):
    """Somebody whose transaction has drawn the number of an answer, to another image, and goes on."""
    [other] = photos(1)
    writer = Writer()
    writer.begins()
    writer.does(label, other)
    yield writer
    writer.ends()


def label(photo):
    rows = record.lock(photo.project, [photo.pk])
    change = record.Change(rows[photo.pk], Answer(Status.LABELED, (1,)), f"op-{photo.pk}-beside")
    record.write(photo.project, [change], by=photo.uploaded_by)


only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="on SQLite whoever writes is alone: nothing is finished beside them"
)


@only_postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statuses", [("approved",), ("labeled", "approved")])
@pytest.mark.parametrize("first", ["labeled", "approved"])
def test_what_was_approved_while_somebody_wrote_elsewhere_names_who_did(
    api, give, photo, dress, hat, alice, bob, make_version, request, first, statuses
):
    """The other answer has the lower number, and is not there yet: what is behind it counts as later."""
    give(photo, first, hat, by=alice)
    beside = request.getfixturevalue("beside")
    give(photo, "labeled", dress, by=alice, shown_ms=30)
    give(photo, "approved", dress, by=bob)
    version = make_version(photo.project, by=bob, statuses=statuses)
    assert version.last_event < photo.events.order_by("pk")[1].pk
    beside.commits()
    [line] = lines(api(bob).get(url(version)))
    facts = ("labeled_by", "shown_ms", "reviewed_by", "changes", "events")
    assert [line[name] for name in facts] == ["alice", 30, "bob", 1, 3]
    give(photo, "approved", hat, by=alice)
    assert lines(api(bob).get(url(version))) == [line]


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_what_was_answered_after_a_version_is_not_told_though_somebody_wrote_beside_it(
    api, give, photo, dress, hat, alice, bob, make_version, request
):
    give(photo, "approved", dress, by=bob)
    request.getfixturevalue("beside")
    version = make_version(photo.project, by=bob)
    give(photo, "approved", hat, by=alice)
    give(photo, "approved", dress, by=alice)
    [line] = lines(api(bob).get(url(version)))
    assert (line["labeled_by"], line["reviewed_by"], line["events"]) == ("bob", "bob", 1)
