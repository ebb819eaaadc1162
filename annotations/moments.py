"""Which events a moment knows: the one place that tells a number up to which the history is whole.

Events are numbered as they are written, and seen when their transaction ends. On PostgreSQL, where many write at once,
a later number may be seen before an earlier one: who kept the newest number that they saw as their moment would take
the earlier one, which is seen a little later, for older than that moment, and never look at it again.
"""

from annotations.models import AnnotationEvent
from core import settled


def newest_event() -> int:
    """The number of the newest event before which none will come any more; 0 without any. What is read after it knows
    all events up to it. One query, on PostgreSQL two.

    It may be a little less than the newest number that is seen: while somebody writes, what they and others after them
    have written counts as later."""
    return settled.newest(AnnotationEvent.objects.all())
