"""Other shapes of a version: what each holds, the same bytes every time, made by a job, told and served by the API."""

import csv
import errno
import hashlib
import io
import json
import os
import subprocess
import zipfile
from pathlib import Path

import pyarrow.parquet
import pytest
import yaml
from django.core.files.storage import default_storage

from contract import v1
from core.exceptions import Refused
from core.jobs import leases
from core.storage.scratch import work_dir
from exports import shape_kinds, tasks
from exports.models import VersionShape
from exports.shapes import card, writers
from exports.shapes import jobs as shaping
from exports.task_types import base
from exports.tests.golden import wardrobe
from exports.tests.many import approved_frames
from exports.tests.wardrobe_shapes import SHA256, made
from exports.versions import builder, frozen_rows
from projects import lifecycle

GOLDEN = {path.name: path.read_bytes() for path in wardrobe.GOLDEN.glob("*.*")}
NAMES = [category["name"] for category in wardrobe.CATEGORIES]
# Croissant of the golden version, had it frozen a license.
LICENSED = "e2d414c2677cbba0da5b5bbfed7a4056a9025f03cdb6c39dc3a76c5f650ddec9"
COMMON = ["shape.json", "manifest.json", "files.sha256"]


@pytest.fixture(params=shape_kinds.KINDS)
def kind(request):
    return request.param


def names(path):
    with zipfile.ZipFile(path) as packed:
        return packed.namelist()


def read(path, name):
    with zipfile.ZipFile(path) as packed:
        return packed.read(name)


# --- what a shape is ------------------------------------------------------------------------------------------------


def test_a_shape_is_the_same_bytes_whenever_it_is_made(kind, tmp_path):
    one, other = made(kind, tmp_path / "one"), made(kind, tmp_path / "other")
    assert one.read_bytes() == other.read_bytes()
    assert hashlib.sha256(one.read_bytes()).hexdigest() == SHA256[kind]
    assert os.listdir(tmp_path / "one") == [one.name]


def test_a_shape_says_which_version_it_is_of_and_carries_its_manifest(kind, tmp_path):
    path = made(kind, tmp_path)
    manifest = json.loads(GOLDEN["manifest.json"])
    assert [name for name in names(path) if name in COMMON] == COMMON
    assert names(path)[0] == "shape.json"
    assert names(path)[-1] == "files.sha256"
    assert read(path, "manifest.json") == GOLDEN["manifest.json"]
    assert json.loads(read(path, "shape.json")) == {
        "shape": kind,
        "shape_version": 2 if kind in ("csv", "huggingface") else 1,
        "dataset_id": manifest["dataset_id"],
        "version": manifest["version"],
        "hash": manifest["hash"],
        "images": 11 if kind == "imagefolder" else 12,
        "left_out_without_label": 1 if kind == "imagefolder" else 0,
    }


def test_sha256sum_verifies_a_shape(kind, tmp_path):
    path = made(kind, tmp_path)
    with zipfile.ZipFile(path) as packed:
        packed.extractall(tmp_path / "unpacked")
        files = {name for name in packed.namelist() if not name.endswith("/")}
    listed = [line[66:] for line in read(path, "files.sha256").decode().splitlines()]
    assert (len(listed), set(listed)) == (len(files) - 1, files - {"files.sha256"})
    check = subprocess.run(["sha256sum", "-c", "--quiet", "files.sha256"], cwd=tmp_path / "unpacked")
    assert check.returncode == 0


def test_entries_are_stored_with_one_date_and_one_mode(kind, tmp_path):
    with zipfile.ZipFile(made(kind, tmp_path)) as packed:
        assert packed.testzip() is None
        entries = [entry for entry in packed.infolist() if not entry.is_dir()]
    assert {(e.compress_type, e.date_time, e.create_system, e.external_attr >> 16) for e in entries} == {
        (zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0), 3, 0o100644)
    }


def test_progress_ends_with_all_that_it_tells_of(kind, tmp_path):
    heard = []
    made(kind, tmp_path, progress=heard.append)
    assert heard[-1] == (11 if kind == "imagefolder" else 12)


class Cancelled(BaseException):
    """Not an Exception: a signal cleans up as well."""


def test_one_that_is_cancelled_leaves_nothing(kind, tmp_path):
    def cancel(done):
        raise Cancelled

    with pytest.raises(Cancelled):
        made(kind, tmp_path, progress=cancel)
    assert os.listdir(tmp_path) == []


# --- ImageFolder ----------------------------------------------------------------------------------------------------


def read_as_torchvision(root):
    """`ImageFolder(root, allow_empty=True)`: classes are the folders by name; files are found by their ending."""
    classes = sorted(entry.name for entry in os.scandir(root) if entry.is_dir())
    endings = (".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp", ".gif")
    samples = [
        (int(file[:12]), index)
        for index, name in enumerate(classes)
        for folder, _, files in sorted(os.walk(os.path.join(root, name)))
        for file in sorted(files)
        if file.lower().endswith(endings)
    ]
    return classes, samples


def test_every_split_gives_every_reader_the_class_indices_of_the_version(tmp_path):
    with zipfile.ZipFile(made("imagefolder", tmp_path)) as packed:
        packed.extractall(tmp_path / "unpacked")
    truth = {image.id: image.class_index for image in wardrobe.IMAGES if image.class_index is not None}
    rows = [json.loads(line) for line in GOLDEN["metadata.jsonl"].splitlines()]
    found = {}
    for split in ("train", "val", "test"):
        classes, samples = read_as_torchvision(tmp_path / "unpacked" / split)
        assert [int(name[:4]) for name in classes] == list(range(len(NAMES)))
        assert {id for id, _ in samples} == {r["image_id"] for r in rows if r["split"] == split and r["label"] >= 0}
        found |= dict(samples)
    assert found == truth


def test_folders_have_the_names_of_classes_as_far_as_file_systems_take_them(tmp_path):
    folders = sorted({name.split("/")[1] for name in names(made("imagefolder", tmp_path)) if name.count("/") == 2})
    assert folders == [
        "0000-帽子", "0001-écharpe", "0002-платье", "0003-dress_Größe_M_b", "0004-حذاء", "0005-" + "ñ" * 100,
        "0006-nobody_wears_this",
    ]  # fmt: skip
    assert max(len(name.encode()) for name in folders) <= 205


@pytest.mark.parametrize(
    ("name", "folder"),
    [("..", "0001"), ("a/b\\c", "0001-a_b_c"), ("😀", "0001"), ("𠀀" * 100, "0001-" + "𠀀" * 50), ("CON", "0001-CON")],
)
def test_no_name_of_a_class_leads_elsewhere(name, folder):
    category = v1.Category(2, 1, name, "", True, 1, None)
    assert writers.class_folder(category) == folder


def test_without_splits_there_is_one_folder_for_all(tmp_path):
    path = made("imagefolder", tmp_path, splits=None)
    assert {name.split("/")[0] for name in names(path)} == {*COMMON, "all"}
    assert len([name for name in names(path) if name.startswith("all/") and not name.endswith("/")]) == 11


# --- Hugging Face ---------------------------------------------------------------------------------------------------


def test_it_holds_the_contracts_own_rows_and_images(tmp_path):
    path = made("huggingface", tmp_path)
    rows = [json.loads(line) for line in GOLDEN["metadata.jsonl"].splitlines()]
    for split, folder in card.FOLDERS.items():
        told = [json.loads(line) for line in read(path, f"{folder}/metadata.jsonl").splitlines()]
        mine = [row for row in rows if row["split"] == split]
        assert told == [row | {"file_name": row["file_name"].removeprefix("images/")} for row in mine]
        images = [name for name in names(path) if name.startswith(f"{folder}/") and not name.endswith(".jsonl")]
        assert images == [f"{folder}/{row['file_name'].removeprefix('images/')}" for row in mine]
    contents = {image.file_name: wardrobe.content(image) for image in wardrobe.IMAGES}
    held = [name for name in names(path) if name.rpartition("/")[2] in contents]
    assert len(held) == len(contents)
    assert all(read(path, name) == contents[name.rpartition("/")[2]] for name in held)


def head_and_text(path):
    _, head, text = read(path, "README.md").decode().split("---\n", 2)
    return yaml.safe_load(head), text


def test_its_card_names_splits_and_classes_in_their_order(tmp_path):
    head, text = head_and_text(made("huggingface", tmp_path))
    (config,) = head["configs"]
    assert [each["split"] for each in config["data_files"]] == ["train", "validation", "test"]
    (label,) = (each for each in config["features"] if each["name"] == "label")
    assert label["dtype"]["class_label"]["names"] == {str(index): name for index, name in enumerate(NAMES)}
    manifest = json.loads(GOLDEN["manifest.json"])
    assert manifest["hash"] in text
    assert head["pretty_name"] == manifest["dataset_name"]
    assert "license" not in head
    assert "Citation" not in text


def test_its_card_counts_images_and_labels_by_split(tmp_path):
    _, text = head_and_text(made("huggingface", tmp_path))
    rows = [json.loads(line) for line in GOLDEN["metadata.jsonl"].splitlines()]
    by_split = [sum(1 for row in rows if row["split"] == split) for split in ("train", "val", "test")]
    assert f"| | images | {' | '.join(map(str, by_split))} |" in text
    of_first = [
        sum(1 for row in rows if (row["split"], row["label"]) == (split, 0)) for split in ("train", "val", "test")
    ]
    assert f"| 0 | 帽子 | {' | '.join(map(str, of_first))} |" in text
    assert "| 1 | écharpe (no longer used) |" in text


@pytest.mark.parametrize(
    ("license", "told"),
    [
        ("https://spdx.org/licenses/CC-BY-4.0", {"license": "cc-by-4.0"}),
        ("https://spdx.org/licenses/ODbL-1.0", {"license": "odbl"}),
        (
            "https://spdx.org/licenses/GPL-3.0-only",
            {
                "license": "other",
                "license_name": "GPL-3.0-only",
                "license_link": "https://spdx.org/licenses/GPL-3.0-only",
            },
        ),
        ('Ask "Bob": inside only', {"license": "other", "license_name": 'Ask "Bob": inside only'}),
    ],
)
def test_its_card_names_the_license_as_the_hub_does(tmp_path, license, told):
    head, _ = head_and_text(made("huggingface", tmp_path, license=license))
    assert {name: value for name, value in head.items() if name.startswith("license")} == told


@pytest.mark.parametrize("citation", ["Bob, 2026.", "@misc{x,\n  title = {```\n---\n````}\n}"])
def test_its_card_cites_what_was_said_and_nothing_in_it_ends_the_fence(tmp_path, citation):
    text = read(made("huggingface", tmp_path, citation=citation), "README.md").decode()
    cited = text.partition("## Citation\n\n")[2]
    fence = cited.partition("\n")[0]
    assert cited == f"{fence}\n{citation}\n{fence}\n"
    assert set(fence) == {"`"}
    assert fence not in citation


def test_names_in_its_card_mean_nothing_to_markdown():
    assert card._plain("a|b *c* <b> [x](y)") == r"a\|b \*c\* \<b\> \[x\]\(y\)"


def test_parquet_holds_the_same_rows_and_the_names_of_the_classes(tmp_path, monkeypatch):
    monkeypatch.setattr(writers, "ROWS", 5)  # so that there are several groups
    table = pyarrow.parquet.read_table(io.BytesIO(read(made("huggingface", tmp_path), "labels.parquet")))
    rows = [json.loads(line) for line in GOLDEN["metadata.jsonl"].splitlines()]
    assert table.to_pylist() == [
        row | {"file_name": row["file_name"].replace("images", card.FOLDERS[row["split"]])} for row in rows
    ]
    features = json.loads(table.schema.metadata[b"huggingface"])["info"]["features"]
    assert features["label"] == {"names": NAMES, "_type": "ClassLabel"}
    assert table.schema.metadata[b"labeler_hash"].decode() == json.loads(GOLDEN["manifest.json"])["hash"]


# --- CSV ------------------------------------------------------------------------------------------------------------


def test_beside_the_csv_it_is_said_that_names_are_raw(tmp_path):
    path = made("csv", tmp_path)
    assert names(path) == ["shape.json", "manifest.json", "README.txt", "labels.csv", "files.sha256"]
    assert "label_name and original_name are raw" in read(path, "README.txt").decode()


def test_csv_tells_what_the_annotations_do(tmp_path):
    text = read(made("csv", tmp_path), "labels.csv").decode()
    assert "\r" not in text
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    truth = json.loads(GOLDEN["annotations.json"])
    category_of = {each["image_id"]: each["category_id"] for each in truth["annotations"]}
    assert len(rows) == len(truth["images"])
    for row, image in zip(rows, truth["images"], strict=True):
        category = category_of.get(image["id"])
        provenance = image["provenance"]
        assert row == {
            "file_name": "images/" + image["file_name"],
            "label_name": NAMES[category - 1] if category else "",
            "image_id": str(image["id"]),
            "category_id": str(category or ""),
            "label": str(category - 1) if category else "",
            "split": image["split"],
            **{name: str(image[name]) for name in ("original_name", "sha256", "size_bytes", "width", "height")},
            "exif_orientation": str(image["exif_orientation"]),
            **{name: str(provenance.get(name, "")) for name in ("video_id", "timestamp_ms", "frame_index")},
        }


# --- Croissant ------------------------------------------------------------------------------------------------------


def test_croissant_names_the_versions_zip_and_all_classes(tmp_path):
    described = json.loads(read(made("croissant", tmp_path), "croissant.json"))
    manifest = json.loads(GOLDEN["manifest.json"])
    assert described["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert (described["identifier"], described["version"]) == (manifest["hash"], f"{manifest['version']}.0.0")
    assert described["distribution"][0]["sha256"] == wardrobe.ZIP_SHA256
    assert [each["@id"] for each in described["recordSet"]] == ["classes", "splits", "files", "images"]
    assert described["recordSet"][0]["data"] == [
        {"classes/label": index, "classes/name": name} for index, name in enumerate(NAMES)
    ]
    without = json.loads(read(made("croissant", tmp_path / "without", splits=None), "croissant.json"))
    assert [each["@id"] for each in without["recordSet"]] == ["classes", "files", "images"]


@pytest.mark.parametrize("kind", ["imagefolder", "csv", "croissant"])
def test_beside_the_card_only_croissant_tells_the_license_and_nothing_else_of_it_changes(kind, tmp_path):
    address = "https://spdx.org/licenses/CC-BY-4.0"
    path, plain = made(kind, tmp_path / "with", license=address), made(kind, tmp_path / "without")
    if kind != "croissant":
        assert path.read_bytes() == plain.read_bytes()
        return
    described = read(path, "croissant.json")
    assert described.count(b'  "license": "%s",\n' % address.encode()) == 1
    assert described.replace(b'  "license": "%s",\n' % address.encode(), b"") == read(plain, "croissant.json")
    assert [read(path, name) for name in ("shape.json", "manifest.json")] == [
        read(plain, name) for name in ("shape.json", "manifest.json")
    ]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == LICENSED


# --- asked for and made ---------------------------------------------------------------------------------------------


@pytest.fixture
def version(photos, dress, hat, answer, bob, project, make_version):
    """Three photos, and a frame."""
    for photo, label in zip(photos(3), (dress, hat, dress), strict=True):
        answer(photo, "approved", label, by=bob)
    approved_frames(project, hat, 1, by=bob)
    return make_version(project, by=bob)


def make(version, kind, by):
    shape = shaping.request(version, kind, by=by)
    shaping.build(shape.pk)
    shape.refresh_from_db()
    return shape


def left(files, settings):
    """What lies in the store of shapes, and in the work folder."""
    return sorted(path.name for path in files.glob("shapes/**/*.*")), os.listdir(settings.WORK_DIR)


@pytest.mark.django_db
def test_a_job_makes_it(version, kind, alice, files, settings):
    shape = make(version, kind, alice)
    content = default_storage.open(shape.artifact).read()
    assert (shape.state, shape.error, shape.progress, shape.percent) == ("ready", "", 4, 100)
    assert shape.artifact_sha256 == hashlib.sha256(content).hexdigest()
    assert shape.artifact_size == len(content)
    assert shape.file_name == f"wardrobe-v1-{kind}.zip"
    assert left(files, settings) == ([f"v1-{kind}-{shape.artifact_sha256}.zip"], [])
    assert json.loads(read(io.BytesIO(content), "shape.json"))["hash"] == version.hash


@pytest.mark.django_db
def test_asking_again_makes_nothing_new(version, alice, bob):
    first = make(version, "csv", alice)
    again = shaping.request(version, "csv", by=bob)
    assert (again.pk, again.state, again.requested_by) == (first.pk, "ready", alice)
    shaping.build(again.pk)  # a second delivery
    assert VersionShape.objects.values().get() == VersionShape.objects.filter(pk=first.pk).values().get()


@pytest.mark.django_db
def test_one_whose_file_is_gone_is_made_again_with_the_same_bytes(version, alice, files):
    first = make(version, "csv", alice)
    (files / first.artifact).unlink()
    with pytest.raises(Refused, match="Ask for it again"):
        shaping.open_artifact(first)
    again = make(version, "csv", alice)
    assert (again.state, again.artifact_sha256) == ("ready", first.artifact_sha256)


@pytest.mark.django_db
def test_croissant_tells_the_license_of_the_day_the_version_was_requested(version, project, bob, make_version, files):
    def told(version):
        return json.loads(read(default_storage.open(make(version, "croissant", bob).artifact), "croissant.json"))

    project = lifecycle.change(project, license="cc-by-4.0")
    licensed = make_version(project, by=bob)
    project = lifecycle.change(project, license="Ask Bob")
    in_words = make_version(project, by=bob)
    project = lifecycle.change(project, license="")
    without = make_version(project, by=bob)
    assert "license" not in told(version)
    assert told(licensed)["license"] == "https://spdx.org/licenses/CC-BY-4.0"
    assert told(in_words)["license"] == "Ask Bob"
    assert "license" not in told(without)
    first = licensed.shapes.get()
    (files / first.artifact).unlink()
    assert make(licensed, "croissant", bob).artifact_sha256 == first.artifact_sha256


@pytest.mark.django_db
def test_what_cannot_be_made_is_refused_with_the_reason(version, photos, project, bob, make_version):
    with pytest.raises(Refused, match="imagefolder, huggingface, csv, croissant are known"):
        shaping.request(version, "yolo", by=bob)
    waiting = make_version(project, by=bob, built=False)
    with pytest.raises(Refused, match="v2 is queued: shapes are made of a ready one"):
        shaping.request(waiting, "csv", by=bob)
    photos(2, first=900)
    unlabeled = make_version(project, by=bob, statuses=("unlabeled",), include_unlabeled=True)
    with pytest.raises(Refused, match="No image of this version has a label"):
        shaping.request(unlabeled, "imagefolder", by=bob)
    assert make(unlabeled, "huggingface", bob).state == "ready"
    assert VersionShape.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", shape_kinds.WITH_IMAGES)
def test_a_flipped_byte_in_the_store_fails_it_and_names_the_image(version, kind, alice, files, settings):
    image = list(frozen_rows.images(version))[1]
    stored = Path(default_storage.path(frozen_rows.stored_name(version, image)))
    good = stored.read_bytes()
    os.chmod(stored, 0o644)
    stored.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    shape = make(version, kind, alice)
    assert (shape.state, shape.artifact) == ("failed", "")
    assert shape.error == f"Image {image.id} cannot be exported: its file has changed since it came in."
    assert left(files, settings) == ([], [])
    stored.write_bytes(good)
    assert make(version, kind, alice).state == "ready"


@pytest.mark.django_db
def test_a_full_disk_is_told_and_nothing_is_left(version, alice, files, settings, monkeypatch):
    def full(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        shape = make(version, "huggingface", alice)
    assert (shape.state, shape.error) == ("failed", "The disk is full. Free some space, then try again.")
    assert left(files, settings) == ([], [])


@pytest.mark.django_db
def test_the_sweep_takes_up_what_a_killed_worker_left(version, alice, files, settings, monkeypatch):
    shape = shaping.request(version, "csv", by=alice)
    work_dir()
    for attempt in range(1, leases.MOST_ATTEMPTS + 1):
        owner = leases.take(VersionShape.objects.unfinished(), shape.pk, state="building")
        stray = Path(settings.WORK_DIR) / f"shape-{owner}.zip"
        stray.write_bytes(b"half")
        tasks.sweep()
        assert stray.exists()  # it may be alive
        VersionShape.objects.update(lease_until="2020-01-01T00:00:00Z", queued_at=None)
        VersionShape.objects.update(lease_owner=None)
        jobs = []
        with monkeypatch.context() as patch:
            patch.setattr("core.jobs.job.enqueue", jobs.append)
            tasks.sweep()
        assert not stray.exists()
        assert jobs == ([shape] if attempt < leases.MOST_ATTEMPTS else [])
    shape.refresh_from_db()
    assert (shape.state, shape.error) == ("failed", "Making it was interrupted 3 times.")
    assert make(version, "csv", alice).state == "ready"


@pytest.mark.django_db
def test_whoever_lost_the_lease_writes_nothing(version, alice, monkeypatch, files, settings):
    shape = shaping.request(version, "csv", by=alice)
    write = writers.write

    def taken_over(*args):
        done = write(*args)
        VersionShape.objects.update(lease_owner="12345678-1234-4234-8234-123456789012")
        return done

    monkeypatch.setattr(writers, "write", taken_over)
    shaping.build(shape.pk)
    shape.refresh_from_db()
    assert (shape.state, shape.artifact) == ("building", "")
    assert left(files, settings) == ([], [])


@pytest.mark.django_db
def test_rows_come_some_at_a_time(project, dress, bob, make_version, monkeypatch):
    approved_frames(project, dress, 25, by=bob)
    version = make_version(project, by=bob)
    whole = make(version, "huggingface", bob)
    Path(default_storage.path(whole.artifact)).unlink()
    monkeypatch.setattr(base, "BATCH", 10)
    again = make(version, "huggingface", bob)
    assert (again.state, again.progress, again.artifact_sha256) == ("ready", 25, whole.artifact_sha256)


# --- by API ---------------------------------------------------------------------------------------------------------

SHAPES = "projects/wardrobe/versions/1/shapes/"


def content_of(answer):
    return b"".join(answer.streaming_content)


@pytest.mark.django_db
def test_the_api_asks_for_it_tells_its_state_and_serves_it_in_parts(api, alice, version, kind):
    program = api(alice)
    assert program.get(SHAPES).json() == {"kinds": list(shape_kinds.KINDS), "results": []}
    assert program.get(f"{SHAPES}{kind}/").status_code == 404
    asked = program.post(f"{SHAPES}{kind}/")
    assert (asked.status_code, asked.json()["state"], asked.json()["progress"]) == (202, "queued", 0)
    assert asked.json()["sha256"] is None
    early = program.get(f"{SHAPES}{kind}/download/")
    assert (early.status_code, early.json()["error"]["code"]) == (409, "not_ready")
    shaping.build(VersionShape.objects.get().pk)
    told = program.get(f"{SHAPES}{kind}/").json()
    assert (told["state"], told["progress"], told["images"]) == ("ready", 100, 4)
    assert program.get(SHAPES).json()["results"] == [told]
    whole = program.get(f"{SHAPES}{kind}/download/")
    content = content_of(whole)
    assert hashlib.sha256(content).hexdigest() == told["sha256"]
    assert whole["Content-Length"] == str(told["size_bytes"]) == str(len(content))
    assert whole["Content-Disposition"] == f'attachment; filename="wardrobe-v1-{kind}.zip"'
    part = program.get(f"{SHAPES}{kind}/download/", headers={"Range": "bytes=10-29", "If-Range": whole["ETag"]})
    assert (part.status_code, content_of(part)) == (206, content[10:30])
    assert program.post(f"{SHAPES}{kind}/").status_code == 200


@pytest.mark.django_db
def test_the_api_refuses_in_words(api, alice, version):
    program = api(alice)
    unknown = program.post(f"{SHAPES}yolo/")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (400, "unknown_kind")
    for method, path in (("get", SHAPES), ("post", f"{SHAPES}csv/"), ("get", f"{SHAPES}csv/download/")):
        assert getattr(api(), method)(path).status_code == 401
        assert getattr(program, method)(path.replace("/1/", "/9/")).status_code == 404


@pytest.mark.django_db
def test_a_bucket_keeps_it_and_serves_it(bucket, api, alice, version):
    shape = make(version, "imagefolder", alice)
    assert shape.state == "ready", shape.error
    answer = api(alice).get(f"{SHAPES}imagefolder/download/")
    assert answer.status_code == 302
    assert "wardrobe-v1-imagefolder.zip" in answer["Location"]
    assert hashlib.sha256(default_storage.open(shape.artifact).read()).hexdigest() == shape.artifact_sha256


# --- on the page ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_page_offers_each_shape_and_follows_it(client, alice, version):
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    address = "/projects/wardrobe/versions/1/"

    def section():
        page = client.get(address).content.decode()
        return page[page.index('id="h-shapes"') : page.index("</section>", page.index('id="h-shapes"'))]

    api = "/api/v1/projects/wardrobe/versions/1/shapes/"
    assert [f'data-act="{api}{kind}/"' in section() for kind in shape_kinds.KINDS] == [True] * 4
    shape = shaping.request(version, "csv", by=alice)
    assert f'data-running="{api}csv/"' in section()
    assert "Waiting for a worker" in section()
    shaping.build(shape.pk)
    assert f'href="{api}csv/download/" download="wardrobe-v1-csv.zip"' in section()
    VersionShape.objects.update(state="failed", error="The disk is full.")
    assert "It was not made. The disk is full." in section()
    assert 'aria-label="Retry CSV"' in section()


@pytest.mark.django_db
def test_a_version_that_is_not_ready_has_no_shapes(client, alice, version, bob, make_version):
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    make_version(version.project, by=bob, built=False)
    assert "Other shapes" not in client.get("/projects/wardrobe/versions/2/").content.decode()


@pytest.mark.django_db
def test_a_ready_version_stays_what_it_is_when_a_shape_is_made(version, alice):
    before = type(version).objects.filter(pk=version.pk).values().get()
    make(version, "huggingface", alice)
    assert type(version).objects.filter(pk=version.pk).values().get() == before
    builder.sweep()
