"""Writes docs/openapi.json anew: the document of the API, as it is served at /api/v1/schema/; and the table of errors
in docs/api.md."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from labeler.document import committed, errors
from labeler.document.breaking import breaks


class Command(BaseCommand):
    help = "Writes docs/openapi.json anew. Refuses where programs that use the API would stumble over what changed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--break", action="store_true", dest="may_break", help="Write it all the same.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = committed.PATH
        made = committed.made()
        if path.exists() and not options["may_break"]:
            broken = breaks(json.loads(path.read_text()), json.loads(made))
            if broken:
                raise CommandError("Programs that use the API would stumble:\n" + "\n".join(broken))
        path.write_text(made)
        errors.write(json.loads(made))
        self.stdout.write(f"Written: {path.name}.")
