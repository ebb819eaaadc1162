"""Verbs: draw labels at random, judge them, keep what that says about all labels."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from annotations.checks import statistics
from annotations.labeling import bulk
from annotations.models import Annotation, SampleCheck
from assets.states import CARRIES_LABEL, WORDS, Status
from core.exceptions import Refused
from projects.models import Project

USUAL = 125  # with none wrong among them, at most 2.4 % of all are
MOST = 1000
STATUSES = tuple(status.value for status, carries in CARRIES_LABEL.items() if carries)


def start(
    project: Project, *, by: Any, size: int = USUAL, statuses: Sequence[str] = STATUSES, seed: int | None = None
) -> SampleCheck:
    """Draw `size` labeled images at random, fewer where there are fewer, each category in proportion.

    The same seed draws the same images while the labels stay as they are. Refused when nothing has a label.
    """
    statuses = _known(statuses)
    if not 1 <= size <= MOST:
        raise Refused(f"A check has 1 to {MOST:,} images.", code="bad_size", field="size")
    chosen_seed = secrets.randbelow(2**31) if seed is None else seed
    labels: dict[int, dict[int, int]] = {}
    rows = Annotation.objects.filter(asset__project=project, asset__status__in=statuses)
    for asset, revision, category_id in rows.values_list("asset", "asset__revision", "category__public_id"):
        labels.setdefault(category_id, {})[asset] = revision
    population = sum(map(len, labels.values()))
    if not population:
        raise Refused("No image has a label in these states, so there is nothing to check.", code="nothing_to_check")
    shares = statistics.allocate({key: len(found) for key, found in labels.items()}, min(size, population))
    items: list[dict[str, Any]] = [
        {"asset": asset, "revision": labels[category][asset], "category_id": category, "right": None}
        for category, count in shares.items()
        for asset in statistics.draw(labels[category], count, chosen_seed)
    ]
    # Mixed, or the reviewer would know what comes next.
    items.sort(key=lambda item: statistics.rank(item["asset"], chosen_seed))
    return SampleCheck.objects.create(
        project=project,
        created_by=by,
        created_at=timezone.now(),
        seed=chosen_seed,
        statuses=list(statuses),
        population=population,
        size=len(items),
        items=items,
    )


@transaction.atomic
def judge(check: SampleCheck, judgements: Mapping[int, bool | None], *, by: Any) -> SampleCheck:
    """Say of drawn images (by number) whether their label is right; None takes a judgement back.

    The check is finished by its last judgement, and never changes from then on. Refused for others than who began it.
    """
    check = SampleCheck.objects.select_for_update().get(pk=check.pk)
    if check.created_by_id != by.pk:
        raise Refused("Somebody else makes this check. Start one of your own.", code="not_yours")
    items = {item["asset"]: item for item in check.items}
    if unknown := sorted(judgements.keys() - items.keys()):
        raise Refused(f"Image {unknown[0]} is not part of this check.", code="not_drawn", field="judgements")
    changed = {asset: right for asset, right in judgements.items() if items[asset]["right"] is not right}
    if not changed:
        return check  # said before: an answer that was lost on its way is sent again
    if check.finished_at:
        raise Refused("This check is finished, and its result is kept as it is.", code="finished")
    for asset, right in changed.items():
        items[asset]["right"] = right
    verdicts = [item["right"] for item in check.items]
    if None not in verdicts:
        check.finished_at = timezone.now()
        check.wrong = verdicts.count(False)
        check.upper_bound = statistics.upper_bound(check.wrong, check.size)
    check.save()
    return check


def send_back(check: SampleCheck, *, by: Any) -> bulk.Outcome:
    """Send the images that were judged wrong to Needs review, but for those that changed since they were drawn."""
    wrong = [(item["asset"], item["revision"]) for item in check.items if item["right"] is False]
    if not wrong:
        raise Refused("No label was judged wrong.", code="nothing_wrong")
    return bulk.set_selected(check.project, wrong, status=Status.NEEDS_REVIEW, category_ids=None, by=by)


def latest(project: Project, *, at: datetime | None = None) -> SampleCheck | None:
    """The newest finished check, or the one that was the newest at a moment."""
    checks: QuerySet[SampleCheck] = project.sample_checks.finished()
    if at is not None:
        checks = checks.filter(finished_at__lte=at)
    return checks.select_related("created_by").order_by("-finished_at", "-pk").first()


def _known(statuses: Sequence[str]) -> list[str]:
    chosen = [status for status in STATUSES if status in statuses]
    if not chosen or len(chosen) != len(set(statuses)):
        words = ", ".join(WORDS[Status(status)] for status in STATUSES)
        raise Refused(f"A check looks at labels of these states: {words}.", code="bad_status", field="statuses")
    return chosen
