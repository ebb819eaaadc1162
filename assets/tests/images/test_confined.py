"""Large pictures are decoded in another process, whichever way they come; where it meets a limit, that is said."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from assets import confined
from assets.formats import NO_DHASH, Unusable
from assets.images import dhashes, pictures, renditions
from assets.models import Asset, Upload
from assets.uploads import resumable
from core.confined import children, limits
from core.exceptions import Refused
from tests.support import hostile
from tests.support.cast import make_photo, picture

LARGE = (2500, 1601)  # a little more than four million pixels


@pytest.fixture(scope="module")
def large():
    return picture(1, LARGE, "JPEG")


@pytest.fixture
def nothing_is_decoded_here(monkeypatch):
    def decode(*_):
        raise AssertionError("it was decoded in this process")

    monkeypatch.setattr(pictures, "_renditions", decode)


def upload(content, *, project, api, alice, **_):
    response = api(alice).post(
        "projects/wardrobe/assets/", {"file": SimpleUploadedFile("large.jpg", content)}, format="multipart"
    )
    assert response.status_code == 201


def upload_in_pieces(content, *, project, alice, **_):
    begun = resumable.create(project, name="large.jpg", size=len(content), kind=Upload.Kind.IMAGE, by=alice)
    resumable.receive(begun, 0, [content])
    assert resumable.finish(begun).error == ""


@pytest.mark.django_db
@pytest.mark.parametrize("way", [upload, upload_in_pieces])
def test_a_large_picture_that_comes_in_is_not_decoded_here(
    way, large, project, api, alice, files, nothing_is_decoded_here
):
    way(large, project=project, api=api, alice=alice)
    (asset,) = project.assets.all()
    assert (asset.width, asset.height) == LARGE
    with Image.open(files / renditions.file_name(asset, renditions.THUMB)) as thumb:
        assert thumb.size == (320, 205)


@pytest.fixture
def large_photo(project, bob, large, files):
    """Of the days before the hash, and its renditions are gone."""
    made = make_photo(project, by=bob, name="large.jpg", content=large)
    row = Asset.objects.values().get(pk=made.pk)
    made.look.delete()
    made.delete()
    asset = Asset.objects.create(**row | {"id": None, "dhash": NO_DHASH})
    for kind in (renditions.DISPLAY, renditions.THUMB):
        (files / renditions.file_name(asset, kind)).unlink()
    return asset


def test_its_renditions_are_not_made_again_here(large_photo, api, alice, nothing_is_decoded_here):
    assert api(alice).get(f"projects/wardrobe/assets/{large_photo.pk}/display").status_code == 200


def test_its_hash_is_not_filled_in_here(large_photo, nothing_is_decoded_here):
    assert dhashes.fill_dhashes().filled == 1


def test_a_large_picture_is_what_it_would_be_here(large):
    there = pictures.read(large, max_pixels=5_000_000)
    assert there == pictures.Picture(**pictures.read_here(large, max_pixels=5_000_000))


def test_a_small_picture_in_a_tile_that_is_large_is_not_decoded_here(nothing_is_decoded_here):
    """Its file has 16 KB; the tile, which is decoded whole, 16 million pixels."""
    assert pictures.read(hostile.tiff_of_one_tile(side=100, tile=4000), max_pixels=20_000_000).width == 100
    with pytest.raises(Unusable, match="The tiles of the TIFF are too large. Pictures have at most 10 million pixels"):
        pictures.read(hostile.tiff_of_one_tile(side=100, tile=4000), max_pixels=10_000_000)


def test_a_picture_of_four_million_pixels_is_decoded_here(monkeypatch):
    monkeypatch.setattr(confined, "read", None)
    assert pictures.read(picture(1, (2500, 1600), "JPEG"), max_pixels=5_000_000).width == 2500


def test_a_large_picture_that_is_cut_off_is_refused_as_ever(large):
    with pytest.raises(Unusable, match="damaged or cut off") as problem:
        pictures.read(large[: len(large) // 2], max_pixels=5_000_000)
    assert problem.value.code == "damaged"


# --- limits ---------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not limits.IN_LINUX, reason="the kernel of Linux keeps the limit of memory")
@pytest.mark.parametrize(
    ("does", "code", "sentence"),
    [
        (hostile.eat_for_ever, "too_much_memory", "This picture takes more memory to read than is allowed."),
        (hostile.compute_for_ever, "too_much_time", "This picture takes more time to read than is allowed."),
        (hostile.crash, "damaged", "The file is damaged: the program that reads this picture ends over it."),
    ],
)
@pytest.mark.django_db
def test_a_picture_that_goes_beyond_a_limit_is_refused_and_the_next_comes_in(
    does, code, sentence, large, project, bob, monkeypatch
):
    with monkeypatch.context() as patched:
        patched.setattr(pictures, "read_here", does)
        patched.setattr(confined, "CPU_SECONDS", 1)
        with pytest.raises(Refused) as problem:
            make_photo(project, by=bob, content=large)
    assert (problem.value.code, problem.value.message) == (code, sentence)
    assert make_photo(project, by=bob, content=large).width == LARGE[0]


def test_a_decoder_without_memory_is_not_told_as_damage(monkeypatch):
    def load(self):
        raise OSError("out of memory when reading image file")

    content = picture()
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", load)
    with pytest.raises(Unusable, match="This picture takes more memory to read than is allowed."):
        pictures.read(content, max_pixels=1000)


def test_a_child_that_is_killed_costs_no_picture(large, monkeypatch):
    """By whoever ends processes when memory is short, while it has nothing to do."""
    pictures.read(large, max_pixels=5_000_000)
    for child in children._children._idle:
        os.kill(child._process.pid, signal.SIGKILL)
    assert pictures.read(large, max_pixels=5_000_000).width == LARGE[0]


def test_children_that_are_killed_all_at_once_cost_no_picture(large, monkeypatch):
    """None has ended when the next picture comes: that they are dying is not seen yet."""
    monkeypatch.setattr(children, "_children", children._Children(2))
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: pictures.read(large, max_pixels=5_000_000), range(2)))
    idle = list(children._children._idle)
    assert len(idle) == 2
    for child in idle:
        monkeypatch.setattr(child, "is_usable", lambda: True)
        child._process.kill()
        child._process.wait()
    try:
        assert pictures.read(large, max_pixels=5_000_000).width == LARGE[0]
    finally:
        for child in children._children._idle:
            child.end()


def test_several_large_pictures_at_once_come_in_without_one_waiting_for_ever(large):
    with ThreadPoolExecutor(8) as threads:
        read = list(threads.map(lambda _: pictures.read(large, max_pixels=5_000_000), range(12)))
    assert {each.width for each in read} == {LARGE[0]}
    assert len(children._children._idle) <= children._children._most


def test_a_limit_set_higher_has_more_memory_to_its_pixels(large, monkeypatch):
    seen = []

    def ask(what, function, bounds, **_):
        seen.append(bounds.memory)
        return pictures.read_here(large, 5_000_000)

    monkeypatch.setattr(confined, "read", ask)
    for max_pixels in (5_000_000, 100_000_000, 1_000_000_000):
        pictures.read(large, max_pixels=max_pixels)
    assert seen == [1_000_000_000, 1_000_000_000, 10_000_000_000]


def test_a_stopped_job_leaves_no_child_at_work(large, monkeypatch):
    """Interrupted while it waits, as by Ctrl+C: the child that was at it has ended."""
    before = list(children._children._busy)

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(children.messages, "answered", interrupted)
    with pytest.raises(KeyboardInterrupt):
        pictures.read(large, max_pixels=5_000_000)
    assert list(children._children._busy) == before
