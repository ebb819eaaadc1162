"""Build a ready version again from its frozen rows and compare it with the stored sha256."""

import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contract import archive
from core.exceptions import Refused
from exports.models import DatasetVersion
from exports.versions import builder, withdrawn
from exports.zips import jobs as zips
from projects.models import Project


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the project's slug")
        parser.add_argument("number", type=int, help="the version's number")

        parser.add_argument("--restore", action="store_true", help="put the zip back into the store where it is gone")

    def handle(self, slug: str, number: int, *, restore: bool, **options: Any) -> None:
        there = DatasetVersion.objects.filter(project__in=Project.objects.present())
        version = there.select_related("project").filter(project__slug=slug, number=number).first()
        if version is None:
            raise CommandError(f"There is no version {number} of {slug}.")
        if version.state != DatasetVersion.State.READY:
            raise CommandError(f"v{number} is {version.state}; only a ready one can be compared.")
        if restore:
            self._restore(slug, version)
            return
        with tempfile.TemporaryDirectory() as folder:
            sealed = builder.rebuild(version, Path(folder) / version.file_name)
        expected = zips.served(version).artifact_sha256
        if not expected:
            raise CommandError(f"v{number} is being built without its withdrawn pictures. Try again when it is there.")
        if sealed.zip_sha256 != expected:
            raise CommandError(f"v{number} came out as {sealed.zip_sha256}, but {expected} is stored.")
        self.stdout.write(f"{slug} v{number}: the same bytes, sha256 {sealed.zip_sha256}{self._lost(version)}")

    def _restore(self, slug: str, version: DatasetVersion) -> None:
        try:
            gone = zips.restore(version)
        except (Refused, archive.DamagedImage) as problem:
            raise CommandError(str(problem)) from None
        done = "was gone and is back" if gone else "is there"
        sha256 = zips.served(version).artifact_sha256
        self.stdout.write(
            f"{slug} v{version.number}: the same bytes; the zip {done}, sha256 {sha256}{self._lost(version)}"
        )

    def _lost(self, version: DatasetVersion) -> str:
        lost = withdrawn.lost(version)
        return f"; as published, but for {lost.pictures:,} withdrawn picture(s)" if lost else ""
