"""The pictures of the demo: which there are, what they show, and what else one might take them for."""

from dataclasses import dataclass, replace
from random import Random

from labeler.demo.kiln.scenes import Scene

# How many of a hundred.
SHARES = {"Bowl": 20, "Plate": 15, "Mug": 21, "Jug": 14, "Vase": 18, "Teapot": 12}
BEHIND = 3.14159  # where a handle is out of sight
FIRST = 2041  # the number of the first file


@dataclass(frozen=True)
class Shot:
    """One picture. `truth`: what was made; `looks`: what it may be taken for; `twin`: the same picture, stored once
    more by another program, so that its bytes differ."""

    name: str
    scene: Scene
    truth: str
    looks: str = ""
    twin: bool = False


def shots(count: int, seed: int) -> list[Shot]:
    """So many, in the order in which they were taken."""
    random = Random(f"roll {seed}")
    found: list[Shot] = []
    while len(found) < count:
        found += _next(random, f"{seed} {len(found)}", len(found))
    return [_numbered(shot, place) for place, shot in enumerate(found[:count])]


def _next(random: Random, seed: str, place: int) -> list[Shot]:
    """A picture, and what was taken with it: every eighth is hard to tell, some were taken twice."""
    hard = place % 8 == 3
    shot = random.choice(HARD)(random, seed) if hard else _plain(random, seed)
    if random.random() < 0.02:
        return [replace(shot, scene=replace(shot.scene, shaken=True))]
    if place % 24 == 11:  # a hard one, stored twice
        return [shot, replace(shot, twin=True)]
    if random.random() < 0.06:
        return [shot, replace(shot, scene=replace(shot.scene, take=1))]
    return [shot]


def _plain(random: Random, seed: str) -> Shot:
    form = random.choices(list(SHARES), weights=list(SHARES.values()))[0]
    return Shot("", Scene(form, seed), form)


def _mug_without_handle(random: Random, seed: str) -> Shot:
    return Shot("", Scene("Mug", seed, view=BEHIND + random.uniform(-0.1, 0.1)), "Mug", "Bowl")


def _jug_without_handle(random: Random, seed: str) -> Shot:
    return Shot("", Scene("Jug", seed, view=BEHIND + random.uniform(-0.12, 0.12)), "Jug", "Vase")


def _shallow_bowl(random: Random, seed: str) -> Shot:
    return Shot("", Scene("Bowl", seed, deep=random.uniform(0.3, 0.38)), "Bowl", "Plate")


def _deep_plate(random: Random, seed: str) -> Shot:
    return Shot("", Scene("Plate", seed, deep=random.uniform(0.22, 0.28)), "Plate", "Bowl")


HARD = (_mug_without_handle, _jug_without_handle, _shallow_bowl, _deep_plate)


def _numbered(shot: Shot, place: int) -> Shot:
    return replace(shot, name=f"IMG_{FIRST + place}.jpg")
