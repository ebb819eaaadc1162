"""Other people's programs read an export of any number of classes an image."""

import json
import zipfile

import pandas
import pytest

from contract import v1, v1_1_multi
from exports.tests.golden import outfits
from exports.tests.shapes.test_loaders import INSTALLED, read

ROWS = [json.loads(line) for line in (outfits.GOLDEN / "metadata.jsonl").read_text("ascii").splitlines()]
LISTS = ("answered", "category_ids", "label_names", "labels", "not_asked", "split")
TYPES = {"answered": "bool", "category_ids": "int64", "label_names": "string", "labels": "int64", "not_asked": "int64"}
MANY = 100_000  # rows in which nothing is, and which are more than the 10 MB that programs guess types from

loaders = pytest.mark.skipif(not INSTALLED.exists(), reason="sh scripts/environment.sh loaders was not called")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("multi")
    outfits.build(folder)
    with zipfile.ZipFile(folder / "export.zip") as packed:
        packed.extractall(folder / "export")
    return folder


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
