"""The answer of each image is the one that its history leads to.

Read without a lock, some images at a time. What does not agree may have been answered between two statements: it is
read once more with its row locked, as whoever writes an answer locks it (`annotations/labeling/record.py`).
"""

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q

from annotations.models import Annotation, AnnotationEvent
from assets.models import Asset
from assets.states import Status
from core.db import these
from labeler.integrity.findings import Finding, Unit, Units
from labeler.integrity.look import Look
from projects.models import DeletedProject

BATCH = 2000  # images


class Event(NamedTuple):
    asset: int
    revision: int
    from_status: str
    to_status: str
    from_ids: list[int]
    to_ids: list[int]


class Image(NamedTuple):
    pk: int
    status: str
    revision: int
    project: str


def units(after: str, look: Look) -> Units:
    """`after`: the number of an image."""
    last = int(after or 0)
    # By number: a list that the database looks up by itself would be where it begins, and not at the place.
    going = DeletedProject.objects.exclude(state=DeletedProject.DONE).values_list("project_id", flat=True)
    while some := _images(~Q(project__in=[*going.all()]), pk__gt=last):
        last = some[-1].pk
        suspicious = [image for image, *problem in _problems(some) if problem]
        findings = [finding for image in suspicious for finding in _looked_at_again(image)]
        yield Unit(str(last), findings, Counter(answers=len(some)))


def _images(*conditions: Q, **which: Any) -> list[Image]:
    there = Asset.objects.filter(*conditions, **which)
    rows = there.order_by("pk").values_list("pk", "status", "revision", "project__slug")
    return [Image(*row) for row in rows[:BATCH]]


def _looked_at_again(image: Image) -> Iterator[Finding]:
    with transaction.atomic():
        list(Asset.objects.select_for_update(no_key=True).filter(pk=image.pk).values_list("pk"))
        found = _problems(_images(pk=image.pk))
    for _, kind, said in found:
        yield Finding(kind, f"Image {image.pk}: {said}.", project=image.project, assets=[image.pk])


def _problems(images: Collection[Image]) -> list[tuple[Image, str, str]]:
    """Image, kind, and what is wrong, of those whose history and state do not agree: the first thing of each."""
    ids = [image.pk for image in images]
    labels: dict[int, list[int]] = {}
    annotations = Annotation.objects.filter(asset__in=these(ids)).order_by("category__public_id")
    for pk, category_id in annotations.values_list("asset_id", "category__public_id"):
        labels.setdefault(pk, []).append(category_id)
    columns = ("asset_id", "revision", "from_status", "to_status", "from_category_ids", "to_category_ids")
    rows = AnnotationEvent.objects.filter(asset__in=these(ids)).order_by("asset_id", "revision").values_list(*columns)
    histories = {pk: [Event(*row) for row in some] for pk, some in groupby(rows, lambda row: row[0])}
    told = ((image, _problem(image, labels.get(image.pk, []), histories.get(image.pk, []))) for image in images)
    return [(image, *problem) for image, problem in told if problem]


def _problem(image: Image, labels: list[int], events: list[Event]) -> tuple[str, str] | None:
    if [event.revision for event in events] != list(range(1, image.revision + 1)):
        return "history_gap", f"it was changed {image.revision} times, and its history has {_numbers(events)}"
    status, ids = Status.UNLABELED.value, list[int]()
    for event in events:
        if (event.from_status, event.from_ids) != (status, ids):
            said = f"its change {event.revision} begins as {_spelled(event.from_status, event.from_ids)}"
            return "history_chain", f"{said}, where it was {_spelled(status, ids)}"
        status, ids = event.to_status, event.to_ids
    if (status, ids) != (image.status, labels):
        said = f"it is {_spelled(image.status, labels)}"
        return "history_state", f"{said}, and its history leads to {_spelled(status, ids)}"
    return None


def _numbers(events: list[Event]) -> str:
    if not events:
        return "no event"
    numbers = ", ".join(str(event.revision) for event in events[:20])
    return f"the changes {numbers}{' and more' if len(events) > 20 else ''}"


def _spelled(status: str, ids: list[int]) -> str:
    return f"{status} {ids}" if ids else status
