"""Bring in labels from a file of whatever tool: it is known by what it holds. Safe to run again."""

import uuid
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.imports import labels
from annotations.imports.classes import Decisions
from annotations.imports.reading.records import Choice, ColumnsUnclear, Unreadable
from annotations.management import arguments
from core.exceptions import Refused
from projects.models import Project

MOST_SHOWN = 50
WORDS = {
    "unknown_images": "images that are not here",
    "unknown_categories": "categories that are not here",
    "retired_categories": "categories that were retired",
    "ambiguous": "images that are ambiguous",
    "bad_records": "records that cannot be read",
}


def _columns(text: str) -> Choice:
    file, _, category = text.partition(",")
    if not (file.strip().isdecimal() and category.strip().isdecimal() and int(file) and int(category)):
        raise ArgumentTypeError(f"{text!r} is no pair of columns such as 2,3.")
    return Choice(int(file) - 1, int(category) - 1)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the project's slug")
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be set")
        parser.add_argument("--replace", action="store_true", help="replace other answers, which are kept without")
        parser.add_argument(
            "--skip-unknown", action="store_true", help="leave out what is not found; without, nothing is written then"
        )
        parser.add_argument(
            "--columns",
            type=_columns,
            metavar="FILE,CATEGORY",
            help="which two columns of a table, counted from 1: 2,3",
        )
        parser.add_argument("--user", help="who sets them; the first superuser without")

    def handle(self, slug: str, file: Path, **options: Any) -> None:
        project = arguments.project(slug)
        by = arguments.person(options["user"])
        decisions = Decisions(columns=options["columns"])
        try:
            with file.open("rb") as opened, labels.match(project, opened, decisions=decisions) as matched:
                self._show(project, matched)
                if not options["dry_run"]:
                    self._write(project, matched, by, options)
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from None
        except ColumnsUnclear as problem:
            raise CommandError(f"{problem} Name them: --columns 1,2.") from None
        except Unreadable as problem:
            raise CommandError(str(problem)) from None
        except Refused as refusal:
            raise CommandError(refusal.message) from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. What was set stays; run it again to go on.") from None

    def _show(self, project: Project, matched: labels.Matched) -> None:
        report = labels.dry_run(project, matched)
        for name, words in WORDS.items():
            listing = report[name]
            if listing["count"]:
                self.stdout.write(f"{listing['count']:,} {words}:")
            for item in listing["items"][:MOST_SHOWN]:
                self.stdout.write(f"  {item['name']}{': ' if item['why'] else ''}{item['why']}")
            if listing["count"] > len(listing["items"][:MOST_SHOWN]):
                self.stdout.write(f"  and {listing['count'] - len(listing['items'][:MOST_SHOWN]):,} more")
        self.stdout.write(
            f"{report['to_set']:,} to set, {report['already_so']:,} already so, "
            f"{report['would_replace']:,} have another answer, {report['without_label']:,} without a label in the file."
        )

    def _write(self, project: Project, matched: labels.Matched, by: Any, options: dict[str, Any]) -> None:
        if matched.unclear and not options["skip_unknown"]:
            raise CommandError(f"{labels.refusal(matched)} Name --skip-unknown to leave them out.")
        run = uuid.uuid4().hex
        done = labels.write(
            project, matched, by=by, replace=options["replace"], op_id=lambda asset: f"labels-{run}-{asset}"
        )
        self.stdout.write(f"{done['set']:,} set, {done['kept']:,} kept with another answer.")
