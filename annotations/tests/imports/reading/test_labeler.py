"""What Labeler itself gives out."""

import io
import json

import pytest

from annotations.imports.reading.opening import opened
from annotations.imports.reading.records import Format, Record, State, Unreadable
from annotations.tests.imports.reading.files import labels, said, zipped

HEX = "ab" * 32
X = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # sha256 of "x"


def manifest(**changes):
    return {
        "schema_version": "1.0.0",
        "task_type": "classification_single",
        "dataset_id": "one",
        "selection": {"statuses": ["approved"]},
        "categories": [{"id": 1, "name": "Cap"}, {"id": 2, "name": "Hat"}],
    } | changes


def export(facts=None, annotations=None, metadata=None, record=None):
    record = {"id": 5, "original_name": "a.jpg", "sha256": HEX, "file_name": "images/000000000005.jpg"} | (record or {})
    return zipped({
        "manifest.json": manifest(**(facts or {})),
        "annotations.json": annotations or f'{{\n"categories":[\n],\n"images":[\n{json.dumps(record)}\n],\n}}\n',
        "metadata.jsonl": metadata or '{"image_id":5,"category_id":2,"label_name":"Hat","split":"val"}\n',
    })  # fmt: skip


def test_an_export_tells_bytes_numbers_names_and_whether_they_are_approved():
    with opened(export()) as file:
        assert (file.format, file.dataset_id) == (Format.LABELER_EXPORT, "one")
        assert list(file.records) == [
            Record(
                "image 5", "a.jpg", ("Hat",), ("images/000000000005.jpg",), State.APPROVED, HEX, 5, (2,), split="val"
            )
        ]
    (record,) = said(export({"selection": {"statuses": ["approved", "labeled"]}}))
    assert record.state == State.LABELED


def test_an_image_without_a_label_has_none():
    (record,) = said(export(metadata='{"image_id":5,"category_id":0,"label_name":""}\n'))
    assert (record.categories, record.ids, record.state) == ((), (), State.UNLABELED)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (export({"schema_version": "2.0.0"}), "contract 2.0.0"),
        (export({"task_type": "detection_box"}), "another kind of labels"),
        (export({"selection": None}), "manifest.json cannot be read"),
        (export(metadata='{"image_id":6,"category_id":2,"label_name":"Hat"}\n'), "differ in their images"),
        (export(metadata='{"a":1}\n'), "not whole"),
        (export(metadata="nonsense\n"), "is no JSON"),
        (export(record={"sha256": "x\0"}), "not whole"),
        (export(record={"original_name": "a\0.jpg"}), "no plain name"),
        (export(annotations='{"images": []}'), "was changed since"),
        (io.BytesIO(b"PK\x03\x04"), "no zip file"),
        (zipped({"manifest.json": manifest(), "a.jpg": b"x"}), "a file of it is missing"),
        (zipped({"a.jpg": b"x"}), "a file of it is missing"),
    ],
)
def test_an_export_that_is_none_is_refused_in_words(file, words):
    with pytest.raises(Unreadable, match=words):
        said(file, Format.LABELER_EXPORT)


def test_an_export_that_was_cut_within_a_file_is_refused():
    whole = export().getvalue()
    damaged = whole.replace(b'"label_name":"Hat"', b'"label_name":"Bat"', 1)
    with pytest.raises(Unreadable, match="damaged"):
        said(io.BytesIO(damaged))


def test_an_imagefolder_tells_the_hash_of_its_bytes_and_the_names_of_its_manifest():
    path = "train/0001-hat/000000000005.jpg"
    packed = zipped({"shape.json": {"shape": "imagefolder"}, "manifest.json": manifest(), path: b"x"})
    with opened(packed) as file:
        assert (file.format, file.dataset_id) == (Format.LABELER_SHAPE, "one")
        assert list(file.records) == [Record(path, path, ("Hat",), (), State.APPROVED, X, 5, (2,), split="train")]


def test_without_its_manifest_an_imagefolder_has_the_names_of_its_folders():
    packed = zipped({"mine/all/0000-cat/000000000001.jpg": b"x", "mine/all/0001/000000000002.jpg": b"x"})
    assert labels(packed) == [
        ("mine/all/0000-cat/000000000001.jpg", "cat"),
        ("mine/all/0001/000000000002.jpg", "Its class is the number 1, and the zip does not say which name that is."),
    ]


def test_a_csv_of_a_version_tells_the_same_as_its_zip():
    head = "file_name,label_name,image_id,category_id,label,split,original_name,sha256\n"
    rows = f"images/5.jpg,Hat,5,2,1,val,a.jpg,{HEX}\nimages/6.jpg,,6,,,,b.jpg,{HEX}\nimages/7.jpg,Hat,x,2,1,,c,{HEX}\n"
    packed = zipped({"shape.json": {"shape": "csv"}, "manifest.json": manifest(), "labels.csv": head + rows})
    first, second, third = said(packed)
    assert first == Record("row 2", "a.jpg", ("Hat",), ("images/5.jpg",), State.APPROVED, HEX, 5, (2,), split="val")
    assert (second.categories, second.state) == ((), State.UNLABELED)
    assert third.why == "Its image_id or category_id is no number."


def test_the_shape_of_hugging_face_tells_bytes_numbers_and_names():
    row = '{"category_id":2,"file_name":"images/000000000005.jpg","image_id":5,"label_name":"Hat","split":"val"}\n'
    files = {"shape.json": {"shape": "huggingface"}, "manifest.json": manifest(), "labels.parquet": b"PAR1"}
    with opened(zipped({**files, "metadata.jsonl": row, "images/000000000005.jpg": b"x"})) as file:
        assert (file.title, file.dataset_id) == ("Labeler, Hugging Face of a version", "one")
        assert list(file.records) == [
            Record("image 5", "images/000000000005.jpg", ("Hat",), (), State.APPROVED, X, 5, (2,), split="val")
        ]
    for broken, words in (("nonsense\n", "is no JSON"), ("{}\n", "is not whole"), (row, "a file of it is missing")):
        with pytest.raises(Unreadable, match=words):
            said(zipped({**files, "metadata.jsonl": broken}))


@pytest.mark.parametrize("shape", ["croissant", "another"])
def test_a_shape_that_is_not_read_back_says_which_is(shape):
    packed = zipped({"shape.json": {"shape": shape}, "manifest.json": manifest(), "data/a.parquet": b"PAR1"})
    with pytest.raises(Unreadable, match="Send the zip of the version itself"):
        said(packed)
