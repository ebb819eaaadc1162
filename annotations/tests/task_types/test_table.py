"""The one table of task types."""

from annotations.task_types import TASK_TYPES
from projects.task_types import TaskType


def test_every_task_type_that_a_project_can_have_knows_its_answers():
    assert set(TASK_TYPES) == set(TaskType.values)
