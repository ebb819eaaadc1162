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
from projects import events, members, names, task_types
from projects.categories import New
from projects.categories import add_all as add_categories
from projects.models import DeletedProject, Project
from projects.rules import citations, licenses, reasons, second_share, shown, splits
from projects.rules.shown import Range
from projects.task_types import TaskType

CHANGED = events.Kind.PROJECT_CHANGED
WINDOW = ("from", "to")
RENDER = "assets.tasks.make_renditions"
SETTINGS = (
    "guidelines",
    "license",
    "citation",
    "split_ratios",
    "split_seed",
    "approve_mended",
    "send_back_reasons",
    "release_gate",
    "quality_statement",
    "second_share",
    "gold_share",
    "gold_told",
)
# What a change may change, and the audit tells of it; of a text that may be long only that it changed.
COLUMNS = ("name", "closed", *SETTINGS)
EDITABLE = (*COLUMNS, "window")
LONG = ("guidelines", "citation")
MOST_SHARES = {"second_share": second_share.WHOLE, "gold_share": second_share.MOST_GOLD}


def create(
    name: str,
    *,
    by: Any,
    slug: str = "",
    task_type: str = TaskType.CLASSIFICATION_SINGLE,
    guidelines: str = "",
    license: str = "",
    citation: str = "",
    split_ratios: Any = None,
    split_seed: str = "",
    approve_mended: bool = True,
    closed: bool = False,
    categories: Sequence[New] = (),
    request: HttpRequest | None = None,
) -> Project:
    """A new project with its permanent dataset id and slug, and its first categories, all of them or
    nothing. A slug that is asked for is that one or none; without, it is made of the name."""
    if task_type not in task_types.OFFERED:
        known = " or ".join(each for each in TaskType.values if each in task_types.OFFERED)
        raise Refused(f"The task type is {known} in this version.", code="bad_task_type", field="task_type")
    license, citation = clean_license(license), clean_citation(citation)
    split_ratios = clean_split(splits.clean_ratios, split_ratios, "split_ratios")
    split_seed = clean_split(splits.clean_seed, split_seed, "split_seed")
    for _ in range(5):
        name = names.asked_name(name) if closed else free_name(name)
        try:
            with transaction.atomic():
                project = Project.objects.create(
                    name=name,
                    name_key=names.name_key(name),
                    slug=_asked_slug(slug) if slug else _free_slug(name),
                    task_type=task_type,
                    guidelines=guidelines,
                    license=license,
                    citation=citation,
                    split_ratios=split_ratios,
                    split_seed=split_seed,
                    approve_mended=approve_mended,
                    closed=closed,
                    created_by=by,
                )
                audit.note(What.PROJECT_MADE, by, project, request, slug=project.slug)
                add_categories(project, categories, by=by, request=request)
                return project
        except IntegrityError as problem:
            # Somebody took the name, or the slug that was asked for, which is refused when we look again; or the slug
            # that we chose, which has others.
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
    """Change `name`, `guidelines`, `license`, `citation`, `split_ratios` (or None), `split_seed`, `approve_mended`,
    `window` (from, to, or None), `send_back_reasons`, `release_gate` (per cent, or None), `quality_statement`,
    `second_share`, `gold_share`, `gold_told` and `closed`; the slug and the dataset id stay.

    License, citation and splits are for versions to come: what is frozen keeps its own. `was`: what the changer saw, by
    field. Refused where it is another by now, unless it is what is wanted.
    """
    with transaction.atomic():
        project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
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
        if "citation" in changes:
            project.citation = clean_citation(changes["citation"])
        if "split_ratios" in changes:
            project.split_ratios = clean_split(splits.clean_ratios, changes["split_ratios"], "split_ratios")
        if "split_seed" in changes:
            project.split_seed = clean_split(splits.clean_seed, changes["split_seed"], "split_seed") or ""
        project.approve_mended = changes.get("approve_mended", project.approve_mended)
        if "send_back_reasons" in changes:
            project.send_back_reasons = clean_reasons(changes["send_back_reasons"])
        if "release_gate" in changes:
            project.release_gate = clean_gate(changes["release_gate"])
        project.quality_statement = changes.get("quality_statement", project.quality_statement)
        _set_shares(project, changes)
        if "window" in changes:
            _set_window(project, clean_window(changes["window"]))
        project.save(update_fields=[*COLUMNS, "window_from", "window_to", "name_key"])
        audit.note_change(
            What.PROJECT_CHANGED, by, project, request, before, told(project), briefly=LONG, slug=project.slug
        )
        events.record_change(project, CHANGED, before, told(project), by=by, briefly=LONG)
    return project


def _set_shares(project: Project, changes: Mapping[str, Any]) -> None:
    """Of pictures that are answered again."""
    for name in MOST_SHARES:
        setattr(project, name, clean_share(name, changes.get(name, getattr(project, name))))
    project.gold_told = changes.get("gold_told", project.gold_told)


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


def clean_gate(gate: float | None) -> float | None:
    """With two decimals at most. Refused when it is no share in per cent."""
    if gate is None:
        return None
    if 0 <= gate <= 100:
        return round(gate, 2)
    raise Refused("A release gate is 0 to 100 per cent.", code="bad_gate", field="release_gate")


def clean_share(name: str, share: Any) -> int:
    """Of pictures that are answered again; refused where it is no whole number of per cent. `name`: of MOST_SHARES."""
    try:
        return second_share.clean_share(share, MOST_SHARES[name])
    except ValueError as problem:
        raise Refused(str(problem), code="bad_share", field=name) from None


def clean_license(license: str) -> str:
    """The license, cleaned; refused when it cannot be one."""
    try:
        return licenses.clean_license(license)
    except ValueError as problem:
        raise Refused(str(problem), code="bad_license", field="license") from None


def clean_citation(citation: str) -> str:
    """How versions are cited, cleaned; refused when it cannot be a citation."""
    try:
        return citations.clean_citation(citation)
    except ValueError as problem:
        raise Refused(str(problem), code="bad_citation", field="citation") from None


def clean_reasons(texts: Any) -> list[str]:
    """The project's own reasons to send an image back, cleaned; refused when they cannot be some."""
    try:
        return reasons.clean_reasons(texts)
    except ValueError as problem:
        raise Refused(str(problem), code="bad_reasons", field="send_back_reasons") from None


def archive(project: Project, *, by: Any = None, request: HttpRequest | None = None) -> None:
    with transaction.atomic():
        if Project.objects.filter(pk=project.pk, archived_at=None).update(archived_at=timezone.now()):
            audit.note(What.PROJECT_CHANGED, by, project, request, archived=[False, True], slug=project.slug)
            events.record_change(project, CHANGED, {"archived": False}, {"archived": True}, by=by)


def unarchive(project: Project, *, by: Any = None, request: HttpRequest | None = None) -> None:
    """Refused (not_found) from the moment on that it is being deleted."""
    with transaction.atomic():
        # Locked first, as by who deletes it: whoever comes second sees what the first one did.
        list(Project.objects.select_for_update(no_key=True).filter(pk=project.pk).values_list("pk"))
        if not Project.objects.present().filter(pk=project.pk).exists():
            raise Refused("There is no such project.", code="not_found")
        if Project.objects.filter(pk=project.pk).exclude(archived_at=None).update(archived_at=None):
            audit.note(What.PROJECT_CHANGED, by, project, request, archived=[True, False], slug=project.slug)
            events.record_change(project, CHANGED, {"archived": True}, {"archived": False}, by=by)


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


def _asked_slug(slug: str) -> str:
    if (fitting := names.slug_for(slug)) != slug:
        raise Refused(
            f"A slug is small letters, digits and -, such as “{fitting}”, at most {names.LONGEST_SLUG} of them.",
            code="bad_slug",
            field="slug",
        )
    if DeletedProject.objects.filter(slug=slug).exists():
        raise Refused(
            f"“{slug}” was the slug of a project that was deleted, and is not used again: zips carry it.",
            code="slug_taken",
            field="slug",
        )
    if Project.objects.filter(slug=slug).exists():
        raise Refused(f"There is a project “{slug}” already.", code="slug_taken", field="slug")
    return slug


def _free_slug(name: str) -> str:
    """The slug of the name, made unique by a number. It is never changed afterwards: zips and addresses carry it."""
    wanted = names.slug_for(name)
    used = (Project.objects, DeletedProject.objects)
    taken = {each for rows in used for each in rows.filter(slug__startswith=wanted).values_list("slug", flat=True)}
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
