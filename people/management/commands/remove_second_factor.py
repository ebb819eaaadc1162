"""Remove the second factor of a user who lost it: the password alone is enough from then on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.accounts import second_factor
from people.management.arguments import person


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, username: str, **options: Any) -> None:
        if not second_factor.remove(person(username), by=None):
            raise CommandError(f"{username} has no second factor.")
        self.stdout.write(f"Removed the second factor of {username}.")
