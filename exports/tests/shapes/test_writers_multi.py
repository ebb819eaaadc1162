"""Shapes of a version of any number of classes an image: none of them, not answered and not asked stay three things."""

import csv
import hashlib
import io
import json
import os
import subprocess
import unicodedata
import zipfile

import pandas
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract import task_types as contracts
from contract import v1, v1_1_multi
from core.exceptions import Refused
from exports import shape_kinds
from exports.models import DatasetVersion, VersionShape
from exports.shapes import card, task_types, writers
from exports.shapes import jobs as shaping
from exports.shapes.task_types import multi
from exports.tests import lots_of_none
from exports.tests.golden import outfits, wardrobe
from exports.tests.shapes.test_writers import COMMON, SHAPES, head_and_text, names, read
from exports.tests.wardrobe_shapes import OUTFITS_SHA256, made

GOLDEN = {path.name: path.read_bytes() for path in outfits.GOLDEN.glob("*.*")}
MANIFEST = json.loads(GOLDEN["manifest.json"])
TRUTH = json.loads(GOLDEN["annotations.json"])
ROWS = [json.loads(line) for line in GOLDEN["metadata.jsonl"].splitlines()]
NAMES = [category["name"] for category in outfits.CATEGORIES]


@pytest.fixture(params=shape_kinds.given(outfits.frozen()))
def kind(request):
    return request.param


def target(image):
    """Of a record of annotations.json, by the contract: of each class 1, 0, or None where nobody knows."""
    if not image["answered"]:
        return [None] * len(NAMES)
    return [
        1 if number in image["category_ids"] else None if number in image["not_asked"] else 0
        for number in range(1, len(NAMES) + 1)
    ]


TARGETS = {image["id"]: target(image) for image in TRUTH["images"]}


def test_the_golden_version_has_each_way_in_which_a_class_can_be_missing():
    assert TARGETS[502] == [0] * 8  # none of these
    assert TARGETS[503] == [None] * 8  # nobody looked
    assert TARGETS[507] == [0, 0, 0, 0, None, 0, 0, None]  # not asked
    assert MANIFEST["counts"]["answered"] == 7


# --- what a shape is ------------------------------------------------------------------------------------------------


def test_a_shape_is_the_same_bytes_whenever_it_is_made(kind, tmp_path):
    one, other = made(kind, tmp_path / "one", dataset=outfits), made(kind, tmp_path / "other", dataset=outfits)
    assert one.read_bytes() == other.read_bytes()
    assert hashlib.sha256(one.read_bytes()).hexdigest() == OUTFITS_SHA256[kind]


def test_it_says_which_version_it_is_of_and_tells_of_every_image(kind, tmp_path):
    path = made(kind, tmp_path, dataset=outfits)
    assert [name for name in names(path) if name in COMMON] == COMMON
    assert read(path, "manifest.json") == GOLDEN["manifest.json"]
    assert json.loads(read(path, "shape.json")) == {
        "shape": kind,
        "shape_version": 1,
        "dataset_id": MANIFEST["dataset_id"],
        "version": MANIFEST["version"],
        "hash": MANIFEST["hash"],
        "images": 9,
        "left_out_without_label": 0,
    }


def test_sha256sum_verifies_a_shape(kind, tmp_path):
    path = made(kind, tmp_path, dataset=outfits)
    with zipfile.ZipFile(path) as packed:
        packed.extractall(tmp_path / "unpacked")
        files = {name for name in packed.namelist() if not name.endswith("/")}
    listed = {line[66:] for line in read(path, "files.sha256").decode().splitlines()}
    assert listed == files - {"files.sha256"}
    subprocess.run(["sha256sum", "-c", "--quiet", "files.sha256"], cwd=tmp_path / "unpacked", check=True)


def test_no_imagefolder_is_written_and_nothing_is_left(tmp_path):
    with pytest.raises(ValueError, match="a file lies in one folder only"):
        made("imagefolder", tmp_path, dataset=outfits)
    assert os.listdir(tmp_path) == []


def test_every_task_type_of_the_contract_says_what_its_versions_are_given_as():
    for module, dataset in ((v1, wardrobe), (v1_1_multi, outfits)):
        shapes = task_types.TASK_TYPES[module.TASK_TYPE]
        assert sorted(shapes.SHAPE_VERSIONS) == sorted(shape_kinds.given(dataset.frozen()))
    assert task_types.TASK_TYPES.keys() == shape_kinds.NOT_GIVEN.keys()


@pytest.mark.parametrize(("dataset", "other"), [(outfits, wardrobe), (wardrobe, outfits)])
@pytest.mark.parametrize("kind", ["csv", "huggingface"])
def test_images_of_another_task_type_are_refused(kind, dataset, other, tmp_path):
    manifest = (dataset.GOLDEN / "manifest.json").read_bytes()
    snapshot = contracts.snapshot_of(dataset.frozen())
    version = writers.Sealed(snapshot, manifest, lambda: iter(other.IMAGES), other.content, "a.zip", "", 0)
    with pytest.raises(ValueError, match="is of another task type"):
        writers.write(kind, version, tmp_path / "a.zip", tmp_path)
    assert os.listdir(tmp_path) == []


# --- Hugging Face ---------------------------------------------------------------------------------------------------


def test_it_holds_the_contracts_own_rows_with_what_stands_for_nothing(tmp_path):
    path = made("huggingface", tmp_path, dataset=outfits)
    for split, folder in card.FOLDERS.items():
        told = [json.loads(line) for line in read(path, f"{folder}/metadata.jsonl").splitlines()]
        mine = [row for row in ROWS if row["split"] == split]
        assert told == [row | {"file_name": row["file_name"].removeprefix("images/")} for row in mine]


def test_its_card_says_of_each_column_what_it_holds(tmp_path):
    head, _ = head_and_text(made("huggingface", tmp_path, dataset=outfits))
    (config,) = head["configs"]
    features = {each.pop("name"): each for each in config["features"]}
    classes = {"class_label": {"names": {str(index): name for index, name in enumerate(NAMES)}}}
    assert features == {
        "image": {"dtype": "image"},
        "answered": {"dtype": "bool"},
        "category_ids": {"sequence": "int64"},
        "image_id": {"dtype": "int64"},
        "label_names": {"sequence": "string"},
        "labels": {"sequence": classes},
        "not_asked": {"sequence": "int64"},
        "split": {"dtype": "string"},
    }


def test_its_card_counts_labels_none_of_these_and_not_answered_by_split(tmp_path):
    _, text = head_and_text(made("huggingface", tmp_path, dataset=outfits))
    assert (
        "9 images: 5 with 9 labels, 2 with none of the classes, 2 not answered; 4 were not asked about every class. "
        "8 classes." in text
    )
    for line in (
        "| 2 | 靴 | 1 | 1 | 0 |",
        "| 4 | écharpe (no longer used) | 0 | 0 | 0 |",
        "| | none of these | 1 | 1 | 0 |",
        "| | not answered | 2 | 0 | 0 |",
        "| | images | 5 | 2 | 2 |",
    ):
        assert f"\n{line}\n" in text


def test_parquet_holds_the_same_rows_with_empty_lists_and_the_names_of_the_classes(tmp_path, monkeypatch):
    monkeypatch.setattr(writers, "ROWS", 2)  # so that a group holds lists that are all empty
    path = made("huggingface", tmp_path, dataset=outfits)
    table = pyarrow.parquet.read_table(io.BytesIO(read(path, "labels.parquet")))
    assert {name: str(kind) for name, kind in zip(table.schema.names, table.schema.types, strict=True)} == {
        "answered": "bool",
        "category_ids": "list<item: int64>",
        "file_name": "string",
        "image_id": "int64",
        "label_names": "list<item: string>",
        "labels": "list<item: int64>",
        "not_asked": "list<item: int64>",
        "split": "string",
    }
    by_id = {image["id"]: image for image in TRUTH["images"]}
    assert table.to_pylist() == [
        row
        | {
            "file_name": row["file_name"].replace("images", card.FOLDERS[row["split"]]),
            "category_ids": by_id[row["image_id"]]["category_ids"],
            "label_names": [NAMES[number - 1] for number in by_id[row["image_id"]]["category_ids"]],
            "labels": [number - 1 for number in by_id[row["image_id"]]["category_ids"]],
            "not_asked": by_id[row["image_id"]]["not_asked"],
        }
        for row in ROWS
    ]
    features = json.loads(table.schema.metadata[b"huggingface"])["info"]["features"]
    assert features["labels"] == {"feature": {"names": NAMES, "_type": "ClassLabel"}, "_type": "Sequence"}


# --- CSV ------------------------------------------------------------------------------------------------------------

CELLS = {"1": 1, "0": 0, "": None}


def table_of(path):
    text = read(path, "labels.csv").decode()
    assert "\r" not in text
    return list(csv.DictReader(io.StringIO(text, newline="")))


def classes_of(row):
    """As README.txt says: a column for each class, told by its number."""
    found = {int(name.split("_")[1]): CELLS[cell] for name, cell in row.items() if name.startswith("class_")}
    return [found[index] for index in range(len(found))]


def test_csv_tells_of_each_class_whether_it_is_there_is_not_or_nobody_knows(tmp_path):
    rows = table_of(made("csv", tmp_path, dataset=outfits))
    assert {int(row["image_id"]): classes_of(row) for row in rows} == TARGETS


def test_csv_tells_the_facts_that_the_annotations_do(tmp_path):
    rows = table_of(made("csv", tmp_path, dataset=outfits))
    facts = ("original_name", "sha256", "size_bytes", "width", "height", "exif_orientation", "split")
    for row, image in zip(rows, TRUTH["images"], strict=True):
        assert {name: cell for name, cell in row.items() if not name.startswith("class_")} == {
            "file_name": f"images/{image['file_name']}",
            "image_id": str(image["id"]),
            "answered": "1" if image["answered"] else "0",
            **{name: str(image[name]) for name in facts},
            **{name: str(image["provenance"].get(name, "")) for name in ("video_id", "timestamp_ms", "frame_index")},
        }


def test_beside_the_csv_it_is_said_what_an_empty_cell_is(tmp_path):
    path = made("csv", tmp_path, dataset=outfits)
    assert names(path) == ["shape.json", "manifest.json", "README.txt", "labels.csv", "files.sha256"]
    told = " ".join(read(path, "README.txt").decode().split())
    assert "empty nobody knows: the picture is not answered, or nobody was asked about this class" in told


CLASSES = range(len(NAMES))


@st.composite
def stored(draw):
    """An image with whatever may be stored of it: labels of the class that is no longer used, drafts, all of it."""
    present = draw(st.sets(st.sampled_from(CLASSES)))
    not_asked = draw(st.sets(st.sampled_from(CLASSES))) - present
    answer = {"class_indices": tuple(present), "answered": draw(st.booleans()), "not_asked": tuple(not_asked)}
    return v1_1_multi.Image(1, "0" * 64, 1, "image/png", 1, 1, 1, "a.png", **answer)


@given(stored(), st.booleans())
def test_whatever_is_stored_of_an_image_each_shape_tells_what_the_contract_does(image, with_inactive):
    selection = outfits.frozen()["selection"] | {"include_inactive_categories": with_inactive}
    selection["excluded"] = selection["excluded"] | {"inactive_annotations": 0}
    snapshot = v1_1_multi.Snapshot.of(outfits.frozen(selection=selection))
    shapes = task_types.of(snapshot)
    truth = v1_1_multi.image_record(image, snapshot.answer_of(image), None)

    row = dict(zip(shapes.csv_columns(snapshot), shapes.csv_row(snapshot, image), strict=True))
    assert [cell for name, cell in row.items() if name.startswith("class_")] == target(truth)
    assert row["answered"] == truth["answered"]

    record = shapes.metadata(snapshot, image)
    typed = shapes.typed(record)
    assert {name: typed[name] for name in ("answered", "category_ids", "not_asked")} == {
        name: truth[name] for name in ("answered", "category_ids", "not_asked")
    }
    assert typed["labels"] == [number - 1 for number in truth["category_ids"]]
    others = [multi.NONE] if truth["answered"] else [multi.UNANSWERED]
    assert list(shapes.counted(record)) == (typed["labels"] or others)


ALIKE = ["file_name", "split", "dress", "drеss", "dress ", "Dress", "1_dress", "a,b", '"', "=1+1", "class_0_dress"]
NAMED = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


def header(called):
    """The first line of a CSV with these classes, as a program reads it."""
    proper = [unicodedata.normalize("NFC", name).strip() or "x" for name in called]
    categories = [wardrobe.category(index, name) for index, name in enumerate(proper)]
    no_rules = {"implies": [], "exclusive": []}
    snapshot = v1_1_multi.Snapshot.of(outfits.frozen(categories=categories, label_rules=no_rules))
    version = writers.Sealed(snapshot, b"{}", list, lambda image: io.BytesIO(), "a.zip", "", 0)
    return snapshot.categories, next(csv.reader([next(writers._csv_lines(version, lambda done: None)).decode()]))


@given(st.permutations(ALIKE) | st.lists(NAMED, min_size=1, max_size=15))
def test_no_two_columns_are_called_the_same_whatever_classes_are_called(called):
    categories, columns = header(called)
    assert len(set(columns)) == len(columns)
    of_classes = [name for name in columns if name.startswith("class_")]
    assert columns[-len(categories) :] == of_classes
    for category, column in zip(categories, of_classes, strict=True):
        _, number, name = column.split("_", 2)
        assert (int(number), name) == (category.class_index, category.name)


def test_pandas_guesses_no_column_wrong_where_most_images_have_none_of_the_classes(tmp_path):
    writers.write("csv", lots_of_none.sealed(), tmp_path / "csv.zip", tmp_path)
    with zipfile.ZipFile(tmp_path / "csv.zip") as packed, packed.open("labels.csv") as file:
        table = pandas.read_csv(file)
    classes = [name for name in table.columns if name.startswith("class_")]
    assert [str(table[name].dtype) for name in classes] == ["int64"] * 7 + ["float64"]  # for its empty cell
    assert not table[classes].iloc[:-1].any().any()
    last = table[classes].iloc[-1]
    assert last.iloc[:7].tolist() == [1, 1, 0, 0, 0, 0, 0]
    assert pandas.isna(last.iloc[7])


def test_parquet_keeps_its_types_where_most_images_have_none_of_the_classes():
    file = io.BytesIO()
    writers._parquet(lots_of_none.sealed(), file, lambda done: None)
    table = pyarrow.parquet.read_table(file)
    assert table.num_rows == lots_of_none.MANY + 1
    assert table["labels"][0].as_py() == table["not_asked"][0].as_py() == []
    (last,) = table.slice(lots_of_none.MANY).to_pylist()
    assert last.pop("file_name") == f"train/{lots_of_none.MANY + 1:012d}.png"
    assert last == lots_of_none.LAST


# --- Croissant ------------------------------------------------------------------------------------------------------


def test_croissant_names_the_columns_and_says_which_hold_lists(tmp_path):
    described = json.loads(read(made("croissant", tmp_path, dataset=outfits), "croissant.json"))
    assert "image classification with any number of classes an image" in described["description"]
    (images,) = (each for each in described["recordSet"] if each["@id"] == "images")
    assert [(each["name"], each["dataType"], each.get("isArray", False)) for each in images["field"]] == [
        ("image_id", "sc:Integer", False),
        ("file_name", "sc:Text", False),
        ("answered", "sc:Boolean", False),
        ("category_ids", "sc:Integer", True),
        ("label_names", "sc:Text", True),
        ("labels", "sc:Integer", True),
        ("not_asked", "sc:Integer", True),
        ("split", "sc:Text", False),
    ]
    assert described["@context"]["isArray"] == "cr:isArray"


# --- asked for ------------------------------------------------------------------------------------------------------


@pytest.fixture
def version(project, bob):
    """The row of a ready version, without those of its images."""
    made_of = {"frozen": outfits.frozen(), "manifest": GOLDEN["manifest.json"].decode(), "counts": MANIFEST["counts"]}
    digests = {name: MANIFEST[name] for name in ("hash", "labels_hash", "samples_hash")}
    return DatasetVersion.objects.create(
        project=project, number=1, state="ready", created_by=bob, created_at="2026-11-22T19:00:00Z", images=9,
        sealed_at="2026-11-22T19:00:01Z", artifact_sha256=outfits.ZIP_SHA256, artifact_size=1, **made_of, **digests,
    )  # fmt: skip


@pytest.mark.django_db
def test_imagefolder_is_refused_with_the_reason_and_no_job_waits(version, alice):
    with pytest.raises(Refused, match="may have several classes, and a file lies in one folder only") as refused:
        shaping.request(version, "imagefolder", by=alice)
    assert refused.value.code == "not_for_task_type"
    assert not VersionShape.objects.exists()
    assert shaping.request(version, "csv", by=alice).state == "queued"


@pytest.mark.django_db
def test_the_api_refuses_imagefolder_in_words_and_does_not_name_it(api, alice, version):
    program = api(alice)
    assert program.get(SHAPES).json() == {"kinds": ["huggingface", "csv", "croissant"], "results": []}
    refused = program.post(f"{SHAPES}imagefolder/")
    error = refused.json()["error"]
    assert (refused.status_code, error["code"], list(error["fields"])) == (400, "not_for_task_type", ["kind"])
    assert error["message"].endswith("Take Hugging Face or CSV, which tell all of them.")
    assert program.get(f"{SHAPES}imagefolder/").status_code == 404


@pytest.mark.django_db
def test_the_page_says_why_there_is_no_imagefolder_and_offers_the_others(client, alice, version):
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/projects/wardrobe/versions/1/").content.decode()
    section = page[page.index('id="h-shapes"') : page.index("</section>", page.index('id="h-shapes"'))]
    offered = [kind for kind in shape_kinds.KINDS if f"shapes/{kind}/" in section]
    assert offered == ["huggingface", "csv", "croissant"]
    assert "a file lies in one folder only" in section
