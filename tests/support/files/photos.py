"""Photos for tests of the whole path: drawn ones, and real ones where they are at hand."""

import hashlib
import io
import random
from collections.abc import Mapping
from itertools import chain, zip_longest
from pathlib import Path
from typing import TypeVar

from PIL import Image, ImageDraw

from tests.support import shared

T = TypeVar("T")

# The shapes, each on a ground of its own: what is trained on them can tell them apart.
MADE = {
    "circle": (200, 60, 60),
    "ellipse": (60, 200, 60),
    "line": (60, 60, 200),
    "cross": (200, 200, 60),
    "frame": (60, 200, 200),
}


def drawn_photos(folder: Path, count: int) -> dict[Path, str]:
    """`count` photos as files, each with the class it belongs to, the classes taking turns. All bytes differ."""
    return _first(count, _draw_classes(folder, count))


def real_photos(count: int) -> dict[Path, str]:
    return _first(count, sorted(path for path in shared.PHOTOS.glob("*") if path.is_dir()))


def planted(truth: Mapping[T, str], count: int, seed: int) -> dict[T, str]:
    """Wrong labels among right ones, at random by a seed: those that somebody gave who was wrong `count` times. In the
    order of `truth`, which has to be the same each time."""
    pick = random.Random(seed)
    classes = sorted(set(truth.values()))
    wrong = set(pick.sample(range(len(truth)), count))
    return {
        key: pick.choice([other for other in classes if other != name]) if place in wrong else name
        for place, (key, name) in enumerate(truth.items())
    }


def _first(count: int, classes: list[Path]) -> dict[Path, str]:
    turns = chain.from_iterable(zip_longest(*(sorted(path.glob("*.jpg")) for path in classes)))
    photos = {photo: photo.parent.name for photo in turns if photo}
    chosen = dict(list(photos.items())[:count])
    assert len(chosen) == count
    assert len({hashlib.sha256(photo.read_bytes()).digest() for photo in chosen}) == count
    return chosen


def _draw_classes(folder: Path, count: int) -> list[Path]:
    """Drawings of a few shapes, one folder each."""
    pick = random.Random(713)
    for number in range(count + len(MADE)):
        shape = list(MADE)[number % len(MADE)]
        image = Image.new("RGB", (480, 640), tuple(tone + pick.randrange(-40, 40) for tone in MADE[shape]))
        _draw(ImageDraw.Draw(image), shape, pick)
        out = io.BytesIO()
        image.save(out, "JPEG", quality=90)
        path = folder / shape / f"{shape}-{number:03d}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(out.getvalue())
    return [folder / shape for shape in MADE]


def _draw(draw: ImageDraw.ImageDraw, shape: str, pick: random.Random) -> None:
    ink = tuple(pick.randrange(256) for _ in range(3))
    left, top, size = pick.randrange(40, 200), pick.randrange(40, 300), pick.randrange(80, 220)
    box = (left, top, left + size, top + size)
    if shape == "circle":
        draw.ellipse(box, fill=ink)
    elif shape == "ellipse":
        draw.ellipse((left, top, left + size, top + size // 2), fill=ink)
    elif shape == "line":
        draw.line(box, fill=ink, width=12)
    elif shape == "cross":
        draw.line(box, fill=ink, width=12)
        draw.line((left, top + size, left + size, top), fill=ink, width=12)
    else:
        draw.rectangle(box, outline=ink, width=12)
