"""Sample checks: labels drawn at random, judged one by one, and what that says about all."""

import pytest

from annotations.checks import sample_checks
from annotations.models import SampleCheck
from assets.models import Asset
from core.exceptions import Refused
from tests.support.cast import at_once, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def labeled(photos, dress, hat, answer, alice):
    """Six images with the label Dress, two with Hat, of which one is approved, and one without."""
    made = photos(9)
    answer(made[:6], "labeled", dress, by=alice)
    answer(made[6], "labeled", hat, by=alice)
    answer(made[7], "approved", hat, by=alice)
    return made


def drawn(check):
    return [item["asset"] for item in check.items]


def judge_all(check, by, wrong=()):
    return sample_checks.judge(check, {asset: asset not in wrong for asset in drawn(check)}, by=by)


def test_a_check_draws_labeled_images_of_every_category_in_proportion(labeled, project, bob):
    check = sample_checks.start(project, by=bob, size=4)
    assert (check.size, check.population) == (4, 8)
    assert sorted(item["category_id"] for item in check.items) == [1, 1, 1, 2]
    assert set(drawn(check)) <= {photo.pk for photo in labeled[:8]}
    assert all(item["right"] is None for item in check.items)


def test_the_same_seed_draws_the_same_images(labeled, project, bob, alice):
    first = sample_checks.start(project, by=bob, size=4, seed=7)
    again = sample_checks.start(project, by=alice, size=4, seed=7)
    assert drawn(first) == drawn(again)
    assert any(drawn(sample_checks.start(project, by=bob, size=4, seed=seed)) != drawn(first) for seed in range(8, 12))


def test_where_there_are_fewer_all_are_drawn(labeled, project, bob):
    assert sample_checks.start(project, by=bob, size=125).size == 8


def test_with_more_categories_than_images_every_label_may_come(labeled, project, bob):
    seen = {drawn(sample_checks.start(project, by=bob, size=1, seed=seed))[0] for seed in range(80)}
    assert seen == {photo.pk for photo in labeled[:8]}


def test_a_finished_check_tells_of_each_category_and_where_it_tells_nothing(labeled, project, bob):
    check = sample_checks.start(project, by=bob, size=4, seed=3)
    wrong = [item["asset"] for item in check.items if item["category_id"] == 1][:1]
    check = judge_all(check, bob, wrong)
    assert check.strata == {"1": 6, "2": 2}
    hats, dresses = sorted(sample_checks.by_category(check), key=lambda each: -each.category_id)
    assert (dresses.drawn, dresses.population, dresses.wrong, dresses.tells) == (3, 6, 1, False)
    assert (hats.drawn, hats.population, hats.wrong, hats.bound) == (1, 2, 0, 0.5)
    whole = judge_all(sample_checks.start(project, by=bob), bob, wrong)
    assert [(each.category_id, each.bound, each.tells) for each in sample_checks.by_category(whole)] == [
        (1, 1 / 6, True),
        (2, 0, True),
    ]


def test_a_check_from_before_tells_of_no_category(labeled, project, bob):
    check = judge_all(sample_checks.start(project, by=bob), bob)
    check.strata = None
    assert sample_checks.by_category(check) == []


def test_only_the_chosen_states_are_drawn_from(labeled, project, bob):
    check = sample_checks.start(project, by=bob, statuses=["approved"])
    assert drawn(check) == [labeled[7].pk]


@pytest.mark.parametrize("statuses", [[], ["unlabeled"], ["labeled", "skipped"]])
def test_other_states_are_refused(labeled, project, bob, statuses):
    with pytest.raises(Refused, match="Labeled, Needs review, Approved"):
        sample_checks.start(project, by=bob, statuses=statuses)


@pytest.mark.parametrize("size", [0, -1, 1001])
def test_a_check_of_no_or_too_many_images_is_refused(labeled, project, bob, size):
    with pytest.raises(Refused, match="1 to 1,000 images"):
        sample_checks.start(project, by=bob, size=size)


def test_without_a_label_there_is_nothing_to_check(photo, project, bob):
    with pytest.raises(Refused, match="nothing to check"):
        sample_checks.start(project, by=bob)


def test_the_last_judgement_finishes_the_check(labeled, project, bob):
    check = sample_checks.start(project, by=bob)
    *most, last = drawn(check)
    check = sample_checks.judge(check, dict.fromkeys(most, True), by=bob)
    assert (check.finished_at, check.wrong, sample_checks.latest(project)) == (None, None, None)
    check = sample_checks.judge(check, {last: False}, by=bob)
    assert (check.wrong, check.size) == (1, 8)
    assert check.upper_bound == 1 / 8, "all of them were looked at"
    assert sample_checks.latest(project) == check


def test_a_judgement_can_be_taken_back_until_the_check_is_finished(labeled, project, bob):
    check = sample_checks.start(project, by=bob)
    first, *rest = drawn(check)
    sample_checks.judge(check, {first: False}, by=bob)
    sample_checks.judge(check, {first: None}, by=bob)
    sample_checks.judge(check, {first: True}, by=bob)
    assert sample_checks.judge(check, dict.fromkeys(rest, True), by=bob).wrong == 0


def test_a_finished_check_stays_as_it_is(labeled, project, bob):
    check = judge_all(sample_checks.start(project, by=bob), bob)
    first = drawn(check)[0]
    assert sample_checks.judge(check, {first: True}, by=bob).wrong == 0  # sent twice
    with pytest.raises(Refused, match="finished"):
        sample_checks.judge(check, {first: False}, by=bob)
    assert refused("UPDATE annotations_samplecheck SET wrong = 3")
    assert refused("UPDATE annotations_samplecheck SET finished_at = NULL, wrong = NULL, upper_bound = NULL")


def test_an_image_that_was_not_drawn_cannot_be_judged(labeled, project, bob):
    check = sample_checks.start(project, by=bob)
    with pytest.raises(Refused, match=f"Image {labeled[8].pk} is not part"):
        sample_checks.judge(check, {labeled[8].pk: True}, by=bob)


def test_nobody_judges_in_another_ones_check(labeled, project, alice, bob):
    check = sample_checks.start(project, by=bob)
    with pytest.raises(Refused, match="Somebody else"):
        judge_all(check, alice)


def test_the_wrong_ones_are_sent_back_but_not_those_that_changed(labeled, project, dress, hat, answer, alice, bob):
    check = sample_checks.start(project, by=bob)
    wrong = [labeled[0].pk, labeled[1].pk]
    judge_all(check, bob, wrong)
    answer(labeled[1], "labeled", hat, by=alice)
    outcome = sample_checks.send_back(SampleCheck.objects.get(), by=bob)
    assert (outcome.changed, outcome.changed_meanwhile) == (1, 1)
    assert Asset.objects.get(pk=labeled[0].pk).status == "needs_review"
    assert Asset.objects.get(pk=labeled[1].pk).status == "labeled"


def test_without_a_wrong_one_there_is_nothing_to_send_back(labeled, project, bob):
    check = judge_all(sample_checks.start(project, by=bob), bob)
    with pytest.raises(Refused, match="No label was judged wrong"):
        sample_checks.send_back(check, by=bob)


@pytest.mark.django_db(transaction=True)
def test_judgements_that_come_at_the_same_moment_are_all_kept(labeled, project, bob):
    check = sample_checks.start(project, by=bob)
    at_once(*(lambda asset=asset: sample_checks.judge(check, {asset: True}, by=bob) for asset in drawn(check)))
    check.refresh_from_db()
    assert [item["right"] for item in check.items] == [True] * 8
    assert check.wrong == 0


def test_the_database_refuses_half_a_result(labeled, project, bob):
    sample_checks.start(project, by=bob)
    assert refused("UPDATE annotations_samplecheck SET wrong = 0")
    assert refused("UPDATE annotations_samplecheck SET size = 0")
