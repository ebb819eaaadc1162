"""Pure: what files may come in as, how large they may be, and why one is refused."""

import struct
import zlib

from contract import v1
from core.exceptions import Refused

FORMATS = v1.EXTENSIONS  # whatever is taken in can be exported, under the same ending
HEIC, AVIF = "image/heic", "image/avif"
CONVERTED = {HEIC: "HEIC", AVIF: "AVIF"}  # taken in as one of those, and how people call them

NO_END_MARK = "no_end_mark"
# What there is to know of a file that was taken all the same.
NOTES = {NO_END_MARK: "The file ends without its end mark. All of its pixels are there."}

NO_DHASH = 2**63 - 1  # not known: sorts behind all that are
LOOK_NUMBERS = 400  # by which a picture is told from its fellows (`images/looks.py`)

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


# Why a file is refused, for programs.
_OF_BOTH = ("empty", "too_large", "too_many_pixels", "damaged", "too_much_memory", "too_much_time", "withdrawn")
OF_IMAGES = (*_OF_BOTH, "not_an_image", "kind_not_taken", "unknown_coding", "failed")
OF_VIDEOS = (*_OF_BOTH, "not_a_video", "no_video", "no_frames", "codec_not_taken")


class Unusable(Exception):
    """The bytes are no file that is taken. `code` for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def check_size(size: int, most: int, *, kind: str = "file", digits: int = 1) -> None:
    """Refuse an empty or too large file, before it is read where its size is known."""
    if size == 0:
        raise Refused("The file is empty.", code="empty", field="file")
    if size > most:
        raise Refused(
            f"The {kind} has {size / 1_000_000:,.{digits}f} MB; the limit is {most // 1_000_000:,} MB.",
            code="too_large",
            field="file",
        )
