"""The forms of pots: what a wheel turns, and what is put on afterwards. Lengths in units of about ten centimetres."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random

Point = tuple[float, float]  # distance from the axis, height
Ball = tuple[float, float, float, float]  # x, y, z and radius

RAW, OUTSIDE, INSIDE = 0, 1, 2  # what covers a part of the surface


@dataclass(frozen=True)
class Ring:
    """A circle of the surface around the axis, with the direction in which the surface looks there."""

    radius: float
    height: float
    out: float
    up: float


@dataclass(frozen=True)
class Pot:
    """`outer` from the foot to the rim, `inner` from the rim down (empty where it is closed), `balls` along handles and
    spouts. `lip`: how far the rim is drawn out, and at which angle."""

    outer: list[Ring]
    inner: list[Ring]
    balls: list[Ball] = field(default_factory=list)
    lip: tuple[float, float] = (0.0, 0.0)

    @cached_property
    def height(self) -> float:
        return max(ring.height for ring in self.outer)

    @cached_property
    def width(self) -> float:
        return max(ring.radius for ring in self.outer)


def curve(points: Sequence[Point], step: float) -> list[Point]:
    """A smooth line through all of them, by Catmull and Rom, with a point every `step`."""
    ends = [points[0], *points, points[-1]]
    line: list[Point] = [points[0]]
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        count = max(1, round(math.dist(b, c) / step))
        line += [_between(a, b, c, d, at / count) for at in range(1, count + 1)]
    return line


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, -(t**2) + t**3)
    x, y = (sum(w * point[axis] for w, point in zip(weights, (a, b, c, d), strict=True)) / 2 for axis in (0, 1))
    return x, y


def rings(points: Sequence[Point], step: float) -> list[Ring]:
    line = curve(points, step)
    found = []
    for before, here, after in zip([line[0], *line], line, [*line[1:], line[-1]], strict=False):
        dr, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dr, dy) or 1.0
        found.append(Ring(max(here[0], 0.0), here[1], dy / length, -dr / length))
    return found


def turned(outer: Sequence[Point], inner: Sequence[Point], step: float) -> tuple[list[Ring], list[Ring]]:
    """The two walls, with a round rim between them."""
    (r, y), (inner_r, _) = outer[-1], inner[0]
    half = (r - inner_r) / 2
    top = [(r - half * (1 - math.cos(a)), y + half * math.sin(a)) for a in (0.5, 1.0, math.pi / 2)]
    down = [(inner_r + half * (1 + math.cos(a)), y + half * math.sin(a)) for a in (math.pi / 2, 2.1, 2.6)]
    fine = min(step, half / 4)
    return rings(outer, step) + rings([outer[-1], *top], fine), rings([*down, inner[0]], fine) + rings(inner, step)


def tube(path: Sequence[tuple[float, float, float]], angle: float, step: float) -> list[Ball]:
    """Balls along a line in the plane of the axis at `angle`: points are distance, height and radius."""
    found = []
    sizes = [(at, radius) for at, (_, _, radius) in enumerate(path)]
    line = curve([(r, y) for r, y, _ in path], step)
    for place, (r, y) in enumerate(line):
        at = place / (len(line) - 1) * (len(path) - 1)
        first = min(int(at), len(path) - 2)
        radius = sizes[first][1] + (sizes[first + 1][1] - sizes[first][1]) * (at - first)
        found.append((r * math.sin(angle), y, r * math.cos(angle), radius))
    return found


def bowl(random: Random, angle: float, step: float, *, deep: float | None = None) -> Pot:
    r = random.uniform(0.6, 0.85)
    h = r * (deep or random.uniform(0.55, 0.8))
    foot, wall = r * random.uniform(0.36, 0.5), random.uniform(0.035, 0.055)
    belly = random.uniform(0.66, 0.84)
    flare = random.uniform(0.86, 0.98)
    outer = [(foot, 0), (foot * 0.99, 0.05), (belly * r, 0.08 + 0.25 * h), (flare * r, 0.66 * h), (r, h)]
    inner = [
        (r - wall, h),
        (flare * r - wall, 0.66 * h),
        (belly * r - wall, 0.11 + 0.25 * h),
        (foot * 0.7, 0.1),
        (0, 0.085),
    ]
    return Pot(*turned(outer, inner, step))


def plate(random: Random, angle: float, step: float, *, deep: float | None = None) -> Pot:
    r = random.uniform(0.85, 1.1)
    h = r * (deep or random.uniform(0.1, 0.17))
    well, wall = r * random.uniform(0.55, 0.7), random.uniform(0.035, 0.05)
    outer = [(well * 0.9, 0), (well, 0.03), (0.5 * (well + r), 0.62 * h), (r, h)]
    inner = [
        (r - wall, h),
        (0.5 * (well + r), 0.72 * h),
        (1.04 * well, 0.42 * h + 0.02),
        (well, 0.3 * h + 0.02),
        (well * 0.93, 0.06),
        (well * 0.5, 0.04),
        (0, 0.045),
    ]
    return Pot(*turned(outer, inner, step))


def mug(random: Random, angle: float, step: float) -> Pot:
    r, h = random.uniform(0.36, 0.46), random.uniform(0.74, 0.98)
    foot, waist = r * random.uniform(0.78, 0.98), r * random.uniform(0.92, 1.1)
    wall = random.uniform(0.035, 0.05)
    outer = [(foot * 0.95, 0), (foot, 0.03), (waist, 0.35 * h), (0.5 * (waist + r), 0.7 * h), (r, h)]
    inner = [(x - wall, y) for x, y in reversed(outer[2:])] + [(foot - wall, 0.1), (0, 0.07)]
    top, low, far = random.uniform(0.74, 0.88) * h, random.uniform(0.2, 0.32) * h, random.uniform(0.2, 0.3)
    thick = random.uniform(0.04, 0.058)
    path = [
        (r + thick * 0.3, top, thick * 1.15),
        (r + far * 0.65, top + 0.03, thick),
        (r + far, 0.5 * (top + low) + 0.06, thick),
        (r + far * 0.62, low + 0.04, thick),
        (waist + thick * 0.2, low - 0.02, thick * 1.1),
    ]
    return Pot(*turned(outer, inner, step), tube(path, angle, step))


def jug(random: Random, angle: float, step: float) -> Pot:
    belly, h = random.uniform(0.42, 0.54), random.uniform(1.1, 1.4)
    neck, foot = belly * random.uniform(0.58, 0.72), belly * random.uniform(0.6, 0.75)
    rim, wall = neck * random.uniform(1.08, 1.3), 0.045
    outer = [(foot, 0), (foot * 1.02, 0.04), (belly, 0.36 * h), (0.86 * belly, 0.58 * h), (neck, 0.8 * h), (rim, h)]
    inner = [(rim - wall, h), (neck - wall, 0.8 * h), (0.8 * belly, 0.58 * h), (0.5 * belly, 0.3 * h), (0, 0.1)]
    thick, far = random.uniform(0.045, 0.06), random.uniform(0.26, 0.38)
    path = [
        (0.5 * (neck + rim) + thick * 0.4, 0.9 * h, thick),
        (rim + far * 0.7, 0.94 * h, thick),
        (belly + far * 0.75, 0.72 * h, thick * 0.95),
        (belly + far * 0.35, 0.48 * h, thick * 0.9),
        (0.95 * belly, 0.38 * h, thick),
    ]
    return Pot(*turned(outer, inner, step), tube(path, angle, step), (random.uniform(0.22, 0.34), angle + math.pi))


def vase(random: Random, angle: float, step: float) -> Pot:
    return random.choice(VASES)(random, step)


def _bottle(random: Random, step: float) -> Pot:
    belly, h = random.uniform(0.4, 0.56), random.uniform(1.25, 1.75)
    neck, foot = random.uniform(0.1, 0.17), belly * random.uniform(0.5, 0.7)
    low = random.uniform(0.26, 0.38)
    outer = [
        (foot, 0),
        (foot * 1.03, 0.04),
        (belly, low * h),
        (0.62 * belly, (low + 0.2) * h),
        (neck, 0.72 * h),
        (neck, 0.88 * h),
        (neck * 1.5, h),
    ]
    return Pot(*turned(outer, _neck(neck * 1.5 - 0.04, neck - 0.03, h), step))


def _shoulder(random: Random, step: float) -> Pot:
    wide, h = random.uniform(0.44, 0.58), random.uniform(1.1, 1.5)
    neck, foot = wide * random.uniform(0.36, 0.5), wide * random.uniform(0.48, 0.62)
    outer = [
        (foot, 0),
        (foot, 0.05),
        (0.8 * wide, 0.38 * h),
        (wide, 0.68 * h),
        (0.86 * wide, 0.83 * h),
        (neck, 0.92 * h),
        (neck * 1.12, h),
    ]
    return Pot(*turned(outer, _neck(neck * 1.12 - 0.045, neck - 0.03, h), step))


def _trumpet(random: Random, step: float) -> Pot:
    rim, h = random.uniform(0.36, 0.5), random.uniform(1.15, 1.6)
    belly, waist = rim * random.uniform(0.85, 1.1), rim * random.uniform(0.42, 0.55)
    outer = [
        (belly * 0.62, 0),
        (belly * 0.64, 0.05),
        (belly, 0.26 * h),
        (waist, 0.58 * h),
        (0.6 * rim, 0.84 * h),
        (rim, h),
    ]
    inner = [
        (rim - 0.04, h),
        (0.6 * rim - 0.04, 0.84 * h),
        (waist - 0.04, 0.58 * h),
        (waist - 0.05, 0.4 * h),
        (0, 0.35 * h),
    ]
    return Pot(*turned(outer, inner, step))


def _round(random: Random, step: float) -> Pot:
    r = random.uniform(0.46, 0.62)
    h, neck = r * random.uniform(1.6, 1.95), r * random.uniform(0.26, 0.42)
    outer = [
        (0.5 * r, 0),
        (0.52 * r, 0.03),
        (0.95 * r, 0.28 * h),
        (r, 0.5 * h),
        (0.8 * r, 0.76 * h),
        (neck, 0.92 * h),
        (neck * 1.15, h),
    ]
    return Pot(*turned(outer, _neck(neck * 1.15 - 0.04, neck - 0.03, h), step))


def _cylinder(random: Random, step: float) -> Pot:
    r, h = random.uniform(0.28, 0.38), random.uniform(1.1, 1.5)
    foot = r * random.uniform(0.85, 1.1)
    outer = [(foot, 0), (foot, 0.05), (0.5 * (foot + r), 0.5 * h), (r, h)]
    return Pot(*turned(outer, [(r - 0.045, h), (r - 0.045, 0.5 * h), (r - 0.06, 0.2 * h), (0, 0.15 * h)], step))


VASES: tuple[Callable[[Random, float], Pot], ...] = (_bottle, _shoulder, _trumpet, _round, _cylinder)


def _neck(rim: float, neck: float, h: float) -> list[Point]:
    """What one sees of the inside through a narrow opening."""
    return [(rim, h), (neck, 0.92 * h), (neck, 0.78 * h), (0, 0.72 * h)]


def teapot(random: Random, angle: float, step: float) -> Pot:
    r = random.uniform(0.52, 0.66)
    h, foot, lid = r * random.uniform(1.15, 1.45), r * random.uniform(0.5, 0.68), r * random.uniform(0.44, 0.56)
    high = random.uniform(0.42, 0.55)
    body = [(foot, 0), (foot * 1.02, 0.04), (0.97 * r, high * h * 0.7), (r, high * h), (0.86 * r, 0.8 * h), (lid, h)]
    dome = random.uniform(0.1, 0.2)
    seam = [(lid, h), (lid * 0.95, h + 0.005), (lid * 0.98, h + 0.025)]
    top = [seam[-1], (lid * 0.82, h + 0.5 * dome), (lid * 0.3, h + dome), (0.055, h + dome + 0.03)]
    knob = random.uniform(0.075, 0.11)
    at = h + dome + 0.03
    grip = [
        top[-1],
        (knob * 0.8, at + 0.03),
        (knob, at + knob * 0.8),
        (knob * 0.6, at + knob * 1.5),
        (0.01, at + knob * 1.7),
    ]
    outer = rings(body, step) + rings(seam, step / 4) + rings(top, step / 2) + rings(grip, step / 3)
    spout = [
        (0.75 * r, 0.3 * h, 0.17),
        (1.2 * r, 0.5 * h, 0.12),
        (1.42 * r, 0.78 * h, 0.085),
        (1.68 * r, 0.99 * h, 0.075),
    ]
    far, thick = random.uniform(0.32, 0.46), random.uniform(0.045, 0.06)
    ear = [
        (0.78 * r, 0.8 * h, thick * 1.1),
        (r + far * 0.6, 0.96 * h, thick),
        (r + far, 0.62 * h, thick),
        (r + far * 0.5, 0.3 * h, thick),
        (0.9 * r, 0.24 * h, thick * 1.05),
    ]
    over = [(0.8 * r, 0.84 * h, thick), (0.95 * r, 1.35 * h, thick), (0.5 * r, 1.95 * h, thick), (0.0, 2.08 * h, thick)]
    balls = tube(spout, angle + math.pi, step)
    if random.random() < 0.3:
        return Pot(outer, [], balls + tube(over, angle, step) + tube(over, angle + math.pi, step))
    return Pot(outer, [], balls + tube(ear, angle, step))


FORMS: dict[str, Callable[[Random, float, float], Pot]] = {
    "Bowl": bowl, "Plate": plate, "Mug": mug, "Jug": jug, "Vase": vase, "Teapot": teapot,
}  # fmt: skip
