"""The one writer of answers: all of a change or nothing, in order, and no more statements for many than for one."""

import itertools

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from annotations.labeling import answers, bulk, claims, record
from annotations.models import Annotation, AnnotationEvent, Claim
from annotations.task_types.base import Answer
from assets.models import Asset
from assets.states import Status
from projects import lifecycle
from tests.support.cast import TELLING, make_photo

pytestmark = pytest.mark.django_db

ASKED = 3  # the labels revision of a project whose two classes were added one by one
DRESS, HAT = Answer(Status.LABELED, (1,)), Answer(Status.LABELED, (2,))


numbers = itertools.count()


def write(project, *steps, by):
    """Give assets answers, one after the other: `(photo, answer)` each."""
    with transaction.atomic():
        rows, changes = record.lock(project, [photo.pk for photo, _ in steps]), []
        for photo, answer in steps:
            change = record.Change(rows[photo.pk], answer, f"step-{next(numbers)}")
            rows[photo.pk] = change.done()
            changes.append(change)
        record.write(project, changes, by=by)
    return rows


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Asset, Annotation, AnnotationEvent, Claim)]


# --- reading --------------------------------------------------------------------------------------------------------


def test_assets_are_read_with_their_answers_in_the_order_of_their_numbers(photos, dress, hat, answer, alice):
    one, two, three = photos(3)
    answer(two, "approved", hat, by=alice)
    answer(three, "skipped", by=alice)
    rows = record.read(one.project, [three.pk, one.pk, two.pk, one.pk])
    assert list(rows.values()) == [
        record.Row(one.pk, 0, Answer(Status.UNLABELED)),
        record.Row(two.pk, 1, Answer(Status.APPROVED, (2,)), ASKED),
        record.Row(three.pk, 1, Answer(Status.SKIPPED)),
    ]
    with transaction.atomic():
        assert record.lock(one.project, (pk for pk in (two.pk, one.pk))) == {pk: rows[pk] for pk in (one.pk, two.pk)}


def test_what_is_not_of_the_project_is_not_read(photo, bob):
    bike = make_photo(lifecycle.create("Garage", by=bob), by=bob)
    assert list(record.read(photo.project, [bike.pk, photo.pk, 10**12])) == [photo.pk]
    assert record.read(photo.project, []) == {}


# --- writing --------------------------------------------------------------------------------------------------------


def test_what_was_written_is_read_again(photos, dress, hat, alice):
    one, two = photos(2)
    skipped, approved = Answer(Status.SKIPPED), Answer(Status.APPROVED, (2,))
    steps = [(one, DRESS), (two, HAT), (one, skipped), (two, approved), (one, HAT)]
    assert write(one.project, *steps, by=alice) == {
        one.pk: record.Row(one.pk, 3, HAT),
        two.pk: record.Row(two.pk, 2, approved),
    }
    assert record.read(one.project, [one.pk, two.pk]) == {
        one.pk: record.Row(one.pk, 3, HAT),
        two.pk: record.Row(two.pk, 2, approved),
    }


def test_events_get_their_numbers_in_the_order_of_the_changes(photos, dress, hat, alice):
    made = photos(3)
    steps = [(photo, answer) for answer in (DRESS, HAT) * 100 for photo in reversed(made)]
    write(made[0].project, *steps, by=alice)
    events = AnnotationEvent.objects.order_by("pk").values_list("asset_id", "revision")
    assert list(events) == [(photo.pk, turn) for turn in range(1, 201) for photo in reversed(made)]


def test_an_annotation_and_its_event_are_of_one_person_and_one_moment(photo, dress, alice):
    before = timezone.now()
    write(photo.project, (photo, DRESS), by=alice)
    label, event = Annotation.objects.get(), AnnotationEvent.objects.get()
    assert (label.created_by, label.created_at) == (event.actor, event.at) == (alice, event.at)
    assert before <= event.at <= timezone.now()


def test_other_images_keep_their_labels_claims_and_revisions(photos, dress, hat, answer, alice, bob):
    changed, labeled, claimed = photos(3)
    answer(labeled, "labeled", dress, by=bob)
    claims.next_assets(changed.project, user=bob)
    write(changed.project, (changed, HAT), by=alice)
    assert record.read(changed.project, [labeled.pk, claimed.pk]) == {
        labeled.pk: record.Row(labeled.pk, 1, DRESS, ASKED),
        claimed.pk: record.Row(claimed.pk, 0, Answer(Status.UNLABELED)),
    }
    assert labeled.annotations.get().created_by == bob
    assert [claim.asset for claim in Claim.objects.all()] == [claimed]


def test_no_changes_ask_the_database_nothing(project, alice, django_assert_num_queries):
    with django_assert_num_queries(0):
        record.write(project, [], by=alice)


@pytest.mark.parametrize("count", [1, 30])
def test_a_write_takes_the_same_statements_for_1_and_for_30(photos, dress, alice, count, django_assert_num_queries):
    made = photos(count)
    # Savepoint, assets; history, assets, keys, annotations, claims; end. Nothing had a label that would be read or go.
    with django_assert_num_queries(8 + TELLING):
        write(made[0].project, *((photo, DRESS) for photo in made), by=alice)
    approved = Answer(Status.APPROVED, (1,))
    with django_assert_num_queries(7 + TELLING):  # the annotations are left alone
        write(made[0].project, *((photo, approved) for photo in made), by=alice)


# --- all or nothing -------------------------------------------------------------------------------------------------

WRITES = [
    "INSERT INTO annotations_annotationevent",
    "UPDATE assets_asset",
    "DELETE FROM annotations_annotation",
    "INSERT INTO annotations_annotation",
    "DELETE FROM annotations_claim",
]


def operation(photo, revision):
    fields = {"op_id": f"op-{photo.pk}", "asset": photo.pk, "base_revision": revision}
    return fields | {"status": "labeled", "category_ids": [2]}


def set_them(labeled, claimed, by):
    return answers.set_answers(labeled.project, [operation(labeled, 1), operation(claimed, 0)], by=by)


def set_in_bulk(labeled, claimed, by):
    selected = [(labeled.pk, 1), (claimed.pk, 0)]
    return bulk.set_selected(labeled.project, selected, status="labeled", category_ids=[2], by=by)


@pytest.mark.parametrize("statement", WRITES)
@pytest.mark.parametrize("verb", [set_them, set_in_bulk])
def test_when_the_server_dies_at_a_statement_nothing_was_written(
    photos, hat, dress, answer, alice, bob, verb, statement
):
    labeled, claimed = photos(2)
    answer(labeled, "labeled", dress, by=bob)
    claims.next_assets(labeled.project, user=bob)
    before, died = everything(), []

    def die(execute, sql, *args):
        if sql.replace('"', "").startswith(f"{statement} "):
            died.append(sql)
            raise DatabaseError("the server died")
        return execute(sql, *args)

    with pytest.raises(DatabaseError, match="the server died"), connection.execute_wrapper(die):
        verb(labeled, claimed, by=alice)
    assert len(died) == 1
    assert everything() == before
    verb(labeled, claimed, by=alice)
    assert record.read(labeled.project, [labeled.pk, claimed.pk]) == {
        labeled.pk: record.Row(labeled.pk, 2, HAT, ASKED),
        claimed.pk: record.Row(claimed.pk, 1, HAT, ASKED),
    }
    assert not Claim.objects.exists()
