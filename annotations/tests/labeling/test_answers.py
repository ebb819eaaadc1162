"""Answers: in order, once each, nothing overwritten silently, one transaction a batch."""

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from annotations.labeling import answers, claims
from annotations.models import Annotation, AnnotationEvent, Claim
from assets.models import Asset
from core.exceptions import Refused
from projects import categories, lifecycle
from tests.support.cast import TELLING, at_once, make_photo, refused

pytestmark = pytest.mark.django_db


def operation(asset, status="labeled", ids=None, *, base=0, op_id=None):
    asked = {"op_id": op_id or str(uuid.uuid4()), "asset": asset.pk, "base_revision": base, "status": status}
    return asked if ids is None else asked | {"category_ids": ids}


def send(project, *operations, by):
    return answers.set_answers(project, list(operations), by=by)


def results(project, *operations, by):
    return [result.result for result in send(project, *operations, by=by)]


def state(asset):
    asset = Asset.objects.with_labels().get(pk=asset.pk)
    return asset.status, asset.category_ids, asset.revision


def history(asset):
    return [
        (event.from_status, event.from_category_ids, event.to_status, event.to_category_ids, event.revision)
        for event in asset.events.order_by("revision")
    ]


# --- applied --------------------------------------------------------------------------------------------------------


def test_an_answer_changes_state_label_and_revision_and_is_written_down(photo, dress, alice):
    asked = operation(photo, "labeled", [1], op_id="a-1")
    (result,) = send(photo.project, asked, by=alice)
    assert (result.op_id, result.result, result.detail) == ("a-1", "applied", None)
    assert (result.asset.status, result.asset.category_ids, result.asset.revision) == ("labeled", [1], 1)
    assert state(photo) == ("labeled", [1], 1)
    event = photo.events.get()
    assert (event.actor, event.op_id, event.bulk) == (alice, "a-1", None)
    assert history(photo) == [("unlabeled", [], "labeled", [1], 1)]


def test_answering_again_replaces_the_first_answer(photo, dress, hat, alice):
    send(photo.project, operation(photo, ids=[1]), by=alice)
    send(photo.project, operation(photo, ids=[2], base=1), by=alice)
    assert state(photo) == ("labeled", [2], 2)
    assert Annotation.objects.count() == 1
    assert history(photo) == [("unlabeled", [], "labeled", [1], 1), ("labeled", [1], "labeled", [2], 2)]


def test_skipping_and_clearing_take_the_label_away(photo, dress, alice):
    send(photo.project, operation(photo, ids=[1]), operation(photo, "skipped", base=1), by=alice)
    assert state(photo) == ("skipped", [], 2)
    assert not Annotation.objects.exists()
    send(photo.project, operation(photo, "unlabeled", [], base=2), by=alice)
    assert state(photo) == ("unlabeled", [], 3)


def test_several_on_one_image_in_one_batch_count_the_revision_ahead(photo, dress, hat, alice):
    asked = [
        operation(photo, "labeled", [1], base=0),
        operation(photo, "skipped", [], base=1),
        operation(photo, "labeled", [2], base=2),
        operation(photo, "approved", base=3),
    ]
    answered = send(photo.project, *asked, by=alice)
    assert [result.result for result in answered] == ["applied"] * 4
    assert [result.op_id for result in answered] == [op["op_id"] for op in asked]
    assert {result.asset.revision for result in answered} == {4}  # as it is now
    assert state(photo) == ("approved", [2], 4)
    assert history(photo) == [
        ("unlabeled", [], "labeled", [1], 1),
        ("labeled", [1], "skipped", [], 2),
        ("skipped", [], "labeled", [2], 3),
        ("labeled", [2], "approved", [2], 4),
    ]


def test_answers_of_a_batch_are_told_in_its_order(photos, dress, hat, alice):
    made = photos(5)
    asked = [operation(photo, ids=[1 + n % 2]) for n, photo in enumerate(made)]
    asked.reverse()
    answered = send(made[0].project, *asked, by=alice)
    assert [result.asset.pk for result in answered] == [photo.pk for photo in reversed(made)]
    assert [state(photo) for photo in made] == [("labeled", [1 + n % 2], 1) for n in range(5)]


def test_the_same_answer_again_is_applied_and_counted(photo, dress, alice):
    send(photo.project, operation(photo, ids=[1]), operation(photo, ids=[1], base=1), by=alice)
    assert state(photo) == ("labeled", [1], 2)
    assert history(photo)[1] == ("labeled", [1], "labeled", [1], 2)


def test_relabeling_an_approved_image_takes_the_approval_away(photo, dress, hat, answer, alice, bob):
    answer(photo, "approved", dress, by=bob)
    send(photo.project, operation(photo, "labeled", [2], base=1), by=alice)
    assert state(photo) == ("labeled", [2], 2)


@pytest.mark.parametrize("op_id", ['"', "\\", "%s", "'; --", "[1]", "7", "null", "{}", "$1", "&lt;"])
def test_an_op_id_is_written_down_as_it_was_sent(photo, dress, alice, op_id):
    assert results(photo.project, operation(photo, ids=[1], op_id=op_id), by=alice) == ["applied"]
    assert photo.events.get().op_id == op_id
    assert results(photo.project, operation(photo, ids=[1], op_id=op_id), by=alice) == ["duplicate"]


def test_an_empty_batch_is_answered_with_nothing(project, alice):
    assert send(project, by=alice) == []


# --- who labeled it -------------------------------------------------------------------------------------------------


def test_the_labeler_stays_when_a_reviewer_approves_or_sends_back(photo, dress, answer, alice, bob):
    answer(photo, "labeled", dress, by=alice)
    first = photo.annotations.get()
    for status in ("approved", "needs_review", "labeled"):
        answer(photo, status, by=bob)
        kept = photo.annotations.get()
        assert (kept.pk, kept.created_by, kept.created_at) == (first.pk, alice, first.created_at)


def test_the_labeler_stays_when_the_same_category_is_named_again(photo, dress, answer, alice, bob):
    answer(photo, "labeled", dress, by=alice)
    answer(photo, "approved", dress, by=bob)
    assert photo.annotations.get().created_by == alice


def test_who_changes_the_category_is_the_labeler_from_then_on(photo, dress, hat, answer, alice, bob):
    answer(photo, "labeled", dress, by=alice)
    answer(photo, "approved", hat, by=bob)
    assert photo.annotations.get().created_by == bob


def test_who_changes_the_category_and_changes_it_back_is_its_labeler(photo, dress, hat, answer, alice, bob):
    """However the operations were cut into batches."""
    answer(photo, "labeled", dress, by=alice)
    send(photo.project, operation(photo, ids=[2], base=1), operation(photo, ids=[1], base=2), by=bob)
    assert photo.annotations.get().created_by == bob
    send(photo.project, operation(photo, "skipped", base=3), operation(photo, ids=[1], base=4), by=alice)
    assert photo.annotations.get().created_by == alice
    send(photo.project, operation(photo, ids=[2], base=5), by=bob)
    send(photo.project, operation(photo, ids=[1], base=6), by=bob)
    assert photo.annotations.get().created_by == bob
    assert state(photo) == ("labeled", [1], 7)


# --- claims ---------------------------------------------------------------------------------------------------------


def test_answering_ends_a_claim_whoever_holds_it(photos, dress, alice, bob):
    mine, other = photos(2)
    claims.next_assets(mine.project, user=alice)
    send(mine.project, operation(mine, ids=[1]), by=bob)
    assert [claim.asset for claim in Claim.objects.all()] == [other]
    send(mine.project, operation(other, "skipped"), by=alice)
    assert not Claim.objects.exists()


def test_an_answer_that_was_not_applied_leaves_the_claim(photo, dress, alice, bob):
    claims.next_assets(photo.project, user=alice)
    send(photo.project, operation(photo, ids=[1], base=5), operation(photo, ids=[9]), by=bob)
    assert Claim.objects.get().user == alice


# --- duplicates -----------------------------------------------------------------------------------------------------


def test_sent_again_it_is_a_duplicate_with_the_present_asset(photo, dress, hat, alice, bob):
    asked = operation(photo, ids=[1])
    send(photo.project, asked, by=alice)
    send(photo.project, operation(photo, ids=[2], base=1), by=bob)
    (again,) = send(photo.project, asked, by=alice)
    assert (again.result, again.op_id) == ("duplicate", asked["op_id"])
    assert (again.asset.category_ids, again.asset.revision) == ([2], 2)
    assert state(photo) == ("labeled", [2], 2)
    assert AnnotationEvent.objects.count() == 2


def test_an_op_id_twice_in_one_batch_is_applied_once(photo, dress, hat, alice):
    asked = operation(photo, ids=[1])
    assert results(photo.project, asked, asked, by=alice) == ["applied", "duplicate"]
    assert state(photo) == ("labeled", [1], 1)


def test_a_whole_batch_sent_again_changes_nothing(photos, dress, alice):
    made = photos(3)
    asked = [operation(photo, ids=[1]) for photo in made]
    asked.append(operation(made[0], "skipped", base=1))
    assert results(made[0].project, *asked, by=alice) == ["applied"] * 4
    before = list(AnnotationEvent.objects.values()), [state(photo) for photo in made]
    assert results(made[0].project, *asked, by=alice) == ["duplicate"] * 4
    assert (list(AnnotationEvent.objects.values()), [state(photo) for photo in made]) == before


def test_what_was_lost_on_the_way_back_goes_on_after_the_duplicates(photo, dress, hat, alice):
    """The answer to the first batch was lost: the page sends it again, with one more behind it."""
    first = [operation(photo, ids=[1]), operation(photo, "approved", base=1)]
    send(photo.project, *first, by=alice)
    assert results(photo.project, *first, operation(photo, ids=[2], base=2), by=alice) == [
        "duplicate",
        "duplicate",
        "applied",
    ]
    assert state(photo) == ("labeled", [2], 3)


def test_another_persons_op_id_is_rejected(photo, dress, hat, alice, mallory):
    asked = operation(photo, ids=[1])
    send(photo.project, asked, by=alice)
    (stolen,) = send(photo.project, asked | {"base_revision": 1, "category_ids": [2]}, by=mallory)
    assert (stolen.result, stolen.detail) == ("rejected", "Another person used this op_id.")
    assert stolen.asset.pk == photo.pk
    assert state(photo) == ("labeled", [1], 1)


def test_an_op_id_of_another_project_was_used_before_too(photo, dress, alice, mallory, bob):
    asked = operation(photo, ids=[1])
    send(photo.project, asked, by=alice)
    other = lifecycle.create("Garage", by=bob)
    bike = make_photo(other, by=bob)
    categories.add(other, "Bike")
    stolen = operation(bike, ids=[1], op_id=asked["op_id"])
    assert results(other, stolen, by=mallory) == ["rejected"]
    assert results(other, stolen, by=alice) == ["duplicate"]
    assert state(bike) == ("unlabeled", [], 0)


def test_conflicts_and_rejections_are_not_remembered(photo, dress, alice):
    early = operation(photo, ids=[1], base=1)
    unknown = operation(photo, ids=[9])
    assert results(photo.project, early, by=alice) == ["conflict"]
    assert results(photo.project, unknown, by=alice) == ["rejected"]
    send(photo.project, operation(photo, "skipped"), by=alice)
    assert results(photo.project, early, by=alice) == ["applied"]
    assert results(photo.project, unknown | {"category_ids": [1], "base_revision": 2}, by=alice) == ["applied"]


# --- conflicts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("base", [0, 2, 5])
def test_a_conflict_leaves_the_asset_alone_and_tells_how_it_is(photo, dress, hat, answer, alice, bob, base):
    answer(photo, "labeled", hat, by=bob)
    before = state(photo), history(photo), list(Annotation.objects.values())
    (result,) = send(photo.project, operation(photo, ids=[1], base=base), by=alice)
    assert result.result == "conflict"
    assert result.detail == f"The asset is at revision 1, not {base}."
    assert (result.asset.status, result.asset.category_ids, result.asset.revision) == ("labeled", [2], 1)
    assert (state(photo), history(photo), list(Annotation.objects.values())) == before


def test_after_a_conflict_the_later_ones_on_that_image_wait(photos, dress, hat, answer, alice, bob):
    """Alice counted ahead from revision 0; Bob was faster, so that her second would meet his revision by chance."""
    photo, other = photos(2)
    answer(photo, "skipped", by=bob)
    asked = [
        operation(photo, ids=[1], base=0),
        operation(other, ids=[1], base=0),
        operation(photo, ids=[2], base=1),
        operation(photo, "approved", base=2),
    ]
    answered = send(photo.project, *asked, by=alice)
    assert [result.result for result in answered] == ["conflict", "applied", "conflict", "conflict"]
    assert state(photo) == ("skipped", [], 1)
    assert state(other) == ("labeled", [1], 1)


def test_after_a_rejection_what_was_counted_ahead_is_a_conflict(photo, dress, alice):
    asked = [operation(photo, ids=[9], base=0), operation(photo, "skipped", base=1)]
    assert results(photo.project, *asked, by=alice) == ["rejected", "conflict"]
    assert state(photo) == ("unlabeled", [], 0)


# --- rejected -------------------------------------------------------------------------------------------------------


def test_malformed_operations_are_rejected_one_by_one_while_others_are_applied(photos, dress, alice):
    one, two = photos(2)
    asked = [
        operation(one, ids=[1]),
        {},
        {"op_id": "no asset", "base_revision": 0, "status": "skipped"},
        operation(two) | {"op_id": 5},
        "text",
        None,
        operation(two) | {"category_ids": "1"},
        operation(two) | {"base_revision": "0"},
        operation(two) | {"status": "done"},
        operation(two) | {"op_id": "x" * 65},
        operation(two) | {"op_id": "\ud800"},
        operation(two, ids=[1]),
    ]
    answered = send(one.project, *asked, by=alice)
    assert [result.result for result in answered] == ["applied", *["rejected"] * 10, "applied"]
    assert all(result.detail for result in answered[1:-1])
    assert [result.op_id for result in answered[1:6]] == [None, "no asset", None, None, None]
    assert answered[9].op_id == "x" * 65
    assert answered[10].op_id is None
    assert [state(one), state(two)] == [("labeled", [1], 1)] * 2


def test_an_asset_of_another_project_is_unknown_here(project, dress, alice, bob):
    other = lifecycle.create("Garage", by=bob)
    bike = make_photo(other, by=bob)
    (result,) = send(project, operation(bike, "skipped"), by=alice)
    assert (result.result, result.asset) == ("rejected", None)
    assert result.detail == f"This project has no asset {bike.pk}."
    assert state(bike) == ("unlabeled", [], 0)


def test_a_class_of_another_project_is_unknown_here(photo, dress, alice, bob):
    other = lifecycle.create("Garage", by=bob)
    for name in ("Bike", "Car"):
        categories.add(other, name)
    (result,) = send(photo.project, operation(photo, ids=[2]), by=alice)
    assert (result.result, result.detail) == ("rejected", "This project has no category 2.")


def test_a_retired_category_is_kept_but_not_newly_set(photos, dress, hat, answer, alice, bob):
    kept, other = photos(2)
    answer(kept, "labeled", dress, by=alice)
    categories.retire(dress)
    answered = send(
        kept.project,
        operation(kept, "approved", base=1),
        operation(kept, "labeled", [1], base=2),
        operation(other, "labeled", [1]),
        by=bob,
    )
    assert [result.result for result in answered] == ["applied", "applied", "rejected"]
    assert answered[2].detail == "Category 1 was retired: it can be kept, not newly set."
    assert state(kept) == ("labeled", [1], 3)
    send(kept.project, operation(kept, "labeled", [2], base=3), by=bob)
    assert results(kept.project, operation(kept, "labeled", [1], base=4), by=bob) == ["rejected"]


def test_a_batch_is_bounded(photo, dress, alice):
    asked = [operation(photo, "skipped", base=n) for n in range(501)]
    with pytest.raises(Refused, match="A batch has at most 500 operations."):
        send(photo.project, *asked, by=alice)
    assert state(photo) == ("unlabeled", [], 0)
    assert results(photo.project, *asked[:500], by=alice) == ["applied"] * 500
    assert state(photo) == ("skipped", [], 500)


# --- the database ---------------------------------------------------------------------------------------------------


# Categories, savepoint, assets, events seen; events, update, annotations, claims, end of the savepoint; then what is
# shown: assets, annotations, categories. Where there was a label, it is read and deleted, too.
QUERIES = 12


@pytest.mark.parametrize("count", [3, 30])
def test_a_batch_takes_the_same_queries_for_3_and_for_30(photos, dress, hat, alice, count, django_assert_num_queries):
    made = photos(count)
    fresh = [operation(photo, ids=[1 + n % 2]) for n, photo in enumerate(made)]
    again = [operation(photo, "approved", [2 - n % 2], base=1) for n, photo in enumerate(made)]
    for asked, queries in ((fresh, QUERIES), (again, QUERIES + 2)):
        with django_assert_num_queries(queries + TELLING):
            assert results(made[0].project, *asked, by=alice) == ["applied"] * count


def test_raw_sql_cannot_give_an_image_two_labels(photo, dress, hat, answer, alice):
    answer(photo, "labeled", dress, by=alice)
    assert refused(
        "INSERT INTO annotations_annotation (asset_id, category_id, created_by_id, created_at)"
        " VALUES (%s, %s, %s, CURRENT_TIMESTAMP)",
        photo.pk,
        hat.pk,
        alice.pk,
    )


@pytest.fixture
def event(photo, dress, answer, alice):
    answer(photo, "labeled", dress, by=alice, op_id="a-1")
    return photo.events.get()


@pytest.mark.parametrize(
    "change",
    [
        "to_status = 'approved'",
        "from_status = 'skipped'",
        "actor_id = actor_id + 1",
        "asset_id = asset_id + 1",
        "at = CURRENT_TIMESTAMP",
        "op_id = 'a-2'",
        "revision = 2",
        "to_category_ids = '[2]'",
        "from_category_ids = '[2]'",
        "bulk = NULL",
        "id = id + 100",
        "op_id = op_id",
    ],
)
def test_raw_sql_cannot_change_history(event, change):
    assert refused(f"UPDATE annotations_annotationevent SET {change}")


def like(event, **changes):
    fields = AnnotationEvent.objects.filter(pk=event.pk).values().get() | changes
    fields |= dict.fromkeys(("from_category_ids", "to_category_ids"), "[1]")
    names = ", ".join(fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INTO annotations_annotationevent ({names}) VALUES ({places})", *fields.values()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has INSERT OR REPLACE")
def test_sqlite_cannot_replace_an_event(event):
    for changes in (
        {},
        {"op_id": "a-2", "revision": 2},
        {"id": event.pk + 1, "revision": 2},
        {"id": event.pk + 1, "op_id": "a-2"},
    ):
        sql, *values = like(event, **changes)
        assert refused(f"INSERT OR REPLACE {sql}", *values), changes
    assert AnnotationEvent.objects.get().op_id == "a-1"


def test_raw_sql_can_add_an_event_but_not_twice(event):
    sql, *values = like(event, id=event.pk + 1, op_id="a-2", revision=2)
    assert not refused(f"INSERT {sql}", *values)
    for changes in ({"op_id": "a-1"}, {"revision": 1}, {"op_id": ""}):
        sql, *values = like(event, **({"id": event.pk + 1, "op_id": "a-2", "revision": 2} | changes))
        assert refused(f"INSERT {sql}", *values), changes


def test_saving_an_event_again_is_refused(event):
    with pytest.raises(DatabaseError, match="The history of answers never changes."), transaction.atomic():
        event.save()


def test_a_person_who_answered_is_not_deleted(event, alice):
    with pytest.raises(IntegrityError):
        alice.delete()


# --- at the same moment ---------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_same_operation_sent_twice_at_once_is_applied_once(photo, dress, alice):
    asked = operation(photo, ids=[1])
    told = at_once(*[lambda: results(photo.project, asked, by=alice)] * 4)
    assert sorted(told) == [["applied"], ["duplicate"], ["duplicate"], ["duplicate"]]
    assert history(photo) == [("unlabeled", [], "labeled", [1], 1)]
    assert state(photo) == ("labeled", [1], 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_op_id_for_two_images_at_once_is_applied_once(photos, dress, alice):
    one, two = photos(2)
    asked = operation(one, ids=[1])
    told = at_once(
        lambda: results(one.project, asked, by=alice),
        lambda: results(one.project, asked | {"asset": two.pk}, by=alice),
    )
    assert sorted(told) == [["applied"], ["duplicate"]]
    assert AnnotationEvent.objects.count() == 1
    assert sorted(asset.revision for asset in Asset.objects.all()) == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_of_two_people_racing_for_one_image_one_is_told_of_the_conflict(photo, dress, hat, alice, bob):
    told = at_once(
        lambda: send(photo.project, operation(photo, ids=[1]), by=alice),
        lambda: send(photo.project, operation(photo, ids=[2]), by=bob),
    )
    by_result = {result.result: result for (result,) in told}
    assert set(by_result) == {"applied", "conflict"}
    winner = by_result["applied"].asset.category_ids
    assert by_result["conflict"].asset.category_ids == winner
    assert state(photo) == ("labeled", winner, 1)
    assert photo.annotations.get().created_by == (alice if winner == [1] else bob)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_locks_are_taken_in_one_order_so_that_batches_never_wait_for_each_other(photos, alice):
    made = photos(3)
    with CaptureQueriesContext(connection) as told:
        send(made[0].project, *(operation(photo, "skipped") for photo in reversed(made)), by=alice)
    (lock,) = [query["sql"] for query in told.captured_queries if "FOR NO KEY UPDATE" in query["sql"]]
    assert lock.startswith('SELECT "assets_asset"."id" AS "pk", ')
    assert lock.endswith(" ORDER BY 1 ASC FOR NO KEY UPDATE")


@pytest.mark.django_db(transaction=True)
def test_batches_over_the_same_images_in_opposite_orders_do_not_hang(photos, dress, hat, alice, bob):
    made = photos(20)
    project = made[0].project
    told = at_once(
        lambda: results(project, *(operation(photo, ids=[1]) for photo in made), by=alice),
        lambda: results(project, *(operation(photo, ids=[2]) for photo in reversed(made)), by=bob),
    )
    assert sorted(told) == [["applied"] * 20, ["conflict"] * 20]
    assert AnnotationEvent.objects.count() == 20
