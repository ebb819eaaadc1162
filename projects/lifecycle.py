"""Verbs: make, change and archive a project."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django_q.tasks import async_task

from core.exceptions import Refused
from people import audit
from people.audit import What
from projects import members, names
from projects.categories import New
from projects.categories import add_all as add_categories
from projects.models import Project
from projects.rules import licenses, shown, splits
from projects.rules.shown import Range
from projects.task_types import TaskType

WINDOW = ("from", "to")
RENDER = "assets.tasks.make_renditions"
SETTINGS = ("guidelines", "license", "split_ratios", "split_seed")
# What a change may change, and the audit tells of it; of a text that may be long only that it changed.
COLUMNS = ("name", "closed", *SETTINGS)
EDITABLE = (*COLUMNS, "window")
LONG = ("guidelines",)


def create(
    name: str,
    *,
    by: Any,
    task_type: str = TaskType.CLASSIFICATION_SINGLE,
    guidelines: str = "",
    license: str = "",
    split_ratios: Any = None,
    split_seed: str = "",
    closed: bool = False,
    categories: Sequence[New] = (),
    request: HttpRequest | None = None,
) -> Project:
    """A new project with its permanent dataset id and slug, and its first categories, all of them or
    nothing."""
    if task_type != TaskType.CLASSIFICATION_SINGLE:
        raise Refused(
            f"The task type is {TaskType.CLASSIFICATION_SINGLE} in this version.",
            code="bad_task_type",
            field="task_type",
        )
    license = clean_license(license)
    split_ratios = clean_split(splits.clean_ratios, split_ratios, "split_ratios")
    split_seed = clean_split(splits.clean_seed, split_seed, "split_seed")
    for _ in range(5):
        name = names.asked_name(name) if closed else free_name(name)
        try:
            with transaction.atomic():
                project = Project.objects.create(
                    name=name,
                    name_key=names.name_key(name),
                    slug=_free_slug(name),
                    task_type=task_type,
                    guidelines=guidelines,
                    license=license,
                    split_ratios=split_ratios,
                    split_seed=split_seed,
                    closed=closed,
                    created_by=by,
                )
                audit.note(What.PROJECT_MADE, by, project, request, slug=project.slug)
                add_categories(project, categories, by=by, request=request)
                return project
        except IntegrityError as problem:
            # Somebody took the name, which is refused when we look again, or the slug, which has others.
            last = problem
    raise last


def change(
    project: Project,
    *,
    was: Mapping[str, Any] | None = None,
    by: Any = None,
    request: HttpRequest | None = None,
    **changes: Any,
) -> Project:
    """Change `name`, `guidelines`, `license`, `split_ratios` (or None), `split_seed`, `window` (from, to, or None) and
    `closed`; the slug and the dataset id stay.

    License and splits are for versions to come: what is frozen keeps its own. `was`: what the changer saw, by field.
    Refused where it is another by now, unless it is what is wanted.
    """
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=project.pk)
        _refuse_what_changed_meanwhile(project, was or {}, changes)
        before = told(project)
        opens = project.closed and not changes.get("closed", True)
        closes = changes.get("closed", False) and not project.closed
        project.closed = changes.get("closed", project.closed)
        if closes and by is not None:
            members.keep_in(project, by, request)
        if "name" in changes or opens:
            name = changes.get("name", project.name)
            project.name = names.asked_name(name) if project.closed else free_name(name, but=project)
            project.name_key = names.name_key(project.name)
        if "guidelines" in changes:
            project.guidelines = changes["guidelines"]
        if "license" in changes:
            project.license = clean_license(changes["license"])
        if "split_ratios" in changes:
            project.split_ratios = clean_split(splits.clean_ratios, changes["split_ratios"], "split_ratios")
        if "split_seed" in changes:
            project.split_seed = clean_split(splits.clean_seed, changes["split_seed"], "split_seed") or ""
        if "window" in changes:
            _set_window(project, clean_window(changes["window"]))
        project.save(update_fields=[*COLUMNS, "window_from", "window_to", "name_key"])
        audit.note_change(
            What.PROJECT_CHANGED, by, project, request, before, told(project), briefly=LONG, slug=project.slug
        )
    return project


def _set_window(project: Project, window: Range | None) -> None:
    """Pictures are shown by another one at once; a job makes them beforehand, and clears the former ones away."""
    if window == project.window:
        return
    project.window_from, project.window_to = window or (None, None)
    transaction.on_commit(lambda: async_task(RENDER, project.pk))


def clean_window(window: Mapping[str, float] | None) -> Range | None:
    """Refused when it is not two numbers, the first one less than the second."""
    if window is None:
        return None
    found = Range(*(float(window.get(name, math.nan)) for name in WINDOW))
    if not shown.is_window(found):
        raise Refused(
            "Pictures are shown from one number to a larger one; leave both empty to show each over what it holds.",
            code="bad_window",
            field="window",
        )
    return found


def _refuse_what_changed_meanwhile(project: Project, was: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    """So that two who change it at once do not overwrite each other unseen."""
    now = told(project)
    others = [name for name, seen in was.items() if name in changes and now[name] not in (seen, changes[name])]
    if others:
        raise Refused(
            "Somebody else changed it meanwhile.",
            code="changed_meanwhile",
            field=others[0],
            details={name: now[name] for name in others},
        )


def told(project: Project) -> dict[str, Any]:
    """What is EDITABLE, as the API tells it."""
    window = project.window and dict(zip(WINDOW, project.window, strict=True))
    return {name: getattr(project, name) for name in COLUMNS} | {"window": window}


def clean_split(rule: Callable[[Any], Any], value: Any, field: str) -> Any:
    """The value, cleaned, or None for none; refused as a field of the project."""
    try:
        return None if value is None else rule(value)
    except ValueError as problem:
        raise Refused(f"split_{problem}", code="bad_splits", field=field) from None


def clean_license(license: str) -> str:
    """The license, cleaned; refused when it cannot be one."""
    try:
        return licenses.clean_license(license)
    except ValueError as problem:
        raise Refused(str(problem), code="bad_license", field="license") from None


def archive(project: Project, *, by: Any = None, request: HttpRequest | None = None) -> None:
    with transaction.atomic():
        if Project.objects.filter(pk=project.pk, archived_at=None).update(archived_at=timezone.now()):
            audit.note(What.PROJECT_CHANGED, by, project, request, archived=[False, True], slug=project.slug)


def unarchive(project: Project, *, by: Any = None, request: HttpRequest | None = None) -> None:
    with transaction.atomic():
        if Project.objects.filter(pk=project.pk).exclude(archived_at=None).update(archived_at=None):
            audit.note(What.PROJECT_CHANGED, by, project, request, archived=[True, False], slug=project.slug)


def delete(project: Project, *, by: Any = None, request: HttpRequest | None = None) -> None:
    """Only while nothing hangs on it. Raises ProtectedError otherwise."""
    with transaction.atomic():
        audit.note(What.PROJECT_DELETED, by, project, request, slug=project.slug)
        project.delete()


def free_name(name: str, *, but: Project | None = None) -> str:
    """The name, cleaned; refused when another open project has it. A closed one may be called like any other: who is
    refused would learn of a project that they may not see."""
    name = names.asked_name(name)
    taken = Project.objects.filter(name_key=names.name_key(name), closed=False)
    if but is not None:
        taken = taken.exclude(pk=but.pk)
    if twin := taken.first():
        raise Refused(f"There is a project “{twin.name}” already.", code="name_taken", field="name")
    return name


def _free_slug(name: str) -> str:
    """The slug of the name, made unique by a number. It is never changed afterwards: zips and addresses carry it."""
    wanted = names.slug_for(name)
    taken = set(Project.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
