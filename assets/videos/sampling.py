"""Pure: which frames of a video a sampling takes, how many that gives, and about how much disk. No Django, no files.

Times are seconds since the video's first frame. A frame's index is its 0-based place in presentation order.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Sampling(StrEnum):
    FPS = "fps"  # value: frames a second
    COUNT = "count"  # value: how many, spread evenly over all frames
    SCENE = "scene"  # value: per cent of change from one frame to the next that make a new scene


LOWEST_FPS, HIGHEST_FPS = 0.1, 30.0
LOWEST_CHANGE, HIGHEST_CHANGE = 1.0, 99.0
# Matroska rounds times to the millisecond, so that a frame may stand this much before its moment: half a millisecond
# of its own, half of the first frame's, and a little for floating point.
EARLY = 0.0011

# Bytes for each pixel: of a frame as it is stored, and of its renditions. Measured on films and phone videos.
FRAME_BYTES, DISPLAY_BYTES = 0.17, 0.12
THUMB_BYTES = 12_000
DISPLAY_EDGE = 1600
# Seconds, measured on two cores: to decode and to store a pixel of a frame; to start ffmpeg and have it seek.
DECODED, STORED = 3e-9, 30e-9
SEEK = 0.25
# How often a search for scenes tells how far it is: each so many frames. And by what the number of those that were
# looked at is multiplied, so that the number of those that were taken stands beside it in one.
MARK, TAKEN_BELOW = 250, 10_000_000


class BadSampling(ValueError):
    """With a sentence that says which values there are; `field` names the one that is wrong."""

    def __init__(self, message: str, field: str = "value") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Clip:
    """What a plan needs to know of a video. `last`: time of the last frame; `longest_gap`: between two frames;
    `keyframes`: 0 where nobody counted them."""

    frames: int
    last: float
    longest_gap: float
    width: int
    height: int
    keyframes: int = 0


@dataclass(frozen=True)
class Plan:
    """What a sampling takes of a clip. `frames`: how many, None while only looking can tell; `exact`: or at most."""

    sampling: Sampling
    value: float
    frames: int | None
    exact: bool


def plan(clip: Clip, sampling: str, value: float, *, most: int) -> Plan:
    """What this sampling takes. Raises BadSampling when there is no such one, or it gives more than `most` frames."""
    kind, value = _checked(sampling, value, most)
    if kind is Sampling.SCENE:
        return Plan(kind, value, None, exact=False)
    if kind is Sampling.COUNT:
        return Plan(kind, value, min(int(value), clip.frames), exact=True)
    frames = min(clip.frames, _moment(clip.last, value) + 1)
    if frames > most:
        raise BadSampling(f"That gives {frames:,} frames; at most {most:,} are taken of one video at once.")
    return Plan(kind, value, frames, exact=_is_exact(clip, value))


def _is_exact(clip: Clip, rate: float) -> bool:
    """While no gap is longer than the time between two moments, each moment has a frame of its own; and while all gaps
    are alike, each frame has a moment of its own where there are more of these."""
    is_steady = clip.frames < 2 or clip.longest_gap <= clip.last / (clip.frames - 1) + 2 * EARLY
    return is_steady or clip.longest_gap <= 1 / rate


def _checked(sampling: str, value: float, most: int) -> tuple[Sampling, float]:
    try:
        kind = Sampling(sampling)
    except ValueError:
        raise BadSampling(f"sampling is one of {', '.join(Sampling)}.", "sampling") from None
    if not math.isfinite(value):
        raise BadSampling("This is not a number.")
    if kind is Sampling.FPS and not LOWEST_FPS <= value <= HIGHEST_FPS:
        raise BadSampling(f"Frames per second are between {LOWEST_FPS:g} and {HIGHEST_FPS:g}.")
    if kind is Sampling.COUNT and (value != int(value) or not 1 <= value <= most):
        raise BadSampling(f"The number of frames is a whole number from 1 to {most:,}.")
    if kind is Sampling.SCENE and not LOWEST_CHANGE <= value <= HIGHEST_CHANGE:
        raise BadSampling(f"The change is between {LOWEST_CHANGE:g} and {HIGHEST_CHANGE:g} per cent.")
    return kind, value


def _moment(time: float, rate: float) -> int:
    """The last of the moments 0, 1/rate, 2/rate… that has come at this time."""
    return math.floor((time + EARLY) * rate)


def taken(times: Iterable[float], sampling: Sampling, value: float, *, frames: int) -> Iterator[int]:
    """The indices that a sampling by rate or by count takes of frames at these times, in presentation order.

    By rate: of each moment the first frame at or after it, so that a gap gives no frame twice. By count: `value` of
    the `frames` that there are, spread evenly by index, which gives exactly as many at any frame rate.
    """
    last = -1
    for index, time in enumerate(times):
        place = _moment(time, value) if sampling is Sampling.FPS else index * int(value) // frames
        if place > last or index == 0:
            last = place
            yield index


def expression(sampling: Sampling, value: float, *, frames: int, index: int = 0, first: float | None = None) -> str:
    """The same rule for ffmpeg's `select` filter, whose variables are `n`, `pts`, `start_pts`, `prev_selected_pts` and
    `scene` (ffmpeg-filters, "select, aselect").

    By rate or by count it may begin at any frame that is taken: its index, and the time of the video's first frame in
    the file's seconds. For scenes it writes into the log how many frames were looked at and how many of these were
    taken, as `looked_at` reads them: where nothing changes for hours, nothing else tells.
    """
    if sampling is Sampling.SCENE:
        mark = f"if(mod(n,{MARK}),0,print(n*{TAKEN_BELOW}+selected_n))"
        return f"eq(n,0)+gt(scene,{value / 100:.6f})+0*{mark}"
    if sampling is Sampling.COUNT:
        count = int(value)
        return f"eq(n,0)+gt(floor((n+{index})*{count}/{frames}),floor((n+{index}-1)*{count}/{frames}))"
    since_first = "({0}-start_pts)*TB" if first is None else f"({{0}}*TB-({first!r}))"
    now, before = (f"floor(({since_first.format(name)}+{EARLY})*{value!r})" for name in ("pts", "prev_selected_pts"))
    return f"isnan(prev_selected_pts)+gt({now},{before})"


def looked_at(mark: int) -> tuple[int, int]:
    """What `expression` wrote: how many frames were looked at, and how many of these were taken."""
    return divmod(mark, TAKEN_BELOW)


def disk_bytes(clip: Clip, frames: int, *, frame_bytes: float | None = None) -> int:
    """About how much disk so many frames take with their renditions. `frame_bytes`: of one, where some are here."""
    pixels = clip.width * clip.height
    shrink = min(1.0, DISPLAY_EDGE / max(clip.width, clip.height, 1)) ** 2
    display = DISPLAY_BYTES * pixels * shrink
    return round(frames * ((frame_bytes or FRAME_BYTES * pixels) + display + THUMB_BYTES))


def seconds(clip: Clip, frames: int | None) -> float:
    """About how long it takes to extract so many frames; None: only the pass can tell."""
    pixels = clip.width * clip.height
    decoded = decoded_by_seeking(clip, frames) if frames else None
    return 1 + (clip.frames * pixels * DECODED if decoded is None else decoded) + (frames or 0) * pixels * STORED


def decoded_by_seeking(clip: Clip, frames: int) -> float | None:
    """Seconds until so many frames are decoded by a seek each, which goes half the way from one keyframe to the next;
    None where that is not much sooner than decoding all, or nobody knows how many keyframes there are."""
    if not clip.keyframes:
        return None
    each = clip.width * clip.height * DECODED
    seeks = frames * (SEEK + each * clip.frames / (2 * clip.keyframes))
    return seeks if seeks < each * clip.frames / 2 else None
