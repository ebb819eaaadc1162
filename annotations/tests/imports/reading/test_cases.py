"""What is read of each kind of file that people send: a table, over files made here and over those that lie beside the
repository. A record is (path, other paths, categories, state); a problem is where it is."""

import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports.reading.opening import opened
from annotations.imports.reading.records import Format, Problem, Record, State, Unreadable
from annotations.imports.report import clean
from annotations.tests.imports.reading.files import annotation, as_file, coco, cvat, tagged, task, zipped
from tests.support.shared import FOLDER

CASES = FOLDER / "cases"

CAT, DOG = {"id": 0, "name": "cat"}, {"id": 1, "name": "dog"}


def one(image, category, *, number=1):
    """A COCO file of one image and one annotation, with these ids."""
    said = {"id": number, "image_id": image, "category_id": category}
    return coco([{"id": 1, "file_name": "10.jpg"}], [said], [CAT, DOG])


def missing():
    images = [{"id": 1, "file_name": "15.jpg"}, {"id": 2, "file_name": "16.jpg"}]
    return coco(images, [{"id": 0, "image_id": 1, "category_id": 0}, {"id": 1, "image_id": 2}], [CAT, DOG])


def two_cases():
    kinds = [{"id": 1, "name": "Red Deer"}, {"id": 2, "name": "red deer"}]
    said = [{"id": at, "image_id": 1, "category_id": at} for at in (1, 2)]
    return coco([{"id": 1, "file_name": "17.jpg"}], said, kinds)


def two_folders():
    images = [{"id": 1, "file_name": "a/001.jpg"}, {"id": 2, "file_name": "b/001.jpg"}]
    return coco(images, [{"id": at, "image_id": at + 1, "category_id": at} for at in (0, 1)], [CAT, DOG])


def choices():
    path = "/data/upload/1/1a2b3c4d-0%d.jpg"
    said = [[annotation(101, "cat")], [annotation(102, "dog")], [], [annotation(104, was_cancelled=True)]]
    return as_file([task(at, path.replace("%d", str(at)), *each) for at, each in enumerate(said, start=1)])


def line(name, label):
    return json.dumps({"file_name": name, "label": label}) + "\n"


CHOICES_CSV = """\
annotation_id,annotator,choice,created_at,id,image,lead_time,updated_at
101,1,cat,2025-03-01T10:00:00Z,1,/data/upload/1/1a2b3c4d-01.jpg,4.2,2025-03-01T10:00:04Z
102,1,dog,2025-03-01T10:00:09Z,2,/data/upload/1/1a2b3c4d-02.jpg,2.8,2025-03-01T10:00:12Z
"""
TEN_CAT = [("10.jpg", (), ("cat",), State.LABELED)]
FOLDERS = [("a/001.jpg", (), ("cat",), State.LABELED), ("b/001.jpg", (), ("dog",), State.LABELED)]
UPLOADED = [
    ("1a2b3c4d-01.jpg", ("01.jpg",), ("cat",), State.LABELED),
    ("1a2b3c4d-02.jpg", ("02.jpg",), ("dog",), State.LABELED),
]

# name in the folder, what it is made of here, what it is, what it says
TABLE = [
    ("string_category_id.json", one(1, "0"), Format.COCO, TEN_CAT),
    ("string_image_id.json", one("1", 0), Format.COCO, TEN_CAT),
    ("float_ids.json", one(1.0, 1.0, number=1.0), Format.COCO, [("10.jpg", (), ("dog",), State.LABELED)]),
    ("missing_category_id.json", missing(), Format.COCO,
     ["annotation 1", ("15.jpg", (), ("cat",), State.LABELED), ("16.jpg", (), (), State.UNLABELED)]),
    ("same_class_two_cases.json", two_cases(), Format.COCO, [("17.jpg", (), ("Red Deer",), State.LABELED)]),
    ("same_name_two_folders.json", two_folders(), Format.COCO, FOLDERS),
    ("same_name_two_folders.csv", as_file("file_name,category\na/001.jpg,cat\nb/001.jpg,dog\n"), Format.CSV, FOLDERS),
    ("second_name_of_duplicate.csv", as_file("file_name,category\nagain.jpg,cat\n"), Format.CSV,
     [("again.jpg", (), ("cat",), State.LABELED)]),
    ("label_studio_choices.json", choices(), Format.LABEL_STUDIO_JSON,
     [*UPLOADED, ("1a2b3c4d-03.jpg", ("03.jpg",), (), State.UNLABELED),
      ("1a2b3c4d-04.jpg", ("04.jpg",), (), State.SKIPPED)]),
    ("label_studio_choices.csv", as_file(CHOICES_CSV), Format.LABEL_STUDIO_CSV, UPLOADED),
    ("cvat_tags.xml", cvat(tagged(0, "01.jpg", "cat"), tagged(1, "sub/02.jpg", "dog"), tagged(2, "03.jpg")),
     Format.CVAT_XML,
     [("01.jpg", (), ("cat",), State.LABELED), ("sub/02.jpg", (), ("dog",), State.LABELED),
      ("03.jpg", (), (), State.UNLABELED)]),
    ("hf_imagefolder.zip",
     zipped({"train/01.jpg": b"x", "train/02.jpg": b"x", "test/03.jpg": b"x",
             "train/metadata.jsonl": line("01.jpg", "cat") + line("02.jpg", "dog"),
             "test/metadata.jsonl": line("03.jpg", "cat")}),
     Format.HF_IMAGEFOLDER,
     [("test/03.jpg", (), ("cat",), State.LABELED), ("train/01.jpg", (), ("cat",), State.LABELED),
      ("train/02.jpg", (), ("dog",), State.LABELED)]),
    ("class_folders_with_splits.zip",
     zipped(dict.fromkeys(["train/cat/01.jpg", "train/dog/02.jpg", "valid/cat/03.jpg", "test/dog/04.jpg"], b"x")),
     Format.CLASS_FOLDERS,
     [("train/cat/01.jpg", (), ("cat",), State.LABELED), ("train/dog/02.jpg", (), ("dog",), State.LABELED),
      ("valid/cat/03.jpg", (), ("cat",), State.LABELED), ("test/dog/04.jpg", (), ("dog",), State.LABELED)]),
    ("own_imagefolder.zip",
     zipped(dict.fromkeys(["train/0000-cat/000000000001.jpg", "test/0001-dog/000000000002.jpg"], b"x")),
     Format.LABELER_SHAPE,
     [("train/0000-cat/000000000001.jpg", (), ("cat",), State.LABELED),
      ("test/0001-dog/000000000002.jpg", (), ("dog",), State.LABELED)]),
]  # fmt: skip


def read(file):
    with opened(file) as found:
        return found.format, [
            (each.path, each.other_paths, each.categories, each.state) if isinstance(each, Record) else each.place
            for each in found.records
        ]


@pytest.mark.parametrize(("name", "file", "format", "records"), TABLE, ids=[name for name, *_ in TABLE])
def test_each_kind_of_file_says_what_its_tool_meant(name, file, format, records):
    assert read(file) == (format, records)


ALONE = [case for case in TABLE if not case[0].endswith(".zip")]


@pytest.mark.parametrize(("name", "file", "format", "records"), ALONE, ids=[name for name, *_ in ALONE])
def test_in_a_zip_each_file_says_the_same(name, file, format, records):
    assert read(zipped({f"export/{name}": file.getvalue()})) == (format, records)


@pytest.mark.shared
@pytest.mark.skipif(not CASES.is_dir(), reason="the files lie beside the repository, or not")
@pytest.mark.parametrize(("name", "file", "format", "records"), TABLE, ids=[name for name, *_ in TABLE])
def test_each_file_that_people_sent_says_what_its_tool_meant(name, file, format, records):
    with (CASES / name).open("rb") as sent:
        assert read(sent) == (format, records)


def is_plain(each):
    """Whether any database takes what was read."""
    if isinstance(each, Problem):
        return clean(each.place) == each.place
    texts = [each.place, each.path, *each.other_paths, each.sha256, each.by, each.origin]
    return not any(unicodedata.category(character) in ("Cc", "Cs") for text in texts for character in text)


@given(st.sampled_from(TABLE), st.data())
def test_a_file_that_was_damaged_anywhere_is_read_or_refused_and_nothing_else(case, data):
    _, file, format, _ = case
    whole = file.getvalue()
    at = data.draw(st.integers(0, len(whole) - 1))
    put = data.draw(st.binary(max_size=3))
    rest = data.draw(st.sampled_from([b"", whole[at + 1 :]]))
    damaged = whole[:at] + put + rest
    for asked in (None, format):
        try:
            with opened(io.BytesIO(damaged), asked) as found:
                assert all(is_plain(each) for each in found.records)
        except Unreadable:
            continue


@given(st.sampled_from(TABLE), st.sampled_from(Format))
def test_a_file_that_is_said_to_be_of_another_kind_is_read_or_refused_and_nothing_else(case, format):
    try:
        with opened(case[1], format) as found:
            assert all(is_plain(each) for each in found.records)
    except Unreadable:
        return
