"""The list of a review page, as the labeling page walks it: in its own order, both ways from one image."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from annotations.browse import oddness
from annotations.browse.filters import SORTS, AssetFilter
from annotations.browse.review_address import Address, called
from annotations.browse.serializers import AssetSerializer
from annotations.sight import Sight
from assets.models import Asset
from assets.states import Status
from core.pagination import Sort, cursor_after, cursor_before, keyset_page
from projects.models import Category, Project

COUNTED = 10_000  # of a longer list nobody waits for its length


@dataclass(frozen=True)
class Walked:
    """`text`: what the address of the review page says behind its `?`, the page of the list included."""

    project: Project
    text: str
    address: Address
    images: QuerySet[Asset]
    is_whole: bool  # not while a part of the history, which it asks, was not looked through yet

    @classmethod
    def of(cls, project: Project, text: str) -> "Walked | None":
        """None where it has a typo."""
        address = Address.of(QueryDict(text))
        found = AssetFilter(address.filter, queryset=project.assets.with_labels(), sight=Sight(project))
        if not found.is_valid():
            return None
        images = oddness.ranked(found.qs, address.sort, project, address.category_id)
        return cls(project, text, address, images, found.is_whole is not False)

    @property
    def sort(self) -> Sort:
        return SORTS[self.address.sort]

    @property
    def query(self) -> dict[str, str]:
        """The same list, as the API's takes it."""
        return {"sort": self.address.sort} | self.address.filter

    @property
    def way_back(self) -> str:
        return reverse("review", args=[self.project.slug]) + (f"?{self.text}" if self.text else "")

    def words(self, categories: list[Category]) -> str:
        """What it is called: `Shorts · In review`."""
        return " · ".join(called(self.address, categories))

    def asked(self, asset: str, behind: int) -> Asset | None:
        """The image that the address names: by number, as the `first` (as without any) or the `last` of the list, or as
        the first `unlabeled` one in it behind the number `behind`, else of all. None where it is gone."""
        if asset == "unlabeled":
            return self._unlabeled(behind)
        if asset in ("", "first", "last"):
            return self.images.order_by(*self.sort.order_by(backwards=asset == "last")).first()
        number = int(asset) if asset.isascii() and asset.isdigit() and len(asset) < 19 else 0
        # It belongs to the list, whatever became of it since.
        return self._all().filter(pk=number).first()

    def _all(self) -> QuerySet[Asset]:
        """Images of the project, each with what the list is sorted by."""
        return oddness.ranked_all(self.project.assets.with_labels(), self.address.sort)

    def _unlabeled(self, behind: int) -> Asset | None:
        unlabeled = self.images.filter(status=Status.UNLABELED).order_by(*self.sort.order_by(backwards=False))
        edge = self._all().filter(pk=behind).values_list(*self.sort.fields).first()
        following = edge and unlabeled.filter(self.sort.beyond(list(edge), backwards=False)).first()
        return following or unlabeled.first()

    def start(self, asset: Asset | None, *, shown_before: int) -> dict[str, Any]:
        """What the page starts with: the image with some before it, how many of the list lie before these, and the
        cursors where it goes on both ways; `total` 0 is a length that is not known."""
        told = {"address": urlencode({"review": self.text}), "list": self.query, "back": self.way_back}
        if asset is None:
            return told | {"assets": [], "asset": None, "place": 0, "total": 0, "before": None, "after": None}
        earlier = keyset_page(self.images, self.sort, cursor_before(asset, self.sort), limit=shown_before)
        shown = [*earlier.items, asset]
        total = self.images.order_by()[:COUNTED].count()
        return told | {
            "assets": AssetSerializer(shown, many=True).data,
            "asset": asset.pk,
            "place": self._count_before(shown[0]) if earlier.previous else 0,
            "total": total if total < COUNTED else 0,
            "before": earlier.previous,
            "after": cursor_after(asset, self.sort) if self._beyond(asset).exists() else None,
        }

    def _count_before(self, asset: Asset) -> int:
        return self._beyond(asset, backwards=True)[:COUNTED].count()

    def _beyond(self, asset: Asset, *, backwards: bool = False) -> QuerySet[Asset]:
        edge = [getattr(asset, field) for field in self.sort.fields]
        return self.images.order_by().filter(self.sort.beyond(edge, backwards))
