"""Pure: what all task types share: an answer, the classes that it may name, and what a task type decides."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assets.states import ANSWERED, CARRIES_LABEL, STATUSES, WORDS, Status
from projects.rules.label_rules import Rules


class NotAllowed(ValueError):
    """Why an operation cannot be applied, in a sentence for people."""


class Withdrawn(NotAllowed):
    """There is no answer any more about a picture that was withdrawn."""

    def __init__(self) -> None:
        super().__init__("This picture was withdrawn: nothing is answered about it any more.")


@dataclass(frozen=True)
class Answer:
    """A whole answer: a state, and the public ids of its categories, ascending."""

    status: Status
    category_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Classes:
    """Public ids of a project's categories, as they are at a labels revision; the rules between them, and the labels
    revision that changed these last."""

    active: frozenset[int]
    retired: frozenset[int] = frozenset()
    revision: int = 1
    rules: Rules = field(default_factory=Rules)
    rules_revision: int = 0


class TaskType(Protocol):
    """What its module has. `ASKS_OF_ALL`: whether an answer that does not say which classes were shown is one about all
    that there are; else it is one about those that it names. `EDITOR`: what the labeling page answers with, by the name
    of its script in `label/editors/` and of its template."""

    ASKS_OF_ALL: bool
    EDITOR: str

    def judge(
        self,
        present: Answer,
        status: str,
        category_ids: Sequence[int] | None,
        classes: Classes,
        asked: int | None = None,
    ) -> Answer:
        """`asked`: the labels revision that whoever answered was shown; None where nobody says."""
        ...


def asked_revision(task_type: TaskType, told: int | None, classes: Classes) -> int:
    """The labels revision that a whole answer is about, 0: no more than what it names. `told`: what the page showed,
    which cannot be newer than what there is."""
    if told is None:
        return classes.revision if task_type.ASKS_OF_ALL else 0
    return min(told, classes.revision)


def state_after(present: Answer, status: str, category_ids: Sequence[int] | None) -> Status:
    """The state that an operation leads to. Raises NotAllowed where none does, or where it carries no category and some
    are named; Withdrawn where nothing follows any more."""
    if present.status == Status.WITHDRAWN:
        raise Withdrawn
    if status not in STATUSES:
        raise NotAllowed("status is one of " + ", ".join(ANSWERED) + ".")
    wanted = Status(status)
    if category_ids and not CARRIES_LABEL[wanted]:
        raise NotAllowed(f"{WORDS[wanted]} carries no category.")
    return wanted


def refuse_what_cannot_be_set(ids: Sequence[int], present: Answer, classes: Classes) -> None:
    """A category that the project does not have, or that is retired and not there already. Raises NotAllowed."""
    for category_id in ids:
        if category_id not in classes.active and category_id not in present.category_ids:
            if category_id in classes.retired:
                raise NotAllowed(f"Category {category_id} was retired: it can be kept, not newly set.")
            raise NotAllowed(f"This project has no category {category_id}.")
