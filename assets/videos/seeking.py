"""A few frames of a long video, each by a seek of its own, or the rest of many or of scenes, by one seek: where that is
sure to give what one pass would.

A seek is sure when the file's index says which frames there are, and each keyframe is one that nothing reaches across.
The time of each frame is looked at when it comes: where it is another than the one pass would give, Missed is raised,
and the pass is taken after all. Which frames those are comes from the packets, in a stream: nothing is decoded for it,
and nothing grows with the length.
"""

import itertools
import re
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from assets.videos import ffmpeg
from assets.videos.probing import Facts, in_order, pyav
from assets.videos.sampling import Sampling, expression, taken

# An H.264 or H.265 keyframe from which everything is begun anew (ITU-T H.264, table 7-1; H.265, table 7-1). VP9 has no
# other ones.
BEGINS_ANEW = {"h264": {5}, "hevc": {19, 20}}
SURE = {*BEGINS_ANEW, "vp9"}


class Missed(Exception):
    """A seek did not give the frame that it was for."""


@dataclass(frozen=True)
class Place:
    """A frame that is wanted: its 0-based place in presentation order, and its time in the file, in seconds."""

    index: int
    time: Fraction


@dataclass(frozen=True)
class Places:
    """The frames that a sampling takes. `first`: time of the video's first frame; `start`: where the file begins."""

    wanted: list[Place]
    first: Fraction
    start: Fraction
    tick: Fraction

    def frame(self, place: Place, jpeg: bytes) -> ffmpeg.Frame:
        return ffmpeg.Frame(place.index, max(0, round((place.time - self.first) * 1000)), jpeg)


def places(
    path: Path, facts: Facts, sampling: Sampling, value: float, *, alive: Callable[[], None] = lambda: None
) -> Places | None:
    """Where the frames are that a sampling takes; None when seeking is not sure to give them. `alive` is called all the
    while, and may raise to end it."""
    if sampling is Sampling.SCENE:
        return None
    return _places(path, facts, lambda times: taken(times, sampling, value, frames=facts.frames), alive)


def before_scenes(path: Path, facts: Facts, behind: int, *, alive: Callable[[], None] = lambda: None) -> Places | None:
    """Where a pass begins that finds the scenes behind the frame of this index; None and `alive` as above.

    That is one frame before. How much a frame differs from the last one is held against how much that one did from its
    own, so the two that come first are judged otherwise than in a whole pass, and all behind them alike.
    """
    begin = max(0, behind - 1)
    found = _places(path, facts, lambda times: (index for index, _ in enumerate(times) if index == begin), alive)
    return found if found and found.wanted else None


def _places(
    path: Path, facts: Facts, choose: Callable[[Iterator[float]], Iterator[int]], alive: Callable[[], None]
) -> Places | None:
    if facts.codec not in SURE or facts.broken_at_ms is not None:
        return None
    try:
        with _shown(path, facts, alive) as (container, shown):
            wanted = [Place(index, shown.now) for index in choose(shown.seconds())]
            for _ in shown.left:  # the rest, for what it says of the file
                pass
            start = Fraction(container.start_time or 0, 1_000_000)
            tick = container.streams[facts.stream].time_base
    except (_Unsure, pyav().error.FFmpegError):
        return None
    if shown.count != facts.frames or shown.first is None:
        return None
    return Places(wanted, shown.first, start, tick)


@contextmanager
def _shown(path: Path, facts: Facts, alive: Callable[[], None]) -> Iterator[tuple[Any, "_Counted"]]:
    """The open file, and the times of its frames."""
    with pyav().open(str(path), options=facts.allowed()) as container:
        stream: Any = container.streams[facts.stream]
        yield container, _Counted(in_order(iter(_Look(container, stream, alive))), stream.time_base)


class _Unsure(Exception):
    """The file is one where only a pass tells which frame is which."""


class _Look:
    """The presentation times of all packets, in the order of decoding. Raises _Unsure at the first that is odd."""

    def __init__(self, container: Any, stream: Any, alive: Callable[[], None]) -> None:
        self._container, self._stream, self._alive = container, stream, alive
        self._begins = BEGINS_ANEW.get(stream.codec_context.name)
        self._prefix = _prefix_bytes(stream.codec_context.name, bytes(stream.codec_context.extradata or b""))

    def __iter__(self) -> Iterator[int]:
        first = None
        for packet in self._container.demux(self._stream):
            self._alive()
            if packet.size == 0:
                continue
            if packet.pts is None or packet.is_corrupt or packet.is_discard:
                raise _Unsure
            if first is None and not packet.is_keyframe:
                raise _Unsure  # frames before the first keyframe: a decoder may leave them out
            first = packet.pts if first is None else first
            if packet.pts < first:
                raise _Unsure
            if packet.is_keyframe and not self._begins_anew(bytes(packet)):
                raise _Unsure
            yield packet.pts

    def _begins_anew(self, packet: bytes) -> bool:
        return self._begins is None or not self._begins.isdisjoint(_kinds(self._stream, packet, self._prefix))


class _Counted:
    """Times in the order of showing, counted while they pass."""

    def __init__(self, ticks: Iterator[int], base: Fraction) -> None:
        self.left = self._each(ticks, base)
        self.count = 0
        self.first: Fraction | None = None
        self.now = Fraction(0)

    def _each(self, ticks: Iterator[int], base: Fraction) -> Iterator[Fraction]:
        for tick in ticks:
            before, self.now = self.now, tick * base
            if self.count and self.now <= before:
                raise _Unsure  # two frames at one time
            self.first = self.now if self.first is None else self.first
            self.count += 1
            yield self.now

    def seconds(self) -> Iterator[float]:
        for now in self.left:
            assert self.first is not None
            yield float(now - self.first)


def _prefix_bytes(codec: str, extra: bytes) -> int:
    """How many bytes tell the length of a unit (ISO 14496-15, 5.3.3.1 and 8.3.3.1); 0 where start codes part them."""
    if extra[:1] != b"\x01":
        return 0
    return (extra[4 if codec == "h264" else 21] & 3) + 1


def _kinds(stream: Any, packet: bytes, prefix: int) -> Iterator[int]:
    """The types of the units of a packet."""
    is_h264 = stream.codec_context.name == "h264"
    for head in _heads(packet, prefix):
        yield head & 31 if is_h264 else head >> 1 & 63


def _heads(packet: bytes, prefix: int) -> Iterator[int]:
    if not prefix:
        yield from (found[1][0] for found in re.finditer(rb"\x00\x00\x01(.)", packet, re.DOTALL))
        return
    place = 0
    while place + prefix < len(packet):
        length = int.from_bytes(packet[place : place + prefix])
        yield packet[place + prefix]
        place += prefix + length


def command(path: Path, facts: Facts, found: Places, place: Place, stats: Path) -> list[str]:
    """The command line that gives this one frame: as `decoder.command` would, from the keyframe before it."""
    output = ffmpeg.jpegs(ffmpeg.upright_srgb(_from(path, facts, found, place), facts), stats, **{"frames:v": 1})
    return ffmpeg.compiled(output.global_args("-copyts"))


def command_of_rest(
    path: Path, facts: Facts, found: Places, place: Place, sampling: Sampling, value: float, stats: Path
) -> list[str]:
    """The command line that gives this frame and all that a sampling takes after it."""
    rule = expression(sampling, value, frames=facts.frames, index=place.index, first=float(found.first))
    chosen = _from(path, facts, found, place).filter("select", rule)
    output = ffmpeg.jpegs(ffmpeg.upright_srgb(chosen, facts), stats)
    return ffmpeg.compiled(output.global_args("-copyts"))


def command_of_scenes(path: Path, facts: Facts, found: Places, value: float, stats: Path) -> list[str]:
    """The command line that gives the scenes from the place that was found on; the first two frames may come, too."""
    rule = expression(Sampling.SCENE, value, frames=facts.frames)
    chosen = _from(path, facts, found, found.wanted[0]).filter("select", rule)
    output = ffmpeg.jpegs(ffmpeg.upright_srgb(chosen, facts), stats)
    return ffmpeg.compiled(output.global_args("-copyts"))


def _from(path: Path, facts: Facts, found: Places, place: Place) -> Any:
    # Half a tick before: nothing else lies between. ffmpeg counts from where the file begins.
    at = max(Fraction(0), place.time - found.start - found.tick / 2)
    return ffmpeg.source(path, facts, ss=f"{float(at):.6f}")[str(facts.stream)]


class Seeks:
    """Iterate over it for the frames, but for those whose index is in `skip`. As `decoder.Pass`, but every frame is a
    process of its own. `here`: how many of those that are wanted are skipped."""

    decoded: int | None = None
    errors = 0

    def __init__(
        self,
        path: Path,
        facts: Facts,
        found: Places,
        stats: Path,
        *,
        skip: Collection[int] = (),
        alive: Callable[[], None],
        seconds: float,
    ) -> None:
        self._path, self._facts, self._found, self._stats = path, facts, found, stats
        self._skip, self._alive = skip, alive
        self._deadline = time.monotonic() + seconds
        self.here = sum(place.index in skip for place in found.wanted)

    def __iter__(self) -> Iterator[ffmpeg.Frame]:
        for place in self._found.wanted:
            if place.index not in self._skip:
                yield self._found.frame(place, self._one(place))

    def _one(self, place: Place) -> bytes:
        arguments = command(self._path, self._facts, self._found, place, self._stats)
        left = max(0.0, self._deadline - time.monotonic())
        with ffmpeg.Pass(arguments, self._stats, alive=self._alive, seconds=left) as one:
            try:
                came = list(one.placed())
            except ffmpeg.Failed:
                raise Missed from None
        if one.errors or [moment for _, moment, _ in came] != [place.time]:
            raise Missed
        return came[0][2]


class Rest:
    """Iterate over it for the frames from the first on whose index is not in `skip`: one pass, which begins there. As
    `decoder.Pass`. `here`: how many are wanted before that one."""

    decoded: int | None = None
    errors = 0

    def __init__(
        self,
        path: Path,
        facts: Facts,
        found: Places,
        sampling: Sampling,
        value: float,
        stats: Path,
        *,
        skip: Collection[int],
        alive: Callable[[], None],
        seconds: float,
    ) -> None:
        self._found, self._stats, self._alive, self._seconds = found, stats, alive, seconds
        self._left = list(itertools.dropwhile(lambda place: place.index in skip, found.wanted))
        self.here = len(found.wanted) - len(self._left)
        if self._left:
            self._arguments = command_of_rest(path, facts, found, self._left[0], sampling, value, stats)

    def __iter__(self) -> Iterator[ffmpeg.Frame]:
        if not self._left:
            return
        left = iter(self._left)
        with ffmpeg.Pass(self._arguments, self._stats, alive=self._alive, seconds=self._seconds) as one:
            try:
                for _, moment, jpeg in one.placed():
                    place = next(left, None)
                    if place is None or moment != place.time:
                        raise Missed
                    yield self._found.frame(place, jpeg)
            except ffmpeg.Failed:
                raise Missed from None
            if one.errors or next(left, None):
                raise Missed


class Scenes:
    """Iterate over it for the scenes behind the frame of index `behind`: one pass, which begins just before. As
    `decoder.Pass`. `here`: how many were taken up to there."""

    decoded: int | None = None
    errors = 0

    def __init__(
        self,
        path: Path,
        facts: Facts,
        found: Places,
        value: float,
        stats: Path,
        *,
        behind: int,
        here: int,
        alive: Callable[[], None],
        seconds: float,
    ) -> None:
        self._path, self._facts, self._found, self._stats = path, facts, found, stats
        self._behind, self._alive, self._seconds = behind, alive, seconds
        self._arguments = command_of_scenes(path, facts, found, value, stats)
        self._begin = found.wanted[0].index
        self._pass: ffmpeg.Pass | None = None
        self.here = here

    @property
    def looked(self) -> int:
        """Of how many frames, from the video's first, all scenes have come."""
        return self._begin + self._pass.looked if self._pass else 0

    def __iter__(self) -> Iterator[ffmpeg.Frame]:
        try:
            with (
                _shown(self._path, self._facts, self._alive) as (_, shown),
                ffmpeg.Pass(self._arguments, self._stats, alive=self._alive, seconds=self._seconds) as one,
            ):
                self._pass = one
                for _, moment, jpeg in one.placed():
                    place = _place_of(moment, shown)
                    if place.index > self._behind:
                        yield self._found.frame(place, jpeg)
                if one.errors:
                    raise Missed
        except (_Unsure, ffmpeg.Failed, pyav().error.FFmpegError):
            raise Missed from None


def _place_of(moment: Fraction, shown: _Counted) -> Place:
    """Which of the frames, none of which has passed yet, is shown at that moment."""
    for now in shown.left:
        if now >= moment:
            break
    if not shown.count or shown.now != moment:
        raise Missed
    return Place(shown.count - 1, moment)
