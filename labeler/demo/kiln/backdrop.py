"""What a pot stands on and before: paper, wood, linen, stone; its shadow there, and the window's light."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from labeler.demo.kiln import fields
from labeler.demo.kiln.fields import Size
from labeler.demo.kiln.forms import Pot, Ring
from labeler.demo.kiln.light import Light
from labeler.demo.kiln.solids import Camera, outline

Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Setting:
    """`table` and `wall` as painted; `horizon`: where the wall begins, as a share of the height (0: nowhere)."""

    cloth: str
    table: Rgb
    wall: Rgb
    horizon: float = 0.0
    panes: bool = False


def paint(setting: Setting, size: Size, light: Light, random: Random) -> Image.Image:
    """The place without the pot."""
    floor = CLOTHS[setting.cloth](setting.table, size, random)
    if setting.horizon:
        wall = _plaster(setting.wall, size, random)
        edge = Image.new("L", size, 0)
        ImageDraw.Draw(edge).rectangle((0, 0, size[0], round(size[1] * setting.horizon)), fill=255)
        edge = edge.filter(ImageFilter.BoxBlur(size[1] * 0.006))
        floor = Image.composite(wall, floor, edge)
    lit = ImageChops.multiply(floor, Image.merge("RGB", [_falloff(size, light)] * 3))
    return _window(lit, size, light, random) if setting.panes else lit


def _paper(color: Rgb, size: Size, random: Random) -> Image.Image:
    grain = fields.clouds(random, size, 9, 2)
    return _tinted(color, grain, 0.03)


def _stone(color: Rgb, size: Size, random: Random) -> Image.Image:
    rough = Image.blend(fields.clouds(random, size, size[0] / 3, 6), fields.clouds(random, size, 5, 2), 0.3)
    return _tinted(color, rough, 0.3)


def _plaster(color: Rgb, size: Size, random: Random) -> Image.Image:
    soft = fields.clouds(random, size, size[0] / 4, 4).filter(ImageFilter.BoxBlur(4))
    return _tinted(color, soft, 0.12)


def _linen(color: Rgb, size: Size, random: Random) -> Image.Image:
    pitch = random.uniform(2.6, 3.4)
    warp = fields.noise(random, size, (round(size[0] / pitch), max(2, size[1] // 60)))
    weft = fields.noise(random, size, (max(2, size[0] // 60), round(size[1] / pitch / 0.7)))
    weave = ImageChops.multiply(Image.blend(warp, weft, 0.5), _checks(size, pitch))
    folds = fields.clouds(random, size, size[0] / 2.5, 3, 2.5).filter(ImageFilter.BoxBlur(12))
    return _tinted(color, Image.blend(weave, folds, 0.6), 0.34)


def _checks(size: Size, pitch: float) -> Image.Image:
    wide, high = round(size[0] / pitch), round(size[1] / pitch / 0.7)
    tile = Image.frombytes("L", (2, 2), bytes((255, 196, 196, 255)))
    board = Image.new("L", (wide + wide % 2, high + high % 2))
    row = Image.new("L", (board.width, 2))
    for x in range(0, board.width, 2):
        row.paste(tile, (x, 0))
    for y in range(0, board.height, 2):
        board.paste(row, (0, y))
    return board.resize(size, Image.Resampling.BILINEAR)


def _wood(color: Rgb, size: Size, random: Random) -> Image.Image:
    """Boards from left to right, each with a grain of its own."""
    grain = Image.new("L", size)
    seams = Image.new("L", size, 255)
    draw, y = ImageDraw.Draw(seams), -random.uniform(0, 120)
    while y < size[1]:
        high = round(random.uniform(0.17, 0.26) * size[1])
        board = _board(random, (size[0], high))
        grain.paste(board, (0, round(y)))
        draw.line((0, round(y), size[0], round(y)), fill=70, width=3)
        y += high
    wood = _tinted(color, grain, 0.5)
    return ImageChops.multiply(wood, Image.merge("RGB", [seams.filter(ImageFilter.BoxBlur(1))] * 3))


def _board(random: Random, size: Size) -> Image.Image:
    """Years are the levels of a long, low hill."""
    hill = fields.clouds(random, size, size[1] / 1.6, 3, random.uniform(7, 12))
    years = random.randrange(9, 16)
    rings = hill.point([round(128 + 90 * math.sin(level / 255 * 2 * math.pi * years)) for level in range(256)])
    fibre = fields.noise(random, size, (max(2, size[0] // 90), max(2, size[1] // 2)))
    shade = random.randrange(-26, 27)
    return Image.blend(rings, fibre, 0.55).point([max(0, min(255, level + shade)) for level in range(256)])


CLOTHS: dict[str, Callable[[Rgb, Size, Random], Image.Image]] = {
    "paper": _paper,
    "stone": _stone,
    "linen": _linen,
    "wood": _wood,
}


def _tinted(color: Rgb, texture: Image.Image, strength: float) -> Image.Image:
    """The color, darker and lighter as the texture says."""
    bands = []
    for part in color:
        table = [max(0, min(255, round(part * (1 + strength * (level / 127.5 - 1))))) for level in range(256)]
        bands.append(texture.point(table))
    return Image.merge("RGB", bands)


def _falloff(size: Size, light: Light) -> Image.Image:
    """Brighter on the side of the window."""
    small = (24, 18)
    x, _, z = light.direction
    rows = bytes(
        max(0, min(255, round(218 + 56 * x * (column / 23 * 2 - 1) + 34 * z * (row / 17 * 2 - 1))))
        for row in range(18)
        for column in range(24)
    )
    return Image.frombytes("L", small, rows).resize(size, Image.Resampling.BICUBIC)


def _window(picture: Image.Image, size: Size, light: Light, random: Random) -> Image.Image:
    """The light of a window with bars, thrown across the place."""
    mask = Image.new("L", size, 0)
    draw = ImageDraw.Draw(mask)
    slant = -math.copysign(random.uniform(0.25, 0.5), light.direction[0])
    wide, high = size[0] * random.uniform(0.2, 0.27), size[1] * random.uniform(0.3, 0.4)
    left, top = size[0] * random.uniform(0.1, 0.35), size[1] * random.uniform(-0.15, 0.05)
    for column in range(2):
        for row in range(3):
            x, y = left + column * wide * 1.12, top + row * high * 1.08
            corners = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]
            draw.polygon([(a + b * slant, b) for a, b in corners], fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(size[0] * 0.012))
    bright = picture.point([min(255, round(level * 1.28 + 6)) for level in range(256)] * 3)
    dim = picture.point([round(level * 0.86) for level in range(256)] * 3)
    return Image.composite(bright, dim, mask)


def shadow(pot: Pot, camera: Camera, size: Size, light: Light) -> Image.Image:
    """What the pot leaves of the light, 255 where it takes none: sharp at the foot, soft farther away; and the dim
    place right around it."""
    x, y, z = light.direction
    small = (size[0] // 2, size[1] // 2)
    half = camera.times(0.5)
    dark = Image.new("L", small, 0)
    for part in range(5):
        low, high = pot.height * part / 5, pot.height * (part + 1) / 5
        layer = Image.new("L", small, 0)
        draw = ImageDraw.Draw(layer)
        for radius, *at in _discs(pot, low - 0.02, high):
            fallen = half.point(at[0] - at[1] * x / y, 0, at[2] - at[1] * z / y)
            draw.polygon(outline(Camera(half.scale, half.elevation, fallen), Ring(radius, 0, 1, 0)), fill=255)
        soft = half.scale * (0.012 + 0.075 * (low + high) / 2)
        dark = ImageChops.lighter(dark, layer.filter(ImageFilter.GaussianBlur(soft)))
    near = _contact(pot, half, small)
    left = ImageChops.multiply(dark.point([round(255 - 0.62 * level) for level in range(256)]), near)
    return left.resize(size, Image.Resampling.BILINEAR)


def _discs(pot: Pot, low: float, high: float) -> Iterator[tuple[float, float, float, float]]:
    """Radius and middle of what stands in the light between two heights."""
    yield from ((ring.radius, 0, ring.height, 0) for ring in pot.outer[::3] if low <= ring.height <= high)
    yield from ((radius, x, y, z) for x, y, z, radius in pot.balls[::3] if low <= y <= high)


def _contact(pot: Pot, camera: Camera, size: Size) -> Image.Image:
    foot = pot.outer[0].radius
    result = Image.new("L", size, 255)
    for radius, soft, strength in ((foot * 1.02, 0.025, 0.55), (foot * 1.15, 0.1, 0.3), (pot.width * 1.02, 0.3, 0.34)):
        layer = Image.new("L", size, 0)
        ImageDraw.Draw(layer).polygon(outline(camera, Ring(radius, 0, 1, 0)), fill=255)
        layer = layer.filter(ImageFilter.GaussianBlur(camera.scale * soft))
        result = ImageChops.multiply(result, layer.point([round(255 - strength * level) for level in range(256)]))
    return result
