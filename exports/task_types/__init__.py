"""What of a version depends on the task type of its project: a module a task type, and the table that names them."""

from collections.abc import Mapping

from contract import v1
from exports.models import DatasetVersion
from exports.task_types import base, single
from projects.models import Project

TASK_TYPES: Mapping[str, base.TaskType] = {v1.TASK_TYPE: single}


def of(project: Project) -> base.TaskType:
    return TASK_TYPES[project.task_type]


def of_version(version: DatasetVersion) -> base.TaskType:
    """Of the project as it was when the version was frozen."""
    return TASK_TYPES[version.frozen["task_type"]]
