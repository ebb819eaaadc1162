"""The one table of task types: which module of the contract describes the exports of a task type. No Django."""

from collections.abc import Callable, Mapping
from typing import Any

from contract import v1, v1_1, v1_1_multi

READERS: Mapping[str, Callable[[Mapping[str, Any]], v1.Snapshot]] = {
    v1.TASK_TYPE: v1_1.snapshot_of,
    v1_1_multi.TASK_TYPE: v1_1_multi.snapshot_of,
}


def snapshot_of(frozen: Mapping[str, Any]) -> v1.Snapshot:
    """Read what was frozen when a version was requested, by the task type and the contract that it names; its `teller`
    tells of its images. Raises ValueError where one of them is unknown, and for a value against the contract."""
    named = frozen.get("task_type") if isinstance(frozen, Mapping) else v1.TASK_TYPE
    if not isinstance(named, str) or named not in READERS:
        raise ValueError(f"task_type is one of {', '.join(READERS)}, not {named!r}")
    return READERS[named](frozen)
