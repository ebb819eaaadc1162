"""Pure: what an operation looks like. Whether there can be such an answer is for the task type to judge."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from annotations.task_types.base import NotAllowed
from assets.states import ANSWERED, Status
from core.known import unknown
from projects.rules.reasons import clean_reason

LONGEST_OP_ID = 64
LONGEST_SHOWN = 2**31 - 1  # milliseconds: 24 days, as much as a column of the database holds


@dataclass(frozen=True)
class Operation:
    """One answer on its way in. `category_ids` None keeps the present ones. `seen`: whether the image was on the screen
    of who gave it; `shown_ms`: since how many milliseconds; None where nobody told. `reason`: why it is sent back; ""
    where nobody said. `second`: it is about an image that was told to be asked again, and to change no image. `asked`:
    the labels revision that was shown, which tells about which classes it is an answer."""

    op_id: str
    asset: int
    base_revision: int
    status: str
    category_ids: tuple[int, ...] | None
    seen: bool | None = None
    reason: str = ""
    second: bool = False
    shown_ms: int | None = None
    asked: int | None = None


KEYS = frozenset(field.name for field in fields(Operation))  # a new key is a new field there


class UnknownKey(NotAllowed):
    """It says something that this server does not understand: to apply the rest would be to change what was meant."""


def read_operation(raw: Any) -> Operation:
    """The operation in a JSON value. Raises NotAllowed when it has not the shape of one, UnknownKey when it
    has more than that."""
    if not isinstance(raw, Mapping):
        raise NotAllowed("An operation is an object with op_id, asset, base_revision, status and category_ids.")
    if strange := unknown(raw, KEYS):
        raise UnknownKey(" ".join(strange.values()))
    op_id = raw.get("op_id")
    if not isinstance(op_id, str) or not 1 <= len(op_id) <= LONGEST_OP_ID or not op_id.isprintable():
        raise NotAllowed(f"op_id is a text of 1 to {LONGEST_OP_ID} characters.")
    if not op_id.isascii():
        raise NotAllowed("op_id is plain ASCII.")
    status = raw.get("status")
    if not isinstance(status, str):
        raise NotAllowed("status is one of " + ", ".join(ANSWERED) + ".")
    return Operation(
        op_id=op_id,
        asset=_whole_number(raw, "asset"),
        base_revision=_whole_number(raw, "base_revision"),
        status=status,
        category_ids=read_category_ids(raw.get("category_ids")),
        seen=read_seen(raw.get("seen")),
        reason=read_reason(raw.get("reason"), status),
        second=_read_second(raw.get("second")),
        shown_ms=_read_shown(raw.get("shown_ms")),
        asked=read_asked(raw.get("asked")),
    )


def read_seen(value: Any) -> bool | None:
    if not (value is None or isinstance(value, bool)):
        raise NotAllowed("seen is true or false.")
    return value


def read_reason(value: Any, status: str) -> str:
    """The reason, cleaned; None says none. Raises NotAllowed when it is none, or where nothing is sent back."""
    try:
        reason = "" if value is None else clean_reason(value)
    except ValueError as problem:
        raise NotAllowed(str(problem)) from None
    if reason and status != Status.NEEDS_REVIEW:
        raise NotAllowed(f"A reason tells why an image is sent back: it goes with {Status.NEEDS_REVIEW}.")
    return reason


def _read_shown(value: Any) -> int | None:
    if value is None:
        return None
    if not is_whole(value):
        raise NotAllowed("shown_ms is a whole number of milliseconds.")
    return min(int(value), LONGEST_SHOWN)  # of a window that stood open for longer no answer is lost


def read_asked(value: Any) -> int | None:
    if value is None:
        return None
    if not is_whole(value):
        raise NotAllowed("asked is a labels revision: a whole number.")
    return min(int(value), LONGEST_SHOWN)  # as much as a column holds; more than there is means all that there is


def _read_second(value: Any) -> bool:
    if not (value is None or isinstance(value, bool)):
        raise NotAllowed("second is true or false.")
    return bool(value)


def read_category_ids(value: Any) -> tuple[int, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(is_whole(item) for item in value):
        raise NotAllowed("category_ids is a list of category ids.")
    return tuple(value)


def _whole_number(raw: Mapping[str, Any], name: str) -> int:
    value = raw.get(name)
    if not is_whole(value):
        raise NotAllowed(f"{name} is a whole number.")
    assert isinstance(value, int)
    return value


def is_whole(value: Any) -> bool:
    # Beyond 2^63 a database would fail where it should find nothing.
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63
