"""COCO as tools really write it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports.reading import coco as reader
from annotations.imports.reading.records import Problem, Record, State, Unreadable
from annotations.tests.imports.reading.files import as_file, coco, labels, said

HEX = "ab" * 32
DRESS, HAT = {"id": 7, "name": "Dress"}, {"id": "h", "name": "Hat", "supercategory": "head"}


def image(number, name, **more):
    return {"id": number, "file_name": name, "width": 3, "height": 4, **more}


def box(image_id, category_id, **more):
    return {"id": 1, "image_id": image_id, "category_id": category_id, "bbox": [1, 2, 3, 4], "area": 12, **more}


def test_each_image_has_the_distinct_categories_of_its_annotations():
    file = coco(
        [image(1, "x/a.jpg"), image(2, "b.jpg"), image(3, "c.jpg")],
        [box(1, 7), box(1, 7), box(2, 7), box(2, "h")],
        [DRESS, HAT],
    )
    assert said(file) == [
        Record("image 1", "x/a.jpg", ("Dress",)),
        Record("image 2", "b.jpg", ("Dress", "Hat")),
        Record("image 3", "c.jpg", state=State.UNLABELED),
    ]


def test_the_lists_come_in_any_order():
    file = as_file({"annotations": [box(1, 7)], "categories": [DRESS], "info": {"year": 1}, "images": [image(1, "a")]})
    assert labels(file) == [("a", "Dress")]


@pytest.mark.parametrize("written", [1, 1.0, "1", " 1 "])
@pytest.mark.parametrize("listed", [1, 1.0, "1"])
def test_an_id_is_the_same_however_it_is_written(written, listed):
    file = coco([image(listed, "a.jpg")], [box(written, written)], [{"id": listed, "name": "Dress"}])
    assert labels(file) == [("a.jpg", "Dress")]


@pytest.mark.parametrize("value", [True, None, [], {}, 1.5, "", float("nan"), float("inf")])
def test_what_is_no_id_is_told_with_its_place_and_stops_nothing(value):
    file = coco([image(1, "a.jpg"), image(2, "b.jpg")], [box(value, 7, id=5), box(2, 7)], [DRESS])
    problem, *rest = said(file)
    assert (type(problem), problem.place) == (Problem, "annotation 5")
    assert [record.categories for record in rest] == [(), ("Dress",)]


ids = st.one_of(st.integers(), st.text(min_size=1, max_size=9).filter(str.strip), st.floats(allow_nan=False))


def meant(value):
    """The id that a value stands for: a whole number in any spelling is that number."""
    if isinstance(value, float):
        return int(value) if value == value // 1 else None
    try:
        return int(value) if str(int(value)) == str(value).strip() else str(value).strip()
    except ValueError:
        return str(value).strip()


@given(st.lists(ids, min_size=1, max_size=6, unique_by=meant), st.randoms(use_true_random=False))
def test_each_image_finds_its_annotation_whatever_its_id_and_its_place(keys, chance):
    keys = [key for key in keys if meant(key) is not None]
    lists = {
        "images": [image(key, f"{at}.jpg") for at, key in enumerate(keys)],
        "annotations": [box(key, key) for key in keys],
        "categories": [{"id": key, "name": f"class {at}"} for at, key in enumerate(keys)],
    }
    for each in lists.values():
        chance.shuffle(each)
    order = list(lists)
    random.Random(chance.random()).shuffle(order)
    found = labels(as_file({name: lists[name] for name in order}))
    assert sorted(found) == sorted((f"{at}.jpg", f"class {at}") for at in range(len(keys)))


def test_two_categories_of_one_name_are_one_label():
    kinds = [{"id": 1, "name": "Red Deer"}, {"id": 2, "name": "red deer"}]
    assert labels(coco([image(1, "a")], [box(1, 1), box(1, 2)], kinds)) == [("a", "Red Deer")]


def test_a_hash_and_other_names_that_a_file_tells_are_taken():
    file = coco([image(1, "images/1.jpg", sha256=HEX, original_name="a.jpg"), image(2, "b.jpg", sha256="no hash")])
    assert [(each.sha256, each.other_paths) for each in said(file)] == [(HEX, ("a.jpg",)), ("", ())]


def test_uploads_of_label_studio_are_known_without_its_mark():
    images = [image(1, "images/1a2b3c4d-01.jpg")]
    assert said(coco(images))[0].other_paths == ()
    assert said(coco(images, info={"contributor": "Label Studio"}))[0].other_paths == ("images/01.jpg",)


def test_an_address_stands_in_for_a_missing_name():
    (record,) = said(coco([{"id": 1, "coco_url": "http://images.example.org/val2017/000001.jpg?x=1"}]))
    assert record.path == "val2017/000001.jpg"


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        (coco([image(1, "a"), {"id": 2}]), ("image 2", "It has no file_name.")),
        (coco([image(1, "a"), image(1, "b")]), ("image 1", "Another image of the file has this id.")),
        (coco([image(1, "a"), {"file_name": "b"}]), ("image number 2", "It has no id: every image needs one.")),
        (coco([image(1, "a"), 5]), ("image number 2", "It is no object.")),
        (coco([image(1, "a")], [], [{"id": 1}]), ("category 1", "It has no name: every category needs one.")),
        (
            coco([image(1, "a")], [box(1, 9)], [DRESS]),
            ("annotation 1", "It names the category 9, which the file does not list."),
        ),
        (
            coco([image(1, "a")], [box("x", 7)], [DRESS]),
            ("annotation 1", "It names the image 'x', which the file does not list."),
        ),
    ],
)
def test_a_bad_record_is_told_with_its_place_and_the_others_are_read(file, problem):
    assert labels(file) == [problem, ("a",)]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (as_file('{"images": [], "annotations": []}'), "a list “categories”"),
        (as_file('{"images": {}, "annotations": []}'), "a list “images”"),
        (as_file('{"images": [{"id": 1}'), "cut off, near character 21"),
        (as_file('{"images": [' + "[" * 100_000), "nested too deep"),
        (as_file('{"images": [{"id": ' + "9" * 5000 + "}]}"), "no JSON, or it is damaged"),
        (as_file(b'{"images": [{"file_name": "\xe9.jpg"}]}'), "not UTF-8"),
        (as_file('{"images": []} {}'), "no JSON, or it is damaged"),
    ],
)
def test_a_coco_file_that_is_none_is_refused_in_words(file, words):
    with pytest.raises(Unreadable, match=words):
        said(file)


def test_boxes_of_several_classes_answer_another_question():
    images, kinds = [image(1, "a"), image(2, "b")], [DRESS, HAT]
    several = [box(1, 7), box(1, "h"), box(2, 7), box(2, "h")]
    with pytest.raises(Unreadable, match="2 of 2 images have more than one"):
        said(coco(images, several, kinds))
    assert labels(coco(images, [box(1, 7), box(1, "h"), box(2, 7)], kinds)) == [("a", "Dress", "Hat"), ("b", "Dress")]


def test_a_piece_that_no_label_can_be_is_refused_before_it_is_whole():
    file = as_file('{"info": "' + "x" * 20_000_000)
    with pytest.raises(Unreadable, match="more than 8 MB"):
        said(file, "coco")
    assert file.tell() < 18_000_000


def test_nothing_is_left_on_the_disk(tmp_path):
    file = coco([image(1, "a")], [box(1, 7)], [DRESS])
    records = reader.records(file, work_dir=tmp_path)
    assert next(records).path == "a"
    assert len(list(tmp_path.iterdir())) == 1
    records.close()
    assert list(tmp_path.iterdir()) == []
