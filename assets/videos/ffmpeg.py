"""One pass of ffmpeg over one local video: the frames that a sampling takes, as JPEGs, each with its exact place.

ffmpeg runs as a process of its own, without a shell, a variable of the environment or a network, and may open that one
file only: format, protocol and decoder are on a list, and the name is ours. It writes into a pipe, so that it waits for
us and nothing piles up; memory and time are bounded before it begins.
"""

import contextlib
import functools
import os
import re
import selectors
import shutil
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

import ffmpeg
import imageio_ffmpeg

from assets.videos.probing import FLATTEST, Facts
from assets.videos.sampling import Sampling, expression, looked_at
from core.confined import children
from core.confined.limits import Limits, launched

NEW_ENOUGH = 7  # the first with everything that is used: `stats_enc_pre` (6.0) and chroma locations of `scale` (7.1)
EXTRACTION = 2  # which way we take frames; 2: their pixels are square
QUALITY = 3  # of mjpeg: over 36 dB on every video that was tried, noise included
MEMORY = 4_000_000_000  # bytes of address space: a pass has many threads
CPU_SECONDS = 12 * 60 * 60
WAKE = 0.5  # seconds between two signs of life while nothing comes
CHUNK = 1 << 20
LARGEST_JPEG = 64_000_000
NOT_READ = "not on whitelist"  # said of the sound, which nobody asked for
LAST_WORDS = 4000  # characters of what ffmpeg complained about
DECODED = re.compile(r"(\d+) frames decoded(?:; (\d+) decode errors)?")
MARKED = re.compile(rb"\[Eval @ [^\]]*\] \[info\] (\d+)\.0+\n")  # by `print` in an expression
# PQ and HLG in 10 bit become what sRGB can show: https://trac.ffmpeg.org/wiki/Encode/HEVC and the zimg and tonemap
# chapters of ffmpeg-filters. 203 cd/m² is the white of graphics (ITU-R BT.2408).
TO_SDR = (
    ("zscale", {"transfer": "linear", "npl": 203}),
    ("format", {"pix_fmts": "gbrpf32le"}),
    ("zscale", {"primaries": "bt709"}),
    ("tonemap", {"tonemap": "mobius", "desat": 0}),
    ("zscale", {"transfer": "iec61966-2-1", "range": "full"}),
    ("format", {"pix_fmts": "gbrp"}),
)


class Failed(Exception):
    """ffmpeg ended before it should, with what it said."""


class TooLong(Exception):
    """The time that a pass may take is over."""


@dataclass(frozen=True)
class Frame:
    """A frame of the video: its 0-based place in presentation order, its time since the first one, and a JPEG."""

    index: int
    timestamp_ms: int
    jpeg: bytes


@functools.cache
def binary() -> tuple[str, str]:
    """Path and version of the ffmpeg that is used: the system's when it is new enough, else the one of the wheel."""
    found = shutil.which("ffmpeg")
    if found and (version := _version(found)) and _major(version) >= NEW_ENOUGH:
        return found, version
    own = imageio_ffmpeg.get_ffmpeg_exe()
    return own, _version(own) or "unknown"


def extractor() -> str:
    """Name and version, as they are stored with a video."""
    return f"ffmpeg {binary()[1]}"[:80] + f", extraction {EXTRACTION}"


def _version(path: str) -> str:
    with contextlib.suppress(OSError, subprocess.SubprocessError, IndexError):
        told = subprocess.run([path, "-version"], capture_output=True, text=True, timeout=20, check=True, env={})  # noqa: S603
        return told.stdout.split()[2]
    return ""


def _major(version: str) -> int:
    found = re.match(r"n?(\d+)\.", version)
    return int(found[1]) if found else 0


def command(path: Path, facts: Facts, sampling: Sampling, value: float, stats: Path) -> list[str]:
    """The command line of one pass. What is chosen is converted afterwards: only what is taken costs anything."""
    taken = source(path, facts)[str(facts.stream)].filter("select", expression(sampling, value, frames=facts.frames))
    return compiled(jpegs(upright_srgb(taken, facts), stats))


def source(path: Path, facts: Facts, **options: Any) -> ffmpeg.nodes.FilterableStream:
    """The file as it is read. `options` of ffmpeg, before the file's name."""
    return ffmpeg.input(
        str(path),
        **facts.allowed(),
        fflags="+discardcorrupt",
        noautorotate=None,
        an=None,
        sn=None,
        dn=None,
        **options,
    )


def jpegs(stream: ffmpeg.nodes.FilterableStream, stats: Path, **options: Any) -> ffmpeg.nodes.OutputStream:
    """JPEGs into the pipe, and the place of each into `stats`."""
    return stream.output(
        "pipe:1",
        format="image2pipe",
        vcodec="mjpeg",
        fps_mode="passthrough",
        enc_time_base="filter",  # that of the stream: times stay exact
        flags="+bitexact",  # no name and version in each picture
        stats_enc_pre=str(stats),
        stats_enc_pre_fmt="{ni} {pts} {tb}",
        **{"q:v": QUALITY},
        **options,
    )


def compiled(output: ffmpeg.nodes.OutputStream) -> list[str]:
    quiet = output.global_args("-nostdin", "-hide_banner", "-nostats", "-loglevel", "repeat+level+verbose")
    return list(ffmpeg.compile(quiet, cmd=binary()[0], overwrite_output=True))


def upright_srgb(stream: ffmpeg.nodes.FilterableStream, facts: Facts) -> ffmpeg.nodes.FilterableStream:
    """Turned, with square pixels, in 8-bit sRGB, then as JPEG stores it, with chroma at full size: a second subsampling
    would blur it."""
    for each in facts.turn:
        name, _, way = each.partition("=")
        stream = stream.filter(name, way) if way else stream.filter(name)
    for name, options in TO_SDR if facts.hdr else ():
        stream = stream.filter(name, **options)
    # ffmpeg takes the chroma of deep 4:2:0 to stand in the middle, where H.264 and H.265 say left.
    deep = re.fullmatch(r"yuv420p1\d(le|be)|p01\d(le|be)", facts.pixel_format) and not facts.hdr
    # Chroma of interlaced frames belongs to fields (interl=-1: of those that say so).
    chroma = {"in_chroma_loc": "left"} if deep else {}
    rgb = stream.filter("scale", **_square(facts), flags="bilinear", interl=-1, **chroma)
    if facts.pixel_ratio != "":
        rgb = rgb.filter("setsar", 1)
    return (
        rgb.filter("format", "rgb24")
        .filter("scale", out_color_matrix="bt601", out_range="full")
        .filter("format", "yuvj444p")
    )


def _square(facts: Facts) -> dict[str, str]:
    """Sides that make pixels square by making one longer. Of a video that was looked at before its ratio was, by what
    ffmpeg finds."""
    if facts.pixel_ratio == "":
        return {}
    ratio = f"clip(sar,1/{FLATTEST},{FLATTEST})" if facts.pixel_ratio is None else facts.pixel_ratio.replace(":", "/")
    return {"w": f"round(iw*max(1,{ratio}))", "h": f"round(ih/min(1,{ratio}))"}


class Pass:
    """Runs one pass. Iterate over it for the frames; afterwards `decoded` and `errors` tell how the decoder fared.

    `alive` is called at least every second, and may raise to end it all. Leaving the context ends the process. While it
    looks for scenes, `looked` tells of how many frames, from where it begins, all that are taken have come.
    """

    def __init__(self, arguments: list[str], stats: Path, *, alive: Callable[[], None], seconds: float) -> None:
        self._arguments = arguments
        self._stats = stats
        self._words = stats.with_suffix(".log")
        self._alive = alive
        self._limits = Limits(MEMORY, CPU_SECONDS, seconds)
        self._deadline = time.monotonic() + seconds
        self.decoded: int | None = None
        self.errors = 0
        self.looked = 0
        self._came = 0
        self._marks: deque[tuple[int, int]] = deque()  # that were read, but the frames before them have not come yet
        self._read = 0  # bytes of what it says

    def __enter__(self) -> "Pass":
        self._stats.touch()
        with self._words.open("wb") as words:
            self._process = subprocess.Popen(  # noqa: S603 - no shell, and each argument is ours
                launched(self._arguments, self._limits),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=words,
                env={},
            )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._stats.unlink(missing_ok=True)
        self._words.unlink(missing_ok=True)

    def __iter__(self) -> Iterator[Frame]:
        first: Fraction | None = None
        for index, moment, jpeg in self.placed():
            first = moment if first is None else first
            yield Frame(index, max(0, round((moment - first) * 1000)), jpeg)

    def placed(self) -> Iterator[tuple[int, Fraction, bytes]]:
        """Of each frame that comes: its place among those that were decoded, its time in the file, and the JPEG."""
        with self._stats.open() as places:
            for jpeg in split(self._chunks()):
                self._came += 1
                yield *_place(places), jpeg
        self._finish()

    def _chunks(self) -> Iterator[bytes]:
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while True:
                self._read_marks()
                self._alive()
                if time.monotonic() > self._deadline:
                    raise TooLong
                self._look()
                if selector.select(WAKE):
                    if not (chunk := os.read(pipe, CHUNK)):
                        return
                    yield chunk

    def _read_marks(self) -> None:
        with self._words.open("rb") as words:
            words.seek(self._read)
            said = words.read()
        for found in MARKED.finditer(said):
            self._marks.append(looked_at(int(found[1])))
        self._read += said.rfind(b"\n") + 1  # half a line is read again
        while self._marks and self._marks[0][1] <= self._came:
            self.looked = self._marks.popleft()[0]

    def _look(self) -> None:
        try:
            children.check_memory(self._process.pid, self._limits)
        except children.TooMuch:
            raise Failed("it takes more memory than is allowed") from None

    def _finish(self) -> None:
        code = self._process.wait()
        said = self._words.read_text(errors="replace")
        if found := DECODED.search(said):
            self.decoded, self.errors = int(found[1]), int(found[2] or 0)
        if code:
            raise Failed(last_words(said) or f"ffmpeg ended with {code}")


def _place(places: IO[str]) -> tuple[int, Fraction]:
    """Index and time of the next frame. ffmpeg writes the line before it encodes the frame."""
    index, pts, base = places.readline().split()
    return int(index), int(pts) * Fraction(base)


def split(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The JPEGs of a stream of them, one behind the other. Raises Failed when the stream is anything else."""
    buffer = bytearray()
    scanned = 0
    for chunk in chunks:
        buffer += chunk
        while (end := _end_of_jpeg(buffer, scanned)) > 0:
            yield bytes(buffer[:end])
            del buffer[:end]
            scanned = 0
        scanned = max(0, len(buffer) - 1)
        if len(buffer) > LARGEST_JPEG:
            raise Failed("a frame is too large")
    if buffer:
        raise Failed("the last frame is cut off")


def _end_of_jpeg(buffer: bytearray, scanned: int) -> int:
    """Where the first JPEG ends; 0 while it does not. `scanned`: bytes without an end, from an earlier look.

    Segments before the scan tell their own length (ITU T.81, B.1.1.4) and may hold anything; in the scan, 0xFF is
    followed by 0x00 or by a marker, so that the end marker is just that.
    """
    place = 2
    while place + 4 <= len(buffer):
        if buffer[place] != 0xFF:
            raise Failed("what ffmpeg wrote is no JPEG")
        marker = buffer[place + 1]
        place += 2 + int.from_bytes(buffer[place + 2 : place + 4])
        if marker == 0xDA:
            found = buffer.find(b"\xff\xd9", max(place, scanned))
            return found + 2 if found >= 0 else 0
    return 0


def last_words(said: str) -> str:
    """What ffmpeg complained about, without its own names for its parts."""
    lines = [line for line in said.splitlines() if ("[error]" in line or "[fatal]" in line) and NOT_READ not in line]
    text = "; ".join(dict.fromkeys(re.sub(r"^(\[[^\]]*\] )+", "", line) for line in lines[-5:]))
    return text[:LAST_WORDS]
