"""What was done in a project lately."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest

from annotations.statistics.pace import project_pace
from labeler.overview import activity, charts
from tests.support.cast import make_photo

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def at(**before):
    return mock.patch("django.utils.timezone.now", return_value=NOON - timedelta(**before))


def told(project, limit=20):
    return [f"{entry.actor.username} {entry.words}" for entry in activity.recent(project, limit)]


def test_what_one_person_does_in_a_row_is_one_entry_newest_first(project, dress, answer, alice, bob):
    with at(hours=5):
        photos = [make_photo(project, seed=n, by=bob) for n in range(4)]
    with at(hours=3):
        answer(photos[:3], "labeled", dress, by=alice)
    with at(hours=2, minutes=30):
        answer(photos[3], "labeled", dress, by=alice)
    with at(minutes=20):
        answer(photos[0], "approved", dress, by=bob)
        answer(photos[1], "needs_review", dress, by=bob)
    assert told(project) == [
        "bob sent 1 image back",
        "bob approved 1 image",
        "alice labeled 4 images",
        "bob added 4 images",
    ]


def test_a_break_of_more_than_an_hour_begins_a_new_entry(project, dress, answer, alice):
    with at(days=1):
        first, second = (make_photo(project, seed=n, by=alice) for n in range(2))
    with at(hours=4):
        answer(first, "labeled", dress, by=alice)
    with at(hours=2):
        answer(second, "labeled", dress, by=alice)
    assert told(project) == ["alice labeled 1 image", "alice labeled 1 image", "alice added 2 images"]


def test_an_image_that_was_relabeled_twice_is_one_image(project, photo, dress, hat, answer, alice, bob):
    answer(photo, "labeled", dress, by=alice)
    for category in (hat, dress, hat):
        answer(photo, "labeled", category, by=bob)
    assert told(project)[0] == "bob relabeled 1 image"


def test_versions_are_told_by_number(project, photo, dress, answer, alice, make_version):
    answer(photo, "approved", dress, by=alice)
    version = make_version(project, by=alice, built=False)
    assert f"{version.created_by.username} created version v{version.number}" in told(project)


def test_the_list_is_bounded_and_costs_the_same_for_one_and_for_many(
    project, dress, answer, alice, django_assert_num_queries
):
    for n in range(30):
        with at(hours=3 * (40 - n)):
            answer(make_photo(project, seed=n, by=alice), "labeled", dress, by=alice)
    with django_assert_num_queries(4):
        assert len(activity.recent(project, 5)) == 5


def test_the_bars_of_a_chart_fill_its_box_and_its_table_has_the_same_numbers(project, dress, answer, alice):
    for n, days in enumerate((0, 1, 1)):
        with at(days=days):
            answer(make_photo(project, seed=n, by=alice), "labeled", dress, by=alice)
    drawn = charts.days(project_pace(project, NOON))
    bars = drawn["bars"]
    assert bars[0].left == 0
    assert bars[-1].left + bars[-1].width == pytest.approx(100, abs=0.1)
    assert [(bar.count, bar.top + bar.height) for bar in bars[-2:]] == [(2, 100), (1, 100)]
    assert bars[-2].height == 100
    told = [([cell.count for cell in row["per_person"]], row["total"].count) for row in drawn["table"][:3]]
    assert told == [([1], 1), ([2], 2), ([0], 0)]
