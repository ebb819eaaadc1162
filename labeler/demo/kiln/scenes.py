"""What stands where, in which glaze and light: chosen by a seed. And the photograph of it."""

import io
import math
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageChops, ImageFilter

from labeler.demo.kiln import backdrop, fields, forms, solids
from labeler.demo.kiln.backdrop import Rgb, Setting
from labeler.demo.kiln.fields import Size
from labeler.demo.kiln.forms import Pot
from labeler.demo.kiln.light import Color, Glaze, Light, shade, toward
from labeler.demo.kiln.solids import Camera

FINE = 1.5  # pixels of the drawing along a pixel of the photograph
CLOSE = 2.5  # pixels of the drawing between two rings
Box = tuple[int, int, int, int]
SIZES: tuple[Size, ...] = ((960, 720), (960, 720), (720, 960), (960, 640), (840, 840), (960, 540), (680, 960))

GLAZES = {
    "celadon": "#a9c1a4", "tin": "#ece6da", "cream": "#e6d8b8", "cobalt": "#27477f", "tenmoku": "#3a2218",
    "iron": "#8a3b2a", "mustard": "#c9993b", "sage": "#7f8f6c", "pink": "#d7a99b", "turquoise": "#3f8f91",
    "slate": "#4a5660", "black": "#29292d", "oat": "#cfc0a4", "sky": "#9db8c9", "moss": "#5c6b3a", "plum": "#5a3450",
}  # fmt: skip
LININGS = ("tin", "cream", "oat", "celadon")
CLAYS = ("#b5703f", "#c8a67c", "#5b4336", "#ddd2c0")
PAPERS = ("#cfc8bd", "#d9c7a8", "#b9c6cf", "#bcc4ae", "#dcc2b5", "#57565a", "#e4e0d8", "#8f9ea3", "#c58f6d")
WOODS = ("#b98b5c", "#7d563b", "#cdb693", "#a57a55")
WALLS = ("#d8d3c8", "#9fb0b8", "#a3ab92", "#c69a80", "#e6e1d6", "#7c868a", "#d3c08f")
LINENS = ("#cbbfa9", "#e2ded5", "#66738a", "#b59f8a", "#8c977f")
STONES = ("#a8a5a0", "#62666b", "#d8d5d0", "#8d8275")


@dataclass(frozen=True)
class Scene:
    """`view`: from where a handle is seen, in radians; 0 is turned to the camera. `take`: of several photographs of the
    same, which one. `deep`: how deep a bowl or plate is, where that is wanted. `shaken`: the camera was moved."""

    form: str
    seed: str
    view: float | None = None
    deep: float | None = None
    take: int = 0
    size: Size | None = None
    shaken: bool = False


@dataclass(frozen=True)
class Arranged:
    pot: Pot
    camera: Camera
    light: Light
    glaze: Glaze
    setting: Setting
    size: Size


def jpeg(scene: Scene, comment: str = "") -> bytes:
    """The photograph, as a camera stores it: the same bytes for the same scene on the same machine. With a `comment`
    the file is another one, and looks the same."""
    out = io.BytesIO()
    photograph(scene).save(out, "JPEG", quality=87, comment=comment.encode())
    return out.getvalue()


def photograph(scene: Scene) -> Image.Image:
    arranged = arrange(scene)
    random = Random(f"{scene.seed} surfaces")
    place = backdrop.paint(arranged.setting, arranged.size, arranged.light, random)
    picture = put(place, arranged, random)
    if scene.shaken:
        picture = picture.filter(ImageFilter.GaussianBlur(arranged.size[0] / 45))
    return developed(picture, Random(f"{scene.seed} film {scene.take}"))


def arrange(scene: Scene) -> Arranged:
    random = Random(f"{scene.seed} things")
    setting = _setting(random)
    size = scene.size or random.choice(SIZES)
    elevation = math.radians(random.uniform(15, 24) if setting.horizon else random.uniform(20, 42))
    light = _light(random, setting)
    view = random.uniform(0.25, 0.75) * math.pi * random.choice((-1, 1)) if scene.view is None else scene.view
    shift = Random(f"{scene.seed} take {scene.take}")
    view += shift.uniform(-0.05, 0.05) if scene.take else 0
    share = random.uniform(0.56, 0.8) * (shift.uniform(0.97, 1.03) if scene.take else 1)
    middle = random.uniform(-0.06, 0.06) + (shift.uniform(-0.015, 0.015) if scene.take else 0)
    # Rings as close as pixels; how large these are is known when a coarse one has been framed.
    coarse = _framed(pot_of(scene, view, 0.02), elevation, size, share, middle)
    pot = pot_of(scene, view, CLOSE / coarse.scale / FINE)
    camera = _framed(pot, elevation, size, share, middle)
    return Arranged(pot, camera, light, _glaze(scene.form, random, pot), setting, size)


def pot_of(scene: Scene, view: float, step: float) -> Pot:
    random = Random(f"{scene.seed} pot")
    if scene.deep is not None:
        shallow = forms.bowl if scene.form == "Bowl" else forms.plate
        return shallow(random, view, step, deep=scene.deep)
    return forms.FORMS[scene.form](random, view, step)


def _framed(pot: Pot, elevation: float, size: Size, share: float, middle: float) -> Camera:
    """The camera that sees the whole pot, which takes this share of the picture."""
    left, top, right, bottom = extent(pot, Camera(1, elevation, (0, 0)))
    scale = share * min(size[0] / (right - left), size[1] / (bottom - top))
    x = size[0] * (0.5 + middle) - scale * (left + right) / 2
    y = size[1] * 0.53 - scale * (top + bottom) / 2
    return Camera(scale, elevation, (x, y))


def box_of(pot: Pot, camera: Camera) -> Box:
    left, top, right, bottom = (round(edge) for edge in extent(pot, camera))
    return left - 6, top - 6, right + 6, bottom + 6


def extent(pot: Pot, camera: Camera) -> tuple[float, float, float, float]:
    """The box around it: left, top, right and bottom."""
    lip = 1 + pot.lip[0]
    boxes = [
        (ring.radius * (lip if ring.height > 0.75 * pot.height else 1), 0.0, ring.height, 0.0) for ring in pot.outer
    ]
    points = []
    for radius, x, y, z in boxes:
        at_x, at_y = camera.point(x, y, z)
        points.append((at_x, at_y, radius * camera.scale, radius * camera.scale * camera.sin))
    for x, y, z, radius in pot.balls:
        points.append((*camera.point(x, y, z), radius * camera.scale, radius * camera.scale))
    return (
        min(x - wide for x, _, wide, _ in points),
        min(y - high for _, y, _, high in points),
        max(x + wide for x, _, wide, _ in points),
        max(y + high for _, y, _, high in points),
    )


def put(place: Image.Image, arranged: Arranged, random: Random, box: Box | None = None) -> Image.Image:
    """The place with the pot, which is all in the `box`, and its shadow."""
    camera, pot = arranged.camera, arranged.pot
    dark = backdrop.shadow(pot, camera, arranged.size, arranged.light)
    picture = ImageChops.multiply(place, Image.merge("RGB", [dark] * 3))
    box = box or box_of(pot, camera)
    near = camera.moved(-box[0], -box[1]).times(FINE)
    size = (box[2] - box[0], box[3] - box[1])
    seen = solids.see(pot, near, (round(size[0] * FINE), round(size[1] * FINE)))
    table = linear(arranged.setting.table)
    drawn = shade(seen, pot, arranged.glaze, arranged.light, near, table, random).resize(size, Image.Resampling.BOX)
    behind = ImageChops.invert(seen.there.resize(size, Image.Resampling.BOX))
    under = ImageChops.multiply(picture.crop(box), Image.merge("RGB", [behind] * 3))
    picture.paste(ImageChops.add(under, drawn), box)
    return picture


def developed(picture: Image.Image, random: Random) -> Image.Image:
    """With what a camera adds: a touch of softness, its idea of white, darker corners, grain."""
    picture = picture.filter(ImageFilter.GaussianBlur(random.uniform(0.35, 0.7)))
    exposure, warmth = random.uniform(0.9, 1.1), random.uniform(-0.05, 0.05)
    gains = (exposure * (1 + warmth), exposure, exposure * (1 - warmth))
    picture = picture.point([min(255, round(level * gain)) for gain in gains for level in range(256)])
    corners = (
        Image.radial_gradient("L").resize(picture.size).point([round(255 - 0.17 * v * v / 255) for v in range(256)])
    )
    picture = ImageChops.multiply(picture, Image.merge("RGB", [corners] * 3))
    grain = fields.noise(random, picture.size, (picture.width * 2 // 3, picture.height * 2 // 3))
    strength = random.uniform(0.025, 0.06)
    soft = grain.point([round(128 + (level - 128) * strength) for level in range(256)])
    return ImageChops.add(picture, Image.merge("RGB", [soft] * 3), 1, -128)


def _setting(random: Random) -> Setting:
    cloth = random.choice(("paper", "paper", "wood", "wood", "linen", "stone"))
    colors = {"paper": PAPERS, "wood": WOODS, "linen": LINENS, "stone": STONES}[cloth]
    horizon = random.uniform(0.3, 0.46) if cloth != "paper" and random.random() < 0.62 else 0.0
    return Setting(cloth, rgb(random.choice(colors)), rgb(random.choice(WALLS)), horizon, random.random() < 0.22)


def _light(random: Random, setting: Setting) -> Light:
    side = random.choice((-1, 1))
    azimuth = math.radians(random.uniform(55, 100 if setting.horizon else 135)) * side
    if setting.horizon:  # a shadow on the table, not on the wall
        azimuth = math.radians(random.uniform(80, 125)) * side
    warm = random.uniform(-0.06, 0.08)
    return Light(
        toward(azimuth, math.radians(random.uniform(34, 56))),
        key=(1.0 + warm, 0.96, 0.9 - warm),
        strength=random.uniform(0.92, 1.12),
    )


def _glaze(form: str, random: Random, pot: Pot) -> Glaze:
    name, other = random.sample(sorted(GLAZES), 2)
    two = form != "Plate" and random.random() < 0.4
    lining = name if random.random() < 0.45 else random.choice(LININGS)
    bands = _bands(random, pot) if not two and form != "Plate" and random.random() < 0.25 else ()
    return Glaze(
        outside=linear(rgb(GLAZES[name])),
        inside=linear(rgb(GLAZES[lining])),
        clay=linear(rgb(random.choice(CLAYS))),
        gloss=random.choice((0.25, 0.6, 0.9, 1.0)),
        second=linear(rgb(GLAZES[other])) if two else None,
        line=pot.height * random.uniform(0.3, 0.72),
        speckles=random.uniform(0.4, 1.0) if random.random() < 0.35 else 0.0,
        bands=bands,
        foot=random.uniform(0.0, 0.09) * pot.height,
    )


def _bands(random: Random, pot: Pot) -> tuple[tuple[float, float], ...]:
    low = pot.height * random.uniform(0.35, 0.7)
    wide = pot.height * random.uniform(0.012, 0.035)
    return tuple(
        (low + place * wide * 2.2, low + (place * 2.2 + 1) * wide) for place in range(random.choice((1, 2, 3)))
    )


def rgb(text: str) -> Rgb:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def linear(color: Rgb) -> Color:
    red, green, blue = ((part / 255) ** 2.2 for part in color)
    return red, green, blue
