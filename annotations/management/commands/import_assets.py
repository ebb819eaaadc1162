"""Bring in a folder of pictures, with the folders' names as labels if wanted. Safe to run again."""

import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.imports.pictures.folder import BATCH, Report, import_folder
from annotations.management import arguments
from core.exceptions import Refused

MOST_NAMED = 20


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the project's slug")
        parser.add_argument("folder", type=Path, help="a folder of this machine; folders in it are looked through")
        parser.add_argument(
            "--labels-from-folders",
            action="store_true",
            help="answer each image with the category named like the folder it lies in, made when missing;"
            " folders named train, val, valid, validation, test, images or all are no categories",
        )
        parser.add_argument("--replace", action="store_true", help="with labels: replace other answers")
        parser.add_argument(
            "--link", action="store_true", help="hard-link originals; they become read-only and must not be edited"
        )
        parser.add_argument("--user", help="who adds them; the first superuser without")

    def handle(self, slug: str, folder: Path, **options: Any) -> None:
        project = arguments.project(slug)
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        started = time.monotonic()
        try:
            report = import_folder(
                project,
                folder,
                by=arguments.person(options["user"]),
                labels=options["labels_from_folders"],
                replace=options["replace"],
                link=options["link"],
                progress=lambda report, total: self._show(report, total, time.monotonic() - started),
            )
        except Refused as refusal:
            raise CommandError(refusal.message) from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. What came in stays; run it again to go on.") from None
        self._summary(report)

    def _show(self, report: Report, total: int, seconds: float) -> None:
        """A bar that fills on a terminal, a line now and then in a log."""
        left = seconds / report.done * (total - report.done)
        words = f"{report.done:,} of {total:,}, {report.done / seconds:.0f} a second, {left:.0f} s left"
        if sys.stderr.isatty():
            filled = report.done * 30 // total
            end = "\n" if report.done == total else ""
            self.stderr.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {words}   ", ending=end)
        elif report.done % 1000 < BATCH or report.done == total:
            self.stderr.write(words)

    def _summary(self, report: Report) -> None:
        parts = [f"{report.added:,} added", f"{report.here:,} already here", f"{len(report.refused):,} refused"]
        if report.labeled or report.kept:
            parts.append(f"{report.labeled:,} labeled")
        if report.kept:
            parts.append(f"{report.kept:,} kept with another answer")
        self.stdout.write(", ".join(parts) + ".")
        self._list(report.refused)
        if report.without_class:
            self.stdout.write(f"{len(report.without_class):,} without a label:")
            self._list(report.without_class)

    def _list(self, files: list[tuple[Path, str]]) -> None:
        for path, why in files[:MOST_NAMED]:
            shown = str(path).encode(errors="replace").decode()  # names on a disk need be no text
            self.stdout.write(f"  {shown}: {why}")
        if len(files) > MOST_NAMED:
            self.stdout.write(f"  and {len(files) - MOST_NAMED:,} more")
