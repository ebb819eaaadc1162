"""Pure: what a picture's bytes say, and the renditions that a browser shows. Pillow, but no Django and no files."""

import contextlib
import io
import struct
import zlib
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageCms, ImageOps, TiffImagePlugin

# Pillow's name of a format -> mime type. Many phones write MPO: JPEG with a second picture behind the first, which
# Pillow's JPEG reader recognises by itself.
MIME_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
}
READERS = [name for name in MIME_TYPES if name != "MPO"]
SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
DAMAGED = "The file is damaged or cut off: its pixels cannot be read."
TAKEN = "JPEG, PNG, WebP, GIF, BMP and TIFF"

THUMB = 320  # long edges, in pixels
DISPLAY = 1600
QUALITY = 85
GREY = (128, 128, 128)
NO_DHASH = 2**63 - 1  # not known: sorts behind all that are

# A ceiling for Pillow itself; what an installation takes is checked before anything is decoded.
Image.MAX_IMAGE_PIXELS = 1_000_000_000

# What Pillow raises over files that only look like pictures.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
)


class Unusable(Exception):
    """The bytes are not a picture that is taken. `code` for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Picture:
    """Facts of the stored pixels (before any EXIF rotation), and two JPEGs in sRGB, upright."""

    mime_type: str
    width: int
    height: int
    exif_orientation: int
    display: bytes
    thumb: bytes
    dhash: int


def read(content: bytes, *, max_pixels: int) -> Picture:
    """Look at the bytes once: format, limits, a full decode, both renditions. Raises Unusable."""
    if not content:
        raise Unusable("empty", "The file is empty.")
    try:
        image = Image.open(io.BytesIO(content), formats=READERS)
    except Image.DecompressionBombError:
        raise Unusable("too_many_pixels", _too_many(max_pixels)) from None
    except BROKEN:
        if content.startswith(SIGNATURES) or (content[:4], content[8:12]) == (b"RIFF", b"WEBP"):
            raise Unusable("damaged", DAMAGED) from None
        raise Unusable("not_an_image", f"{_guess(content)} It takes {TAKEN}.") from None
    with image:
        mime_type = MIME_TYPES[image.format or ""]
        width, height = _stored_size(image)
        if width < 1 or height < 1:
            raise Unusable("damaged", "The picture has no pixels.")
        if width * height > max_pixels:
            raise Unusable("too_many_pixels", f"The picture is {width} × {height}. {_too_many(max_pixels)}")
        try:
            orientation = _orientation(image)
            display, thumb = _renditions(image)
        except (*BROKEN, Image.DecompressionBombError):
            raise Unusable("damaged", DAMAGED) from None
    return Picture(mime_type, width, height, orientation, display, thumb, dhash(thumb))


def dhash(thumb: bytes) -> int:
    """The difference hash of an upright rendition: 64 bits, as a signed number. Equal for pictures that look the same.

    Neal Krawetz, "Kind of Like That" (hackerfactor.com, 2013): nine grey columns by eight rows; by row from the left,
    the highest bit first, a bit is set where the next column is brighter. A plain picture has 0. Raises Unusable.
    """
    try:
        with Image.open(io.BytesIO(thumb), formats=["JPEG"]) as image:
            grey = image.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    except BROKEN:
        raise Unusable("damaged", DAMAGED) from None
    bits = 0
    for place in range(8 * 9):
        if place % 9:
            bits = bits << 1 | (grey[place] > grey[place - 1])
    # What means "not known" in the database belongs to no picture.
    return min(bits - 2**64 if bits >= 2**63 else bits, NO_DHASH - 1)


def _renditions(image: Image.Image) -> tuple[bytes, bytes]:
    """One decode, at reduced size where the format allows it; the small one is made from the large one."""
    profile = image.info.get("icc_profile")
    if image.mode in ("RGB", "L", "CMYK", "RGBA"):
        image.thumbnail((DISPLAY, DISPLAY), Image.Resampling.BICUBIC, reducing_gap=1.5)
    image.load()
    image = ImageOps.exif_transpose(image)
    image = _flat(image)
    image.thumbnail((DISPLAY, DISPLAY), Image.Resampling.BICUBIC, reducing_gap=1.5)
    image = _srgb(image, profile)
    display = _jpeg(image)
    image.thumbnail((THUMB, THUMB), Image.Resampling.BICUBIC, reducing_gap=1.5)
    return display, _jpeg(image)


def _flat(image: Image.Image) -> Image.Image:
    """Without palette, transparency or more than eight bits: RGB, L or CMYK."""
    if image.mode in ("RGB", "L", "CMYK") and "transparency" not in image.info:
        return image
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _eight_bits(image)
    if image.has_transparency_data or image.mode in ("LA", "PA", "La", "RGBa"):
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, GREY)
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits become eight by their upper half; wider numbers are stretched over what they use."""
    deep = image.convert("F")
    if image.mode.startswith("I;16") or (image.mode == "I" and image.format == "PNG"):
        return deep.point(lambda value: value * (1 / 257)).convert("L")
    low, high = (float(value) for value in deep.getextrema())  # type: ignore[arg-type]
    if low >= 0 and high <= 255:
        return deep.convert("L")
    scale = 255 / (high - low) if high > low else 0
    return deep.point(lambda value: value * scale + -low * scale).convert("L")


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB, by the picture's own colour profile where it has a usable one."""
    if profile:
        # A profile for another mode, or a broken one, is common and says nothing about the pixels.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            converted = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
            if converted is not None:
                return converted
    return image.convert("RGB")


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    # Metadata and profile stay with the original: a rendition is upright and in sRGB.
    image.info = {}
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _stored_size(image: Image.Image) -> tuple[int, int]:
    """Of the stored pixels. Pillow swaps the sides of a rotated TIFF by itself, so that one is asked for its tags."""
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        tags = image.tag_v2
        with contextlib.suppress(KeyError, TypeError, ValueError):
            return int(tags[TiffImagePlugin.IMAGEWIDTH]), int(tags[TiffImagePlugin.IMAGELENGTH])
    return image.size


def _orientation(image: Image.Image) -> int:
    """EXIF tag 0x0112; 1 when it is absent or no such value."""
    value = image.getexif().get(ExifTags.Base.Orientation, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _too_many(max_pixels: int) -> str:
    return f"Pictures have at most {max_pixels // 1_000_000} million pixels here."


def _guess(content: bytes) -> str:
    """Name what people often drop by mistake."""
    head = content[:512]
    brand = head[8:12] if head[4:8] == b"ftyp" else b""
    if brand in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"):
        return "Labeler does not take HEIC."
    if brand in (b"avif", b"avis"):
        return "Labeler does not take AVIF."
    if brand:
        return "This is a video, not a picture."
    if head.startswith(b"%PDF"):
        return "Labeler does not take PDF."
    if b"<svg" in head.lower():
        return "Labeler does not take SVG."
    return "This is not a picture that Labeler can read."
