"""What a video file says of itself, by PyAV: one picture is decoded, the first. Refusals are sentences.

The file is untrusted. Its name is ours, and PyAV may open that one file in one of the containers that are taken, so
that a playlist can reach neither the network nor another file. What it may be coded as is on a list, and how large its
pictures are is looked at before one is decoded. All that in a confined process (`read`), never in that of the web.
"""

import heapq
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from assets.formats import Unusable
from assets.videos.sampling import Clip

TAKEN = "MP4, MOV, WebM, MKV and AVI"
CODECS = {
    "h264": "H.264",
    "hevc": "HEVC",
    "vp8": "VP8",
    "vp9": "VP9",
    "av1": "AV1",
    "mpeg4": "MPEG-4",
    "mpeg2video": "MPEG-2",
    "mjpeg": "MJPEG",
    "prores": "ProRes",
    "dnxhd": "DNxHD",
}
DECODERS = [*CODECS, "libdav1d", "libaom-av1"]  # AV1 is decoded by a library
# For PyAV and for ffmpeg alike. Names of demuxers: MP4 and MOV are read by one, WebM and MKV by another.
ALLOWED = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,matroska,avi",
    "codec_whitelist": ",".join(DECODERS),
}
NOTHING_DECODED = {"codec_whitelist": "none"}  # else libav decodes a frame as soon as it opens a file
MOST_PIXELS = 100_000_000
PADDED = 1.25  # pixels that a decoder makes room for, for each one of the picture: it works in blocks
REORDERED = 64  # packets: more than any decoder's delay between the order of decoding and that of showing
FLATTEST = 10  # times as wide as high, or the other way round, that a pixel can be
HDR = {16: "PQ", 18: "HLG"}  # ITU-T H.273, transfer characteristics
ENDINGS = {
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "video/x-matroska": "mkv",
    "video/x-msvideo": "avi",
}


@dataclass(frozen=True)
class Facts:
    """Of the first video stream. Times are whole milliseconds since its first frame; sizes are of upright pixels.

    `rate`: frames a second, on average; `broken_at_ms`: time of the last frame, where the file ends before it should;
    `keyframes`: how many there are, 0 in rows from before they were counted. `pixel_ratio`: width to height of an
    upright pixel, `16:11`; empty where they are square, None in rows from before it was looked at.
    """

    mime_type: str
    stream: int
    codec: str
    width: int
    height: int
    frames: int
    last_ms: int
    duration_ms: int
    longest_gap_ms: int
    rate: float
    pixel_format: str
    turn: list[str]  # ffmpeg's filters that turn a frame upright
    hdr: str = ""
    interlaced: bool = False
    video_streams: int = 1
    has_audio: bool = False
    broken_at_ms: int | None = None
    keyframes: int = 0
    pixel_ratio: str | None = None

    @property
    def square(self) -> tuple[int, int]:
        """Width and height of its frames as they are taken: with square pixels, and none fewer."""
        ratio = Fraction(self.pixel_ratio.replace(":", "/")) if self.pixel_ratio else Fraction(1)
        if ratio > 1:
            return round(self.width * ratio), self.height
        return self.width, round(self.height / ratio)

    def clip(self) -> Clip:
        last, gap = self.last_ms / 1000, self.longest_gap_ms / 1000
        return Clip(self.frames, last, gap, *self.square, self.keyframes)

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    def allowed(self) -> dict[str, str]:
        """Options for what decodes the file later. Its first frame was not too large; others may have another size."""
        return allowed(max(self.width * self.height, MOST_PIXELS))


def pyav() -> Any:
    """PyAV, loaded when the first video is looked at: it is a fifth of the memory of a process that does nothing."""
    import av.error
    import av.stream

    return av


def read(path: str, max_pixels: int) -> dict[str, Any]:
    """The facts of a local file, stored, for who asks another process. Raises Unusable."""
    return probe(Path(path), max_pixels=max_pixels).stored()


def probe(path: Path, *, max_pixels: int = MOST_PIXELS) -> Facts:
    """Read all packets of a local file, and decode none but the first. Raises Unusable."""
    with _opened(path, ALLOWED | NOTHING_DECODED) as container:
        stream = _pictures(container)[0]
        _check_codec(stream)
        _check_pixels((stream.codec_context.width, stream.codec_context.height), max_pixels)
    with _opened(path, allowed(max_pixels)) as container:
        return _facts(container, path, max_pixels)


def _opened(path: Path, options: dict[str, str]) -> Any:
    try:
        return pyav().open(str(path), options=dict(options))
    except (pyav().error.FFmpegError, ValueError):
        raise Unusable("not_a_video", _not_opened(path)) from None


def allowed(max_pixels: int) -> dict[str, str]:
    """Options for what opens and decodes a file, that keep it to what is taken."""
    return ALLOWED | {"max_pixels": str(int(max_pixels * PADDED))}


def _not_opened(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(64)
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free"):
        return "The file is cut off or damaged: the index of its frames is missing. Copy it again from its source."
    if head.startswith((b"\x1aE\xdf\xa3", b"RIFF")):
        return "The file is damaged: it cannot be read as the video it says to be."
    return f"This is not a video that Labeler can read. It takes {TAKEN}."


def _pictures(container: Any) -> list[Any]:
    """The video streams that are not a cover: at least one."""
    cover = pyav().stream.Disposition.attached_pic
    pictures = [each for each in container.streams.video if not each.disposition & cover]
    if not pictures:
        what = "sound only" if container.streams.audio else "neither pictures nor sound"
        raise Unusable("no_video", f"The file has no video stream: it holds {what}.")
    return pictures


def _facts(container: Any, path: Path, max_pixels: int) -> Facts:
    pictures = _pictures(container)
    stream = pictures[0]
    first = _first_frame(container, stream, max_pixels)
    if first is None:
        # Also where the pictures are larger than the head of the file says, and than is allowed.
        raise Unusable(
            "no_frames", f"The video has no frame of at most {max_pixels / 1e6:g} million pixels that can be read."
        )
    _check_pixels((first.width, first.height), max_pixels)
    shown = _Shown(stream.time_base)
    packets = _Packets(container, stream)
    for pts in in_order(packets):
        shown.add(pts)
    turn = _turn(_matrix(first))
    turns_over = any("clock" in each for each in turn)
    width, height = (first.height, first.width) if turns_over else (first.width, first.height)
    rate = shown.rate or float(stream.average_rate or 0)
    # The heads of MP4, MOV and AVI tell how many frames there are, those of Matroska how many bytes.
    breaks_off = packets.broke or packets.read < stream.frames or path.stat().st_size < _matroska_bytes(path)
    facts = Facts(
        mime_type=_mime_type(container, path),
        stream=stream.index,
        codec=stream.codec_context.name,
        width=width,
        height=height,
        frames=shown.frames,
        last_ms=shown.last_ms,
        duration_ms=round(shown.last_ms + (1000 / rate if rate else 0)),
        longest_gap_ms=shown.longest_gap_ms,
        rate=round(rate, 3),
        pixel_format=first.format.name,
        turn=turn,
        hdr=HDR.get(int(first.color_trc or 0), ""),
        interlaced=bool(first.interlaced_frame),
        video_streams=len(pictures),
        has_audio=bool(container.streams.audio),
        broken_at_ms=shown.last_ms if breaks_off else None,
        keyframes=packets.keyframes,
        pixel_ratio=_pixel_ratio(stream.sample_aspect_ratio, turns_over),
    )
    _check_pixels(facts.square, max_pixels)
    return facts


def _pixel_ratio(ratio: Fraction | None, turns_over: bool) -> str:
    """Of an upright pixel; empty where it is square, or where what is told cannot be."""
    if not ratio or ratio == 1 or not 1 / FLATTEST <= ratio <= FLATTEST:
        return ""
    ratio = 1 / ratio if turns_over else ratio
    return f"{ratio.numerator}:{ratio.denominator}"


def _check_codec(stream: Any) -> None:
    name = stream.codec_context.codec.canonical_name if stream.codec_context else "something unknown"
    if name not in CODECS:
        *names, last = CODECS.values()
        raise Unusable(
            "codec_not_taken",
            f"The pictures of this video are coded as {name}, which Labeler does not read. It reads "
            f"{', '.join(names)} and {last}.",
        )


def _check_pixels(size: tuple[int, int], max_pixels: int) -> None:
    width, height = size
    if width * height > max_pixels:
        raise Unusable(
            "too_many_pixels",
            f"The video is {width} × {height}. Frames have at most {max_pixels / 1e6:g} million pixels here.",
        )


def _first_frame(container: Any, stream: Any, max_pixels: int) -> Any:
    """Decoded; None when there is none. The container stands at its start afterwards."""
    stream.codec_context.options = allowed(max_pixels)
    stream.codec_context.thread_count = 1  # each takes memory, as much as there are cores
    try:
        first = next(container.decode(stream), None)
        container.seek(0)
        return first
    except MemoryError:
        raise
    except (pyav().error.FFmpegError, ValueError):
        return None


class _Packets:
    """The presentation times of the packets of a stream that are shown, in the order of decoding. One without a time
    (AVI has none) stands where it is decoded. `broke`: whether reading ended in an error or in half a packet."""

    def __init__(self, container: Any, stream: Any) -> None:
        self._container = container
        self._stream = stream
        self._hides = stream.codec_context.name == "vp8"
        self.read = 0
        self.keyframes = 0
        self.broke = False

    def __iter__(self) -> Iterator[int]:
        try:
            for packet in self._container.demux(self._stream):
                if packet.size == 0:
                    continue  # the end
                if packet.is_corrupt:
                    self.broke = True
                    return
                self.read += 1
                self.keyframes += packet.is_keyframe
                if packet.is_discard or (self._hides and not bytes(packet)[0] >> 4 & 1):
                    continue  # cut away by an edit list; or a frame that is only referred to (RFC 6386, 9.1)
                time = packet.pts if packet.pts is not None else packet.dts
                if time is not None:
                    yield time
        except pyav().error.FFmpegError:
            self.broke = True


def in_order(times: Iterator[int] | _Packets) -> Iterator[int]:
    """In the order of showing, with a window of constant size."""
    window: list[int] = []
    for time in times:
        if len(window) < REORDERED:
            heapq.heappush(window, time)
        else:
            yield heapq.heappushpop(window, time)
    while window:
        yield heapq.heappop(window)


@dataclass
class _Shown:
    """What is kept of the times of all frames."""

    time_base: Fraction
    frames: int = 0
    _first: int = field(default=0, init=False)
    _last: int = field(default=0, init=False)
    _gap: int = field(default=0, init=False)

    def add(self, pts: int) -> None:
        if self.frames == 0:
            self._first = self._last = pts
        self._gap = max(self._gap, pts - self._last)
        self._last = max(self._last, pts)
        self.frames += 1

    @property
    def last_ms(self) -> int:
        return round((self._last - self._first) * self.time_base * 1000)

    @property
    def rate(self) -> float:
        seconds = (self._last - self._first) * self.time_base
        return float((self.frames - 1) / seconds) if seconds else 0.0

    @property
    def longest_gap_ms(self) -> int:
        return round(self._gap * self.time_base * 1000)


def _matroska_bytes(path: Path) -> int:
    """How long a Matroska file says to be: head and segment (RFC 8794). 0 when it does not say, or is none."""
    with path.open("rb") as file:
        end = 0
        for identity in (b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"):
            file.seek(end)
            if file.read(4) != identity or not (first := file.read(1)) or not first[0]:
                return 0
            length = 9 - first[0].bit_length()
            size = int.from_bytes(first + file.read(length - 1)) & (1 << 7 * length) - 1
            if size == (1 << 7 * length) - 1:
                return 0  # it was not known when it was written
            end = file.tell() + size
    return end


def _mime_type(container: Any, path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4096)
    if "matroska" in container.format.name:
        return "video/webm" if b"webm" in head else "video/x-matroska"
    if "avi" in container.format.name:
        return "video/x-msvideo"
    return "video/quicktime" if head[8:12] == b"qt  " or head[4:8] != b"ftyp" else "video/mp4"


def _matrix(frame: Any) -> tuple[int, ...]:
    """The display matrix of a frame, as libavutil/display.h has it; without one, nothing is turned."""
    for data in frame.side_data:
        if data.type.name == "DISPLAYMATRIX":
            return struct.unpack("=9i", bytes(data))
    return (1, 0, 0, 0, 1, 0, 0, 0, 1)


def _turn(matrix: tuple[int, ...]) -> list[str]:
    """The filters that ffmpeg itself would turn a frame with (ffmpeg_filter.c, insert of "transpose"): by itself it
    turns every frame, and we only those that are taken. Turns by odd angles are left away, as browsers do."""
    a, b, _, c, d = matrix[:5]
    if abs(b) > abs(a):
        if b > 0:
            return ["transpose=clock" if c < 0 else "transpose=cclock_flip"]
        return ["transpose=cclock" if c > 0 else "transpose=clock_flip"]
    return (["hflip"] if a < 0 else []) + (["vflip"] if d < 0 else [])
