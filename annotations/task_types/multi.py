"""Pure: what an answer may be where an image has any number of categories, also none: "none of these" is an answer."""

from collections.abc import Sequence

from annotations.task_types.base import Answer, Classes, NotAllowed, refuse_what_cannot_be_set, state_after
from assets.states import CARRIES_LABEL, WORDS
from projects.rules import label_rules

ASKS_OF_ALL = False
EDITOR = "set"


def judge(
    present: Answer,
    status: str,
    category_ids: Sequence[int] | None,
    classes: Classes,
    asked: int | None = None,
) -> Answer:
    """The whole new answer that an operation asks for. Raises NotAllowed when there can be no such answer.

    Any state may follow any other, but for what is withdrawn, which stays so. A retired category can be kept, not newly
    set. What was only looked at for some classes (a class pass) is no answer that could be kept.

    Parents that are missing come with their children. A set that breaks a rule all the same is no answer where the page
    showed the rule; where the rule is newer than what it showed, nothing is lost: the set is stored as it is.
    """
    wanted = state_after(present, status, category_ids)
    if not CARRIES_LABEL[wanted]:
        return Answer(wanted)
    if category_ids is None:
        if not CARRIES_LABEL[present.status]:
            raise NotAllowed(f"{WORDS[wanted]} needs category_ids, which may be empty: the image has no answer yet.")
        return Answer(wanted, present.category_ids)
    given = tuple(sorted(set(category_ids)))
    refuse_what_cannot_be_set(given, present, classes)
    ids = label_rules.completed(given, classes.rules)
    if not any(broken := label_rules.broken(ids, classes.rules).values()):
        return Answer(wanted, ids)
    if asked is not None and asked >= classes.rules_revision:
        named = ", ".join(map(str, next(group for groups in broken for group in groups)))
        raise NotAllowed(f"An image has at most one of the categories {named}.")
    return Answer(wanted, given)
