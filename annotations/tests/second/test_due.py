"""What is due is looked for beforehand, in a bounded part of the share; at the end nothing that is due is missed."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from annotations.labeling import claims, due
from annotations.models import GoldPicture
from projects import lifecycle
from projects.rules.second_share import holds, spans_from
from tests.support.cast import give_answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_steps(monkeypatch):
    """A refill looks at one image, and one more; at three at once where nothing else is left."""
    monkeypatch.setattr(due, "FEW", 1)
    monkeypatch.setattr(due, "LOOK", 2)
    monkeypatch.setattr(due, "STRIDE", 3)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def looked_at(monkeypatch):
    """How many images each look took in."""
    counts = []
    ask = due._due_of
    monkeypatch.setattr(due, "_due_of", lambda sight, ids: counts.append(len(ids)) or ask(sight, ids))
    return counts


def numbers(project, user, **known):
    return [asset.pk for asset in claims.next_assets(project, user=user, **known)]


def test_within_the_transaction_it_is_asked_of_few_images_by_number(twice, photos, alice, carol, dress):
    many = photos(60)
    give_answer(many[:30], "labeled", dress, by=alice)
    lifecycle.change(twice, gold_share=50)
    twice.refresh_from_db()
    with CaptureQueriesContext(connection) as told:
        assert len(numbers(twice, carol)) == 20
    said = [query["sql"] for query in told.captured_queries]
    begin = next(place for place, sql in enumerate(said) if sql.startswith("SAVEPOINT"))
    end = next(place for place, sql in enumerate(said) if sql.startswith("RELEASE SAVEPOINT"))
    within = [sql for sql in said[begin:end] if "secondanswer" in sql]
    assert within, "it is asked again of those that are claimed"
    assert all(re.search(r'"assets_asset"."id" IN \(\d+[,)]', sql) for sql in within)


@pytest.mark.parametrize("count", [60, 240])
def test_a_refill_takes_few_queries_however_many_are_due(
    twice, photos, alice, carol, dress, count, django_assert_max_num_queries
):
    many = photos(count)
    give_answer(many[: count // 2], "labeled", dress, by=alice)
    lifecycle.change(twice, gold_share=50)
    twice.refresh_from_db()
    # Rights; windows, held, unlabeled; a way around of one to four stretches, which are due; second answers, events: is
    # it time for a known image? What a queue takes without, and the window that is new; of those that have an answer
    # held, free, expired, claim, claimed; categories; which of those shown are hidden, own answers.
    with django_assert_max_num_queries(34):
        assert len(numbers(twice, carol)) == 20
    # They are there: neither looked for nor claimed; which of those held are due, second or known.
    with django_assert_max_num_queries(22):
        assert len(numbers(twice, carol)) == 20


def test_as_long_as_others_are_unlabeled_a_refill_looks_at_few(
    small_steps, looked_at, twice, photos, alice, carol, dress
):
    many = photos(40)
    give_answer(many[:20], "labeled", dress, by=alice)
    found = numbers(twice, carol)
    assert looked_at == [1, 1]
    assert len({photo.pk for photo in many[:20]} & {*found}) <= 2, "whichever of the two are due"


def test_who_looked_at_many_in_vain_does_not_look_again_for_a_while(
    small_steps, looked_at, twice, photos, carol, dress
):
    give_answer(photos(40)[:10], "labeled", dress, by=carol)
    numbers(twice, carol)
    assert looked_at == [1, 1]
    looked_at.clear()
    numbers(twice, carol)
    assert sum(looked_at) == 0


def test_a_window_that_holds_its_second_answers_is_not_looked_for(looked_at, twice, photos, alice, carol, dress):
    give_answer(photos(40)[:20], "labeled", dress, by=alice)
    numbers(twice, carol)
    looked_at.clear()
    numbers(twice, carol)
    assert looked_at == []


def test_where_nothing_else_is_left_all_that_is_due_is_found(small_steps, twice, photos, alice, carol, dress):
    many = photos(17)
    give_answer(many[:16], "labeled", dress, by=carol)
    give_answer(many[16], "labeled", dress, by=alice)
    assert numbers(twice, carol) == [many[16].pk]


def test_what_was_looked_for_all_around_is_not_looked_for_again_for_a_while(
    small_steps, looked_at, twice, photos, alice, carol, dress, monkeypatch
):
    many = photos(9)
    give_answer(many[:7], "labeled", dress, by=carol)
    give_answer(many[7:], "labeled", dress, by=alice)
    assert numbers(twice, carol) == [photo.pk for photo in many[7:]]
    assert sum(looked_at) == 9
    looked_at.clear()
    assert numbers(twice, carol) == [photo.pk for photo in many[7:]]
    assert looked_at == [2], "those that were found"
    cache.clear()  # as after a minute
    numbers(twice, carol)
    assert sum(looked_at) == 2 + 9


def test_what_somebody_else_answers_during_that_while_is_not_handed_out(
    small_steps, send, twice, photos, alice, carol, dave, dress
):
    many = photos(5)
    give_answer(many[:4], "labeled", dress, by=carol)
    give_answer(many[4], "labeled", dress, by=alice)
    assert numbers(twice, carol) == [many[4].pk]
    send(dave, many[4], "labeled", dress)
    assert numbers(twice, carol) == []


@pytest.mark.parametrize("where", [0, 0.2, 0.5, 0.99])
@pytest.mark.parametrize("share", [100, 40])
def test_the_way_around_meets_each_image_of_the_share_once(small_steps, twice, photos, monkeypatch, where, share):
    monkeypatch.setattr(due.CHANCE, "random", lambda: where)
    many = photos(23)
    lifecycle.change(twice, second_share=share)
    twice.refresh_from_db()
    met = [pk for ids in due._around(twice) for pk in ids]
    assert sorted(met) == [photo.pk for photo in many if holds(twice.dataset_id, share, photo.sha256)]


@given(st.uuids(), st.integers(1, 100), st.floats(0, 1), st.binary(min_size=32, max_size=32).map(bytes.hex))
def test_who_begins_anywhere_meets_each_hash_of_the_share_once(dataset_id, share, where, sha256):
    met = [start <= sha256 < end for start, end in spans_from(dataset_id, share, where)]
    assert sum(met) == holds(dataset_id, share, sha256)


def test_who_asks_for_one_image_at_a_time_gets_one_in_ten_too(twice, photos, alice, carol, dress, monkeypatch):
    many = photos(60)
    give_answer(many[:30], "labeled", dress, by=alice)
    unlabeled = {photo.pk for photo in many[30:]}
    for chance, is_unlabeled in ((0.5, True), (0.05, False)):
        monkeypatch.setattr(due.CHANCE, "random", lambda chance=chance: chance)
        (found,) = numbers(twice, carol, limit=1)
        assert (found in unlabeled) == is_unlabeled
    assert [due.room(wanted) for wanted in (1, 9, 10, 19, 20)] == [1, 1, 1, 2, 2]


# --- known images ---------------------------------------------------------------------------------------------------


def known(project, photo, *, by, label):
    give_answer(photo, "approved", label, by=by)
    GoldPicture.objects.create(
        project=photo.project, asset=photo, marked_by=by, marked_at=timezone.now(), category_ids=[label.public_id]
    )


def test_second_answers_count_among_those_after_which_a_known_image_comes(
    send, twice, photos, alice, bob, carol, dress
):
    lifecycle.change(twice, gold_share=25)
    twice.refresh_from_db()
    many = photos(6)
    known(twice, many[0], by=bob, label=dress)
    give_answer(many[1:], "labeled", dress, by=alice)
    for photo in many[1:4]:
        assert many[0].pk not in numbers(twice, carol)
        send(carol, photo, "labeled", dress)
    assert many[0].pk in numbers(twice, carol)


def test_one_known_image_is_held_at_a_time(send, twice, photos, bob, carol, dress):
    lifecycle.change(twice, second_share=0, gold_share=50)
    twice.refresh_from_db()
    many = photos(8)
    for photo in many[:3]:
        known(twice, photo, by=bob, label=dress)
    send(carol, many[3], "labeled", dress)
    for _ in range(3):
        assert len({photo.pk for photo in many[:3]} & {*numbers(twice, carol)}) == 1
