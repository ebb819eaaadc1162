"""HEIC and AVIF become what training readers open: the same picture, upright, in sRGB, and nothing else of the file."""

import io
import random
import struct
import subprocess
import sys
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageStat

from assets.formats import AVIF, HEIC, Unusable
from assets.images import converted, pictures
from assets.images.kinds import deep_png
from assets.tests.images.test_pictures import (
    BACK,
    is_upright,
    noise,
    profile_with_red_and_green_swapped,
    quarters,
    saved,
)
from tests.support.files.heif import avif, deep_avif, deep_heic, heic, ramp, turned

LIMIT = 1_000_000
MAKERS = {HEIC: heic, AVIF: avif}
both = pytest.mark.parametrize("kind", MAKERS)


def convert(content, max_pixels=LIMIT):
    return converted.convert(content, converted.kind(content), max_pixels=max_pixels).content


def opened(content):
    """What came out, decoded."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def differ(one, other):
    """The largest mean difference of a channel, of 255."""
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


# --- what comes out -------------------------------------------------------------------------------------------------


@both
def test_a_picture_of_a_phone_becomes_a_jpeg_of_the_same_pixels(kind):
    content = MAKERS[kind](quarters())
    assert converted.kind(content) == kind
    image = opened(convert(content))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (96, 64))
    assert image.layer == [(1, 1, 1, 0), (2, 1, 1, 1), (3, 1, 1, 1)]  # colours are not halved
    assert differ(image, quarters()) < 3


@both
def test_the_jpeg_has_the_quality_that_the_contract_names(kind):
    source = noise()
    wanted = opened(saved(source, "JPEG", quality=95, subsampling=0)).quantization
    assert opened(convert(MAKERS[kind](source))).quantization == wanted


def test_grey_stays_grey():
    image = opened(convert(heic(Image.linear_gradient("L"))))
    assert (image.format, image.mode) == ("JPEG", "L")
    assert differ(image, Image.linear_gradient("L")) < 3


@both
@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_upright_once_though_boxes_and_exif_both_say_how_it_was_held(kind, orientation):
    held = quarters().transpose(BACK[orientation]) if orientation in BACK else quarters()
    image = opened(convert(MAKERS[kind](held, exif=turned(orientation))))
    assert image.size == (96, 64)
    assert is_upright(image)
    assert dict(image.getexif()) == {}


def test_an_orientation_that_only_exif_tells_does_not_turn_a_heic():
    """ISO/IEC 23008-12 has boxes for it, which alone count; phones that turn by boxes leave old EXIF behind."""
    exif = turned(1)
    there = exif[6:].index(b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x01") + 6
    content = heic(quarters(), exif=exif)
    told = content.replace(exif[there : there + 10], exif[there : there + 9] + b"\x06")
    assert told != content
    assert is_upright(opened(convert(told)))


def test_the_tiles_of_a_phone_are_joined():
    source = quarters((700, 500))
    content = heic(source, tile_size=256)
    assert b"grid" in content
    assert differ(opened(convert(content)), source) < 3


def test_of_several_pictures_the_primary_one_counts():
    content = heic(Image.new("RGB", (32, 32), "blue"), quarters(), primary=1)
    assert is_upright(opened(convert(content)))


def test_of_an_animation_the_first_picture_counts():
    content = avif(quarters(), save_all=True, append_images=[Image.new("RGB", (96, 64), "blue")])
    assert (content[8:12], converted.kind(content)) == (b"avis", AVIF)
    assert is_upright(opened(convert(content)))


@both
def test_transparency_makes_it_a_png(kind):
    source = quarters().convert("RGBA")
    source.putalpha(Image.linear_gradient("L").resize(source.size))
    image = opened(convert(MAKERS[kind](source)))
    assert (image.format, image.mode) == ("PNG", "RGBA")
    assert differ(image, source) < 3
    assert image.info == {}


@both
def test_nothing_that_a_camera_told_is_kept(kind):
    told = {"exif": turned(1), "xmp": b"<x:xmpmeta>where I live</x:xmpmeta>"}
    out = convert(MAKERS[kind](quarters(), **told))
    assert list(_segments(out)) == [0xE0]
    assert b"phone" not in out


@both
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_colours_of_another_profile_become_those_of_srgb(kind, mode):
    source = Image.new(mode, (64, 64), (255, 0, 0) if mode == "RGB" else (255, 0, 0, 128))
    image = opened(convert(MAKERS[kind](source, icc_profile=profile_with_red_and_green_swapped())))
    red, green, blue, *alpha = image.getpixel((32, 32))
    assert green > 200
    assert max(red, blue) < 60
    assert alpha in ([], [128])
    assert _name(image.info["icc_profile"]) == "sRGB built-in"


def _name(profile):
    return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))).strip()


def display_p3():
    """The profile of the tests with Apple's primaries (as ICC has them, under D50) in place of its own."""
    profile = profile_with_red_and_green_swapped()
    primaries = {
        (0.3851, 0.7169, 0.0971): (0.51512, 0.2412, -0.00105),
        (0.4361, 0.2225, 0.0139): (0.29198, 0.69225, 0.04189),
        (0.1431, 0.0606, 0.7141): (0.1571, 0.06657, 0.78407),
    }
    for old, new in primaries.items():
        spelled = [struct.pack(">3i", *(round(65536 * each) for each in values)) for values in (old, new)]
        assert spelled[0] in profile
        profile = profile.replace(*spelled)
    return profile


@both
def test_display_p3_becomes_srgb(kind):
    color = (200, 100, 60)
    linear = [(each / 255) ** 2.2 for each in color]
    # CSS Color 4, sample code: linear Display P3 to linear sRGB.
    matrix = [(1.22494, -0.22494, 0), (-0.042057, 1.042057, 0), (-0.019638, -0.078636, 1.098274)]
    mixed = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in matrix]
    wanted = [round(255 * (1.055 * max(0, each) ** (1 / 2.4) - 0.055)) for each in mixed]
    image = opened(convert(MAKERS[kind](Image.new("RGB", (64, 64), color), icc_profile=display_p3())))
    assert all(abs(one - other) <= 3 for one, other in zip(image.getpixel((32, 32)), wanted, strict=True))
    assert wanted[0] > color[0] + 10


def test_only_its_profile_stands_beside_the_pixels_of_a_jpeg():
    out = convert(heic(quarters(), icc_profile=display_p3(), exif=turned(6)))
    assert list(_segments(out)) == [0xE0, 0xE2]


@both
def test_a_profile_that_is_broken_is_passed_over(kind):
    image = opened(convert(MAKERS[kind](quarters(), icc_profile=profile_with_red_and_green_swapped()[:200])))
    assert is_upright(image)
    assert "icc_profile" not in image.info


@both
def test_the_same_file_gives_the_same_bytes(kind):
    content = MAKERS[kind](noise(), icc_profile=display_p3())
    assert convert(content) == converted.convert_here(content, kind, LIMIT)["content"]


def _segments(jpeg):
    """Markers of the application segments and comments of a JPEG."""
    place = 2
    while jpeg[place + 1] != 0xDA:
        if 0xE0 <= jpeg[place + 1] <= 0xEF or jpeg[place + 1] == 0xFE:
            yield jpeg[place + 1]
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4])


def test_what_is_made_is_told_as_if_it_had_come_in_so():
    made = converted.convert(heic(quarters()), HEIC, max_pixels=LIMIT)
    assert made.picture == pictures.read(made.content, max_pixels=LIMIT)


# --- more than eight bits -------------------------------------------------------------------------------------------


def samples_of(png):
    """Bits, colour type (PNG, third edition, table 8) and samples, row by row, of a PNG whose rows have filters."""
    width, height, bits, colour = struct.unpack(">IIBB", png[16:26])
    pixel = bits // 8 * {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    place, data = 8, b""
    while place < len(png):
        length = int.from_bytes(png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += 12 + length
    data, before, rows = zlib.decompress(data), bytes(width * pixel), []
    for y in range(height):
        begin = y * (width * pixel + 1)
        row = bytearray(data[begin + 1 : begin + 1 + width * pixel])
        assert data[begin] in (0, 1, 2)  # as it is, less than its left, less than what is above
        for place in range(len(row)) if data[begin] else ():
            left = row[place - pixel] if place >= pixel else 0
            row[place] = (row[place] + (left if data[begin] == 1 else before[place])) % 256
        rows.append(struct.unpack(f">{len(row) // 2}H", row))
        before = row
    return bits, colour, rows


def test_a_heic_of_ten_bits_becomes_a_png_that_has_them():
    size = (64, 48)
    bits, colour, rows = samples_of(convert(deep_heic(ramp(size), size)))
    assert (bits, colour) == (16, 2)
    given = struct.unpack("<9216H", ramp(size))
    assert max(abs(a - b) for a, b in zip((v for row in rows for v in row), given, strict=True)) <= 3 * 64
    assert len(set(rows[0][0::3])) > 32  # eight bits would tell 16 of them


def test_an_avif_of_ten_bits_becomes_a_png_that_has_them():
    size = (64, 64)
    out = convert(deep_avif(ramp(size), size))
    bits, colour, rows = samples_of(out)
    assert (bits, colour) == (16, 2)
    given = struct.unpack("<12288H", ramp(size))
    assert max(abs(a - b) for a, b in zip((v for row in rows for v in row), given, strict=True)) <= 2000
    assert len(set(rows[32][0::3])) > 32
    assert not [name for name in (b"pHYs", b"gAMA", b"cHRM", b"tEXt", b"eXIf") if name in out]


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_deep_avif_is_turned_as_its_boxes_say(orientation):
    size = (64, 64)
    content = deep_avif(ramp(size), size)
    rows = samples_of(deep_png.of_avif(content, size, orientation, None))[2]
    plain = samples_of(deep_png.of_avif(content, size, 1, None))[2]
    # One channel at a time, by Pillow.
    for channel in range(3):
        before, after = (
            Image.frombytes("I;16", size, b"".join(struct.pack("<64H", *row[channel::3]) for row in each))
            for each in (plain, rows)
        )
        assert after.tobytes() == before.transpose(pictures.TURNS[orientation]).tobytes()


@pytest.mark.parametrize(("mode", "colour"), [("RGBA;16", 6), ("I;16", 0)])
def test_depth_stays_with_transparency_and_without_colour(mode, colour):
    size, channels = (64, 48), {"RGBA;16": 4, "I;16": 1}[mode]
    values = [(8000 + 64 * (place % 500)) for place in range(64 * 48 * channels)]
    bits, found, rows = samples_of(convert(deep_heic(struct.pack(f"<{len(values)}H", *values), size, mode)))
    assert (bits, found) == (16, colour)
    assert max(abs(a - b) for a, b in zip((v for row in rows for v in row), values, strict=True)) <= 6 * 64


@pytest.mark.parametrize("rows", [1, 5, 47])
@pytest.mark.parametrize("mode", deep_png.SAMPLES)
def test_a_deep_picture_that_is_written_in_strips_is_the_same_to_the_last_bit(mode, rows, monkeypatch):
    size, channels = (64, 48), {"RGB;16": 3, "RGBA;16": 4, "I;16": 1, "LA;16": 2}[mode]
    samples = random.Random(3).randbytes(2 * channels * 64 * 48)
    whole = samples_of(deep_png.of_samples(samples, mode, size, 2 * channels * 64, None))
    assert [value for row in whole[2] for value in row] == [*struct.unpack(f"<{len(samples) // 2}H", samples)]
    monkeypatch.setattr(deep_png, "STRIP", rows * 64)
    in_strips = deep_png.of_samples(samples, mode, size, 2 * channels * 64, None)
    assert samples_of(in_strips) == whole
    assert opened(in_strips).size == size


def test_a_deep_picture_keeps_its_profile():
    size = (64, 48)
    out = deep_png.of_samples(ramp(size), "RGB;16", size, 6 * 64, display_p3())
    assert opened(out).info["icc_profile"] == display_p3()


# --- what is refused ------------------------------------------------------------------------------------------------


def refusal_of(content, kind=None, max_pixels=LIMIT):
    with pytest.raises(Unusable) as refusal:
        converted.convert(content, kind or converted.kind(content), max_pixels=max_pixels)
    return refusal.value.code, refusal.value.message


UNKNOWN = (
    "unknown_coding",
    "The pixels of this HEIC are coded or encrypted in a way that Labeler cannot read. Open it where it came from, and "
    "save it as JPEG.",
)


@both
def test_one_with_too_many_pixels_is_refused_before_it_is_decoded(kind):
    content = MAKERS[kind](quarters((200, 101)))
    name = {HEIC: "HEIC", AVIF: "AVIF"}[kind]
    message = f"The {name} is 200 × 101. Such pictures have at most 0.02 million pixels here."
    assert refusal_of(content, max_pixels=40_000) == ("too_many_pixels", message)
    assert opened(convert(content, max_pixels=40_400)).size == (200, 101)


@pytest.mark.long
@pytest.mark.parametrize("kind", [HEIC, AVIF])
def test_one_of_as_many_pixels_as_are_taken_is_converted_under_the_limit_of_memory(kind):
    flat, told = Image.new("RGB", (8000, 6250), "red"), {"icc_profile": display_p3(), "exif": turned(6)}
    if kind == HEIC:
        content = heic(flat, quality=10, enc_params={"preset": "ultrafast"}, **told)
    else:
        content = avif(flat, quality=10, speed=10, **told)
    assert opened(convert(content, max_pixels=100_000_000)).size == (6250, 8000)


CAMERA = (8192, 5464)  # 45 megapixels, of which cameras write HEIC of ten bits


@pytest.mark.long
@pytest.mark.parametrize("kind", [HEIC, AVIF])
def test_a_deep_one_of_a_large_camera_is_converted_under_the_limit_of_memory(kind):
    width, height = CAMERA
    row = struct.pack(f"<{3 * width}H", *(20_000 + 64 * (place // 3 % 600) for place in range(3 * width)))
    if kind == HEIC:
        content = deep_heic(row * height, CAMERA, quality=50, enc_params={"preset": "ultrafast"}, exif=turned(6))
    else:
        content = deep_avif(row * height, CAMERA, preset=12)
    made = converted.convert(content, kind, max_pixels=100_000_000)
    assert (made.picture.mime_type, made.picture.shown_from) == ("image/png", 0)
    assert {made.picture.width, made.picture.height} == {*CAMERA}
    assert made.content[24:26] == b"\x10\2"  # sixteen bits of red, green and blue


def test_a_head_that_claims_to_be_huge_is_refused_by_it():
    content = bytearray(heic(quarters()))
    place = content.index(b"ispe") + 8
    content[place : place + 8] = struct.pack(">II", 30_000, 30_000)
    assert refusal_of(bytes(content), max_pixels=100_000_000)[0] == "too_many_pixels"
    content[place : place + 8] = struct.pack(">II", 700, 700)  # as many as are allowed, but its pixels are others
    assert refusal_of(bytes(content))[0] == "damaged"


@both
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_one_that_was_cut_off_is_refused(kind, share):
    content = MAKERS[kind](noise())
    assert refusal_of(content[: int(len(content) * share)] or content[:30], kind) == ("damaged", pictures.DAMAGED)


def test_one_of_another_codec_is_refused_by_that():
    assert refusal_of(heic(quarters()).replace(b"hvc1", b"evc1")) == UNKNOWN


def test_one_that_is_encrypted_is_refused_by_that():
    content = heic(noise())
    garbled = bytearray(content.replace(b"\0\0\0\x0epitm", b"\0\0\0\x0eipro"))
    assert refusal_of(bytes(garbled)) == UNKNOWN


def test_what_would_become_too_large_is_refused_with_a_way_out(monkeypatch):
    monkeypatch.setattr(converted, "MOST_BYTES", 1_000)
    with pytest.raises(Unusable) as refusal:
        converted.convert_here(heic(noise()), HEIC, LIMIT)
    assert refusal.value.code == "too_large"
    assert "Save it as JPEG." in refusal.value.message


@both
def test_whatever_is_changed_in_one_it_is_read_or_refused(kind):
    content, chance = MAKERS[kind](quarters((64, 64))), random.Random(7)
    for _ in range(60):
        changed = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            changed[chance.randrange(12, len(changed))] = chance.randrange(256)
        try:
            out = converted.convert_here(bytes(changed), kind, LIMIT)["content"]
        except (Unusable, MemoryError):
            continue
        assert opened(out).format in ("JPEG", "PNG")


# --- which they are -------------------------------------------------------------------------------------------------


def begun(*brands):
    box = b"".join([b"ftyp", brands[0], b"\0\0\0\0", *brands[1:]])
    return (len(box) + 4).to_bytes(4) + box + bytes(100)


@pytest.mark.parametrize(
    ("brands", "kind"),
    [
        ((b"heic", b"mif1", b"heic"), HEIC),
        ((b"mif1", b"heic"), HEIC),
        ((b"heix", b"mif1"), HEIC),
        ((b"hevc", b"msf1"), HEIC),
        ((b"mif1", b"avif", b"miaf"), AVIF),
        ((b"avif", b"mif1", b"MA1B"), AVIF),
        ((b"avis", b"avif", b"msf1"), AVIF),
        ((b"mif1",), HEIC),  # coded in whatever way
        ((b"isom", b"mp42"), None),
        ((b"mp42", b"heic"), None),  # a film, whatever it says beside
        ((b"qt  ",), None),
    ],
)
def test_the_kind_is_what_the_content_says(brands, kind):
    assert converted.kind(begun(*brands)) == kind


@given(st.binary(max_size=64))
def test_any_bytes_have_a_kind_or_none(content):
    assert converted.kind(content) in (HEIC, AVIF, None)
    assert converted.kind(b"\0\0\0\x18ftyp" + content) in (HEIC, AVIF, None)


def test_no_other_picture_is_converted():
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"):
        assert converted.kind(saved(quarters(), kind)) is None


def test_this_process_loads_no_decoder_of_them():
    """It only asks a confined one."""
    program = (
        "import sys; from assets.images import converted; print('pillow_heif' in sys.modules, 'av' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"
