"""Pictures of more than eight bits a channel are shown over what they hold; TIFFs are read rightly, or refused by what
they are."""

import struct
from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from assets.formats import Unusable
from assets.images.pictures import read
from assets.tests.images.test_pictures import deep_png, near, saved, shown
from projects.rules.shown import Range
from tests.support.files.tiffs import tiff

LIMIT = 20_000_000
WIDTH = 256
SIGNED, FLOATS = {"sample_format": 2}, {"sample_format": 3}
RAMP = [column * 4095 // (WIDTH - 1) for column in range(WIDTH)]


def columns(content, count=WIDTH, **options):
    """The middle row of what is shown of a picture."""
    image = shown(read(content, max_pixels=LIMIT, **options).display)
    return [image.getpixel((x * image.width // count, image.height // 2)) for x in range(count)]


def is_ramp(pixels):
    return all(near(pixel, (column * 255 // (len(pixels) - 1),) * 3) for column, pixel in enumerate(pixels))


def rows(values, code, count=16):
    return array(code, values * count).tobytes()


def grey(values, code, **tags):
    bits = array(code).itemsize * 8
    return tiff(rows(values, code), len(values), 16, bits=bits, **tags)


def counted(start, step, code, **tags):
    return grey([start + step * column for column in range(WIDTH)], code, **tags), (start, start + 255 * step)


RAMPS = {
    "16 bits, PNG": (deep_png(RAMP, rows=16), (0, 4095)),
    "16 bits": (grey(RAMP, "H"), (0, 4095)),
    "16 bits, the other order": (grey(RAMP, "H", order=">"), (0, 4095)),
    "16 bits, in a plane of its own": (grey(RAMP, "H", planar=2), (0, 4095)),
    "thermal": (grey([200 + 700 * column // 255 for column in range(WIDTH)], "H"), (200, 900)),
    "signed 16 bits": counted(-1000, 4, "h", **SIGNED),
    "signed 32 bits": counted(-(10**9), 10**6, "i", **SIGNED),
    "unsigned 32 bits": counted(0, 10**7, "I"),
    "large unsigned 32 bits": counted(3 * 10**9, 10**6, "I"),
    "floats of 0 to 1": counted(0, 1 / 255, "f", **FLOATS),
    "floats below 0": counted(-2, 1 / 128, "f", **FLOATS),
    "numbers that eight bits would hold": counted(50, 0.25, "f", **FLOATS),
}


@pytest.mark.parametrize(("content", "held"), RAMPS.values(), ids=RAMPS)
def test_a_deep_picture_is_shown_from_black_to_white_over_what_it_holds(content, held):
    picture = read(content, max_pixels=LIMIT)
    assert (picture.shown_from, picture.shown_to) == pytest.approx(held, rel=1e-6)
    assert is_ramp(columns(content))


def test_a_picture_in_which_small_numbers_are_white_is_shown_so():
    assert is_ramp(columns(grey(RAMP[::-1], "H", photometric=0)))


def test_all_deep_pictures_are_shown_the_same_by_a_window():
    content = grey(RAMP, "H")
    assert near(columns(content, window=Range(0, 8190))[-1], (128, 128, 128))
    pixels = columns(content, window=Range(1000, 2000))
    assert pixels[:50] == [(0, 0, 0)] * 50
    assert pixels[-100:] == [(255, 255, 255)] * 100
    assert read(content, max_pixels=LIMIT, window=Range(1000, 2000)).shown_to == 4095


def test_a_window_changes_nothing_of_an_ordinary_picture():
    content = saved(Image.linear_gradient("L"), "PNG")
    assert read(content, max_pixels=LIMIT) == read(content, max_pixels=LIMIT, window=Range(0, 10))


def test_what_is_no_number_is_black_and_what_is_infinite_is_at_an_end():
    holes = [float("nan")] * 16 + [float("inf")] * 16 + [float("-inf")] * 16 + [2.0] * 16 + [3.0] * 16
    content = grey(holes, "f", **FLOATS)
    picture = read(content, max_pixels=LIMIT)
    assert (picture.shown_from, picture.shown_to) == (2, 3)
    black, white = (0, 0, 0), (255, 255, 255)
    pixels = [columns(content, len(holes))[16 * part + 8] for part in range(5)]
    assert all(near(*pair) for pair in zip(pixels, [black, white, black, black, white], strict=True))


def test_a_picture_without_one_number_is_black():
    assert columns(grey([float("nan")] * 32, "f", **FLOATS), 32) == [(0, 0, 0)] * 32


@pytest.mark.parametrize(
    ("value", "code", "tags", "seen"),
    [
        (0, "H", {}, 0),
        (65535, "H", {}, 255),
        (0.0, "f", FLOATS, 0),
        (200.0, "f", FLOATS, 200),
        (70_000, "i", SIGNED, 255),
        (-5, "i", SIGNED, 0),
    ],
)
def test_a_plain_picture_is_neither_stretched_nor_an_error(value, code, tags, seen):
    picture = read(grey([value] * 32, code, **tags), max_pixels=LIMIT)
    assert picture.shown_from < picture.shown_to
    assert near(columns(grey([value] * 32, code, **tags), 32)[5], (seen,) * 3)


@given(st.lists(st.integers(0, 65535), min_size=2, max_size=40))
def test_a_larger_number_is_never_shown_darker(values):
    content = tiff(rows([value for value in values for _ in range(16)], "H"), 16 * len(values), 16, bits=16)
    pixels = columns(content, len(values))
    held = sorted(zip(values, pixels, strict=True))
    assert all(one[1][0] <= other[1][0] + 12 for one, other in pairwise(held))
    if len(set(values)) > 1:
        assert near(held[0][1], (0, 0, 0)) or near(held[-1][1], (255, 255, 255))


def test_a_large_picture_is_shown_as_a_small_one():
    wide = [column * 4095 // 4999 for column in range(5000)]
    picture = read(tiff(array("H", wide * 1000).tobytes(), 5000, 1000, bits=16), max_pixels=LIMIT)
    image = shown(picture.display)
    assert image.size == (1600, 320)
    assert is_ramp([image.getpixel((min(1599, column * 1600 // 255), 160)) for column in range(256)])


# --- colours ---


def halves(left, right, width=64):
    """A row: left in one colour, right in another."""
    return [*left] * (width // 2) + [*right] * (width // 2)


def ends(content):
    pixels = columns(content, 64)
    return pixels[16], pixels[48]


COLOURS = halves((50_000, 0, 0), (0, 0, 50_000))


def planes(values, code="H", count=16):
    return b"".join(rows(values[band::3], code, count) for band in range(3))


def in_each_kind(colours, order):
    """The same colours of sixteen bits: as a TIFF, as one in planes, as a PNG."""
    yield tiff(rows(colours, "H"), 64, 16, bits=16, samples=3, photometric=2, order=order)
    yield tiff(planes(colours), 64, 16, bits=16, samples=3, photometric=2, planar=2, order=order)
    yield deep_png(colours, channels=3, rows=16)


@pytest.mark.parametrize("order", "<>")
def test_colours_of_sixteen_bits_are_shown_as_they_are(order):
    for content in in_each_kind(COLOURS, order):
        left, right = ends(content)
        assert near(left, (194, 0, 0))
        assert near(right, (0, 0, 194))
        assert read(content, max_pixels=LIMIT).shown_to == 65535


@pytest.mark.parametrize("order", "<>")
def test_colours_that_use_few_of_their_bits_are_shown_from_0_to_what_they_hold(order):
    dim = halves((4095, 1024, 1024), (1024, 1024, 2048))
    for content in in_each_kind(dim, order):
        left, right = ends(content)
        assert near(left, (255, 64, 64))
        assert near(right, (64, 64, 128))
        assert (read(content, max_pixels=LIMIT).shown_from, read(content, max_pixels=LIMIT).shown_to) == (0, 4095)


def test_dim_colours_with_transparency_are_stretched_and_stand_on_grey():
    left, right = ends(deep_png(halves((4095, 0, 0, 65535), (0, 0, 4095, 0)), channels=4, rows=16))
    assert near(left, (255, 0, 0))
    assert near(right, (128, 128, 128))
    left, right = ends(deep_png(halves((4095, 65535), (1024, 65535)), channels=2, rows=16))
    assert near(left, (255, 255, 255))
    assert near(right, (64, 64, 64))


def test_a_window_is_for_colours_too():
    content = deep_png(halves((4096, 4352, 4608), (4096, 4608, 4096)), channels=3, rows=16)
    left, right = (columns(content, 64, window=Range(4096, 4608))[place] for place in (16, 48))
    assert near(left, (0, 128, 255))
    assert near(right, (0, 255, 0))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_pictures_of_eight_bits_are_not_deep(mode):
    picture = read(saved(Image.linear_gradient("L").convert(mode), "PNG"), max_pixels=LIMIT)
    assert (picture.shown_from, picture.shown_to) == (None, None)


# --- TIFFs that are not taken ---

INKS_IN_PLANES = {"bits": 16, "samples": 4, "photometric": 5, "planar": 2}
KINDS = {
    "4 channels of 8 bits, grey, not compressed": {"bits": 8, "samples": 4},
    "1 channel of 64 bits, floating point, grey, not compressed": {"bits": 64, "sample_format": 3},
    "1 channel of 16 bits, floating point, grey, not compressed": {"bits": 16, "sample_format": 3},
    "1 channel of 64 bits, complex floating point, grey, not compressed": {"bits": 64, "sample_format": 6},
    "2 channels of 16 bits, grey, not compressed, in planes of their own": {"bits": 16, "samples": 2, "planar": 2},
    "1 channel of 8 bits, grey, JPEG 2000 compression": {"bits": 8, "compression": 34712},
    "1 channel of 8 bits, grey, LERC compression": {"bits": 8, "compression": 34887},
    "1 channel of 8 bits, grey, compression 12345": {"bits": 8, "compression": 12345},
    "3 channels of 8 bits, YCbCr, not compressed": {"bits": 8, "samples": 3, "photometric": 6},
    "1 channel of 16 bits, colour filter array, not compressed": {"bits": 16, "photometric": 32803},
    "4 channels of 16 bits, CMYK, not compressed, in planes of their own": INKS_IN_PLANES,
}


@pytest.mark.parametrize(("kind", "tags"), KINDS.items())
def test_a_tiff_that_is_not_taken_is_told_what_it_is(kind, tags):
    size = 16 * 16 * tags.get("samples", 1) * tags["bits"] // 8
    with pytest.raises(Unusable) as refusal:
        read(tiff(bytes(size), 16, 16, **tags), max_pixels=LIMIT)
    assert refusal.value.code == "kind_not_taken"
    assert refusal.value.message == (
        f"This kind of TIFF is not taken: {kind}. Save it as PNG, or as an ordinary grey or RGB TIFF."
    )


def test_a_tiff_in_tiles_says_so():
    with pytest.raises(Unusable, match=r"4 channels of 8 bits, grey, not compressed, in tiles\."):
        read(tiff(bytes(16 * 16 * 4), 16, 16, bits=8, samples=4, tile=(16, 16)), max_pixels=LIMIT)


def test_a_deep_tiff_that_was_cut_off_is_damaged():
    with pytest.raises(Unusable) as refusal:
        read(grey(RAMP, "H")[:-100], max_pixels=LIMIT)
    assert refusal.value.code == "damaged"


def test_a_damaged_directory_is_damaged():
    with pytest.raises(Unusable) as refusal:
        read(b"II*\0" + struct.pack("<I", 5000) + bytes(100), max_pixels=LIMIT)
    assert refusal.value.code == "damaged"
