"""Make a link with which a user chooses a new password. It is good for one hour and once, and is printed as a path."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.exceptions import Refused
from people.accounts import reset_links
from people.management.arguments import person


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, username: str, **options: Any) -> None:
        try:
            path = reset_links.make(person(username))
        except Refused as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(path)
        # Not with it: the path alone may be piped on.
        self.stderr.write("Put before it the address under which Labeler is opened, such as https://labels.example.")
