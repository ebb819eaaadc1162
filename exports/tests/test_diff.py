"""What changed from one version to another, from their frozen rows alone."""

import pytest

from conftest import make_photo
from exports import diff
from projects import categories

pytestmark = pytest.mark.django_db


@pytest.fixture
def version_of(project, bob, make_version):
    return lambda **wanted: make_version(project, by=bob, built=False, **wanted)


@pytest.fixture
def approved(photos, dress, hat, answer, alice):
    made = photos(4)
    for photo in made:
        answer(photo, "approved", dress, by=alice)
    return made


NO_CATEGORIES = {"added": [], "renamed": [], "retired": [], "restored": []}


def test_two_equal_versions_do_not_differ(approved, version_of):
    first, second = version_of(), version_of()
    assert diff.between(first, second) == {
        "from": 1,
        "to": 2,
        "images": {"added": 0, "removed": 0, "relabeled": 0},
        "added": [],
        "removed": [],
        "relabeled": [],
        "categories": NO_CATEGORIES,
    }


def test_images_are_added_removed_and_relabeled(project, approved, version_of, dress, hat, answer, alice):
    first = version_of()
    answer(approved[0], "skipped", by=alice)
    answer(approved[1], "approved", hat, by=alice)
    late = make_photo(project, by=alice, seed=900)
    answer(late, "approved", hat, by=alice)
    told = diff.between(first, version_of())
    assert told["images"] == {"added": 1, "removed": 1, "relabeled": 1}
    assert told["added"] == [{"id": late.pk, "category_id": 2}]
    assert told["removed"] == [{"id": approved[0].pk, "category_id": 1}]
    assert told["relabeled"] == [{"id": approved[1].pk, "from": 1, "to": 2}]


def test_the_other_way_round_it_is_the_reverse(project, approved, version_of, dress, hat, answer, alice):
    first = version_of()
    answer(approved[0], "skipped", by=alice)
    answer(approved[1], "approved", hat, by=alice)
    categories.add(project, "Scarf")
    categories.retire(hat)
    categories.change(dress, name="Gown")
    second = version_of(include_inactive_categories=True)
    back = diff.between(second, first)
    assert (back["from"], back["to"]) == (2, 1)
    assert back["added"] == [{"id": approved[0].pk, "category_id": 1}]
    assert back["relabeled"] == [{"id": approved[1].pk, "from": 2, "to": 1}]
    assert back["categories"] == {
        "added": [],
        "renamed": [{"id": 1, "from": "Gown", "to": "Dress"}],
        "retired": [],
        "restored": [2],
    }


def test_losing_or_getting_a_label_is_a_relabeling(project, approved, version_of, dress, answer, alice):
    wanted = {"statuses": ("approved", "unlabeled"), "include_unlabeled": True}
    fresh = make_photo(project, by=alice, seed=900)
    first = version_of(**wanted)
    answer(fresh, "approved", dress, by=alice)
    answer(approved[0], "unlabeled", by=alice)
    told = diff.between(first, version_of(**wanted))
    assert told["relabeled"] == [
        {"id": approved[0].pk, "from": 1, "to": None},
        {"id": fresh.pk, "from": None, "to": 1},
    ]
    assert approved[0].pk < fresh.pk


def test_unlabeled_in_both_is_no_change(project, photos, dress, version_of):
    photos(2)
    wanted = {"statuses": ("unlabeled",), "include_unlabeled": True}
    assert diff.between(version_of(**wanted), version_of(**wanted))["images"] == {
        "added": 0,
        "removed": 0,
        "relabeled": 0,
    }


def test_categories_are_compared_as_they_were_frozen(project, approved, version_of, dress, hat):
    first = version_of()
    categories.change(dress, name="Gown")
    categories.retire(hat)
    categories.add(project, "Scarf")
    second = version_of()
    categories.restore(hat)
    categories.change(dress, name="Robe")
    assert diff.between(first, second)["categories"] == {
        "added": [{"id": 3, "name": "Scarf"}],
        "renamed": [{"id": 1, "from": "Dress", "to": "Gown"}],
        "retired": [2],
        "restored": [],
    }
    assert diff.between(second, version_of())["categories"]["restored"] == [2]


def test_lists_are_bounded_and_counts_whole(approved, version_of, monkeypatch, answer, alice):
    monkeypatch.setattr(diff, "MOST", 2)
    first = version_of()
    for photo in approved[1:]:
        answer(photo, "skipped", by=alice)
    told = diff.between(first, version_of())
    assert told["images"]["removed"] == 3
    assert [item["id"] for item in told["removed"]] == [approved[1].pk, approved[2].pk]


@pytest.mark.parametrize("count", [3, 30])
def test_a_difference_takes_the_same_queries_for_3_and_for_30(
    photos, dress, hat, answer, alice, version_of, count, django_assert_num_queries
):
    made = photos(count)
    for photo in made:
        answer(photo, "approved", dress, by=alice)
    first = version_of()
    for photo in made[1:]:
        answer(photo, "approved", hat, by=alice)
    second = version_of()
    with django_assert_num_queries(6):  # a count and a list of each kind
        assert diff.between(first, second)["images"]["relabeled"] == count - 1
