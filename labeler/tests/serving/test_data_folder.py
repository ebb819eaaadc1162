"""Who may look into the data folder."""

import grp
import os
import stat
from dataclasses import replace

import pytest

from labeler import configuration
from labeler.serving import data_folder
from labeler.serving.first_run import NotReady


@pytest.fixture
def data(tmp_path, settings):
    """A data folder as an earlier program left it, when others could read all of it."""
    folder = tmp_path / "data"
    settings.CONFIG = configuration.read({"LABELER_DATA": str(folder), "SECRET_KEY": "given"})
    for name in ("files/originals", "work/uploads"):
        (folder / name).mkdir(parents=True)
    for name in ("labeler.sqlite3", "labeler.sqlite3-wal", "secret-key", "files/originals/a.png", "notes.txt"):
        (folder / name).write_text("-")
        (folder / name).chmod(0o644)
    folder.chmod(0o755)
    return folder


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_that_others_may_look_into_is_told_with_what_closes_it(data):
    said = []
    data_folder.prepare(said.append)
    assert said == [f"Other users of this machine may look into {data}. To close it: chmod 700 {data}"]
    data.chmod(0o700)
    data_folder.prepare(said.append)
    assert len(said) == 1


def test_database_secret_and_work_folder_are_closed_at_every_start_and_nothing_that_is_not_ours(data):
    data_folder.prepare(lambda words: None)
    assert {mode(data / name) for name in ("labeler.sqlite3", "labeler.sqlite3-wal", "secret-key")} == {0o600}
    assert mode(data / "work") == 0o700
    assert mode(data / "notes.txt") == 0o644


def test_a_group_that_serves_files_reads_these_and_no_database(data, settings):
    group = os.getgroups()[-1] if os.getuid() else grp.getgrnam("daemon").gr_gid
    settings.CONFIG = replace(settings.CONFIG, files_group=group)
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "core.storage.local.LocalBlobs",
            "OPTIONS": {"location": data / "files", "readers": group},
        }
    }
    said = []
    data_folder.prepare(said.append)
    assert said == []
    assert (mode(data), data.stat().st_gid) == (0o710, group)
    assert (mode(data / "files"), mode(data / "files" / "originals" / "a.png")) == (0o750, 0o440)
    assert (data / "files" / "originals" / "a.png").stat().st_gid == group
    assert mode(data / "labeler.sqlite3") == 0o600


def test_a_group_that_it_may_not_give_files_to_is_told(data, settings, monkeypatch):
    def refuse(path, user, group):
        raise PermissionError(1, "Operation not permitted", str(path))

    settings.CONFIG = replace(settings.CONFIG, files_group=1)
    monkeypatch.setattr(os, "chown", refuse)
    with pytest.raises(NotReady, match=r"^LABELER_FILES_GROUP: \S+ cannot be given to the group: Operation not"):
        data_folder.prepare(lambda words: None)


def test_a_new_folder_is_closed_and_nothing_is_said(tmp_path, settings):
    settings.CONFIG = configuration.read({"LABELER_DATA": str(tmp_path / "new"), "SECRET_KEY": "given"})
    before = os.umask(0o077)
    try:
        said = []
        data_folder.prepare(said.append)
    finally:
        os.umask(before)
    assert (mode(tmp_path / "new"), said) == (0o700, [])
