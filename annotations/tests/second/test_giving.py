"""A second answer lies beside the first one, and changes nothing of the image."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from annotations.labeling import comparing
from annotations.models import AnnotationEvent, Claim, SecondAnswer
from exports.versions import builder
from exports.wanted import Wanted
from projects import lifecycle
from tests.support.cast import give_answer

pytestmark = pytest.mark.django_db

LATER = timedelta(minutes=11)


def compare():
    comparing.sweep(timezone.now() + LATER)


def given():
    return list(SecondAnswer.objects.standing().values_list("by__username", "status", "category_ids", "agrees"))


def state(asset):
    asset.refresh_from_db()
    return asset.status, asset.category_ids, asset.revision


def test_it_is_kept_beside_the_first_and_changes_no_image(send, labeled, carol, hat):
    told = send(carol, labeled, "labeled", hat, second=True)
    assert told["result"] == "applied"
    assert given() == [("carol", "labeled", [2], None)]
    assert state(labeled) == ("labeled", [1], 1)
    assert AnnotationEvent.objects.count() == 1


def test_whoever_gave_it_sees_their_own_answer(send, labeled, carol, hat):
    told = send(carol, labeled, "labeled", hat, second=True)["asset"]
    assert (told["status"], told["category_ids"], told["revision"], told["second"]) == ("labeled", [2], 0, True)


def test_no_revision_is_checked(send, labeled, carol, hat):
    assert send(carol, labeled, "labeled", hat, second=True, base_revision=7)["result"] == "applied"


def test_an_answer_that_does_not_say_second_is_one_too_when_it_is_asked_for(send, labeled, carol, hat):
    assert send(carol, labeled, "labeled", hat)["result"] == "applied"
    assert given() == [("carol", "labeled", [2], None)]
    assert state(labeled) == ("labeled", [1], 1)


def test_the_same_operation_again_is_a_duplicate_also_when_others_came_since(send, labeled, carol, dress, hat):
    send(carol, labeled, "labeled", hat, op_id="one", second=True)
    assert send(carol, labeled, "labeled", hat, op_id="one", second=True)["result"] == "duplicate"
    send(carol, labeled, "labeled", dress, op_id="two", second=True)
    assert send(carol, labeled, "labeled", hat, op_id="one", second=True)["result"] == "duplicate"
    assert given() == [("carol", "labeled", [1], None)]


def test_it_is_a_duplicate_once_both_are_compared(send, labeled, carol, dress):
    send(carol, labeled, "labeled", dress, op_id="one", second=True)
    compare()
    assert send(carol, labeled, "labeled", dress, op_id="one", second=True)["result"] == "duplicate"


def test_another_persons_op_id_is_rejected(send, labeled, photos, twice, alice, carol, dave, dress):
    (other,) = photos(1)
    give_answer(other, "labeled", dress, by=alice)
    send(carol, labeled, "labeled", dress, op_id="one", second=True)
    told = send(dave, other, "labeled", dress, op_id="one", second=True)
    assert (told["result"], told["detail"]) == ("rejected", "Another person used this op_id.")


def test_an_op_id_that_was_used_for_another_image_is_rejected_and_the_others_of_its_batch_are_kept(
    api, labeled, photos, alice, carol, dress
):
    other, third = photos(2)
    for photo in (other, third):
        give_answer(photo, "labeled", dress, by=alice)
    operations = [
        {
            "op_id": op_id,
            "asset": asset.pk,
            "base_revision": 0,
            "status": "labeled",
            "category_ids": [1],
            "second": True,
        }
        for op_id, asset in (("same", labeled), ("same", other), ("own", third))
    ]
    for _ in range(2):  # and again, as after an answer that was lost
        told = api(carol).post("projects/wardrobe/answers/", {"operations": operations})
        assert told.status_code == 200
        assert [result["result"] for result in told.json()["results"]][1] == "rejected"
    assert set(SecondAnswer.objects.values_list("op_id", "asset")) == {("same", labeled.pk), ("own", third.pk)}


def test_undo_takes_it_back_until_both_are_compared(send, labeled, carol, dave, hat):
    send(carol, labeled, "labeled", hat, second=True)
    told = send(carol, labeled, "unlabeled", second=True)
    assert (told["result"], told["asset"]["status"]) == ("applied", "unlabeled")
    assert send(dave, labeled, "labeled", hat, second=True)["result"] == "applied"
    told = send(carol, labeled, "labeled", hat, second=True)
    assert (told["result"], told["code"]) == ("rejected", "not_asked")
    compare()
    told = send(dave, labeled, "unlabeled", second=True)
    assert told["code"] == "not_asked"
    assert told["detail"] == "Your answer has been compared with the first one: it stays as it is."


def test_what_is_given_anew_is_compared_with_what_the_first_person_says_by_then(
    send, labeled, alice, carol, dress, hat
):
    send(carol, labeled, "labeled", dress, second=True)
    send(carol, labeled, "unlabeled", second=True)
    give_answer(labeled, "labeled", hat, by=alice)
    send(carol, labeled, "labeled", hat, second=True)
    compare()
    assert given() == [("carol", "labeled", [2], True)]


def test_nobody_is_asked_about_what_they_answered_themselves(send, labeled, alice, hat):
    told = send(alice, labeled, "labeled", hat, second=True)
    assert (told["result"], told["code"]) == ("rejected", "not_asked")
    assert state(labeled) == ("labeled", [1], 1)


def test_reviewers_are_not_asked(send, labeled, bob, hat):
    told = send(bob, labeled, "labeled", hat, second=True)
    assert (told["result"], told["code"]) == ("rejected", "not_asked")


def test_an_unlabeled_image_has_no_second_answer(send, twice, photo, carol, hat):
    assert send(carol, photo, "labeled", hat, second=True)["code"] == "not_asked"
    assert state(photo) == ("unlabeled", [], 0)


def test_it_is_no_approval_and_names_no_unknown_category(send, labeled, carol, hat):
    assert send(carol, labeled, "approved", hat, second=True)["result"] == "rejected"
    told = send(carol, labeled, "labeled", second=True)
    assert (told["result"], told["detail"]) == ("rejected", "Labeled needs a category.")
    assert given() == []


def test_second_is_true_or_false(send, labeled, carol, hat):
    assert send(carol, labeled, "labeled", hat, second="yes")["detail"] == "second is true or false."


def test_it_ends_the_claim_and_a_change_of_the_first_answer_does_not(api, send, labeled, alice, carol, dress, hat):
    api(carol).get("projects/wardrobe/queue/")
    assert Claim.objects.get().user == carol
    give_answer(labeled, "labeled", hat, by=alice)
    assert Claim.objects.get().user == carol
    send(carol, labeled, "labeled", dress, second=True)
    assert not Claim.objects.exists()


# --- compared -------------------------------------------------------------------------------------------------------


def test_the_same_answer_is_recorded_and_changes_nothing(send, labeled, carol, dress):
    send(carol, labeled, "labeled", dress, second=True)
    compare()
    assert given() == [("carol", "labeled", [1], True)]
    assert state(labeled) == ("labeled", [1], 1)


def test_another_answer_sends_the_image_to_review_with_its_own_label(send, labeled, alice, bob, carol, hat):
    send(carol, labeled, "labeled", hat, second=True)
    comparing.sweep(timezone.now())
    assert state(labeled) == ("labeled", [1], 1), "it can still be taken back"
    compare()
    assert given() == [("carol", "labeled", [2], False)]
    assert state(labeled) == ("needs_review", [1], 2)
    event = AnnotationEvent.objects.latest("pk")
    assert event.actor == bob, "who made the project"
    assert event.source["origin"] == "Two people gave different answers."
    assert labeled.annotations.get().created_by == alice


def test_a_label_and_a_skip_differ_and_what_was_skipped_is_found_by_its_issue(
    api, send, twice, photo, alice, bob, carol, hat
):
    give_answer(photo, "skipped", by=alice)
    send(carol, photo, "labeled", hat, second=True)
    compare()
    assert given() == [("carol", "labeled", [2], False)]
    assert state(photo) == ("skipped", [], 1)
    found = api(bob).get("projects/wardrobe/assets/", {"issue": "second"}).json()["results"]
    assert [each["id"] for each in found] == [photo.pk]


def test_two_skips_agree(send, twice, photo, alice, carol):
    give_answer(photo, "skipped", by=alice)
    send(carol, photo, "skipped", second=True)
    compare()
    assert given() == [("carol", "skipped", [], True)]


def test_what_its_giver_doubts_goes_to_review_even_where_both_say_the_same(send, labeled, carol, dress):
    send(carol, labeled, "needs_review", dress, second=True)
    compare()
    assert given() == [("carol", "needs_review", [1], True)]
    assert state(labeled)[0] == "needs_review"


def test_it_is_compared_with_what_the_first_person_said_then(send, labeled, alice, carol, dress, hat):
    send(carol, labeled, "labeled", hat, second=True)
    give_answer(labeled, "labeled", hat, by=alice)
    compare()
    assert given() == [("carol", "labeled", [2], False)]
    assert state(labeled) == ("labeled", [2], 2), "by now both say the same"


def test_an_image_that_was_cleared_waits_for_its_next_answer(send, labeled, alice, carol, dave, dress, hat):
    send(carol, labeled, "labeled", hat, second=True)
    give_answer(labeled, "unlabeled", by=alice)
    compare()
    assert given() == [("carol", "labeled", [2], None)]
    give_answer(labeled, "labeled", hat, by=dave)
    compare()
    assert given() == [("carol", "labeled", [2], True)]
    assert SecondAnswer.objects.get().first_by == dave


def test_who_labels_it_themselves_after_it_was_cleared_has_given_no_second_answer(send, labeled, alice, carol, hat):
    send(carol, labeled, "labeled", hat, second=True)
    give_answer(labeled, "unlabeled", by=alice)
    assert send(carol, labeled, "labeled", hat, base_revision=2)["result"] == "applied"
    assert state(labeled) == ("labeled", [2], 3)
    compare()
    assert given() == []


def test_a_disagreement_is_settled_by_whoever_acts_on_it(api, send, labeled, bob, carol, hat):
    send(carol, labeled, "labeled", hat, second=True)
    compare()
    labeled.refresh_from_db()
    give_answer(labeled, "approved", by=bob)
    assert api(bob).get("projects/wardrobe/assets/", {"issue": "second"}).json()["results"] == []


def test_a_comparison_is_no_look_of_a_reviewer_at_a_label(api, send, labeled, bob, carol, hat):
    send(carol, labeled, "labeled", hat, second=True)
    compare()
    assert state(labeled)[0] == "needs_review"
    told = api(bob).get("projects/wardrobe/mended/").json()
    assert (told["looked_at"], told["sent_back"], told["people"]) == (0, 0, [])


def test_second_answers_are_in_no_version(send, labeled, twice, bob, carol, hat):
    def labels():
        version = builder.request_version(twice, Wanted(statuses=("labeled",)), by=bob)
        builder.build(version.pk)
        version.refresh_from_db()
        return version.labels_hash, list(version.items.values_list("asset", "class_index"))

    before = labels()
    send(carol, labeled, "labeled", hat, second=True)
    assert labels() == before
    assert before[1] == [(labeled.pk, 0)]


# --- what always holds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"by": "dave", "op_id": "other"}, "second_answer_one_per_asset"),
        ({"by": "carol", "op_id": "other", "status": "unlabeled"}, "second_answer_one_per_person"),
        ({"by": "alice", "op_id": "other", "status": "unlabeled"}, "second_answer_by_another_person"),
        ({"by": "dave", "op_id": "one", "status": "unlabeled"}, "op_id"),
        ({"by": "dave", "op_id": "", "status": "unlabeled"}, "second_answer_has_op_id"),
        ({"by": "dave", "op_id": "other", "status": "approved"}, "second_answer_"),
    ],
)
def test_the_database_refuses(send, labeled, alice, carol, dave, hat, changes, constraint):
    send(carol, labeled, "labeled", hat, op_id="one", second=True)
    row = SecondAnswer.objects.get()
    row.pk = None
    who = {"alice": alice, "carol": carol, "dave": dave}
    for name, value in changes.items():
        setattr(row, name, who[value] if name == "by" else value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_share_is_a_whole_number_of_per_cent(api, twice, bob):
    for name, most in (("second_share", 100), ("gold_share", 50)):
        for wrong in (-1, most + 1):
            told = api(bob).patch("projects/wardrobe/", {name: wrong})
            assert told.status_code == 400
            assert told.json()["error"]["fields"] == {
                name: [f"The share is a whole number of per cent, from 0 to {most}."]
            }
    lifecycle.change(twice, second_share=5, gold_share=50, gold_told=True)
    told = api(bob).get("projects/wardrobe/").json()
    assert (told["second_share"], told["gold_share"], told["gold_told"]) == (5, 50, True)
