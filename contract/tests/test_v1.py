"""The pure half: values in, bytes out. Section numbers are those of the dataset contract."""

import copy
import hashlib
import json
import random
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract import v1
from contract.v1 import Category, Counts, Digests, Frame, Image, Ratios, Snapshot, Video
from exports.tests.golden import wardrobe
from projects.names import clean_name

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # sha256 of b"abc"

HAT = Category(1, 0, "帽子", "", True, 0, None)
SCARF = Category(2, 1, "scarf", "", False, 1, None)
PHOTO = Image(
    id=101,
    sha256=ABC,
    size_bytes=3475,
    mime_type="image/jpeg",
    width=160,
    height=72,
    exif_orientation=1,
    original_name="clip_0180.jpg",
    class_index=0,
)

DIGESTS = Digests("sha256:" + "1" * 64, "sha256:" + "2" * 64, "sha256:" + "3" * 64)
COUNTS = Counts(2, 1, 30, {"1": 1, "2": 0}, {"train": 2, "val": 0, "test": 0}, 0)

texts = st.text(st.characters(exclude_categories=["Cs"]))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="ascii")), inner),
    max_leaves=20,
)


# Record form, section 2


def test_a_record_has_sorted_keys_and_no_spaces_and_only_ascii():
    assert v1.record_form({"b": [True, None, -3], "a": "é \U0001f600\n"}) == (
        rb'{"a":"\u00e9 \ud83d\ude00\n","b":[true,null,-3]}'
    )


@given(json_values)
def test_a_record_reads_back_as_the_same_value(value):
    assert json.loads(v1.record_form(value)) == value


@given(json_values)
def test_a_record_is_one_ascii_line(value):
    record = v1.record_form(value)
    assert record.isascii()
    assert b"\n" not in record


@given(json_values, st.randoms(use_true_random=False))
def test_a_record_does_not_depend_on_the_order_of_keys(value, rng):
    assert v1.record_form(shuffled(value, rng)) == v1.record_form(value)


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        float("inf"),
        Decimal(1),
        b"bytes",
        {1, 2},
        {1: "a"},
        {True: "a"},
        {None: 1},
        {"é": 1},
        "\ud83d",
        {"a": ["\udc00"]},
        [[{"deep": 0.5}]],
    ],
    ids=repr,
)
def test_a_value_with_two_spellings_is_refused(value):
    with pytest.raises(ValueError, match=r"spelling|key|surrogate"):
        v1.record_form(value)


# Digests, section 9


def test_labels_hash_of_the_test_vector():
    assert v1.record_line(HAT.record()) == (
        rb'{"active":true,"class_index":0,"id":1,"name":"\u5e3d\u5b50","supercategory":""}' + b"\n"
    )
    assert v1.labels_hash([HAT, SCARF]) == ("sha256:470c82a35ae982ccd133dbfd632c2fa87ac82e7103a6eabed667d4c9b87db811")


def test_samples_hash_of_the_test_vector():
    lines = [
        v1.record_line(v1.sample_record(PHOTO, "train")),
        v1.record_line(v1.sample_record(replace(PHOTO, class_index=None), None)),
    ]
    assert lines == [f'["{ABC}","train",[0]]\n'.encode(), f'["{ABC}",null,[]]\n'.encode()]
    assert v1.digest(hashlib.sha256(b"".join(lines)).hexdigest()) == (
        "sha256:fddeec2b9301c043a86a1defb8829c88cfaa388ad44e055795f2fe781bd57c4d"
    )


def test_labels_hash_knows_nothing_of_order_and_colour_on_the_page():
    moved = [replace(HAT, display_order=9, color="#00FF00"), SCARF]
    assert v1.labels_hash(moved) == v1.labels_hash([HAT, SCARF])


@pytest.mark.parametrize("change", [{"name": "hat"}, {"supercategory": "head"}, {"active": False}], ids=str)
def test_labels_hash_is_new_when_a_definition_changes(change):
    assert v1.labels_hash([replace(HAT, **change), SCARF]) != v1.labels_hash([HAT, SCARF])


# Splits, section 8


@pytest.mark.parametrize(("key", "n"), [(f"sha256:{ABC}", 3357), ("video:7", 6710)])
def test_splits_of_the_example(key, n):
    assert v1.split_number("wardrobe", key) == n
    assert v1.split_of("wardrobe", Ratios(8000, 1000, 1000), key) == "train"


def test_the_border_of_a_split_belongs_to_the_next_one():
    assert v1.split_of("wardrobe", Ratios(6711, 3289, 0), "video:7") == "train"
    assert v1.split_of("wardrobe", Ratios(6710, 1, 3289), "video:7") == "val"
    assert v1.split_of("wardrobe", Ratios(6709, 1, 3290), "video:7") == "test"


def test_frames_of_a_video_are_dealt_by_it_and_uploads_by_their_bytes():
    assert replace(PHOTO, frame=Frame(7, 0, 0)).split_key == "video:7"
    assert replace(PHOTO, frame=Frame(7, 900, 27), sha256="0" * 64).split_key == "video:7"
    assert PHOTO.split_key == replace(PHOTO, id=5, original_name="copy.jpg").split_key == f"sha256:{ABC}"


ratios = st.integers(0, 10_000).flatmap(
    lambda train: st.integers(0, 10_000 - train).map(lambda val: Ratios(train, val, 10_000 - train - val))
)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), ratios)
def test_splits_are_dealt_in_proportion(seed, ratios):
    keys = 1000
    dealt = [v1.split_of(seed, ratios, f"video:{number}") for number in range(keys)]
    for split, share in zip(v1.SPLITS, (ratios.train, ratios.val, ratios.test), strict=True):
        # Six standard deviations of a fair draw are 95 of 1000 at most.
        assert abs(dealt.count(split) / keys - share / 10_000) <= 0.095
        assert share or split not in dealt


@given(texts, st.integers(1), ratios, st.integers(0, 10_000))
def test_a_larger_share_of_train_takes_nothing_out_of_train(seed, video, ratios, more):
    train = min(10_000, ratios.train + more)
    wider = Ratios(train, 0, 10_000 - train)
    if v1.split_of(seed, ratios, f"video:{video}") == "train":
        assert v1.split_of(seed, wider, f"video:{video}") == "train"


# Records, sections 5, 6 and 14


def test_file_names_are_the_number_in_twelve_digits_and_the_ending_of_the_content():
    names = {mime_type: replace(PHOTO, mime_type=mime_type).file_name for mime_type in v1.EXTENSIONS}
    assert names == {
        "image/jpeg": "000000000101.jpg",
        "image/png": "000000000101.png",
        "image/webp": "000000000101.webp",
        "image/gif": "000000000101.gif",
        "image/bmp": "000000000101.bmp",
        "image/tiff": "000000000101.tif",
    }
    assert replace(PHOTO, id=999_999_999_999).path == "images/999999999999.jpg"


@given(st.lists(st.tuples(st.integers(1, v1.MAX_IMAGE_ID), st.sampled_from([*v1.EXTENSIONS]))))
def test_paths_sort_like_ids(rows):
    images = [replace(PHOTO, id=id, mime_type=mime_type) for id, mime_type in dict(rows).items()]
    by_id = sorted(images, key=lambda image: image.id)
    assert sorted(image.path.encode() for image in images) == [image.path.encode() for image in by_id]


def test_annotations_json_of_the_example():
    categories = [wardrobe.category(0, "帽子"), wardrobe.category(1, "écharpe", active=False)]
    snapshot = Snapshot.of(wardrobe.frozen(categories=categories))
    frame = replace(PHOTO, frame=Frame(7, timestamp_ms=500, frame_index=15))
    pieces = v1.annotations_json(
        snapshot,
        [Video(7, "walk.mp4", "d" * 64)],
        [v1.record_form(v1.image_record(frame, "train"))],
        [v1.record_form(v1.annotation_record(frame, HAT))],
    )
    assert b"".join(pieces).decode("ascii") == (
        r"""{
"info":{"dataset_id":"5f0c3b0a-6b0e-4d0e-9a57-0d8f6f1a2c11","schema_version":"1.0.0","task_type":"classification_single"},
"licenses":[
],
"videos":[
{"id":7,"original_name":"walk.mp4","sha256":"dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"}
],
"categories":[
{"active":true,"class_index":0,"id":1,"name":"\u5e3d\u5b50","supercategory":""},
{"active":false,"class_index":1,"id":2,"name":"\u00e9charpe","supercategory":""}
],
"images":[
{"exif_orientation":1,"file_name":"000000000101.jpg","height":72,"id":101,"original_name":"clip_0180.jpg","provenance":{"frame_index":15,"source":"video_frame","timestamp_ms":500,"video_id":7},"sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","size_bytes":3475,"split":"train","width":160}
],
"annotations":[
{"category_id":1,"id":101,"image_id":101,"iscrowd":0}
]
}
"""
    )


def test_an_upload_without_splits_says_so():
    record = v1.image_record(PHOTO, None)
    assert record["provenance"] == {"source": "upload"}
    assert record["split"] is None


def test_metadata_of_the_example():
    assert v1.record_form(v1.metadata_record(PHOTO, HAT, "train")) == (
        rb'{"category_id":1,"file_name":"images/000000000101.jpg","image_id":101,'
        rb'"label":0,"label_name":"\u5e3d\u5b50","split":"train"}'
    )


def test_metadata_of_an_unlabeled_image_has_no_null():
    assert v1.metadata_record(replace(PHOTO, class_index=None), None, None) == {
        "category_id": 0,
        "file_name": "images/000000000101.jpg",
        "image_id": 101,
        "label": -1,
        "label_name": "",
        "split": "",
    }


def test_checksums_are_sorted_by_path():
    lines = [v1.checksum_line(f"images/{id:012d}.jpg", ABC) for id in (2, 10, 101)]
    text = b"".join(v1.checksums("a" * 64, lines, "b" * 64))
    paths = [line[66:] for line in text.splitlines()]
    assert paths == sorted(paths)
    assert text.startswith(b"a" * 64 + b"  annotations.json\n")
    assert text.endswith(b"b" * 64 + b"  metadata.jsonl\n")


# The manifest, section 4


def test_a_manifest_has_its_keys_in_the_order_of_the_contract():
    manifest = json.loads(v1.manifest_json(Snapshot.of(wardrobe.frozen()), DIGESTS, COUNTS))
    assert {key: list(value) for key, value in manifest.items() if isinstance(value, dict)} == {
        "previous": ["version", "hash"],
        "counts": ["images", "annotations", "image_bytes", "by_category", "by_split", "duplicate_images"],
        "selection": [
            "statuses",
            "category_ids",
            "include_unlabeled",
            "include_inactive_categories",
            "excluded",
        ],
        "splits": ["method", "seed", "ratios"],
        "generator": ["name", "version"],
    }
    assert list(manifest) == [
        "schema_version",
        "task_type",
        "dataset_id",
        "dataset_name",
        "version",
        "created_at",
        "hash",
        "labels_hash",
        "samples_hash",
        "previous",
        "categories",
        "counts",
        "selection",
        "splits",
        "generator",
    ]
    assert list(manifest["categories"][0]) == [
        "id",
        "class_index",
        "name",
        "supercategory",
        "active",
        "display_order",
        "color",
    ]
    assert list(manifest["splits"]["ratios"]) == ["train", "val", "test"]
    assert list(manifest["counts"]["by_split"]) == ["train", "val", "test"]
    assert list(manifest["selection"]["excluded"]) == ["unlabeled", "inactive_category"]


def test_a_manifest_is_indented_ascii_with_one_lf_at_its_end():
    text = v1.manifest_json(Snapshot.of(wardrobe.frozen()), DIGESTS, COUNTS)
    assert text == json.dumps(json.loads(text), indent=2).encode("ascii") + b"\n"


@given(st.randoms(use_true_random=False))
def test_a_manifest_does_not_depend_on_the_order_of_stored_keys(rng):
    stored = shuffled(wardrobe.frozen(), rng)
    rng.shuffle(stored["selection"]["statuses"])
    rng.shuffle(stored["categories"])
    assert v1.manifest_json(Snapshot.of(stored), DIGESTS, COUNTS) == (
        v1.manifest_json(Snapshot.of(wardrobe.frozen()), DIGESTS, COUNTS)
    )


def test_a_manifest_with_a_number_that_is_not_whole_is_refused():
    with pytest.raises(ValueError, match="spelling"):
        v1.manifest_json(Snapshot.of(wardrobe.frozen()), DIGESTS, replace(COUNTS, image_bytes=30.0))


def test_a_snapshot_is_read_as_it_was_stored():
    snapshot = Snapshot.of(wardrobe.frozen())
    assert snapshot.categories[3] == Category(4, 3, '👗 dress, “Größe” "M" \\ </b>', "", True, 3, "#00897B")
    assert snapshot.splits.ratios == Ratios(train=6000, val=2000, test=2000)
    assert snapshot.previous.version == 1
    assert snapshot.selection.statuses == ("approved", "unlabeled")


def test_a_first_version_without_splits_has_null_for_both():
    snapshot = Snapshot.of(wardrobe.frozen(previous=None, splits=None))
    manifest = json.loads(v1.manifest_json(snapshot, DIGESTS, replace(COUNTS, by_split=None)))
    assert manifest["previous"] is manifest["splits"] is manifest["counts"]["by_split"] is None


OBJECTS = [
    (),
    ("previous",),
    ("categories", 0),
    ("selection",),
    ("selection", "excluded"),
    ("splits",),
    ("splits", "ratios"),
    ("generator",),
]


def at(value, path):
    for step in path:
        value = value[step]
    return value


@pytest.mark.parametrize("path", OBJECTS, ids=str)
def test_a_stored_object_has_exactly_the_fields_of_the_contract(path):
    for key in at(wardrobe.frozen(), path):
        stored = copy.deepcopy(wardrobe.frozen())
        del at(stored, path)[key]
        with pytest.raises(ValueError, match=f"lacks .*{key}"):
            Snapshot.of(stored)
    stored = copy.deepcopy(wardrobe.frozen())
    at(stored, path)["sceme_version"] = 1
    with pytest.raises(ValueError, match=r"knows no .*sceme_version"):
        Snapshot.of(stored)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema_version",), "1.1.0"),
        (("task_type",), "detection_box"),
        (("dataset_id",), "-starts-with-a-dash"),
        (("dataset_id",), "a\n"),
        (("dataset_name",), ""),
        (("dataset_name",), "x" * 201),
        (("dataset_name",), "\ud800"),
        (("version",), 0),
        (("version",), True),
        (("version",), 3.0),
        (("version",), "3"),
        (("created_at",), "2026-11-22T19:00:00.5Z"),
        (("created_at",), "2026-11-22 19:00:00"),
        (("previous",), {}),
        (("previous",), False),
        (("previous", "version"), 3),
        (("previous", "version"), True),
        (("previous", "hash"), "0" * 64),
        (("categories",), []),
        (("categories", 0, "id"), 0),
        (("categories", 0, "id"), 2),
        (("categories", 0, "class_index"), False),
        (("categories", 1), wardrobe.category(7, "after a gap")),
        (("categories", 1), wardrobe.category(0, "twice")),
        (("categories", 0, "name"), ""),
        (("categories", 0, "name"), "x" * 101),
        (("categories", 0, "name"), " hat"),
        (("categories", 0, "name"), "hat\u00a0"),
        (("categories", 0, "name"), "ha\u0085t"),
        (("categories", 0, "name"), "e\u0301charpe"),
        (("categories", 0, "supercategory"), None),
        (("categories", 0, "active"), 1),
        (("categories", 0, "display_order"), True),
        (("categories", 0, "display_order"), 1.0),
        (("categories", 0, "color"), "#d81b60"),
        (("categories", 0, "color"), ""),
        (("selection", "statuses"), []),
        (("selection", "statuses"), "approved"),
        (("selection", "category_ids"), [0]),
        (("selection", "category_ids"), [True]),
        (("selection", "include_unlabeled"), 1),
        (("selection", "include_inactive_categories"), None),
        (("selection", "excluded", "unlabeled"), -1),
        (("splits",), {}),
        (("splits", "method"), "random"),
        (("splits", "seed"), ""),
        (("splits", "ratios", "val"), 2001),
        (("splits", "ratios"), {"train": 10001, "val": -1, "test": 0}),
        (("splits", "ratios"), {"train": 0.8, "val": 0.1, "test": 0.1}),
        (("generator", "version"), ""),
    ],
    ids=str,
)
def test_a_stored_value_against_the_contract_is_refused(path, value):
    stored = copy.deepcopy(wardrobe.frozen())
    at(stored, path[:-1])[path[-1]] = value
    with pytest.raises(ValueError):  # noqa: PT011 (each value has its own sentence)
        Snapshot.of(stored)


@pytest.mark.parametrize(
    "fact",
    [
        {"id": 0},
        {"id": 1_000_000_000_000},
        {"id": True},
        {"sha256": ABC.upper()},
        {"sha256": "sha256:" + ABC},
        {"sha256": ABC + "\n"},
        {"size_bytes": 0},
        {"size_bytes": 3475.0},
        {"mime_type": "image/svg+xml"},
        {"width": 0},
        {"height": True},
        {"exif_orientation": 0},
        {"exif_orientation": 9},
        {"original_name": ""},
        {"original_name": "x" * 256},
        {"original_name": "../a.jpg"},
        {"original_name": "a\\b.jpg"},
        {"original_name": "a\n.jpg"},
        {"original_name": "\udcff.jpg"},
        {"class_index": -1},
        {"class_index": False},
    ],
    ids=str,
)
def test_an_image_against_the_contract_is_refused(fact):
    with pytest.raises(ValueError, match="image"):
        replace(PHOTO, **fact)


@pytest.mark.parametrize("fact", [{"video_id": 0}, {"timestamp_ms": -1}, {"frame_index": True}], ids=str)
def test_a_frame_against_the_contract_is_refused(fact):
    with pytest.raises(ValueError, match=next(iter(fact))):
        replace(Frame(7, 500, 15), **fact)


@pytest.mark.parametrize("fact", [{"id": 0}, {"original_name": "a/b.mp4"}, {"sha256": "0"}], ids=str)
def test_a_video_against_the_contract_is_refused(fact):
    with pytest.raises(ValueError, match="video"):
        replace(Video(7, "walk.mp4", "d" * 64), **fact)


def test_a_class_that_the_version_does_not_have_is_refused():
    snapshot = Snapshot.of(wardrobe.frozen())
    assert snapshot.category_of(replace(PHOTO, class_index=6)).name == "nobody wears this"
    with pytest.raises(ValueError, match="image 101: no class 7"):
        snapshot.category_of(replace(PHOTO, class_index=7))


@given(st.text(max_size=110))
def test_every_name_that_a_project_accepts_can_be_exported(text):
    try:
        name = clean_name(text)
    except ValueError:
        return
    assert Category(1, 0, name, "", True, 0, None).name == name


# The name of the zip, section 10


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        ("Wardrobe", "wardrobe-v3.zip"),
        ("Écharpes d'été No 5!", "echarpes-d-ete-no-5-v3.zip"),
        ("帽子", "dataset-v3.zip"),
        ("../../etc", "etc-v3.zip"),
        ("a" * 63 + " b", "a" * 63 + "-v3.zip"),
    ],
)
def test_a_zip_is_named_by_the_data_set_and_its_version(name, file_name):
    assert v1.zip_name(name, 3) == file_name


@given(texts)
def test_the_name_of_a_zip_is_safe_everywhere(name):
    assert re.fullmatch(r"[a-z0-9-]{1,64}-v3\.zip", v1.zip_name(name, 3))


@given(st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,9}", fullmatch=True).filter(lambda slug: len(slug) <= 64))
def test_a_slug_names_its_zip_unchanged(slug):
    assert v1.zip_name(slug, 12) == f"{slug}-v12.zip"


def shuffled(value, rng: random.Random):
    """The same JSON value with the keys of its objects in another order."""
    if isinstance(value, list):
        return [shuffled(member, rng) for member in value]
    if isinstance(value, dict):
        keys = list(value)
        rng.shuffle(keys)
        return {key: shuffled(value[key], rng) for key in keys}
    return value
