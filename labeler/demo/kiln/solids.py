"""What a camera sees of a pot, a pixel at a time: where the surface is, where it looks, and what covers it.

The camera is far away and looks down, so a ring around the axis is an ellipse, and of two rings the higher one hides
the lower: a wall is drawn ring upon ring. Handles and spouts are balls in a row, of which the nearest is seen.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageMath

from labeler.demo.kiln import fields
from labeler.demo.kiln.fields import Field, Size
from labeler.demo.kiln.forms import Ball, Pot, Ring

CORNERS = 120
FAR = -1e6
STAIR = 0.02  # no two rings are farther apart


@dataclass(frozen=True)
class Camera:
    """`scale`: pixels a unit; `elevation`: how high it stands, in radians; `foot`: the pixel where the axis meets the
    table."""

    scale: float
    elevation: float
    foot: tuple[float, float]

    @property
    def sin(self) -> float:
        return math.sin(self.elevation)

    @property
    def cos(self) -> float:
        return math.cos(self.elevation)

    def point(self, x: float, y: float, z: float) -> tuple[float, float]:
        return self.foot[0] + self.scale * x, self.foot[1] - self.scale * (y * self.cos - z * self.sin)

    def moved(self, x: float, y: float) -> "Camera":
        return Camera(self.scale, self.elevation, (self.foot[0] + x, self.foot[1] + y))

    def times(self, factor: float) -> "Camera":
        return Camera(self.scale * factor, self.elevation, (self.foot[0] * factor, self.foot[1] * factor))


@dataclass(frozen=True)
class Seen:
    """Of each pixel: the place (x to the right, y up, z to the camera), the normal, and two shares: `there` and
    `inside` a vessel."""

    x: Field
    y: Field
    z: Field
    nx: Field
    ny: Field
    nz: Field
    there: Image.Image
    inside: Field


@lru_cache(maxsize=1)
def _circle() -> list[tuple[float, float]]:
    return [(math.sin(2 * math.pi * at / CORNERS), math.cos(2 * math.pi * at / CORNERS)) for at in range(CORNERS)]


def outline(camera: Camera, ring: Ring, reach: Sequence[float] | None = None) -> list[tuple[float, float]]:
    """The ellipse of a ring; `reach`: how much further out it is at each corner."""
    x, y = camera.point(0, ring.height, 0)
    across, along = camera.scale * ring.radius, camera.scale * ring.radius * camera.sin
    if reach is None:
        return [(x + across * s, y + along * c) for s, c in _circle()]
    return [(x + across * s * far, y + along * c * far) for (s, c), far in zip(_circle(), reach, strict=True)]


def _reach(pot: Pot, ring: Ring) -> list[float] | None:
    """Near the rim, the lip is drawn out."""
    far, angle = pot.lip
    share = max(0.0, (ring.height / pot.height - 0.78) / 0.22) ** 2
    if not far or not share:
        return None
    around = (2 * math.pi * at / CORNERS - angle for at in range(CORNERS))
    return [1 + far * share * math.exp(-((math.remainder(at, 2 * math.pi) / 0.5) ** 2)) for at in around]


def see(pot: Pot, camera: Camera, size: Size) -> Seen:
    index, mouth = _wall(pot, camera, size)
    x = fields.across(size, -camera.foot[0] / camera.scale, 1 / camera.scale)
    low = fields.down(size, -camera.foot[1] / camera.scale, 1 / camera.scale)
    height, out, up = _surface(pot, camera, index, x, low)
    z = (low + height * camera.cos) * (1 / camera.sin)
    share = out / (x * x + z * z + 1e-5).root()
    there = index.point([0] + [255] * 65535, "L")
    depth = height * camera.sin + z * camera.cos
    depth.image.paste(FAR, mask=ImageChops.invert(there))
    layers = _Layers(x * share, up, z * share, depth.image, there)
    for ball in pot.balls:
        layers.put(ball, camera)
    depth = Field(layers.depth)
    return Seen(
        x,
        low * -camera.cos + depth * camera.sin,
        depth * camera.cos + low * camera.sin,
        Field(layers.nx),
        Field(layers.ny),
        Field(layers.nz),
        layers.there,
        Field(mouth).line(1 / 255, 0),
    )


def _surface(pot: Pot, camera: Camera, index: Image.Image, x: Field, low: Field) -> tuple[Field, Field, Field]:
    """Height and direction (outwards, up) of the surface. A pixel lies between two rings: one step of Newton's along
    the wall finds where, or each ring would be a stair."""
    table = [*pot.outer, *pot.inner]
    height = fields.looked_up(index, [0.0, *(ring.height for ring in table)])
    radius = fields.looked_up(index, [0.0, *(ring.radius for ring in table)])
    out = fields.looked_up(index, [1.0, *(ring.out for ring in table)])
    up = fields.looked_up(index, [0.0, *(ring.up for ring in table)])
    z = (low + height * camera.cos) * (1 / camera.sin)
    miss = x * x + z * z - radius * radius
    slope = z * out * (2 * camera.cos / camera.sin) + radius * up * 2
    sign = slope.line(1e6, 0).between(-1, 1)
    step = (miss / (sign * (slope * sign).at_least(0.03))).between(-STAIR, STAIR)
    return height - out * step, out, up


def _wall(pot: Pot, camera: Camera, size: Size) -> tuple[Image.Image, Image.Image]:
    """For each pixel the number of its ring, from 1; and where one looks into the pot."""
    index, mouth = Image.new("I", size), Image.new("L", size)
    _draw(index, pot, pot.outer, camera, 1)
    if pot.inner:
        inner = Image.new("I", size)
        _draw(inner, pot, pot.inner, camera, 1 + len(pot.outer))
        ImageDraw.Draw(mouth).polygon(outline(camera, pot.inner[0], _reach(pot, pot.inner[0])), fill=255)
        index.paste(inner, mask=mouth)
    return index, mouth


def _draw(image: Image.Image, pot: Pot, rings: Iterable[Ring], camera: Camera, first: int) -> None:
    draw = ImageDraw.Draw(image)
    for number, ring in enumerate(rings, first):
        if ring.radius * camera.scale > 0.6:
            draw.polygon(outline(camera, ring, _reach(pot, ring)), fill=number)


class _Layers:
    """What is nearest so far, as pictures that are pasted into."""

    def __init__(self, nx: Field, ny: Field, nz: Field, depth: Image.Image, there: Image.Image) -> None:
        self.nx, self.ny, self.nz = nx.image, ny.image, nz.image
        self.depth, self.there = depth, there

    def put(self, ball: Ball, camera: Camera) -> None:
        x, y, z, radius = ball
        half = radius * camera.scale
        at_x, at_y = camera.point(x, y, z)
        wide = 2 * math.ceil(half) + 2
        left, top = math.floor(at_x) - wide // 2, math.floor(at_y) - wide // 2
        box = (left, top, left + wide, top + wide)
        if left < 0 or top < 0 or box[2] > self.depth.width or box[3] > self.depth.height:
            return
        stamp = _stamp(wide, round(half), _quarter(at_x - left), _quarter(at_y - top), camera.elevation)
        depth = stamp[0].point(lambda value: value * radius + (y * camera.sin + z * camera.cos))
        nearer = ImageMath.lambda_eval(
            lambda a: a["convert"]((a["x"] > a["y"]) * 255, "L"), x=depth, y=self.depth.crop(box)
        )
        for layer, part in zip((self.depth, self.nx, self.ny, self.nz), (depth, *stamp[1:]), strict=True):
            layer.paste(part, box, nearer)
        self.there.paste(255, box, nearer)


def _quarter(pixels: float) -> float:
    return round(pixels * 4) / 4


@lru_cache(maxsize=512)
def _stamp(wide: int, half: float, x: float, y: float, elevation: float) -> tuple[Image.Image, ...]:
    """Of a ball around this place: how far it comes to the camera, in radii, and its normal."""
    size = (wide, wide)
    right = fields.across(size, (0.5 - x) / half, 1 / half)
    up = fields.down(size, (y - 0.5) / half, -1 / half)
    rest = 1.0 + -(right * right + up * up)
    near = rest.at_least(0).root()
    away = near.image.copy()
    away.paste(100 * FAR, mask=rest.image.point(lambda value: value * -1e9 + 0).convert("L"))
    sin, cos = math.sin(elevation), math.cos(elevation)
    return away, right.image, (up * cos + near * sin).image, (near * cos + up * -sin).image
