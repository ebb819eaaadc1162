"""An answer that was accepted is not lost, and what a reviewer decided is not undone by a machine."""

from datetime import timedelta

import pytest
from django.utils import timezone

from annotations.labeling import answers, claims, comparing
from annotations.models import AnnotationEvent, Claim, GoldPicture, SecondAnswer
from annotations.second.agreement import agreement, known_to
from projects import categories, lifecycle, members
from tests.support.cast import TELLING, give_answer

pytestmark = pytest.mark.django_db


def compare():
    comparing.sweep(timezone.now() + timedelta(minutes=11))


def open_issues(api, who):
    found = api(who).get("projects/wardrobe/assets/", {"issue": "second"}).json()["results"]
    return [each["id"] for each in found]


# --- decided before it was compared ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "label", "said"),
    [("approved", None, "approved"), ("labeled", "hat", "labeled"), ("approved", "coat", "approved")],
)
def test_what_a_reviewer_decides_before_both_are_compared_stays_and_settles_it(
    api, send, twice, labeled, bob, carol, hat, status, label, said
):
    coat = categories.add(twice, "Coat")
    send(carol, labeled, "labeled", hat, second=True)
    give_answer(labeled, status, *{"hat": [hat], "coat": [coat], None: []}[label], by=bob)
    before = AnnotationEvent.objects.count()
    compare()
    labeled.refresh_from_db()
    assert (labeled.status, AnnotationEvent.objects.count()) == (said, before)
    assert open_issues(api, bob) == []
    found = agreement(twice)
    assert (found.measure.of, found.measure.same) == (1, 0), "it counts nevertheless"


def test_a_skip_that_a_reviewer_labels_before_both_are_compared_is_settled(
    api, send, twice, photo, alice, bob, carol, hat
):
    give_answer(photo, "skipped", by=alice)
    send(carol, photo, "labeled", hat, second=True)
    give_answer(photo, "labeled", hat, by=bob)
    compare()
    assert open_issues(api, bob) == []


def test_an_approval_from_before_the_second_answer_decides_nothing(api, send, labeled, bob, carol, hat):
    give_answer(labeled, "approved", by=bob)
    send(carol, labeled, "labeled", hat, second=True)
    compare()
    labeled.refresh_from_db()
    assert labeled.status == "needs_review"
    assert open_issues(api, bob) == [labeled.pk]


def test_an_approval_that_was_taken_back_decides_nothing(api, send, labeled, bob, carol, hat):
    send(carol, labeled, "labeled", hat, second=True)
    give_answer(labeled, "approved", by=bob)
    give_answer(labeled, "labeled", by=bob)
    compare()
    labeled.refresh_from_db()
    assert labeled.status == "needs_review"
    assert open_issues(api, bob) == [labeled.pk]


def test_the_first_persons_change_of_mind_decides_nothing(api, send, labeled, alice, bob, carol, hat):
    send(carol, labeled, "labeled", hat, second=True)
    give_answer(labeled, "labeled", hat, by=alice)
    compare()
    assert open_issues(api, bob) == [labeled.pk]


def test_what_was_settled_never_matched_the_issue_at_an_earlier_moment(api, send, photo, alice, bob, carol, dress):
    seen = api(bob).get("projects/wardrobe/assets/", {"issue": "second"}).json()
    give_answer(photo, "labeled", dress, by=alice)
    send(carol, photo, "skipped", second=True)
    give_answer(photo, "approved", by=bob)
    compare()
    bounds = {"max_id": seen["max_id"], "as_of": seen["as_of"]}
    told = (
        api(bob).post("projects/wardrobe/bulk/", {"filter": {"issue": "second"}, "status": "approved"} | bounds).json()
    )
    assert (told["changed"], told["changed_meanwhile"]) == (0, 0)


# --- known pictures -------------------------------------------------------------------------------------------------


@pytest.fixture
def gold(twice, labeled, bob):
    lifecycle.change(twice, second_share=0, gold_share=50)
    twice.refresh_from_db()
    give_answer(labeled, "approved", by=bob)
    GoldPicture.objects.create(
        project=labeled.project, asset=labeled, marked_by=bob, marked_at=timezone.now(), category_ids=[1]
    )
    return labeled


def test_what_was_answered_counts_when_a_picture_is_unmarked_before_it_was_compared(
    api, send, twice, gold, bob, carol, hat
):
    send(carol, gold, "labeled", hat)
    api(bob).post("projects/wardrobe/gold/", {"asset_ids": [gold.pk], "known": False})
    compare()
    assert [(each.username, each.of, each.wrong) for each in known_to(twice)] == [("carol", 1, 1)]


def test_what_was_answered_waits_while_what_is_known_is_in_doubt(send, twice, gold, bob, carol, hat):
    send(carol, gold, "labeled", hat)
    give_answer(gold, "needs_review", by=bob)
    compare()
    assert known_to(twice) == ()
    give_answer(gold, "approved", by=bob)
    compare()
    assert [(each.username, each.of, each.wrong) for each in known_to(twice)] == [("carol", 1, 1)]


def test_an_operation_is_known_also_when_nothing_is_left_to_compare_it_with(send, gold, bob, carol, hat):
    send(carol, gold, "labeled", hat, op_id="one", second=True)
    give_answer(gold, "approved", hat, by=bob)
    compare()
    assert send(carol, gold, "labeled", hat, op_id="one", second=True)["result"] == "duplicate"


# --- retries, and late answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("says_so", [True, False])
def test_a_retry_after_the_share_was_switched_off_is_a_duplicate(send, twice, labeled, carol, dress, hat, says_so):
    send(carol, labeled, "labeled", hat, op_id="one", second=says_so)
    send(carol, labeled, "labeled", dress, op_id="two", second=says_so)
    lifecycle.change(twice, second_share=0)
    for op_id in ("one", "two"):
        assert send(carol, labeled, "labeled", hat, op_id=op_id, second=says_so)["result"] == "duplicate"
    compare()
    assert send(carol, labeled, "labeled", hat, op_id="one", second=says_so)["result"] == "duplicate"


@pytest.mark.parametrize("says_so", [True, False])
def test_a_retry_of_somebody_who_reviews_by_now_is_a_duplicate(send, twice, labeled, carol, hat, says_so):
    send(carol, labeled, "labeled", hat, op_id="one", second=says_so)
    members.put(twice, carol, "reviewer")
    assert send(carol, labeled, "labeled", hat, op_id="one", second=says_so)["result"] == "duplicate"


def test_what_was_asked_while_the_share_was_on_is_kept_when_it_comes_afterwards(api, send, twice, labeled, carol, hat):
    assert [each["id"] for each in api(carol).get("projects/wardrobe/queue/").json()["results"]] == [labeled.pk]
    lifecycle.change(twice, second_share=0)
    told = send(carol, labeled, "labeled", hat, second=True)
    assert told["result"] == "applied"
    compare()
    labeled.refresh_from_db()
    assert (labeled.status, labeled.category_ids) == ("needs_review", [1])
    assert agreement(twice).measure.of == 1
    assert not Claim.objects.exists()


def test_it_is_kept_of_somebody_who_reviews_by_now(api, send, twice, labeled, carol, hat):
    api(carol).get("projects/wardrobe/queue/")
    members.put(twice, carol, "reviewer")
    assert send(carol, labeled, "labeled", hat, second=True)["result"] == "applied"
    labeled.refresh_from_db()
    assert (labeled.status, labeled.category_ids, labeled.revision) == ("labeled", [1], 1)


def test_it_is_taken_back_until_both_are_compared_but_not_changed_once_the_share_is_off(
    send, twice, labeled, carol, dress, hat
):
    send(carol, labeled, "labeled", hat, second=True)
    lifecycle.change(twice, second_share=0)
    assert send(carol, labeled, "labeled", dress, second=True)["code"] == "not_asked", "they see the first one by now"
    assert send(carol, labeled, "unlabeled", second=True)["result"] == "applied"
    assert not SecondAnswer.objects.standing().exists()
    assert send(carol, labeled, "unlabeled", second=True)["code"] == "not_asked"


def test_nobody_who_was_not_asked_answers_a_second_time_once_it_is_off(send, twice, labeled, dave, hat):
    lifecycle.change(twice, second_share=0)
    assert send(dave, labeled, "labeled", hat, second=True)["code"] == "not_asked"


def test_a_known_picture_that_was_handed_out_counts_as_such_when_it_is_off(api, send, twice, gold, photos, carol, hat):
    (other,) = photos(1)
    send(carol, other, "labeled", hat)
    assert gold.pk in [asset.pk for asset in claims.next_assets(twice, user=carol)]
    lifecycle.change(twice, gold_share=0)
    assert send(carol, gold, "labeled", hat, second=True)["result"] == "applied"
    compare()
    gold.refresh_from_db()
    assert gold.status == "approved"
    assert [(each.username, each.wrong) for each in known_to(twice)] == [("carol", 1)]


# --- the database ---------------------------------------------------------------------------------------------------


def batch(assets, status="labeled", ids=(2,), turn=0):
    return [
        {
            "op_id": f"batch-{turn}-{asset.pk}",
            "asset": asset.pk,
            "base_revision": 0,
            "status": status,
            "category_ids": list(ids),
            "second": True,
        }
        for asset in assets
    ]


@pytest.mark.parametrize("count", [3, 30])
def test_a_batch_of_second_answers_takes_as_few_queries_for_30_as_for_3(
    twice, photos, alice, carol, dress, hat, count, django_assert_max_num_queries
):
    made = photos(count)
    give_answer(made, "labeled", dress, by=alice)

    def send(*args, **known):
        results = answers.set_answers(twice, batch(*args, **known), by=carol, only_own=True)
        return [result.result for result in results]

    # Classes; savepoint, assets, annotations, events seen, owners and their labels; given, rights, asked, op_ids,
    # known; histories, insert, claims; end of the savepoint; then what is shown: assets, annotations, categories,
    # rights, hidden, own, categories.
    with django_assert_max_num_queries(24):
        assert send(made) == ["applied"] * count
    with django_assert_max_num_queries(24):
        assert send(made, ids=[1], turn=1) == ["applied"] * count
    assert SecondAnswer.objects.count() == count


@pytest.mark.parametrize("count", [3, 30])
def test_a_comparison_takes_as_few_queries_for_30_as_for_3(
    twice, photos, alice, bob, carol, dress, count, django_assert_max_num_queries
):
    made = photos(count)
    give_answer(made, "labeled", dress, by=alice)
    answers.set_answers(twice, batch(made), by=carol, only_own=True)
    with django_assert_max_num_queries(15 + TELLING):
        compare()
    assert twice.assets.filter(status="needs_review").count() == count


@pytest.mark.parametrize("count", [3, 30])
def test_so_does_a_batch_of_known_pictures_that_are_told_at_once(
    twice, photos, bob, carol, dress, hat, count, django_assert_max_num_queries
):
    made = photos(count)
    give_answer(made, "approved", dress, by=bob)
    now = timezone.now()
    GoldPicture.objects.bulk_create(
        GoldPicture(project=photo.project, asset=photo, marked_by=bob, marked_at=now, category_ids=[1])
        for photo in made
    )
    lifecycle.change(twice, second_share=0, gold_share=50, gold_told=True)
    twice.refresh_from_db()
    with django_assert_max_num_queries(27):
        results = answers.set_answers(twice, batch(made), by=carol, only_own=True)
    assert [result.known.right for result in results] == [False] * count


def test_after_it_was_told_it_is_not_taken_back_in_the_same_batch(twice, gold, carol, hat):
    lifecycle.change(twice, gold_told=True)
    twice.refresh_from_db()
    operations = [*batch([gold]), *batch([gold], "unlabeled", [], turn=1)]
    first, second = answers.set_answers(twice, operations, by=carol, only_own=True)
    assert (first.result, first.known.right, second.result, second.code) == ("applied", False, "rejected", "not_asked")
