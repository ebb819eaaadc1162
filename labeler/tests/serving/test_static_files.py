"""Static files are collected beside the migrations of a first start."""

import os

import pytest

from labeler.serving import static_files


@pytest.fixture
def one_file(settings, tmp_path):
    """The only static file there is."""
    (tmp_path / "source").mkdir()
    file = tmp_path / "source" / "one.css"
    file.write_text("body { color: black }")
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    return file


def test_what_is_collected_is_there_when_the_block_ends(one_file, settings):
    with static_files.collecting(print):
        pass
    assert (settings.STATIC_ROOT / "one.css").read_text() == one_file.read_text()


def test_it_is_collected_again_when_a_file_changed_and_only_then(one_file, settings):
    with static_files.collecting(print):
        pass
    first = (settings.STATIC_ROOT / static_files.STAMP).stat()
    with static_files.collecting(print):
        pass
    again = (settings.STATIC_ROOT / static_files.STAMP).stat()
    assert (again.st_ino, again.st_mtime_ns) == (first.st_ino, first.st_mtime_ns)  # it is read, so not all of it
    one_file.write_text("body { color: white }")
    os.utime(one_file, (first.st_mtime + 10, first.st_mtime + 10))
    with static_files.collecting(print):
        pass
    assert (settings.STATIC_ROOT / "one.css").read_text() == "body { color: white }"


def test_a_folder_that_cannot_be_made_is_said(one_file, settings):
    settings.STATIC_ROOT = one_file / "below-a-file"
    with pytest.raises(static_files.NotCollected, match="could not be collected"), static_files.collecting(print):
        pass


def test_what_fails_meanwhile_is_told_first(one_file, settings):
    settings.STATIC_ROOT = one_file / "below-a-file"
    with pytest.raises(ZeroDivisionError), static_files.collecting(print):
        raise ZeroDivisionError
