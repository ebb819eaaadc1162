"""Small pictures along a video, so that a person knows it again: from key frames, beside the renditions of pictures.

They are decoration: a video whose stills cannot be made is a video all the same.
"""

import uuid
from pathlib import Path

import ffmpeg
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from assets import confined
from assets.videos.ffmpeg import binary, upright_srgb
from assets.videos.probing import Facts
from core.confined import children
from core.confined.limits import Limits

COUNT = 8
WIDTH, HEIGHT = 256, 144
LIMITS = Limits(confined.MEMORY, confined.CPU_SECONDS, seconds=20)
PROBLEMS = (OSError, children.TooMuch)


def name(dataset_id: uuid.UUID, sha256: str, place: int) -> str:
    return f"renditions/{dataset_id}/{sha256[:2]}/{sha256}-still-{place}.jpg"


def make(dataset_id: uuid.UUID, sha256: str, path: Path, facts: Facts) -> None:
    """Make and store those that can be made."""
    for place in range(COUNT):
        try:
            content = _still(path, facts, facts.last_ms * place / COUNT / 1000)
        except PROBLEMS:
            return  # the others would take as long
        if content:
            default_storage.save(name(dataset_id, sha256, place), ContentFile(content))


def read(dataset_id: uuid.UUID, sha256: str, place: int) -> bytes | None:
    try:
        with default_storage.open(name(dataset_id, sha256, place)) as file:
            content: bytes = file.read()
            return content
    except FileNotFoundError:
        return None


def remove(dataset_id: uuid.UUID, sha256: str) -> None:
    for place in range(COUNT):
        default_storage.delete(name(dataset_id, sha256, place))


def _still(path: Path, facts: Facts, seconds: float) -> bytes:
    """The key frame before a moment, as a JPEG that fills its box; empty when there is none."""
    # One thread: a still is one frame, and threads are what takes memory.
    source = ffmpeg.input(
        str(path), **facts.allowed(), ss=f"{seconds:.3f}", noaccurate_seek=None, skip_frame="nokey", noautorotate=None,
        threads=1, an=None, sn=None, dn=None,
    )  # fmt: skip
    filled = (
        upright_srgb(source[str(facts.stream)], facts)
        .filter("scale", WIDTH, HEIGHT, force_original_aspect_ratio="increase")
        .filter("crop", WIDTH, HEIGHT)
    )
    output = filled.output(
        "pipe:1",
        format="image2pipe",
        vcodec="mjpeg",
        flags="+bitexact",
        fps_mode="passthrough",
        vframes=1,
        **{"q:v": 5},
    )
    quiet = output.global_args("-nostdin", "-nostats", "-loglevel", "quiet")
    jpeg = children.output(ffmpeg.compile(quiet, cmd=binary()[0]), LIMITS)
    return jpeg if jpeg.endswith(b"\xff\xd9") else b""
