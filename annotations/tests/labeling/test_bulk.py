"""One action on many images, and taking it back."""

import uuid

import pytest

from annotations.labeling import bulk, claims, record
from annotations.models import Annotation, AnnotationEvent, Claim
from assets.models import Asset
from core.exceptions import Refused
from projects import categories, lifecycle
from projects.models import Project
from tests.support.cast import TELLING, at_once, make_photo

pytestmark = pytest.mark.django_db


def state(asset):
    asset = Asset.objects.with_labels().get(pk=asset.pk)
    return asset.status, asset.category_ids, asset.revision


def counted(outcome):
    return outcome.changed, outcome.already, outcome.refused, outcome.changed_meanwhile


def select(assets, status, ids=None, *, by, revisions=False):
    chosen = [(asset.pk, asset.revision if revisions else None) for asset in assets]
    return bulk.set_selected(assets[0].project, chosen, status=status, category_ids=ids, by=by)


def match(project, to, ids=None, *, by, as_of=10**9, max_id=10**9, **filters):
    filters = filters or {"status": "labeled"}
    return bulk.set_matching(project, filters, max_id=max_id, as_of=as_of, status=to, category_ids=ids, by=by)


def latest_event():
    return AnnotationEvent.objects.order_by("-pk").first().pk


@pytest.fixture
def labeled(photos, dress, answer, alice):
    """Three images that Alice labeled Dress."""
    made = photos(3)
    answer(made, "labeled", dress, by=alice)
    return made


# --- by number ------------------------------------------------------------------------------------------------------


def test_many_are_approved_at_once_and_their_labeler_stays(labeled, alice, bob):
    outcome = select(labeled, "approved", by=bob)
    assert counted(outcome) == (3, 0, 0, 0)
    assert outcome.reasons == ()
    assert [state(photo) for photo in labeled] == [("approved", [1], 2)] * 3
    assert {label.created_by for label in Annotation.objects.all()} == {alice}


def test_every_change_is_an_event_of_the_one_action(labeled, bob):
    outcome = select(labeled, "needs_review", by=bob)
    events = AnnotationEvent.objects.filter(bulk=outcome.id)
    assert {(event.asset_id, event.actor, event.revision) for event in events} == {
        (photo.pk, bob, 2) for photo in labeled
    }
    assert len({event.op_id for event in events}) == 3
    assert isinstance(outcome.id, uuid.UUID)


def test_those_that_are_so_already_are_left_alone_and_counted(labeled, answer, bob):
    answer(labeled[0], "approved", by=bob)
    outcome = select(labeled, "approved", by=bob)
    assert counted(outcome) == (2, 1, 0, 0)
    assert state(labeled[0]) == ("approved", [1], 2)
    assert labeled[0].events.count() == 2


def test_what_cannot_be_is_refused_with_each_reason_once(photos, dress, hat, answer, alice, bob):
    made = photos(4)
    answer(made[0], "labeled", dress, by=alice)
    outcome = select(made, "approved", by=bob)
    assert counted(outcome) == (1, 0, 3, 0)
    assert outcome.reasons == ("Approved needs a category.",)
    assert [state(photo)[0] for photo in made] == ["approved", "unlabeled", "unlabeled", "unlabeled"]


def test_one_category_can_be_set_on_many(photos, dress, hat, bob):
    made = photos(3)
    assert counted(select(made, "labeled", [2], by=bob)) == (3, 0, 0, 0)
    assert [state(photo) for photo in made] == [("labeled", [2], 1)] * 3


def test_a_retired_category_is_kept_where_it_is_and_refused_elsewhere(labeled, photos, dress, bob):
    categories.retire(dress)
    (fresh,) = photos(1, first=500)
    assert counted(select(labeled, "approved", by=bob)) == (3, 0, 0, 0)
    outcome = select([*labeled, fresh], "labeled", [1], by=bob)
    assert counted(outcome) == (3, 0, 1, 0)
    assert outcome.reasons == ("Category 1 was retired: it can be kept, not newly set.",)


@pytest.mark.parametrize(
    ("status", "ids", "field", "reason"),
    [
        ("done", None, "status", "status is one of unlabeled, labeled, needs_review, approved, skipped."),
        ("labeled", [9], "category_ids", "This project has no category 9."),
        ("labeled", [1, 2], "category_ids", "This project takes one category per image."),
        ("skipped", [1], "category_ids", "Skipped carries no category."),
    ],
)
def test_an_answer_that_no_image_can_have_is_refused_as_a_whole(labeled, hat, bob, status, ids, field, reason):
    beside = bulk.Choice([(labeled[0].pk, None)], "approved")
    wrong = bulk.Choice([(photo.pk, None) for photo in labeled[1:]], status, ids)
    for act in (
        lambda: select(labeled, status, ids, by=bob),
        lambda: bulk.set_each(labeled[0].project, [beside, wrong], by=bob),
        lambda: match(labeled[0].project, status, ids, by=bob),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert (refusal.value.message, refusal.value.field) == (reason, field)
    assert [state(photo) for photo in labeled] == [("labeled", [1], 1)] * 3


def test_another_revision_than_was_seen_is_left_alone(labeled, hat, answer, alice, bob):
    seen = [Asset.objects.get(pk=photo.pk) for photo in labeled]
    answer(labeled[1], "labeled", hat, by=alice)
    outcome = select(seen, "approved", by=bob, revisions=True)
    assert counted(outcome) == (2, 0, 0, 1)
    assert [state(photo) for photo in labeled] == [("approved", [1], 2), ("labeled", [2], 2), ("approved", [1], 2)]


def test_numbers_that_are_not_of_this_project_are_refused(labeled, bob):
    other = make_photo(lifecycle.create("Garage", by=bob), by=bob)
    selected = [(labeled[0].pk, None), (other.pk, None), (10**12, None)]
    outcome = bulk.set_selected(labeled[0].project, selected, status="skipped", category_ids=None, by=bob)
    assert counted(outcome) == (1, 0, 2, 0)
    assert outcome.reasons == ("This project has no such asset (2).",)
    assert state(other) == ("unlabeled", [], 0)


def test_a_number_named_twice_is_changed_once(labeled, bob):
    assert counted(select([labeled[0], labeled[0]], "approved", by=bob)) == (1, 0, 0, 0)
    assert state(labeled[0]) == ("approved", [1], 2)


def test_a_selection_is_bounded(project, bob):
    with pytest.raises(Refused, match="At most 10000 assets can be named; use a filter for more."):
        bulk.set_selected(project, ((n, None) for n in range(10_001)), status="skipped", category_ids=None, by=bob)


def test_an_empty_selection_does_nothing(project, bob):
    outcome = bulk.set_selected(project, [], status="skipped", category_ids=None, by=bob)
    assert counted(outcome) == (0, 0, 0, 0)


def test_claims_end_with_it(photos, dress, alice, bob):
    made = photos(2)
    claims.next_assets(made[0].project, user=alice)
    select(made[:1], "skipped", by=bob)
    assert [claim.asset for claim in Claim.objects.all()] == [made[1]]


# --- two answers in one action ---------------------------------------------------------------------------------------


def test_the_right_ones_are_approved_and_the_wrong_ones_relabeled_in_one_action(labeled, hat, bob):
    project, (one, two, wrong) = labeled[0].project, labeled
    right = bulk.Choice([(one.pk, 1), (two.pk, 1)], "approved")
    outcome = bulk.set_each(project, [right, bulk.Choice([(wrong.pk, 1)], "labeled", [2])], by=bob)
    assert counted(outcome) == (3, 0, 0, 0)
    assert outcome.by_status == {"approved": 2, "labeled": 1}
    assert [state(photo)[:2] for photo in labeled] == [("approved", [1]), ("approved", [1]), ("labeled", [2])]
    assert AnnotationEvent.objects.filter(bulk=outcome.id).count() == 3
    undone = bulk.undo(project, outcome.id, by=bob)
    assert (counted(undone), undone.by_status) == ((3, 0, 0, 0), {"labeled": 3})
    assert [state(photo)[:2] for photo in labeled] == [("labeled", [1])] * 3
    bulk.undo(project, undone.id, by=bob)
    assert [state(photo)[:2] for photo in labeled] == [("approved", [1]), ("approved", [1]), ("labeled", [2])]


def test_history_keeps_whether_an_image_was_on_the_screen_of_who_answered(labeled, bob):
    project, (one, two, three) = labeled[0].project, labeled
    numbers = [(photo.pk, None) for photo in labeled]
    outcome = bulk.set_each(project, [bulk.Choice(numbers, "approved", seen={one.pk: True, two.pk: False})], by=bob)
    events = AnnotationEvent.objects.filter(bulk=outcome.id)
    assert dict(events.values_list("asset_id", "seen")) == {one.pk: True, two.pk: False, three.pk: None}


def test_each_of_two_answers_is_judged_by_itself(labeled, hat, answer, alice, bob):
    answer(labeled[0], "labeled", hat, by=alice)
    categories.retire(hat)
    right = bulk.Choice([(photo.pk, 1) for photo in labeled[:2]], "approved")
    outcome = bulk.set_each(labeled[0].project, [right, bulk.Choice([(labeled[2].pk, 1)], "labeled", [2])], by=bob)
    assert (counted(outcome), outcome.by_status) == ((1, 0, 1, 1), {"approved": 1})
    assert outcome.reasons == ("Category 2 was retired: it can be kept, not newly set.",)


def test_an_image_with_two_answers_at_once_is_refused_and_nothing_changes(labeled, bob):
    choices = [bulk.Choice([(labeled[0].pk, None)], status) for status in ("approved", "needs_review")]
    with pytest.raises(Refused, match="An asset can have one answer only.") as refusal:
        bulk.set_each(labeled[0].project, choices, by=bob)
    assert refusal.value.code == "named_twice"
    assert state(labeled[0]) == ("labeled", [1], 1)


def test_two_selections_are_bounded_together(project, bob):
    halves = [bulk.Choice(((n, None) for n in range(first, first + 5_001)), "skipped") for first in (0, 5_001)]
    with pytest.raises(Refused, match="At most 10000 assets"):
        bulk.set_each(project, halves, by=bob)


# --- what is mended is vouched for ----------------------------------------------------------------------------------


def vouch(assets, ids, *, by, unseen=()):
    """Give these labels, having seen the images but for `unseen`, and answer for them."""
    seen = {asset.pk: asset not in unseen for asset in assets}
    choice = bulk.Choice([(asset.pk, None) for asset in assets], "labeled", ids, seen, vouch=True)
    return bulk.set_each(Project.objects.get(pk=assets[0].project_id), [choice], by=by)


def test_what_a_reviewer_has_seen_and_given_another_class_is_approved_and_undone_as_it_was(labeled, hat, bob):
    outcome = vouch(labeled, [2], by=bob, unseen=labeled[2:])
    assert (counted(outcome), outcome.by_status) == ((3, 0, 0, 0), {"approved": 2, "labeled": 1})
    assert set(outcome.mended) == {labeled[0].pk, labeled[1].pk}
    assert [state(photo) for photo in labeled] == [("approved", [2], 2)] * 2 + [("labeled", [2], 2)]
    told = dict(AnnotationEvent.objects.filter(bulk=outcome.id).values_list("asset", "seen"))
    assert told == {labeled[0].pk: True, labeled[1].pk: True, labeled[2].pk: False}
    undone = bulk.undo(labeled[0].project, outcome.id, by=bob)
    assert (undone.mended, [state(photo) for photo in labeled]) == ((), [("labeled", [1], 3)] * 3)
    bulk.undo(labeled[0].project, undone.id, by=bob)
    assert [state(photo)[:2] for photo in labeled] == [("approved", [2])] * 2 + [("labeled", [2])]


@pytest.mark.parametrize(
    ("before", "ids", "after"),
    [
        (("labeled", [1]), [1], "labeled"),  # says no more than what is known
        (("needs_review", [1]), [1], "approved"),  # was asked about, and is answered
        (("needs_review", [1]), [2], "approved"),
        (("approved", [1]), [1], "approved"),
        (("approved", [1]), [2], "approved"),
        (("skipped", []), [2], "labeled"),  # nobody else has looked at it
        (("unlabeled", []), [2], "labeled"),
    ],
)
def test_what_counts_as_mended(photo, dress, hat, alice, bob, before, ids, after):
    status, present = before
    if status != "unlabeled":
        select([photo], status, present or None, by=alice)
    vouch([photo], ids, by=bob)
    assert state(photo)[:2] == (after, ids)


def test_a_project_may_ask_for_another_look_at_what_was_mended(labeled, hat, project, bob):
    lifecycle.change(project, approve_mended=False)
    outcome = vouch(labeled, [2], by=bob)
    assert (outcome.by_status, outcome.mended) == ({"labeled": 3}, ())


def test_who_does_not_say_so_vouches_for_nothing(labeled, hat, project, bob):
    seen = {photo.pk: True for photo in labeled}
    choice = bulk.Choice([(photo.pk, None) for photo in labeled], "labeled", [2], seen)
    assert bulk.set_each(project, [choice], by=bob).by_status == {"labeled": 3}


def test_mended_ones_stand_beside_those_that_were_right(labeled, hat, project, bob):
    wrong = bulk.Choice([(labeled[0].pk, None)], "labeled", [2], {labeled[0].pk: True}, vouch=True)
    right = bulk.Choice([(photo.pk, None) for photo in labeled[1:]], "approved")
    outcome = bulk.set_each(project, [wrong, right], by=bob)
    assert (outcome.by_status, outcome.mended) == ({"approved": 3}, (labeled[0].pk,))
    assert [state(photo)[:2] for photo in labeled] == [("approved", [2])] + [("approved", [1])] * 2


@pytest.mark.parametrize(("status", "ids"), [("approved", [2]), ("labeled", None), ("needs_review", None)])
def test_only_a_label_is_vouched_for(labeled, hat, project, bob, status, ids):
    choice = bulk.Choice([(labeled[0].pk, None)], status, ids, vouch=True)
    with pytest.raises(Refused) as refusal:
        bulk.set_each(project, [choice], by=bob)
    assert (refusal.value.field, state(labeled[0])) == ("vouch", ("labeled", [1], 1))


# --- by filter ------------------------------------------------------------------------------------------------------


def test_all_that_match_are_changed(labeled, photos, bob):
    photos(2, first=500)
    outcome = match(labeled[0].project, "approved", by=bob, as_of=latest_event())
    assert counted(outcome) == (3, 0, 0, 0)
    assert sorted(Asset.objects.values_list("status", flat=True)) == ["approved"] * 3 + ["unlabeled"] * 2


def test_what_changed_since_the_list_was_seen_is_left_alone_and_counted(labeled, hat, answer, alice, bob):
    as_of = latest_event()
    answer(labeled[1], "labeled", hat, by=alice)
    outcome = match(labeled[0].project, "approved", by=bob, as_of=as_of)
    assert counted(outcome) == (2, 0, 0, 1)
    assert state(labeled[1]) == ("labeled", [2], 2)


def test_what_came_to_match_since_then_is_left_alone(labeled, photos, dress, answer, alice, bob):
    as_of = latest_event()
    (late,) = photos(1, first=500)
    answer(late, "labeled", dress, by=alice)
    outcome = match(labeled[0].project, "approved", by=bob, as_of=as_of)
    assert counted(outcome) == (3, 0, 0, 1)
    assert state(late) == ("labeled", [1], 1)


def test_what_left_the_filter_since_then_is_counted_too(labeled, hat, answer, alice, bob):
    as_of = latest_event()
    answer(labeled[0], "approved", by=alice)
    answer(labeled[1], "skipped", by=alice)
    outcome = match(labeled[0].project, "needs_review", by=bob, as_of=as_of)
    assert counted(outcome) == (1, 0, 0, 2)
    assert [state(photo)[0] for photo in labeled] == ["approved", "skipped", "needs_review"]


def test_what_left_the_filter_before_it_was_seen_is_no_part_of_it(labeled, answer, alice, bob):
    answer(labeled[0], "approved", by=alice)
    assert counted(match(labeled[0].project, "needs_review", by=bob, as_of=latest_event())) == (2, 0, 0, 0)


def test_a_filter_that_does_not_exist_changes_nothing(labeled, bob):
    with pytest.raises(Refused, match="status: Select a valid choice"):
        match(labeled[0].project, "approved", by=bob, status="nonsense")
    assert {state(photo)[0] for photo in labeled} == {"labeled"}


def test_what_changes_between_the_look_and_the_lock_is_left_alone(labeled, hat, answer, alice, bob, monkeypatch):
    lock, as_of = record.lock, latest_event()

    def lock_too_late(project, ids):
        monkeypatch.undo()
        answer(labeled[1], "labeled", hat, by=alice)
        return lock(project, ids)

    monkeypatch.setattr(record, "lock", lock_too_late)
    assert counted(match(labeled[0].project, "approved", by=bob, as_of=as_of)) == (2, 0, 0, 1)
    assert state(labeled[1]) == ("labeled", [2], 2)


def test_events_of_another_project_do_not_matter(labeled, answer, alice, bob):
    as_of = latest_event()
    other = lifecycle.create("Garage", by=bob)
    bike = make_photo(other, by=bob)
    answer(bike, "skipped", by=alice)
    assert counted(match(labeled[0].project, "approved", by=bob, as_of=as_of)) == (3, 0, 0, 0)
    assert state(bike) == ("skipped", [], 1)


def test_bounds_beyond_what_there_is_bind_nothing(labeled, bob):
    assert counted(match(labeled[0].project, "approved", by=bob)) == (3, 0, 0, 0)


# --- undo -----------------------------------------------------------------------------------------------------------


def test_undo_gives_each_its_answer_back(labeled, hat, answer, alice, bob):
    answer(labeled[0], "needs_review", hat, by=alice)
    answer(labeled[1], "skipped", by=alice)
    before = [state(photo)[:2] for photo in labeled]
    outcome = select(labeled, "labeled", [2], by=bob)
    assert counted(outcome) == (3, 0, 0, 0)
    undone = bulk.undo(labeled[0].project, outcome.id, by=bob)
    assert counted(undone) == (3, 0, 0, 0)
    assert [state(photo)[:2] for photo in labeled] == before
    assert undone.id != outcome.id


def test_undoing_the_undo_is_the_redo_and_so_on(labeled, bob):
    project = labeled[0].project
    action = select(labeled, "approved", by=bob)
    for turn in range(4):
        action = bulk.undo(project, action.id, by=bob)
        assert counted(action) == (3, 0, 0, 0)
        expected = "labeled" if turn % 2 == 0 else "approved"
        assert [state(photo)[:2] for photo in labeled] == [(expected, [1])] * 3
    assert [state(photo)[2] for photo in labeled] == [6] * 3


def test_undo_leaves_alone_what_somebody_changed_since(labeled, hat, answer, alice, bob):
    outcome = select(labeled, "approved", by=bob)
    answer(labeled[1], "labeled", hat, by=alice)
    assert counted(bulk.undo(labeled[0].project, outcome.id, by=bob)) == (2, 0, 0, 1)
    assert [state(photo)[:2] for photo in labeled] == [("labeled", [1]), ("labeled", [2]), ("labeled", [1])]


def test_an_action_is_undone_once(labeled, bob):
    outcome = select(labeled, "approved", by=bob)
    bulk.undo(labeled[0].project, outcome.id, by=bob)
    assert counted(bulk.undo(labeled[0].project, outcome.id, by=bob)) == (0, 0, 0, 3)
    assert [state(photo)[:2] for photo in labeled] == [("labeled", [1])] * 3


def test_undo_cannot_bring_a_category_back_that_was_retired_meanwhile(labeled, hat, dress, bob):
    outcome = select(labeled, "labeled", [2], by=bob)
    categories.retire(dress)
    undone = bulk.undo(labeled[0].project, outcome.id, by=bob)
    assert (counted(undone), undone.reasons) == (
        (0, 0, 3, 0),
        ("Category 1 was retired: it can be kept, not newly set.",),
    )


def test_undo_of_nothing_or_of_another_projects_action_is_refused(labeled, bob):
    outcome = select(labeled, "approved", by=bob)
    other = lifecycle.create("Garage", by=bob)
    for project, action in ((other, outcome.id), (labeled[0].project, uuid.uuid4())):
        with pytest.raises(Refused, match="There is no such bulk action in this project.") as refusal:
            bulk.undo(project, action, by=bob)
        assert refusal.value.code == "not_found"


# --- the database ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [3, 30])
def test_a_bulk_action_takes_the_same_queries_for_3_and_for_30(
    photos, dress, hat, answer, alice, bob, count, django_assert_num_queries
):
    made = photos(count)
    answer(made, "labeled", dress, by=alice)
    project = made[0].project
    # Savepoint, assets, annotations, classes, events, update, delete, keys, annotations, claims, end of the savepoint;
    # a filter asks before: which, whether they changed since, and what changed since then; an undo: the events.
    with django_assert_num_queries(11 + TELLING):
        outcome = select(made, "approved", [2], by=bob)
    with django_assert_num_queries(12 + TELLING):
        bulk.undo(project, outcome.id, by=bob)
    as_of = latest_event()
    with django_assert_num_queries(15 + TELLING):  # and a savepoint around it
        assert match(project, "approved", [2], by=bob, as_of=as_of).changed == count


@pytest.mark.django_db(transaction=True)
def test_two_actions_on_the_same_images_at_once_come_one_after_the_other(labeled, hat, alice, bob):
    seen = [Asset.objects.get(pk=photo.pk) for photo in labeled]
    outcomes = at_once(
        lambda: select(seen, "approved", by=alice, revisions=True),
        lambda: select(list(reversed(seen)), "labeled", [2], by=bob, revisions=True),
    )
    assert sorted(counted(outcome) for outcome in outcomes) == [(0, 0, 0, 3), (3, 0, 0, 0)]
    assert len({state(photo)[0] for photo in labeled}) == 1
    assert [state(photo)[2] for photo in labeled] == [2] * 3


@pytest.mark.django_db(transaction=True)
def test_the_same_undo_twice_at_once_is_done_once(labeled, bob):
    outcome = select(labeled, "approved", by=bob)
    undone = at_once(*[lambda: bulk.undo(labeled[0].project, outcome.id, by=bob)] * 2)
    assert sorted(counted(one) for one in undone) == [(0, 0, 0, 3), (3, 0, 0, 0)]
