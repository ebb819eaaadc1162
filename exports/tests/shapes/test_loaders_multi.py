"""Other people's programs read an export of any number of classes an image, and the shapes of one."""

import json
import zipfile

import pandas
import pytest

from contract import v1, v1_1_multi
from exports.shapes import writers
from exports.tests import lots_of_none
from exports.tests.golden import outfits
from exports.tests.shapes.test_loaders import INSTALLED, filled, read

ROWS = [json.loads(line) for line in (outfits.GOLDEN / "metadata.jsonl").read_text("ascii").splitlines()]
LISTS = ("answered", "category_ids", "label_names", "labels", "not_asked", "split")
TYPES = {"answered": "bool", "category_ids": "int64", "label_names": "string", "labels": "int64", "not_asked": "int64"}
MANY = 100_000  # rows in which nothing is, and which are more than the 10 MB that programs guess types from

loaders = pytest.mark.skipif(not INSTALLED.exists(), reason="sh scripts/environment.sh loaders was not called")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """With the golden export and its shapes, packed and unpacked."""
    return filled(tmp_path_factory.mktemp("multi"), outfits)


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    """A metadata.jsonl that begins with many images that have none of the classes, and ends with one that has two."""
    folder = tmp_path_factory.mktemp("lines")
    snapshot = v1_1_multi.Snapshot.of(outfits.frozen(splits=None))

    def record(number, class_indices, not_asked):
        facts = {"id": number, "sha256": f"{number:064x}", "size_bytes": 1, "mime_type": "image/png", "width": 1}
        answer = {"class_indices": class_indices, "answered": True, "not_asked": not_asked}
        image = v1_1_multi.Image(**facts, height=1, exif_orientation=1, original_name="a.png", **answer)
        return v1_1_multi.metadata_record(image, snapshot.answer_of(image), None, snapshot.categories)

    with (folder / "metadata.jsonl").open("wb") as file:
        file.writelines(v1.image_line(record(number, (), ())) for number in range(1, MANY + 1))
        file.write(v1.image_line(record(MANY + 1, (1, 0), (7,))))
    assert (folder / "metadata.jsonl").stat().st_size > 10 << 20
    return folder


LAST = {
    "answered": True,
    "category_ids": [1, 2],
    "file_name": f"images/{MANY + 1:012d}.png",
    "image_id": MANY + 1,
    "label_names": [outfits.CATEGORIES[0]["name"], "dress"],
    "labels": [0, 1],
    "not_asked": [8],
    "split": "",
}


def guessed(types):
    return {
        name: next((kind for kind in ("bool", "int64", "string") if kind in told), told) for name, told in types.items()
    }


@loaders
@pytest.mark.parametrize("reader", ["multi_datasets_folder", "multi_datasets_zip"])
def test_hugging_face_datasets_reads_lists_of_classes(folder, reader):
    found = read(reader, folder)
    assert found["rows"] == [[row["image_id"], *(row[name] for name in LISTS)] for row in ROWS]
    assert guessed(found["types"]) == TYPES | {"split": "string"}


@loaders
def test_hugging_face_datasets_guesses_no_column_wrong_where_most_images_have_none_of_the_classes(lines):
    found = read("multi_datasets_lines", lines)
    assert guessed(found["types"]) == TYPES | {"split": "string"}
    assert (found["rows"], found["last"]) == (MANY + 1, LAST)


@loaders
def test_datumaro_reads_every_class_of_an_image(folder):
    labels = [[row["image_id"], [label for label in row["labels"] if label >= 0]] for row in ROWS]
    names = [category["name"] for category in outfits.CATEGORIES]
    assert read("multi_datumaro", folder) == {"names": names, "rows": labels}


def test_pandas_guesses_no_column_wrong_where_most_images_have_none_of_the_classes(lines):
    table = pandas.read_json(lines / "metadata.jsonl", lines=True)
    assert len(table) == MANY + 1
    assert table.iloc[-1].to_dict() == LAST
    assert not table.isna().any().any()


# --- shapes ---------------------------------------------------------------------------------------------------------

NAMES = [category["name"] for category in outfits.CATEGORIES]
IMAGES = json.loads((outfits.GOLDEN / "annotations.json").read_text("ascii"))["images"]
CALLED = {"train": "train", "validation": "val", "test": "test"}
FEATURES = {
    "answered": "Value('bool')",
    "category_ids": "List(Value('int64'))",
    "image_id": "Value('int64')",
    "label_names": "List(Value('string'))",
    "labels": f"List(ClassLabel(names={NAMES}))",
    "not_asked": "List(Value('int64'))",
    "split": "Value('string')",
}


def target(image):
    """Of each class 1, 0, or None where nobody knows, as the contract says."""
    if not image["answered"]:
        return [None] * len(NAMES)
    ids = range(1, len(NAMES) + 1)
    return [1 if id in image["category_ids"] else None if id in image["not_asked"] else 0 for id in ids]


TARGETS = {str(image["id"]): target(image) for image in IMAGES}  # JSON has no other keys


@loaders
def test_hugging_face_datasets_reads_the_shape_in_its_splits_with_every_class(folder):
    found = read("multi_datasets_shape", folder)
    assert found["types"] == dict.fromkeys(CALLED, FEATURES | {"image": "Image(mode=None, decode=True)"})
    assert found["names"] == [NAMES] * 3
    for called, split in CALLED.items():
        assert found["rows"][called] == [
            [row["image_id"], *(row[name] for name in LISTS)] for row in ROWS if row["split"] == split
        ]
    assert found["sizes"].keys() == TARGETS.keys()


@loaders
@pytest.mark.parametrize("reader", ["multi_datasets_shape", "multi_datasets_parquet"])
def test_the_code_of_the_card_tells_none_of_these_from_not_answered_and_not_asked(folder, reader):
    assert read(reader, folder)["targets"] == TARGETS
    assert {TARGETS["502"][0], TARGETS["503"][0], TARGETS["504"][7]} == {0, None}


@loaders
def test_hugging_face_datasets_reads_the_parquet_with_empty_lists(folder):
    found = read("multi_datasets_parquet", folder)
    assert (found["names"], found["types"]) == (NAMES, FEATURES | {"file_name": "Value('string')"})
    by_id = {image["id"]: image for image in IMAGES}
    for id, answered, category_ids, label_names, labels, not_asked, split in found["rows"]:
        image = by_id[id]
        assert (answered, category_ids, not_asked) == (image["answered"], image["category_ids"], image["not_asked"])
        assert label_names == [NAMES[label] for label in labels]
        assert (labels, split) == ([number - 1 for number in image["category_ids"]], image["split"])
    assert len(found["rows"]) == len(IMAGES)


@loaders
def test_mlcroissant_validates_the_description_and_reads_lists_of_classes(folder):
    found = read("multi_mlcroissant", folder)
    assert found["errors"] == []
    assert all("license" in warning or "citeAs" in warning for warning in found["warnings"])
    assert found["rows"] == ROWS


@loaders
@pytest.mark.long
def test_hugging_face_datasets_reads_the_shape_of_very_many_images_with_none_of_the_classes(tmp_path):
    writers.write("huggingface", lots_of_none.sealed(), tmp_path / "huggingface.zip", tmp_path)
    with zipfile.ZipFile(tmp_path / "huggingface.zip") as packed:
        packed.extractall(tmp_path / "huggingface")
    found = read("multi_datasets_lots", tmp_path)
    assert found["types"] == FEATURES | {"image": "Image(mode=None, decode=True)"}
    assert (found["rows"], found["last"]) == (lots_of_none.MANY + 1, lots_of_none.LAST)
