"""Pure: the one table of task types: the name that a project has -> the module that knows its answers."""

from collections.abc import Mapping

from annotations.task_types import base, multi, single
from contract import v1, v1_1_multi

TASK_TYPES: Mapping[str, base.TaskType] = {v1.TASK_TYPE: single, v1_1_multi.TASK_TYPE: multi}
