"""What of the shapes depends on the task type of a version: a module a task type, and the table that names them. No
Django. Which shapes there are of a task type says `exports.shape_kinds`."""

from collections.abc import Mapping

from contract import v1, v1_1_multi
from exports.shapes.task_types import base, multi, single

TASK_TYPES: Mapping[str, base.TaskType] = {v1.TASK_TYPE: single, v1_1_multi.TASK_TYPE: multi}


def of(snapshot: v1.Snapshot) -> base.TaskType:
    return TASK_TYPES[snapshot.task_type]
