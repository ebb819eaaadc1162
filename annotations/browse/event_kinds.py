"""What a change of an answer is called: conditions on its event. Lists are narrowed by them, and the overview counts
by them."""

from django.db.models import F, Q

from assets.states import CARRIES_LABEL, CARRYING, Status

LABELED = [*CARRYING]
BARE = [status.value for status, carries in CARRIES_LABEL.items() if not carries]
SAME_LABELS = Q(from_category_ids=F("to_category_ids"))

# Each event is of one of these kinds.
KINDS = {
    "labeled": Q(to_status=Status.LABELED, from_status__in=BARE),
    "relabeled": Q(to_status=Status.LABELED, from_status__in=LABELED) & ~SAME_LABELS,
    "returned": Q(to_status=Status.LABELED, from_status__in=LABELED) & SAME_LABELS,
    "approved": Q(to_status=Status.APPROVED),
    "sent_back": Q(to_status=Status.NEEDS_REVIEW),
    "skipped": Q(to_status=Status.SKIPPED),
    "cleared": Q(to_status=Status.UNLABELED),
    "withdrawn": Q(to_status=Status.WITHDRAWN),
}
# Whatever state it came to with its first label: what the pace counts.
FIRST_LABEL = "first_label"
CHANGES = KINDS | {FIRST_LABEL: Q(from_status=Status.UNLABELED, to_status__in=LABELED)}

WORDS = {
    FIRST_LABEL: "First labeled",
    "labeled": "Labeled",
    "relabeled": "Relabeled",
    "returned": "Put back to Labeled",
    "approved": "Approved",
    "sent_back": "Sent back",
    "skipped": "Skipped",
    "cleared": "Cleared",
    "withdrawn": "Withdrawn",
}
