"""Verb: look through the history of a project for labels that somebody else looked at, and keep them (`ReviewedLabel`).

It goes on from the last event that it has seen: of each image that has a newer one, all that is kept is told anew from
its history. So it may be done twice, by two at once, or stop anywhere. Whoever asks for what is kept first has it go
on; where much was done since, as at first, a job does the rest, and what is told until then says that it is not all.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django_q.tasks import async_task

from annotations.mending.chains import Event, Label, actor_of, looked_at
from annotations.models import AnnotationEvent, HistoryRead, ReviewedLabel
from annotations.moments import newest_event
from assets.models import Asset
from core.db import insert, these
from projects.models import Project

TASK = "annotations.tasks.read_history"
PART = 10_000  # images whose history is looked through at once
AT_ONCE = 2  # parts, while somebody waits
OF_A_JOB = 20
PASSED = 10_000  # events of other projects, before it is noted that they were passed
ASKED = 60  # seconds until the job is asked for again


class Reviewed(NamedTuple):
    """The columns of a `ReviewedLabel`."""

    asset: int
    by: int
    was: int
    now: int | None
    looked_week: date
    mended_week: date | None
    sent_back: bool
    reason: str


def catch_up(project: int) -> bool:
    """Go on in the project with this key; whether nothing is left. Three queries where nothing is new."""
    if _read(project, AT_ONCE):
        return True
    if cache.add(f"reading:{project}", True, ASKED):
        _enqueue(project)
    return False


def read_some(project: int) -> None:
    """The job. Of a project that was deleted meanwhile there is nothing to read."""
    if Project.objects.present().filter(pk=project).exists() and not _read(project, OF_A_JOB):
        _enqueue(project)


def sweep() -> None:
    """A little of each project of which somebody wanted to know, so that nobody waits for it."""
    for project in [
        *HistoryRead.objects.filter(project__in=Project.objects.present()).values_list("project", flat=True)
    ]:
        _read_part(project)


def reviewed(events: QuerySet[AnnotationEvent]) -> Iterator[Reviewed]:
    """Labels that somebody else looked at, of images with all their events up to some moment."""
    for asset, rows in groupby(_rows(events), itemgetter(0)):
        history = list(rows)
        actor = history[0][2]
        if all(row[2] == actor for row in history):
            continue  # nobody else was there
        reasons = {row[1]: row[-1] for row in history}
        for label in looked_at(_event(row) for row in history):
            yield _told(asset, label, reasons)


def _read(project: int, parts: int) -> bool:
    return any(_read_part(project) for _ in range(parts))


def _read_part(project: int) -> bool:
    """Whether nothing is left."""
    zone = timezone.get_default_timezone_name()
    read, _ = HistoryRead.objects.get_or_create(project_id=project, defaults={"zone": zone})
    start, end = read.as_of if read.zone == zone else 0, newest_event()
    # Once of each image, at its last event. With one event nobody else has looked at it.
    last = AnnotationEvent.objects.filter(asset__project=project, asset__revision__gte=2, revision=F("asset__revision"))
    changed = dict(last.filter(pk__gt=start, pk__lte=end).order_by("pk").values_list("pk", "asset")[:PART])
    is_all = len(changed) < PART
    if not changed and end - start < PASSED and read.zone == zone:
        return True
    labels = [*reviewed(AnnotationEvent.objects.filter(asset__in=these(changed.values())))]
    try:
        return _keep(read, changed.values(), labels, end if is_all else max(changed), zone) and is_all
    except IntegrityError:
        return False  # an image was deleted at this moment: look again


@transaction.atomic
def _keep(read: HistoryRead, assets: Collection[int], labels: list[Reviewed], as_of: int, zone: str) -> bool:
    """Whether nobody else was faster."""
    known = HistoryRead.objects.select_for_update().get(pk=read.pk)
    if (known.as_of, known.zone) != (read.as_of, read.zone):
        return False
    # As whoever deletes an image does: the image first, then what hangs on it.
    list(Asset.objects.filter(pk__in=these(assets)).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    ReviewedLabel.objects.filter(asset__in=these(assets)).delete()
    columns = {
        "asset_id": "bigint",
        "by_id": "bigint",
        "was": "int",
        "now": "int",
        "looked_week": "date",
        "mended_week": "date",
        "sent_back": "boolean",
        "reason": "text",
    }
    insert(ReviewedLabel, [_spelled(label) for label in labels], columns, {"project_id": read.project_id})
    HistoryRead.objects.filter(pk=read.pk).update(as_of=as_of, zone=zone)
    return True


def _spelled(label: Reviewed) -> list[Any]:
    """As JSON can tell it."""
    return [part.isoformat() if isinstance(part, date) else part for part in label]


def _enqueue(project: int) -> None:
    transaction.on_commit(lambda: async_task(TASK, project))


def _rows(events: QuerySet[AnnotationEvent]) -> Iterator[tuple[Any, ...]]:
    """Category ids as text: to read them as JSON takes longer than all else."""
    told = events.order_by("asset", "revision").annotate(
        had=Cast("from_category_ids", TextField()),
        has=Cast("to_category_ids", TextField()),
        imported=ExpressionWrapper(Q(source__isnull=False), output_field=BooleanField()),
        takes_back=ExpressionWrapper(Q(undoes__isnull=False), output_field=BooleanField()),
    )
    columns = ("asset_id", "pk", "actor_id", "at", "from_status", "had", "to_status", "has", "imported", "takes_back")
    return told.values_list(*columns, "reason").iterator(chunk_size=10_000)


def _event(row: tuple[Any, ...]) -> Event:
    _, pk, by, at, was, had, now, has, imported, takes_back, _ = row
    actor = actor_of(by, source=imported, relabels=had != has)
    return Event(pk, actor, at, (was, had), (now, has), imported, takes_back)


def _told(asset: int, label: Label, reasons: dict[int, str]) -> Reviewed:
    assert label.looked is not None
    is_mended = label.mended is not None
    return Reviewed(
        asset,
        label.by,
        _id(label.category_ids),
        _id(label.to) if is_mended else None,
        week_of(label.looked.at),
        week_of(label.mended.at) if label.mended else None,
        label.sent_back is not None,
        reasons[label.sent_back.number] if label.sent_back else "",
    )


def _id(category_ids: str) -> int:
    """The one category of a label (classification_single), by public id: `[3]`."""
    return int(category_ids.strip("[]").split(",")[0])


def week_of(at: datetime) -> date:
    """The Monday of its week, as the time zone of the installation has it."""
    day = timezone.localtime(at, timezone.get_default_timezone()).date()
    return day - timedelta(days=day.weekday())
