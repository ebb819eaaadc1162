"""The same drawn labels judged by another reviewer, who does not see what the first said, and how far both agree."""

from collections import Counter

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from annotations.checks import sample_checks, second
from annotations.models import SampleCheck, SecondJudgement
from annotations.statistics import agreement
from assets.models import Asset
from core.exceptions import Refused
from tests.support.cast import at_once, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(photos, project, dress, hat, answer, alice, bob):
    """Bob's check of eight labels, all that there are; nothing is judged yet."""
    made = photos(8)
    answer(made[:5], "labeled", dress, by=alice)
    answer(made[5:], "labeled", hat, by=alice)
    return sample_checks.start(project, by=bob, seed=3)


def drawn(check):
    return [item["asset"] for item in check.items]


def judged(check, by, wrong=()):
    return sample_checks.judge(check, {asset: asset not in wrong for asset in drawn(check)}, by=by)


def judged_again(check, by, wrong=()):
    own = second.begin(check, by=by)
    return second.judge(own, {asset: asset not in wrong for asset in drawn(check)}, by=by)


def test_another_reviewer_judges_the_same_images_in_the_same_order_and_sees_no_verdict(check, alice, bob):
    judged(check, bob, wrong=drawn(check)[:2])
    own = second.begin(SampleCheck.objects.get(), by=alice)
    items = second.items_of(own)
    assert [item["asset"] for item in items] == drawn(check)
    assert {item["right"] for item in items} == {None}


def test_both_results_have_a_bound_and_that_of_the_check_stays_the_firsts(check, alice, bob):
    first, *_ = drawn(check)
    done = judged(check, bob)
    own = judged_again(done, alice, wrong=[first])
    assert (own.wrong, own.upper_bound) == (1, 1 / 8)
    check.refresh_from_db()
    assert (check.wrong, check.upper_bound, check.finished_at) == (0, 0, done.finished_at)
    assert sample_checks.latest(check.project) == check


def test_the_second_may_be_done_before_the_first(check, alice, bob):
    own = judged_again(check, alice)
    assert own.finished_at
    assert second.compared(check) == []
    (found,) = second.compared(judged(check, bob))
    assert found.observed == 1


def test_agreement_kappa_and_where_they_differ_are_told(check, alice, bob):
    one, two, three, *_ = drawn(check)
    done = judged(check, bob, wrong=[one, two])
    judged_again(done, alice, wrong=[two, three])
    (found,) = second.compared(done)
    assert found.table == {(True, True): 5, (True, False): 1, (False, True): 1, (False, False): 1}
    assert (found.observed, found.same) == (6 / 8, 6)
    assert found.kappa == pytest.approx((0.75 - 0.625) / (1 - 0.625))
    assert found.kappa_interval == agreement.kappa_interval(found.table)
    assert [(item["asset"], item["right"], right) for item, right in found.apart] == [
        (one, False, True),
        (three, True, False),
    ]
    assert found.rows == [("right", [5, 1]), ("wrong", [1, 1])]


def test_where_neither_found_one_wrong_there_is_no_kappa(check, alice, bob):
    done = judged(check, bob)
    judged_again(done, alice)
    (found,) = second.compared(done)
    assert (found.observed, found.kappa, found.kappa_interval, found.apart) == (1, None, None, [])


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_whatever_both_said_is_counted_once(said):
    check = SampleCheck(size=len(said), items=[{"asset": at, "right": right} for at, (right, _) in enumerate(said)])
    found = second._compared(check, SecondJudgement(verdicts=[right for _, right in said]))
    assert Counter({cell: count for cell, count in found.table.items() if count}) == Counter(said)
    assert found.same + len(found.apart) == len(said)
    assert found.observed == found.same / len(said)


def test_it_is_finished_by_its_last_judgement_and_never_changes_then(check, alice, bob):
    own = second.begin(check, by=alice)
    first, *rest = drawn(check)
    second.judge(own, dict.fromkeys(rest, True), by=alice)
    second.judge(own, {first: True}, by=alice)
    assert second.judge(own, {first: True}, by=alice).wrong == 0  # sent twice
    with pytest.raises(Refused, match="finished"):
        second.judge(own, {first: False}, by=alice)
    assert refused("UPDATE annotations_secondjudgement SET wrong = 3")
    assert refused("UPDATE annotations_secondjudgement SET finished_at = NULL, wrong = NULL, upper_bound = NULL")


def test_half_a_result_is_refused_by_the_database(check, alice):
    second.begin(check, by=alice)
    assert refused("UPDATE annotations_secondjudgement SET wrong = 0")
    assert refused("UPDATE annotations_secondjudgement SET finished_at = CURRENT_TIMESTAMP")


def test_nobody_is_a_second_judge_of_their_own_check(check, bob):
    with pytest.raises(Refused, match="your own check"):
        second.begin(check, by=bob)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondJudgement.objects.create(
            sample_check=check, created_by=bob, created_at=check.created_at, verdicts=[None] * 8
        )


def test_each_person_judges_it_once(check, alice):
    assert second.begin(check, by=alice) == second.begin(check, by=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondJudgement.objects.create(
            sample_check=check, created_by=alice, created_at=check.created_at, verdicts=[None] * 8
        )


def test_nobody_judges_in_another_ones_judgement(check, alice, mallory):
    own = second.begin(check, by=alice)
    with pytest.raises(Refused, match="Somebody else"):
        second.judge(own, {drawn(check)[0]: True}, by=mallory)


def test_an_image_that_was_not_drawn_cannot_be_judged(check, alice):
    with pytest.raises(Refused, match="Image 0 is not part"):
        second.judge(second.begin(check, by=alice), {0: True}, by=alice)


def test_who_may_judge_it_yet_sees_no_verdict_until_that_is_done(check, alice, bob, mallory):
    assert [second.is_blind(check, user) for user in (bob, alice, mallory)] == [False, True, True]
    done = judged(check, bob)
    own = second.begin(done, by=alice)
    assert [second.is_blind(done, user) for user in (bob, alice, mallory)] == [False, True, False]
    second.judge(own, dict.fromkeys(drawn(check), True), by=alice)
    assert not second.is_blind(done, alice)


def test_who_is_judging_the_same_labels_sees_no_result_of_them(api, client, check, alice, bob):
    done = judged(check, bob)
    second.begin(done, by=alice)
    calls = api(alice)
    (listed,) = calls.get("projects/wardrobe/checks/").json()["results"]
    for told in (listed, calls.get(f"projects/wardrobe/checks/{done.pk}/").json()):
        assert (told["wrong"], told["upper_bound"]) == (None, None)
    client.force_login(alice)
    for address in ("checks/", "review/", "?part=numbers"):
        assert "of the labels are wrong" not in client.get(f"/projects/wardrobe/{address}").content.decode()
    client.force_login(bob)
    assert "of the labels are wrong" in client.get("/projects/wardrobe/checks/").content.decode()


def test_what_they_differ_on_is_sent_back_but_not_what_changed(check, hat, answer, alice, bob):
    one, two, *_ = drawn(check)
    done = judged(check, bob, wrong=[one])
    judged_again(done, alice, wrong=[two])
    answer(Asset.objects.get(pk=two), "approved", by=alice)
    outcome = second.send_back(done, by=bob)
    assert (outcome.changed, outcome.changed_meanwhile) == (1, 1)
    assert Asset.objects.get(pk=one).status == "needs_review"


def test_where_they_agree_there_is_nothing_to_send_back(check, alice, bob):
    done = judged(check, bob)
    judged_again(done, alice)
    with pytest.raises(Refused, match="Nobody judged a label differently"):
        second.send_back(done, by=bob)


@pytest.mark.django_db(transaction=True)
def test_judgements_that_come_at_the_same_moment_are_all_kept(check, alice):
    own = second.begin(check, by=alice)
    at_once(*(lambda asset=asset: second.judge(own, {asset: True}, by=alice) for asset in drawn(check)))
    own.refresh_from_db()
    assert own.verdicts == [True] * 8
    assert own.wrong == 0


@pytest.mark.django_db(transaction=True)
def test_who_begins_twice_at_the_same_moment_has_begun_once(check, alice):
    one, other = at_once(lambda: second.begin(check, by=alice), lambda: second.begin(check, by=alice))
    assert one == other
