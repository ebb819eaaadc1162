"""What a picture's bytes say, and the renditions that a browser shows. Pillow, but no Django and no files.

Large pictures are decoded in a confined process (`assets/confined.py`): a file of some bytes may claim to be large.
"""

import contextlib
import functools
import io
import itertools
import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, cast

from PIL import ExifTags, Image, ImageChops, ImageCms, TiffImagePlugin
from PIL.ImageFile import ImageFile

from assets import confined
from assets.formats import BROKEN, NO_END_MARK, Unusable
from assets.images.kinds import depth, jpeg, tiff
from assets.images.kinds.depth import Deep
from assets.images.looks import look
from projects.rules.shown import Range

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
TAKEN = "JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC and AVIF"  # the last two by `converted.py`

NOT_DEEP = (None, None)
THUMB = 320  # long edges, in pixels
DISPLAY = 1600
QUALITY = 85
LEAN = 0.4  # bytes for each pixel: about what cameras write
MOST_HEAD = 1_000_000  # bytes of previews and other things that go
LEVELS = (0, 16, 64, 128, 192, 255)  # of each channel, of colours by which profiles are compared
SAME = 2  # steps of 255, which nobody sees
SHOWN_FRAMES = (0xC0, 0xC2)  # baseline and progressive: what every browser shows
GAP = 1.5  # how much larger than wanted a picture is before its last, careful resize
SMALL = 4_000_000  # pixels that may be decoded in any process
TURNS = {  # EXIF orientation -> what makes it upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# A ceiling for Pillow itself; what an installation takes is checked before anything is decoded.
Image.MAX_IMAGE_PIXELS = 1_000_000_000

NO_MEMORY = "out of memory"  # what a decoder of Pillow says, as an OSError


@dataclass(frozen=True)
class Picture:
    """Facts of the stored pixels (before any EXIF rotation), and two JPEGs in sRGB, upright.

    `dhash`, `numbers`: how it looks (`looks.Look`).
    `shown_from`, `shown_to`: of a picture of more than eight bits a channel, over which numbers it is shown by itself.
    `note`: one of `formats.NOTES`, where there is something to know of the file.
    """

    mime_type: str
    width: int
    height: int
    exif_orientation: int
    display: bytes
    thumb: bytes
    dhash: int
    numbers: bytes
    shown_from: float | None = None
    shown_to: float | None = None
    note: str = ""


class Room:
    """Bounds how many pixels are decoded at once in this process, in the order they came: small pictures go side by
    side, large ones one after the other. One that is larger than all the room goes alone."""

    def __init__(self, pixels: int) -> None:
        self._free = self._all = pixels
        self._changed = threading.Condition()
        self._line: deque[object] = deque()

    @contextlib.contextmanager
    def taken(self, pixels: int) -> Iterator[None]:
        pixels = min(pixels, self._all)
        me = object()
        with self._changed:
            self._line.append(me)
            try:
                self._changed.wait_for(lambda: self._line[0] is me and pixels <= self._free)
            finally:
                self._line.remove(me)
                self._changed.notify_all()
            self._free -= pixels
        try:
            yield
        finally:
            with self._changed:
                self._free += pixels
                self._changed.notify_all()


ROOM = Room(100_000_000)


def read(content: bytes, *, max_pixels: int, window: Range | None = None) -> Picture:
    """Look at the bytes once: format, limits, a full decode, both renditions. Raises Unusable.

    `window`: over which numbers a deep picture is shown, instead of what it holds. A picture of more than SMALL pixels
    is decoded in a confined process, which is kept for the next one.
    """
    with _opened(content, max_pixels) as image:
        pixels = max(image.width * image.height, _tile_pixels(image))
        with ROOM.taken(pixels):
            if pixels <= SMALL:
                try:
                    return _decoded(image, content, window)
                except MemoryError:
                    raise confined.too_much("picture", "memory") from None
            limits = confined.limits(memory=max_pixels / confined.USUAL_PIXELS)
            values = {"content": content, "max_pixels": max_pixels, "window": window}
            return Picture(**confined.read("picture", read_here, limits, keep=True, **values))


def read_here(content: bytes, max_pixels: int, window: list[float] | None = None) -> dict[str, Any]:
    """The same in this process, whatever the size: the Picture as a dict."""
    with _opened(content, max_pixels) as image:
        return asdict(_decoded(image, content, Range(*window) if window else None))


def is_deep(content: bytes, *, max_pixels: int) -> bool:
    """Whether it has more than eight bits a channel. Raises Unusable."""
    with _opened(content, max_pixels) as image:
        return depth.opened(image, content) is not None


def _opened(content: bytes, max_pixels: int) -> ImageFile:
    """The head of a picture that may be decoded. Raises Unusable."""
    if not content:
        raise Unusable("empty", "The file is empty.")
    try:
        image = tiff.right(Image.open(io.BytesIO(content), formats=READERS))
    except Image.DecompressionBombError:
        raise Unusable("too_many_pixels", _too_many(max_pixels)) from None
    except BROKEN:
        if why := tiff.refusal(content):
            raise Unusable("kind_not_taken", why) from None
        if content.startswith(SIGNATURES) or (content[:4], content[8:12]) == (b"RIFF", b"WEBP"):
            raise Unusable("damaged", DAMAGED) from None
        raise Unusable("not_an_image", f"{_guess(content)} It takes {TAKEN}.") from None
    width, height = _stored_size(image)
    if width < 1 or height < 1:
        raise Unusable("damaged", "The picture has no pixels.")
    check_pixels(width, height, max_pixels, "The picture", "Pictures")
    if image.format == "WEBP":
        # Its decoder holds four copies of the whole.
        check_pixels(width, height, max_pixels // 2, "The WebP", "Such pictures")
    if _tile_pixels(image) > max_pixels:
        raise Unusable("too_many_pixels", f"The tiles of the TIFF are too large. {_too_many(max_pixels)}")
    if tiff.is_read_wrongly(image):
        raise Unusable("kind_not_taken", tiff.refusal(content) or DAMAGED)
    return image


def check_pixels(width: int, height: int, most: int, what: str, which: str) -> None:
    """`what` it is and `which` have at most so many, for people. Raises Unusable."""
    if width * height > most:
        raise Unusable("too_many_pixels", f"{what} is {width} × {height}. {_too_many(most, which)}")


def _decoded(image: ImageFile, content: bytes, window: Range | None = None) -> Picture:
    mime_type = MIME_TYPES[image.format or ""]
    width, height = _stored_size(image)
    deep = depth.opened(image, content)  # asked first: to tell its orientation, a PNG is loaded
    note = ""
    try:
        if mime_type == "image/jpeg" and not jpeg.is_ended(content):
            content, note = _ended(content), NO_END_MARK
            image = Image.open(io.BytesIO(content), formats=["JPEG"])
        exif_orientation = orientation(image)
        display, thumb, shown = _renditions(image, content, deep, window)
    except (*BROKEN, Image.DecompressionBombError) as problem:
        if NO_MEMORY in str(problem):
            raise MemoryError from None
        if tiff.may_be_whole(content):
            raise Unusable("kind_not_taken", tiff.refusal(content) or DAMAGED) from None
        raise Unusable("damaged", DAMAGED) from None
    start, end = shown or NOT_DEEP
    facts = (mime_type, width, height, exif_orientation)
    return Picture(*facts, display, thumb, *look(thumb), start, end, note)


def _ended(content: bytes) -> bytes:
    """A JPEG without its end mark, with one. An OSError where pixels are missing, too."""
    looks, first = set(), None
    for each in jpeg.ended(content):
        with Image.open(io.BytesIO(each), formats=["JPEG"]) as image:
            looks.add(tuple(zlib.crc32(image.crop(box).tobytes()) for box in depth.strips(image)))
        first = first or each
    if first is None or len(looks) > 1:
        raise OSError("cut off")
    return first


def _renditions(
    opened: ImageFile, content: bytes, deep: Deep | None, window: Range | None
) -> tuple[bytes, bytes, Range | None]:
    """One decode, at reduced size where the format allows it; the small one is made from the large one. With them, over
    which numbers a deep picture is shown by itself."""
    own = _own_display(opened, content)
    profile = opened.info.get("icc_profile")
    if _is_flat(opened) and not deep:
        opened.thumbnail((DISPLAY, DISPLAY), Image.Resampling.BICUBIC, reducing_gap=GAP)
    opened.load()
    shown = deep.range() if deep else None
    # Asked now: Pillow turns a TIFF by itself while it loads, and a PNG may tell behind its pixels.
    turn = TURNS.get(orientation(opened))
    image = _small(opened, _flattener(opened, deep, window or shown))
    if turn is not None:
        image = image.transpose(turn)
    image.thumbnail((DISPLAY, DISPLAY), Image.Resampling.BICUBIC, reducing_gap=GAP)
    image = _srgb(image, profile)
    display = own or _jpeg(image)
    # Half the work of BICUBIC, the most costly step of a small photo, and no difference to be seen at this size.
    image.thumbnail((THUMB, THUMB), Image.Resampling.HAMMING, reducing_gap=GAP)
    return display, _jpeg(image), shown


def _own_display(image: Image.Image, content: bytes) -> bytes | None:
    """The display rendition of a file that has it in itself: an upright JPEG in sRGB that is small enough, without what
    it tells of more than its pixels. To encode it once more would cost time and sharpness for nothing."""
    fits = (
        image.format == "JPEG"
        and image.mode == "RGB"
        and max(image.size) <= DISPLAY
        and len(content) <= MOST_HEAD + LEAN * image.width * image.height
        and orientation(image) == 1
        and _is_srgb(image.info.get("icc_profile"))
        and jpeg.frame(content) in SHOWN_FRAMES
    )
    bare = jpeg.bare(content) if fits else None
    return bare if bare and len(bare) <= LEAN * image.width * image.height else None


def _small(image: Image.Image, flat: Callable[[depth.Box], Image.Image]) -> Image.Image:
    """Flat, and not much larger than a display rendition.

    A large picture is flattened strip by strip: copies of the whole would take several times its memory.
    """
    factor = int(max(image.size) / (DISPLAY * GAP))
    if factor <= 1 or _is_flat(image):
        return flat((0, 0, *image.size))
    rows = factor * max(1, depth.STRIP // (factor * image.width))
    strips = [flat(box).reduce(factor) for box in depth.strips(image, rows)]
    small = Image.new(strips[0].mode, (strips[0].width, sum(strip.height for strip in strips)))
    top = 0
    for strip in strips:
        small.paste(strip, (0, top))
        top += strip.height
    return small


def _is_flat(image: Image.Image) -> bool:
    """Whether it has neither palette nor transparency nor more than eight bits."""
    return image.mode in ("RGB", "L", "CMYK") and "transparency" not in image.info


def _flattener(image: Image.Image, deep: Deep | None, shown: Range | None) -> Callable[[depth.Box], Image.Image]:
    """What gives a part of a loaded picture as RGB, L or CMYK."""
    if deep and shown and not deep.is_plain(shown):
        return lambda box: deep.flat(box, shown)
    whole = (0, 0, *image.size)
    return lambda box: _flat(image if box == whole else image.crop(box))


def _flat(image: Image.Image) -> Image.Image:
    if _is_flat(image):
        return image
    if image.has_transparency_data or image.mode in ("LA", "PA", "La", "RGBa"):
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, depth.GROUND)
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    return image if image.mode == "RGB" else image.convert("RGB")


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB, by the picture's own colour profile where it has a usable one."""
    if not _is_srgb(profile) and (converted := _converted(image, profile)):
        return converted
    return image if image.mode == "RGB" else image.convert("RGB")


@functools.lru_cache(maxsize=64)
def _is_srgb(profile: bytes | None) -> bool:
    """Whether colours mean by it what they mean without any, as far as eight bits can tell: most profiles that cameras
    write are sRGB by one name or another."""
    if profile is None:
        return True
    colours = Image.new("RGB", (len(LEVELS) ** 2, len(LEVELS)))
    colours.putdata(list(itertools.product(LEVELS, repeat=3)))
    converted = _converted(colours, profile)
    if converted is None:
        return False
    ends = ImageChops.difference(colours, converted).getextrema()
    return all(most <= SAME for _, most in cast(tuple[tuple[int, int], ...], ends))


def _converted(image: Image.Image, profile: bytes | None) -> Image.Image | None:
    """None where the profile is broken or for another mode, which is common and says nothing about the pixels."""
    with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
        return ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile or b"")),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    return None


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


def _tile_pixels(image: Image.Image) -> int:
    """Of a TIFF in tiles: how many pixels are decoded at once, also where the picture is smaller. Else 0."""
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        tags = image.tag_v2
        with contextlib.suppress(KeyError, TypeError, ValueError):
            return int(tags[TiffImagePlugin.TILEWIDTH]) * int(tags[TiffImagePlugin.TILELENGTH])
    return 0


def orientation(image: Image.Image) -> int:
    """EXIF tag 0x0112; 1 when it is absent or no such value."""
    value = image.getexif().get(ExifTags.Base.Orientation, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _too_many(max_pixels: int, which: str = "Pictures") -> str:
    return f"{which} have at most {max_pixels / 1_000_000:g} million pixels here."


def _guess(content: bytes) -> str:
    """Name what people often drop by mistake."""
    head = content[:512]
    brand = head[8:12] if head[4:8] == b"ftyp" else b""
    if brand:
        return "This is a video, not a picture."
    if head.startswith(b"%PDF"):
        return "Labeler does not take PDF."
    if b"<svg" in head.lower():
        return "Labeler does not take SVG."
    return "This is not a picture that Labeler can read."
