"""Pictures that have an answer are handed out like any other, to those who do not see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from annotations.labeling import answers, claims
from annotations.labeling.claims import Sign
from annotations.models import Claim, LabelingWindow, SecondAnswer
from assets.models import Asset
from projects import lifecycle
from projects.rules.second_share import holds
from tests.support.cast import at_once, give_answer

pytestmark = pytest.mark.django_db


def numbers(project, user, **known):
    return [asset.pk for asset in claims.next_assets(project, user=user, **known)]


def test_a_due_picture_is_handed_to_another_person_as_unlabeled(api, labeled, twice, carol):
    told = api(carol).get("projects/wardrobe/queue/").json()["results"]
    assert [(each["id"], each["status"], each["category_ids"], each["revision"], each["second"]) for each in told] == [
        (labeled.pk, "unlabeled", [], 0, True)
    ]


def test_it_is_not_handed_to_who_answered_it_nor_to_a_reviewer(labeled, twice, alice, bob):
    assert numbers(twice, alice) == []
    assert numbers(twice, bob) == []


def test_nothing_is_asked_again_without_a_share(labeled, twice, carol):
    lifecycle.change(twice, second_share=0)
    twice.refresh_from_db()
    assert numbers(twice, carol) == []


def test_only_the_share_is_asked_again(twice, photos, alice, carol, dress):
    many = photos(40)
    give_answer(many, "labeled", dress, by=alice)
    lifecycle.change(twice, second_share=30)
    twice.refresh_from_db()
    expected = {photo.pk for photo in many if holds(twice.dataset_id, 30, photo.sha256)}
    got = set()
    while found := numbers(twice, carol):
        got |= {*found}
        for asset in Asset.objects.filter(pk__in=found):
            answer_again(twice, asset, carol, dress)
    assert got == expected


def answer_again(project, asset, by, label):
    operation = {"op_id": f"again-{asset.pk}-{by}", "asset": asset.pk, "base_revision": 0, "second": True}
    operation |= {"status": "labeled", "category_ids": [label.public_id]}
    (result,) = answers.set_answers(project, [operation], by=by, only_own=True)
    return result


def test_once_it_has_a_second_answer_nobody_else_is_asked(labeled, twice, carol, dave, hat):
    assert answer_again(twice, labeled, carol, hat).result == "applied"
    assert numbers(twice, dave) == []
    assert numbers(twice, carol) == []


def test_they_come_now_and_then_among_the_unlabeled_ones(twice, photos, alice, carol, dress):
    many = photos(40)
    give_answer(many[:20], "labeled", dress, by=alice)
    found = numbers(twice, carol)
    assert len(found) == 20
    assert len({photo.pk for photo in many[:20]} & {*found}) == 2


def test_they_come_in_full_when_nothing_else_is_left(twice, photos, alice, carol, dress):
    many = photos(12)
    give_answer(many, "labeled", dress, by=alice)
    assert numbers(twice, carol) == [photo.pk for photo in many]


def test_a_window_keeps_what_it_holds(twice, photos, alice, carol, dress):
    many = photos(30)
    give_answer(many[:10], "labeled", dress, by=alice)
    sign = Sign(tab="one", shown=many[20].pk)
    first = claims.refill(twice, user=carol, sign=sign)
    assert {asset.pk for asset in claims.refill(twice, user=carol, sign=sign).assets} == {
        asset.pk for asset in first.assets
    }
    assert Claim.objects.filter(user=carol).count() == len(first.assets)


def test_two_people_get_different_ones(twice, photos, alice, carol, dave, dress):
    give_answer(photos(10), "labeled", dress, by=alice)
    LabelingWindow.objects.create(project=twice, user=dave, tab="", active_at=timezone.now())
    one, other = numbers(twice, carol), numbers(twice, dave)
    assert one
    assert other
    assert not {*one} & {*other}


def test_a_claim_that_expired_is_handed_on(labeled, twice, carol, dave):
    assert numbers(twice, carol) == [labeled.pk]
    assert numbers(twice, dave) == []
    Claim.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert numbers(twice, dave) == [labeled.pk]


def test_who_holds_one_that_was_cleared_holds_it_as_unlabeled(api, labeled, twice, alice, carol):
    numbers(twice, carol)
    give_answer(labeled, "unlabeled", by=alice)
    told = api(carol).get("projects/wardrobe/queue/").json()["results"]
    assert [(each["id"], each["second"]) for each in told] == [(labeled.pk, False)]


# --- races ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_people_who_ask_at_once_do_not_get_the_same_picture(labeled, twice, carol, dave):
    got = at_once(lambda: numbers(twice, carol), lambda: numbers(twice, dave))
    assert sorted(got) == [[], [labeled.pk]]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_one_picture_at_once_one_is_told_so(labeled, twice, carol, dave, dress, hat):
    results = at_once(
        lambda: answer_again(twice, labeled, carol, dress), lambda: answer_again(twice, labeled, dave, hat)
    )
    assert sorted(result.result for result in results) == ["applied", "rejected"]
    assert [result.code for result in results if result.result == "rejected"] == ["not_asked"]
    assert SecondAnswer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_first_labeler_relabels_while_the_second_answers(labeled, twice, alice, carol, dress, hat):
    def relabel():
        operation = {"op_id": "mine", "asset": labeled.pk, "base_revision": 1, "status": "labeled", "category_ids": [2]}
        (result,) = answers.set_answers(twice, [operation], by=alice, only_own=True)
        return result.result

    first, second = at_once(relabel, lambda: answer_again(twice, labeled, carol, dress).result)
    assert (first, second) == ("applied", "applied")
    labeled.refresh_from_db()
    assert (labeled.status, labeled.category_ids) == ("labeled", [2])
    given = SecondAnswer.objects.get()
    assert given.category_ids == [1]
    assert given.first_event.to_category_ids in ([1], [2]), "whichever was there when it was given"


@pytest.mark.django_db(transaction=True)
def test_the_same_operation_twice_at_once_is_one_answer(labeled, twice, carol, dress):
    results = at_once(*[lambda: answer_again(twice, labeled, carol, dress).result] * 2)
    assert sorted(results) == ["applied", "duplicate"]
    assert SecondAnswer.objects.get().op_ids == []
