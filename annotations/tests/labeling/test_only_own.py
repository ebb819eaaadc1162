"""Labelers answer, and change what they answered themselves; the rest takes a reviewer."""

from itertools import count

import pytest
from django.contrib.auth.models import Group

from annotations.models import AnnotationEvent
from projects import lifecycle, members

pytestmark = pytest.mark.django_db

APPROVES = "Only reviewers approve, and change what is approved."
OTHERS = "Only reviewers change what others answered."


@pytest.fixture
def labeler(project, alice):
    """Alice, who labels in a closed project and does nothing else."""
    members.put(project, alice, "labeler")
    lifecycle.change(project, closed=True)
    return alice


@pytest.fixture
def send(api, project, labeler):
    """Send answers as the labeler; (result, detail) of each."""

    numbers = count()

    def send(*answers):
        operations = [
            {"op_id": f"own-{next(numbers)}", "asset": asset.pk, "base_revision": revision, "status": status, **labels}
            for asset, revision, status, labels in answers
        ]
        told = api(labeler).post("projects/wardrobe/answers/", {"operations": operations})
        assert told.status_code == 200
        return [(each["result"], each.get("detail")) for each in told.json()["results"]]

    return send


def as_label(category):
    return {"category_ids": [category.public_id]}


def test_a_labeler_answers_what_nobody_has_answered_and_changes_it_afterwards(send, photo, dress, hat):
    assert (
        send(
            (photo, 0, "labeled", as_label(dress)),
            (photo, 1, "labeled", as_label(hat)),
            (photo, 2, "needs_review", {}),
            (photo, 3, "skipped", {"category_ids": []}),
            (photo, 4, "unlabeled", {"category_ids": []}),
            (photo, 5, "labeled", as_label(dress)),
        )
        == [("applied", None)] * 6
    )


def test_what_a_labeler_skipped_or_got_back_is_still_theirs(send, photo, answer, labeler, bob, dress, hat):
    answer(photo, "skipped", by=labeler)
    assert send((photo, 1, "labeled", as_label(dress))) == [("applied", None)]
    answer(photo, "needs_review", by=bob)
    assert send((photo, 3, "labeled", as_label(hat))) == [("applied", None)]


@pytest.mark.parametrize("status", ["labeled", "needs_review", "skipped", "unlabeled"])
def test_what_others_answered_takes_a_reviewer(send, photo, answer, mallory, dress, hat, status):
    answer(photo, "labeled", hat, by=mallory)
    labels = as_label(dress) if status == "labeled" else {"category_ids": []} if status != "needs_review" else {}
    assert send((photo, 1, status, labels)) == [("rejected", OTHERS)]


def test_what_others_skipped_takes_a_reviewer(send, photo, answer, mallory, dress):
    answer(photo, "skipped", by=mallory)
    assert send((photo, 1, "labeled", as_label(dress))) == [("rejected", OTHERS)]


def test_approving_takes_a_reviewer_also_of_ones_own_answer(send, photo, dress):
    assert send((photo, 0, "labeled", as_label(dress)), (photo, 1, "approved", {})) == [
        ("applied", None),
        ("rejected", APPROVES),
    ]


def test_what_is_approved_takes_a_reviewer_also_where_the_label_is_ones_own(send, photo, answer, labeler, bob, dress):
    answer(photo, "labeled", dress, by=labeler)
    answer(photo, "approved", by=bob)
    assert send((photo, 2, "labeled", as_label(dress))) == [("rejected", APPROVES)]


def test_what_is_refused_is_not_written(send, photo, answer, mallory, dress, hat):
    answer(photo, "labeled", hat, by=mallory)
    send((photo, 1, "labeled", as_label(dress)))
    assert AnnotationEvent.objects.count() == 1


def test_of_a_batch_only_what_is_others_is_refused(send, photos, answer, mallory, dress, hat):
    theirs, mine, also_mine = photos(3)
    answer(theirs, "labeled", hat, by=mallory)
    assert send(
        (mine, 0, "labeled", as_label(dress)),
        (theirs, 1, "labeled", as_label(dress)),
        (also_mine, 0, "labeled", as_label(dress)),
    ) == [("applied", None), ("rejected", OTHERS), ("applied", None)]


@pytest.mark.parametrize("group", ["reviewer", "manager", None])
def test_whoever_may_review_changes_what_others_answered(
    api, project, photo, answer, mallory, alice, hat, dress, group
):
    if group:
        alice.groups.add(Group.objects.get_or_create(name=group)[0])
    answer(photo, "labeled", hat, by=mallory)
    operation = {"op_id": "a", "asset": photo.pk, "base_revision": 1, "status": "approved", **as_label(dress)}
    told = api(alice).post("projects/wardrobe/answers/", {"operations": [operation]})
    assert told.json()["results"][0]["result"] == "applied"


def test_a_right_that_was_taken_away_counts_at_the_next_request(api, project, photo, labeler, dress):
    operation = {"op_id": "a", "asset": photo.pk, "base_revision": 0, "status": "labeled", **as_label(dress)}
    program = api(labeler)
    assert program.get("projects/wardrobe/queue/").status_code == 200
    members.remove(project, "alice")
    assert program.post("projects/wardrobe/answers/", {"operations": [operation]}).status_code == 404
    members.put(project, labeler, "labeler")
    told = program.post("projects/wardrobe/answers/", {"operations": [operation]})
    assert told.json()["results"][0]["result"] == "applied"


def test_bulk_actions_are_for_reviewers(api, labeler, photo):
    answer = api(labeler).post("projects/wardrobe/bulk/", {"asset_ids": [photo.pk], "status": "skipped"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "permission_denied")
