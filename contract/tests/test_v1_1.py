"""Contract 1.1.0 of one category an image: as 1.0.0, and it tells which pictures were converted when they came in."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pycocotools.coco import COCO

from contract import labeler_contract, v1, v1_1
from contract.tests.test_archive import SCHEMAS, TEXTS, load, read
from contract.tests.test_readers import code
from exports.tests.golden import phone, wardrobe

CONVERTED = [image for image in phone.IMAGES if isinstance(image, v1_1.Image)]
OTHERS = [image for image in phone.IMAGES if image not in CONVERTED]


def as_upload(image):
    """The same image, had it come in as it is."""
    facts = {name: getattr(image, name) for name in v1.Image.__dataclass_fields__}
    return v1.Image(**facts)


# --- the published format -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEXTS)
def test_it_is_exported_as_the_golden_files_say(tmp_path, path):
    phone.build(tmp_path)
    assert read(tmp_path, path) == (phone.GOLDEN / path).read_bytes()


def test_the_zip_is_the_golden_one(tmp_path):
    assert phone.build(tmp_path).zip_sha256 == phone.ZIP_SHA256


def test_a_converted_picture_tells_what_was_uploaded_and_every_other_one_what_it_always_told(tmp_path):
    phone.build(tmp_path)
    told = [image["provenance"] for image in load(tmp_path, "annotations.json")["images"]]
    assert told == [
        {"source": "converted", "of_sha256": phone.HEIC, "of_type": "image/heic"},
        {"source": "converted", "of_sha256": phone.AVIF, "of_type": "image/avif"},
        {"source": "converted", "of_sha256": phone.DEEP, "of_type": "image/heic"},
        {"source": "upload"},
        {"source": "video_frame", "video_id": 7, "timestamp_ms": 500, "frame_index": 15},
    ]


def test_what_a_model_sees_is_told_as_in_1_0(tmp_path):
    """Bytes, class and split: none of them knows that a picture was converted."""
    now = phone.build(tmp_path)
    before = phone.build(tmp_path, phone.frozen(schema_version="1.0.0"), images=[*map(as_upload, phone.IMAGES)])
    assert (now.samples_hash, now.labels_hash, now.counts) == (before.samples_hash, before.labels_hash, before.counts)
    assert now.hash != before.hash


@given(st.sets(st.sampled_from(phone.IMAGES), min_size=1))
def test_it_says_1_1_exactly_when_it_holds_a_converted_picture(tmp_path_factory, chosen):
    folder, images = tmp_path_factory.mktemp("chosen"), sorted(chosen, key=lambda image: image.id)
    right = "1.1.0" if any(image in CONVERTED for image in images) else "1.0.0"
    for version in ("1.0.0", "1.1.0"):
        stored = phone.frozen(schema_version=version)
        if version == right:
            phone.build(folder, stored, images=images)
            assert load(folder, "manifest.json")["schema_version"] == right
            assert load(folder, "annotations.json")["info"]["schema_version"] == right
        else:
            with pytest.raises(ValueError, match=f"not those of a version that says {version}"):
                phone.build(folder, stored, images=images)
            assert not (folder / "export.zip").exists()


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["1.2.0", "1.1.1", "2.0.0", None])
def test_a_version_that_nobody_wrote_is_refused(version):
    with pytest.raises(ValueError, match=r"schema_version is 1\.0\.0"):
        v1_1.snapshot_of(phone.frozen(schema_version=version))


@pytest.mark.parametrize("frozen", [None, [], "1.1.0"])
def test_what_is_no_object_is_refused(frozen):
    with pytest.raises(ValueError, match="Snapshot is an object"):
        v1_1.snapshot_of(frozen)


@pytest.mark.parametrize(
    "made_of", [("A" * 64, "image/heic"), ("0" * 63, "image/heic"), (None, "image/heic"), ("0" * 64, "image/jpeg")]
)
def test_what_was_uploaded_is_a_hash_and_a_kind(made_of):
    with pytest.raises(ValueError, match="of_sha256 is|is not converted"):
        v1_1.Converted(*made_of)


def test_a_frame_is_never_converted_and_what_1_0_refuses_is_refused():
    with pytest.raises(ValueError, match="a frame of a video is not converted"):
        replace(CONVERTED[0], frame=v1.Frame(7, 0, 0))
    with pytest.raises(ValueError, match="empty picture"):
        replace(CONVERTED[0], width=0)


# --- schemas --------------------------------------------------------------------------------------------------------


def problems(name, document):
    schema = json.loads((SCHEMAS / f"{name}-1.1.0.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return [error.message for error in Draft202012Validator(schema).iter_errors(document)]


@pytest.mark.parametrize("name", ["manifest", "annotations"])
def test_it_obeys_the_published_schema_and_that_of_1_0(tmp_path, name):
    phone.build(tmp_path)
    document = load(tmp_path, f"{name}.json")
    assert problems(name, document) == []
    older = json.loads((SCHEMAS / f"{name}-1.0.0.schema.json").read_text("utf-8"))
    assert list(Draft202012Validator(older).iter_errors(document)) == []


@pytest.mark.parametrize("name", ["manifest", "annotations"])
def test_the_schema_refuses_an_export_of_1_0(tmp_path, name):
    wardrobe.build(tmp_path)
    assert problems(name, load(tmp_path, f"{name}.json"))


def test_the_schema_refuses_what_is_half_told(tmp_path):
    phone.build(tmp_path)

    def spoiled(change):
        document = load(tmp_path, "annotations.json")
        change(document)
        return problems("annotations", document)

    assert spoiled(lambda document: None) == []
    assert spoiled(lambda document: document["images"][0]["provenance"].pop("of_type"))
    assert spoiled(lambda document: document["images"][0]["provenance"].update(of_type="image/jpeg"))
    assert spoiled(lambda document: document["images"][0]["provenance"].update(of_sha256="x"))
    assert spoiled(lambda document: document.update(images=document["images"][3:]))
    assert spoiled(lambda document: document["info"].update(task_type="of tomorrow"))
    assert spoiled(lambda document: document["annotations"][0].pop("category_id"))


# --- readers --------------------------------------------------------------------------------------------------------


@pytest.fixture
def export(tmp_path):
    """The folder with `export.zip`, and unpacked beside it `export`."""
    phone.build(tmp_path)
    with zipfile.ZipFile(tmp_path / "export.zip") as archive:
        archive.extractall(tmp_path / "export")
    return tmp_path


@pytest.mark.parametrize("name", ["export", "export.zip"])
def test_both_verifiers_accept_it(export, name):
    assert labeler_contract.verify(str(export / name)).startswith("verified: ")
    module = {"__name__": "verify"}
    exec(code("def verify"), module)
    assert "5 images verified" in module["verify"](str(export / name))


def test_a_model_that_was_trained_on_1_0_fits_it(export):
    older = json.loads((wardrobe.GOLDEN / "manifest.json").read_text("ascii"))
    newer = json.loads((export / "export" / "manifest.json").read_text("ascii"))
    trained, now = (labeler_contract.manifest_definitions(each) for each in (older, newer))
    assert labeler_contract.compare(trained, now).code == labeler_contract.FITS


def test_the_snippet_of_the_document_reads_it(export, monkeypatch):
    monkeypatch.chdir(export)
    told = {}
    exec(code("classes = "), told)
    assert [row["image_id"] for row in told["rows"]] == [image.id for image in phone.IMAGES]


def test_pycocotools_reads_it(export):
    coco = COCO(str(export / "export" / "annotations.json"))
    assert coco.getImgIds() == [image.id for image in phone.IMAGES]
    assert coco.getImgIds(catIds=[1]) == [401, 404]
    assert [coco.imgs[image.id]["file_name"] for image in CONVERTED] == [Path(image.path).name for image in CONVERTED]
