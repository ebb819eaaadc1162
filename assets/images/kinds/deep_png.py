"""Pictures of more than eight bits as PNG of sixteen, which Pillow neither holds nor writes: FFmpeg's library does.

Called in confined processes alone.
"""

import io
import zlib
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

import av
import av.filter

SAMPLES = {  # mode of pillow_heif -> (format of FFmpeg, that of its PNG)
    "RGB;16": ("rgb48le", "rgb48be"),
    "RGBA;16": ("rgba64le", "rgba64be"),
    "I;16": ("gray16le", "gray16be"),
    "LA;16": ("ya16le", "ya16be"),
}
TURNS = {  # EXIF orientation -> filters of FFmpeg that make it upright
    2: ["hflip"],
    3: ["hflip", "vflip"],
    4: ["vflip", "copy"],  # alone it gives rows that lie in memory from the last to the first
    5: ["transpose=cclock_flip"],
    6: ["transpose=clock"],
    7: ["transpose=clock_flip"],
    8: ["transpose=cclock"],
}
FILTERED = {"pred": "up", "compression_level": "0"}  # what is above each row is taken from it, and nothing packed
LEVEL = 3  # a quarter of the time that FFmpeg's own choice takes, 3 % more bytes
STRIP = 1_000_000  # pixels that are encoded at once
KEPT = (b"IHDR", b"IDAT")
SIGNATURE = b"\x89PNG\r\n\x1a\n"
HIGH_BITDEPTH = 0x40  # of the third byte of a box `av1C` (av1-isobmff, 2.3.3)

av.logging.set_level(av.logging.PANIC)


def of_samples(data: Any, mode: str, size: tuple[int, int], stride: int, profile: bytes | None) -> bytes:
    """Of rows of interleaved samples of sixteen bits, the lowest byte first, each row `stride` bytes long."""
    if mode not in SAMPLES:
        raise ValueError(f"Unsupported mode: {mode}")
    return _png(_Rows(data, stride, *size, SAMPLES[mode]), profile)


def is_deep_avif(content: bytes) -> bool:
    """Whether an AVIF has ten or twelve bits, by what its boxes say of its AV1."""
    place = content.find(b"av1C")
    return 0 <= place < len(content) - 7 and bool(content[place + 6] & HIGH_BITDEPTH)


def of_avif(content: bytes, size: tuple[int, int], orientation: int, profile: bytes | None) -> bytes:
    """Of an AVIF of more than eight bits; `size` is that of the whole. Raises ValueError."""
    frames = _frames(content)
    if any((frame.width, frame.height) != size for frame in frames) or not 1 <= len(frames) <= 2:
        raise ValueError("Unsupported tiles of more than eight bits")
    wanted = "rgba64be" if len(frames) > 1 else "rgb48be"
    picture = frames.pop(0).reformat(format=wanted)
    if frames:
        _put_alpha(picture, frames.pop().reformat(format="gray16be", dst_color_range="JPEG"))
    picture = _turned(picture, orientation)
    plane = picture.planes[0]
    return _png(_Rows(memoryview(plane), plane.line_size, picture.width, picture.height, (wanted, wanted)), profile)


def _frames(content: bytes) -> list[av.VideoFrame]:
    """The picture, and its transparency where it has some: the first of each of its streams."""
    try:
        with av.open(io.BytesIO(content), "r", format="mov") as container:
            count = len(container.streams.video)
        return [_first(content, place) for place in range(count)]
    except (av.FFmpegError, StopIteration) as problem:
        raise ValueError(str(problem)) from None


def _first(content: bytes, place: int) -> av.VideoFrame:
    with av.open(io.BytesIO(content), "r", format="mov") as container:
        container.streams.video[place].thread_count = 1
        return next(container.decode(video=place))


def _put_alpha(picture: av.VideoFrame, alpha: av.VideoFrame) -> None:
    colour, grey = picture.planes[0], alpha.planes[0]
    into, values = memoryview(colour), bytes(grey)
    for y in range(picture.height):
        begin, place = y * colour.line_size, y * grey.line_size
        end = begin + 8 * picture.width
        into[begin + 6 : end : 8] = values[place : place + 2 * picture.width : 2]
        into[begin + 7 : end : 8] = values[place + 1 : place + 2 * picture.width : 2]


def _turned(frame: av.VideoFrame, orientation: int) -> av.VideoFrame:
    if orientation not in TURNS:
        return frame
    graph = av.filter.Graph()
    steps = [graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1))]
    steps += [graph.add(*each.split("=")) for each in TURNS[orientation]]
    steps.append(graph.add("buffersink"))
    graph.link_nodes(*steps).configure()
    frame.pts = 0
    graph.push(frame)
    return graph.vpull()


class _Rows(NamedTuple):
    """Pixels in memory, each row `stride` bytes long. `formats`: the one of FFmpeg that they have, and that of their
    PNG."""

    data: Any
    stride: int
    width: int
    height: int
    formats: tuple[str, str]

    def strips(self) -> Iterator["_Rows"]:
        """From top to bottom."""
        rows = max(1, STRIP // self.width)
        for top in range(0, self.height, rows):
            height = min(rows, self.height - top)
            part = self.data[top * self.stride : (top + height) * self.stride]
            yield self._replace(data=part, height=height)


def _png(whole: _Rows, profile: bytes | None) -> bytes:
    """Strip by strip: encoded at once, a picture takes several times its memory. The first row of a strip is told by
    itself and not by the one above, so that the rows of all are those of one picture."""
    packed = zlib.compressobj(LEVEL)
    pieces = [SIGNATURE]
    for strip in whole.strips():
        chunks = [*_chunks(_encoded(strip))]
        if len(pieces) == 1:
            pieces += _head(chunks[0][1], whole.height, profile)
        rows = zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT"))
        pieces.append(_chunk(b"IDAT", packed.compress(rows)))
    return b"".join([*pieces, _chunk(b"IDAT", packed.flush()), _chunk(b"IEND", b"")])


def _head(of_strip: bytes, height: int, profile: bytes | None) -> Iterator[bytes]:
    yield _chunk(b"IHDR", of_strip[:4] + height.to_bytes(4) + of_strip[8:])
    if profile:
        yield _chunk(b"iCCP", b"icc\0\0" + zlib.compress(profile))


def _encoded(strip: _Rows) -> bytes:
    given, wanted = strip.formats
    frame = av.VideoFrame(strip.width, strip.height, given)
    plane = frame.planes[0]
    into, row = memoryview(plane), min(strip.stride, plane.line_size)
    for y in range(strip.height):
        into[y * plane.line_size : y * plane.line_size + row] = strip.data[y * strip.stride : y * strip.stride + row]
    encoder: Any = av.CodecContext.create("png", "w")
    encoder.width, encoder.height, encoder.pix_fmt = strip.width, strip.height, wanted
    encoder.time_base = Fraction(1)
    encoder.options = FILTERED
    frame = frame.reformat(format=wanted)
    frame.pts = 0
    return b"".join(bytes(packet) for packet in (*encoder.encode(frame), *encoder.encode(None)))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and data of each chunk that holds pixels (PNG, third edition, section 5)."""
    place = len(SIGNATURE)
    while place < len(png):
        end = place + 12 + int.from_bytes(png[place : place + 4])
        if (name := png[place + 4 : place + 8]) in KEPT:
            yield name, png[place + 8 : end - 4]
        place = end


def _chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)
