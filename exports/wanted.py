"""What somebody asks of a version (dataset contract, section 7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assets.states import ANSWERED, STATUSES, Status
from core.exceptions import Refused


@dataclass(frozen=True)
class Wanted:
    """`splits`: `{ratios, seed?}`, or None for those of the project; `without_splits`: not even those."""

    statuses: tuple[str, ...] = (Status.APPROVED.value,)
    category_ids: tuple[int, ...] | None = None
    include_unlabeled: bool = False
    include_inactive_categories: bool = False
    include_partly_asked: bool = False
    splits: Mapping[str, Any] | None = field(default=None)
    without_splits: bool = False

    def __post_init__(self) -> None:
        if not self.statuses or not STATUSES.issuperset(self.statuses):
            raise Refused("statuses are some of " + ", ".join(ANSWERED) + ".", code="bad_selection", field="statuses")
