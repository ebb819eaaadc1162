"""Verbs: add, rename, describe, reorder, retire and restore the categories of a project.

The class index is given here, once, under a lock on the project. Nothing here, and nothing in the database, can change
it or use it again (see migration `category_identity`).
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone

from core.exceptions import Refused
from people import audit
from people.audit import What
from projects import names, palette
from projects.models import Category, Project

# What the audit tells of a change; of a text that may be long only that it changed.
TOLD = ("name", "color", "description", "supercategory")
LONG = ("description",)
MOST_TOLD = 100  # categories whose order it tells before and after; of more only that it changed


@transaction.atomic
def add(
    project: Project,
    name: str,
    *,
    color: str | None = None,
    description: str = "",
    supercategory: str = "",
    by: Any = None,
    request: HttpRequest | None = None,
) -> Category:
    """A new category at the end, with the next class index. A retired one's name is refused, offering to restore it."""
    lock(project)
    name = free_name(project, name)
    highest = project.categories.aggregate(index=Max("class_index"), position=Max("position"))
    class_index = 0 if highest["index"] is None else highest["index"] + 1
    category = Category.objects.create(
        project=project,
        class_index=class_index,
        name=name,
        name_key=names.name_key(name),
        color=clean_color(color) if color else palette.color_for(class_index),
        description=description,
        supercategory=clean_supercategory(supercategory),
        position=0 if highest["position"] is None else highest["position"] + 1,
    )
    audit.note(What.CATEGORY_ADDED, by, category, request, **_where(category))
    return category


@transaction.atomic
def change(
    category: Category, *, by: Any = None, request: HttpRequest | None = None, **changes: str | None
) -> Category:
    """Rename, recolour or describe. Takes any of `name`, `color`, `description`, `supercategory`; labels stay put."""
    lock(category.project)
    category = _now(category)
    before = _told(category)
    if "name" in changes:
        category.name = free_name(category.project, changes["name"] or "", but=category)
        category.name_key = names.name_key(category.name)
    if "color" in changes:
        category.color = clean_color(changes["color"]) if changes["color"] else None
    if "description" in changes:
        category.description = changes["description"] or ""
    if "supercategory" in changes:
        category.supercategory = clean_supercategory(changes["supercategory"] or "")
    category.save(update_fields=["name", "name_key", "color", "description", "supercategory"])
    audit.note_change(
        What.CATEGORY_CHANGED, by, category, request, before, _told(category), briefly=LONG, **_where(category)
    )
    return category


@transaction.atomic
def reorder(project: Project, ids: Sequence[int], *, by: Any = None, request: HttpRequest | None = None) -> None:
    """Show the active categories in this order of public ids, retired ones after them. Class indices stay."""
    lock(project)
    categories = {category.public_id: category for category in project.categories.in_display_order()}
    active = [category.public_id for category in categories.values() if category.active]
    if sorted(ids) != sorted(active):
        raise Refused("Name every active category exactly once.", code="incomplete_order", field="ids")
    retired = [public_id for public_id, category in categories.items() if not category.active]
    for position, public_id in enumerate([*ids, *retired]):
        categories[public_id].position = position
    Category.objects.bulk_update(categories.values(), ["position"])
    audit.note_change(
        What.CATEGORIES_REORDERED,
        by,
        project,
        request,
        {"order": active},
        {"order": list(ids)},
        briefly=() if len(active) <= MOST_TOLD else ("order",),
        project=project.slug,
    )


@transaction.atomic
def retire(category: Category, *, by: Any = None, request: HttpRequest | None = None) -> Category:
    """Take it out of the labeling page. Its index, its labels and its place in every export stay."""
    lock(category.project)
    retired = Category.objects.filter(pk=category.pk, retired_at=None).update(retired_at=timezone.now())
    category = _now(category)
    if retired:
        audit.note(What.CATEGORY_RETIRED, by, category, request, **_where(category))
    return category


@transaction.atomic
def restore(category: Category, *, by: Any = None, request: HttpRequest | None = None) -> Category:
    lock(category.project)
    restored = Category.objects.filter(pk=category.pk).exclude(retired_at=None).update(retired_at=None)
    category = _now(category)
    if restored:
        audit.note(What.CATEGORY_RESTORED, by, category, request, **_where(category))
    return category


def _now(category: Category) -> Category:
    return Category.objects.select_related("project").get(pk=category.pk)


def _told(category: Category) -> dict[str, Any]:
    return {name: getattr(category, name) for name in TOLD}


def _where(category: Category) -> dict[str, Any]:
    return {"project": category.project.slug, "category_id": category.public_id}


def lock(project: Project) -> Project:
    """One writer of a project's categories at a time; uploads go on. SQLite has one writer anyway. The project as it
    is from now on."""
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def clean_name(text: str) -> str:
    """A name for a category, cleaned. Refused where a spreadsheet that opens a table of labels would run it."""
    try:
        return names.clean_category_name(text)
    except ValueError as problem:
        raise Refused(str(problem), code="bad_name", field="name") from None


def free_name(project: Project, name: str, *, but: Category | None = None) -> str:
    """The name, cleaned; refused when the project has it already, retired ones included."""
    name = clean_name(name) if but is None or name != but.name else name
    taken = project.categories.filter(name_key=names.name_key(name))
    if but is not None:
        taken = taken.exclude(pk=but.pk)
    if twin := taken.first():
        if twin.active:
            raise Refused(f"There is a category “{twin.name}” already.", code="name_taken", field="name")
        raise Refused(
            f"“{twin.name}” was retired and keeps its name and id {twin.public_id}. "
            "Restore it instead of adding it again.",
            code="name_retired",
            field="name",
        )
    return name


def clean_color(text: str) -> str:
    try:
        return palette.clean_color(text)
    except ValueError as problem:
        raise Refused(str(problem), code="bad_color", field="color") from None


def clean_supercategory(text: str) -> str:
    return names.asked_name(text, "supercategory") if text.strip() else ""
