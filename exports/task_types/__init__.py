"""What of a version depends on the task type of its project: a module a task type, and the table that names them."""

from exports.models import DatasetVersion
from exports.task_types import sets, single
from exports.task_types.base import Comparison
from exports.task_types.table import of, of_version
from projects.models import Project

__all__ = ["between", "of", "of_version", "since"]


def between(older: DatasetVersion, newer: DatasetVersion) -> Comparison:
    """How these are compared: a project may have been converted in between."""
    return single if of_version(older) is of_version(newer) is single else sets


def since(version: DatasetVersion, project: Project) -> Comparison:
    """How the version is compared with the project as it is now."""
    return single if of_version(version) is of(project) is single else sets
