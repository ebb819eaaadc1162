"""The answers of before are told, too: events point to them, a thousand a piece, as those of one project came."""

import json
from itertools import pairwise

from django.db import connection, migrations

from core.db import insert

AT_ONCE = 200  # events of a statement
PLACES = 1000  # answers of an event


def point_to_answers(apps, schema_editor):
    Event = apps.get_model("projects", "Event")
    AnnotationEvent = apps.get_model("annotations", "AnnotationEvent")
    told = AnnotationEvent.objects.order_by("pk").values_list("pk", "asset__project", "at")
    waiting, full = {}, []
    for number, project, at in told.iterator(chunk_size=10_000):
        numbers, _ = waiting.setdefault(project, ([], at))
        numbers.append(number)
        waiting[project] = numbers, at
        if len(numbers) == PLACES:
            full.append((project, *waiting.pop(project)))
        if len(full) == AT_ONCE:
            _insert(Event, full)
            full = []
    _insert(Event, [*full, *((project, *rest) for project, rest in waiting.items())])


def _insert(model, parts):
    """In the order in which their last answers came."""
    spelled = model._meta.get_field("at").get_db_prep_save
    rows = [
        [project, str(spelled(at, connection)), json.dumps(_runs(numbers))]
        for project, numbers, at in sorted(parts, key=lambda part: part[1][-1])
    ]
    insert(model, rows, {"project_id": "bigint", "at": "timestamptz", "answers": "jsonb"}, {"kind": "answers"})


def _runs(numbers):
    gaps = [(one, other) for one, other in pairwise(numbers) if other != one + 1]
    firsts = [numbers[0], *(other for _, other in gaps)]
    return [list(run) for run in zip(firsts, [*(one for one, _ in gaps), numbers[-1]], strict=True)]


class Migration(migrations.Migration):
    dependencies = [("annotations", "0020_event_shown_ms")]

    operations = [migrations.RunPython(point_to_answers, migrations.RunPython.noop)]
