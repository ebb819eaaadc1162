"""A project to look around in: made on the first start, in a data folder of its own; then web and worker as ever."""

import logging
import os
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from labeler.demo import folder, people, story
from labeler.demo.clock import Clock, going_by
from labeler.management.commands import serve


class Command(serve.Command):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="throw the demo in the folder away and make it anew")
        parser.add_argument("--pictures", type=int, default=story.WHOLE, help="how many (200)")
        parser.add_argument("--seed", type=int, default=1, help="another number, other pictures (1)")

    def handle(self, *args: Any, only: str | None = None, **options: Any) -> None:
        _refuse_other_places(Path(settings.CONFIG.data))
        self.pictures, self.seed, self.fresh = options["pictures"], options["seed"], options["fresh"]
        super().handle(*args, only=only, **options)

    def prepare_folder(self) -> None:
        self.folder = Path(settings.CONFIG.data)
        self.makes = self.fresh or not folder.is_whole(self.folder)
        if self.makes:
            try:
                folder.clear(self.folder)
            except folder.NotADemo as problem:
                raise CommandError(str(problem)) from None

    def fill(self) -> None:
        if not self.makes:
            return
        started = time.monotonic()
        clock = Clock(timezone.now())
        logging.getLogger("labeler.audit").setLevel(logging.WARNING)  # kept all the same; here nobody reads along
        with going_by(clock):
            cast = people.gather(folder.begin(self.folder))
            processes = os.cpu_count() or 1
            self._say(f"Drawing {self.pictures} pictures, and two weeks of work on them. This is done once.")
            story.tell(cast, clock, pictures=self.pictures, seed=self.seed, processes=processes, progress=self._show)
        logging.getLogger("labeler.audit").setLevel(logging.NOTSET)
        folder.end(self.folder)
        self._say(f"The demo is made, in {time.monotonic() - started:.0f} seconds.")

    def greeting(self, address: str) -> str:
        return (
            f"\n    The demo is at    {address}\n    user name         {people.ADMIN}\n"
            f"    password          {folder.password(self.folder)}\n"
            f"    its data folder   {self.folder}\n\n"
            "Press Ctrl+C to stop it. make demo goes on with what is there, make demo-fresh begins anew."
        )

    def _show(self, done: int, whole: int) -> None:
        if sys.stderr.isatty():
            filled = done * 30 // whole
            self.stderr.write(
                f"\r[{'#' * filled}{'.' * (30 - filled)}] {done} of {whole}", ending="\n" * (done == whole)
            )


def _refuse_other_places(data: Path) -> None:
    """A demo goes into a folder that can be thrown away, and into nothing else."""
    config = settings.CONFIG
    if config.database["NAME"] != str(data / "labeler.sqlite3") or config.bucket:
        raise CommandError("The demo keeps everything in its folder: unset DATABASE_URL and STORAGE_URL.")
