"""Make an API token for a user. It is printed once and stored hashed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.exceptions import Refused
from people import tokens
from people.management.arguments import person


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", help="what uses it; “Command line” without")
        parser.add_argument("--read-only", action="store_true", help="it may read and change nothing")
        lifetime = parser.add_mutually_exclusive_group()
        lifetime.add_argument("--days", type=int, default=tokens.DAYS, help=f"how long it lives; {tokens.DAYS} without")
        lifetime.add_argument("--never", action="store_true", help="it does not end by itself")

    def handle(self, username: str, **options: Any) -> None:
        user = person(username)
        if not user.is_active:
            raise CommandError(f"The user {username} is deactivated.")
        name = tokens.free_name(user, "Command line") if options["name"] is None else options["name"]
        days = None if options["never"] else options["days"]
        try:
            _, text = tokens.make(user, name, days=days, read_only=options["read_only"])
        except Refused as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(text)
