"""Copies all rows into another, empty database, which you then use in place of this one. Nobody works meanwhile. Exit
code 0: done; 1: done, and versions could not be compared because pictures are damaged; 2: not done, use the old one."""

import json
import sys
from typing import Any

from django.core.management.base import CommandParser

from labeler.management.moving import MovingCommand
from labeler.moving import to_database


class Command(MovingCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "url",
            help="as DATABASE_URL has it: postgres://… or sqlite:///…; - reads it from standard input, so that no "
            "password stands in the list of processes",
        )
        parser.add_argument("--json", action="store_true", help="tell what came of it as one line of JSON")

    def move(self, **options: Any) -> str:
        url = sys.stdin.readline().strip() if options["url"] == "-" else options["url"]
        moved = to_database.move(url, self.say, self.progress)
        if options["json"]:
            told = {"rows": sum(moved.rows.values()), "versions": moved.same, "not_compared": moved.damaged}
            self.tell(json.dumps(told))
        else:
            self.list_some("Not compared", moved.damaged)
            self.tell(
                f"{moved.name} has all {sum(moved.rows.values()):,} rows; {moved.same:,} versions came out the same."
            )
            self.tell(
                "Now set DATABASE_URL to its address, for web and worker, and start. "
                "What was used until now is as it was."
            )
        return (
            f"{len(moved.damaged):,} versions could not be compared. Look closer: manage.py check_files --hash"
            if moved.damaged
            else ""
        )
