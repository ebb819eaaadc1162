"""How the admin lists the audit: by time, narrowed so that an index answers, and no further than somebody reads."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.db import these
from people import addresses
from people.models import AuditEntry

MOST = 10_000  # entries that one list leads to, the newest; whoever narrows it gets to the others
ORDER = ("-at", "-id")
# The kinds whose models are called otherwise than people call them.
WORDS = {"user": "person", "datasetversion": "version"}
YEARS = range(1970, 9999)  # whose days every database knows


def found(rows: QuerySet[AuditEntry], text: str) -> QuerySet[AuditEntry]:
    """Those of the rows that were done by, to or from what is called exactly so; no more than a list leads to.

    Each column is asked by itself: SQLite would read all that any of them has, a million rows, before it sorts them.
    """
    text = text.strip()
    named = {"actor": text, "of": text, "address": addresses.client_of(text, "", 0)}
    ids = {
        pk
        for column, value in named.items()
        for pk in rows.filter(**{column: value}).order_by(*ORDER).values_list("pk", flat=True)[:MOST]
    }
    return rows.filter(pk__in=these(ids))


def in_words(kind: str) -> str:
    return WORDS.get(kind, kind).capitalize()


def facts_in_words(entry: AuditEntry) -> list[tuple[str, str]]:
    """Each fact: its name, and what it is, or what it was and became."""
    return [(name.replace("_", " ").capitalize(), _told(value)) for name, value in entry.facts.items()]


def _told(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:  # as audit.note_change writes it
        return f"{_one(value[0])} → {_one(value[1])}"
    return _one(value)


def _one(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_one, value)) or "–"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_one(each)}" for name, each in value.items()) or "–"
    return "–" if value in (None, "") else str(value)


class Pages(Paginator):
    """Counts no further than it leads."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[:MOST].count())


class Kinds(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return sorted(((kind, in_words(kind)) for kind in _kinds()), key=lambda each: each[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return queryset.filter(of_kind=self.value()) if self.value() else queryset


def _kinds() -> Iterator[str]:
    """Each that there is, by one step in the index; DISTINCT would read all of it."""
    kinds = AuditEntry.objects.order_by("of_kind").values_list("of_kind", flat=True)
    kind = kinds.filter(of_kind__gt="").first()
    while kind:
        yield kind
        kind = kinds.filter(of_kind__gt=kind).first()


class Days(admin.ListFilter):
    """From a day to a day, both included, as days are where Labeler runs (TIME_ZONE)."""

    title = "days"
    template = "admin/people/days.html"
    names = ("from", "to")

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        for name in self.names:
            if values := params.pop(name, None):
                self.used_parameters[name] = values[-1]

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return list(self.names)

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """One: what the form holds, and what else the address says."""
        others = [(name, value) for name, values in changelist.filter_params.items() for value in values]
        yield {
            "fields": [(name, self.used_parameters.get(name, "")) for name in self.names],
            "others": [(name, value) for name, value in others if name not in (*self.names, "p")],
            "all": changelist.get_query_string(remove=list(self.names)),
        }

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        if first := self._day("from"):
            queryset = queryset.filter(at__gte=_start(first))
        if last := self._day("to"):
            queryset = queryset.filter(at__lt=_start(last + timedelta(days=1)))
        return queryset

    def _day(self, name: str) -> date | None:
        text = self.used_parameters.get(name)
        if not text:
            return None
        try:
            day = date.fromisoformat(str(text))
        except ValueError as problem:
            raise IncorrectLookupParameters(problem) from None
        if day.year not in YEARS:
            raise IncorrectLookupParameters(text)
        return day


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
