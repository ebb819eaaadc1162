"""Labels that somebody else sent back to who gave them: which wait, who sent them and why."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery

from annotations.mending.chains import Event, actor_of, sent_back
from annotations.models import Annotation, AnnotationEvent
from annotations.sight import is_asked_again
from assets.models import Asset
from assets.states import Status
from core.db import these
from projects.models import Project


@dataclass(frozen=True)
class SentBack:
    """Who sent an image back, when, and why ("" where nobody said)."""

    by: str
    at: datetime
    reason: str


def waiting(assets: QuerySet[Asset], username: str) -> QuerySet[Asset]:
    """Those of the images whose label this person gave and somebody else sent back, the same as now: the last event
    that is not of this person led to needs_review."""
    others = AnnotationEvent.objects.filter(asset=OuterRef("asset")).exclude(actor__username=username)
    sent = AnnotationEvent.objects.filter(
        asset=OuterRef("pk"),
        pk=Subquery(others.order_by("-revision").values("pk")[:1]),
        to_status=Status.NEEDS_REVIEW,
        asset__events__revision=F("asset__revision"),
        asset__events__to_category_ids=F("to_category_ids"),
    )
    mine = Annotation.objects.filter(asset=OuterRef("pk"), created_by__username=username)
    return assets.filter(Exists(mine), Exists(sent), status=Status.NEEDS_REVIEW)


def counts(projects: Iterable[Project], user: Any) -> dict[int, int]:
    """By the key of the project, how many came back to this user. One query, of what needs review alone; none where
    there are no projects."""
    keys = [project.pk for project in projects]
    if not keys:
        return {}
    found = waiting(Asset.objects.filter(project__in=keys), user.get_username())
    return dict(found.order_by().values_list("project").annotate(count=Count("pk")))


def tell(assets: Iterable[Asset]) -> None:
    """Note on each of the images, which come with their labels, how it was sent back: `sent_back`, None where it was
    not. One query where one needs review, else none."""
    assets = list(assets)
    givers = {asset.pk: giver for asset in assets if (giver := _giver(asset)) is not None}
    found = _sent_back(givers) if givers else {}
    for asset in assets:
        known: Any = asset  # an attribute that only what is shown has
        known.sent_back = found.get(asset.pk)


def of(asset: Asset) -> SentBack | None:
    """How it was sent back, as `tell` noted it, or asked now."""
    if not hasattr(asset, "sent_back"):
        tell([asset])
    told: SentBack | None = getattr(asset, "sent_back", None)
    return told


def _giver(asset: Asset) -> int | None:
    if asset.status != Status.NEEDS_REVIEW or is_asked_again(asset):
        return None
    return next((annotation.created_by_id for annotation in asset.annotations.all()), None)


def _sent_back(givers: Mapping[int, int]) -> dict[int, SentBack]:
    """By asset, of those that others than their labelers sent back."""
    histories: dict[int, list[Event]] = {}
    told: dict[int, SentBack] = {}
    events = AnnotationEvent.objects.filter(asset__in=these(givers)).order_by("asset", "revision")
    for event in events.select_related("actor"):
        histories.setdefault(event.asset_id, []).append(event_of(event))
        told[event.pk] = SentBack(event.actor.get_username(), event.at, event.reason)
    sent = {pk: sent_back(history, givers[pk]) for pk, history in histories.items()}
    return {pk: told[event.number] for pk, event in sent.items() if event}


def event_of(event: AnnotationEvent) -> Event:
    """As chains are made of."""
    found = event.from_status, json.dumps(event.from_category_ids)
    left = event.to_status, json.dumps(event.to_category_ids)
    actor = actor_of(event.actor_id, source=event.source is not None, relabels=found[1] != left[1])
    return Event(event.pk, actor, event.at, found, left, event.source is not None, event.undoes is not None)


def waited_then(assets: Iterable[int], username: str, as_of: int) -> set[int]:
    """Those of the assets that had come back to this person when `as_of` was the newest event."""
    events = AnnotationEvent.objects.filter(asset__in=these(assets), pk__lte=as_of).select_related("actor")
    histories: dict[int, list[Event]] = {}
    names: dict[int, str] = {}
    for event in events.order_by("asset", "revision"):
        histories.setdefault(event.asset_id, []).append(event_of(event))
        names[event.actor_id] = event.actor.get_username()
    return {pk for pk, history in histories.items() if _waits(history, names, username)}


def _waits(history: list[Event], names: Mapping[int, str], username: str) -> bool:
    giver = next((event.actor for event in reversed(history) if event.found[1] != event.left[1]), None)
    return giver is not None and names[giver] == username and sent_back(history, giver) is not None
