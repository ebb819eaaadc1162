"""Bringing pictures in: bytes kept as they came, the same bytes once, every odd file with its own answer."""

import errno
import hashlib
import io
import os
import re
import stat

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, OperationalError
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from assets.images import ingest, names, pictures
from assets.models import Asset
from core.exceptions import Refused
from projects import lifecycle
from tests.support.cast import at_once, picture

pytestmark = pytest.mark.django_db


def sha(content):
    return hashlib.sha256(content).hexdigest()


def stored(folder):
    """Every file in the store, by its path."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_picture_comes_in_with_its_facts(project, bob):
    content = picture(1, size=(40, 30), kind="JPEG")
    done = ingest.add_image(project, content=content, original_name="Photo 1.JPG", by=bob)
    asset = Asset.objects.get()
    assert (done.asset, done.duplicate) == (asset, False)
    assert (asset.sha256, asset.size_bytes, asset.mime_type) == (sha(content), len(content), "image/jpeg")
    assert (asset.width, asset.height, asset.exif_orientation) == (40, 30, 1)
    assert (asset.original_name, asset.sort_name, asset.uploaded_by) == ("Photo 1.JPG", "photo 1.jpg", bob)
    assert (asset.video, asset.timestamp_ms, asset.frame_index) == (None, None, None)
    assert (asset.status, asset.revision, asset.category_ids) == ("unlabeled", 0, [])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_the_original_is_kept_byte_for_byte_and_read_only_under_its_hash(project, bob, files, kind):
    content = picture(1, kind=kind)
    asset = ingest.add_image(project, content=content, original_name="x", by=bob).asset
    ending = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "GIF": "gif", "BMP": "bmp", "TIFF": "tif"}[kind]
    digest = sha(content)
    assert asset.file == f"originals/{project.dataset_id}/{digest[:2]}/{digest}.{ending}"
    path = files / asset.file
    assert path.read_bytes() == content
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stored(files) == [
        asset.file,
        f"renditions/{project.dataset_id}/{digest[:2]}/{digest}-display.jpg",
        f"renditions/{project.dataset_id}/{digest[:2]}/{digest}-thumb.jpg",
    ]


def test_metadata_and_what_follows_the_picture_stay_in_the_original(project, bob, files):
    content = picture(1, kind="JPEG", comment=b"kept", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0") + b"trailing bytes"
    asset = ingest.add_image(project, content=content, original_name="x.jpg", by=bob).asset
    assert (files / asset.file).read_bytes() == content


def test_the_same_bytes_come_in_once(project, bob, alice, files):
    first = ingest.add_image(project, content=picture(1), original_name="a.png", by=bob)
    before = stored(files)
    second = ingest.add_image(project, content=picture(1), original_name="b.png", by=alice)
    assert (second.duplicate, second.asset) == (True, first.asset)
    asset = Asset.objects.get()
    assert (asset.original_name, asset.uploaded_by) == ("a.png", bob)
    assert stored(files) == before


def test_the_same_bytes_are_another_asset_in_another_project(project, bob, files):
    other = lifecycle.create("Garage", by=bob)
    one = ingest.add_image(project, content=picture(1), original_name="a.png", by=bob)
    two = ingest.add_image(other, content=picture(1), original_name="a.png", by=bob)
    assert not two.duplicate
    assert one.asset.pk != two.asset.pk
    assert one.asset.file != two.asset.file
    assert len(stored(files)) == 6


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_uploaded_at_once_make_one_asset(project, bob, alice, files):
    content = picture(1, size=(400, 300))

    def upload(by):
        return ingest.add_image(project, content=content, original_name="a.png", by=by)

    done = at_once(*[lambda: upload(bob), lambda: upload(alice)] * 3)
    assert sorted(one.duplicate for one in done) == [False] + [True] * 5
    assert {one.asset.pk for one in done} == {Asset.objects.get().pk}
    assert len(stored(files)) == 3
    assert (files / Asset.objects.get().file).read_bytes() == content


def test_known_hashes_are_those_of_uploads_of_this_project(project, photo, bob):
    other = lifecycle.create("Garage", by=bob)
    elsewhere = ingest.add_image(other, content=picture(5), original_name="a.png", by=bob).asset
    asked = [photo.sha256, elsewhere.sha256, "0" * 64]
    assert ingest.known_hashes(project, asked) == {photo.sha256: photo.pk}
    assert ingest.known_hashes(project, []) == {}


# --- what is refused ------------------------------------------------------------------------------------------------


def refusal_of(project, bob, content):
    with pytest.raises(Refused) as refusal:
        ingest.add_image(project, content=content, original_name="x.jpg", by=bob)
    assert refusal.value.field == "file"
    return refusal.value.code, refusal.value.message


DAMAGED = ("damaged", "The file is damaged or cut off: its pixels cannot be read.")
NO_PICTURE = "This is not a picture that Labeler can read. It takes JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC and AVIF."


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"", ("empty", "The file is empty.")),
        (b"Just words.", ("not_an_image", NO_PICTURE)),
        (picture(1, size=(99, 99), kind="JPEG")[:-200], DAMAGED),
        (picture(1)[: len(picture(1)) // 2], DAMAGED),
    ],
)
def test_what_is_refused_leaves_no_row_and_no_file(project, bob, files, content, answer):
    assert refusal_of(project, bob, content) == answer
    assert not Asset.objects.exists()
    assert stored(files) == []


def test_a_file_with_too_many_bytes_is_refused_unread(project, bob, files, settings):
    settings.MAX_UPLOAD_BYTES = 2_000_000
    message = "The file has 2.0 MB; the limit is 2 MB."
    assert refusal_of(project, bob, bytes(2_000_001)) == ("too_large", message)
    assert stored(files) == []


def test_a_file_of_just_as_many_bytes_as_allowed_is_taken(project, bob, settings):
    content = picture(1)
    settings.MAX_UPLOAD_BYTES = len(content)
    assert ingest.add_image(project, content=content, original_name="x", by=bob).asset


def test_a_picture_with_too_many_pixels_is_refused(project, bob, files, settings):
    settings.MAX_PIXELS = 1_000_000
    content = picture(1, size=(2000, 501))
    message = "The picture is 2000 × 501. Pictures have at most 1 million pixels here."
    assert refusal_of(project, bob, content) == ("too_many_pixels", message)
    assert stored(files) == []


def test_a_full_disk_leaves_no_row_and_no_half_file(project, bob, files, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        ingest.add_image(project, content=picture(1), original_name="x.png", by=bob)
    assert not Asset.objects.exists()
    assert stored(files) == []
    monkeypatch.undo()


def test_what_an_interrupted_upload_left_is_taken_over_by_the_next(project, bob, files, monkeypatch):
    def killed(rows):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Asset.objects, "bulk_create", killed)
        with pytest.raises(KeyboardInterrupt):
            ingest.add_image(project, content=picture(1), original_name="x.png", by=bob)
    assert len(stored(files)) == 3
    done = ingest.add_image(project, content=picture(1), original_name="x.png", by=bob)
    assert not done.duplicate
    assert len(stored(files)) == 3
    assert default_storage.open(done.asset.file).read() == picture(1)


def test_a_row_that_the_database_refuses_for_another_reason_is_an_error(project, bob, monkeypatch):
    def broken(rows):
        raise IntegrityError("something else")

    monkeypatch.setattr(Asset.objects, "bulk_create", broken)
    with pytest.raises(IntegrityError, match="something else"):
        ingest.add_image(project, content=picture(1), original_name="x.png", by=bob)


# --- several at once, and files that are at hand ---


def test_rows_of_several_pictures_are_made_together_each_told_whether_it_was_here(project, photo, bob):
    contents = [picture(0), picture(1), picture(2), picture(1)]  # the first is the photo's
    prepared = [ingest.prepare(project.dataset_id, content, f"{at}.png") for at, content in enumerate(contents)]
    done = ingest.add_prepared(project, prepared, by=bob)
    assert [each.duplicate for each in done] == [True, False, False, True]
    assert done[0].asset == photo
    assert done[3].asset == done[1].asset
    assert [asset.original_name for asset in Asset.objects.order_by("pk")] == ["photo-0.png", "1.png", "2.png"]


def sent(*contents):
    return [ingest.Sent(content, f"{at}.png") for at, content in enumerate(contents)]


def fail_over(monkeypatch, content, problem):
    """Reading a picture of these bytes ends in something that nobody thought of."""
    read = pictures.read

    def failing(given, **how):
        if given == content:
            raise problem
        return read(given, **how)

    monkeypatch.setattr(pictures, "read", failing)


def test_a_picture_over_which_the_program_fails_stops_no_other_and_is_to_be_sent_alone(
    project, bob, monkeypatch, caplog
):
    fail_over(monkeypatch, picture(2), ZeroDivisionError("of a picture"))
    first, failed, last = ingest.add_images(project, sent(*map(picture, (1, 2, 3))), by=bob)
    assert [asset.pk for asset in Asset.objects.order_by("pk")] == sorted([first.asset.pk, last.asset.pk])
    assert (failed.code, failed.message) == ("failed", "Labeler failed over this picture. Send it alone.")
    assert "ZeroDivisionError: of a picture" in caplog.text
    with pytest.raises(ZeroDivisionError):
        ingest.add_image(project, content=picture(2), original_name="2.png", by=bob)


@pytest.mark.parametrize("problem", [OSError(errno.EIO, "The disk"), OperationalError("The database")])
def test_what_is_no_fault_of_a_picture_is_told_of_all(project, bob, monkeypatch, problem):
    fail_over(monkeypatch, picture(2), problem)
    with pytest.raises(type(problem)):
        ingest.add_images(project, sent(*map(picture, (1, 2, 3))), by=bob)
    assert not Asset.objects.exists()


def test_pictures_of_one_request_are_numbered_by_hash_and_stand_as_they_were_sent(project, bob):
    done = ingest.add_images(project, sent(*map(picture, range(12))), by=bob)
    assert [each.asset.sha256 for each in done] == [sha(picture(seed)) for seed in range(12)]
    by_number = [asset.sha256 for asset in Asset.objects.order_by("pk")]
    assert by_number == sorted(by_number)
    assert [each.asset for each in done] == [*Asset.objects.order_by("place")]


@pytest.mark.django_db(transaction=True)
def test_requests_with_the_same_pictures_in_other_orders_make_one_asset_of_each(project, bob):
    contents = [picture(seed) for seed in range(12)]
    orders = [contents, contents[::-1], contents[6:] + contents[:6], contents[5::-1] + contents[:5:-1]]
    done = at_once(*[lambda order=order: ingest.add_images(project, sent(*order), by=bob) for order in orders])
    assert sorted(Asset.objects.values_list("sha256", flat=True)) == sorted(map(sha, contents))
    for order, answers in zip(orders, done, strict=True):
        assert [each.asset.sha256 for each in answers] == [*map(sha, order)]
    assert sum(not each.duplicate for answers in done for each in answers) == 12


def test_each_of_several_may_come_elsewhere_at_another_moment(project, bob, monkeypatch):
    prepared = [ingest.prepare(project.dataset_id, picture(seed), f"{seed}.png") for seed in range(6)]
    insert, left = ingest._insert, [*prepared]

    def overtaken(*given, **how):
        if left:
            insert(project, [left.pop()], bob, None, in_one_order=False)
            raise IntegrityError("UNIQUE constraint failed")
        return insert(*given, **how)

    monkeypatch.setattr(ingest, "_insert", overtaken)
    assert [each.duplicate for each in ingest.add_prepared(project, prepared, by=bob)] == [True] * 6
    assert Asset.objects.count() == 6


def test_a_picture_of_this_disk_is_linked_and_read_only(project, bob, tmp_path, files):
    path = tmp_path / "mine.png"
    path.write_bytes(picture(3))
    prepared = ingest.prepare(project.dataset_id, path.read_bytes(), path.name, link_from=path)
    assert (files / prepared.file).samefile(path)
    assert path.stat().st_mode & 0o222 == 0


def test_where_no_link_can_be_it_is_a_copy(project, bob, tmp_path, files, monkeypatch):
    def other_disk(*args, **options):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", other_disk)
    path = tmp_path / "mine.png"
    path.write_bytes(picture(3))
    prepared = ingest.prepare(project.dataset_id, path.read_bytes(), path.name, link_from=path)
    assert (files / prepared.file).read_bytes() == picture(3)
    assert not (files / prepared.file).samefile(path)


@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_the_same_bytes_mend_a_file_that_was_lost_or_cut(project, photo, bob, files, damage):
    path = files / photo.file
    path.unlink()
    if damage == "cut":
        path.write_bytes(picture(0)[:20])
    assert ingest.add_image(project, content=picture(0), original_name="again.png", by=bob).duplicate
    assert path.read_bytes() == picture(0)


# --- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("photo.png", "photo.png"),
        ("/etc/passwd", "passwd"),
        ("../../up.png", "up.png"),
        ("C:\\fakepath\\photo.png", "photo.png"),
        ("a/b\\c.png", "c.png"),
        ("a\x00b\nc\x1b[31m.png", "abc[31m.png"),
        ("a\x85\x9fb.png", "ab.png"),
        ("half \ud83d.png", "half .png"),
        ("  photo.png  ", "photo.png"),
        ("", "unnamed.png"),
        (".", "unnamed.png"),
        ("..", "unnamed.png"),
        ("folder/", "unnamed.png"),
        ("\x00", "unnamed.png"),
        (".hidden", ".hidden"),
        ("CON.jpg", "CON.jpg"),
        ("a?.png", "a?.png"),
        ("帽子 👒.png", "帽子 👒.png"),
        ("<script>.png", "<script>.png"),
        ("x" * 300 + ".png", "x" * 251 + ".png"),
        ("x" * 300, "x" * 255),
        ("x." + "y" * 300, "x." + "y" * 253),
        ("帽" * 255, "帽" * 255),
        ("x" * 251 + ".png", "x" * 251 + ".png"),
    ],
)
def test_a_name_is_kept_as_far_as_it_is_one(sent, kept):
    assert ingest.clean_original_name(sent, "image/png") == kept


@given(st.text(st.characters(), max_size=400))
def test_whatever_was_sent_the_name_obeys_the_contract(text):
    name = ingest.clean_original_name(text, "image/jpeg")
    assert re.fullmatch(r"[^/\\\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,255}", name)
    assert name not in (".", "..")
    assert ingest.clean_original_name(name, "image/jpeg") == name
    assert len(names.sort_name(name)) <= 765


def test_the_longest_names_have_room_in_the_row(project, bob):
    asset = ingest.add_image(project, content=picture(1), original_name="\u0390" * 255, by=bob).asset
    asset.refresh_from_db()
    assert (asset.original_name, len(asset.sort_name)) == ("\u0390" * 255, 255)


def test_facts_of_a_turned_photo_are_of_its_stored_pixels(project, bob):
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "JPEG", exif=exif)
    asset = ingest.add_image(project, content=out.getvalue(), original_name="x.jpg", by=bob).asset
    assert (asset.width, asset.height, asset.exif_orientation) == (40, 30, 6)
    assert (asset.display_width, asset.display_height) == (30, 40)
