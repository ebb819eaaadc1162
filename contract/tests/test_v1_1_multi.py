"""Contract 1.1.0 of any number of categories an image. Section numbers are those of the dataset contract."""

import copy
import hashlib
import io
import json
import re
import shutil
import tracemalloc
import zipfile
from dataclasses import replace
from functools import partial
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pycocotools.coco import COCO

from contract import archive, labeler_contract, task_types, v1, v1_1, v1_1_multi
from contract.tests.test_archive import SCHEMAS, TEXTS, load, read
from contract.tests.test_readers import code
from contract.tests.test_v1 import ABC, shuffled
from contract.tests.test_v1_4 import CHECKED
from contract.v1_1_multi import BrokenRules, Image, LabelRules, Snapshot
from exports.tests.golden import outfits, phone, wardrobe

PHOTO = Image(
    id=101,
    sha256=ABC,
    size_bytes=3475,
    mime_type="image/jpeg",
    width=160,
    height=72,
    exif_orientation=1,
    original_name="clip_0180.jpg",
    class_indices=(2, 0),
    answered=True,
    not_asked=(),
)
NO_RULES = {"implies": [], "exclusive": []}


def rows(folder):
    return [json.loads(line) for line in read(folder, "metadata.jsonl").splitlines()]


def selection(**fields):
    """The default one, where nothing is left out."""
    chosen = {
        "statuses": ["approved"],
        "category_ids": None,
        "include_unlabeled": False,
        "include_inactive_categories": False,
        "include_partly_asked": False,
        "excluded": {"unlabeled": 0, "inactive_annotations": 0, "partly_asked": 0},
    }
    return chosen | fields


ALL = selection(include_unlabeled=True, include_inactive_categories=True, include_partly_asked=True)


def stored(count=3, rules=NO_RULES, retired=(), **fields):
    """A frozen version of so many classes, without splits."""
    categories = [wardrobe.category(index, f"class {index}", active=index not in retired) for index in range(count)]
    made = {"categories": categories, "selection": ALL, "splits": None, "label_rules": rules}
    return outfits.frozen(**made | fields)


def image(number, class_indices=(), not_asked=(), *, answered=True):
    """With the number as its bytes."""
    content = str(number).encode()
    facts = {"sha256": hashlib.sha256(content).hexdigest(), "size_bytes": len(content), "id": number}
    answer = {"class_indices": class_indices, "not_asked": not_asked, "answered": answered}
    return replace(PHOTO, **facts, **answer)


def build(folder, frozen, images):
    return archive.build(
        frozen,
        images=images,
        videos=[],
        distinct_images=len(images),
        open_image=lambda image: io.BytesIO(str(image.id).encode()),
        target=folder / "export.zip",
        work_dir=folder,
    )


# --- the published format -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEXTS)
def test_it_is_exported_as_the_golden_files_say(tmp_path, path):
    outfits.build(tmp_path)
    assert read(tmp_path, path) == (outfits.GOLDEN / path).read_bytes()


def test_the_zip_is_the_golden_one(tmp_path):
    assert outfits.build(tmp_path).zip_sha256 == outfits.ZIP_SHA256


def test_samples_hash_of_the_test_vector():
    snapshot = Snapshot.of(stored())
    vector = [
        (PHOTO, "train"),
        (replace(PHOTO, class_indices=(), not_asked=(1,)), None),
        (replace(PHOTO, class_indices=(), answered=False), None),
    ]
    lines = [v1.record_line(v1_1_multi.sample_record(image, snapshot.answer_of(image), s)) for image, s in vector]
    assert lines == [
        f'["{ABC}","train",true,[0,2],[]]\n'.encode(),
        f'["{ABC}",null,true,[],[1]]\n'.encode(),
        f'["{ABC}",null,false,[],[]]\n'.encode(),
    ]
    assert v1.digest(hashlib.sha256(b"".join(lines)).hexdigest()) == (
        "sha256:b27bac6de1821c7aaec5337a25eb9915f32a8eb553bc818177b3fc47cdb761c2"
    )


def test_keys_of_the_manifest_stand_in_the_order_of_the_contract(tmp_path):
    outfits.build(tmp_path)
    manifest = load(tmp_path, "manifest.json")
    assert list(manifest)[-3:] == ["splits", "generator", "label_rules"]
    assert list(manifest["counts"])[-4:] == ["duplicate_images", "answered", "none", "partly_asked"]
    assert list(manifest["selection"])[-3:] == ["include_inactive_categories", "include_partly_asked", "excluded"]
    assert list(manifest["selection"]["excluded"]) == ["unlabeled", "inactive_annotations", "partly_asked"]
    assert list(manifest["label_rules"]) == ["implies", "exclusive"]


def test_three_things_that_look_alike_are_told_apart(tmp_path):
    """Answered with nothing, not answered, not asked."""
    outfits.build(tmp_path)
    told = {row["image_id"]: (row["answered"], row["labels"], row["not_asked"]) for row in rows(tmp_path)}
    assert told[502] == (True, [-1], [0])
    assert told[503] == (False, [-1], [0])
    assert told[507] == (True, [-1], [5, 8])


def test_no_value_of_a_row_looks_empty(tmp_path):
    outfits.build(tmp_path)
    for row in rows(tmp_path):
        assert all(value not in ([], None) for value in row.values())
        assert len(row["labels"]) == len(row["category_ids"]) == len(row["label_names"])
    assert {tuple(row) for row in rows(tmp_path)} == {
        ("answered", "category_ids", "file_name", "image_id", "label_names", "labels", "not_asked", "split")
    }


def test_annotations_are_numbered_through_the_whole_export(tmp_path):
    outfits.build(tmp_path)
    annotations = load(tmp_path, "annotations.json")["annotations"]
    assert [annotation["id"] for annotation in annotations] == [*range(1, 10)]
    places = [(annotation["image_id"], annotation["category_id"]) for annotation in annotations]
    assert places == sorted(places)
    assert {tuple(annotation) for annotation in annotations} == {("category_id", "id", "image_id", "iscrowd")}


def test_a_draft_of_an_image_without_a_whole_answer_is_not_exported(tmp_path):
    draft = next(image for image in outfits.IMAGES if image.id == 508)
    assert (draft.class_indices, draft.not_asked, draft.answered) == ((1,), (7,), False)
    outfits.build(tmp_path)
    [told] = [image for image in load(tmp_path, "annotations.json")["images"] if image["id"] == 508]
    assert (told["category_ids"], told["not_asked"], told["answered"]) == ([], [], False)


def test_a_converted_picture_tells_what_was_uploaded(tmp_path):
    outfits.build(tmp_path)
    [told] = [image for image in load(tmp_path, "annotations.json")["images"] if image["id"] == 505]
    assert told["provenance"] == {"source": "converted", "of_sha256": phone.HEIC, "of_type": "image/heic"}


def test_it_says_1_1_whatever_pictures_it_holds(tmp_path):
    others = [image for image in outfits.IMAGES if image.converted is None]
    outfits.build(tmp_path, images=others)
    assert load(tmp_path, "manifest.json")["schema_version"] == "1.1.0"
    assert (
        v1_1_multi.schema_version(holds_converted=False) == v1_1_multi.schema_version(holds_converted=True) == "1.1.0"
    )


# --- inactive categories --------------------------------------------------------------------------------------------


def test_a_label_of_an_inactive_category_is_left_out_and_counts_as_not_asked(tmp_path):
    left = selection(excluded={"unlabeled": 0, "inactive_annotations": 2, "partly_asked": 0})
    sealed = build(tmp_path, stored(retired=[1], selection=left), [image(1, (0, 1)), image(2, (1,)), image(3, (2,))])
    assert [(row["labels"], row["not_asked"]) for row in rows(tmp_path)] == [([0], [2]), ([-1], [2]), ([2], [0])]
    assert sealed.counts["by_category"] == {"1": 1, "2": 0, "3": 1}
    assert (sealed.counts["none"], sealed.counts["partly_asked"]) == (1, 0), "only active classes count as partly asked"


def test_where_inactive_categories_are_included_their_labels_are_there(tmp_path):
    build(tmp_path, stored(retired=[1]), [image(1, (0, 1)), image(2, (), (1,))])
    assert [(row["labels"], row["not_asked"]) for row in rows(tmp_path)] == [([0, 1], [0]), ([-1], [2])]


@pytest.mark.parametrize("said", [0, 2])
def test_a_selection_that_counts_other_labels_than_are_left_out_is_refused(tmp_path, said):
    left = selection(excluded={"unlabeled": 0, "inactive_annotations": said, "partly_asked": 0})
    with pytest.raises(ValueError, match=f"1 labels of inactive categories are left out, not {said}"):
        build(tmp_path, stored(retired=[1], selection=left), [image(1, (0, 1))])
    assert not (tmp_path / "export.zip").exists()


# --- the selection --------------------------------------------------------------------------------------------------


def test_images_that_the_selection_leaves_out_are_refused(tmp_path):
    images = [image(1, (0,)), image(2, (0,), (1,)), image(3, answered=False)]
    build(tmp_path, stored(), images)
    for closed, sentence in (("unlabeled", "1 images are not answered"), ("partly_asked", "1 images were not asked")):
        with pytest.raises(ValueError, match=sentence):
            build(tmp_path, stored(selection=ALL | {f"include_{closed}": False}), images)


def test_an_inactive_class_that_was_not_asked_makes_no_image_partly_asked(tmp_path):
    sealed = build(tmp_path, stored(retired=[1], selection=selection()), [image(1, (0,), (1,))])
    assert sealed.counts["partly_asked"] == 0


def test_categories_choose_images_by_their_labels_as_stored(tmp_path):
    """Also by one that is then left out; and never an image without a label."""
    excluded = {"unlabeled": 0, "inactive_annotations": 1, "partly_asked": 0}
    chosen = selection(category_ids=[2], excluded=excluded)
    build(tmp_path, stored(retired=[1], selection=chosen), [image(1, (0, 1))])
    for other in (image(2, (0,)), image(2)):
        with pytest.raises(ValueError, match="image 2 has no label of the categories that were selected"):
            build(tmp_path, stored(retired=[1], selection=chosen), [image(1, (0, 1)), other])


@pytest.mark.parametrize(
    ("included", "reason"),
    [
        ("include_unlabeled", "unlabeled"),
        ("include_inactive_categories", "inactive_annotations"),
        ("include_partly_asked", "partly_asked"),
    ],
)
def test_what_is_included_is_not_counted_as_left_out(included, reason):
    excluded = selection()["excluded"] | {reason: 1}
    assert Snapshot.of(stored(selection=selection(excluded=excluded))).selection.excluded
    with pytest.raises(ValueError, match=f"excluded.{reason} is 0 where these are included"):
        Snapshot.of(stored(selection=selection(excluded=excluded, **{included: True})))


# --- rules between labels -------------------------------------------------------------------------------------------


def test_rules_are_made_of_categories_retired_ones_too():
    categories = [(5, 4, "shoes"), (4, None, "clothes"), (3, 4, ""), (2, None, "clothes"), (1, None, "lonely")]
    assert LabelRules.of_categories(categories).record() == {"implies": [[3, 4], [5, 4]], "exclusive": [[2, 4]]}
    assert LabelRules.of_categories([(1, None, "")]).record() == NO_RULES


def test_a_group_of_fewer_than_two_is_left_out(tmp_path):
    build(tmp_path, stored(rules={"implies": [], "exclusive": [[3, 1], [2], []]}), [image(1)])
    assert load(tmp_path, "manifest.json")["label_rules"] == {"implies": [], "exclusive": [[1, 3]]}


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        (None, "label_rules has"),
        ({"implies": []}, "label_rules has"),
        (NO_RULES | {"more": []}, "label_rules has"),
        (NO_RULES | {"implies": {}}, "list of lists"),
        (NO_RULES | {"implies": [1]}, "list of lists"),
        (NO_RULES | {"implies": [[1]]}, "pairs"),
        (NO_RULES | {"implies": [[1, 2, 3]]}, "pairs"),
        (NO_RULES | {"implies": [[1, True]]}, "category ids"),
        (NO_RULES | {"exclusive": [[0, 1]]}, "category ids"),
        (NO_RULES | {"exclusive": [["1", "2"]]}, "category ids"),
        (NO_RULES | {"implies": [[1, 2], [1, 3]]}, "child twice"),
        (NO_RULES | {"implies": [[1, 2], [1, 2]]}, "child twice"),
        (NO_RULES | {"implies": [[1, 1]]}, "circle"),
        (NO_RULES | {"implies": [[1, 2], [2, 3], [3, 1]]}, "circle"),
        (NO_RULES | {"exclusive": [[1, 2], [2, 3]]}, "two groups"),
        (NO_RULES | {"exclusive": [[1, 1]]}, "two groups, or twice"),
        (NO_RULES | {"implies": [[1, 4]]}, "names category 4"),
        (NO_RULES | {"exclusive": [[1, 9]]}, "names category 9"),
    ],
)
def test_rules_against_the_contract_are_refused(rules, sentence):
    with pytest.raises(ValueError, match=sentence):
        Snapshot.of(stored(rules=rules))


FAMILY = {"implies": [[2, 1], [3, 2]], "exclusive": []}
ONE_OF = {"implies": [], "exclusive": [[1, 2, 3]]}


@pytest.mark.parametrize(
    ("rules", "images", "broken"),
    [
        (FAMILY, [image(1, (0, 1, 2)), image(2, (0,)), image(3)], 0),
        (FAMILY, [image(1, (1,)), image(2, (0, 2)), image(3, (0, 1))], 2),
        (FAMILY, [image(1, (1,), (0,)), image(2, (2,), (1,))], 0),
        (FAMILY, [image(1, (1,), (2,))], 1),
        (FAMILY, [image(1, (1,), answered=False)], 0),
        (ONE_OF, [image(1, (0,)), image(2, (1,)), image(3)], 0),
        (ONE_OF, [image(1, (0, 1)), image(2, (0, 1, 2)), image(3, (1, 2)), image(4, (2,))], 3),
        (ONE_OF, [image(1, (0,), (1, 2))], 0),
    ],
)
def test_a_version_in_which_images_break_a_rule_is_refused_with_their_number(tmp_path, rules, images, broken):
    if not broken:
        build(tmp_path, stored(rules=rules), images)
        return
    with pytest.raises(BrokenRules) as refused:
        build(tmp_path, stored(rules=rules), images)
    assert refused.value.images == broken
    them = "1 image breaks" if broken == 1 else f"{broken} images break"
    assert str(refused.value) == f"{them} a rule between labels: settle the rule first."
    assert not (tmp_path / "export.zip").exists()


def test_a_retired_parent_whose_label_is_left_out_is_unknown_and_breaks_no_rule(tmp_path):
    left = selection(excluded={"unlabeled": 0, "inactive_annotations": 1, "partly_asked": 0})
    family = {"implies": [[2, 1]], "exclusive": []}
    build(tmp_path, stored(rules=family, retired=[0], selection=left), [image(1, (0, 1))])
    assert rows(tmp_path)[0]["not_asked"] == [1]
    with pytest.raises(BrokenRules):  # it was asked about, and is not there
        build(tmp_path, stored(rules=family, retired=[0], selection=selection()), [image(1, (1,))])


def test_rules_touch_no_digest(tmp_path):
    before = outfits.build(tmp_path)
    after = outfits.build(tmp_path, outfits.frozen(label_rules=NO_RULES))
    assert (before.hash, before.labels_hash, before.samples_hash) == (after.hash, after.labels_hash, after.samples_hash)
    assert before.manifest != after.manifest


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fact",
    [
        {"class_indices": [0]},
        {"class_indices": (0, 0)},
        {"class_indices": (-1,)},
        {"class_indices": (True,)},
        {"not_asked": (1, 1)},
        {"not_asked": None},
        {"not_asked": (2,)},  # it is present
        {"answered": 1},
        {"answered": None},
        {"width": 0},
        {"converted": v1_1.Converted(phone.HEIC, "image/heic"), "frame": v1.Frame(7, 0, 0)},
    ],
    ids=str,
)
def test_an_image_against_the_contract_is_refused(fact):
    with pytest.raises(ValueError, match="image 101"):
        replace(PHOTO, **fact)


@pytest.mark.parametrize("fact", [{"class_indices": (3,)}, {"class_indices": (), "not_asked": (3,)}], ids=str)
@pytest.mark.parametrize("answered", [True, False])
def test_a_class_that_the_version_does_not_have_is_refused(fact, answered):
    with pytest.raises(ValueError, match="image 101: no class 3"):
        Snapshot.of(stored()).answer_of(replace(PHOTO, **fact, answered=answered))


@pytest.mark.parametrize(
    "fields",
    [
        {"schema_version": "1.0.0"},
        {"schema_version": "1.2.0"},
        {"task_type": "classification_single"},
        {"selection": wardrobe.frozen()["selection"]},
        {"selection": selection(include_partly_asked=1)},
        {"selection": selection(excluded={"unlabeled": 0, "inactive_annotations": -1, "partly_asked": 0})},
        {"selection": selection(excluded={"unlabeled": 0, "inactive_category": 0, "partly_asked": 0})},
    ],
    ids=str,
)
def test_a_frozen_version_against_the_contract_is_refused(fields):
    with pytest.raises(ValueError, match="is |knows |lacks |holds "):
        task_types.snapshot_of(outfits.frozen(**fields))


@pytest.mark.parametrize("key", ["label_rules", "selection", "splits"])
def test_a_frozen_version_lacks_nothing(key):
    frozen = {name: value for name, value in outfits.frozen().items() if name != key}
    with pytest.raises(ValueError, match=f"lacks .*{key}"):
        task_types.snapshot_of(frozen)


@pytest.mark.parametrize("named", ["detection_box", "", None, 7, ["classification_multi"]])
def test_a_task_type_that_nobody_knows_is_refused(named):
    with pytest.raises(ValueError, match="task_type is one of classification_single, classification_multi"):
        task_types.snapshot_of(outfits.frozen(task_type=named))


def test_an_image_of_another_task_type_is_refused(tmp_path):
    with pytest.raises(ValueError, match="image 101 is of another task type"):
        outfits.build(tmp_path, images=[wardrobe.IMAGES[0]])
    with pytest.raises(ValueError, match="image 501 is of another task type"):
        wardrobe.build(tmp_path, images=[outfits.IMAGES[0]])


# --- laws -----------------------------------------------------------------------------------------------------------


@st.composite
def projects(draw):
    """What a project may hold: stored images, classes of which some are retired, and what is selected of it."""
    count = draw(st.integers(1, 5))
    retired = draw(st.sets(st.integers(0, count - 1)))
    states = st.lists(st.sampled_from(["present", "absent", "not asked"]), min_size=count, max_size=count)
    images = [
        image(
            number,
            tuple(index for index, state in enumerate(given) if state == "present"),
            tuple(index for index, state in enumerate(given) if state == "not asked"),
            answered=draw(st.booleans()),
        )
        for number, given in enumerate(draw(st.lists(states, min_size=1, max_size=6)), start=1)
    ]
    flags = {f"include_{name}": draw(st.booleans()) for name in ("unlabeled", "inactive_categories", "partly_asked")}
    parents = [
        (child, draw(st.none() | st.integers(1, child - 1) if child > 1 else st.none()))
        for child in range(1, count + 1)
    ]
    rules = LabelRules.of_categories(
        (child, parent, draw(st.sampled_from(["", "", "a", "b"]))) for child, parent in parents
    )
    return count, retired, images, flags, rules


def frozen_of(count, retired, images, flags, rules):
    """Chosen as section 17 says, by its words and not by our code: the frozen version, and its images."""
    held, excluded = [], {"unlabeled": 0, "inactive_annotations": 0, "partly_asked": 0}
    for each in images:
        if not each.answered and not flags["include_unlabeled"]:
            excluded["unlabeled"] += 1
        elif each.answered and set(each.not_asked) - retired and not flags["include_partly_asked"]:
            excluded["partly_asked"] += 1
        else:
            held.append(each)
            if each.answered and not flags["include_inactive_categories"]:
                excluded["inactive_annotations"] += len(retired.intersection(each.class_indices))
    chosen = selection(**flags, excluded=excluded)
    return stored(count, rules.record(), retired, selection=chosen), held


def expected(each, count, retired, flags):
    """What is known of each class: 1 present, 0 absent, None unknown."""
    known = dict.fromkeys(range(count), None if not each.answered else 0)
    if each.answered:
        known |= dict.fromkeys(each.not_asked) | dict.fromkeys(each.class_indices, 1)
        if not flags["include_inactive_categories"]:
            known |= dict.fromkeys(retired.intersection(each.class_indices))
    return known


def breaks(known, rules):
    child_alone = any(known[child - 1] == 1 and known[parent - 1] == 0 for child, parent in rules.implies)
    return child_alone or any(sum(known[each - 1] == 1 for each in group) > 1 for group in rules.exclusive)


@given(projects())
def test_whatever_a_project_holds_is_exported_as_it_is_verified_and_read_back_or_refused(tmp_path_factory, project):
    count, retired, _, flags, rules = project
    frozen, held = frozen_of(*project)
    folder = tmp_path_factory.mktemp("any")
    known = {each.id: expected(each, count, retired, flags) for each in held}
    broken = sum(breaks(each, rules) for each in known.values())
    if not held:
        with pytest.raises(archive.EmptyExport):
            build(folder, frozen, held)
    elif broken:
        with pytest.raises(BrokenRules) as refused:
            build(folder, frozen, held)
        assert refused.value.images == broken
    else:
        sealed = build(folder, frozen, held)
        assert labeler_contract.verify(str(folder / "export.zip")).startswith("verified: ")
        assert {row["image_id"]: dict(enumerate(target(row, count))) for row in rows(folder)} == known
        assert sealed.counts["answered"] == sum(each.answered for each in held)
        assert sealed.counts["annotations"] == sum(value == 1 for each in known.values() for value in each.values())
        for name in ("manifest", "annotations"):
            assert problems(name, load(folder, f"{name}.json")) == []


def target(row, count):
    """By the recipe of section 18; None is to be ignored."""
    found = [0] * count
    for k in row["labels"]:
        if k >= 0:
            found[k] = 1
    for i in [i - 1 for i in row["not_asked"] if i]:
        found[i] = None
    return found if row["answered"] else [None] * count


@given(st.randoms(use_true_random=False))
def test_the_order_in_which_rows_are_stored_does_not_matter(tmp_path_factory, rng):
    def turned(indices):
        return tuple(rng.sample(indices, len(indices)))

    frozen = shuffled(copy.deepcopy(outfits.frozen()), rng)
    rng.shuffle(frozen["categories"])
    rng.shuffle(frozen["selection"]["statuses"])
    rng.shuffle(frozen["label_rules"]["implies"])
    rng.shuffle(frozen["label_rules"]["exclusive"][0])
    images = [
        replace(each, class_indices=turned(each.class_indices), not_asked=turned(each.not_asked))
        for each in outfits.IMAGES
    ]
    folder = tmp_path_factory.mktemp("turned")
    assert outfits.build(folder, frozen, images=images).zip_sha256 == outfits.ZIP_SHA256


@given(st.sampled_from(["class_indices", "not_asked", "answered"]), st.sampled_from(outfits.IMAGES), st.data())
def test_samples_hash_is_new_exactly_when_an_image_is_told_of_otherwise(tmp_path_factory, fact, each, data):
    """By what is exported, not by what is stored."""
    others = set(range(8)) - set(each.class_indices if fact == "not_asked" else each.not_asked)
    given = data.draw(st.booleans() if fact == "answered" else st.sets(st.sampled_from(sorted(others))).map(tuple))
    changed = replace(each, **{fact: given})
    frozen = outfits.frozen(label_rules=NO_RULES, selection=ALL)
    folder = tmp_path_factory.mktemp("changed")
    before = outfits.build(folder, frozen)
    after = outfits.build(folder, frozen, images=[changed if image is each else image for image in outfits.IMAGES])
    snapshot = Snapshot.of(frozen)
    told = [(image.answered, snapshot.answer_of(image)[:2]) for image in (each, changed)]
    assert (before.samples_hash == after.samples_hash) == (before.hash == after.hash) == (told[0] == told[1])


def categories(index, **fields):
    changed = outfits.CATEGORIES[index] | fields
    return {"categories": [*outfits.CATEGORIES[:index], changed, *outfits.CATEGORIES[index + 1 :]]}


def answered(image_id, **answer):
    return [replace(each, **answer) if each.id == image_id else each for each in outfits.IMAGES]


@pytest.mark.parametrize(
    ("frozen", "images", "new"),
    [
        ({"version": 40, "dataset_name": "Kleider", "previous": None}, outfits.IMAGES, ()),
        (categories(0, display_order=7, color="#000000"), outfits.IMAGES, ()),
        (categories(0, name="clothes"), outfits.IMAGES, ("hash", "labels_hash")),
        (categories(7, active=False), outfits.IMAGES, ("hash", "labels_hash")),
        ({}, answered(502, not_asked=(7,)), ("hash", "samples_hash")),
        ({}, answered(502, class_indices=(7,)), ("hash", "samples_hash")),
        ({}, answered(502, answered=False), ("hash", "samples_hash")),
        ({}, answered(508, class_indices=(2,)), ()),
        ({"splits": None}, outfits.IMAGES, ("hash", "samples_hash")),
    ],
    ids=[
        "later",
        "recoloured",
        "category renamed",
        "category retired that no image has",
        "not asked",
        "labeled",
        "answer taken back",
        "another draft",
        "no splits",
    ],
)
def test_a_digest_is_new_exactly_when_what_it_stands_for_is(tmp_path, frozen, images, new):
    before = outfits.build(tmp_path)
    after = outfits.build(tmp_path, outfits.frozen(**frozen), images=images)
    digests = ("hash", "labels_hash", "samples_hash")
    assert tuple(name for name in digests if getattr(after, name) != getattr(before, name)) == new


def test_adding_a_class_is_a_new_version_of_every_digest_because_no_image_was_asked_about_it(tmp_path):
    before = outfits.build(tmp_path)
    added = [*outfits.CATEGORIES, wardrobe.category(8, "belt")]
    images = [replace(each, not_asked=(*each.not_asked, 8)) if each.answered else each for each in outfits.IMAGES]
    after = outfits.build(tmp_path, outfits.frozen(categories=added), images=images)
    digests = ("hash", "labels_hash", "samples_hash")
    assert all(getattr(before, name) != getattr(after, name) for name in digests)
    assert after.counts["partly_asked"] == after.counts["answered"] == 7


# --- the archive ----------------------------------------------------------------------------------------------------


def test_a_statement_of_quality_stands_behind_the_rules_and_touches_nothing_else(tmp_path):
    with mock.patch.object(archive, "build", partial(archive.build, quality=CHECKED)):
        outfits.build(tmp_path)
    manifest, golden = load(tmp_path, "manifest.json"), json.loads((outfits.GOLDEN / "manifest.json").read_text())
    assert list(manifest)[-2:] == ["label_rules", "quality"]
    assert manifest == golden | {"quality": CHECKED}
    for path in TEXTS[1:]:
        assert read(tmp_path, path) == (outfits.GOLDEN / path).read_bytes()
    assert labeler_contract.verify(str(tmp_path / "export.zip")).startswith("verified: ")
    schema = json.loads((SCHEMAS / "manifest-1.4.0.schema.json").read_text("utf-8"))
    assert Draft202012Validator(schema).is_valid(manifest)


def test_pictures_that_were_withdrawn_are_left_out_of_the_zip_and_stay_in_its_words(tmp_path):
    gone = {outfits.IMAGES[1].sha256}  # 502 and 508 have these bytes
    sealed = outfits.build(tmp_path, gone=gone)
    with zipfile.ZipFile(tmp_path / "export.zip") as packed:
        names = packed.namelist()
        texts = [packed.read(path) for path in TEXTS]
    left = [image.path for image in outfits.IMAGES if image.sha256 not in gone]
    assert names == [*TEXTS, "withdrawn.json", *left]
    assert texts == [(outfits.GOLDEN / path).read_bytes() for path in TEXTS]
    assert sealed.zip_sha256 != outfits.ZIP_SHA256
    code, words = labeler_contract.verified(str(tmp_path / "export.zip"))
    assert (code, "but for 2 withdrawn pictures" in words) == (labeler_contract.WITHDRAWN, True)


def test_memory_does_not_grow_with_the_number_of_images(tmp_path):
    def peak(count):
        images = (image(number, (number % 3,), ((number + 1) % 3,)) for number in range(1, count + 1))
        tracemalloc.start()
        try:
            archive.build(
                stored(),
                images=images,
                videos=[],
                distinct_images=count,
                open_image=lambda image: io.BytesIO(str(image.id).encode()),
                target=tmp_path / "export.zip",
                work_dir=tmp_path,
            )
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, many = 200, 5000
    peak(few)  # what is loaded once is not growth
    growth = (peak(many) - peak(few)) / (many - few)
    # The zip's central directory takes some 560 bytes an image; a list of the images would take 350 more.
    assert 0 < growth < 720, f"{growth:.0f} bytes an image"


# --- schemas --------------------------------------------------------------------------------------------------------

VALIDATORS = {
    name: Draft202012Validator(json.loads((SCHEMAS / f"{name}-1.1.0.schema.json").read_text("utf-8")))
    for name in ("manifest", "annotations")
}


def problems(name, document):
    return [error.message for error in VALIDATORS[name].iter_errors(document)]


@pytest.mark.parametrize("name", VALIDATORS)
def test_it_obeys_the_published_schema(name):
    Draft202012Validator.check_schema(VALIDATORS[name].schema)
    assert problems(name, json.loads((outfits.GOLDEN / f"{name}.json").read_text("ascii"))) == []


SPOILED = {
    "answered is missing": ("annotations", lambda said: said["images"][0].pop("answered")),
    "answered is a number": ("annotations", lambda said: said["images"][0].update(answered=1)),
    "not_asked is missing": ("annotations", lambda said: said["images"][0].pop("not_asked")),
    "a class twice": ("annotations", lambda said: said["images"][0].update(category_ids=[1, 1])),
    "an index for an id": ("annotations", lambda said: said["images"][0].update(not_asked=[0])),
    "labels without an answer": ("annotations", lambda said: said["images"][2].update(category_ids=[1])),
    "asked without an answer": ("annotations", lambda said: said["images"][2].update(not_asked=[1])),
    "a crowd": ("annotations", lambda said: said["annotations"][0].update(iscrowd=1)),
    "a box": ("annotations", lambda said: said["annotations"][0].update(bbox=[0, 0, 1, 1])),
    "what was uploaded is half told": ("annotations", lambda said: said["images"][4]["provenance"].pop("of_type")),
    "another task type": ("annotations", lambda said: said["info"].update(task_type="detection_box")),
    "no rules": ("manifest", lambda said: said.pop("label_rules")),
    "a group of one": ("manifest", lambda said: said["label_rules"].update(exclusive=[[1]])),
    "a child without a parent": ("manifest", lambda said: said["label_rules"].update(implies=[[1]])),
    "more rules": ("manifest", lambda said: said["label_rules"].update(more=[])),
    "no count of answers": ("manifest", lambda said: said["counts"].pop("answered")),
    "no count of annotations": ("manifest", lambda said: said["counts"].pop("annotations")),
    "partly asked ones are neither in nor out": (
        "manifest",
        lambda said: said["selection"].pop("include_partly_asked"),
    ),
    "a reason of 1.0": ("manifest", lambda said: said["selection"]["excluded"].update(inactive_category=0)),
    "included and left out": ("manifest", lambda said: said["selection"]["excluded"].update(partly_asked=1)),
    "1.0.0": ("manifest", lambda said: said.update(schema_version="1.0.0")),
    "no name": ("manifest", lambda said: said["categories"][0].pop("name")),
}


@pytest.mark.parametrize(("name", "spoil"), SPOILED.values(), ids=SPOILED)
def test_the_schema_refuses_what_the_contract_does(name, spoil):
    document = json.loads((outfits.GOLDEN / f"{name}.json").read_text("ascii"))
    spoil(document)
    assert problems(name, document)


@pytest.mark.parametrize("name", VALIDATORS)
def test_one_class_an_image_has_its_own_branch_of_the_schema(name):
    document = json.loads((outfits.GOLDEN / f"{name}.json").read_text("ascii"))
    single = json.loads((phone.GOLDEN / f"{name}.json").read_text("ascii"))
    assert problems(name, single) == []
    for of, task_type in ((document, "classification_single"), (single, "classification_multi")):
        (of if name == "manifest" else of["info"])["task_type"] = task_type
    assert problems(name, single)
    # As annotations these are in the form of 1.0, too: unknown fields are no fault, and one picture was converted.
    assert bool(problems(name, document)) == (name == "manifest")


# --- readers --------------------------------------------------------------------------------------------------------


@pytest.fixture
def export(tmp_path):
    outfits.build(tmp_path)
    with zipfile.ZipFile(tmp_path / "export.zip") as packed:
        packed.extractall(tmp_path / "export")
    return tmp_path / "export"


@pytest.mark.parametrize("source", ['Path("export")', 'zipfile.Path("export.zip")'])
def test_the_snippet_of_the_document_makes_the_targets_of_a_model(export, monkeypatch, source):
    monkeypatch.chdir(export.parent)
    snippet = code("targets = ")
    assert source in snippet
    told = {}
    exec(re.sub(r"^export = .*$", f"export = {source}", snippet, flags=re.MULTILINE), told)
    assert told["names"] == [category["name"] for category in outfits.CATEGORIES]
    assert told["targets"] == {
        "images/000000000501.jpg": [1, 1, 0, 0, 0, 1, 0, 0],
        "images/000000000502.png": [0, 0, 0, 0, 0, 0, 0, 0],
        "images/000000000503.webp": [-1, -1, -1, -1, -1, -1, -1, -1],
        "images/000000000504.bmp": [0, 0, 1, 1, 0, 0, 0, -1],
        "images/000000000505.jpg": [1, -1, -1, -1, -1, -1, -1, -1],
        "images/000000000506.jpg": [0, 0, 1, 0, -1, 0, 1, 0],
        "images/000000000507.jpg": [0, 0, 0, 0, -1, 0, 0, -1],
        "images/000000000508.png": [-1, -1, -1, -1, -1, -1, -1, -1],
        "images/000000000509.gif": [0, 0, -1, 1, 0, 0, 0, 0],
    }


def test_the_snippets_of_the_document_stop_at_an_export_of_the_other_task_type(export, monkeypatch):
    monkeypatch.chdir(export.parent)
    with pytest.raises(SystemExit, match="reads classification_single exports"):
        exec(code("classes = "), {})
    shutil.copy(wardrobe.GOLDEN / "manifest.json", export / "manifest.json")
    with pytest.raises(SystemExit, match="reads classification_multi exports"):
        exec(code("targets = "), {})


def test_the_program_of_the_document_verifies_it_and_refuses_another_samples_hash(export):
    module = {"__name__": "verify"}
    exec(code("def verify"), module)
    for path in (export, export.parent / "export.zip"):
        assert "9 images verified" in module["verify"](str(path))
    manifest = json.loads((export / "manifest.json").read_text())
    (export / "manifest.json").write_text(json.dumps(manifest | {"samples_hash": "sha256:" + "0" * 64}))
    with pytest.raises(ValueError, match="samples_hash was changed"):
        module["verify"](str(export))


def test_pycocotools_finds_one_annotation_a_class(export):
    coco = COCO(str(export / "annotations.json"))
    held = {
        each.id: [coco.anns[number]["category_id"] for number in coco.getAnnIds([each.id])] for each in outfits.IMAGES
    }
    assert held == {501: [1, 2, 6], 502: [], 503: [], 504: [3, 4], 505: [1], 506: [3, 7], 507: [], 508: [], 509: [4]}
    assert coco.getImgIds(catIds=[3, 4]) == [504]


@pytest.mark.parametrize(
    "images", [outfits.IMAGES, [outfits.IMAGES[1], outfits.IMAGES[2]]], ids=["all", "none of these"]
)
def test_pandas_reads_lists_of_one_type(tmp_path, images):
    import pandas  # it takes long to load

    frozen = outfits.frozen(selection=ALL)
    outfits.build(tmp_path, frozen, images=images)
    table = pandas.read_json(io.BytesIO(read(tmp_path, "metadata.jsonl")), lines=True)
    assert str(table["answered"].dtype) == "bool"
    for column, kind in {"labels": int, "category_ids": int, "not_asked": int, "label_names": str}.items():
        assert {type(each) for cell in table[column] for each in cell} == {kind}
    assert not table.isna().any().any()
