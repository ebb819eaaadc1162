"""Sets of categories that one keeps under keys of the labeling page."""

import pytest

from annotations.models import UserPreset
from projects.models import Project

pytestmark = pytest.mark.django_db

PRESETS = "projects/wardrobe/presets/"


@pytest.fixture
def wardrobe(project, hat):
    Project.objects.filter(pk=project.pk).update(task_type="classification_multi")
    return project


@pytest.fixture
def keep(api, alice):
    return lambda key, *ids, by=alice: api(by).put(PRESETS, {"key": key, "category_ids": list(ids)}, format="json")


def test_a_set_is_kept_under_its_key_until_another_takes_its_place(keep, api, alice, wardrobe):
    keep("w", 2)
    keep("q", 1)
    assert keep("q", 2, 1, 2).data == {
        "presets": [{"key": "q", "category_ids": [1, 2]}, {"key": "w", "category_ids": [2]}]
    }
    assert api(alice).get(PRESETS).data == keep("w", 2).data


def test_an_empty_set_is_forgotten(keep, wardrobe):
    keep("q", 1)
    assert keep("q").data == {"presets": []}
    assert not UserPreset.objects.exists()


def test_everybody_has_their_own(keep, api, bob, wardrobe):
    keep("q", 1)
    assert api(bob).get(PRESETS).data == {"presets": []}
    keep("q", 2, by=bob)
    assert UserPreset.objects.count() == 2


@pytest.mark.parametrize(("key", "ids"), [("x", [1]), ("qw", [1]), ("", [1]), ("q", [3])])
def test_what_is_no_key_and_no_category_is_refused_and_changes_nothing(keep, wardrobe, key, ids):
    keep("q", 1)
    assert keep(key, *ids).status_code == 400
    assert list(UserPreset.objects.values_list("key", "category_ids")) == [("q", [1])]
