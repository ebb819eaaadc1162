"""What people do with an export: read it, check it, load it, by the very code that the document gives."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image as Picture
from PIL import ImageOps
from pycocotools.coco import COCO

from exports.tests.golden import outfits, wardrobe

DOCUMENT = (Path(__file__).parents[2] / "docs" / "dataset-contract.md").read_text("utf-8")
NAMES = [category["name"] for category in wardrobe.CATEGORIES]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)


def code(text: str, language: str = "python") -> str:
    """The one block of code of the document that holds this text."""
    [block] = [block for block in blocks(language) if text in block]
    return block


@pytest.fixture
def export(tmp_path, monkeypatch):
    """A folder with the wardrobe's `export.zip`, and unpacked beside it `export`; tests run in it."""
    wardrobe.build(tmp_path)
    with zipfile.ZipFile(tmp_path / "export.zip") as archive:
        archive.extractall(tmp_path / "export")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "export"


# The document


def test_every_json_example_of_the_document_is_a_line_of_the_golden_export():
    texts = [*wardrobe.GOLDEN.glob("*.json*"), *outfits.GOLDEN.glob("*.json*")]
    golden = "\n".join(path.read_text("ascii") for path in texts)
    lines = {line.strip().rstrip(",") for line in golden.splitlines()}
    examples = "".join(blocks("json")).splitlines()
    assert len(examples) == 20
    assert [line for line in examples if line.rstrip(",") not in lines] == []


def test_the_document_links_to_files_that_exist():
    links = re.findall(r"\]\((\.\./[^)]+)\)", DOCUMENT)
    assert len(links) == 9
    assert [link for link in links if not (Path(__file__).parents[2] / "docs" / link).exists()] == []


# Reading


@pytest.mark.parametrize("source", ['Path("export")', 'zipfile.Path("export.zip")'])
def test_the_documents_snippet_reads_classes_and_rows(export, source):
    snippet = code("classes = ")
    assert source in snippet
    read = {}
    exec(re.sub(r"^export = .*$", f"export = {source}", snippet, flags=re.MULTILINE), read)
    assert read["classes"] == NAMES
    assert [(row["image_id"], row["label"]) for row in read["rows"]] == expected_labels()
    assert [row["image_id"] for row in read["rows"]] == [image.id for image in wardrobe.IMAGES]
    assert len(read["labeled"]) == 11


@pytest.mark.parametrize("edit", [{"schema_version": "2.0.0"}, {"task_type": "detection_box"}], ids=str)
def test_the_documents_snippet_stops_at_an_export_that_it_does_not_know(export, edit):
    manifest = export / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text("ascii")) | edit), "ascii")
    with pytest.raises(SystemExit, match="classification_single exports of contract 1"):
        exec(code("classes = "), {})


# Verifying


@pytest.fixture
def verify():
    module = {"__name__": "verify"}
    exec(code("def verify"), module)
    return module["verify"]


@pytest.mark.parametrize("path", ["export", "export.zip"])
def test_the_documents_verifier_accepts_an_export(export, verify, path):
    manifest = json.loads((wardrobe.GOLDEN / "manifest.json").read_text("ascii"))
    assert verify(path) == f"{manifest['dataset_id']}: 12 images verified, {manifest['hash']}"


def flip(path):
    def damage(folder):
        data = bytearray((folder / path).read_bytes())
        data[len(data) // 2] ^= 1
        (folder / path).write_bytes(data)

    return damage


def drop(path):
    return lambda folder: (folder / path).unlink()


def add(path):
    return lambda folder: (folder / path).write_bytes(b"extra")


def swap(folder):
    """Each file keeps a name and bytes of the export, but not its own."""
    one, other = folder / "images/000000000101.jpg", folder / "images/000000000102.jpg"
    first = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(first)


def edit(path, old, new):
    def damage(folder):
        text = (folder / path).read_bytes()
        assert text.count(old) >= 1
        (folder / path).write_bytes(text.replace(old, new, 1))

    return damage


DAMAGE = {
    "a bit of an image": flip("images/000000000205.jpg"),
    "a bit of the annotations": flip("annotations.json"),
    "a bit of the metadata": flip("metadata.jsonl"),
    "a bit of the checksums": flip("checksums.sha256"),
    "an image dropped": drop("images/000000000309.bmp"),
    "the metadata dropped": drop("metadata.jsonl"),
    "the manifest dropped": drop("manifest.json"),
    "the checksums dropped": drop("checksums.sha256"),
    "a file added": add("images/000000000001.jpg"),
    "a note added": add("README"),
    "two images swapped": swap,
    "a name in the manifest": edit("manifest.json", b'"\\u5e3d\\u5b50"', b'"hat"'),
    "a name in the annotations": edit("annotations.json", b'"\\u5e3d\\u5b50"', b'"hat"'),
    "a name in the metadata": edit("metadata.jsonl", b'"\\u5e3d\\u5b50"', b'"hat"'),
    "a class switched off": edit("manifest.json", b'"active": true', b'"active": false'),
    "the hash": edit("manifest.json", b'"hash": "sha256:', b'"hash": "sha256:0'),
    "labels_hash": edit("manifest.json", b'"labels_hash": "sha256:', b'"labels_hash": "sha256:0'),
    "samples_hash": edit("manifest.json", b'"samples_hash": "sha256:', b'"samples_hash": "sha256:0'),
    "the dataset's id": edit("manifest.json", b"5f0c3b0a", b"5f0c3b0b"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_the_documents_verifier_refuses_an_altered_export(export, verify, damage, packed):
    damage(export)
    if packed:  # again, so that the zip itself is sound
        with zipfile.ZipFile("export.zip", "w") as archive:
            for path in sorted(path for path in export.rglob("*") if path.is_file()):
                archive.write(path, path.relative_to(export).as_posix())
    with pytest.raises(ValueError, match=r"changed|missing or extra|differ|not an export"):
        verify("export.zip" if packed else "export")


def test_the_documents_verifier_refuses_a_file_that_the_zip_holds_twice(export, verify):
    with (
        pytest.warns(UserWarning, match="Duplicate name"),
        zipfile.ZipFile("export.zip", "a") as archive,
    ):
        archive.writestr("metadata.jsonl", (export / "metadata.jsonl").read_bytes())
    with pytest.raises(ValueError, match="missing or extra"):
        verify("export.zip")


@pytest.mark.parametrize("flags", [[], ["-O"]], ids=["plain", "-O"])
def test_the_documents_verifier_is_a_program(export, flags):
    Path("verify.py").write_text(code("def verify"), "utf-8")
    command = [sys.executable, *flags, "verify.py", "export.zip"]
    accepted = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (accepted.returncode, accepted.stderr) == (0, "")
    assert "12 images verified" in accepted.stdout

    data = bytearray(Path("export.zip").read_bytes())
    data[data.index(b"\xff\xd8\xff") + 40] ^= 1  # in the first photo: the zip's own CRC does not fit either
    Path("export.zip").write_bytes(data)
    refused = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("refused: ")


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="needs GNU coreutils")
def test_sha256sum_verifies_an_export(export):
    check, show = code("sha256sum", "sh").splitlines()
    assert subprocess.run(check.split(), cwd=export, check=False).returncode == 0
    printed = subprocess.run(show.split(), cwd=export, check=True, capture_output=True, text=True).stdout
    assert "sha256:" + printed.split()[0] == json.loads((export / "manifest.json").read_text("ascii"))["hash"]
    flip("images/999999999999.png")(export)
    assert subprocess.run(check.split(), cwd=export, check=False, capture_output=True).returncode == 1


# Other people's readers


def expected_labels():
    return [(image.id, -1 if image.class_index is None else image.class_index) for image in wardrobe.IMAGES]


def test_pycocotools_loads_what_the_rows_say(export, capsys):
    coco = COCO("export/annotations.json")
    assert coco.getCatIds() == [1, 2, 3, 4, 5, 6, 7]
    assert [category["name"] for category in coco.loadCats(coco.getCatIds())] == NAMES
    assert coco.getImgIds() == [image.id for image in wardrobe.IMAGES]
    labels = []
    for image in coco.loadImgs(coco.getImgIds()):
        annotations = coco.loadAnns(coco.getAnnIds(imgIds=[image["id"]]))
        assert len(annotations) <= 1
        labels.append((image["id"], annotations[0]["category_id"] - 1 if annotations else -1))
    assert labels == expected_labels()
    assert coco.getImgIds(catIds=[4]) == [206, 207]


def test_pycocotools_reads_it_in_the_locale_of_a_bare_container(export):
    script = """
from pycocotools.coco import COCO
print(ascii(COCO("export/annotations.json").cats[1]["name"]))
"""
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-c", script]
    run = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert run.stdout.splitlines()[-1] == ascii("帽子")


def test_pandas_loads_what_the_rows_say(export):
    import pandas  # it takes long to load

    table = pandas.read_json("export/metadata.jsonl", lines=True)
    assert list(table.columns) == ["category_id", "file_name", "image_id", "label", "label_name", "split"]
    assert list(zip(table["image_id"], table["label"], strict=True)) == expected_labels()
    assert list(table["category_id"]) == [label + 1 for _, label in expected_labels()]
    assert list(table["label_name"]) == [NAMES[label] if label >= 0 else "" for _, label in expected_labels()]
    assert not table.isna().any().any()
    assert [str(table[column].dtype) for column in ("category_id", "image_id", "label")] == ["int64"] * 3


def test_metadata_and_annotations_tell_the_same(export):
    data = json.loads((export / "annotations.json").read_text("ascii"))
    category_of = {annotation["image_id"]: annotation["category_id"] for annotation in data["annotations"]}
    rows = [json.loads(line) for line in (export / "metadata.jsonl").open(encoding="ascii")]
    assert [(row["image_id"], row["file_name"], row["category_id"], row["split"]) for row in rows] == [
        (image["id"], "images/" + image["file_name"], category_of.get(image["id"], 0), image["split"])
        for image in data["images"]
    ]


def test_pillow_finds_the_sizes_and_formats_that_are_written(export):
    data = json.loads((export / "annotations.json").read_text("ascii"))
    endings = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "BMP": "bmp", "TIFF": "tif", "GIF": "gif"}
    for image in data["images"]:
        with Picture.open(export / "images" / image["file_name"]) as picture:
            assert picture.size == (image["width"], image["height"])
            assert picture.getexif().get(0x0112, 1) == image["exif_orientation"]
            assert image["file_name"].endswith(endings[picture.format])
            shown = ImageOps.exif_transpose(picture).size
            assert shown == (picture.size[::-1] if image["exif_orientation"] >= 5 else picture.size)
