"""List the API tokens of all people or of one: whose, what each may do, when it was made, last used and ends."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from people.management.arguments import person
from people.models import TokenFacts

COLUMNS = ("owner", "name", "starts with", "may", "made", "last used", "ends")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?")

    def handle(self, username: str | None, **options: Any) -> None:
        found = TokenFacts.objects.select_related("token__user").order_by("token__user__username", "token__created")
        if username is not None:
            found = found.filter(token__user=person(username))
        rows = [COLUMNS, *map(_row, found)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            self.stdout.write("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _row(facts: TokenFacts) -> tuple[str, ...]:
    token = facts.token
    return (
        token.user.get_username(),
        facts.name,
        facts.starts_with,
        "read" if facts.read_only else "all",
        _day(timezone.localdate(token.created)),
        _day(facts.last_used_on),
        "never" if token.expiry is None else _day(timezone.localdate(token.expiry)),
    )


def _day(day: date | None) -> str:
    return "-" if day is None else day.isoformat()
