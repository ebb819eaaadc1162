"""The segments of a JPEG (ITU T.81, annex B): what tells of the pixels, what does not, and whether all of it is there.

Pure: bytes in, bytes out.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

START, END = b"\xff\xd8", b"\xff\xd9"
SOF, SOS, APP0, APP14 = 0xC0, 0xDA, 0xE0, 0xEE
OF_PIXELS = {*range(0xC0, 0xD0), *range(0xDA, 0xDE)}  # frames and tables; scans, tables, the number of lines, restarts
ADOBE_BYTES = 16
JFIF = b"\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"  # 1.01, without a density or a preview (JFIF 1.02, 1992)
NO_FRAMES = (0xC4, 0xC8, 0xCC)  # among the numbers of frames: tables, and one that is reserved
NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # behind a scan, in which 0xff is stuffed or a restart
COEFFICIENTS = 64
PADDINGS = (b"", b"\x55" * 512, b"\xaa" * 512, b"\x00" * 512)


class Segment(NamedTuple):
    """`marker`: its second byte. From its first byte to the one behind it; that of a scan has the scan's data."""

    marker: int
    start: int
    end: int


def segments(content: bytes) -> Iterator[Segment]:
    """Those between start and end of image. Ends early where what comes is no segment."""
    place = len(START)
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:  # a filler
            place += 1
            continue
        if marker == END[1]:
            return
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4])
        if marker == SOS:
            following = NEXT_MARKER.search(content, end)
            end = following.start() if following else len(content)
        yield Segment(marker, place, min(end, len(content)))
        place = end


def bare(content: bytes) -> bytes | None:
    """The same picture to the last bit, without all that tells of anything else: EXIF and where it was taken, comments,
    previews, profiles. None where something lies behind its end, or it is no whole JPEG.
    """
    kept, place = [START], len(START)
    for segment in segments(content):
        if segment.marker == APP0 and content.startswith(JFIF[4:9], segment.start + 4) and JFIF not in kept:
            kept.append(JFIF)
        elif segment.marker in OF_PIXELS or _is_of_colours(content, segment):
            kept.append(content[segment.start : segment.end])
        place = segment.end
    return b"".join([*kept, END]) if content[place:] == END else None


def _is_of_colours(content: bytes, segment: Segment) -> bool:
    """Adobe's word on how they are coded, and no more."""
    marker, start, end = segment
    return marker == APP14 and end - start == ADOBE_BYTES and content.startswith(b"Adobe", start + 4)


def frame(content: bytes) -> int:
    """How it is coded: its start-of-frame marker (table B.1); 0 when there is none."""
    return next((marker for marker, _, _ in segments(content) if _is_frame(marker)), 0)


def is_ended(content: bytes) -> bool:
    """Whether its end mark is where it belongs, whatever lies behind it."""
    if content.endswith(END):
        return True
    last = max((segment.end for segment in segments(content)), default=0)
    return content.startswith(END, last)


def ended(content: bytes) -> Iterator[bytes]:
    """A JPEG without its end mark, ended in several ways: with nothing before the mark, and with data that would be
    taken for pixels if any were missing. All are there where all of these show the same.

    Gives nothing where a scan is missing as a whole.
    """
    if _has_all_scans(content):
        for padding in PADDINGS:
            yield content + padding + END


def _has_all_scans(content: bytes) -> bool:
    """Whether each component has each of its coefficients to the last bit."""
    left: dict[int, set[int]] = {}
    for marker, start, _ in segments(content):
        body = start + 4
        if _is_frame(marker):
            components = sum(content[body + 5 : body + 6])
            left = {each: set(range(COEFFICIENTS)) for each in content[body + 6 : body + 6 + 3 * components : 3]}
        elif marker == SOS:
            count = sum(content[body : body + 1])
            first, last, bits = content[body + 1 + 2 * count : body + 4 + 2 * count].ljust(3, b"\xff")
            for each in content[body + 1 : body + 1 + 2 * count : 2]:
                if not bits & 0x0F:
                    left.get(each, set()).difference_update(range(first, last + 1))
    return bool(left) and not any(left.values())


def _is_frame(marker: int) -> bool:
    return SOF <= marker <= SOF + 15 and marker not in NO_FRAMES
