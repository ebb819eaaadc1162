"""Bring in a video of this machine and take frames out of it. Safe to run again: frames that are here stay."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.management import arguments
from assets.models import Video
from assets.videos import extraction, ingest
from core.exceptions import Refused


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the project's slug")
        parser.add_argument("file", type=Path, help="a video: MP4, MOV, WebM, MKV or AVI")
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--fps", type=float, help="frames a second; 1 without any of these")
        ways.add_argument("--count", type=int, help="how many frames, evenly spread")
        ways.add_argument("--scene", type=float, help="per cent of change that make a new scene")
        parser.add_argument("--link", action="store_true", help="hard-link the file, which becomes read-only")
        parser.add_argument("--user", help="who adds it; the first superuser without")

    def handle(self, slug: str, file: Path, **options: Any) -> None:
        project = arguments.project(slug)
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        sampling, value = self._sampling(options)
        try:
            by = arguments.person(options["user"])
            added = ingest.add_video(project, file, original_name=file.name, by=by, link=options["link"])
            extraction.request(added.video, sampling=sampling, value=value, by=by, enqueue=False)
            extraction.run(added.video.pk, progress=self._show)
        except Refused as refusal:
            raise CommandError(refusal.message) from None
        except KeyboardInterrupt:
            extraction.cancel(added.video, by=by)
            raise CommandError("Stopped. Frames that came stay; run it again to go on.") from None
        self._summary(added.video.pk)

    def _sampling(self, options: dict[str, Any]) -> tuple[str, float]:
        for name in ("fps", "count", "scene"):
            if options[name] is not None:
                return name, float(options[name])
        return "fps", 1.0

    def _show(self, progress: int, planned: int | None) -> None:
        """A line that counts, on a terminal."""
        if sys.stderr.isatty():
            of = f" of {planned:,}" if planned else ""
            self.stderr.write(f"\r{progress:,}{of} frames   ", ending="")

    def _summary(self, pk: int) -> None:
        video = Video.objects.with_frame_counts().get(pk=pk)
        if video.state != Video.State.READY:
            raise CommandError(f"{video.original_name}: {video.error}")
        self.stdout.write(f"{video.original_name}: {video.progress:,} frames. {video.note}".strip())
