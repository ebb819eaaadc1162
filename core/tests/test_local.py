"""The local store: names stand for bytes, files are whole or absent, and read-only."""

import errno
import grp
import os
import stat
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from core.storage.base import NotDeleted
from core.storage.local import LocalBlobs
from tests.support.cast import at_once

ENTRY = "originals/ab/abc.png"


def everything(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_file_is_stored_whole_and_read_only(files):
    assert default_storage.save(ENTRY, ContentFile(b"bytes")) == ENTRY
    assert (files / ENTRY).read_bytes() == b"bytes"
    assert stat.S_IMODE((files / ENTRY).stat().st_mode) == 0o400
    assert everything(files) == [ENTRY]


def test_a_name_that_is_there_keeps_its_bytes(files):
    default_storage.save(ENTRY, ContentFile(b"bytes"))
    inode = (files / ENTRY).stat().st_ino
    assert default_storage.save(ENTRY, ContentFile(b"other")) == ENTRY
    assert (files / ENTRY).read_bytes() == b"bytes"
    assert (files / ENTRY).stat().st_ino == inode


def test_files_that_are_stored_together_are_all_there_or_none(files, monkeypatch):
    both = {ENTRY: b"bytes", "originals/cd/cde.png": b"other"}
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="No space left"):
            default_storage.save_bytes(both)
    assert everything(files) == []
    default_storage.save_bytes(both)
    default_storage.save_bytes({ENTRY: b"else"})
    assert {name: (files / name).read_bytes() for name in everything(files)} == both
    assert modes_in(files) == {("folder", 0o700), ("file", 0o400)}


class Disk:
    """What is asked of it, in order: ("synced", path) and ("named", path)."""

    def __init__(self, monkeypatch):
        self.asked = []
        replace = os.replace

        def sync(handle):
            there = os.fstat(handle)
            path = os.readlink(f"/proc/self/fd/{handle}")
            assert os.path.samestat(there, os.stat(path))
            self.asked.append(("synced", path))

        def put(source, target):
            assert ("synced", source) in self.asked, "a file is whole before it has its name"
            replace(source, target)
            self.asked.append(("named", target))

        monkeypatch.setattr(os, "fsync", sync)
        monkeypatch.setattr(os, "replace", put)

    def lasts(self, path):
        """Whether the disk confirmed the folder of a file after the file had its name, if it got that just now."""
        folder = self.asked.index(("synced", str(path.parent)))
        return ("named", str(path)) not in self.asked[folder:]


@pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="Linux tells which file a handle is of")
@pytest.mark.parametrize("way", ["together", "alone", "linked"])
def test_what_is_acknowledged_outlasts_a_power_cut_also_when_it_was_there_already(files, tmp_path, monkeypatch, way):
    both = {ENTRY: b"bytes", "originals/cd/cde.png": b"other"}

    def save():
        if way == "together":
            default_storage.save_bytes(both)
        elif way == "linked":
            for name, content in both.items():
                (tmp_path / "mine").unlink(missing_ok=True)
                (tmp_path / "mine").write_bytes(content)
                assert default_storage.link(tmp_path / "mine", name)
        else:
            for name, content in both.items():
                default_storage.save(name, ContentFile(content))

    for again in (False, True):  # the first may have been cut off before the disk confirmed the names
        with monkeypatch.context() as patch:
            disk = Disk(patch)
            save()
        assert all(disk.lasts(files / name) for name in both)
        made = {str(files), *(str((files / name).parent.parent) for name in both)}
        assert again or made <= {path for what, path in disk.asked if what == "synced"}, "new folders last, too"
        assert any(what == "named" for what, _ in disk.asked) == (way != "linked" and not again)


def test_what_can_be_made_again_waits_for_no_disk_in_a_new_folder_either(files, monkeypatch):
    with monkeypatch.context() as patch:
        disk = Disk(patch)
        patch.setattr(os, "replace", os.rename)  # nothing has to be synced before it has its name
        default_storage.save_replaceable("renditions/ab/abc.jpg", b"small")
    assert (files / "renditions/ab/abc.jpg").read_bytes() == b"small"
    assert disk.asked == []


def fail(handle):
    raise OSError(errno.ENOSPC, "No space left")


def test_no_file_is_synced_that_is_closed_already(tmp_path):
    """Tests wait for no disk, but they ask it for as much."""
    with open(tmp_path / "file", "wb") as file:
        os.fsync(file)
        os.fsync(file.fileno())
        handle = os.dup(file.fileno())
    os.close(handle)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fsync(handle)
    with pytest.raises(ValueError, match="closed"):
        os.fsync(file)


def test_large_content_comes_in_pieces(files):
    content = os.urandom(300_000)
    default_storage.save(ENTRY, ContentFile(content))
    assert (files / ENTRY).read_bytes() == content


def test_what_is_stored_is_its_owners_alone_whatever_the_umask(files):
    before = os.umask(0)
    try:
        default_storage.save(ENTRY, ContentFile(b"bytes"))
        default_storage.save_replaceable("renditions/ab/abc.jpg", b"small")
    finally:
        os.umask(before)
    assert modes_in(files) == {("folder", 0o700), ("file", 0o400)}


def test_a_group_that_may_read_gets_what_is_stored_and_what_was_stored_before(tmp_path):
    group = os.getgroups()[-1] if os.getuid() else grp.getgrnam("daemon").gr_gid
    before = LocalBlobs(location=tmp_path / "files")
    before.save(ENTRY, ContentFile(b"bytes"))
    (tmp_path / "files" / "originals").chmod(0o755)  # of an earlier time
    (tmp_path / "files" / ENTRY).chmod(0o444)
    store = LocalBlobs(location=tmp_path / "files", readers=group)
    store.open_to_readers()
    store.save("originals/cd/cde.png", ContentFile(b"other"))
    store.save_replaceable("renditions/ab/abc.jpg", b"small")
    (tmp_path / "made.zip").write_bytes(b"zip")
    store.adopt(tmp_path / "made.zip", "exports/1.zip")
    assert modes_in(tmp_path / "files") == {("folder", 0o750), ("file", 0o440)}
    assert {path.stat().st_gid for path in (tmp_path / "files").rglob("*")} == {group}


def test_a_file_that_is_linked_to_stays_readable_to_whoever_could_read_it(files, tmp_path):
    mine = tmp_path / "mine.png"
    mine.write_bytes(b"bytes")
    mine.chmod(0o664)
    assert default_storage.link(mine, ENTRY)
    assert stat.S_IMODE(mine.stat().st_mode) == 0o444


def modes_in(folder):
    paths = [folder, *folder.rglob("*")]
    return {("folder" if path.is_dir() else "file", stat.S_IMODE(path.stat().st_mode)) for path in paths}


@pytest.mark.parametrize("function", ["fsync", "replace", "chmod"])
def test_a_disk_that_fails_leaves_nothing(files, monkeypatch, function):
    def fail(*args, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, function, fail)
    with pytest.raises(OSError, match="No space left"):
        default_storage.save(ENTRY, ContentFile(b"bytes"))
    assert everything(files) == []


def test_content_that_breaks_off_leaves_nothing(files):
    class Breaking(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise ConnectionError

    with pytest.raises(ConnectionError):
        default_storage.save(ENTRY, Breaking(b""))
    assert everything(files) == []


def test_the_same_name_saved_at_once_is_one_whole_file(files):
    content = os.urandom(2_000_000)
    at_once(*[lambda: default_storage.save(ENTRY, ContentFile(content))] * 6)
    assert (files / ENTRY).read_bytes() == content
    assert everything(files) == [ENTRY]


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "originals/../../outside"])
def test_no_name_leads_out_of_the_store(files, name):
    with pytest.raises(Exception, match="path"):
        default_storage.save(name, ContentFile(b"bytes"))
    assert not (files.parent / "outside").exists()


def test_a_finished_file_is_adopted_without_copying(files, tmp_path):
    made = tmp_path / "made.zip"
    made.write_bytes(b"zip")
    inode = made.stat().st_ino
    default_storage.adopt(made, "versions/v1.zip")
    assert not made.exists()
    adopted = files / "versions/v1.zip"
    assert (adopted.read_bytes(), adopted.stat().st_ino) == (b"zip", inode)
    assert stat.S_IMODE(adopted.stat().st_mode) == 0o400


def test_a_file_adopted_again_takes_the_place_of_the_same_bytes(files, tmp_path):
    for _ in range(2):
        made = tmp_path / "made.zip"
        made.write_bytes(b"zip")
        default_storage.adopt(made, "versions/v1.zip")
    assert everything(files) == ["versions/v1.zip"]


def test_reading_a_name_that_is_not_there_says_so(files):
    with pytest.raises(FileNotFoundError):
        default_storage.open(ENTRY)


def test_a_finished_file_on_another_disk_is_copied_whole(files, tmp_path, monkeypatch):
    replace, alive = os.replace, []

    def across_disks(source, target):
        if str(source).endswith("made.zip"):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        replace(source, target)

    monkeypatch.setattr(os, "replace", across_disks)
    made = tmp_path / "made.zip"
    made.write_bytes(b"zip")
    default_storage.adopt(made, "versions/v1.zip", lambda: alive.append(everything(files)))
    assert (files / "versions/v1.zip").read_bytes() == b"zip"
    assert stat.S_IMODE((files / "versions/v1.zip").stat().st_mode) == 0o400
    assert (made.exists(), len(alive)) == (False, 1)
    assert everything(files) == ["versions/v1.zip"]


def test_a_finished_file_on_another_disk_takes_the_place_of_what_is_there(files, tmp_path, monkeypatch):
    """As one on the same disk does: what is there may be damaged."""
    replace = os.replace

    def across_disks(source, target):
        if str(source).endswith("made.zip"):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        replace(source, target)

    default_storage.save("versions/v1.zip", ContentFile(b"damaged"))
    monkeypatch.setattr(os, "replace", across_disks)
    made = tmp_path / "made.zip"
    made.write_bytes(b"zip")
    default_storage.adopt(made, "versions/v1.zip")
    assert (files / "versions/v1.zip").read_bytes() == b"zip"
    assert everything(files) == ["versions/v1.zip"]


def test_names_in_a_folder_are_those_of_whole_files(files):
    assert default_storage.names_in("versions") == []
    for name in ("versions/v2.zip", "versions/v1.zip"):
        default_storage.save(name, ContentFile(b"bytes"))
    (files / "versions/.part-abc").write_bytes(b"half")
    assert default_storage.names_in("versions") == ["versions/v1.zip", "versions/v2.zip"]


def test_what_a_killed_process_left_half_written_is_forgotten_after_a_while(files):
    default_storage.save("versions/wardrobe/v1.zip", ContentFile(b"bytes"))
    (files / "versions/wardrobe/.part-abc").write_bytes(b"half")
    default_storage.forget_unfinished("versions", began_before=timezone.now() - timedelta(hours=1))
    assert len(everything(files)) == 2
    default_storage.forget_unfinished("versions", began_before=timezone.now() + timedelta(seconds=1))
    assert everything(files) == ["versions/wardrobe/v1.zip"]


def test_many_are_deleted_and_what_is_kept_is_named(files, monkeypatch):
    names = [f"originals/ab/{place}.png" for place in range(5)]
    for name in names:
        default_storage.save(name, ContentFile(b"bytes"))
    delete = LocalBlobs.delete

    def refuse(self, name):
        if name in names[:4]:
            raise PermissionError(errno.EACCES, "Permission denied")
        delete(self, name)

    with monkeypatch.context() as patch:
        patch.setattr(LocalBlobs, "delete", refuse)
        with pytest.raises(NotDeleted) as problem:
            default_storage.delete_many(names)
    assert (list(problem.value.kept), everything(files)) == (names[:4], names[:4])
    assert str(problem.value).startswith("4 files were not deleted: originals/ab/0.png: Permission denied; ")
    assert str(problem.value).endswith("; and 1 more")
    default_storage.delete_many(names)  # one of them is not there
    assert everything(files) == []
