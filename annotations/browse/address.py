"""What the addresses of the lists of images have in common: what they keep, and the page of the list that they name."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from annotations.browse import oddness
from annotations.browse.filters import SORTS, AssetFilter
from core.exceptions import Refused
from core.pagination import Page, keyset_page
from projects.models import Project


@dataclass(frozen=True)
class ListAddress(ABC):
    """What the address of a list says. Links change one thing and keep the others."""

    params: dict[str, str]

    @abstractmethod
    def with_(self, **changes: str) -> str:
        """The query of this list with these changes; an empty value takes a parameter out."""

    def around(self, page: Page) -> dict[str, str | None]:
        """The addresses of the pages after and before one."""
        return {
            "next": page.next and self.with_(cursor=page.next),
            "previous": page.previous and self.with_(cursor=page.previous),
        }


def parameters(query: QueryDict, names: Iterable[str]) -> dict[str, str]:
    """Those of the parameters that say something."""
    return {name: value for name in names if (value := query.get(name, "").strip())}


def page_at(project: Project, filters: AssetFilter, sort: str, cursor: str | None, limit: int) -> Page | None:
    """Of the project's images. None where the address has a typo, or a cursor of another list."""
    if not filters.is_valid():
        return None
    try:
        found = oddness.ranked(filters.qs, sort, project, filters.form.cleaned_data["category"])
        return keyset_page(found, SORTS[sort], cursor, limit)
    except Refused:
        return None
