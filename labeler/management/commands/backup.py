"""Copies all of it into one new file, while people label: the database, and the stored files that it names. Exit code
0: done; 1: done, and files were lost or damaged in the store before; 2: there is no backup."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from labeler.management.moving import MovingCommand
from labeler.moving import backup

KEY = (
    "It has the tables and the files, not the secret key: keep the file secret-key, or what SECRET_KEY says, elsewhere."
)


class Command(MovingCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the backup, which is not there yet: labels-2026-11-30.tar")
        parser.add_argument("--json", action="store_true", help="tell what came of it as one line of JSON")

    def move(self, **options: Any) -> str:
        path: Path = options["file"].absolute()
        end = backup.make(path, self.say, self.progress)
        size = path.stat().st_size
        if options["json"]:
            told = asdict(end)
            del told["sha256"]
            self.tell(json.dumps({"file": str(path), "size": size, **told}))
        else:
            self.list_some("Deleted by somebody meanwhile, and not in it", end.gone)
            self.list_some("Lost in the store, and not in it", end.lost)
            self.list_some("Damaged in the store, and in it as they are", end.damaged)
            self.tell(f"{path} is whole: {end.files:,} files, {size / 1e6:,.1f} MB. {KEY}")
        wrong = len(end.lost) + len(end.damaged)
        return (
            f"{wrong:,} files are lost or damaged in the store. Look closer: manage.py check_files --hash"
            if wrong
            else ""
        )
