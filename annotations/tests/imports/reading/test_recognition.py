"""What kind of file somebody sent, and why it is no file of labels."""

import io
import json
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports.reading.recognition import recognised
from annotations.imports.reading.records import Format, Problem, Record, Unreadable
from annotations.tests.imports.reading.files import annotation, as_file, coco, cvat, said, tagged, task, zipped
from tests.support.cast import picture

XML = '<?xml version="1.0"?>'
EXPORT = {"manifest.json": {}, "annotations.json": {}, "metadata.jsonl": b""}

KINDS = [
    (coco(), Format.COCO),
    (as_file({"info": {}, "licenses": [{"id": 1}] * 50, "images": []}), Format.COCO),
    (as_file(b'\xef\xbb\xbf {"categories": []}'), Format.COCO),
    (as_file("a.jpg,Dress"), Format.CSV),
    (as_file("a.jpg\tDress\n".encode("utf-16")), Format.CSV),
    (as_file([task(1, "a.jpg")]), Format.LABEL_STUDIO_JSON),
    (as_file([{"id": 1, "image": "a", "annotation_id": 1, "annotator": 1}]), Format.LABEL_STUDIO_JSON),
    (as_file("annotation_id,annotator,choice,image\n1,1,cat,a.jpg"), Format.LABEL_STUDIO_CSV),
    (cvat(tagged(1, "a.jpg")), Format.CVAT_XML),
    (zipped({"annotations.xml": cvat().read()}), Format.CVAT_XML),
    (zipped({"annotations/instances_default.json": coco().read(), "images/default/1.jpg": b""}), Format.COCO),
    (zipped({"result.json": [task(1, "a.jpg")]}), Format.LABEL_STUDIO_JSON),
    (zipped({"out/labels.csv": "a.jpg,Dress", "out/README.txt": "What it is."}), Format.CSV),
    (zipped({"cat/1.jpg": b"", "labels.csv": "a.jpg,Dress", "about.json": {"a": 1}}), Format.CLASS_FOLDERS),
    (zipped({"train/metadata.jsonl": b"", "train/1.jpg": b""}), Format.HF_IMAGEFOLDER),
    (zipped({"metadata.csv": b"a,b", "1.jpg": b""}), Format.HF_IMAGEFOLDER),
    (as_file('{"file_name": "1.jpg", "label": "cat"}\n'), Format.HF_IMAGEFOLDER),
    (as_file([{"path": "1.jpg", "label": "cat"}]), Format.JSON_RECORDS),
    (zipped({"cat/1.jpg": b""}), Format.CLASS_FOLDERS),
    (zipped(EXPORT), Format.LABELER_EXPORT),
    (zipped({"shape.json": {"shape": "csv"}, "manifest.json": {}}), Format.LABELER_SHAPE),
    (zipped({"train/0000-cat/000000000001.jpg": b""}), Format.LABELER_SHAPE),
    (zipped({"train/0000-cat/000000000001.jpg": b"", "0001-dog/a.jpg": b""}), Format.CLASS_FOLDERS),
]


@pytest.mark.parametrize(("file", "format"), KINDS)
@pytest.mark.parametrize("name", ["labels.csv", "labels.json", "labels", "labels.xlsx"])
def test_a_file_is_known_by_what_it_holds_whatever_its_name(name, file, format):
    assert (recognised(name, file), file.tell()) == (format, 0)


def encrypted():
    content = bytearray(zipped({"a.csv": b"a.jpg,Dress"}).read())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


REFUSED = [
    (b"", "The file is empty."),
    (b" \n ", "The file is empty."),
    (zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "This is an Excel file: save it as “CSV UTF-8”."),
    (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "a document of Word"),
    (zipped({"mimetype": b"", "content.xml": b""}), "OpenDocument file: save its table as “CSV UTF-8”"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Excel file: save it as “CSV UTF-8”"),
    ("a.jpg,Dress\n".encode("utf-16-le"), "UTF-16 without its mark. Save the labels as “CSV UTF-8”"),
    ("é.jpg,Dress\n".encode("latin-1"), "not UTF-8. Save it as “CSV UTF-8”"),
    (b"%PDF-1.7", "This is a PDF"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive. Unpack it first"),
    (b"Rar!\x1a\x07\x01", "RAR archive. Unpack it first"),
    (b"\x1f\x8b\x08", "gzip. Unpack it first"),
    (b"a.csv".ljust(257, b"\x00") + b"ustar", "tar archive. Unpack it first"),
    (b"SQLite format 3\x00", "database of SQLite"),
    (picture(0), "PNG picture. It holds no labels"),
    (b"\xff\xd8\xff\xe0", "JPEG picture"),
    (b"RIFF\x00\x00\x00\x00WEBP", "WebP picture"),
    (b"\x00\x00\x00\x18ftypheic", "a video or a picture"),
    (b"\x00\x01\x02\x03" * 9, "It is no text"),
    ("0 0.5 0.5 0.1 0.1\n12 0.5 0.5 0.2 0.2\n", "boxes or outlines of YOLO"),
    (zipped({"images/a.jpg": b"", "labels/a.txt": b"0 0.5 0.5 0.1 0.1"}), "boxes or outlines of YOLO"),
    (XML + "<annotation><object><bndbox/></object></annotation>", "boxes of Pascal VOC"),
    (zipped({"JPEGImages/a.jpg": b"", "Annotations/a.xml": b""}), "boxes of Pascal VOC"),
    (XML + "<note/>", "begins with <note> instead of <annotations>"),
    ("<!DOCTYPE html><html><body>Sign in</body></html>", "This is a web page"),
    ({"version": "5.0", "flags": {}, "shapes": []}, "LabelMe or VIA"),
    ({"a": 1}, "of no kind that Labeler knows. Labeler reads COCO"),
    ({"schema_version": "1.0.0"}, "Send the zip as it was downloaded"),
    ([], "an empty list, or one of no objects"),
    ([1, 2], "an empty list, or one of no objects"),
    ("{", "no JSON, or it is damaged or cut off, near character 1. Export or download it once more"),
    ("[" * 5000, "nested too deep"),
    ("one line of prose", "one column. A table needs two"),
    (zipped({}), "The zip is empty"),
    (zipped({"a.jpg": b"x"}), "pictures without folders"),
    (zipped({"a.bin": b"x"}), "neither labels nor pictures"),
    (zipped({"a/labels.csv": "a.jpg,x", "b/labels.csv": "b.jpg,y"}), "several files of labels: a/labels.csv, b/labels"),
    (encrypted(), "Make one without a password"),
    (b"PK\x03\x04" + b"\x00" * 50, "no zip file.* cut off. Export or download it once more"),
    (zipped({"out/inner.zip": b"PK"}), r"another archive, out/inner\.zip. Unpack it, and send"),
    (zipped({"Index/Document.iwa": b"", "b.plist": b""}), "Numbers, Pages or Keynote. Save the labels"),
    ("a.jpg,Dress\n".encode("utf-32"), "This text is UTF-32. Save the labels as “CSV UTF-8”"),
    ("a.jpg,Dress\n".encode("utf-16-be"), "UTF-16 without its mark"),
    (b"\x00" * 500, "It is no text"),
    (b"\x80\x04\x95" + b"\x00" * 50, "pickle of Python. Save the labels as “CSV UTF-8”"),
    (b"\x00\x00\x00\x18ftypheic", "Bring pictures and videos in by “Upload”"),
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n", "pointer of Git LFS.*“git lfs pull”"),
    ("\n<!-- saved from a page -->\n<!DOCTYPE html><html></html>", "This is a web page"),
    (XML + '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html/>', "This is a web page"),
    (XML + "<Error><Code>AccessDenied</Code></Error>", "<Error> instead.*From CVAT export “CVAT for images 1.1”"),
    ("0.jpg\n1.jpg\n", "one column. A table needs two, separated by commas, semicolons or tabs"),
]


@pytest.mark.parametrize(("content", "words"), REFUSED)
def test_what_is_no_file_of_labels_is_refused_with_the_reason_and_the_way_out(content, words):
    file = content if isinstance(content, io.BytesIO) else as_file(content)
    with pytest.raises(Unreadable, match=words):
        recognised("labels", file)
    assert file.tell() == 0


def recognised_or_why(file):
    try:
        return recognised("labels", file)
    except Unreadable as refusal:
        return str(refusal)


@pytest.mark.parametrize("depth", range(850, 1000, 10))
@pytest.mark.parametrize(
    "around",
    [
        '{"images": [{"id": %s}], "annotations": [], "categories": []}',
        '[{"path": "a.jpg", "label": %s}]',
        '[{"id": %s, "data": {"image": %s}, "annotations": [{"result": [{"type": %s}]}]}]',
        '[{"id": %s, "annotator": 1, "annotation_id": %s, "image": "a.jpg", "choice": "x"}]',
    ],
)
def test_what_is_nested_as_deep_as_can_be_decoded_is_read_or_refused(around, depth):
    file = as_file(around.replace("%s", "[" * depth + "]" * depth))
    with suppress(Unreadable):
        assert {type(each) for each in said(file)} <= {Record, Problem}


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_whatever_comes_is_recognised_or_refused_in_a_sentence(content):
    answer = recognised_or_why(as_file(content))
    assert answer in list(Format) or (answer[0].isupper() and answer.endswith("."))


def test_a_zip_that_hides_too_much_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("metadata.jsonl", "w") as file:
        for _ in range(200):
            file.write(b" " * 1_000_000)
    with pytest.raises(Unreadable, match="times as large"):
        recognised("labels.zip", out)


def test_an_object_that_goes_on_beyond_what_is_looked_at_is_still_known():
    text = json.dumps({"info": "x" * 200_000, "annotations": [annotation(1)]})
    assert recognised("labels", as_file(text)) == Format.COCO
