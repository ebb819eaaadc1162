"""Revoke an API token of a user, or all. Programs that use it are refused from then on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people import tokens
from people.management.arguments import person


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("name", nargs="?", help="as list_tokens tells it")
        which.add_argument("--all", action="store_true", help="all that this user has")

    def handle(self, username: str, **options: Any) -> None:
        found = tokens.of(person(username))
        if not options["all"]:
            found = found.filter(name=options["name"])
        revoked = tokens.revoke(found)
        if not revoked and not options["all"]:
            raise CommandError(f"{username} has no token named {options['name']}.")
        self.stdout.write(f"Revoked: {revoked}.")
