"""Light on a glazed pot: a window, the room around, and what the table throws back."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageDraw

from labeler.demo.kiln import fields
from labeler.demo.kiln.fields import Field
from labeler.demo.kiln.forms import Pot
from labeler.demo.kiln.solids import Camera, Seen

Color = tuple[float, float, float]  # linear, 0 to 1


@dataclass(frozen=True)
class Light:
    """`direction`: to the window, of length 1."""

    direction: tuple[float, float, float]
    key: Color = (1.0, 0.95, 0.88)
    room: Color = (0.5, 0.55, 0.62)
    strength: float = 1.0


@dataclass(frozen=True)
class Glaze:
    """`second` runs down to `line` (height) from above; `gloss` 0 to 1; `speckles` 0 to 1; `bands`: from, to."""

    outside: Color
    inside: Color
    clay: Color
    gloss: float
    second: Color | None = None
    line: float = 0.0
    speckles: float = 0.0
    bands: Sequence[tuple[float, float]] = ()
    foot: float = 0.05


def toward(azimuth: float, elevation: float) -> tuple[float, float, float]:
    """The direction at these angles; 0 is to the camera, and a quarter to the right."""
    flat = math.cos(elevation)
    return flat * math.sin(azimuth), math.sin(elevation), flat * math.cos(azimuth)


TONES = [
    min(255, round(255 * ((v * (2.2 * v + 0.08)) / (v * (2.0 * v + 0.62) + 0.16)) ** (1 / 2.2)))
    for v in (place / 16384 for place in range(65536))
]


def shade(
    seen: Seen, pot: Pot, glaze: Glaze, light: Light, camera: Camera, table: Color, random: Random
) -> Image.Image:
    """The pot as it looks, black where it is not."""
    facing = _dot(seen, (0, camera.sin, camera.cos)).between()
    lit, window, sky = _lights(seen, pot, light, camera, facing)
    shelter = _shelter(seen, pot)
    fresnel = (1.0 + -facing).squared(2) * (1.0 + -facing)
    gloss = (0.035 + fresnel * 0.7) * glaze.gloss
    shine = gloss * (sky * 0.9 * shelter + window * (3.2 * light.strength))
    above = seen.ny.line(0.5, 0.5) * shelter
    below = seen.ny.line(-0.5, 0.5) * seen.y.line(-0.8, 1).between(0.25, 1)
    channels = []
    for part, color in enumerate(_colors(seen, pot, glaze, random)):
        diffuse = (
            lit * (1.15 * light.key[part] * light.strength)
            + above * (0.62 * light.room[part])
            + below * (0.42 * table[part])
        )
        channels.append((color * diffuse + shine * (0.5 + 0.5 * light.key[part])).bytes(TONES))
    picture = Image.merge("RGB", channels)
    return ImageChops.multiply(picture, Image.merge("RGB", [seen.there] * 3))


def _dot(seen: Seen, to: tuple[float, float, float]) -> Field:
    return seen.nx * to[0] + seen.ny * to[1] + seen.nz * to[2]


def _lights(seen: Seen, pot: Pot, light: Light, camera: Camera, facing: Field) -> tuple[Field, Field, Field]:
    """How much of the window falls on it, how much of it mirrors the window, and how bright the room is in it."""
    straight = _dot(seen, light.direction)
    lit = straight.line(1 / 1.12, 0.12 / 1.12).between() * _open(seen, pot, light)
    mirrored = [
        normal * facing * 2 - view
        for normal, view in zip((seen.nx, seen.ny, seen.nz), (0, camera.sin, camera.cos), strict=True)
    ]
    side = _unit((light.direction[2], 0, -light.direction[0]))
    over = _cross(light.direction, side)
    ahead = _along(mirrored, light.direction)
    u, v = _along(mirrored, side), _along(mirrored, over)
    pane = _pane(u, 0.26) * _pane(v, 0.34) * ahead.rise(0.1, 0.2)
    bars = u.squared().rise(0.0002, 0.0012) * v.squared().rise(0.0002, 0.0012)
    window = pane * bars.line(0.75, 0.25) * lit.rise(0.0, 0.12)
    sky = mirrored[1].rise(-0.5, 1.0).line(0.75, 0.1)
    return lit, window, sky


def _pane(at: Field, half: float) -> Field:
    return at.squared().rise((half * 0.82) ** 2, (half * 1.1) ** 2).line(-1, 1)


def _open(seen: Seen, pot: Pot, light: Light) -> Field:
    """Inside a vessel the wall between it and the window keeps the light away."""
    if not pot.inner:
        return seen.y.line(0, 1)
    rim = pot.inner[0]
    x, y, z = light.direction
    way = seen.y.line(-1 / y, rim.height / y).at_least(0)
    over_x, over_z = seen.x + way * x, seen.z + way * z
    beside = (over_x * over_x + over_z * over_z).root()
    kept = beside.rise(rim.radius * 0.9, rim.radius * 1.06) * seen.inside
    return kept.line(-0.94, 1)


def _shelter(seen: Seen, pot: Pot) -> Field:
    """How much of the room's light reaches it: less near the table, less deep in a vessel."""
    near_table = seen.y.rise(-0.12, 0.3).line(0.55, 0.45)
    if not pot.inner:
        return near_table
    rim = pot.inner[0]
    depth = seen.y.line(-1 / rim.radius, rim.height / rim.radius).at_least(0)
    inside = fields.constant(seen.y.image.size, 1.0) / (depth * depth * 0.9 + 1.0)
    return near_table.toward(inside, seen.inside)


def _colors(seen: Seen, pot: Pot, glaze: Glaze, random: Random) -> list[Field]:
    size = seen.y.image.size
    cloud = Field(fields.clouds(random, size, size[0] / 7)).line(1 / 128, -1)
    edge = seen.y + cloud * 0.03
    raw = edge.rise(glaze.foot, glaze.foot + 0.012).line(-1, 1) * seen.inside.line(-1, 1)
    second = edge.rise(glaze.line - 0.008, glaze.line + 0.012) if glaze.second else None
    spots = _spots(random, size, glaze.speckles) if glaze.speckles else None
    bands = _bands(seen, glaze, cloud)
    pooled = cloud * 0.09 + 1.0
    colors = []
    for part in range(3):
        color = fields.constant(size, glaze.outside[part])
        if second is not None and glaze.second:
            color = color.toward(glaze.second[part], second)
        if bands is not None:
            color = color.toward(glaze.clay[part] * 0.45, bands)
        color = color.toward(glaze.inside[part], seen.inside) * pooled
        if spots is not None:
            color = color * spots
        colors.append(color.toward(glaze.clay[part], raw))
    return colors


def _bands(seen: Seen, glaze: Glaze, cloud: Field) -> Field | None:
    result = None
    for low, high in glaze.bands:
        wavy = seen.y + cloud * 0.008
        band = wavy.rise(low, low + 0.01) * wavy.rise(high, high + 0.01).line(-1, 1)
        result = band if result is None else result + band
    return result * seen.inside.line(-1, 1) if result is not None else None


def _spots(random: Random, size: tuple[int, int], strength: float) -> Field:
    """Iron specks, as in stoneware."""
    spots = Image.new("L", size, 255)
    draw = ImageDraw.Draw(spots)
    for _ in range(round(size[0] * size[1] / 1500 * strength)):
        x, y, wide = random.uniform(0, size[0]), random.uniform(0, size[1]), random.choice((1, 1, 1, 2, 2, 3, 4))
        draw.ellipse((x, y, x + wide * random.uniform(0.7, 1.4), y + wide), fill=random.randrange(60, 190))
    return Field(spots).line(1 / 255, 0)


def _unit(v: tuple[float, float, float]) -> tuple[float, float, float]:
    length = math.sqrt(sum(part * part for part in v)) or 1.0
    return v[0] / length, v[1] / length, v[2] / length


def _cross(a: Sequence[float], b: Sequence[float]) -> tuple[float, float, float]:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _along(v: Sequence[Field], to: Sequence[float]) -> Field:
    return v[0] * to[0] + v[1] * to[1] + v[2] * to[2]
