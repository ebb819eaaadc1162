"""The pictures of the demo: the same from the same seed, and each shows its pot."""

import hashlib

import pytest
from PIL import Image, ImageChops

from assets.images import pictures
from assets.videos import ingest, probing
from labeler.demo import roll, shooting
from labeler.demo.kiln import forms, scenes, turntable
from labeler.demo.kiln.scenes import Scene

SMALL = (320, 240)


@pytest.mark.parametrize("form", forms.FORMS)
def test_a_seed_gives_the_same_bytes_each_time_and_another_seed_other_ones(form):
    first, again = (scenes.jpeg(Scene(form, "one", size=SMALL)) for _ in range(2))
    assert hashlib.sha256(first).digest() == hashlib.sha256(again).digest()
    assert scenes.jpeg(Scene(form, "two", size=SMALL)) != first


@pytest.mark.parametrize("form", forms.FORMS)
def test_a_pot_takes_a_good_part_of_its_picture_and_all_of_it_is_in_there(form):
    for seed in range(8):
        arranged = scenes.arrange(Scene(form, f"{seed}"))
        left, top, right, bottom = scenes.box_of(arranged.pot, arranged.camera)
        wide, high = arranged.size
        assert 0 <= left < right <= wide
        assert 0 <= top < bottom <= high
        assert max((right - left) / wide, (bottom - top) / high) > 0.5


def test_two_photographs_of_one_pot_are_near_and_not_the_same():
    first, second = (scenes.photograph(Scene("Vase", "one", size=SMALL, take=take)) for take in (0, 1))
    apart = ImageChops.difference(first, second).convert("L")
    assert apart.getbbox() is not None
    assert sum(apart.resize((1, 1), Image.Resampling.BOX).tobytes()) < 40


def test_a_twin_has_other_bytes_and_looks_the_same_to_the_program():
    shot = Scene("Plate", "one", size=SMALL)
    one, other = (pictures.read(scenes.jpeg(shot, comment), max_pixels=10**7) for comment in ("", shooting.COMMENT))
    assert scenes.jpeg(shot) != scenes.jpeg(shot, shooting.COMMENT)
    assert one.dhash == other.dhash


def test_a_shaken_picture_is_out_of_focus():
    sharp, shaken = (len(scenes.jpeg(Scene("Jug", "one", size=SMALL, shaken=shaken))) for shaken in (False, True))
    assert shaken < sharp


def test_the_roll_has_all_classes_several_shapes_twins_and_pictures_that_are_hard_to_tell():
    shots = roll.shots(200, 1)
    assert len(shots) == 200
    assert shots == roll.shots(200, 1) != roll.shots(200, 2)
    assert {shot.truth for shot in shots} == set(forms.FORMS)
    assert len({shot.name for shot in shots}) == 200
    assert {scenes.arrange(shot.scene).size for shot in shots[:40]} > {(960, 720), (720, 960)}
    assert 10 < sum(bool(shot.looks) for shot in shots) < 60
    assert sum(shot.twin for shot in shots) > 2
    assert any(shot.scene.shaken for shot in shots)


def test_the_film_is_a_video_that_the_program_takes_and_the_same_each_time(tmp_path):
    cuts = turntable.cuts(1, ("Mug", "Jug"), 3)
    frames = [frame for cut in cuts for frame in turntable.drawn(cut)]
    for name in ("one.mp4", "other.mp4"):
        turntable.write(tmp_path / name, iter(frames))
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "other.mp4").read_bytes()
    facts = ingest.probe(tmp_path / "one.mp4")
    assert (facts.codec, facts.frames, facts.width, facts.height) == ("h264", 6, *turntable.SIZE)
    assert probing.ENDINGS[facts.mime_type] == "mp4"


def test_a_pot_that_turns_does_not_jump():
    cut = turntable.cuts(1, ("Mug",), 3)[0]
    first, second, third = (Image.frombytes("RGB", turntable.SIZE, pixels) for pixels in turntable.drawn(cut))
    step = ImageChops.difference(first, second).resize((1, 1), Image.Resampling.BOX)
    assert max(step.tobytes()) < 10
    assert ImageChops.difference(second, third).getbbox() is not None
