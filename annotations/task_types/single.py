"""Pure: what an answer may be where an image has one category. The one table of states is `assets.states`."""

from collections.abc import Sequence

from annotations.task_types.base import Answer, Classes, NotAllowed, refuse_what_cannot_be_set, state_after
from assets.states import CARRIES_LABEL, WORDS

ASKS_OF_ALL = True
EDITOR = "classification"


def judge(
    present: Answer,
    status: str,
    category_ids: Sequence[int] | None,
    classes: Classes,
    asked: int | None = None,
) -> Answer:
    """The whole new answer that an operation asks for. Raises NotAllowed when there can be no such answer.

    Any state may follow any other, but for what is withdrawn, which stays so. A retired category can be kept, not newly
    set.
    """
    wanted = state_after(present, status, category_ids)
    if not CARRIES_LABEL[wanted]:
        return Answer(wanted)
    ids = present.category_ids if category_ids is None else tuple(sorted(set(category_ids)))
    if not ids:
        raise NotAllowed(f"{WORDS[wanted]} needs a category.")
    if len(ids) > 1:
        raise NotAllowed("This project takes one category per image.")
    refuse_what_cannot_be_set(ids, present, classes)
    return Answer(wanted, ids)
