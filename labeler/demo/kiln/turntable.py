"""A film: pots that turn on a table, one after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from random import Random

import av
from PIL import Image

from labeler.demo.kiln import backdrop, scenes
from labeler.demo.kiln.scenes import Arranged, Box, Scene

SIZE = (640, 360)
RATE = 12  # frames a second
TURN = 0.9  # radians a second


@dataclass(frozen=True)
class Cut:
    """One pot, for so many frames."""

    scene: Scene
    frames: int


def cuts(seed: int, forms: Sequence[str], frames: int) -> list[Cut]:
    return [Cut(Scene(form, f"film {seed} {place}", size=SIZE), frames) for place, form in enumerate(forms)]


def drawn(cut: Cut) -> list[bytes]:
    """Its frames, as bare pixels."""
    views = [0.7 + TURN * number / RATE for number in range(cut.frames)]
    shots = [scenes.arrange(replace(cut.scene, view=view)) for view in views]
    camera = shots[0].camera
    shots = [replace(shot, camera=camera, glaze=shots[0].glaze) for shot in shots]
    place = backdrop.paint(shots[0].setting, SIZE, shots[0].light, Random(f"{cut.scene.seed} surfaces"))
    box = _around(shots)
    # The same chance for each: specks stay where they are.
    return [scenes.put(place, shot, Random(cut.scene.seed), box).tobytes() for shot in shots]


def _around(shots: Sequence[Arranged]) -> Box:
    """One box for all, so that what covers the pot does not jump."""
    boxes = [scenes.box_of(shot.pot, shot.camera) for shot in shots]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    return left, top, max(box[2] for box in boxes), max(box[3] for box in boxes)


def write(path: Path, frames: Iterator[bytes]) -> None:
    """H.264 in MP4, by the libraries of ffmpeg that come with PyAV. One thread: the same bytes each time."""
    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=RATE, options={"crf": "20", "preset": "veryfast"})
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        stream.codec_context.thread_count = 1
        for number, pixels in enumerate(frames):
            frame = av.VideoFrame.from_image(Image.frombytes("RGB", SIZE, pixels))
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
