"""Pure: what an answer may be where an image has one category. The one table of states is `assets.states`."""

from collections.abc import Sequence

from annotations.task_types.base import Answer, Classes, NotAllowed, Withdrawn
from assets.states import ANSWERED, CARRIES_LABEL, STATUSES, WORDS, Status


def judge(present: Answer, status: str, category_ids: Sequence[int] | None, classes: Classes) -> Answer:
    """The whole new answer that an operation asks for. Raises NotAllowed when there can be no such answer.

    Any state may follow any other, but for what is withdrawn, which stays so. A retired category can be kept, not newly
    set.
    """
    if present.status == Status.WITHDRAWN:
        raise Withdrawn
    if status not in STATUSES:
        raise NotAllowed("status is one of " + ", ".join(ANSWERED) + ".")
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
