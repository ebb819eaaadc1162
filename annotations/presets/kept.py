"""Verbs: the sets of categories that a person keeps under keys of the labeling page, of each project their own."""

from collections.abc import Sequence
from typing import Any

from annotations.models import UserPreset
from core.exceptions import Refused
from projects.models import Project

KEYS = "qwety"
MOST = 1_000  # categories of one


def presets_of(project: Project, user: Any) -> list[UserPreset]:
    """In the order of their keys."""
    return sorted(UserPreset.objects.filter(project=project, user=user), key=lambda preset: KEYS.index(preset.key))


def keep(project: Project, user: Any, key: str, category_ids: Sequence[int]) -> None:
    """This set under this key, instead of what was there; an empty one is forgotten."""
    if key not in list(KEYS):
        raise Refused(f"The key is one of {', '.join(KEYS)}.", code="bad_preset", field="key")
    ids = sorted(set(category_ids))
    known = set(project.categories.values_list("public_id", flat=True))
    if strange := [category_id for category_id in ids if category_id not in known]:
        raise Refused(f"This project has no category {strange[0]}.", code="bad_preset", field="category_ids")
    if ids:
        own = {"project": project, "user": user, "key": key}
        UserPreset.objects.update_or_create(**own, defaults={"category_ids": ids})
    else:
        UserPreset.objects.filter(project=project, user=user, key=key).delete()
