"""One screen of what is configured, reachable, slow, unsafe or nearly full, each with the way out. Exit code 0: all is
well, or to be watched; 1: something is wrong."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from labeler.doctor import examination
from labeler.doctor.examination import WRONG, Line

MARKS = {examination.WELL: "ok  ", examination.WATCH: "!   ", WRONG: "WRONG"}
WIDTH = 12  # of what was looked at


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="a line of JSON for each thing that was looked at")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for line in examination.examine():
            wrong += line.state == WRONG
            self.stdout.write(json.dumps(asdict(line)) if options["json"] else _spelled(line))
            self.stdout.flush()
        if wrong:
            raise CommandError(f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong.", returncode=1)


def _spelled(line: Line) -> str:
    told = f"{MARKS[line.state]:<6}{line.what:<{WIDTH}}{line.seen}"
    return f"{told}\n{'':<{6 + WIDTH}}→ {line.way_out}" if line.way_out else told
