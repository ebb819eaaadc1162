"""Pure: the states of an asset, what the filters mean, which states carry a label. No other place knows this."""

from enum import StrEnum


class Status(StrEnum):
    UNLABELED = "unlabeled"
    LABELED = "labeled"
    NEEDS_REVIEW = "needs_review"
    APPROVED = "approved"
    SKIPPED = "skipped"
    WITHDRAWN = "withdrawn"  # for good: its bytes are gone, and no answer leads here or away


# Those that answers lead to, that lists are narrowed to, and that are counted.
ANSWERED = tuple(status for status in Status if status != Status.WITHDRAWN)
STATUSES = frozenset(status.value for status in ANSWERED)

WORDS = {
    Status.UNLABELED: "Unlabeled",
    Status.LABELED: "Labeled",
    Status.NEEDS_REVIEW: "Needs review",
    Status.APPROVED: "Approved",
    Status.SKIPPED: "Skipped",
    Status.WITHDRAWN: "Withdrawn",
}

CHOICES = [(status.value, words) for status, words in WORDS.items()]
ANSWER_CHOICES = [(status.value, WORDS[status]) for status in ANSWERED]

CARRIES_LABEL = {
    Status.UNLABELED: False,
    Status.LABELED: True,
    Status.NEEDS_REVIEW: True,
    Status.APPROVED: True,
    Status.SKIPPED: False,
    Status.WITHDRAWN: False,
}

CARRYING = tuple(status.value for status, carries in CARRIES_LABEL.items() if carries)

# Name of a filter in addresses -> (its word on pages, the states that it shows).
FILTERS = {
    "unlabeled": ("Unlabeled", (Status.UNLABELED,)),
    "in_review": ("In review", (Status.LABELED, Status.NEEDS_REVIEW)),
    "done": ("Done", (Status.APPROVED,)),
    "skipped": ("Skipped", (Status.SKIPPED,)),
}


def statuses_of(name: str) -> tuple[Status, ...]:
    """The states that a `status` parameter names: one of them, `in_review` or `done`. Raises KeyError otherwise."""
    if name in FILTERS:
        return FILTERS[name][1]
    if name in WORDS:
        return (Status(name),)
    raise KeyError(name)
