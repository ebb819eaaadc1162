"""The queue: everybody their own stretch of unlabeled images."""

import threading
import time
from datetime import timedelta
from functools import partial
from queue import Queue

import pytest
from django.db import connection, transaction
from django.utils import timezone

from annotations.labeling import answers, bulk, record
from annotations.labeling import claims as queue
from annotations.labeling.claims import Sign
from annotations.models import Claim, LabelingWindow
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


def refill(project, user, tab="", **asked):
    sign = {name: asked.pop(name) for name in ("load", "idle", "shown") if name in asked}
    return queue.refill(project, user=user, sign=Sign(tab, **sign), **asked)


def numbers(stretch):
    return [asset.pk for asset in stretch.assets]


def held_by(user, **of):
    return sorted(Claim.objects.filter(user=user, **of).values_list("asset_id", flat=True))


def nobody_is_at(seconds, **of):
    """These windows, for so long."""
    LabelingWindow.objects.filter(**of).update(active_at=timezone.now() - timedelta(seconds=seconds))


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
    made = [asset.pk for asset in rows(project, bob, 9)]
    assert take(project, alice) == made[:3]
    assert take(project, mallory) == made[3:6]


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


def test_after_a_crash_a_labeler_goes_on_where_they_were_before_the_claims_run_out(project, bob, alice, mallory):
    made = [asset.pk for asset in rows(project, bob, 9)]
    assert take(project, alice, tab="crashed") == made[:3]
    nobody_is_at(seconds=6 * 60, tab="crashed")
    assert take(project, mallory) == made[3:6]  # for others they are taken
    assert take(project, alice, tab="new") == made[:3]
    assert take(project, alice, tab="crashed") == made[6:]


def test_a_tab_that_somebody_was_at_a_moment_ago_keeps_its_own_from_other_tabs_of_the_same_person(project, bob, alice):
    made = [asset.pk for asset in rows(project, bob, 9)]
    assert take(project, alice, tab="one") == made[:3]
    nobody_is_at(seconds=4.5 * 60, tab="one")
    assert take(project, alice, tab="two") == made[3:6]


def test_expired_claims_are_given_to_others(project, bob, alice, mallory):
    made = [asset.pk for asset in rows(project, bob, 9)]
    take(project, alice)
    claims_expire()
    assert take(project, mallory) == made[:3]
    assert take(project, alice) == made[3:6]
    assert Claim.objects.count() == 6


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


@pytest.mark.parametrize("count", [30, 300])
def test_the_queue_takes_the_same_queries_for_30_and_for_300(project, bob, alice, count, django_assert_num_queries):
    made = rows(project, bob, count)
    take(project, alice)
    # Savepoint and its end; the windows, this one; how many are unlabeled; held, free, expired, claim, claimed, renew;
    # images, annotations.
    with django_assert_num_queries(13):
        assert len(take(project, alice, limit=20)) == 20
    # Savepoint and its end; the windows, this one; where it stands; how many are unlabeled; held, renew; images,
    # annotations.
    with django_assert_num_queries(10):
        refill(project, alice, shown=made[10].pk, limit=10)


def test_a_queue_that_is_empty_takes_few_queries(project, bob, alice, django_assert_num_queries):
    take(project, alice)
    # The last four: free before and after, in windows that nobody is at, in those with too many; renew; who has some.
    with django_assert_num_queries(12):
        assert take(project, alice) == []


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


# --- fair shares ----------------------------------------------------------------------------------------------------


def test_a_window_alone_gets_twenty_at_most(project, bob, alice):
    made = [asset.pk for asset in rows(project, bob, 50)]
    assert take(project, alice, limit=500) == made[:20]


def test_windows_share_what_is_left_and_give_back_what_is_more(project, bob, alice, mallory):
    made = [asset.pk for asset in rows(project, bob, 30)]
    assert numbers(refill(project, alice, "a")) == made[:20]
    assert numbers(refill(project, mallory, "m")) == made[20:]  # 15 would be its share
    assert numbers(refill(project, alice, "a", shown=made[2])) == made[2:17]
    assert held_by(alice) == made[2:17]
    assert numbers(refill(project, mallory, "m", shown=made[20])) == [*made[20:], *made[:2], *made[17:20]]


def test_a_window_that_nobody_is_at_has_no_share(project, bob, alice, mallory):
    rows(project, bob, 30)
    refill(project, mallory, "m", limit=1)
    nobody_is_at(seconds=61)
    assert len(numbers(refill(project, alice, "a"))) == 20
    nobody_is_at(seconds=59, user=mallory)
    assert len(numbers(refill(project, alice, "a"))) == 15


def test_a_window_tells_for_how_long_nobody_has_been_at_it(project, bob, alice, mallory):
    rows(project, bob, 30)
    refill(project, mallory, "m", limit=1, idle=timedelta(seconds=61))
    assert len(numbers(refill(project, alice, "a"))) == 20


def test_everybody_has_one_where_there_are_fewer_than_people(project, bob, alice, mallory):
    made = [asset.pk for asset in rows(project, bob, 2)]
    refill(project, bob, "b", limit=1, shown=made[0])
    assert numbers(refill(project, alice, "a")) == made[1:]
    assert numbers(refill(project, mallory, "m")) == []


def test_what_was_passed_by_makes_room_for_what_was_not(project, bob, alice, mallory):
    made = [asset.pk for asset in rows(project, bob, 50)]
    refill(project, alice, "a")
    assert numbers(refill(project, alice, "a", shown=made[15])) == made[15:35]
    assert take(project, mallory) == made[:3]


def test_what_was_passed_by_comes_again_at_the_end(project, bob, alice):
    made = [asset.pk for asset in rows(project, bob, 25)]
    refill(project, alice, "a")
    refill(project, alice, "a", shown=made[15])
    assert numbers(refill(project, alice, "a", shown=made[23])) == [*made[23:], *made[:10], *made[15:23]]


def test_what_was_answered_and_is_on_its_way_is_not_given_to_others(project, bob, alice, mallory):
    made = [asset.pk for asset in rows(project, bob, 50)]
    refill(project, alice, "a")
    kept = numbers(refill(project, alice, "a", shown=made[3], waiting=made[:3]))
    assert kept == made[3:23]
    assert held_by(alice) == made[:23]
    assert take(project, mallory) == made[23:26]


def test_for_an_outage_it_tells_of_what_is_nobodys(project, bob, alice, mallory):
    made = [asset.pk for asset in rows(project, bob, 50)]
    take(project, mallory, limit=5)
    stretch = refill(project, alice, "a", ahead=12)
    assert numbers(stretch) == made[5:25]
    assert [asset.pk for asset in stretch.ahead] == made[25:37]
    assert held_by(alice) == made[5:25]


def test_the_end_is_the_last_that_is_free(project, bob, alice, mallory):
    made = [asset.pk for asset in rows(project, bob, 50)]
    refill(project, mallory, "m", limit=1, at_end=True)
    assert held_by(mallory) == made[-1:]
    assert numbers(refill(project, alice, "a", at_end=True))[0] == made[-2]
    assert numbers(refill(project, alice, "a", at_end=True))[0] == made[-2]


def test_a_page_that_is_loaded_again_goes_on_with_what_it_showed(project, bob, alice):
    made = [asset.pk for asset in rows(project, bob, 50)]
    refill(project, alice, "a", load="1", shown=made[7])
    assert numbers(refill(project, alice, "a", load="2")) == made[7:27]


def test_a_page_that_is_loaded_again_before_it_showed_anything_goes_on_there_too(project, bob, alice):
    made = [asset.pk for asset in rows(project, bob, 50)]
    refill(project, alice, "a", load="1", shown=made[7])
    refill(project, alice, "a", load="2")
    assert numbers(refill(project, alice, "a", load="3")) == made[7:27]


# --- nobody starves -------------------------------------------------------------------------------------------------


def test_where_nothing_is_free_the_oldest_of_a_window_that_nobody_is_at_is_handed_out(project, bob, alice, mallory):
    made = [asset.pk for asset in rows(project, bob, 3)]
    refill(project, bob, "b", shown=made[0])
    nobody_is_at(seconds=61)
    stretch = refill(project, alice, "a", limit=1)
    assert numbers(stretch) == [made[1]]
    assert {pk: (had.username, had.mine, had.count) for pk, had in stretch.was.items()} == {made[1]: ("bob", False, 3)}
    assert timedelta(seconds=60) < timezone.now() - stretch.was[made[1]].away_since < timedelta(seconds=70)
    # What it shows comes last.
    assert numbers(refill(project, alice, "a", shown=made[1])) == [made[1], made[2], made[0]]
    assert numbers(refill(project, mallory, "m")) == [made[0]]  # of alice, who has too many now


def test_nothing_is_handed_out_while_something_is_free(project, bob, alice):
    made = [asset.pk for asset in rows(project, bob, 60)]
    refill(project, bob, "b")
    nobody_is_at(seconds=61)
    assert refill(project, alice, "a").was == {}
    assert held_by(bob) == made[:20]


def test_what_an_active_window_shows_is_never_handed_out(project, bob, alice, mallory):
    made = [asset.pk for asset in rows(project, bob, 2)]
    refill(project, bob, "b", shown=made[1])
    assert numbers(refill(project, alice, "a")) == [made[0]]
    assert numbers(refill(project, mallory, "m")) == []
    assert held_by(bob) == [made[1]]


def test_where_nothing_is_free_a_window_with_too_many_gives_one_up(project, bob, alice):
    made = [asset.pk for asset in rows(project, bob, 8)]
    refill(project, bob, "b", shown=made[0])
    stretch = refill(project, alice, "a")
    assert numbers(stretch) == [made[7]]
    assert stretch.was[made[7]].away_since is None


def test_what_a_program_was_given_is_its_own_while_it_works(project, bob, alice):
    made = [asset.pk for asset in rows(project, bob, 8)]
    assert take(project, bob, limit=8) == made
    stretch = refill(project, alice, "a")
    assert numbers(stretch) == []
    assert [(one.username, one.count) for one in stretch.holders] == [("bob", 8)]
    nobody_is_at(seconds=61, user=bob)
    assert numbers(refill(project, alice, "a")) == made


def test_who_has_nothing_is_told_who_has_the_rest(project, bob, alice, mallory):
    made = [asset.pk for asset in rows(project, bob, 2)]
    refill(project, bob, "b", shown=made[0], limit=1)
    refill(project, mallory, "1", shown=made[1], limit=1)
    stretch = refill(project, mallory, "2")
    assert [(one.username, one.mine, one.count, one.away_since) for one in stretch.holders] == [
        ("bob", False, 1, None),
        ("mallory", True, 1, None),
    ]


def test_ones_other_window_is_left_for_this_one(project, bob, alice, mallory):
    made = [asset.pk for asset in rows(project, bob, 5)]
    refill(project, bob, "b", shown=made[0], limit=1)
    refill(project, alice, "1", shown=made[1])
    assert numbers(refill(project, alice, "2", take_over=True)) == made[1:3]  # its share, of two windows
    assert held_by(alice, tab="1") == []
    assert held_by(bob) == made[:1]


def test_a_window_hears_who_has_what_it_shows(project, bob, alice):
    made = [asset.pk for asset in rows(project, bob, 3)]
    refill(project, bob, "b", shown=made[0])
    nobody_is_at(seconds=61)
    refill(project, alice, "a")
    back = refill(project, bob, "b", shown=made[0])
    assert (back.elsewhere.username, back.elsewhere.away_since) == ("alice", None)
    assert made[0] not in numbers(back)


# --- a page that goes -----------------------------------------------------------------------------------------------


def test_what_a_page_that_went_held_is_free_after_twenty_seconds(project, bob, alice):
    rows(project, bob, 3)
    refill(project, alice, "a", load="1")
    queue.leave(project, user=alice, sign=Sign("a", "1"))
    left = [claim.expires_at - timezone.now() for claim in Claim.objects.all()]
    assert len(left) == 3
    assert all(timedelta(seconds=15) < time <= timedelta(seconds=20) for time in left)


def test_the_next_load_of_the_same_tab_renews_it(project, bob, alice, mallory):
    made = [asset.pk for asset in rows(project, bob, 6)]
    refill(project, alice, "a", load="1", limit=3)
    queue.leave(project, user=alice, sign=Sign("a", "1", shown=made[1]))
    assert numbers(refill(project, alice, "a", load="2", limit=3)) == made[1:4]
    assert all(claim.expires_at > timezone.now() + timedelta(minutes=9) for claim in Claim.objects.all())


def test_a_load_that_went_late_takes_nothing_from_the_next(project, bob, alice):
    rows(project, bob, 3)
    refill(project, alice, "a", load="1")
    refill(project, alice, "a", load="2")
    queue.leave(project, user=alice, sign=Sign("a", "1"))
    assert all(claim.expires_at > timezone.now() + timedelta(minutes=9) for claim in Claim.objects.all())


def test_a_page_that_went_cuts_no_claim_longer(project, bob, alice):
    rows(project, bob, 3)
    refill(project, alice, "a", load="1")
    soon = timezone.now() + timedelta(seconds=5)
    Claim.objects.update(expires_at=soon)
    queue.leave(project, user=alice, sign=Sign("a", "1"))
    assert {claim.expires_at for claim in Claim.objects.all()} == {soon}


def test_windows_of_yesterday_are_forgotten(project, bob, alice):
    refill(project, bob, "old")
    nobody_is_at(seconds=25 * 60 * 60)
    refill(project, alice, "a")
    assert [window.tab for window in LabelingWindow.objects.all()] == ["a"]


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


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_window_that_opens_while_ones_other_looks_for_images_keeps_its_own(project, bob, alice, monkeypatch):
    made = [asset.pk for asset in rows(project, bob, 60)]
    fill, opened = queue._Window.fill, []

    def fill_later(window, *asked):
        if window.tab == "a":
            opened.extend(at_once(lambda: numbers(refill(project, alice, "b", limit=10))))
        return fill(window, *asked)

    monkeypatch.setattr(queue._Window, "fill", fill_later)
    assert numbers(refill(project, alice, "a", limit=10)) == made[10:20]
    assert opened == [made[:10]]
    assert held_by(alice, tab="b") == made[:10]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["someone else", "their other window"])
def test_a_claim_whose_image_is_being_answered_does_not_change_hands(project, bob, alice, mallory, who):
    made = [asset.pk for asset in rows(project, bob, 4)]
    refill(project, alice, "1")
    nobody_is_at(seconds=61)
    asks = partial(refill, project, mallory) if who == "someone else" else partial(refill, project, alice, "2")
    with transaction.atomic():
        record.lock(project, made[:2])
        (got,) = at_once(lambda: numbers(asks(take_over=True)))
        assert got == made[2:]
        assert held_by(alice, tab="1") == made[:2]


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
    rows(project, bob, 40)
    take(project, mallory, limit=20)
    claims_expire()
    nobody_is_at(seconds=600)
    one, other = at_once(lambda: take(project, alice, limit=10), lambda: take(project, bob, limit=10))
    assert len(one) == len(other) == 10
    assert not set(one) & set(other)


# --- the order of the queue ---


@pytest.fixture
def placed(project, bob):
    """Assets whose places are not in the order in which they came: `placed([3, 1, 2])`."""

    def made(given):
        before = project.assets.count()
        return Asset.objects.bulk_create(
            Asset(
                project=project, sha256=f"{number:064x}", file="-", width=1, height=1, mime_type="image/png",
                size_bytes=1, original_name=f"{number}.png", sort_name=f"{number}.png", uploaded_by=bob, place=place,
            )
            for number, place in enumerate(given, start=before)
        )  # fmt: skip

    return made


def spots(stretch):
    return [(asset.place, asset.pk) for asset in stretch.assets]


def test_the_queue_follows_places_and_numbers_where_places_are_equal(project, placed, alice):
    placed([30, 10, 20, 10])
    held = spots(refill(project, alice, limit=20))
    assert held == sorted(held)
    assert [place for place, _ in held] == [10, 10, 20, 30]


def test_the_queue_goes_on_from_the_image_that_is_shown_and_comes_round(project, placed, alice):
    made = placed([30, 10, 20, 40])
    stretch = refill(project, alice, shown=made[0].pk, limit=20)
    assert [asset.place for asset in stretch.assets] == [30, 40, 10, 20]


def test_at_the_end_stands_the_last_place_whatever_its_number(project, placed, alice):
    placed([40, 10, 20, 30])
    assert refill(project, alice, limit=1, at_end=True).assets[0].place == 40


def test_what_is_nobodys_is_told_in_the_same_order(project, placed, alice):
    placed([50, 40, 30, 20, 10])
    stretch = refill(project, alice, limit=2, ahead=2)
    assert ([asset.place for asset in stretch.assets], [asset.place for asset in stretch.ahead]) == ([10, 20], [30, 40])


def test_where_the_image_that_was_shown_is_gone_the_queue_goes_on_near_it(project, placed, alice):
    made = placed([10, 20, 30, 40])
    gone = made[1].pk
    made[1].delete()
    stretch = refill(project, alice, shown=gone, limit=20)
    assert [asset.place for asset in stretch.assets] == [30, 40, 10]


def test_two_people_have_different_stretches_of_the_order(project, placed, alice, mallory):
    placed([8, 7, 6, 5, 4, 3, 2, 1])
    first = spots(refill(project, alice, limit=4))
    second = spots(refill(project, mallory, limit=4))
    assert [place for place, _ in first + second] == list(range(1, 9))


# --- who waits for whom


def waits(pid):
    """Until that connection waits for a lock."""
    with connection.cursor() as cursor:
        for _ in range(500):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE pid = %s AND NOT granted", [pid])
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("It waits for nobody.")


def pid_of_this():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ending", ["answers", "leaves", "is handed out"])
def test_who_ends_or_changes_claims_never_waits_crosswise_for_a_window_that_has_some(
    project, bob, alice, mallory, dress, ending
):
    """A window locks its claims from the first to the last. One that was renewed lies behind the others there."""
    made = [asset.pk for asset in rows(project, bob, 3)]
    take(project, alice, tab="a")
    first, *others = Claim.objects.order_by("pk").values_list("pk", flat=True)
    Claim.objects.filter(pk=first).update(expires_at=timezone.now() + timedelta(minutes=9))
    if ending == "is handed out":
        Claim.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        Claim.objects.filter(pk=first).update(expires_at=timezone.now() - timedelta(seconds=2))
    other, locked = Queue(), threading.Event()

    def window():
        with transaction.atomic():
            Claim.objects.filter(pk=first).update(tab="a")
            locked.set()
            waits(other.get(timeout=10))
            for claim in others:
                Claim.objects.filter(pk=claim).update(tab="a")

    def end():
        other.put(pid_of_this())
        assert locked.wait(timeout=10)
        if ending == "answers":
            bulk.set_selected(project, [(pk, None) for pk in made], status="labeled", category_ids=[1], by=bob)
        elif ending == "leaves":
            queue.leave(project, user=alice, sign=Sign("a"))
        else:
            take(project, mallory)

    at_once(window, end)
    left = Claim.objects.count()
    assert left == {"answers": 0, "leaves": 3, "is handed out": 3}[ending]


def test_claims_and_windows_from_the_future_keep_nobody_from_work(project, alice, bob):
    """The clock was set back a day: what was claimed, and used, before then lies in the future."""
    made = [asset.pk for asset in rows(project, bob, 4)]
    assert take(project, alice, 4) == made
    assert take(project, bob, 4) == []
    day = timedelta(days=1)
    Claim.objects.update(expires_at=timezone.now() + day + queue.CLAIM)
    LabelingWindow.objects.update(active_at=timezone.now() + day)
    assert take(project, bob, 4) == made
    assert held_by(alice) == []


def test_claims_of_a_clock_that_is_a_little_ahead_hold(project, alice, bob):
    made = [asset.pk for asset in rows(project, bob, 2)]
    assert take(project, alice, 2) == made
    Claim.objects.update(expires_at=timezone.now() + queue.CLAIM + timedelta(minutes=9))
    assert take(project, bob, 2) != made
    assert held_by(alice) != []
