"""What a picture's bytes say: facts of the stored pixels, upright renditions in sRGB, and what is refused, and why."""

import io
import random
import struct
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw

from assets.formats import Unusable
from assets.images import pictures
from assets.images.kinds import jpeg
from assets.images.pictures import read

RED, GREEN, BLUE, WHITE, GREY = (220, 20, 20), (20, 200, 20), (20, 20, 220), (250, 250, 250), (128, 128, 128)
LIMIT = 1_000_000


def quarters(size=(96, 64)):
    """Red and green above, blue and white below: upright only when they come out so."""
    image = Image.new("RGB", size, WHITE)
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.rectangle((0, 0, width // 2 - 1, height // 2 - 1), RED)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), GREEN)
    draw.rectangle((0, height // 2, width // 2 - 1, height), BLUE)
    return image


def noise(size=(160, 120), mode="RGB"):
    """A picture that does not compress, so that a cut goes through its pixels."""
    return Image.frombytes(mode, size, random.Random(1).randbytes(size[0] * size[1] * len(mode)))


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def shown(jpeg):
    image = Image.open(io.BytesIO(jpeg))
    assert image.format == "JPEG"
    return image.convert("RGB")


def near(color, other):
    return all(abs(one - two) <= 12 for one, two in zip(color, other, strict=True))


def corners(image):
    width, height = image.size
    x, y = width // 4, height // 4
    return [image.getpixel(place) for place in ((x, y), (3 * x, y), (x, 3 * y), (3 * x, 3 * y))]


def is_upright(image):
    return all(near(*pair) for pair in zip(corners(image), (RED, GREEN, BLUE, WHITE), strict=True))


def plain(content, **options):
    """The one colour that a rendition shows."""
    image = shown(read(content, max_pixels=LIMIT).display)
    return image.getpixel((image.width // 2, image.height // 2))


# --- what is taken --------------------------------------------------------------------------------------------------

KINDS = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
    "MPO": "image/jpeg",
}


@pytest.mark.parametrize(("kind", "mime_type"), KINDS.items())
def test_every_kind_is_known_by_its_content_and_shown_upright(kind, mime_type):
    picture = read(saved(quarters(), kind), max_pixels=LIMIT)
    assert (picture.mime_type, picture.width, picture.height, picture.exif_orientation) == (mime_type, 96, 64, 1)
    for rendition in (picture.display, picture.thumb):
        assert shown(rendition).size == (96, 64)
        assert is_upright(shown(rendition))


BACK = {  # how to turn an upright picture so that a viewer of this orientation turns it upright again
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_facts_are_of_stored_pixels_and_renditions_are_upright(kind, orientation):
    upright = quarters()
    stored = upright.transpose(BACK[orientation]) if orientation in BACK else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = saved(stored, kind, exif=exif)
    picture = read(content, max_pixels=LIMIT)
    assert picture.exif_orientation == orientation
    assert (picture.width, picture.height) == ((64, 96) if orientation >= 5 else (96, 64))
    for rendition in (picture.display, picture.thumb):
        assert shown(rendition).size == (96, 64)
        assert is_upright(shown(rendition))
        assert 0x0112 not in Image.open(io.BytesIO(rendition)).getexif()


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_is_none(value):
    exif = Image.Exif()
    exif[0x0112] = value
    picture = read(saved(quarters(), "JPEG", exif=exif), max_pixels=LIMIT)
    assert picture.exif_orientation == 1
    assert is_upright(shown(picture.display))


@pytest.mark.parametrize(
    ("size", "display", "thumb"),
    [
        ((3200, 800), (1600, 400), (320, 80)),
        ((800, 3200), (400, 1600), (80, 320)),
        ((1600, 1600), (1600, 1600), (320, 320)),
        ((1000, 500), (1000, 500), (320, 160)),
        ((100, 50), (100, 50), (100, 50)),
        ((1, 1), (1, 1), (1, 1)),
        ((5000, 1), (1600, 1), (320, 1)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_renditions_have_their_long_edge_and_are_never_larger_than_the_original(kind, size, display, thumb):
    picture = read(saved(Image.new("RGB", size, RED), kind), max_pixels=10_000_000)
    assert (picture.width, picture.height) == size
    assert shown(picture.display).size == display
    assert shown(picture.thumb).size == thumb


# --- colours --------------------------------------------------------------------------------------------------------


def deep_png(values, channels=1, rows=1):
    """A PNG of equal rows with 16 bits a channel, which Pillow reads but does not write in colour."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    row = b"\0" + struct.pack(f">{len(values)}H", *values)
    header = struct.pack(">IIBBBBB", len(values) // channels, rows, 16, {1: 0, 2: 4, 3: 2, 4: 6}[channels], 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row * rows)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("value", "grey"), [(0, 0), (257 * 128, 128), (65535, 255)])
def test_sixteen_bits_of_grey_become_eight(value, grey):
    assert near(plain(deep_png([value] * 16)), (grey,) * 3)


def test_sixteen_bits_of_colour_become_eight():
    assert near(plain(deep_png([220 * 257, 20 * 257, 20 * 257] * 16, channels=3)), RED)


def test_sixteen_bits_with_transparency_stand_on_grey():
    assert near(plain(deep_png([65535, 0, 0, 0] * 16, channels=4)), GREY)


@pytest.mark.parametrize(
    ("image", "kind", "color"),
    [
        (Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG", (255, 0, 0)),
        (Image.new("CMYK", (16, 16), (0, 0, 0, 0)), "JPEG", (255, 255, 255)),
        (Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "TIFF", (255, 0, 0)),
        (Image.new("L", (16, 16), 77), "JPEG", (77, 77, 77)),
        (Image.new("1", (16, 16), 1), "PNG", (255, 255, 255)),
        (Image.new("1", (16, 16), 0), "TIFF", (0, 0, 0)),
        (Image.new("RGBA", (16, 16), (*RED, 255)), "PNG", RED),
        (Image.new("RGBA", (16, 16), (*RED, 0)), "PNG", GREY),
        (Image.new("RGBA", (16, 16), (*RED, 0)), "WEBP", GREY),
        (Image.new("RGBA", (16, 16), (*RED, 0)), "TIFF", GREY),
        (Image.new("RGBA", (16, 16), (255, 255, 255, 128)), "PNG", (191, 191, 191)),
        (Image.new("LA", (16, 16), (255, 0)), "PNG", GREY),
        (Image.new("F", (16, 16), 0.5), "TIFF", (0, 0, 0)),
        (Image.new("I;16", (16, 16), 65535), "TIFF", (255, 255, 255)),
        (Image.new("I;16", (16, 16), 257 * 100), "PNG", (100, 100, 100)),
        (Image.new("YCbCr", (16, 16), (128, 128, 128)), "JPEG", (128, 128, 128)),
        (Image.new("LAB", (16, 16), (255, 128, 128)), "TIFF", (255, 255, 255)),
    ],
    ids=lambda value: getattr(value, "mode", None),
)
def test_every_mode_is_shown_in_its_colours(image, kind, color):
    assert near(plain(saved(image, kind)), color)


def test_a_large_transparent_picture_stands_on_grey():
    picture = read(saved(Image.new("RGBA", (3000, 40), (*RED, 0)), "PNG"), max_pixels=LIMIT)
    assert near(shown(picture.display).getpixel((800, 5)), GREY)


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_a_palette_with_transparency_stands_on_grey(kind):
    image = Image.new("P", (16, 16), 1)
    image.putpalette([*RED, *GREEN])
    assert near(plain(saved(image, kind)), GREEN)
    assert near(plain(saved(image, kind, transparency=1)), GREY)


@pytest.mark.parametrize(("mode", "color", "key"), [("RGB", RED, RED), ("L", 77, 77)])
def test_a_transparent_colour_of_a_png_stands_on_grey(mode, color, key):
    assert near(plain(saved(Image.new(mode, (16, 16), color), "PNG", transparency=key)), GREY)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_of_many_frames_the_first_counts(kind):
    frames = [Image.new("RGB", (32, 32), color) for color in (RED, GREEN, BLUE)]
    content = saved(frames[0], kind, save_all=True, append_images=frames[1:])
    assert Image.open(io.BytesIO(content)).n_frames == 3
    assert near(plain(content), RED)


def test_of_the_two_pictures_of_a_phone_the_first_counts():
    content = saved(quarters(), "MPO", save_all=True, append_images=[Image.new("RGB", (48, 32), BLUE)])
    assert Image.open(io.BytesIO(content)).format == "MPO"
    picture = read(content, max_pixels=LIMIT)
    assert (picture.mime_type, picture.width, picture.height) == ("image/jpeg", 96, 64)
    assert is_upright(shown(picture.display))


def profile_with_red_and_green_swapped():
    """A small ICC profile: sRGB's primaries and gamma 2.2, but the first channel is green."""

    def xyz(*values):
        return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    description = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + bytes(79)
    tags = {
        b"desc": description,
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.3851, 0.7169, 0.0971),
        b"gXYZ": xyz(0.4361, 0.2225, 0.0139),
        b"bXYZ": xyz(0.1431, 0.0606, 0.7141),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, data, offset = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        value = content + bytes(-len(content) % 4)
        table += name + struct.pack(">II", offset + len(data), len(value))
        data += value
    size = offset + len(data)
    header = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(24) + bytes(4)
    header += struct.pack(">3i", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + table + data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_colours_are_read_by_the_pictures_own_profile(kind):
    profile = profile_with_red_and_green_swapped()
    image = Image.new("RGB", (16, 16), (255, 0, 0))
    assert near(plain(saved(image, kind)), (255, 0, 0))
    red, green, blue = plain(saved(image, kind, icc_profile=profile))
    assert green > 200
    assert max(red, blue) < 60


@pytest.mark.parametrize("profiled", [False, True])
def test_what_a_camera_told_stays_with_the_original(profiled):
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    told = {"comment": b"secret", "exif": exif, "dpi": (300, 300)} | ({"icc_profile": srgb} if profiled else {})
    picture = read(saved(quarters(), "JPEG", **told), max_pixels=LIMIT)
    for rendition in (picture.display, picture.thumb):
        image = Image.open(io.BytesIO(rendition))
        assert is_upright(shown(rendition))
        assert not {"icc_profile", "exif", "comment", "dpi", "xmp"} & set(image.info)
        assert dict(image.getexif()) == {}


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_profile_that_is_broken_or_of_another_mode_is_passed_over(mode):
    image = Image.new(mode, (16, 16))
    for profile in (b"not a profile", profile_with_red_and_green_swapped()[:200]):
        assert read(saved(image, "JPEG", icc_profile=profile), max_pixels=LIMIT).display
    swapped = profile_with_red_and_green_swapped()
    if mode != "RGB":
        assert plain(saved(image, "JPEG", icc_profile=swapped)) == plain(saved(image, "JPEG"))


# --- what is refused ------------------------------------------------------------------------------------------------

NO_PICTURE = "This is not a picture that Labeler can read."
TAKES = "It takes JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC and AVIF."


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"", "empty", "The file is empty."),
        (b"Just words.", "not_an_image", f"{NO_PICTURE} {TAKES}"),
        (bytes(1000), "not_an_image", f"{NO_PICTURE} {TAKES}"),
        (b"PK\x03\x04" + bytes(100), "not_an_image", f"{NO_PICTURE} {TAKES}"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not_an_image", f"Labeler does not take SVG. {TAKES}"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "not_an_image", f"{NO_PICTURE} {TAKES}"),
        (b"\0\0\0\x18ftypisom" + bytes(100), "not_an_image", f"This is a video, not a picture. {TAKES}"),
        (b"%PDF-1.7" + bytes(100), "not_an_image", f"Labeler does not take PDF. {TAKES}"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not_an_image", f"{NO_PICTURE} {TAKES}"),
        (b"\xff\xd8 is how a JPEG starts, but not this one", "not_an_image", f"{NO_PICTURE} {TAKES}"),
        (b"\x89PNG\r\n\x1a\n", "damaged", pictures.DAMAGED),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "damaged", pictures.DAMAGED),
        (b"GIF89a", "damaged", pictures.DAMAGED),
        (b"RIFF\x10\0\0\0WEBP", "damaged", pictures.DAMAGED),
        (b"RIFF\x10\0\0\0WAVE", "not_an_image", f"{NO_PICTURE} {TAKES}"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_by_what_it_is(content, code, message):
    with pytest.raises(Unusable) as refusal:
        read(content, max_pixels=LIMIT)
    assert (refusal.value.code, refusal.value.message) == (code, message)


@pytest.mark.parametrize("kind", ["ICO", "PPM", "TGA", "PCX", "JPEG2000", "DDS"])
def test_kinds_that_browsers_and_readers_do_not_share_are_refused(kind):
    with pytest.raises(Unusable) as refusal:
        read(saved(quarters((32, 32)), kind), max_pixels=LIMIT)
    assert refusal.value.code == "not_an_image"


@pytest.mark.parametrize("share", [0.5, 0.95])
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("PNG", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {}),
        ("GIF", {}),
        ("BMP", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("TIFF", {"compression": "tiff_adobe_deflate"}),
    ],
)
def test_a_file_that_was_cut_off_is_refused(kind, options, share):
    content = saved(noise(), kind, **options)
    assert read(content, max_pixels=LIMIT)
    with pytest.raises(Unusable) as refusal:
        read(content[: int(len(content) * share)], max_pixels=LIMIT)
    assert refusal.value.code == "damaged"


@pytest.mark.parametrize("share", [0.5, 0.95, 0.999])
@pytest.mark.parametrize("options", [{}, {"progressive": True}])
def test_a_large_photo_that_was_cut_off_is_refused_though_it_is_decoded_at_reduced_size(options, share):
    content = saved(noise((3600, 300)), "JPEG", **options)
    assert read(content, max_pixels=10_000_000)
    with pytest.raises(Unusable) as refusal:
        read(content[: int(len(content) * share)], max_pixels=10_000_000)
    assert (refusal.value.code, refusal.value.message) == (
        "damaged",
        "The file is damaged or cut off: its pixels cannot be read.",
    )


JPEGS = [{}, {"progressive": True}, {"subsampling": 0}, {"quality": 98, "restart_marker_rows": 1}]


@pytest.mark.parametrize("options", JPEGS)
@pytest.mark.parametrize("tail", [b"", b"\0\0\0"])
@pytest.mark.parametrize("size", [(160, 120), (161, 77), (3600, 300)])
def test_a_jpeg_that_lacks_nothing_but_its_end_mark_is_taken_with_a_note(options, tail, size):
    content = saved(noise(size), "JPEG", **options)
    whole, picture = read(content, max_pixels=10_000_000), read(content[:-2] + tail, max_pixels=10_000_000)
    assert (whole.note, picture.note) == ("", "no_end_mark")
    assert (picture.display, picture.thumb) == (whole.display, whole.thumb)


@pytest.mark.parametrize("options", JPEGS)
@pytest.mark.parametrize("lost", [8, 20, 500])
def test_a_jpeg_that_lacks_pixels_is_refused_though_only_few(options, lost):
    with pytest.raises(Unusable) as refusal:
        read(saved(noise(), "JPEG", **options)[:-lost], max_pixels=LIMIT)
    assert refusal.value.code == "damaged"


def test_a_jpeg_that_lacks_its_last_refinement_as_a_whole_is_refused():
    content = saved(noise(), "JPEG", progressive=True)
    last = [start for marker, start, _ in jpeg.segments(content) if marker == jpeg.SOS][-1]
    with pytest.raises(Unusable):
        read(content[:last], max_pixels=LIMIT)


def test_what_lies_behind_the_end_mark_needs_no_note():
    assert read(saved(noise(), "JPEG") + b"something behind it", max_pixels=LIMIT).note == ""


def png_that_claims(width, height):
    content = bytearray(saved(quarters((8, 8)), "PNG"))
    content[16:24] = struct.pack(">II", width, height)
    content[29:33] = struct.pack(">I", zlib.crc32(bytes(content[12:29])))
    return bytes(content)


@pytest.mark.parametrize("size", [(1001, 1000), (50_000, 50_000), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_refused_before_any_is_decoded(size):
    with pytest.raises(Unusable) as refusal:
        read(png_that_claims(*size), max_pixels=LIMIT)
    assert refusal.value.code == "too_many_pixels"
    assert refusal.value.message.endswith("Pictures have at most 1 million pixels here.")


def test_as_many_pixels_as_are_allowed_are_taken():
    assert read(saved(Image.new("L", (1000, 1000)), "PNG"), max_pixels=1_000_000).width == 1000


@pytest.mark.parametrize("size", [(0, 8), (8, 0)])
def test_a_picture_without_pixels_is_refused(size):
    with pytest.raises(Unusable):
        read(png_that_claims(*size), max_pixels=LIMIT)


TURNED = Image.Exif()
TURNED[0x0112] = 6

SEEDS = [
    saved(noise((24, 16)), "JPEG"),
    saved(noise((24, 16)), "JPEG", progressive=True, exif=TURNED),
    saved(noise((24, 16)), "PNG", icc_profile=profile_with_red_and_green_swapped()),
    saved(noise((24, 16), "RGBA"), "PNG"),
    saved(noise((24, 16)), "WEBP"),
    saved(noise((24, 16)), "GIF", save_all=True, append_images=[noise((24, 16), "L")]),
    saved(noise((24, 16)), "BMP"),
    saved(noise((24, 16)), "TIFF", compression="tiff_lzw"),
    saved(noise((24, 16)), "MPO", save_all=True, append_images=[noise((24, 16))]),
    deep_png([1, 2, 3, 4] * 8, channels=4),
]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.sampled_from(SEEDS),
    hits=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), max_size=6),
    cut=st.floats(0, 1),
)
def test_whatever_happened_to_a_file_it_is_read_or_refused_never_a_crash(seed, hits, cut):
    content = bytearray(seed)
    for place, value in hits:
        at = int(place * len(content))
        content[at : at + len(value)] = value
    try:
        picture = read(bytes(content[: int(len(content) * max(cut, 0.1))]), max_pixels=LIMIT)
    except Unusable as refusal:
        assert refusal.code in ("empty", "not_an_image", "damaged", "kind_not_taken", "too_many_pixels")  # noqa: PT017
    else:
        assert picture.width * picture.height <= LIMIT
        assert max(shown(picture.display).size) <= pictures.DISPLAY
        assert max(shown(picture.thumb).size) <= pictures.THUMB


# --- a file that is its own display rendition ---


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def plain_jpeg(size=(640, 480), mode="RGB", **options):
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, "JPEG", **options)
    return out.getvalue()


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"quality": 60}])
def test_a_small_bare_jpeg_is_shown_as_it_is(options):
    content = plain_jpeg(**options)
    assert pictures.read(content, max_pixels=10**6).display == content


def told_by_a_camera():
    """Everything that one writes, and where it was."""
    exif = Image.Exif()
    exif[0x0112], exif[0x0110] = 1, "Camera of Mira"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return {"exif": exif, "comment": b"taken by Mira", "xmp": b"<x:xmpmeta>Mira</x:xmpmeta>", "icc_profile": SRGB}


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 0}, {"restart_marker_rows": 1}])
def test_a_small_photo_is_shown_to_the_last_bit_without_what_its_camera_told(options):
    content, plain = plain_jpeg(**told_by_a_camera(), **options), plain_jpeg(**options)
    assert (content.count(b"Mira"), len(content) > len(plain)) == (3, True)
    for read_again in (content, content[:-2]):  # also where its end mark is missing
        picture = pictures.read(read_again, max_pixels=10**6)
        assert picture.display == plain
        assert picture.thumb == pictures.read(plain, max_pixels=10**6).thumb


@given(st.lists(st.sampled_from([*range(0xE0, 0xF0), 0xFE]), max_size=5), st.binary(max_size=60), st.booleans())
def test_nothing_that_a_file_tells_beside_its_pixels_reaches_those_who_look_at_it(markers, secret, is_named):
    secret = (b"JFIF\0" if is_named else b"") + b"secret" + secret
    told = b"".join(bytes([0xFF, each]) + struct.pack(">H", len(secret) + 2) + secret for each in markers)
    plain = plain_jpeg()
    bare = jpeg.bare(plain[:2] + told + plain[2:])
    assert bare == plain


def test_a_preview_a_density_and_more_than_is_due_go_too():
    plain = plain_jpeg()
    without = plain[:2] + plain[2 + len(jpeg.JFIF) :]
    preview = b"\xff\xe0\0\x16JFIF\0\1\1\1\0\x48\0\x48\2\1secret"
    assert jpeg.bare(plain[:2] + preview + without[2:]) == plain
    assert jpeg.bare(plain[:2] + b"\xff\xee\0\x12Adobesecret12345" + without[2:]) == without


def test_a_profile_is_srgb_by_what_it_says_not_by_its_name():
    image = Image.new("RGB", (64, 64), (255, 0, 0))
    lying = profile_with_red_and_green_swapped().replace(b"test\0", b"sRGB\0")
    assert near(plain(saved(image, "JPEG", icc_profile=SRGB)), (255, 0, 0))
    assert plain(saved(image, "JPEG", icc_profile=lying))[1] > 200


def turned():
    exif = Image.Exif()
    exif[0x0112] = 6
    return plain_jpeg(exif=exif)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(plain_jpeg((2000, 200)), id="larger than a rendition"),
        pytest.param(saved(noise((400, 300)), "JPEG", quality=100), id="many bytes for its pixels"),
        pytest.param(turned(), id="on its side"),
        pytest.param(plain_jpeg(icc_profile=profile_with_red_and_green_swapped()), id="in other colours"),
        pytest.param(plain_jpeg(comment=b"taken by Mira") + plain_jpeg(), id="with another behind it"),
        pytest.param(plain_jpeg(mode="L"), id="grey"),
        pytest.param(plain_jpeg(mode="CMYK"), id="CMYK"),
        pytest.param(plain_jpeg() + b"something behind it", id="with something behind it"),
        pytest.param(plain_jpeg().replace(b"\xff\xc0", b"\xff\xc1", 1), id="coded as not every browser reads it"),
    ],
)
def test_any_other_jpeg_is_written_anew(content):
    display = pictures.read(content, max_pixels=10**6).display
    assert display != content
    with Image.open(io.BytesIO(display)) as image:
        assert (image.format, image.mode, max(image.size) <= pictures.DISPLAY) == ("JPEG", "RGB", True)
        assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
