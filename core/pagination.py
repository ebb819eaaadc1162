"""Pages of long lists by key, not by number: the same cost at the start and 600,000 rows in.

A cursor holds the sort value and the tie breaker of the row at the edge of a page, and which way to go from there.
"""

import base64
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Q, QuerySet

from core.exceptions import Refused

LIMIT = 100
MOST = 500


@dataclass(frozen=True)
class Sort:
    """Order by `field`, of the model or one that the queryset is annotated with; rows with equal values by `tie`, which
    is unique in the list."""

    field: str
    descending: bool = False
    tie: str = "id"

    @property
    def fields(self) -> list[str]:
        return [self.field] if self.field == self.tie else [self.field, self.tie]

    def order_by(self, backwards: bool) -> list[str]:
        sign = "-" if self.descending != backwards else ""
        return [sign + field for field in self.fields]

    def beyond(self, edge: list[Any], backwards: bool) -> Q:
        way = "lt" if self.descending != backwards else "gt"
        if len(self.fields) == 1:
            return Q(**{f"{self.field}__{way}": edge[0]})
        # The first condition is implied by the second; it lets the index find the start.
        value, tie = edge
        return Q(**{f"{self.field}__{way}e": value}) & (
            Q(**{f"{self.field}__{way}": value}) | Q(**{f"{self.tie}__{way}": tie})
        )


@dataclass(frozen=True)
class Page:
    """Some rows, and the cursors of the pages after and before them (None where there is none)."""

    items: list[Any]
    next: str | None
    previous: str | None


def keyset_page(queryset: QuerySet, sort: Sort, cursor: str | None = None, limit: int = LIMIT) -> Page:
    """The page of `queryset` at `cursor`, the first one without. One query. Refused when the cursor is not one."""
    backwards, edge = _read(cursor, queryset, sort) if cursor else (False, None)
    if edge is not None:
        queryset = queryset.filter(sort.beyond(edge, backwards))
    rows = list(queryset.order_by(*sort.order_by(backwards))[: limit + 1])
    more = len(rows) > limit
    rows = rows[:limit]
    if backwards:
        rows.reverse()
    has_next = bool(rows) and (more if not backwards else True)
    has_previous = bool(rows) and (more if backwards else edge is not None)
    return Page(
        rows,
        cursor_after(rows[-1], sort) if has_next else None,
        cursor_before(rows[0], sort) if has_previous else None,
    )


def limit_from(text: str | None, default: int = LIMIT, most: int = MOST) -> int:
    """A page size that somebody asked for. Refused when it is no whole number; larger ones get `most`."""
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) < 1:
        raise Refused(f"limit is a whole number from 1 to {most}.", code="bad_limit", field="limit")
    return min(int(text), most)


def cursor_after(row: Any, sort: Sort) -> str:
    """The cursor of the page that begins behind this row."""
    return _write(row, sort, backwards=False)


def cursor_before(row: Any, sort: Sort) -> str:
    """The cursor of the page that ends in front of this row."""
    return _write(row, sort, backwards=True)


def edge_of(cursor: str, queryset: QuerySet, sort: Sort) -> list[Any]:
    """Sort value and tie of the row that a cursor of this list stands at. Refused when it is none."""
    return _read(cursor, queryset, sort)[1]


def _write(row: Any, sort: Sort, *, backwards: bool) -> str:
    edge = [getattr(row, field) for field in sort.fields]
    text = json.dumps(["p" if backwards else "n", *edge])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, queryset: QuerySet, sort: Sort) -> tuple[bool, list[Any]]:
    """Which way to go, and the values at the edge. They came from outside, so they may be anything."""
    try:
        way, *edge = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        fields = [_field(queryset, name) for name in sort.fields]
        if way not in ("n", "p") or len(edge) != len(fields) or not all(map(_fits, fields, edge)):
            raise ValueError
    except (ValueError, TypeError, RecursionError):
        raise Refused("This cursor is not one of this list.", code="bad_cursor", field="cursor") from None
    return way == "p", edge


def _field(queryset: QuerySet, name: str) -> Any:
    annotation = queryset.all().query.annotations.get(name)
    return queryset.model._meta.get_field(name) if annotation is None else annotation.output_field


def _fits(field: Any, value: Any) -> bool:
    """Whether a database can compare the field with the value."""
    if isinstance(field, CharField):
        return isinstance(value, str) and "\0" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63
