"""Make the folder of a ready version, with its images, from the store, and verify every byte of it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contract import archive
from core.exceptions import Refused
from core.storage import disk_full
from exports.models import DatasetVersion
from exports.zips import unpacking
from projects.models import Project


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the project's slug")
        parser.add_argument("number", type=int, help="the version's number")
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that is empty, or not there yet")
        parser.add_argument(
            "--copy", action="store_true", help="copies, never hard links: for people who may write to the folder"
        )

    def handle(self, slug: str, number: int, folder: Path, **options: Any) -> None:
        there = DatasetVersion.objects.filter(project__in=Project.objects.present())
        version = there.select_related("project").filter(project__slug=slug, number=number).first()
        if version is None:
            raise CommandError(f"There is no version {number} of {slug}.")
        try:
            done = unpacking.unpack(version, folder.absolute(), links=not options["copy"])
        except (Refused, archive.DamagedImage) as problem:
            raise CommandError(str(problem)) from None
        except OSError as problem:
            raise CommandError(disk_full.FULL if disk_full.is_full(problem) else str(problem)) from None
        self.stdout.write(f"{folder}: {done.verified}; {done.linked} linked, {done.copied} copied")
