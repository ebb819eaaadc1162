"""A version at one moment: its categories, its images and their labels, as they were when it was requested.

What belongs together is read by one statement, because only that is one moment on every database: it sorts every
chosen image into a table of the transaction's own, from which rows and counts are then taken. Answers go on meanwhile
and wait for nothing; only changes of categories wait until the version is frozen.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import IntegerField, Max
from django.db.models.expressions import Combinable, RawSQL
from django.http import HttpRequest
from django.utils import timezone

from annotations.models import AnnotationEvent
from annotations.moments import newest_event
from contract import task_types as contracts
from core import program
from core.exceptions import Refused
from exports import task_types
from exports.models import DatasetVersion
from exports.task_types.base import TaskType
from exports.versions import quality
from exports.versions.selection import frozen_splits, refuse_what_is_not_there, sorted_out
from exports.wanted import Wanted
from people import audit
from people.audit import What
from projects import categories
from projects.models import Project
from projects.rules import licenses

GENERATOR = {"name": program.NAME, "version": program.VERSION}
CHOSEN = "exports_chosen_now"  # as `sorted_out` gives them


def freeze(
    project: Project, wanted: Wanted, *, by: Any, notes: str, request: HttpRequest | None = None
) -> DatasetVersion:
    """The version, queued, with its rows. Refused when there is no category, or nothing is selected, or the project's
    gate is not open."""
    with transaction.atomic():
        project = categories.lock(project)
        splits = frozen_splits(project, wanted)
        if not project.categories.exists():
            raise Refused("This project has no category yet.", code="nothing_selected")
        refuse_what_is_not_there(project, wanted)
        task_type = task_types.of(project)
        last_event = newest_event()  # before the rows: all up to it stand in them
        with _chosen_at_one_moment(project, wanted) as (counts, holds_converted):
            images = counts.pop("", 0)
            if not images:
                why = "No image has these statuses and categories, so there is nothing to export."
                raise Refused(task_type.why_nothing(project, counts) or why, code="nothing_selected")
            check = quality.check_of(project, wanted)
            # After the rows were chosen: what was relabeled before, and so stands in them, is seen.
            quality.refuse_behind_gate(project, wanted, check, _revision_frozen(project))
            version = _add_version(
                project,
                _selection(task_type, wanted, counts),
                splits,
                schema_version=task_type.schema_version(holds_converted=holds_converted),
                statement=quality.statement(project, check),
                by=by,
                notes=notes,
                images=images,
                last_event=last_event,
            )
            task_type.refuse_chosen(version.frozen, CHOSEN)
            task_type.freeze(version, CHOSEN)
        version.note_request(by)
        audit.note(What.VERSION_MADE, by, version, request, project=project.slug, images=images)
    return version


@contextmanager
def _chosen_at_one_moment(project: Project, wanted: Wanted) -> Iterator[tuple[dict[str, int], bool]]:
    """The chosen images in a table that lasts as long as the block. Gives how many there are by `left_out`, and whether
    those that the version holds have a converted one among them."""
    query, values = sorted_out(project, wanted).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {CHOSEN} AS {query}", values)
        cursor.execute(f"SELECT left_out, count(*), count(converted_from) FROM {CHOSEN} GROUP BY left_out")  # noqa: S608
        found = {left_out: (images, converted) for left_out, images, converted in cursor.fetchall()}
        yield {left_out: images for left_out, (images, _) in found.items()}, found.get("", (0, 0))[1] > 0
        cursor.execute(f"DROP TABLE {CHOSEN}")


def _revision_frozen(project: Project) -> Combinable:
    """Of the image of an event, the revision that stands among the chosen rows; null of one that the version does not
    hold."""
    if project.release_gate is not None:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE INDEX {CHOSEN}_by_asset ON {CHOSEN} (asset_id)")
    event = AnnotationEvent._meta.db_table
    return RawSQL(  # noqa: S611 - nothing in it comes from outside
        f"SELECT revision FROM {CHOSEN} AS one WHERE one.asset_id = {event}.asset_id AND one.left_out = ''",  # noqa: S608
        [],
        output_field=IntegerField(),
    )


def _selection(task_type: TaskType, wanted: Wanted, left_out: dict[str, int]) -> dict[str, Any]:
    return {
        "statuses": sorted(set(wanted.statuses)),
        "category_ids": None if wanted.category_ids is None else sorted(set(wanted.category_ids)),
        "include_unlabeled": wanted.include_unlabeled,
        "include_inactive_categories": wanted.include_inactive_categories,
        **task_type.selection(wanted),
        "excluded": task_type.excluded(wanted, left_out, task_type.inactive_chosen(CHOSEN)),
    }


def _add_version(
    project: Project,
    selection: dict[str, Any],
    splits: Any,
    *,
    schema_version: str,
    statement: dict[str, Any] | None,
    by: Any,
    notes: str,
    images: int,
    last_event: int,
) -> DatasetVersion:
    now = timezone.now().replace(microsecond=0)
    number = (project.versions.aggregate(highest=Max("number"))["highest"] or 0) + 1
    previous = project.versions.ready().order_by("-number").first()
    frozen = {
        "schema_version": schema_version,
        "task_type": project.task_type,
        "dataset_id": str(project.dataset_id),
        "dataset_name": project.name,
        "version": number,
        "created_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "previous": {"version": previous.number, "hash": previous.hash} if previous else None,
        "categories": _category_snapshot(project),
        "selection": selection,
        "splits": splits,
        "generator": dict(GENERATOR),
        **task_types.of(project).more(project),
    }
    try:
        contracts.snapshot_of(frozen)
    except ValueError as problem:
        # Better now than when it is built: what is frozen cannot be mended.
        raise Refused(f"This cannot be exported: {problem}.", code="bad_selection") from None
    return DatasetVersion.objects.create(
        project=project,
        number=number,
        notes=notes.strip(),
        created_by=by,
        created_at=now,
        queued_at=now,
        previous=previous,
        images=images,
        last_event=last_event,
        frozen=frozen,
        license=licenses.address(project.license) or None,
        citation=project.citation or None,
        quality=statement,
    )


def _category_snapshot(project: Project) -> list[dict[str, Any]]:
    """All categories by class index, as the manifest lists them; their place in the display order among all."""
    in_order = [category.class_index for category in project.categories.in_display_order()]
    return [
        {
            "id": category.public_id,
            "class_index": category.class_index,
            "name": category.name,
            "supercategory": category.supercategory,
            "active": category.active,
            "display_order": in_order.index(category.class_index),
            "color": category.color,
        }
        for category in project.categories.order_by("class_index")
    ]
