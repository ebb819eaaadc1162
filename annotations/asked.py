"""About which classes an image was asked: the one place that says so in queries.

Asked about a class is an image that has it, of which somebody looked whether it has it (`Absence`), or whose last whole
answer was given while the class was there to be chosen: the labels revision of that answer tells
(`Asset.asked_revision`; `projects.categories` notes when each class opened and closed).
"""

from django.db.models import Exists, OuterRef, Q

from annotations.models import Absence, Annotation
from assets.states import CARRIES_LABEL
from projects.models import Category, CategoryQuerySet

ANSWERED = [status.value for status, carries in CARRIES_LABEL.items() if carries]  # by a whole answer


def not_asked(asset: str = "") -> CategoryQuerySet:
    """Of the asset of the query around it, the classes of its project that it was not asked about, retired ones, too.
    Of one without a whole answer that is told only where somebody looked for classes one by one. `asset`: how the query
    around it leads to the asset, where it is of something else: `asset__`."""
    answer = OuterRef(f"{asset}asked_revision")
    closed = Q(closed_from__isnull=False, closed_from__lte=answer) & ~Q(closed_to__lte=answer)
    here = {"asset": OuterRef(OuterRef(f"{asset}pk")), "category": OuterRef("pk")}
    classes = Category.objects.filter(project=OuterRef(f"{asset}project")).exclude(Q(opened__lte=answer) & ~closed)
    return classes.filter(~Exists(Annotation.objects.filter(**here)), ~Exists(Absence.objects.filter(**here)))


def partly_asked() -> Q:
    """Of assets: answered, and not asked about a class that is there to be chosen now."""
    return Q(Exists(not_asked().filter(retired_at=None)), status__in=ANSWERED)
