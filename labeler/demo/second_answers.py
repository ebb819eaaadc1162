"""What two labelers of the demo say of pictures that others labeled, without seeing what these said."""

import uuid
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from annotations.labeling import answers, comparing
from annotations.labeling.due import every_second
from annotations.sight import sight_of
from assets.models import Asset
from assets.states import Status
from labeler.demo.clock import Clock
from projects import lifecycle
from projects.models import Project

SHARE = 30  # per cent of the pictures
LONGER = 60  # seconds than an answer can be taken back


def give(
    project: Project,
    people: Iterable[Any],
    count: int,
    says: Callable[[Any, Asset], int | None],
    *,
    by: Any,
    clock: Clock,
    random: Random,
) -> None:
    """At most `count` of each of these. `says`: the public id of a category; None skips it. `by`: who asks for it."""
    project = lifecycle.change(project, second_share=SHARE, by=by)
    for person in people:
        for asset in every_second(sight_of(project, person)).order_by("place", "pk")[:count]:
            clock.passes(random.uniform(3, 9))
            _answer(project, asset, person, says(person, asset), random)
    clock.passes(comparing.WAIT.total_seconds() + LONGER)
    comparing.sweep()


def _answer(project: Project, asset: Asset, person: Any, category_id: int | None, random: Random) -> None:
    operation = {
        "op_id": str(uuid.UUID(int=random.getrandbits(128), version=4)),
        "asset": asset.pk,
        "base_revision": 0,
        "status": (Status.SKIPPED if category_id is None else Status.LABELED).value,
        "category_ids": [] if category_id is None else [category_id],
        "second": True,
    }
    result = answers.set_answers(project, [operation], by=person, only_own=True)[0]
    if result.result != answers.APPLIED:
        raise RuntimeError(f"{asset.original_name}: {result.detail}")
