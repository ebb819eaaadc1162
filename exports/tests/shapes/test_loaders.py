"""Other people's programs read an export, and the shapes of one, as the document says: names, order, labels, splits."""

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from PIL import Image as Picture

from exports.tests.golden import phone, wardrobe
from exports.tests.wardrobe_shapes import made

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / ".venv-loaders" / "bin" / "python"
INSTALLED = ROOT / ".venv-loaders" / ".installed-requirements-loaders.txt"
NAMES = [category["name"] for category in wardrobe.CATEGORIES]
ROWS = [json.loads(line) for line in (wardrobe.GOLDEN / "metadata.jsonl").read_text("ascii").splitlines()]
STORED = {image.id: [image.width, image.height] for image in wardrobe.IMAGES}

pytestmark = pytest.mark.skipif(not INSTALLED.exists(), reason="sh scripts/environment.sh loaders was not called")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """With the golden export and its shapes, packed and unpacked."""
    return filled(tmp_path_factory.mktemp("loaders"), wardrobe)


@pytest.fixture(scope="module")
def phone_folder(tmp_path_factory):
    """The same of the one that holds converted pictures."""
    return filled(tmp_path_factory.mktemp("phone"), phone)


def filled(folder, dataset):
    dataset.build(folder)
    for kind in ("huggingface", "croissant"):
        made(kind, folder / "making", dataset=dataset).rename(folder / f"{kind}.zip")
    for name in ("export", "huggingface", "croissant"):
        with zipfile.ZipFile(folder / f"{name}.zip") as packed:
            packed.extractall(folder / name)
    return folder


def read(reader, folder):
    done = subprocess.run(
        [PYTHON, ROOT / "exports" / "tests" / "loaders" / "read.py", reader, folder],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "HF_HUB_OFFLINE": "1",
            "HF_HOME": str(folder / "hf"),
            "CUDA_VISIBLE_DEVICES": "",
        },
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def shown(id):
    """Width and height after EXIF rotation."""
    with Picture.open(wardrobe.GOLDEN / next(row["file_name"] for row in ROWS if row["image_id"] == id)) as picture:
        return list(picture.size[::-1] if picture.getexif().get(0x0112, 1) >= 5 else picture.size)


FIELDS = ("image_id", "label", "label_name", "category_id", "split")
TOLD = [[row[name] for name in FIELDS] for row in ROWS]


@pytest.mark.parametrize("reader", ["datasets_folder", "datasets_zip"])
def test_hugging_face_datasets_reads_images_and_labels(folder, reader):
    """As its documentation says, it applies the EXIF rotation."""
    assert read(reader, folder) == {"names": NAMES, "rows": [[*row, shown(row[0])] for row in TOLD]}


def dealt(rows):
    """The rows as `load_dataset` gives them: by its own names of the splits, in the order of the ids."""
    called = {"train": "train", "validation": "val", "test": "test"}
    return {name: [row for row in rows if row[4] == split] for name, split in called.items()}


def test_hugging_face_datasets_reads_the_shape_in_its_splits_with_its_class_names(folder):
    """`load_dataset(folder)`, and nothing more: no test picture is in train."""
    expected = dealt([[*row, shown(row[0])] for row in TOLD])
    assert all(expected.values())
    found = read("datasets_shape_folder", folder)
    assert found == {"names": dict.fromkeys(expected, NAMES), "types": "ClassLabel", "rows": expected}


def test_it_reads_the_same_splits_by_the_name_of_the_loader(folder):
    assert read("datasets_shape_imagefolder", folder) == dealt([[*row, shown(row[0])] for row in TOLD])


@pytest.mark.parametrize(
    "ratios", [None, {"train": 9000, "val": 0, "test": 1000}, {"train": 0, "val": 0, "test": 10000}]
)
def test_it_reads_what_has_no_splits_and_leaves_out_those_that_hold_nothing(tmp_path, ratios):
    splits = ratios and {"method": "stable-hash-v1", "seed": "wardrobe", "ratios": ratios}
    with zipfile.ZipFile(made("huggingface", tmp_path, splits=splits)) as packed:
        packed.extractall(tmp_path / "huggingface")
        by_split = json.loads(packed.read("manifest.json"))["counts"]["by_split"] or {"train": len(ROWS)}
    found = read("datasets_shape_folder", tmp_path)
    assert {name: len(rows) for name, rows in found["rows"].items()} == {
        {"val": "validation"}.get(split, split): count for split, count in by_split.items() if count
    }
    assert set(found["names"]) == set(found["rows"])


def test_hugging_face_datasets_reads_the_parquet_with_its_class_names(folder):
    assert read("datasets_parquet", folder) == {"names": NAMES, "rows": TOLD}


def test_datumaro_reads_the_same_classes_in_the_same_order(folder):
    expected = [[row["image_id"], row["label"], STORED[row["image_id"]]] for row in ROWS]
    assert read("datumaro", folder) == {"names": NAMES, "rows": expected}


def test_mlcroissant_validates_the_description_and_reads_the_zip_that_it_names(folder):
    found = read("mlcroissant", folder)
    assert found.pop("errors") == []
    assert all("license" in warning or "citeAs" in warning for warning in found.pop("warnings"))
    assert found == {
        "names": NAMES,
        "splits": ["train", "val", "test"],
        "rows": [[*row, STORED[row[0]]] for row in TOLD],
    }


@pytest.mark.parametrize("license", ["https://spdx.org/licenses/CC-BY-4.0", "Ask Bob – inside only"])
def test_mlcroissant_reads_the_license_as_an_address_or_as_words_and_misses_it_no_longer(tmp_path, license):
    with zipfile.ZipFile(made("croissant", tmp_path, license=license)) as packed:
        packed.extractall(tmp_path / "croissant")
    found = read("mlcroissant_license", tmp_path)
    assert (found["errors"], found["license"]) == ([], [license])
    assert not any("license" in warning for warning in found["warnings"])


def test_mlcroissant_reads_the_citation_and_misses_it_no_longer(tmp_path):
    citation = "@misc{wardrobe,\n  title = {Wardrobe},\n  year = {2026}\n}"
    with zipfile.ZipFile(made("croissant", tmp_path, citation=citation)) as packed:
        packed.extractall(tmp_path / "croissant")
    found = read("mlcroissant_license", tmp_path)
    assert (found["errors"], found["cite_as"]) == ([], citation)
    assert not any("citeAs" in warning for warning in found["warnings"])


# --- converted pictures ---------------------------------------------------------------------------------------------

PHONE_ROWS = [json.loads(line) for line in (phone.GOLDEN / "metadata.jsonl").read_text("ascii").splitlines()]
PHONE_TOLD = [[row[name] for name in FIELDS] for row in PHONE_ROWS]
PHONE_STORED = {image.id: [image.width, image.height] for image in phone.IMAGES}


@pytest.mark.parametrize("reader", ["datasets_folder", "datasets_zip"])
def test_hugging_face_datasets_opens_converted_pictures(phone_folder, reader):
    rows = [[*row, PHONE_STORED[row[0]]] for row in PHONE_TOLD]
    assert read(reader, phone_folder) == {"names": NAMES, "rows": rows}


def test_it_opens_converted_pictures_of_the_shape(phone_folder):
    rows = [[*row, PHONE_STORED[row[0]]] for row in PHONE_TOLD]
    found = read("datasets_shape_folder", phone_folder)["rows"]
    assert sorted(row for each in found.values() for row in each) == sorted(rows)


def test_datumaro_opens_converted_pictures(phone_folder):
    expected = [[row["image_id"], row["label"], PHONE_STORED[row["image_id"]]] for row in PHONE_ROWS]
    assert read("datumaro", phone_folder) == {"names": NAMES, "rows": expected}


def test_mlcroissant_opens_converted_pictures(phone_folder):
    found = read("mlcroissant", phone_folder)
    assert found["errors"] == []
    assert found["rows"] == [[*row, PHONE_STORED[row[0]]] for row in PHONE_TOLD]
