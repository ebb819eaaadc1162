"""Files that name images and their categories."""

import csv
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports import label_formats
from annotations.imports.label_formats import Label, Unreadable, guess_kind, read_coco, read_csv

HEX = "ab" * 32


def rows(text, encoding="utf-8"):
    file = io.BytesIO(text.encode(encoding) if isinstance(text, str) else text)
    return [(label.name, *label.categories) for label in read_csv(file)]


# --- CSV ---

TWO = [("a.jpg", "Dress"), ("b.jpg", "Hat")]


@pytest.mark.parametrize(
    "text",
    [
        "file_name,category\na.jpg,Dress\nb.jpg,Hat\n",
        "a.jpg,Dress\nb.jpg,Hat",
        "a.jpg,Dress\r\nb.jpg,Hat\r\n",
        "\ufefffile_name;category\r\na.jpg;Dress\r\nb.jpg;Hat\r\n",
        "a.jpg\tDress\nb.jpg\tHat\n",
        '"a.jpg","Dress"\n"b.jpg","Hat"\n',
        "  a.jpg , Dress \n\n b.jpg,Hat\n,\n",
        "Label,width,Filename\nDress,3,a.jpg\nHat,4,b.jpg\n",
        "File Name,Class Name\na.jpg,Dress\nb.jpg,Hat\n",
    ],
)
def test_the_ways_in_which_programs_write_csv_are_read(text):
    assert rows(text) == TWO


def test_quotes_may_hold_separators_and_quotes():
    assert rows('a.jpg,"Dress, long"\n"b ""2"".jpg",Hat\n') == [("a.jpg", "Dress, long"), ('b "2".jpg', "Hat")]


def test_a_row_without_a_category_has_no_label():
    assert rows("file_name,category\na.jpg,\n") == [("a.jpg",)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a.jpg\n", "neither a header"),
        ("a.jpg,Dress,1\n", "neither a header"),
        ("a.jpg,Dress\nb.jpg\n", "Row 2 has 1 columns instead of 2"),
        ("a.jpg,Dress\nb.jpg,Hat,1\n", "Row 2 has 3 columns"),
        ("file_name,category\n,Dress\n", "Row 2 names no file"),
        ("é.jpg,Dress\n".encode("latin-1"), "not UTF-8"),
        ("a" * 200_000 + ",x\n", "Row 1 cannot be read"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_row(text, words):
    with pytest.raises(Unreadable, match=words):
        rows(text)


plain = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=20)


@given(
    st.lists(st.tuples(plain, plain), min_size=1),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_what_a_csv_writer_wrote_is_read_back(pairs, delimiter, line_end, with_mark):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerow(["file_name", "category"])
    writer.writerows(pairs)
    assert rows(out.getvalue(), "utf-8-sig" if with_mark else "utf-8") == pairs


# --- COCO ---


def coco(images=(), annotations=(), categories=(), **more):
    content = {"images": images, "annotations": annotations, "categories": categories, **more}
    return io.BytesIO(json.dumps(content).encode())


def image(number, name, **more):
    return {"id": number, "file_name": name, "width": 3, "height": 4, **more}


def box(image_id, category_id, **more):
    return {"id": 1, "image_id": image_id, "category_id": category_id, "bbox": [1, 2, 3, 4], "area": 12, **more}


DRESS, HAT = {"id": 7, "name": "Dress"}, {"id": "h", "name": "Hat", "supercategory": "head"}


def test_each_image_has_the_distinct_categories_of_its_annotations():
    file = coco(
        [image(1, "x/a.jpg"), image(2, "b.jpg"), image(3, "c.jpg")],
        [box(1, 7), box(1, 7), box(2, 7), box(2, "h")],
        [DRESS, HAT],
    )
    assert list(read_coco(file)) == [Label("x/a.jpg", ("Dress",)), Label("b.jpg", ("Dress", "Hat")), Label("c.jpg", ())]


def test_a_hash_that_a_file_tells_is_taken():
    file = coco([image(1, "a.jpg", sha256=HEX), image(2, "b.jpg", sha256="no hash")])
    assert [label.sha256 for label in read_coco(file)] == [HEX, ""]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (io.BytesIO(b"{"), "no JSON"),
        (io.BytesIO(b"[" * 100_000), "no JSON"),
        (io.BytesIO(b"[]"), "an object with images"),
        (io.BytesIO(b'{"images": []}'), "a list “categories”"),
        (coco([image(1, "a.jpg")], [box(1, 9)], [DRESS]), "the category 9, which"),
        (coco([], [box(1, 7)], [DRESS]), "the image 1, which"),
        (coco([{"id": 1}]), "no file_name"),
        (coco([image(True, "a.jpg")]), "no id"),
        (coco([], [], [{"id": 1}]), "no name"),
        (coco([1]), "a list “images” of objects"),
    ],
)
def test_a_coco_file_that_is_none_is_refused_in_words(file, words):
    with pytest.raises(Unreadable, match=words):
        list(read_coco(file))


def test_a_coco_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(label_formats, "LARGEST_JSON", 10)
    with pytest.raises(Unreadable, match="Split it"):
        list(read_coco(coco()))


# --- exports ---


def export(manifest=None, annotations=None, metadata=None):
    manifest = {
        "schema_version": "1.0.0",
        "task_type": "classification_single",
        "dataset_id": "one",
        "selection": {"statuses": ["approved"]},
    } | (manifest or {})
    record = {"id": 5, "original_name": "a.jpg", "sha256": HEX}
    annotations = annotations or b'{\n"categories":[\n],\n"images":[\n%s\n],\n}\n' % json.dumps(record).encode()
    metadata = metadata or b'{"image_id":5,"category_id":2,"label_name":"Hat"}\n'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr("annotations.json", annotations)
        archive.writestr("metadata.jsonl", metadata)
    out.seek(0)
    return out


def labels(file):
    with label_formats.opened("export", file) as read:
        return read.dataset_id, read.approved, list(read.labels)


def test_an_export_tells_bytes_numbers_and_names():
    assert labels(export()) == ("one", True, [Label("a.jpg", ("Hat",), HEX, 5, (2,))])
    assert labels(export({"selection": {"statuses": ["approved", "labeled"]}}))[1] is False


def test_an_image_without_a_label_has_none():
    assert labels(export(metadata=b'{"image_id":5,"category_id":0,"label_name":""}\n'))[2][0].categories == ()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (export({"schema_version": "2.0.0"}), "contract 2.0.0"),
        (export({"task_type": "detection_box"}), "another kind of labels"),
        (export({"selection": None}), "manifest.json cannot be read"),
        (export(metadata=b'{"image_id":6,"category_id":2,"label_name":"Hat"}\n'), "differ in their images"),
        (export(metadata=b'{"a":1}\n'), "not whole"),
        (export(metadata=b"nonsense\n"), "is no JSON"),
        (export(annotations=b'{"images": []}'), "was changed since"),
        (io.BytesIO(b"PK"), "no zip file"),
    ],
)
def test_an_export_that_is_none_is_refused_in_words(file, words):
    with pytest.raises(Unreadable, match=words):
        labels(file)


def test_a_zip_without_the_files_of_an_export_is_refused_in_words():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.jpg", b"x")
    with pytest.raises(Unreadable, match="no export of Labeler"):
        labels(out)


@pytest.mark.parametrize(
    ("name", "file", "kind"),
    [
        ("v1.zip", export(), "export"),
        ("photos.zip", io.BytesIO(b"PK\x03\x04" + b"x" * 60), "zip"),
        ("labels.json", io.BytesIO(b""), "coco"),
        ("labels", io.BytesIO(b'\xef\xbb\xbf {"images"'), "coco"),
        ("labels.csv", io.BytesIO(b"a.jpg,Dress"), "csv"),
    ],
)
def test_the_kind_is_guessed_from_the_first_bytes_and_the_name(name, file, kind):
    assert (guess_kind(name, file), file.tell()) == (kind, 0)
