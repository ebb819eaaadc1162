"""Verbs: draw labels at random, judge them, keep what that says about all labels."""

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils import timezone

from annotations.browse.event_kinds import LABELED, SAME_LABELS
from annotations.checks import statistics
from annotations.labeling import bulk
from annotations.models import Annotation, AnnotationEvent, SampleCheck, SecondJudgement
from annotations.moments import newest_event
from assets.states import CARRYING, WORDS, Status
from core.exceptions import Refused
from projects import events
from projects.models import Project
from webhooks.events import CHECK_FINISHED
from webhooks.telling import tell

USUAL = 125  # with none wrong among them, at most 2.4 % of all are
MOST = 1000
USELESS = 0.5  # a bound from which on it tells nothing
STATUSES = CARRYING


def start(
    project: Project, *, by: Any, size: int = USUAL, statuses: Sequence[str] = STATUSES, seed: int | None = None
) -> SampleCheck:
    """Draw `size` labeled images at random, fewer where there are fewer, each category in proportion; where these are
    more than images, whichever come.

    The same seed draws the same images while the labels stay as they are. Refused when nothing has a label.
    """
    statuses = _known(statuses)
    if not 1 <= size <= MOST:
        raise Refused(f"A check has 1 to {MOST:,} images.", code="bad_size", field="size")
    chosen_seed = secrets.randbelow(2**31) if seed is None else seed
    labels: dict[int, dict[int, int]] = {}
    as_of = newest_event()  # before labels are read
    rows = Annotation.objects.filter(asset__project=project, asset__status__in=statuses)
    for asset, revision, category_id in rows.values_list("asset", "asset__revision", "category__public_id"):
        labels.setdefault(category_id, {})[asset] = revision
    population = sum(map(len, labels.values()))
    if not population:
        raise Refused("No image has a label in these states, so there is nothing to check.", code="nothing_to_check")
    items: list[dict[str, Any]] = [
        {"asset": asset, "revision": labels[category][asset], "category_id": category, "right": None}
        for asset, category in _drawn(labels, min(size, population), chosen_seed)
    ]
    # Mixed, or the reviewer would know what comes next.
    items.sort(key=lambda item: statistics.rank(item["asset"], chosen_seed))
    with transaction.atomic():
        check = SampleCheck.objects.create(
            project=project,
            created_by=by,
            created_at=timezone.now(),
            seed=chosen_seed,
            statuses=list(statuses),
            population=population,
            strata={str(category): len(found) for category, found in labels.items()},
            as_of=as_of,
            size=len(items),
            items=items,
        )
        _tell(events.Kind.CHECK_BEGUN, check)
    return check


def _drawn(labels: Mapping[int, Mapping[int, int]], size: int, seed: int) -> Iterator[tuple[int, int]]:
    """(image, category): of every category in proportion, or, where not even one of each can be, of all alike."""
    if size < len(labels):
        category_of = {asset: category for category, found in labels.items() for asset in found}
        for asset in statistics.draw(category_of, size, seed):
            yield asset, category_of[asset]
        return
    for category, count in statistics.allocate({key: len(found) for key, found in labels.items()}, size).items():
        for asset in statistics.draw(labels[category], count, seed):
            yield asset, category


@dataclass(frozen=True)
class OfCategory:
    """What a finished check says of one category: `drawn` of `population` labels, `wrong` of them; with the same
    confidence at most `bound` of all of it."""

    category_id: int
    population: int
    drawn: int
    wrong: int
    bound: float

    @property
    def tells(self) -> bool:
        """Whether it says anything that is of use: not of so few that half of all may be wrong, or all, where half of
        these were."""
        if self.drawn == self.population:
            return True
        return self.bound < (1 if self.drawn and self.wrong / self.drawn >= USELESS else USELESS)


def by_category(check: SampleCheck) -> list[OfCategory]:
    """Each alone, the one with the highest bound first; nothing of checks from before it was kept. Several bounds at
    once are not all right as often as one: they say where to look."""
    found = []
    for key, population in (check.strata or {}).items():
        verdicts = [item["right"] for item in check.items if item["category_id"] == int(key)]
        wrong = verdicts.count(False)
        bound = statistics.upper_bound(wrong, len(verdicts), population)
        found.append(OfCategory(int(key), population, len(verdicts), wrong, bound))
    return sorted(found, key=lambda each: (-each.bound, each.category_id))


@transaction.atomic
def judge(check: SampleCheck, judgements: Mapping[int, bool | None], *, by: Any) -> SampleCheck:
    """Say of drawn images (by number) whether their label is right; None takes a judgement back.

    The check is finished by its last judgement, and never changes from then on. Refused for others than who began it.
    """
    check = SampleCheck.objects.select_for_update().get(pk=check.pk)
    if check.created_by_id != by.pk:
        raise Refused("Somebody else makes this check. Start one of your own.", code="not_yours")
    before = [item["right"] for item in check.items]
    verdicts = with_judgements(check, before, judgements, is_finished=check.finished_at is not None)
    if verdicts != before:
        for item, right in zip(check.items, verdicts, strict=True):
            item["right"] = right
        if None not in verdicts:
            check.finished_at, check.wrong, check.upper_bound = result_of(check, verdicts)
        check.save()
        if check.finished_at is not None:
            _tell(events.Kind.CHECK_FINISHED, check)
            _tell_webhooks(check)
    return check


def _tell(kind: events.Kind, check: SampleCheck) -> None:
    """Who follows the project, and not what it found: who judges the same labels must not know that yet."""
    told = {"size": check.size, "population": check.population, "statuses": check.statuses}
    events.record(check.project_id, kind, by=check.created_by, of=check.pk, after=told)


def _tell_webhooks(check: SampleCheck) -> None:
    """Not what it says either: their log may be read by who judges the same labels once more."""
    url = reverse("api-check", args=[check.project.slug, check.pk])
    facts = {"check": check.pk, "size": check.size, "population": check.population, "url": url}
    tell(check.project, CHECK_FINISHED, facts)


def with_judgements(
    check: SampleCheck, verdicts: Sequence[bool | None], judgements: Mapping[int, bool | None], *, is_finished: bool
) -> list[bool | None]:
    """The verdicts on the drawn labels, one for each in their order, with those judgements. What was said before may
    be said again: an answer that was lost on its way is sent again."""
    drawn = [item["asset"] for item in check.items]
    if unknown := sorted(judgements.keys() - set(drawn)):
        raise Refused(f"Image {unknown[0]} is not part of this check.", code="not_drawn", field="judgements")
    after = [judgements.get(asset, right) for asset, right in zip(drawn, verdicts, strict=True)]
    if is_finished and after != list(verdicts):
        raise Refused("This check is finished, and its result is kept as it is.", code="finished")
    return after


def result_of(check: SampleCheck, verdicts: Sequence[bool | None]) -> tuple[datetime, int, float]:
    """When it was finished, which is now, how many were wrong, and the bound."""
    wrong = verdicts.count(False)
    return timezone.now(), wrong, statistics.upper_bound(wrong, check.size, check.population)


def send_back(check: SampleCheck, *, by: Any, reason: str = "") -> bulk.Outcome:
    """Send the images that were judged wrong to Needs review, but for those that changed since they were drawn.
    `reason`: what their labelers are told."""
    wrong = [(item["asset"], item["revision"]) for item in check.items if item["right"] is False]
    if not wrong:
        raise Refused("No label was judged wrong.", code="nothing_wrong")
    return bulk.set_selected(check.project, wrong, status=Status.NEEDS_REVIEW, category_ids=None, reason=reason, by=by)


def latest(project: Project, *, at: datetime | None = None, judge: Any = None) -> SampleCheck | None:
    """The newest finished check, or the one that was the newest at a moment. `judge`: who is shown it, and sees no
    result of what they are just judging themselves."""
    checks: QuerySet[SampleCheck] = project.sample_checks.finished()
    if judge is not None:
        checks = checks.exclude(pk__in=judged_by(judge))
    if at is not None:
        checks = checks.filter(finished_at__lte=at)
    return checks.select_related("created_by").order_by("-finished_at", "-pk").first()


def newest_of(project: Project, statuses: Collection[str]) -> SampleCheck | None:
    """Of the finished checks that were drawn from all of these states, and maybe others, the one drawn last."""
    checks = project.sample_checks.finished().select_related("created_by").defer("items").order_by("-created_at", "-pk")
    return next((check for check in checks.iterator() if set(statuses).issubset(check.statuses)), None)


def newer_labels(check: SampleCheck, held: Combinable) -> int:
    """How many images of the project have a label that the check knows nothing of: another than when it was drawn, or,
    of those that are held, one that was not there, or not in the states that it was drawn from.

    `held`: of the image of an event, the revision that is held of it; null of one that is not. What came to an image
    after that revision is no part of what is held."""
    since = Q(at__gt=check.created_at) if check.as_of is None else Q(pk__gt=check.as_of)
    relabeled = Q(from_status__in=LABELED) & ~SAME_LABELS
    came = Q(to_status__in=check.statuses) & ~Q(from_status__in=check.statuses) & Q(held__isnull=False)
    events = AnnotationEvent.objects.filter(since, asset__project=check.project_id).annotate(held=held)
    events = events.filter(relabeled | came, Q(held=None) | Q(revision__lte=F("held")))
    return events.order_by().values("asset").distinct().count()


def _known(statuses: Sequence[str]) -> list[str]:
    chosen = [status for status in STATUSES if status in statuses]
    if not chosen or len(chosen) != len(set(statuses)):
        words = ", ".join(WORDS[Status(status)] for status in STATUSES)
        raise Refused(f"A check looks at labels of these states: {words}.", code="bad_status", field="statuses")
    return chosen


def judged_by(user: Any) -> QuerySet[SampleCheck]:
    """The checks whose labels somebody is judging once more, by their keys."""
    return SampleCheck.objects.filter(second_judgements__in=_begun(user)).only("pk")


def _begun(user: Any) -> QuerySet[SecondJudgement]:
    return SecondJudgement.objects.filter(created_by=user.pk, finished_at=None)
