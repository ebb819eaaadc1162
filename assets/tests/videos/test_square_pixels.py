"""Frames of a video whose pixels are not square are taken as they are shown; those of all others as ever."""

import dataclasses

import pytest

from assets.formats import Unusable
from assets.tests.videos.test_ffmpeg import pixels, take
from assets.videos import ffmpeg, probing, seeking, stills
from assets.videos.sampling import Sampling
from tests.support.files.videos import H264, make, run

SOURCE = "testsrc2=size=360x288:rate=5:duration=2"


def wide(folder, ratio="16/11", name="wide.mp4", source=SOURCE):
    return make(folder / name, "-vf", f"setsar={ratio}", *H264, source=source)


def sizes(found):
    return {pixels(frame).shape[1::-1] for frame in found}


@pytest.mark.parametrize(
    ("ratio", "told", "size"),
    [("16/11", "16:11", (524, 288)), ("8/9", "8:9", (360, 324)), ("1/1", "", (360, 288)), ("0/1", "", (360, 288))],
)
def test_frames_are_stretched_to_square_pixels_and_never_shrunk(tmp_path, ratio, told, size):
    path = wide(tmp_path, ratio)
    facts = probing.probe(path)
    assert (facts.width, facts.height, facts.pixel_ratio, facts.square) == (360, 288, told, size)
    assert sizes(take(path, tmp_path)[0]) == {size}


@pytest.mark.parametrize("name", ["wide.mkv", "wide.mov", "wide.avi"])
def test_it_is_so_in_each_container(tmp_path, name):
    assert sizes(take(wide(tmp_path, name=name), tmp_path)[0]) == {(524, 288)}


def test_a_turned_video_is_stretched_the_other_way(tmp_path):
    run("-display_rotation", "90", "-i", wide(tmp_path), "-c", "copy", tmp_path / "turned.mp4")
    facts = probing.probe(tmp_path / "turned.mp4")
    assert (facts.width, facts.height, facts.pixel_ratio, facts.square) == (288, 360, "11:16", (288, 524))
    assert sizes(take(tmp_path / "turned.mp4", tmp_path)[0]) == {(288, 524)}


def test_frames_that_are_sought_are_those_of_a_pass(tmp_path):
    path = wide(tmp_path)
    facts = probing.probe(path)
    found = seeking.places(path, facts, Sampling.COUNT, 3)
    sought = seeking.Seeks(path, facts, found, tmp_path / "stats", alive=lambda: None, seconds=60)
    passed, _ = take(path, tmp_path, Sampling.COUNT, 3)
    assert [(each.index, each.jpeg) for each in sought] == [(each.index, each.jpeg) for each in passed]


@pytest.mark.parametrize(("ratio", "size"), [("16/11", (524, 288)), ("8/9", (360, 324)), ("1/1", (360, 288))])
def test_a_video_that_came_in_before_its_ratio_was_looked_at_is_no_other(tmp_path, monkeypatch, ratio, size):
    path = wide(tmp_path, ratio)
    older = dataclasses.replace(probing.probe(path), pixel_ratio=None)
    new, _ = take(path, tmp_path)
    monkeypatch.setattr(probing, "probe", lambda path: older)
    old, _ = take(path, tmp_path)
    assert sizes(old) == {size}
    assert [each.jpeg for each in old] == [each.jpeg for each in new]


def test_a_ratio_that_cannot_be_is_passed_over(tmp_path):
    path = wide(tmp_path, "200/1")
    assert probing.probe(path).pixel_ratio == ""
    assert sizes(take(path, tmp_path)[0]) == {(360, 288)}


def test_frames_that_would_be_too_large_are_refused(tmp_path):
    path = wide(tmp_path)
    assert probing.probe(path, max_pixels=524 * 288)
    with pytest.raises(Unusable, match="The video is 524 × 288"):
        probing.probe(path, max_pixels=400 * 288)


def test_the_small_pictures_along_it_are_square_too(tmp_path):
    circle = "color=black:size=352x288:rate=5:duration=1,geq=lum='255*lt(hypot((X-176)*16/11,Y-144),100)':cb=128:cr=128"
    path = wide(tmp_path, source=circle)
    still = stills._still(path, probing.probe(path), 0)
    bright = pixels(ffmpeg.Frame(0, 0, still))[:, :, 0] > 128
    height, width = bright.any(axis=1).sum(), bright.any(axis=0).sum()
    assert abs(int(height) - int(width)) <= 2


def test_the_way_of_taking_frames_is_told_with_them():
    assert ffmpeg.extractor().endswith(", extraction 2")
