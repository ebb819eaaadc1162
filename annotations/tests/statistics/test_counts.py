"""How a project stands, counted from rows each time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.models import Annotation
from annotations.statistics import counts as stats
from assets.models import Asset
from projects import categories, lifecycle
from tests.support.cast import make_photo

pytestmark = pytest.mark.django_db


def test_a_new_project_has_nothing_and_no_issue(project):
    assert stats.project_stats(project) == {
        "total": 0,
        "by_status": {"unlabeled": 0, "labeled": 0, "needs_review": 0, "approved": 0, "skipped": 0},
        "by_category": {},
        "issues": {
            "missing_labels": 0,
            "skipped": 0,
            "needs_review": 0,
            "retired_category": 0,
            "thin_categories": [],
        },
    }


def test_every_image_is_counted_once_in_its_state_and_in_its_class(photos, dress, hat, answer, alice, bob):
    made = photos(8)
    answer(made[0], "labeled", dress, by=alice)
    answer(made[1], "labeled", hat, by=alice)
    answer(made[2], "needs_review", dress, by=bob)
    answer(made[3], "approved", dress, by=bob)
    answer(made[4], "skipped", by=alice)
    answer(made[5], "labeled", hat, by=alice)
    answer(made[5], "unlabeled", by=alice)
    categories.add(dress.project, "Scarf")
    told = stats.project_stats(dress.project)
    assert told["total"] == 8
    assert told["by_status"] == {"unlabeled": 3, "labeled": 2, "needs_review": 1, "approved": 1, "skipped": 1}
    assert told["by_category"] == {"1": 3, "2": 1, "3": 0}
    assert told["issues"]["missing_labels"] == 3
    assert told["issues"]["skipped"] == 1
    assert told["issues"]["needs_review"] == 1
    assert told["issues"]["thin_categories"] == [3]


def test_images_of_a_retired_category_stay_counted_and_are_an_issue(photos, dress, hat, answer, alice):
    answer(photos(2), "labeled", dress, by=alice)
    categories.retire(dress)
    told = stats.project_stats(dress.project)
    assert told["by_category"] == {"1": 2, "2": 0}
    assert told["issues"]["retired_category"] == 2
    assert told["issues"]["thin_categories"] == []  # a retired one is not thin, and says nothing about the others


def test_other_projects_are_not_counted(photo, dress, bob, alice, answer):
    other = lifecycle.create("Garage", by=bob)
    bike = categories.add(other, "Bike")
    answer(make_photo(other, by=bob), "labeled", bike, by=alice)
    told = stats.project_stats(photo.project)
    assert (told["total"], told["by_category"]) == (1, {"1": 0})


def test_counts_are_those_of_the_rows_after_any_run_of_answers(photos, dress, hat, answer, alice, bob):
    made = photos(6)
    steps = [("labeled", dress), ("approved", None), ("skipped", None), ("labeled", hat), ("needs_review", None)]
    for turn in range(3):
        for place, photo in enumerate(made):
            status, label = steps[(turn + place) % len(steps)]
            photo.refresh_from_db()
            if status in ("approved", "needs_review") and not photo.annotations.exists():
                label = hat
            answer(photo, status, *([label] if label else []), by=alice if turn % 2 else bob)
        told = stats.project_stats(dress.project)
        for status, count in told["by_status"].items():
            assert count == Asset.objects.filter(status=status).count()
        for public_id, count in told["by_category"].items():
            assert count == Annotation.objects.filter(category__class_index=int(public_id) - 1).count()
        assert told["total"] == 6


@pytest.mark.parametrize(
    ("counts", "thin"),
    [
        ({}, []),
        ({1: 0, 2: 0}, []),
        ({1: 10, 2: 10}, []),
        ({1: 100, 2: 100, 3: 0}, [3]),
        ({1: 45, 2: 5}, []),  # a fifth of the average is 5
        ({1: 46, 2: 4}, [2]),
    ],
)
def test_a_class_with_under_a_fifth_of_the_average_is_thin(counts, thin):
    assert stats.thin_categories(counts) == thin


@given(st.dictionaries(st.integers(1, 50), st.integers(0, 1000), max_size=12))
def test_the_largest_class_is_never_thin(counts):
    thin = stats.thin_categories(counts)
    assert not [category for category in thin if counts[category] == max(counts.values())]
    assert all(counts[category] <= min(counts[other] for other in counts if other not in thin) for category in thin)


@pytest.mark.parametrize("count", [3, 30])
def test_stats_take_two_queries_for_3_and_for_30(
    project, photos, dress, answer, alice, count, django_assert_num_queries
):
    for number in range(count):
        categories.add(project, f"Class {number}")
    answer(photos(count), "labeled", dress, by=alice)
    with django_assert_num_queries(2):
        assert stats.project_stats(project)["total"] == count


# --- of some images only ---


@pytest.fixture
def mixed(photos, dress, hat, answer, alice, bob):
    """Six photos: two dresses (labeled, approved), a hat (needs review), one skipped, two without an answer."""
    made = photos(6)
    answer(made[0], "labeled", dress, by=alice)
    answer(made[1], "approved", dress, by=bob)
    answer(made[2], "needs_review", hat, by=alice)
    answer(made[3], "skipped", by=alice)
    return made


@pytest.mark.parametrize(
    ("query", "by_status", "by_category"),
    [
        ("category=1", {"labeled": 1, "approved": 1}, {"1": 2, "2": 0}),
        ("labeler=alice", {"labeled": 1, "needs_review": 1}, {"1": 1, "2": 1}),
        (
            "search=PHOTO-10",
            {"labeled": 1, "approved": 1, "needs_review": 1, "skipped": 1, "unlabeled": 2},
            {"1": 2, "2": 1},
        ),
        ("search=101&category=1", {"approved": 1}, {"1": 1, "2": 0}),
        ("search=nothing", {}, {"1": 0, "2": 0}),
    ],
)
def test_under_the_filters_of_the_list_only_what_they_find_is_counted(api, alice, mixed, query, by_status, by_category):
    told = api(alice).get(f"projects/wardrobe/stats/?{query}").json()
    assert {name: count for name, count in told["by_status"].items() if count} == by_status
    assert told["by_category"] == by_category
    assert told["total"] == sum(by_status.values())


def test_the_counts_under_a_filter_are_those_of_the_list(api, alice, mixed):
    program = api(alice)
    told = program.get("projects/wardrobe/stats/?category=1&status=labeled").json()["by_status"]
    for status, count in told.items():
        listed = program.get(f"projects/wardrobe/assets/?category=1&status={status}").json()["results"]
        assert len(listed) == count


def test_a_filter_that_is_none_is_refused(api, alice, mixed):
    answer = api(alice).get("projects/wardrobe/stats/?category=x")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_filter")
