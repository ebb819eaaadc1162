"""The task types that a project can be of, by name. A project keeps its own for life."""

from django.db.models import TextChoices

from contract import v1


class TaskType(TextChoices):
    CLASSIFICATION_SINGLE = v1.TASK_TYPE, "One category per image"
