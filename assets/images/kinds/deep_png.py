"""Pictures of more than eight bits as PNG of sixteen, which Pillow neither holds nor writes: FFmpeg's library does.

Called in confined processes alone.
"""

import io
import zlib
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

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
    4: ["vflip"],
    5: ["transpose=cclock_flip"],
    6: ["transpose=clock"],
    7: ["transpose=clock_flip"],
    8: ["transpose=cclock"],
}
FAST = {"pred": "up", "compression_level": "3"}  # a quarter of the time that FFmpeg's own choice takes, 3 % more bytes
KEPT = (b"IHDR", b"IDAT", b"IEND")
SIGNATURE = b"\x89PNG\r\n\x1a\n"
HIGH_BITDEPTH = 0x40  # of the third byte of a box `av1C` (av1-isobmff, 2.3.3)

av.logging.set_level(av.logging.PANIC)


def of_samples(data: Any, mode: str, size: tuple[int, int], stride: int, profile: bytes | None) -> bytes:
    """Of rows of interleaved samples of sixteen bits, the lowest byte first, each row `stride` bytes long."""
    if mode not in SAMPLES:
        raise ValueError(f"Unsupported mode: {mode}")
    given, wanted = SAMPLES[mode]
    width, height = size
    frame = av.VideoFrame(width, height, given)
    plane = frame.planes[0]
    into, row = memoryview(plane), min(stride, plane.line_size)
    for y in range(height):
        into[y * plane.line_size : y * plane.line_size + row] = data[y * stride : y * stride + row]
    return _png(frame.reformat(format=wanted), profile)


def is_deep_avif(content: bytes) -> bool:
    """Whether an AVIF has ten or twelve bits, by what its boxes say of its AV1."""
    place = content.find(b"av1C")
    return 0 <= place < len(content) - 7 and bool(content[place + 6] & HIGH_BITDEPTH)


def of_avif(content: bytes, size: tuple[int, int], orientation: int, profile: bytes | None) -> bytes:
    """Of an AVIF of more than eight bits; `size` is that of the whole. Raises ValueError."""
    frames = _frames(content)
    if any((frame.width, frame.height) != size for frame in frames) or not 1 <= len(frames) <= 2:
        raise ValueError("Unsupported tiles of more than eight bits")
    picture, *alpha = frames
    picture = picture.reformat(format="rgba64be" if alpha else "rgb48be")
    if alpha:
        _put_alpha(picture, alpha[0].reformat(format="gray16be", dst_color_range="JPEG"))
    return _png(_turned(picture, orientation), profile)


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


def _png(frame: av.VideoFrame, profile: bytes | None) -> bytes:
    encoder: Any = av.CodecContext.create("png", "w")
    encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, frame.format.name
    encoder.time_base = Fraction(1)
    encoder.options = FAST
    frame.pts = 0
    content = b"".join(bytes(packet) for packet in (*encoder.encode(frame), *encoder.encode(None)))
    pieces = [SIGNATURE]
    for name, chunk in _chunks(content):
        pieces.append(chunk)
        if name == b"IHDR" and profile:
            pieces.append(_chunk(b"iCCP", b"icc\0\0" + zlib.compress(profile)))
    return b"".join(pieces)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and bytes of each chunk that holds pixels (PNG, third edition, section 5)."""
    place = len(SIGNATURE)
    while place < len(png):
        end = place + 12 + int.from_bytes(png[place : place + 4])
        if (name := png[place + 4 : place + 8]) in KEPT:
            yield name, png[place:end]
        place = end


def _chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)
