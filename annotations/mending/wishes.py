"""Which labels that somebody else looked at are asked for: among those that are kept, and among those of an earlier
moment, which are told from the history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q

from annotations.mending import reading
from annotations.mending.reading import Reviewed
from annotations.models import AnnotationEvent, ReviewedLabel
from core.db import these

MANY = 20_000  # so many are not gathered for a page of a list, but asked for one by one in its order


@dataclass(frozen=True)
class Wish:
    """What one label has to be, all of it. `of`: who gave it, "" for anybody. `mended`, `sent_back`: whether it was;
    False does not ask. `pair`: from which category to which one it was mended, by public id. Weeks by their Monday;
    `reason`: why it was sent back. None does not ask."""

    of: str = ""
    mended: bool = False
    pair: tuple[int, int] | None = None
    mended_week: date | None = None
    looked_week: date | None = None
    sent_back: bool = False
    reason: str | None = None

    def fits(self, label: Reviewed, name: str) -> bool:
        """`name`: of who gave it."""
        return (
            self.of in ("", name)
            and (not self.mended or label.now is not None)
            and self.pair in (None, (label.was, label.now))
            and self.mended_week in (None, label.mended_week)
            and self.looked_week in (None, label.looked_week)
            and (not self.sent_back or label.sent_back)
            and self.reason in (None, label.reason)
        )

    def _condition(self) -> Q:
        condition = Q(by__username=self.of) if self.of else Q()
        if self.mended:
            condition &= Q(mended_week__isnull=False)
        if self.pair:
            condition &= Q(was=self.pair[0], now=self.pair[1])
        if self.mended_week:
            condition &= Q(mended_week=self.mended_week)
        if self.looked_week:
            condition &= Q(looked_week=self.looked_week)
        if self.sent_back:
            condition &= Q(sent_back=True)
        return condition if self.reason is None else condition & Q(reason=self.reason)


def granted(project: int, wish: Wish) -> tuple[Q, bool]:
    """Which images of the project with this key have such a label, as a condition for a query of images; and whether
    these are all: not while a part of the history was not looked through yet."""
    is_all = reading.catch_up(project)
    kept = ReviewedLabel.objects.filter(wish._condition(), project=project).order_by()
    if kept[: MANY + 1].count() > MANY:
        return Q(Exists(kept.filter(asset=OuterRef("pk")))), is_all
    return Q(pk__in=kept.values("asset")), is_all


def assets_then(numbers: Iterable[int], wish: Wish, as_of: int) -> set[int]:
    """Those of the images that `granted` would have named when `as_of` was the newest event."""
    labels = [*reading.reviewed(AnnotationEvent.objects.filter(asset__in=these(numbers), pk__lte=as_of))]
    people = get_user_model().objects.filter(pk__in={label.by for label in labels})
    names = dict(people.values_list("pk", "username"))
    return {label.asset for label in labels if wish.fits(label, names[label.by])}
