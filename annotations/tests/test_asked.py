"""About which classes an image was asked: one labels revision an image, by which a class that came later is not."""

import uuid

import pytest

from annotations.labeling import bulk
from annotations.labeling.answers import set_answers
from annotations.models import Absence, AnnotationEvent
from assets.images import deletion
from projects import categories
from projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def give(alice):
    def give(photo, status, ids=None, **told):
        asset = type(photo).objects.get(pk=photo.pk)
        one = {"op_id": str(uuid.uuid4()), "asset": asset.pk, "base_revision": asset.revision, "status": status, **told}
        (result,) = set_answers(asset.project, [one if ids is None else one | {"category_ids": ids}], by=alice)
        assert result.result == "applied", result.detail
        return result.asset.asked_revision

    return give


@pytest.fixture
def multi(project, dress, hat):
    """The same project where an image takes any number of classes."""
    Project.objects.filter(pk=project.pk).update(task_type="classification_multi")
    project.refresh_from_db()
    return project


def revision(project):
    return Project.objects.values_list("labels_revision", flat=True).get(pk=project.pk)


def test_an_image_that_nobody_answered_was_never_asked(photo, dress):
    assert photo.asked_revision == 0


def test_a_whole_answer_is_about_the_classes_that_the_page_showed(photo, multi, give):
    assert give(photo, "labeled", [1], asked=2) == 2
    assert give(photo, "labeled", [], asked=3) == revision(multi) == 3


def test_a_page_cannot_have_shown_what_there_is_not_yet(photo, multi, give):
    assert give(photo, "labeled", [1], asked=99) == revision(multi)


def test_a_page_from_before_a_class_was_added_does_not_claim_to_have_asked_about_it(photo, multi, give, bob):
    shown = revision(multi)
    scarf = categories.add(multi, "scarf", by=bob)
    assert give(photo, "labeled", [2], asked=shown) == shown < scarf.opened


def test_what_does_not_tell_asks_of_all_classes_where_one_is_chosen_among_them(photo, dress, hat, give):
    assert give(photo, "labeled", [1]) == revision(photo.project)


def test_what_does_not_tell_asks_only_about_what_it_names_where_any_number_is(photo, multi, give):
    assert give(photo, "labeled", [1], asked=3) == 3
    assert give(photo, "labeled", [1, 2]) == 0


@pytest.mark.parametrize("status", ["approved", "needs_review"])
def test_approving_and_sending_back_ask_about_nothing_anew(photo, multi, give, status, bob):
    shown = revision(multi)
    give(photo, "labeled", [1], asked=shown)
    categories.add(multi, "scarf", by=bob)
    assert give(photo, status, asked=revision(multi)) == shown


@pytest.mark.parametrize("status", ["skipped", "unlabeled"])
def test_without_an_answer_there_is_nothing_that_was_asked(photo, multi, give, status):
    give(photo, "labeled", [1], asked=3)
    assert give(photo, status, asked=3) == 0


def test_events_keep_what_it_was_and_is(photo, multi, give):
    give(photo, "labeled", [1], asked=2)
    give(photo, "approved")
    give(photo, "skipped")
    told = AnnotationEvent.objects.order_by("revision").values_list("from_asked", "to_asked")
    assert list(told) == [(0, 2), (2, 2), (2, 0)]


def test_taking_a_bulk_action_back_restores_what_was_asked(photos, multi, give, alice, bob):
    one, two = photos(2)
    give(one, "labeled", [1], asked=2)
    outcome = bulk.set_selected(multi, [(one.pk, None), (two.pk, None)], status="labeled", category_ids=[2], by=alice)
    assert list(multi.assets.order_by("pk").values_list("asked_revision", flat=True)) == [0, 0]
    bulk.undo(multi, outcome.id, by=alice)
    assert list(multi.assets.order_by("pk").values_list("asked_revision", flat=True)) == [2, 0]


@pytest.mark.parametrize("told", ["3", -1, 1.5, True])
def test_what_is_no_revision_is_rejected_and_nothing_is_stored(photo, dress, alice, told):
    one = {"op_id": "x", "asset": photo.pk, "base_revision": 0, "status": "labeled", "category_ids": [1]}
    (result,) = set_answers(photo.project, [one | {"asked": told}], by=alice)
    assert (result.result, result.detail) == ("rejected", "asked is a labels revision: a whole number.")
    photo.refresh_from_db()
    assert (photo.status, photo.asked_revision) == ("unlabeled", 0)


def test_each_other_label_keeps_who_gave_it_and_when(photo, multi, alice, bob):
    def give(by, *ids):
        asset = multi.assets.get(pk=photo.pk)
        one = {"op_id": str(uuid.uuid4()), "asset": asset.pk, "base_revision": asset.revision, "status": "labeled"}
        set_answers(multi, [one | {"category_ids": list(ids)}], by=by)
        return dict(asset.annotations.values_list("category__public_id", "created_by__username"))

    assert give(alice, 1) == {1: "alice"}
    first = photo.annotations.get()
    assert give(bob, 1, 2) == {1: "alice", 2: "bob"}
    assert photo.annotations.get(category__public_id=1).created_at == first.created_at
    assert give(alice, 2) == {2: "bob"}
    assert give(alice, 1, 2) == {1: "alice", 2: "bob"}


# --- what is told -----------------------------------------------------------------------------------------------------


def told(project, photo, user):
    from annotations.browse.serializers import spelled

    found = spelled(project.assets.with_labels().get(pk=photo.pk))
    return {name: found[name] for name in ("answered", "asked_revision", "not_asked") if name in found}


def test_of_an_image_of_several_classes_it_is_told_what_nobody_asked(photos, multi, give, alice, bob):
    answered, none, nothing = photos(3)
    give(answered, "labeled", [1], asked=1)
    give(none, "labeled", [], asked=3)
    assert told(multi, answered, alice) == {"answered": True, "asked_revision": 1, "not_asked": [2]}
    assert told(multi, none, alice) == {"answered": True, "asked_revision": 3, "not_asked": []}
    assert told(multi, nothing, alice) == {"answered": False, "asked_revision": 0, "not_asked": []}


def test_of_an_image_of_one_class_nothing_is_told_of_it(photo, dress, give, alice):
    give(photo, "labeled", [1])
    assert told(photo.project, photo, alice) == {}


def test_what_somebody_looked_for_goes_with_the_image(photo, multi, dress, alice, bob):
    Absence.objects.create(asset=photo, category=dress, by=alice, at=photo.created_at)
    deletion.remove(photo)
    assert not multi.assets.exists()


def test_a_whole_answer_says_by_itself_what_is_absent(photo, multi, dress, hat, give, alice):
    give(photo, "labeled", [1], asked=0)
    Absence.objects.create(asset=photo, category=hat, by=alice, at=photo.created_at)
    give(photo, "approved")
    assert Absence.objects.count() == 1
    give(photo, "labeled", [1], asked=3)
    assert not Absence.objects.exists()
