"""The one table of what versions ask of task types, by name."""

from collections.abc import Mapping

from contract import v1, v1_1_multi
from exports.models import DatasetVersion
from exports.task_types import multi, single
from exports.task_types.base import TaskType
from projects.models import Project

TASK_TYPES: Mapping[str, TaskType] = {v1.TASK_TYPE: single, v1_1_multi.TASK_TYPE: multi}


def of(project: Project) -> TaskType:
    return TASK_TYPES[project.task_type]


def of_version(version: DatasetVersion) -> TaskType:
    """Of the project as it was when the version was frozen."""
    return TASK_TYPES[version.frozen["task_type"]]
