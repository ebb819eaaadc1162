"""The build: one deterministic zip, in bounded memory, or nothing at all."""

import hashlib
import io
import json
import os
import signal
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from contract import archive
from contract.archive import DamagedImage, EmptyExport
from contract.v1 import Frame, Image, Video
from exports.tests.golden import wardrobe

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "contract" / "schemas"
TEXTS = ["manifest.json", "checksums.sha256", "annotations.json", "metadata.jsonl"]


def read(folder: Path, path: str) -> bytes:
    with zipfile.ZipFile(folder / "export.zip") as export:
        return export.read(path)


def load(folder: Path, path: str):
    return json.loads(read(folder, path))


# The published format


@pytest.mark.parametrize("path", TEXTS)
def test_the_wardrobe_is_exported_as_the_golden_files_say(tmp_path, path):
    wardrobe.build(tmp_path)
    assert read(tmp_path, path) == (wardrobe.GOLDEN / path).read_bytes()


def test_the_zip_of_the_wardrobe_is_the_golden_one(tmp_path):
    sealed = wardrobe.build(tmp_path)
    assert sealed.zip_sha256 == wardrobe.ZIP_SHA256


def test_what_is_returned_is_what_was_written(tmp_path):
    sealed = wardrobe.build(tmp_path)
    data = (tmp_path / "export.zip").read_bytes()
    manifest = load(tmp_path, "manifest.json")
    assert sealed.manifest == read(tmp_path, "manifest.json")
    assert sealed.zip_sha256 == hashlib.sha256(data).hexdigest()
    assert sealed.zip_size == len(data)
    assert sealed.hash == manifest["hash"]
    assert sealed.hash == "sha256:" + hashlib.sha256(read(tmp_path, "checksums.sha256")).hexdigest()
    assert sealed.labels_hash == manifest["labels_hash"]
    assert sealed.samples_hash == manifest["samples_hash"]
    assert sealed.counts == manifest["counts"]


def test_images_are_the_bytes_that_came_in(tmp_path):
    wardrobe.build(tmp_path)
    assert [read(tmp_path, image.path) for image in wardrobe.IMAGES] == (
        [wardrobe.content(image) for image in wardrobe.IMAGES]
    )


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("manifest.json", "manifest-1.0.0.schema.json"),
        ("annotations.json", "annotations-1.0.0.schema.json"),
    ],
)
@pytest.mark.parametrize("fields", [{}, {"splits": None, "previous": None}], ids=["all", "nulls"])
def test_an_export_obeys_the_published_schema(tmp_path, path, schema, fields):
    wardrobe.build(tmp_path, wardrobe.frozen(**fields))
    validator = Draft202012Validator(json.loads((SCHEMAS / schema).read_text("utf-8")))
    assert [error.message for error in validator.iter_errors(load(tmp_path, path))] == []


def test_every_text_is_ascii_with_unix_lines_and_whole_numbers(tmp_path):
    wardrobe.build(tmp_path)
    for path in TEXTS:
        text = read(tmp_path, path)
        assert text.isascii()
        assert b"\r" not in text
        assert text.endswith(b"\n")
        assert not text.endswith(b"\n\n")
    for path in ("manifest.json", "annotations.json"):
        json.loads(read(tmp_path, path), parse_float=pytest.fail, parse_constant=pytest.fail)


# What is in it


def test_counts_are_those_of_the_rows(tmp_path):
    counts = wardrobe.build(tmp_path).counts
    labels = Counter(image.class_index for image in wardrobe.IMAGES)
    assert counts == {
        "images": 12,
        "annotations": 11,
        "image_bytes": sum(len(wardrobe.content(image)) for image in wardrobe.IMAGES),
        "by_category": {str(index + 1): labels[index] for index in range(7)},
        "by_split": {"train": 6, "val": 4, "test": 2},
        "duplicate_images": 1,
    }
    assert list(counts["by_category"]) == ["1", "2", "3", "4", "5", "6", "7"]


def test_categories_are_counted_in_the_order_of_their_numbers(tmp_path):
    categories = [wardrobe.category(index, f"class {index}") for index in range(11)]
    counts = wardrobe.build(tmp_path, wardrobe.frozen(categories=categories)).counts
    assert list(counts["by_category"]) == [str(id) for id in range(1, 12)]


def test_an_unlabeled_image_has_no_annotation(tmp_path):
    wardrobe.build(tmp_path)
    data = load(tmp_path, "annotations.json")
    assert [image["id"] for image in data["images"]] == [image.id for image in wardrobe.IMAGES]
    labeled = [image.id for image in wardrobe.IMAGES if image.class_index is not None]
    assert [annotation["image_id"] for annotation in data["annotations"]] == labeled
    assert 208 not in labeled


def test_frames_of_one_video_share_a_split_and_name_their_video(tmp_path):
    wardrobe.build(tmp_path)
    data = load(tmp_path, "annotations.json")
    frames = [image for image in data["images"] if image["provenance"].get("video_id") == 7]
    assert [frame["provenance"]["timestamp_ms"] for frame in frames] == [0, 500, 1001]
    assert {frame["split"] for frame in frames} == {"val"}
    assert [video["id"] for video in data["videos"]] == [7, 9]


def test_without_splits_every_image_says_null_and_none_is_counted(tmp_path):
    sealed = wardrobe.build(tmp_path, wardrobe.frozen(splits=None))
    assert sealed.counts["by_split"] is None
    assert {image["split"] for image in load(tmp_path, "annotations.json")["images"]} == {None}
    rows = [json.loads(line) for line in read(tmp_path, "metadata.jsonl").splitlines()]
    assert {row["split"] for row in rows} == {""}


def test_an_export_may_hold_only_images_without_labels(tmp_path):
    images = [replace(wardrobe.IMAGES[4], class_index=None)]
    sealed = wardrobe.build(tmp_path, images=images, videos=[])
    assert sealed.counts["annotations"] == 0
    assert read(tmp_path, "annotations.json").endswith(b'],\n"annotations":[\n]\n}\n')


# Same data, same hash: section 9


def relabeled(image_id, class_index):
    return [replace(i, class_index=class_index) if i.id == image_id else i for i in wardrobe.IMAGES]


def categories(index, **fields):
    changed = wardrobe.CATEGORIES[index] | fields
    return {"categories": [*wardrobe.CATEGORIES[:index], changed, *wardrobe.CATEGORIES[index + 1 :]]}


ADDED = {"categories": [*wardrobe.CATEGORIES, wardrobe.category(7, "gloves")]}
OTHER_SELECTION = wardrobe.frozen()["selection"] | {"statuses": ["approved", "skipped"], "category_ids": [1]}
OTHER_SEED = wardrobe.frozen()["splits"] | {"seed": "another"}
WITHOUT_SCARVES = [image for image in wardrobe.IMAGES if image.class_index != 1]


@pytest.mark.parametrize(
    ("frozen", "images", "new"),
    [
        ({"version": 40, "created_at": "2031-01-01T00:00:00Z", "previous": None}, wardrobe.IMAGES, ()),
        ({"dataset_name": "Kleiderschrank"}, wardrobe.IMAGES, ()),
        ({"generator": {"name": "labeler", "version": "9.9"}}, wardrobe.IMAGES, ()),
        ({"selection": OTHER_SELECTION}, wardrobe.IMAGES, ()),
        (categories(0, display_order=7, color="#000000"), wardrobe.IMAGES, ()),
        (categories(0, name="hat"), wardrobe.IMAGES, ("hash", "labels_hash")),
        (categories(6, active=False), wardrobe.IMAGES, ("hash", "labels_hash")),
        (ADDED, wardrobe.IMAGES, ("hash", "labels_hash")),
        (categories(2, active=False), WITHOUT_SCARVES, ("hash", "labels_hash", "samples_hash")),
        ({}, relabeled(309, 0), ("hash", "samples_hash")),
        ({}, relabeled(309, None), ("hash", "samples_hash")),
        ({}, WITHOUT_SCARVES, ("hash", "samples_hash")),
        ({"splits": OTHER_SEED}, wardrobe.IMAGES, ("hash", "samples_hash")),
        ({"splits": None}, wardrobe.IMAGES, ("hash", "samples_hash")),
    ],
    ids=[
        "later",
        "dataset renamed",
        "newer software",
        "another selection with the same result",
        "reordered and recoloured",
        "category renamed",
        "unused category retired",
        "category added",
        "used category retired",
        "label changed",
        "label removed",
        "images removed",
        "another seed",
        "no splits",
    ],
)
def test_a_digest_is_new_exactly_when_what_it_stands_for_is(tmp_path, frozen, images, new):
    before = wardrobe.build(tmp_path)
    after = wardrobe.build(tmp_path, wardrobe.frozen(**frozen), images=images)
    digests = ("hash", "labels_hash", "samples_hash")
    assert tuple(name for name in digests if getattr(after, name) != getattr(before, name)) == new


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0"},
        {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242", "PYTHONOPTIMIZE": "2"},
    ],
    ids=["Kiritimati", "St John's"],
)
def test_another_process_in_another_place_builds_the_same_zip(tmp_path, environment):
    script = """
import os, sys
from pathlib import Path
from exports.tests.golden import wardrobe
os.umask(0o077)
print(wardrobe.build(Path(sys.argv[1])).zip_sha256)
"""
    command = [sys.executable, "-c", script, tmp_path]
    run = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    assert run.stdout.strip() == wardrobe.ZIP_SHA256


# The zip, section 10


def test_entries_are_stored_in_order_with_the_same_facts_everywhere(tmp_path):
    wardrobe.build(tmp_path)
    with zipfile.ZipFile(tmp_path / "export.zip") as export:
        assert export.comment == b""
        assert export.namelist() == [*TEXTS, *(image.path for image in wardrobe.IMAGES)]
        for entry in export.infolist():
            assert entry.compress_type == zipfile.ZIP_STORED
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.create_system == 3
            assert entry.external_attr == 0o100644 << 16
            assert (entry.flag_bits, entry.extra, entry.comment) == (0, b"", b"")
        assert export.testzip() is None


def test_sizes_and_crc_stand_in_front_of_the_bytes(tmp_path):
    wardrobe.build(tmp_path)
    data = (tmp_path / "export.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "export.zip") as export:
        for entry in export.infolist():
            header = struct.unpack_from("<4s5H3L2H", data, entry.header_offset)
            assert header == (
                b"PK\x03\x04",
                20,  # needs version 2.0: no zip64
                0,  # flags: no data descriptor, no UTF-8 name
                0,  # stored
                0,  # 00:00:00
                (1 << 5) | 1,  # 1980-01-01
                entry.CRC,
                entry.file_size,
                entry.file_size,
                len(entry.filename),
                0,  # no extra field
            )


@pytest.mark.parametrize("limit", [None, 325, 5000, 6000], ids=["as it is", "325", "5000", "6000"])
def test_zip64_is_used_exactly_where_pythons_zipfile_uses_it(tmp_path, monkeypatch, limit):
    if limit:  # as if files of some hundred bytes were larger than 2 GiB
        monkeypatch.setattr(zipfile, "ZIP64_LIMIT", limit)
        monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 10)
    wardrobe.build(tmp_path)
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as rewritten, zipfile.ZipFile(tmp_path / "export.zip") as export:
        for entry in export.infolist():
            copy = zipfile.ZipInfo(entry.filename)
            copy.create_system = 3
            copy.external_attr = 0o100644 << 16
            rewritten.writestr(copy, export.read(entry))
    assert (tmp_path / "export.zip").read_bytes() == plain.getvalue()


def test_a_zip_is_on_the_disk_when_build_returns(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_size))
    sealed = wardrobe.build(tmp_path)
    assert synced == [sealed.zip_size]


def test_an_older_attempt_is_overwritten(tmp_path):
    (tmp_path / "export.zip").write_bytes(b"half a zip" * 10_000)
    assert wardrobe.build(tmp_path).zip_sha256 == wardrobe.ZIP_SHA256


def test_nothing_but_the_zip_is_left(tmp_path):
    wardrobe.build(tmp_path)
    assert os.listdir(tmp_path) == ["export.zip"]


# Damage


def damaged(image_id, change):
    """An `open_image` that gives one image's bytes changed."""
    return lambda image: io.BytesIO(
        change(wardrobe.content(image)) if image.id == image_id else wardrobe.content(image)
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data[:20] + bytes([data[20] ^ 1]) + data[21:], "its file has changed since it came in"),
        (lambda data: data[:-1], "its file is shorter than the 95 bytes that came in"),
        (lambda data: b"", "its file is shorter than the 95 bytes that came in"),
        (lambda data: data + b"\n", "its file is longer than the 95 bytes that came in"),
    ],
    ids=["one bit", "one byte less", "empty", "one byte more"],
)
def test_an_altered_image_fails_the_build_and_is_named(tmp_path, change, reason):
    with pytest.raises(DamagedImage) as refused:
        wardrobe.build(tmp_path, open_image=damaged(207, change))
    assert (refused.value.image_id, refused.value.reason) == (207, reason)
    assert str(refused.value) == f"Image 207 cannot be exported: {reason}."
    assert os.listdir(tmp_path) == []


def test_a_missing_image_fails_the_build_and_is_named(tmp_path):
    def open_image(image):
        return (tmp_path / "gone").open("rb") if image.id == 309 else io.BytesIO(wardrobe.content(image))

    with pytest.raises(DamagedImage, match=r"^Image 309 cannot be exported: its file is missing\.$"):
        wardrobe.build(tmp_path, open_image=open_image)
    assert os.listdir(tmp_path) == []


def test_a_file_that_grew_without_end_is_not_read_to_its_end(tmp_path):
    class Endless(io.BytesIO):
        def read(self, size):
            self.given = getattr(self, "given", 0) + size
            assert self.given <= 2 * archive.CHUNK
            return b"\0" * size

    with pytest.raises(DamagedImage, match="longer"):
        wardrobe.build(tmp_path, open_image=lambda image: Endless())


def test_a_file_that_gives_its_bytes_in_small_pieces_is_whole(tmp_path):
    class Slow(io.BytesIO):
        def read(self, size):
            return super().read(min(size, 7))

    sealed = wardrobe.build(tmp_path, open_image=lambda image: Slow(wardrobe.content(image)))
    assert sealed.zip_sha256 == wardrobe.ZIP_SHA256


def test_every_image_is_closed_again(tmp_path):
    opened = []

    def open_image(image):
        opened.append(io.BytesIO(wardrobe.content(image)))
        return opened[-1]

    wardrobe.build(tmp_path, open_image=open_image)
    assert [file.closed for file in opened] == [True] * 12


def test_trouble_of_the_storage_is_not_called_damage(tmp_path):
    def open_image(image):
        raise PermissionError("the disk is away")

    with pytest.raises(PermissionError, match="the disk is away"):
        wardrobe.build(tmp_path, open_image=open_image)
    assert os.listdir(tmp_path) == []


# Rows that would belie the export


def test_an_export_of_nothing_is_refused(tmp_path):
    with pytest.raises(EmptyExport, match=r"^There is no image to export\.$"):
        wardrobe.build(tmp_path, images=[], videos=[])
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"images": wardrobe.IMAGES[::-1]}, "rising id"),
        ({"images": [wardrobe.IMAGES[4], wardrobe.IMAGES[4]], "videos": []}, "rising id: 205 came after 205"),
        ({"images": relabeled(205, 7)}, "image 205: no class 7"),
        ({"videos": wardrobe.VIDEOS[:1]}, "videos"),
        ({"videos": wardrobe.VIDEOS[::-1]}, "videos"),
        ({"videos": [*wardrobe.VIDEOS, Video(11, "unused.mp4", "0" * 64)]}, "videos"),
        ({"distinct_images": 13}, "12 images cannot have 13"),
    ],
    ids=["unordered", "twice", "no class", "no video", "videos unordered", "unused video", "distinct"],
)
def test_rows_against_the_contract_are_refused(tmp_path, rows, sentence):
    with pytest.raises(ValueError, match=sentence):
        wardrobe.build(tmp_path, **rows)
    assert os.listdir(tmp_path) == []


def test_rows_are_gone_through_once_so_that_what_is_copied_is_what_was_scanned(tmp_path):
    sealed = wardrobe.build(tmp_path, images=iter(wardrobe.IMAGES), distinct_images=11)
    assert sealed.zip_sha256 == wardrobe.ZIP_SHA256


# Progress and cancelling


def test_images_that_are_not_held_whole_make_the_same_zip(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "IN_MEMORY", 300)  # bytes: some of the images are smaller, some larger
    assert min(image.size_bytes for image in wardrobe.IMAGES) < 300 < max(image.size_bytes for image in wardrobe.IMAGES)
    assert wardrobe.build(tmp_path).zip_sha256 == wardrobe.ZIP_SHA256


def test_progress_counts_the_images_that_are_copied(tmp_path):
    heard = []
    wardrobe.build(tmp_path, progress=heard.append)
    assert heard == [0] * 12 + [*range(1, 13)]


class Cancelled(BaseException):
    """Not an Exception: the build must clean up after a signal as well."""


@pytest.mark.parametrize("call", [1, 12, 13, 18, 24])
def test_a_build_that_is_cancelled_leaves_nothing(tmp_path, call):
    calls = []

    def progress(copied):
        calls.append(copied)
        if len(calls) == call:
            raise Cancelled

    with pytest.raises(Cancelled):
        wardrobe.build(tmp_path, progress=progress)
    assert os.listdir(tmp_path) == []
    assert len(calls) == call


def test_a_build_that_is_killed_leaves_no_spools_and_a_retry_gives_the_same_zip(tmp_path):
    script = """
import os, signal, sys
from pathlib import Path
from exports.tests.golden import wardrobe
def progress(copied):
    if copied == 5:
        os.kill(os.getpid(), signal.SIGKILL)
wardrobe.build(Path(sys.argv[1]), progress=progress)
"""
    run = subprocess.run([sys.executable, "-c", script, tmp_path], cwd=ROOT, check=False)
    assert run.returncode == -signal.SIGKILL
    assert os.listdir(tmp_path) == ["export.zip"]  # the caller's temporary name: nobody is served from it
    assert wardrobe.build(tmp_path).zip_sha256 == wardrobe.ZIP_SHA256


# Memory


def test_memory_does_not_grow_with_the_number_of_images(tmp_path):
    def peak(count):
        def images():
            for id in range(1, count + 1):
                frame = Frame(7, timestamp_ms=id, frame_index=id) if id % 2 else None
                data = str(id).encode()
                sha256 = hashlib.sha256(data).hexdigest()
                yield Image(id, sha256, len(data), "image/png", 1, 1, 1, f"{id}.png", frame, id % 7)

        tracemalloc.start()
        try:
            archive.build(
                wardrobe.frozen(),
                images=images(),
                videos=wardrobe.VIDEOS[:1],
                distinct_images=count,
                open_image=lambda image: io.BytesIO(str(image.id).encode()),
                target=tmp_path / "export.zip",
                work_dir=tmp_path,
            )
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, many = 200, 5000
    peak(few)  # what is loaded once is not growth
    growth = (peak(many) - peak(few)) / (many - few)
    # The zip's central directory takes some 560 bytes an image; a list of the images would take 350 more.
    assert 0 < growth < 720, f"{growth:.0f} bytes an image"
