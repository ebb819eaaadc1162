"""Readers of HEIC and AVIF, and how what they read is written. Called in confined processes alone: what they load is
large, and it meets bytes of strangers."""

import contextlib
import io
from typing import Any

import pillow_heif
from PIL import Image, ImageCms

from assets.images import pictures

QUALITY = 95
PNG_LEVEL = 3  # a third of the time of Pillow's own choice, for 8 % more bytes
STRAIGHT = {"RGBa": "RGBA", "La": "LA"}  # colours that were multiplied by their alpha, and as PNG has them
FIXED_TIME = bytes.fromhex("07ea 0001 0001 0000 0000 0000")  # 2026-01-01, as a profile spells it (ICC.1:2022, 4.2)

# Only the picture itself is looked at.
pillow_heif.options.THUMBNAILS = False
pillow_heif.options.DEPTH_IMAGES = False
pillow_heif.options.AUX_IMAGES = False
pillow_heif.options.DECODE_THREADS = 1  # each takes memory, and there are as many processes as cores


class Heic:
    """The primary picture of a HEIC. libheif joins its tiles and turns it as the file's boxes say; the orientation
    that its EXIF repeats does not count (ISO/IEC 23008-12, 6.5.10 and A.2.1)."""

    def __init__(self, content: bytes) -> None:
        file = pillow_heif.HeifFile(content, convert_hdr_to_8bit=False, remove_stride=False)
        self.image: Any = file[file.primary_index]
        self.size = file.size

    def converted(self) -> bytes:
        image = self.image
        profile = image.info.get("icc_profile")
        if ";16" in image.mode:
            from assets.images.kinds import deep_png

            return deep_png.of_samples(image.data, image.mode, image.size, image.stride, profile)
        plain = image.to_pillow()
        del image, self.image  # a copy of all pixels
        return _saved(plain, profile)


class Avif:
    """Pillow reads eight bits of an AVIF, and turns nothing by itself: how its boxes turn it is told as an orientation,
    which wins over that of its EXIF."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.image = Image.open(io.BytesIO(content), formats=["AVIF"])
        self.size = self.image.size

    def converted(self) -> bytes:
        from assets.images.kinds import deep_png

        profile = self.image.info.get("icc_profile")
        orientation = pictures.orientation(self.image)
        if deep_png.is_deep_avif(self.content):
            return deep_png.of_avif(self.content, self.size, orientation, profile)
        self.image.load()
        turn = pictures.TURNS.get(orientation)
        return _saved(self.image if turn is None else self.image.transpose(turn), profile)


def _saved(image: Image.Image, profile: bytes | None) -> bytes:
    if image.mode in STRAIGHT:
        image = image.convert(STRAIGHT[image.mode])
    image, in_srgb = _srgb(image, profile)
    has_alpha = image.has_transparency_data
    image.info = {}  # not what else the file holds: where and when somebody was there is nothing to train on
    out = io.BytesIO()
    if has_alpha:
        image.save(out, "PNG", compress_level=PNG_LEVEL, icc_profile=in_srgb)
    else:
        image.save(out, "JPEG", quality=QUALITY, subsampling=0, icc_profile=in_srgb)
    return out.getvalue()


def _srgb(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, bytes | None]:
    """In sRGB with its profile, where the picture has a usable one of its own; else as it is, and None."""
    if not profile:
        return image, None
    mode = "RGBA" if image.has_transparency_data else "RGB"
    # A profile for another mode, or a broken one, is common and says nothing about the pixels.
    with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        if image.mode == mode:
            ImageCms.profileToProfile(image, own, srgb, inPlace=True)
        else:
            image = ImageCms.profileToProfile(image, own, srgb, outputMode=mode) or image
        return image, _without_time(srgb.tobytes())
    return image, None


def _without_time(profile: bytes) -> bytes:
    """The same bytes whenever it is made."""
    return profile[:24] + FIXED_TIME + profile[36:]
