"""The task types that a project can be of, by name, and their plain facts."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices

from contract import v1


class TaskType(TextChoices):
    CLASSIFICATION_SINGLE = v1.TASK_TYPE, "One category per image"
    CLASSIFICATION_MULTI = "classification_multi", "Any number of categories per image"


@dataclass(frozen=True)
class Facts:
    """What an answer of a task type is made of."""

    most_classes: int | None  # an image has at most so many; None: any number
    has_geometry: bool  # its classes lie somewhere in the image
    has_label_rules: bool  # its classes may have parents, and groups of which an image has at most one


FACTS: Mapping[str, Facts] = {
    TaskType.CLASSIFICATION_SINGLE: Facts(most_classes=1, has_geometry=False, has_label_rules=False),
    TaskType.CLASSIFICATION_MULTI: Facts(most_classes=None, has_geometry=False, has_label_rules=True),
}


# Of these projects are made. The others are built up to the point where each page knows them.
OFFERED: frozenset[str] = frozenset({TaskType.CLASSIFICATION_SINGLE})


def facts(task_type: str) -> Facts:
    return FACTS[task_type]
