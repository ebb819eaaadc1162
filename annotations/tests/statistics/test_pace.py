"""How fast a project is labeled."""

import random
from datetime import datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from annotations.models import AnnotationEvent
from annotations.statistics.pace import project_pace
from projects import lifecycle
from tests.support.cast import ASKING, make_photo

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("UTC"))


def days_ago(days, hours=0):
    return mock.patch("django.utils.timezone.now", return_value=NOON - timedelta(days=days, hours=hours))


def test_images_are_counted_on_the_day_they_got_a_label_by_whom(photos, dress, answer, alice, bob):
    first, second, third, fourth = photos(4)
    with days_ago(2):
        answer(first, "labeled", dress, by=alice)
        answer(second, "labeled", dress, by=alice)
        answer(third, "approved", dress, by=bob)
    with days_ago(0):
        answer(fourth, "labeled", dress, by=bob)
    pace = project_pace(first.project, NOON)
    assert pace.days[0].isoformat() == "2026-11-07"
    assert pace.days[-1].isoformat() == "2026-11-20"
    assert pace.per_day == (*[0] * 11, 3, 0, 1)
    assert {person.username: (person.total, person.per_day[-3:]) for person in pace.people} == {
        "alice": (2, (2, 0, 0)),
        "bob": (2, (1, 0, 1)),
    }


def test_skips_approvals_and_relabels_are_no_new_labels_and_one_that_was_cleared_counts_once(
    photos, dress, hat, answer, alice
):
    first, second = photos(2)
    with days_ago(1):
        answer(first, "labeled", dress, by=alice)
        answer(first, "unlabeled", by=alice)
        answer(first, "labeled", hat, by=alice)
        answer(first, "approved", hat, by=alice)
        answer(first, "labeled", dress, by=alice)
        answer(second, "skipped", by=alice)
    assert project_pace(first.project, NOON).per_day[-2:] == (1, 0)


def test_another_project_does_not_count(photo, answer, bob, project):
    other = lifecycle.create("Garage", by=bob)
    with days_ago(1):
        answer(photo, "skipped", by=bob)
    assert project_pace(other, NOON).total == 0


def test_days_follow_the_time_zone_of_the_installation(photo, dress, answer, alice):
    with days_ago(0, hours=1):  # 11:00 in London is the next day on Kiritimati
        answer(photo, "labeled", dress, by=alice)
    with timezone.override("Pacific/Kiritimati"):
        pace = project_pace(photo.project, NOON)
    assert pace.days[-1].isoformat() == "2026-11-21"
    assert pace.per_day[-1] == 1


def test_the_pace_is_the_mean_of_the_last_seven_active_days_without_today(project, dress, answer, alice):
    counts = [1, 2, 0, 3, 4, 5, 0, 0, 6, 7, 8]  # yesterday first: 1+2+3+4+5+6+7 over seven days, the eight is older
    n = 0
    for day, count in enumerate(counts, start=1):
        for _ in range(count):
            n += 1
            with days_ago(day):
                answer(make_photo(project, seed=n, by=alice), "labeled", dress, by=alice)
    with days_ago(0):
        answer(make_photo(project, seed=n + 1, by=alice), "labeled", dress, by=alice)
    pace = project_pace(project, NOON)
    assert pace.daily == 4
    assert [pace.days_left(count) for count in (0, 1, 4, 5)] == [0, 1, 1, 2]


def test_there_is_no_pace_before_three_active_days(project, dress, answer, alice):
    for day in (1, 2):
        with days_ago(day):
            answer(make_photo(project, seed=day, by=alice), "labeled", dress, by=alice)
    pace = project_pace(project, NOON)
    assert (pace.daily, pace.days_left(10)) == (None, None)


def test_an_image_that_several_people_labeled_first_is_one_image_of_its_day_and_of_each_person(
    photo, dress, answer, alice, bob
):
    for days, person in ((2, alice), (1, alice), (1, bob)):
        with days_ago(days):
            answer(photo, "labeled", dress, by=person)
            answer(photo, "unlabeled", by=person)
    pace = project_pace(photo.project, NOON)
    assert pace.per_day[-3:] == (1, 1, 0)
    assert {person.username: (person.total, person.per_day[-3:]) for person in pace.people} == {
        "alice": (1, (1, 1, 0)),
        "bob": (1, (0, 1, 0)),
    }


def test_images_are_the_same_number_as_if_each_was_told_apart(photos, dress, answer, alice, bob):
    """Whatever was cleared and labeled again by whom, against a count in Python over the whole history."""
    chance = random.Random(7)
    made = photos(5)
    for days in range(30, -1, -1):
        with days_ago(days):
            for _ in range(chance.randrange(5)):
                person, photo = chance.choice([alice, bob]), chance.choice(made)
                answer(photo, chance.choice(["labeled", "approved", "needs_review"]), dress, by=person)
                if chance.random() < 0.7:
                    answer(photo, chance.choice(["unlabeled", "unlabeled", "skipped"]), by=person)
    labeled = {"labeled", "approved", "needs_review"}
    told = [
        ((NOON.date() - event.at.date()).days, event.actor.username, event.asset_id)
        for event in AnnotationEvent.objects.select_related("actor")
        if event.from_status == "unlabeled" and event.to_status in labeled
    ]
    pace = project_pace(made[0].project, NOON)
    assert pace.per_day == tuple(len({a for d, _, a in told if d == ago}) for ago in range(13, -1, -1))
    assert {person.username: (person.per_day, person.total) for person in pace.people} == {
        name: (
            tuple(len({a for d, who, a in told if d == ago and who == name}) for ago in range(13, -1, -1)),
            len({a for d, who, a in told if d < 14 and who == name}),
        )
        for name in ("alice", "bob")
    }
    assert len(told) > len({(day, asset) for day, _, asset in told})


def test_it_costs_three_queries_and_two_more_where_an_image_was_labeled_again(
    project, photo, dress, answer, alice, django_assert_num_queries
):
    answer(photo, "labeled", dress, by=alice)
    with django_assert_num_queries(3 + ASKING):
        project_pace(project)
    answer(photo, "unlabeled", by=alice)
    answer(photo, "labeled", dress, by=alice)
    with django_assert_num_queries(5 + ASKING):
        project_pace(project)
