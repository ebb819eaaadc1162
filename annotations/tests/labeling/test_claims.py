"""The queue: everybody their own stretch of unlabeled images."""

from datetime import timedelta

import pytest
from django.utils import timezone

from annotations.labeling import answers
from annotations.labeling import claims as queue
from annotations.models import Claim
from assets.models import Asset
from projects import lifecycle
from tests.support.cast import at_once, make_photo

pytestmark = pytest.mark.django_db


def rows(project, by, count):
    """Assets without bytes: here only whose they are matters."""
    return Asset.objects.bulk_create(
        Asset(
            project=project, sha256=f"{number:064x}", file="-", width=1, height=1, mime_type="image/png", size_bytes=1,
            original_name=f"{number}.png", sort_name=f"{number}.png", uploaded_by=by,
        )
        for number in range(count)
    )  # fmt: skip


def take(project, user, limit=3, tab=""):
    return [asset.pk for asset in queue.next_assets(project, user=user, tab=tab, limit=limit)]


def claims_expire(**of):
    Claim.objects.filter(**of).update(expires_at=timezone.now() - timedelta(seconds=1))


def test_a_labeler_gets_the_next_unlabeled_images_by_number(project, bob, alice):
    made = rows(project, bob, 5)
    assert take(project, alice) == [asset.pk for asset in made[:3]]
    assert {claim.asset_id: (claim.user, claim.tab) for claim in Claim.objects.all()} == {
        asset.pk: (alice, "") for asset in made[:3]
    }


def test_a_claim_lasts_ten_minutes(project, bob, alice):
    rows(project, bob, 1)
    take(project, alice)
    left = Claim.objects.get().expires_at - timezone.now()
    assert timedelta(minutes=9, seconds=50) < left <= timedelta(minutes=10)


def test_two_labelers_get_different_images(project, bob, alice, mallory):
    made = [asset.pk for asset in rows(project, bob, 5)]
    assert take(project, alice) == made[:3]
    assert take(project, mallory) == made[3:]
    assert take(project, bob) == []


def test_a_reload_keeps_its_own_and_renews_it(project, bob, alice):
    rows(project, bob, 9)
    first = take(project, alice)
    Claim.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    assert take(project, alice) == first
    assert Claim.objects.count() == 3
    assert all(claim.expires_at > timezone.now() + timedelta(minutes=9) for claim in Claim.objects.all())


def test_two_tabs_of_one_labeler_get_different_images(project, bob, alice):
    made = [asset.pk for asset in rows(project, bob, 9)]
    assert take(project, alice, tab="a") == made[:3]
    assert take(project, alice, tab="b") == made[3:6]
    assert take(project, alice, tab="a") == made[:3]


def heard_of_before(minutes, **of):
    """The last sign of life of these claims was so long ago."""
    Claim.objects.filter(**of).update(expires_at=timezone.now() + queue.CLAIM - timedelta(minutes=minutes))


def test_after_a_crash_a_labeler_goes_on_where_they_were_before_the_claims_run_out(project, bob, alice, mallory):
    made = [asset.pk for asset in rows(project, bob, 5)]
    assert take(project, alice, tab="crashed") == made[:3]
    heard_of_before(minutes=6, tab="crashed")
    assert take(project, mallory) == made[3:]  # for others they are taken
    assert take(project, alice, tab="new") == made[:3]
    assert take(project, alice, tab="crashed") == []
    assert Claim.objects.count() == 5


def test_a_tab_that_was_heard_of_a_moment_ago_keeps_its_own_from_other_tabs_of_the_same_person(project, bob, alice):
    made = [asset.pk for asset in rows(project, bob, 5)]
    assert take(project, alice, tab="one") == made[:3]
    heard_of_before(minutes=4.5, tab="one")
    assert take(project, alice, tab="two") == made[3:]


def test_expired_claims_are_given_to_others(project, bob, alice, mallory):
    made = [asset.pk for asset in rows(project, bob, 5)]
    take(project, alice)
    claims_expire()
    assert take(project, mallory) == made[:3]
    assert take(project, alice) == made[3:]
    assert Claim.objects.count() == 5


def test_a_labeler_whose_claims_expired_takes_what_is_free_again(project, bob, alice):
    made = [asset.pk for asset in rows(project, bob, 5)]
    take(project, alice)
    claims_expire()
    assert take(project, alice) == made[:3]


def test_answered_images_make_room_for_the_next(project, dress, photos, answer, alice):
    made = photos(5)
    take(project, alice)
    answer(made[1], "labeled", dress, by=alice)
    answer(made[0], "skipped", by=alice)
    assert take(project, alice) == [made[2].pk, made[3].pk, made[4].pk]


def test_only_unlabeled_images_are_in_the_queue(project, dress, photos, answer, alice, bob):
    made = photos(5)
    for asset, status in zip(made, ["labeled", "needs_review", "approved"], strict=False):
        answer(asset, status, dress, by=bob)
    answer(made[3], "skipped", by=bob)
    assert take(project, alice) == [made[4].pk]
    assert [claim.asset for claim in Claim.objects.all()] == [made[4]]


def test_an_image_cleared_again_comes_back_to_the_queue(photo, dress, answer, alice, mallory):
    take(photo.project, alice)
    answer(photo, "labeled", dress, by=alice)
    answer(photo, "unlabeled", by=alice)
    assert take(photo.project, mallory) == [photo.pk]


def test_each_project_has_its_own_queue(project, photo, bob, alice):
    other = lifecycle.create("Garage", by=bob)
    bike = make_photo(other, by=bob)
    assert take(project, alice) == [photo.pk]
    assert take(other, alice) == [bike.pk]
    assert take(project, alice) == [photo.pk]


def test_asking_for_fewer_gives_the_first_and_for_more_adds_to_them(project, bob, alice):
    made = [asset.pk for asset in rows(project, bob, 9)]
    assert take(project, alice, limit=4) == made[:4]
    assert take(project, alice, limit=2) == made[:2]
    assert take(project, alice, limit=6) == made[:6]
    assert Claim.objects.count() == 6


def test_an_empty_project_has_an_empty_queue(project, alice):
    assert take(project, alice) == []


@pytest.mark.parametrize("count", [3, 30])
def test_the_queue_takes_the_same_queries_for_3_and_for_30(project, bob, alice, count, django_assert_num_queries):
    rows(project, bob, count)
    # Savepoint, renew, held, free, expired, claim, held, free (nothing), assets, annotations, end of the savepoint.
    with django_assert_num_queries(11):
        assert len(take(project, alice, limit=50)) == count


def test_a_labeler_who_was_too_late_for_some_gets_others(project, bob, alice, mallory, monkeypatch):
    """Another request committed its claims between the look for free images and our claim of them."""
    made = [asset.pk for asset in rows(project, bob, 9)]
    claim, calls = Claim.objects.bulk_create, []

    def claim_too_late(claims, **options):
        claims = list(claims)
        calls.append(len(claims))
        if len(calls) == 1:
            claim([Claim(asset_id=pk, user=mallory, expires_at=claims[0].expires_at) for pk in made[:2]])
        return claim(claims, **options)

    monkeypatch.setattr(Claim.objects, "bulk_create", claim_too_late)
    assert take(project, alice) == made[2:5]
    assert calls == [3, 2]
    assert Claim.objects.filter(user=mallory).count() == 2


# --- at the same moment ---------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_labelers_pulling_at_once_get_disjoint_stretches_and_full_ones(project, bob, alice, mallory):
    made = {asset.pk for asset in rows(project, bob, 200)}
    people = [alice, bob, mallory]

    def pull(user, tab):
        return [take(project, user, limit=20, tab=tab) for _ in range(3)]

    pulled = at_once(*(lambda user=user, tab=tab: pull(user, tab) for user in people for tab in ("a", "b")))
    for rounds in pulled:
        assert rounds[0] == rounds[1] == rounds[2]
        assert len(rounds[0]) == 20
    got = [pk for rounds in pulled for pk in rounds[0]]
    assert len(got) == len(set(got)) == 120
    assert set(got) <= made


@pytest.mark.django_db(transaction=True)
def test_two_labelers_answer_a_thousand_images_at_full_speed_and_none_of_them_twice(
    project, dress, bob, alice, mallory
):
    made = {asset.pk for asset in rows(project, bob, 1000)}

    def work(user):
        done = []
        while assets := queue.next_assets(project, user=user, limit=40):
            operations = [
                {
                    "op_id": f"{user}-{asset.pk}",
                    "asset": asset.pk,
                    "base_revision": 0,
                    "status": "labeled",
                    "category_ids": [1],
                }
                for asset in assets
            ]
            results = answers.set_answers(project, operations, by=user)
            assert {result.result for result in results} == {"applied"}
            done += [asset.pk for asset in assets]
        return done

    one, other = at_once(lambda: work(alice), lambda: work(mallory))
    assert len(one) + len(other) == 1000
    assert set(one) | set(other) == made


@pytest.mark.django_db(transaction=True)
def test_the_last_images_are_shared_out_without_loss(project, bob, alice, mallory):
    made = {asset.pk for asset in rows(project, bob, 25)}
    pulled = at_once(*(lambda user=user: take(project, user, limit=10) for user in (alice, bob, mallory)))
    got = [pk for pks in pulled for pk in pks]
    assert sorted(got) == sorted(made)


@pytest.mark.django_db(transaction=True)
def test_one_tab_asking_twice_at_once_gets_one_stretch(project, bob, alice):
    rows(project, bob, 50)
    one, other = at_once(*[lambda: take(project, alice, limit=10, tab="a")] * 2)
    assert len(one) == len(other) == 10
    assert len(take(project, alice, limit=10, tab="a")) == 10
    mine = set(take(project, alice, limit=50, tab="a"))
    assert set(one) | set(other) <= mine


@pytest.mark.django_db(transaction=True)
def test_expired_claims_are_taken_over_by_one(project, bob, alice, mallory):
    rows(project, bob, 20)
    take(project, mallory, limit=20)
    claims_expire()
    one, other = at_once(lambda: take(project, alice, limit=10), lambda: take(project, bob, limit=10))
    assert len(one) == len(other) == 10
    assert not set(one) & set(other)
