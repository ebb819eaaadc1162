"""Lists of flat objects, and Hugging Face's imagefolder."""

import json

import pytest

from annotations.imports.reading.opening import opened
from annotations.imports.reading.records import Choice, ColumnsUnclear, Format, State
from annotations.tests.imports.reading.files import as_file, labels, said, zipped


def lines(*values):
    return "".join(json.dumps(value) + "\n" for value in values)


def test_names_count_from_the_folder_of_their_metadata():
    packed = zipped({
        "data/train/metadata.jsonl": lines({"file_name": "01.jpg", "label": "cat"}),
        "data/train/01.jpg": b"x",
        "data/test/metadata.csv": "file_name,label\nsub/02.jpg,dog\n",
        "data/test/sub/02.jpg": b"x",
    })  # fmt: skip
    found = said(packed)
    assert [(each.place, each.path, each.categories, each.split) for each in found] == [
        ("row 2 of data/test/metadata.csv", "data/test/sub/02.jpg", ("dog",), "test"),
        ("line 1 of data/train/metadata.jsonl", "data/train/01.jpg", ("cat",), "train"),
    ]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"file_name": "1.jpg", "label": 0, "label_name": "cat"}, ("1.jpg", "cat")),
        ({"file_name": "1.jpg", "label": -1, "label_name": ""}, ("1.jpg",)),
        ({"file_name": "1.jpg", "label": None}, ("1.jpg",)),
        ({"file_name": "1.jpg", "label": float("nan")}, ("1.jpg",)),
        ({"file_name": "1.jpg", "labels": ["cat", "dog"]}, ("1.jpg", "cat", "dog")),
        ({"image": "1.jpg", "class": "cat", "width": 3, "height": 4}, ("1.jpg", "cat")),
        ({"file_name": "1.jpg", "label": {"id": 1}}, ("line 1", "What stands for its category is no name.")),
        ({"file_name": "1.jpg", "label": True}, ("line 1", "What stands for its category is no name.")),
        ({"label": "cat", "file_name": 5}, ("line 1", "It names no file.")),
    ],
)
def test_a_label_is_read_where_it_has_a_name(value, found):
    assert labels(as_file(lines(value)), Format.HF_IMAGEFOLDER) == [found]


@pytest.mark.parametrize("number", [3, 3.0])
@pytest.mark.parametrize("name", ["metadata.jsonl", "metadata.csv"])
def test_a_number_without_names_is_a_name_and_told_to_be_one(number, name):
    row = lines({"file_name": "1.jpg", "label": number}) if name.endswith("l") else "file_name,label\n1.jpg,3\n"
    (record,) = said(zipped({name: row, "1.jpg": b"x"}))
    assert record.categories == ("3",)
    assert record.note == "The file does not say what the class 3 is called: the number is taken as its name."


def test_a_line_that_is_none_is_told_and_stops_nothing():
    text = lines({"file_name": "1.jpg", "label": "cat"}) + "{\n[]\n" + lines({"file_name": "2.jpg", "label": "dog"})
    assert labels(as_file(text), Format.HF_IMAGEFOLDER) == [
        ("1.jpg", "cat"), ("line 2", "The line is no JSON."), ("line 3", "It is no object."), ("2.jpg", "dog"),
    ]  # fmt: skip


def test_where_it_is_not_clear_somebody_is_asked():
    packed = zipped({"metadata.jsonl": lines({"file_name": "1.jpg", "text": "a cat", "mood": "calm"}), "1.jpg": b"x"})
    with opened(packed) as file:
        assert file.columns.names == ("file_name", "text", "mood")
        with pytest.raises(ColumnsUnclear, match="file_name, text, mood"):
            list(file.records)
    assert labels(packed, columns=Choice(file=0, category=2)) == [("1.jpg", "calm")]


def test_a_list_of_objects_is_read_as_a_table():
    file = as_file([{"path": "a/1.jpg", "label": "cat"}, {"path": "b/2.jpg"}, 5])
    found = said(file)
    assert [(each.place, each.state) for each in found[:2]] == [
        ("record 1", State.LABELED), ("record 2", State.UNLABELED),
    ]  # fmt: skip
    assert labels(file)[2] == ("record 3", "It is no object.")
