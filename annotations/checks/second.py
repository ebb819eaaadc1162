"""Verbs: judge the labels of somebody's check once more without seeing their verdicts, and compare the two."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from annotations.checks import sample_checks
from annotations.labeling import bulk
from annotations.models import SampleCheck, SecondJudgement
from annotations.proportions import proportion_interval
from annotations.statistics import agreement
from assets.states import Status
from core.exceptions import Refused

WORDS = (("right", True), ("wrong", False))
TABLE = ((True, True), (True, False), (False, True), (False, False))  # what the first said, what the second said


def begin(check: SampleCheck, *, by: Any) -> SecondJudgement:
    """Theirs, begun if it was not. Refused for who makes the check."""
    if check.created_by_id == by.pk:
        raise Refused("It is your own check. A second opinion is another reviewer’s.", code="own_check")
    return SecondJudgement.objects.get_or_create(
        sample_check=check,
        created_by=by,
        defaults={"created_at": timezone.now(), "verdicts": [None] * check.size},
    )[0]


@transaction.atomic
def judge(second: SecondJudgement, judgements: Mapping[int, bool | None], *, by: Any) -> SecondJudgement:
    """As `sample_checks.judge`; what is finished never changes."""
    second = SecondJudgement.objects.select_for_update(of=("self",)).select_related("sample_check").get(pk=second.pk)
    if second.created_by_id != by.pk:
        raise Refused("Somebody else judges here. Begin a judgement of your own.", code="not_yours")
    check = second.sample_check
    verdicts = sample_checks.with_judgements(
        check, second.verdicts, judgements, is_finished=second.finished_at is not None
    )
    if verdicts != second.verdicts:
        second.verdicts = verdicts
        if None not in verdicts:
            second.finished_at, second.wrong, second.upper_bound = sample_checks.result_of(check, verdicts)
        second.save()
    return second


def of(check: SampleCheck, user: Any) -> SecondJudgement | None:
    """That person's, or None."""
    return check.second_judgements.filter(created_by=user.pk).select_related("created_by", "sample_check").first()


def items_of(second: SecondJudgement) -> list[dict[str, Any]]:
    """Those of the check, with the verdicts of this judge in place of the first's."""
    return [item | {"right": right} for item, right in zip(second.sample_check.items, second.verdicts, strict=True)]


def is_blind(check: SampleCheck, user: Any) -> bool:
    """Whether somebody must not see the verdicts on a check: who judges the same, and everybody but its own reviewer
    while it is not finished, as they may judge it yet."""
    if check.created_by_id == user.pk:
        return False
    return check.finished_at is None or check.second_judgements.filter(created_by=user.pk, finished_at=None).exists()


@dataclass(frozen=True)
class Compared:
    """A finished second judgement beside the check: how far both agree, with 95 % confidence, and where they do not.

    `table`: (what the first said, what the second said) to how many. `kappa` is None where chance alone agrees in all,
    as where neither found one wrong. `apart`: (item of the check, the second's verdict).
    """

    second: SecondJudgement
    table: dict[tuple[bool, bool], int]
    observed: float
    observed_interval: tuple[float, float]
    kappa: float | None
    kappa_interval: tuple[float, float] | None
    apart: list[tuple[dict[str, Any], bool]]

    @property
    def same(self) -> int:
        return self.table[True, True] + self.table[False, False]

    @property
    def rows(self) -> list[tuple[str, list[int]]]:
        """The table as it is shown: what the first said, and how often the second said right and wrong of it."""
        return [(name, [self.table[first, True], self.table[first, False]]) for name, first in WORDS]


def compared(check: SampleCheck) -> list[Compared]:
    """Each finished second judgement of a finished check, in the order they were begun."""
    if check.finished_at is None:
        return []
    seconds = check.second_judgements.finished().select_related("created_by").order_by("pk")
    return [_compared(check, second) for second in seconds]


def _compared(check: SampleCheck, second: SecondJudgement) -> Compared:
    said = [(item["right"], right) for item, right in zip(check.items, second.verdicts, strict=True)]
    counted = Counter(said)
    table = {cell: counted[cell] for cell in TABLE}
    return Compared(
        second=second,
        table=table,
        observed=agreement.observed(table),
        observed_interval=proportion_interval(sum(a == b for a, b in said), len(said)),
        kappa=agreement.kappa(table),
        kappa_interval=agreement.kappa_interval(table),
        apart=[
            (item, right)
            for item, right in zip(check.items, second.verdicts, strict=True)
            if item["right"] is not right
        ],
    )


def send_back(check: SampleCheck, *, by: Any, reason: str = "") -> bulk.Outcome:
    """Send the images that were judged differently to Needs review, but for those that changed since the draw.
    `reason`: what their labelers are told."""
    apart = {item["asset"]: item["revision"] for each in compared(check) for item, _ in each.apart}
    if not apart:
        raise Refused("Nobody judged a label differently.", code="nothing_apart")
    return bulk.set_selected(
        check.project, list(apart.items()), status=Status.NEEDS_REVIEW, category_ids=None, reason=reason, by=by
    )
