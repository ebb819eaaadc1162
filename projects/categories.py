"""Verbs: add, rename, describe, reorder, retire and restore the categories of a project.

The class index is given here, once, under a lock on the project. Nothing here, and nothing in the database, can change
it or use it again (see migration `category_identity`). Under the same lock each change of the classes raises the
project's labels revision, and notes it as that which opened or closed a class: an image that tells of which revision it
was asked tells by it about which classes (see migration `label_rules`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Refused
from people import audit
from people.audit import What
from projects import events, names
from projects.labels import places
from projects.labels.places import GROUP, PARENT, Places
from projects.models import Category, Project
from projects.names import Like, Taken
from projects.rules import palette

# What the audit tells of a change, and of the place where there are places; of a text that may be long only that it
# changed.
TOLD = ("name", "color", "description", "supercategory")
COLUMNS = (*TOLD, "name_key", "parent", "exclusive_group")
LONG = ("description",)
MOST_TOLD = 100  # categories whose order it tells before and after; of more only that it changed
MOST_ANNOUNCED = 100  # whose ids are told at once; how many there were always is


@dataclass(frozen=True)
class New:
    """A category to add. `distinct`: it is another class than one whose name is nearly equal. `parent_id`: the
    public id of one that is there by then, such as an earlier one of the list."""

    name: str
    color: str | None = None
    description: str = ""
    supercategory: str = ""
    distinct: bool = False
    parent_id: int | None = None
    exclusive_group: str = ""


def add(project: Project, name: str, *, by: Any = None, request: HttpRequest | None = None, **facts: Any) -> Category:
    """A new category at the end, with the next class index; `facts` are those of `New`. Refused when one has the name:
    a retired one offers to be restored, one that is nearly equal asks whether it is the same class (`name_near`)."""
    return add_all(project, [New(name, **facts)], by=by, request=request, is_list=False)[0]


@transaction.atomic
def add_all(
    project: Project,
    wanted: Sequence[New],
    *,
    by: Any = None,
    request: HttpRequest | None = None,
    is_list: bool = True,
) -> list[Category]:
    """The same for a list, in its order: all of it, or nothing. Each leaves an entry of its own. A refusal names the
    place in the list, too: `categories.2.name`."""
    locked = lock(project)
    revision = next_revision(locked)
    taken = taken_in(project)
    found = Places(locked) if any(new.parent_id or new.exclusive_group for new in wanted) else None
    highest = project.categories.aggregate(index=Max("class_index"), position=Max("position"))
    index, position = (-1 if value is None else value for value in highest.values())
    added = []
    for place, new in enumerate(wanted, start=1):
        try:
            category = _new(project, taken, new, index + place, position + place)
            category.opened = revision
            if found:
                found.put(category, index + place + 1, parent_id=new.parent_id, group=new.exclusive_group)
        except Refused as problem:
            if is_list:
                problem.blame(f"categories.{place - 1}.{problem.field}")
            raise
        category.save(force_insert=True)
        audit.note(What.CATEGORY_ADDED, by, category, request, **_where(category))
        _tell(category, {}, by, active=True)
        taken.add(category.name, category)
        added.append(category)
    if added:
        raise_revision(project, revision)
    _announce(project, "added", added)
    return added


def _new(project: Project, taken: Taken[Category], new: New, class_index: int, position: int) -> Category:
    name = free_in(taken, new.name, distinct=new.distinct)
    return Category(
        project=project,
        class_index=class_index,
        name=name,
        name_key=names.name_key(name),
        color=clean_color(new.color) if new.color else palette.color_for(class_index),
        description=new.description,
        supercategory=clean_supercategory(new.supercategory),
        position=position,
    )


@transaction.atomic
def change(
    category: Category,
    *,
    distinct: bool = False,
    by: Any = None,
    request: HttpRequest | None = None,
    **changes: Any,
) -> Category:
    """Rename, recolour, describe or place. Takes any of `name`, `color`, `description`, `supercategory`, `parent_id` (a
    public id, or None) and `exclusive_group`; labels stay put.

    `distinct`: it is another class than one whose name is nearly equal to the new one.
    """
    revision = next_revision(lock(category.project))
    category = _now(category)
    before = _told(category)
    if "name" in changes:
        category.name = free_name(category.project, changes["name"] or "", but=category, distinct=distinct)
        category.name_key = names.name_key(category.name)
    if "color" in changes:
        category.color = clean_color(changes["color"]) if changes["color"] else None
    if "description" in changes:
        category.description = changes["description"] or ""
    if "supercategory" in changes:
        category.supercategory = clean_supercategory(changes["supercategory"] or "")
    if _place(category, changes):
        raise_revision(category.project, revision)
    category.save(update_fields=COLUMNS)
    if audit.note_change(
        What.CATEGORY_CHANGED, by, category, request, before, _told(category), briefly=LONG, **_where(category)
    ):
        _announce(category.project, "changed", [category])
    _tell(category, before, by)
    return category


def _place(category: Category, changes: Mapping[str, Any]) -> bool:
    """Whether it has another place from now on."""
    if not {PARENT, GROUP} & changes.keys():
        return False
    before = _told_place(category)
    wanted = before | {name: changes[name] for name in before if name in changes}
    Places(category.project).put(category, category.public_id, parent_id=wanted[PARENT], group=wanted[GROUP])
    return _told_place(category) != before


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
    changed = audit.note_change(
        What.CATEGORIES_REORDERED,
        by,
        project,
        request,
        {"order": active},
        {"order": list(ids)},
        briefly=() if len(active) <= MOST_TOLD else ("order",),
        project=project.slug,
    )
    events.record_change(project, events.Kind.CATEGORY_CHANGED, {"order": active}, {"order": list(ids)}, by=by)
    if changed:
        _announce(project, "reordered", [categories[public_id] for public_id in ids])


@transaction.atomic
def retire(category: Category, *, by: Any = None, request: HttpRequest | None = None) -> Category:
    """Take it out of the labeling page. Its index, its labels and its place in every export stay. Refused while active
    ones lie below it (has_children)."""
    revision = next_revision(lock(category.project))
    if category.project.has_label_rules:
        places.refuse_to_retire(category)
    retired = Category.objects.filter(pk=category.pk, retired_at=None).update(
        retired_at=timezone.now(), closed_from=Coalesce("closed_from", revision), closed_to=None
    )
    category = _now(category)
    if retired:
        raise_revision(category.project, revision)
        audit.note(What.CATEGORY_RETIRED, by, category, request, **_where(category))
        _tell(category, _told(category) | {"active": True}, by, active=False)
        _announce(category.project, "retired", [category])
    return category


@transaction.atomic
def restore(category: Category, *, by: Any = None, request: HttpRequest | None = None) -> Category:
    """Offer it again. Refused while the one above it is retired (parent_retired)."""
    revision = next_revision(lock(category.project))
    if category.project.has_label_rules:
        places.refuse_to_restore(_now(category))
    restored = (
        Category.objects.filter(pk=category.pk)
        .exclude(retired_at=None)
        .update(retired_at=None, closed_from=Coalesce("closed_from", F("opened")), closed_to=revision)
    )
    category = _now(category)
    if restored:
        raise_revision(category.project, revision)
        audit.note(What.CATEGORY_RESTORED, by, category, request, **_where(category))
        _tell(category, _told(category) | {"active": False}, by, active=True)
        _announce(category.project, "restored", [category])
    return category


def _now(category: Category) -> Category:
    return Category.objects.select_related("project", "parent").get(pk=category.pk)


def _told(category: Category) -> dict[str, Any]:
    told = {name: getattr(category, name) for name in TOLD}
    return told | _told_place(category) if category.project.has_label_rules else told


def _told_place(category: Category) -> dict[str, Any]:
    return {PARENT: category.parent.public_id if category.parent else None, GROUP: category.exclusive_group}


def _tell(category: Category, before: Mapping[str, Any], by: Any, **more: Any) -> None:
    """What differs from `before`, to those who follow the project."""
    of, after = category.public_id, _told(category) | more
    events.record_change(
        category.project, events.Kind.CATEGORY_CHANGED, before, after, by=by, of=of, briefly=LONG if before else ()
    )


def _announce(project: Project, how: str, which: Sequence[Category]) -> None:
    if not which:
        return
    ids = [category.public_id for category in which[:MOST_ANNOUNCED]]
    url = reverse("api-categories", args=[project.slug])
    events.announce(
        project, events.Kind.CATEGORY_CHANGED, {"change": how, "count": len(which), "category_ids": ids, "url": url}
    )


def _where(category: Category) -> dict[str, Any]:
    return {"project": category.project.slug, "category_id": category.public_id}


def lock(project: Project) -> Project:
    """One writer of a project's categories at a time; uploads go on. SQLite has one writer anyway. The project as it
    is from now on."""
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def next_revision(locked: Project) -> int:
    """What the labels revision is after a change that is about to be made. The project as `lock` has given it."""
    return locked.labels_revision + 1


def raise_revision(project: Project, revision: int) -> None:
    """The classes changed, or their rules. What was answered until now was not asked about it."""
    Project.objects.filter(pk=project.pk).update(labels_revision=revision)
    project.labels_revision = revision


def part(project: int) -> None:
    """No category of a project that is being deleted has a parent any more: so they may go in any order."""
    Category.objects.filter(project=project).exclude(parent=None).update(parent=None)


def clean_name(text: str) -> str:
    """A name for a category, cleaned. Refused where a spreadsheet that opens a table of labels would run it."""
    try:
        return names.clean_category_name(text)
    except ValueError as problem:
        raise Refused(str(problem), code="bad_name", field="name") from None


def free_name(project: Project, name: str, *, but: Category | None = None, distinct: bool = False) -> str:
    """The name, cleaned; refused when the project has it already, retired ones included, or one that is too like it.
    A category may write its own in another case."""
    if but is None:
        return free_in(taken_in(project), name, distinct=distinct)
    name = clean_name(name) if name != but.name else name
    same = names.name_key(name) == names.name_key(but.name)
    return name if same else free_in(taken_in(project, but=but), name, distinct=distinct)


def taken_in(project: Project, *, but: Category | None = None) -> Taken[Category]:
    """The names of all its categories, or of all but one, retired ones included."""
    taken: Taken[Category] = Taken()
    for category in project.categories.order_by("class_index"):
        if but is None or category.pk != but.pk:
            taken.add(category.name, category)
    return taken


def free_in(taken: Taken[Category], name: str, *, distinct: bool = False) -> str:
    """The name, cleaned; refused when it is taken, or when it is too like one that is."""
    name = clean_name(name)
    found = taken.like(name)
    if found is None or (distinct and found[0] is Like.NEAR):
        return name
    raise _too_like(name, *found)


def near_twin(category: Category) -> Category | None:
    """Another of the project whose name is nearly equal: perhaps the same class."""
    found = taken_in(category.project, but=category).like(category.name)
    return found[1] if found else None


def _too_like(name: str, like: Like, twin: Category) -> Refused:
    twin_id = twin.public_id if twin.pk else None  # one of a list that is about to be added has none yet
    is_retired = f"“{twin.name}” was retired and keeps its name and id {twin_id}."
    code, words = {
        (Like.SAME, True): ("name_taken", f"There is a category “{twin.name}” already."),
        (Like.SAME, False): ("name_retired", f"{is_retired} Restore it instead of adding it again."),
        (Like.WIDTH, True): ("name_taken", f"“{name}” differs from “{twin.name}” only in the width of its characters."),
        (Like.WIDTH, False): (
            "name_retired",
            f"“{name}” differs from “{twin.name}”, which was retired, only in the width of its characters.",
        ),
        (Like.NEAR, True): ("name_near", f"“{name}” is like “{twin.name}”: same class?"),
        (Like.NEAR, False): ("name_near", f"“{name}” is like “{twin.name}”, which was retired: same class?"),
    }[like, twin.active]
    details = {"category_id": twin_id, "name": twin.name, "active": twin.active}
    return Refused(words, code=code, field="name", details=details)


def clean_color(text: str) -> str:
    try:
        return palette.clean_color(text)
    except ValueError as problem:
        raise Refused(str(problem), code="bad_color", field="color") from None


def clean_supercategory(text: str) -> str:
    return names.asked_name(text, "supercategory") if text.strip() else ""
