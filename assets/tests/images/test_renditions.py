"""Renditions can always be made again from the original."""

import pytest

from assets import formats
from assets.images import renditions

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", [renditions.DISPLAY, renditions.THUMB])
def test_a_rendition_that_is_gone_is_made_again_with_the_same_bytes(photo, files, kind):
    path = files / renditions.file_name(photo, kind)
    before = path.read_bytes()
    path.unlink()
    with renditions.open_rendition(photo, kind) as file:
        assert file.read() == before
    assert path.read_bytes() == before


def test_a_rendition_is_not_made_again_while_it_is_there(photo, files, monkeypatch):
    def fail(*args, **options):
        raise AssertionError("decoded again")

    monkeypatch.setattr(renditions.pictures, "read", fail)
    with renditions.open_rendition(photo, renditions.THUMB) as file:
        assert file.read() == (files / renditions.file_name(photo, renditions.THUMB)).read_bytes()


def test_without_its_original_a_rendition_cannot_be_made(photo, files):
    (files / renditions.file_name(photo, renditions.THUMB)).unlink()
    (files / photo.file).unlink()
    with pytest.raises(FileNotFoundError):
        renditions.open_rendition(photo, renditions.THUMB)


def test_a_damaged_original_is_not_taken_for_a_picture(photo, files):
    (files / renditions.file_name(photo, renditions.THUMB)).unlink()
    original = files / photo.file
    content = original.read_bytes()
    original.chmod(0o644)
    original.write_bytes(content[: len(content) // 2])
    with pytest.raises(formats.Unusable):
        renditions.open_rendition(photo, renditions.THUMB)


def test_a_limit_lowered_since_then_does_not_hide_a_picture_that_is_in(photo, files, settings):
    (files / renditions.file_name(photo, renditions.THUMB)).unlink()
    settings.MAX_PIXELS = 1
    with renditions.open_rendition(photo, renditions.THUMB) as file:
        assert file.read(2) == b"\xff\xd8"


def test_a_local_disk_signs_no_addresses(photo):
    assert renditions.signed_address(photo, renditions.THUMB) is None


def test_a_rendition_that_a_power_cut_left_cut_off_is_made_again(photo, files):
    name = renditions.file_name(photo, renditions.THUMB)
    whole = (files / name).read_bytes()
    (files / name).unlink()
    (files / name).write_bytes(whole[: len(whole) // 2])
    with renditions.open_rendition(photo, renditions.THUMB) as file:
        assert file.read() == whole
    assert (files / name).read_bytes() == whole
