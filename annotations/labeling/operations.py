"""Pure: what an answer may be. The one table of states is `assets.states`; the one judge of answers is here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assets.states import CARRIES_LABEL, STATUSES, WORDS, Status

LONGEST_OP_ID = 64


class NotAllowed(ValueError):
    """Why an operation cannot be applied, in a sentence for people."""


@dataclass(frozen=True)
class Answer:
    """A whole answer: a state, and the public ids of its categories, ascending."""

    status: Status
    category_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Classes:
    """Public ids of a project's categories."""

    active: frozenset[int]
    retired: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Operation:
    """One answer on its way in. `category_ids` None keeps the present ones."""

    op_id: str
    asset: int
    base_revision: int
    status: str
    category_ids: tuple[int, ...] | None


def read_operation(raw: Any) -> Operation:
    """The operation in a JSON value. Raises NotAllowed when it has not the shape of one."""
    if not isinstance(raw, Mapping):
        raise NotAllowed("An operation is an object with op_id, asset, base_revision, status and category_ids.")
    op_id = raw.get("op_id")
    if not isinstance(op_id, str) or not 1 <= len(op_id) <= LONGEST_OP_ID or not op_id.isprintable():
        raise NotAllowed(f"op_id is a text of 1 to {LONGEST_OP_ID} characters.")
    if not op_id.isascii():
        raise NotAllowed("op_id is plain ASCII.")
    status = raw.get("status")
    if not isinstance(status, str):
        raise NotAllowed("status is one of " + ", ".join(Status) + ".")
    return Operation(
        op_id=op_id,
        asset=_whole_number(raw, "asset"),
        base_revision=_whole_number(raw, "base_revision"),
        status=status,
        category_ids=read_category_ids(raw.get("category_ids")),
    )


def read_category_ids(value: Any) -> tuple[int, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(_is_whole(item) for item in value):
        raise NotAllowed("category_ids is a list of category ids.")
    return tuple(value)


def judge(present: Answer, status: str, category_ids: Sequence[int] | None, classes: Classes) -> Answer:
    """The whole new answer that an operation asks for. Raises NotAllowed when there can be no such answer.

    Any state may follow any other. A retired category can be kept, not newly set.
    """
    if status not in STATUSES:
        raise NotAllowed("status is one of " + ", ".join(Status) + ".")
    wanted = Status(status)
    if not CARRIES_LABEL[wanted]:
        if category_ids:
            raise NotAllowed(f"{WORDS[wanted]} carries no category.")
        return Answer(wanted)
    ids = present.category_ids if category_ids is None else tuple(sorted(set(category_ids)))
    if not ids:
        raise NotAllowed(f"{WORDS[wanted]} needs a category.")
    if len(ids) > 1:
        raise NotAllowed("This project takes one category per image.")
    for category_id in ids:
        if category_id not in classes.active and category_id not in present.category_ids:
            if category_id in classes.retired:
                raise NotAllowed(f"Category {category_id} was retired: it can be kept, not newly set.")
            raise NotAllowed(f"This project has no category {category_id}.")
    return Answer(wanted, ids)


def _whole_number(raw: Mapping[str, Any], name: str) -> int:
    value = raw.get(name)
    if not _is_whole(value):
        raise NotAllowed(f"{name} is a whole number.")
    assert isinstance(value, int)
    return value


def _is_whole(value: Any) -> bool:
    # Beyond 2^63 a database would fail where it should find nothing.
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63
