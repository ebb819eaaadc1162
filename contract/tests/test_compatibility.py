"""What the step from one version to another means for a model: a pure function of the label definitions."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract import compatibility, labeler_contract
from contract.compatibility import Side

NOTHING = {"added": 0, "removed": 0, "relabeled": 0, "moved": 0}


def category(index, name, *, active=True, supercategory=""):
    return {
        "id": index + 1,
        "class_index": index,
        "name": name,
        "supercategory": supercategory,
        "active": active,
        "display_order": index,
        "color": None,
    }


def side(number, *categories):
    return Side(number, "wardrobe", "classification_single", categories)


DRESS, HAT, BAG = category(0, "Dress"), category(1, "Hat"), category(2, "Bag")
FIRST, SECOND = side(1, DRESS, HAT), side(2, DRESS, HAT)


def judged(older, newer, **images):
    return compatibility.judge(older, newer, NOTHING | images)


def test_nothing_changed():
    told = judged(FIRST, SECOND)
    assert (told.code, told.title, told.fits) == ("identical", "Identical", True)


def test_more_images_under_the_same_labels():
    told = judged(FIRST, SECOND, added=172)
    assert (told.code, told.title, told.fits) == ("same_labels", "Same labels, more data", True)
    assert "A model trained on v1 fits v2." in told.action


@pytest.mark.parametrize("kind", ["removed", "relabeled", "moved"])
def test_other_images_or_labels_under_the_same_definitions(kind):
    told = judged(FIRST, SECOND, added=1, **{kind: 1})
    assert (told.code, told.title) == ("same_labels", "Same labels, other data")
    assert ("corrects labels" in told.action) == (kind == "relabeled")


def test_a_class_more_keeps_old_models_valid():
    told = judged(FIRST, side(2, DRESS, HAT, BAG), relabeled=3)
    assert (told.code, told.fits) == ("extended", True)
    assert told.meaning == "v2 adds 1 class at the end: 2 Bag. The first 2 keep their places."
    assert "Models trained on v1 stay valid with their 2 outputs" in told.action
    assert "A model of v2 does not fit where v1 is expected." in told.action


def test_a_class_more_and_another_name_at_once_are_both_told():
    told = judged(FIRST, side(2, category(0, "Gown"), HAT, BAG))
    assert told.code == "extended"
    assert told.meaning.endswith("Renamed: Dress is now Gown.")


def test_another_name_needs_no_training():
    told = judged(FIRST, side(2, category(0, "Gown"), HAT))
    assert (told.code, told.title, told.fits) == ("renamed", "Renamed", True)
    assert told.meaning == "Every class kept its place. Renamed: Dress is now Gown."
    assert told.action.startswith("No retraining")


def test_retired_restored_and_regrouped_classes_keep_their_places():
    retired = side(2, DRESS, category(1, "Hat", active=False))
    grouped = side(2, DRESS, category(1, "Hat", supercategory="Head"))
    told = judged(FIRST, retired)
    assert (told.code, told.title) == ("renamed", "Same classes, some retired")
    assert told.meaning.endswith("Retired: 1 Hat.")
    assert judged(replace(retired, number=1), SECOND).meaning.endswith("In use again: 1 Hat.")
    assert judged(FIRST, grouped).meaning.endswith("In another group: 1 Hat.")


def test_a_model_that_knows_more_classes_than_there_are_is_incompatible():
    told = judged(side(2, DRESS, HAT, BAG), FIRST)
    assert (told.code, told.fits) == ("incompatible", False)
    assert told.meaning.startswith("v2 has 3 classes, v1 has 2.")
    assert told.meaning.endswith("tells what these outputs mean: 2 Bag.")
    assert told.action.startswith("Do not use a model trained on v2 where v1 is expected")


def test_another_dataset_is_incompatible():
    assert judged(FIRST, replace(SECOND, dataset_id="shoes")).code == "incompatible"


def test_how_categories_are_shown_is_no_part_of_what_they_mean():
    assert judged(FIRST, side(2, DRESS | {"color": "#010203", "display_order": 7}, HAT)).code == "identical"


@pytest.mark.parametrize("newer", [SECOND, side(2, DRESS, HAT, BAG), replace(SECOND, dataset_id="shoes")])
def test_another_task_type_never_fits_even_with_equal_classes(newer):
    multi = replace(newer, task_type="classification_multi")
    told = judged(FIRST, multi)
    assert (told.code, told.title, told.fits) == ("task_changed", "Another task type", False)
    assert told.meaning == (
        'v1 is of "classification_single" (one class an image: a soft-max over all outputs), '
        'v2 of "classification_multi" (any number of classes an image: a sigmoid for each output).'
    )
    assert told.action.startswith("A model of v1 does not fit v2, nor the other way round")
    assert judged(multi, FIRST).code == "task_changed"


@pytest.mark.parametrize("now", [(DRESS, HAT), (DRESS, HAT, BAG), (category(0, "Gown"), HAT), (DRESS,)])
def test_two_versions_of_any_number_of_classes_an_image_are_judged_as_others_are(now):
    single = judged(FIRST, side(2, *now), added=1)
    both = (replace(each, task_type="classification_multi") for each in (FIRST, side(2, *now)))
    assert judged(*both, added=1) == single


NAMES = st.lists(st.text("abc", min_size=1, max_size=2), min_size=1, max_size=5, unique=True)


@given(NAMES, NAMES, st.fixed_dictionaries({kind: st.integers(0, 2) for kind in NOTHING}))
def test_every_pair_has_one_verdict_that_agrees_with_the_program_that_checks_models(old, new, images):
    """One rule: what the page tells of two versions is what `check-model` tells of a model of the first."""
    older = side(1, *(category(i, name) for i, name in enumerate(old)))
    newer = side(2, *(category(i, name) for i, name in enumerate(new)))
    told = compatibility.judge(older, newer, images)
    code, _ = labeler_contract.compare(older.definitions, newer.definitions)
    assert told.fits == (code != labeler_contract.REFUSED) == (len(old) <= len(new))
    expected = (
        ("same_labels" if any(images.values()) else "identical")
        if old == new
        else "extended"
        if len(old) < len(new)
        else "renamed"
        if len(old) == len(new)
        else "incompatible"
    )
    assert told.code == expected
    assert (code == labeler_contract.FITS) == (told.code in ("identical", "same_labels"))


def test_the_summary_is_one_line():
    images = {"added": 1172, "removed": 8, "relabeled": 19, "moved": 3}
    categories = {"added": [1], "renamed": [1, 2], "retired": []}
    told = compatibility.summary(images, categories)
    assert told == "1,172 added, 8 removed, 19 relabeled, 3 moved between splits; 1 category added, 2 renamed."
    assert compatibility.summary(NOTHING, {}) == "No image differs."
