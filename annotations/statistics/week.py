"""What each person did in a project in the last seven days, counted from the history."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from annotations.browse.event_kinds import CHANGES, FIRST_LABEL, KINDS
from annotations.models import AnnotationEvent
from projects.models import Project

WEEK = timedelta(days=7)
ANSWERED = (KINDS["labeled"] | KINDS["relabeled"] | KINDS["skipped"] | CHANGES[FIRST_LABEL]) & ~KINDS["approved"]


@dataclass(frozen=True)
class Week:
    """How often somebody gave an image another answer, and how often they approved one."""

    answered: int = 0
    approved: int = 0


def of_each(project: Project) -> dict[int, Week]:
    """By the key of the person. One query."""
    recent = AnnotationEvent.objects.filter(asset__project=project, at__gte=timezone.now() - WEEK)
    counted = (
        recent.order_by()
        .values_list("actor")
        .annotate(answered=Count("pk", filter=ANSWERED), approved=Count("pk", filter=KINDS["approved"]))
    )
    return {actor: Week(answered, approved) for actor, answered, approved in counted}
