"""The folder of a version: hard links where the contract allows them, else copies, verified, whole or not there."""

import errno
import os
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from contract import labeler_contract
from core.exceptions import Refused
from exports.tests.many import approved_frames
from exports.versions import frozen_rows
from exports.zips import unpacking

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(photos, dress, hat, answer, bob, project, make_version):
    """Three photos, and three frames of a video that have the same bytes."""
    for photo, label in zip(photos(3), (dress, hat, dress), strict=True):
        answer(photo, "approved", label, by=bob)
    approved_frames(project, hat, 3, by=bob)
    return make_version(project, by=bob)


def content_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def content_of_zip(version):
    with zipfile.ZipFile(default_storage.open(version.artifact)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def stored_file(version, place=0):
    image = list(frozen_rows.images(version))[place]
    return image, default_storage.path(frozen_rows.stored_name(version, image))


def put(path, content):
    """As somebody would who may do all with the store."""
    os.chmod(path, 0o644)
    Path(path).write_bytes(content)
    os.chmod(path, 0o400)


def flipped(path):
    data = bytearray(Path(path).read_bytes())
    data[len(data) // 2] ^= 1
    return bytes(data)


@pytest.mark.parametrize("there", [False, True], ids=["not there yet", "empty"])
def test_the_folder_holds_what_the_zip_does_as_links_into_the_store(version, tmp_path, there):
    folder = tmp_path / "wardrobe"
    if there:
        folder.mkdir()
    done = unpacking.unpack(version, folder)
    assert (done.linked, done.copied) == (6, 0)
    assert done.verified == labeler_contract.verify(str(folder))
    assert content_of(folder) == content_of_zip(version)
    for image in frozen_rows.images(version):
        assert os.path.samefile(folder / image.path, default_storage.path(frozen_rows.stored_name(version, image)))
    assert folder.stat().st_mode & 0o777 == 0o777 & ~unpacking._umask()
    assert sorted(os.listdir(tmp_path)) == ["files", "wardrobe", "work"]


def test_links_and_copies_are_the_same_export(version, tmp_path):
    unpacking.unpack(version, tmp_path / "linked")
    done = unpacking.unpack(version, tmp_path / "copied", links=False)
    assert (done.linked, done.copied) == (0, 6)
    assert content_of(tmp_path / "copied") == content_of(tmp_path / "linked")
    modes = {(path.stat().st_nlink, path.stat().st_mode & 0o777) for path in (tmp_path / "copied" / "images").iterdir()}
    assert modes == {(1, 0o444)}


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o444), (0o027, 0o440), (0o077, 0o400)])
def test_who_may_read_the_folder_says_who_unpacks(version, tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        unpacking.unpack(version, tmp_path / "linked")
        unpacking.unpack(version, tmp_path / "copied", links=False)
    finally:
        os.umask(before)
    images = [*(tmp_path / "copied" / "images").iterdir(), *(tmp_path / "linked" / "images").iterdir()]
    assert {path.stat().st_mode & 0o777 for path in images} == {mode}


def test_whoever_writes_to_a_copy_leaves_the_store_alone(version, tmp_path):
    unpacking.unpack(version, tmp_path / "copied", links=False)
    image, stored = stored_file(version)
    before = Path(stored).read_bytes()
    put(tmp_path / "copied" / image.path, b"mine")
    assert Path(stored).read_bytes() == before


def test_a_stored_file_that_somebody_may_write_to_is_copied(version, tmp_path):
    image, stored = stored_file(version)
    os.chmod(stored, 0o644)
    done = unpacking.unpack(version, tmp_path / "wardrobe")
    assert (done.linked, done.copied) == (5, 1)
    assert not os.path.samefile(tmp_path / "wardrobe" / image.path, stored)


@pytest.mark.parametrize("problem", [errno.EXDEV, errno.EPERM, errno.EMLINK], ids=errno.errorcode.get)
def test_where_no_link_can_be_made_it_is_copied(version, tmp_path, monkeypatch, problem):
    def refuse(source, target):
        raise OSError(problem, os.strerror(problem))

    monkeypatch.setattr(os, "link", refuse)
    done = unpacking.unpack(version, tmp_path / "wardrobe")
    assert (done.linked, done.copied) == (0, 6)
    assert content_of(tmp_path / "wardrobe") == content_of_zip(version)


def test_from_a_bucket_it_is_copied(bucket, version, tmp_path):
    done = unpacking.unpack(version, tmp_path / "wardrobe")
    assert (done.linked, done.copied) == (0, 6)
    assert content_of(tmp_path / "wardrobe") == content_of_zip(version)


# --- no, and why ----------------------------------------------------------------------------------------------------


def unpack_is_refused(version, folder, sentence, **options):
    around = sorted(os.listdir(folder.parent)) if folder.parent.is_dir() else None
    held = content_of(folder) if folder.is_dir() else None
    with pytest.raises(Refused) as refused:
        unpacking.unpack(version, folder, **options)
    assert str(refused.value) == sentence
    assert (sorted(os.listdir(folder.parent)) if folder.parent.is_dir() else None) == around
    assert (content_of(folder) if folder.is_dir() else None) == held


def test_a_folder_that_holds_something_is_left_alone(version, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "notes.txt").write_text("keep")
    sentence = f"{folder} is not empty. Name a folder that is, or one that is not there yet."
    unpack_is_refused(version, folder, sentence)


def test_a_folder_that_is_filled_meanwhile_is_left_alone(version, tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    verify = labeler_contract.verify

    def slowly(path):
        folder.mkdir()
        (folder / "notes.txt").write_text("keep")
        return verify(path)

    monkeypatch.setattr(labeler_contract, "verify", slowly)
    with pytest.raises(Refused, match="is not empty"):
        unpacking.unpack(version, folder)
    assert content_of(folder) == {"notes.txt": b"keep"}
    assert sorted(os.listdir(tmp_path)) == ["files", "mine", "work"]


def test_what_is_no_folder_is_told(version, tmp_path):
    (tmp_path / "file").write_text("x")
    unpack_is_refused(version, tmp_path / "file", f"{tmp_path / 'file'} is no folder.")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    unpack_is_refused(version, tmp_path / "link", f"{tmp_path / 'link'} is no folder.")
    unpack_is_refused(version, tmp_path / "no" / "such", f"There is no folder {tmp_path / 'no'}.")


def test_only_a_ready_version_is_unpacked(project, version, bob, make_version, tmp_path):
    waiting = make_version(project, by=bob, built=False)
    unpack_is_refused(waiting, tmp_path / "wardrobe", "v2 is queued: only a ready one can be unpacked.")


def test_a_flipped_byte_in_the_store_is_found_behind_a_link(version, tmp_path):
    image, stored = stored_file(version, place=1)
    put(stored, flipped(stored))
    unpack_is_refused(version, tmp_path / "wardrobe", f'The folder was not made: "{image.path}" was altered.')


def test_a_flipped_byte_in_the_zip_is_found(version, tmp_path):
    stored = default_storage.path(version.artifact)
    with zipfile.ZipFile(stored) as packed:
        entry = packed.getinfo("manifest.json")
        at = entry.header_offset + 30 + len(entry.filename) + entry.file_size // 2
    data = bytearray(Path(stored).read_bytes())
    data[at] ^= 1
    put(stored, bytes(data))
    sentence = "The stored zip is damaged: it was altered since it was sealed."
    unpack_is_refused(version, tmp_path / "wardrobe", sentence)


def test_another_versions_zip_is_found_out(project, version, dress, answer, photos, bob, make_version, tmp_path):
    other = make_version(project, by=bob)
    put(default_storage.path(version.artifact), default_storage.open(other.artifact).read())
    sentence = "The stored zip is damaged: it was altered since it was sealed."
    unpack_is_refused(version, tmp_path / "wardrobe", sentence)


def test_a_zip_that_is_gone_is_told(version, tmp_path, files):
    (files / version.artifact).unlink()
    words = "The zip of v1 is being built again, byte for byte. Ask again soon."
    unpack_is_refused(version, tmp_path / "wardrobe", words)


# --- the command ----------------------------------------------------------------------------------------------------


def test_the_command_makes_the_folder_and_says_how(version, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    call_command("unpack_version", "wardrobe", "1", "here")
    verified = labeler_contract.verify("here")
    assert capsys.readouterr().out == f"here: {verified}; 6 linked, 0 copied\n"
    call_command("unpack_version", "wardrobe", "1", "there", "--copy")
    assert capsys.readouterr().out == f"there: {verified}; 0 linked, 6 copied\n"


def test_the_command_says_what_is_wrong(version, tmp_path, monkeypatch):
    with pytest.raises(CommandError, match="There is no version 2 of wardrobe."):
        call_command("unpack_version", "wardrobe", "2", str(tmp_path / "here"))
    with pytest.raises(CommandError, match="is not empty"):
        call_command("unpack_version", "wardrobe", "1", str(tmp_path))
    image, stored = stored_file(version, place=2)
    put(stored, flipped(stored))
    with pytest.raises(CommandError, match=f"Image {image.id} cannot be exported: its file has changed since"):
        call_command("unpack_version", "wardrobe", "1", str(tmp_path / "here"), "--copy")
    assert not (tmp_path / "here").exists()


def test_a_full_disk_is_told_and_nothing_is_left(version, tmp_path, monkeypatch):
    def full(source, target):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(CommandError, match="The disk is full. Free some space, then try again."):
        call_command("unpack_version", "wardrobe", "1", str(tmp_path / "here"))
    assert sorted(os.listdir(tmp_path)) == ["files", "work"]
