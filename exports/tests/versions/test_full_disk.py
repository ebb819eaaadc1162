"""A disk that is full, wherever the build has come to: told as such, nothing is left, earlier versions stay."""

import errno
import hashlib
import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from contract import archive
from exports.models import DatasetVersion
from exports.tests.many import approved_frames
from exports.versions import builder

pytestmark = pytest.mark.django_db

FULL = "The disk is full. Free some space, then try again."


def everything(files, settings):
    """The sha256 of every stored file, and the names of what lies in the work folder."""
    kept = {path.relative_to(files): hashlib.sha256(path.read_bytes()).digest() for path in files.glob("**/*.*")}
    return kept, sorted(os.listdir(settings.WORK_DIR))


def fails_and_leaves_nothing(make_version, project, bob, files, settings, fill, free):
    """Build a version, fill the disk, ask for another; then make room and try that one again."""
    first = make_version(project, by=bob)
    assert first.state == "ready", first.error
    row = DatasetVersion.objects.filter(pk=first.pk).values().get()
    before = everything(files, settings)
    fill()
    second = make_version(project, by=bob)
    assert (second.state, second.error) == ("failed", FULL)
    assert (second.hash, second.artifact, second.manifest, second.sealed_at) == ("", "", "", None)
    free()
    assert everything(files, settings) == before
    assert DatasetVersion.objects.filter(pk=first.pk).values().get() == row
    builder.retry(second)
    builder.build(second.pk)
    second.refresh_from_db()
    assert (second.state, second.hash) == ("ready", first.hash)


class Disk:
    """Files that share so many bytes of room, as long as it is not None."""

    def __init__(self):
        self.room, self.written = None, 0

    def open(self, path, mode="rb", *args, **options):
        if "w" not in mode:
            return open(path, mode, *args, **options)
        return self.file(path)

    def file(self, path, mode="w+"):
        disk = self

        class Limited(io.FileIO):
            def write(self, data):
                fits = len(data) if disk.room is None else min(len(data), disk.room - disk.written)
                if len(data) and fits <= 0:
                    raise OSError(errno.ENOSPC, "No space left on device")
                disk.written += fits
                return super().write(memoryview(data)[:fits])

        return io.BufferedRandom(Limited(path, mode), 512)


@pytest.mark.parametrize("share", [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999])
def test_a_disk_that_is_full_at_any_place_of_the_build(
    project, dress, bob, files, settings, make_version, monkeypatch, share, tmp_path
):
    """In the spools of the texts, in the texts, in the images, in the directory of the zip."""
    disk = Disk()

    def open_there(path, *args, **options):
        return disk.open(path, *args, **options)

    monkeypatch.setattr(Path, "open", open_there)
    monkeypatch.setattr(
        archive.tempfile,
        "TemporaryFile",
        lambda dir: disk.file(os.open(dir, os.O_TMPFILE | os.O_RDWR), "w+"),
    )
    approved_frames(project, dress, 30, by=bob)

    def fill():
        disk.room, disk.written = int(share * disk.written), 0

    def free():
        disk.room = None

    fails_and_leaves_nothing(make_version, project, bob, files, settings, fill, free)


@pytest.fixture
def small_disk(tmp_path, settings):
    """A file system of a megabyte with store and work folder on it."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this user may not mount a file system")
    settings.WORK_DIR = folder / "work"
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "core.storage.local.LocalBlobs", "OPTIONS": {"location": folder / "files"}}
    }
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("room", [0, 20_000, 60_000])
def test_a_file_system_that_is_full(project, dress, bob, settings, make_version, small_disk, room):
    approved_frames(project, dress, 100, by=bob)
    ballast = small_disk / "ballast"

    def fill():
        left = shutil.disk_usage(small_disk).free
        ballast.write_bytes(bytes(left - room))

    fails_and_leaves_nothing(make_version, project, bob, small_disk / "files", settings, fill, ballast.unlink)
    assert default_storage.exists(DatasetVersion.objects.first().artifact)
