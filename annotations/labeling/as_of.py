"""Which images matched a filter at an earlier moment, told from the history: of those only that changed since."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotations.browse.filters import FACTS, AssetFilter, change_condition, day_bound, reviewed_wish
from annotations.mending import came_back, wishes
from annotations.models import Annotation, AnnotationEvent, SecondAnswer
from annotations.sight import Sight
from assets.formats import NO_DHASH
from assets.models import Asset
from assets.states import statuses_of
from core.db import these
from projects.models import Project


@dataclass(frozen=True)
class Then:
    """The answer that an image had."""

    status: str
    category_ids: tuple[int, ...]
    revision: int


def matched_then(project: Project, filters: Mapping[str, Any], *, max_id: int, as_of: int) -> set[int]:
    """Numbers of the images up to `max_id` that matched the filters (which must be valid) when `as_of` was the newest
    event, and have an event since then. At most eight queries.

    Whether a category is retired is asked of today: a category has no history.
    """
    changed = _answers_then(project, max_id, as_of)
    if not changed:
        return set()
    asked = AssetFilter(filters, queryset=project.assets.all(), sight=Sight(project))
    asked.is_valid()
    wanted = {name: value for name, value in asked.form.cleaned_data.items() if value not in (None, "")}
    found = {pk for pk, then in changed.items() if _answers(then, wanted)}
    # Facts never change with an answer, so they are asked of the image as it is now.
    if facts := {name: filters[name] for name in FACTS if name in wanted}:
        some = project.assets.filter(pk__in=these(found))
        found = set(AssetFilter(facts, queryset=some).qs.values_list("pk", flat=True))
    if wanted.keys() & {"labeler", "from", "to"}:
        found &= _answered_by(found, wanted, as_of)
    if (change := change_condition(wanted)) is not None:
        events = AnnotationEvent.objects.filter(change, asset__in=these(found), pk__lte=as_of)
        found = set(events.values_list("asset", flat=True))
    if "came_back" in wanted:
        found = came_back.waited_then(found, wanted["came_back"], as_of)
    if wish := reviewed_wish(wanted):
        found = wishes.assets_then(found, wish, as_of)
    if wanted.get("issue") == "retired":
        retired = set(project.categories.exclude(retired_at=None).values_list("public_id", flat=True))
        found = {pk for pk in found if retired.intersection(changed[pk].category_ids)}
    elif wanted.get("issue") == "second":
        # Whatever changed since settled it.
        later = SecondAnswer.objects.differing().filter(asset__in=these(found))
        found = {pk for pk, revision in later.values_list("asset", "revision") if revision == changed[pk].revision}
    elif wanted.get("issue") == "disagree":
        found = _disagreed(project, found, changed, max_id)
    return found


def _answers_then(project: Project, max_id: int, as_of: int) -> dict[int, Then]:
    """What the first event after that moment found."""
    later = AnnotationEvent.objects.filter(asset__project=project, asset__lte=max_id, pk__gt=as_of).order_by("pk")
    found: dict[int, Then] = {}
    for pk, status, category_ids, revision in later.values_list(
        "asset", "from_status", "from_category_ids", "revision"
    ):
        if pk not in found:
            found[pk] = Then(status, tuple(category_ids), revision - 1)
    return found


def _answers(then: Then, wanted: Mapping[str, Any]) -> bool:
    if "status" in wanted and then.status not in statuses_of(wanted["status"]):
        return False
    return "category" not in wanted or wanted["category"] in then.category_ids


def _answered_by(found: Collection[int], wanted: Mapping[str, Any], as_of: int) -> set[int]:
    """Those whose label was by this labeler, and whose last answer was given in these days."""
    before = AnnotationEvent.objects.filter(asset__in=these(found), pk__lte=as_of).order_by("pk")
    labelers: dict[int, str] = {}
    last: dict[int, datetime] = {}
    for pk, actor, at, from_ids, to_ids in before.values_list(
        "asset", "actor__username", "at", "from_category_ids", "to_category_ids"
    ):
        last[pk] = at
        if not to_ids:
            labelers.pop(pk, None)
        elif to_ids != from_ids:
            labelers[pk] = actor
    first, end = (wanted.get(name) and day_bound(name, wanted[name]) for name in ("from", "to"))
    return {
        pk
        for pk, at in last.items()
        if ("labeler" not in wanted or labelers.get(pk) == wanted["labeler"])
        and (not first or at >= first)
        and (not end or at <= end)
    }


def _disagreed(project: Project, found: Iterable[int], changed: Mapping[int, Then], max_id: int) -> set[int]:
    """Those that had a label while others, which look the same, had another one."""
    dhashes = dict(Asset.objects.filter(pk__in=these(changed)).exclude(dhash=NO_DHASH).values_list("pk", "dhash"))
    labels: dict[int, set[int]] = {dhash: set() for dhash in dhashes.values()}
    for pk, dhash in dhashes.items():
        labels[dhash].update(changed[pk].category_ids)
    others = Annotation.objects.filter(asset__project=project, asset__lte=max_id, asset__dhash__in=these(labels))
    for pk, dhash, category_id in others.values_list("asset", "asset__dhash", "category__public_id"):
        if pk not in changed:
            labels[dhash].add(category_id)
    return {pk for pk in found if changed[pk].category_ids and pk in dhashes and len(labels[dhashes[pk]]) > 1}
