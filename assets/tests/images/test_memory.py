"""How much memory a picture takes: each is read in a process of its own, whose peak the system tells; then under the
limit of the process that reads large ones."""

import io
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from assets.formats import Unusable
from assets.images.pictures import Room, read

SIDE = 7000  # 49 million pixels
BOUND = 500  # MB: a picture of twice as many pixels stays under a gigabyte
GIGABYTE = 1000  # MB; a WebP has at most half as many pixels

PEAK = """
import sys
from assets import formats
from assets.images import pictures
with open(sys.argv[1], "rb") as file:
    content = file.read()
try:
    getattr(pictures, sys.argv[2])(content, max_pixels=100_000_000)
except formats.Unusable as problem:
    print("refused", problem)
with open("/proc/self/status") as file:
    print(next(int(line.split()[1]) // 1024 for line in file if line.startswith("VmHWM")))
"""

KINDS = {
    "grey of 16 bits": ("I;16", "png", {}),
    "grey with transparency": ("LA", "png", {}),
    "colour with transparency": ("RGBA", "png", {}),
    "palette with transparency": ("P", "png", {"transparency": 0}),
    "one bit": ("1", "png", {}),
    "progressive": ("RGB", "jpg", {"progressive": True, "subsampling": 0}),
    "for print": ("CMYK", "jpg", {}),
    "numbers with fractions": ("F", "tif", {"compression": "tiff_lzw"}),
    "animation": ("P", "gif", {}),
    "webp": ("RGB", "webp", {"quality": 10, "method": 0}),
}

needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the peak of a process")


@needs_proc
@pytest.mark.parametrize("kind", KINDS)
def test_a_large_picture_of_any_kind_takes_a_bounded_amount_of_memory(kind, tmp_path):
    mode, ending, options = KINDS[kind]
    path = tmp_path / f"large.{ending}"
    Image.new(mode, (SIDE, SIDE)).save(path, **options)
    assert _peak(path) < (GIGABYTE if ending == "webp" else BOUND)


# Those that come next to the limit. 100 million pixels; a WebP has half as many.
NEXT_TO_THE_LIMIT = {
    "progressive": ("RGB", 10_000, "JPEG", {"progressive": True, "subsampling": 0}),
    "for print, progressive": ("CMYK", 10_000, "JPEG", {"progressive": True, "subsampling": 0}),
    "webp": ("RGB", 7071, "WEBP", {"quality": 10, "method": 0}),
}


@pytest.mark.parametrize("kind", NEXT_TO_THE_LIMIT)
def test_a_picture_of_as_many_pixels_as_are_taken_is_read_under_the_limit_of_memory(kind):
    mode, side, name, options = NEXT_TO_THE_LIMIT[kind]
    out = io.BytesIO()
    Image.new(mode, (side, side)).save(out, name, **options)
    assert read(out.getvalue(), max_pixels=100_000_000).width == side


@needs_proc
def test_the_process_that_asks_for_a_large_picture_does_not_grow(tmp_path):
    path = tmp_path / "large.png"
    Image.new("RGB", (SIDE, SIDE)).save(path)
    assert _peak(path, how="read") < 100


@needs_proc
def test_a_picture_of_900_million_pixels_is_refused_without_decoding_it(tmp_path):
    path = tmp_path / "huge.png"
    Image.new("1", (30_000, 30_000)).save(path)
    content = path.read_bytes()
    with pytest.raises(Unusable, match="30000 × 30000.*at most 100 million pixels"):
        read(content, max_pixels=100_000_000)
    assert _peak(path) < 100


def _peak(path, how="read_here"):
    """In MB, of a process that reads this picture and does nothing else."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(path), how], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    return int(done.stdout.split()[-1])


def test_a_webp_has_at_most_half_as_many_pixels_as_others(tmp_path):
    path = tmp_path / "wide.webp"
    Image.new("RGB", (1000, 501)).save(path)
    with pytest.raises(Unusable, match="The WebP is 1000 × 501. Such pictures have at most 0.5 million pixels here."):
        read(path.read_bytes(), max_pixels=1_000_000)


# --- several at once ------------------------------------------------------------------------------------------------


def in_threads(room, sizes):
    """Take room for all of them at once; the most pixels that were taken together."""
    together, most, lock = 0, 0, threading.Lock()

    def take(pixels):
        nonlocal together, most
        with room.taken(pixels):
            with lock:
                together += pixels
                most = max(most, together)
            threading.Event().wait(0.002)  # the others get their chance
            with lock:
                together -= pixels

    threads = [threading.Thread(target=take, args=(pixels,)) for pixels in sizes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert not any(thread.is_alive() for thread in threads)
    return most


def test_no_more_pixels_are_decoded_at_once_than_there_is_room_for():
    assert in_threads(Room(100), [60, 10, 10, 70, 30, 30, 5, 90] * 5) <= 100


def test_one_that_is_larger_than_the_room_goes_alone():
    assert in_threads(Room(100), [500, 20, 20, 500]) <= 500


def test_a_large_one_is_not_passed_by_small_ones_for_ever():
    room, order = Room(100), []
    large_waits = threading.Event()

    def large():
        large_waits.set()
        with room.taken(100):
            order.append("large")

    def small():
        with room.taken(1):
            order.append("small")

    with room.taken(50):
        first = threading.Thread(target=large)
        first.start()
        large_waits.wait(10)
        while not room._line:  # it stands in line
            threading.Event().wait(0.001)
        second = threading.Thread(target=small)
        second.start()
    first.join(10)
    second.join(10)
    assert order == ["large", "small"]


def test_room_is_given_back_when_decoding_fails():
    room = Room(10)
    with pytest.raises(ValueError, match="broken"), room.taken(10):
        raise ValueError("broken")
    with room.taken(10):
        pass
