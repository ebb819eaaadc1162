"""What sample checks say of a version that is asked for: whether the project's gate lets it be made, and the quality
statement of its manifest.

The check of a version is, of the finished ones that were drawn from all states whose labels it holds, the one that was
drawn last. What was labeled after it was drawn it knows nothing of, whenever it was finished.
"""

import math
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable

from annotations.checks import sample_checks
from annotations.models import SampleCheck
from assets.models import Asset
from assets.states import CARRIES_LABEL, WORDS, Status
from contract import v1_4
from core.exceptions import Refused
from core.templatetags.words import bound
from exports.versions.selection import held
from exports.wanted import Wanted
from projects.models import Project


@dataclass(frozen=True)
class Gate:
    """`asks`: the most of all labels that may be wrong, in per cent. `missing`: what is not as it asks, in sentences;
    empty where it is open."""

    asks: float
    missing: str


def gate(project: Project, wanted: Wanted) -> Gate | None:
    """The gate before this version, as it would be made now, or None where the project has none."""
    if project.release_gate is None:
        return None
    return _gate(project, wanted, check_of(project, wanted), revision_held(held(project, wanted)))


def refuse_behind_gate(project: Project, wanted: Wanted, check: SampleCheck | None, frozen: Combinable) -> None:
    """`check`: as `check_of` found it. `frozen`: of the image of an event, the revision that is frozen of it; null of
    one that is not. To be asked after the rows were chosen: all that is in these, it sees."""
    if project.release_gate is None:
        return
    missing = _gate(project, wanted, check, frozen).missing
    if missing:
        raise Refused(f"{missing} Make a sample check, then ask for the version again.", code="gate")


def _gate(project: Project, wanted: Wanted, check: SampleCheck | None, frozen: Combinable) -> Gate:
    assert project.release_gate is not None
    if check is None:
        states = " and ".join(WORDS[status] for status in _labeled(wanted)).lower() or "these"
        return Gate(project.release_gate, f"No sample check of {states} labels was finished.")
    missing = []
    if round((check.upper_bound or 0) * 100, 9) > project.release_gate:
        share = bound(check.upper_bound or 0)
        said = share if check.is_whole else f"at most {share}"
        missing.append(
            f"The last check says {said} are wrong; this project asks for at most {project.release_gate:g}%."
        )
    if newer := sample_checks.newer_labels(check, frozen):
        were = "label was" if newer == 1 else "labels were"
        missing.append(f"{newer:,} {were} changed or added since the last check.")
    return Gate(project.release_gate, " ".join(missing))


def statement(project: Project, check: SampleCheck | None) -> dict[str, Any] | None:
    """What the manifest tells of quality, where the project wants it told and a check says something; else None. No
    model suggests anything yet."""
    if check is None or not project.quality_statement:
        return None
    said = v1_4.Check(check.size, check.wrong or 0, math.ceil(round((check.upper_bound or 0) * v1_4.WHOLE, 9)))
    return v1_4.without_suggestions(said)


def check_of(project: Project, wanted: Wanted) -> SampleCheck | None:
    """The check of the version; None also where the project asks for nothing of it."""
    if project.release_gate is None and not project.quality_statement:
        return None
    return sample_checks.newest_of(project, _labeled(wanted))


def revision_held(rows: QuerySet[Asset]) -> Subquery:
    """As `newer_labels` wants it, of these images as they are."""
    return Subquery(rows.order_by().filter(pk=OuterRef("asset")).values("revision"))


def _labeled(wanted: Wanted) -> list[Status]:
    return [status for status in Status if status in wanted.statuses and CARRIES_LABEL[status]]
