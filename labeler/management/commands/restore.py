"""Brings a backup back into an empty database and an empty store, of whatever kind these are, and looks whether all is
whole. Exit code 0: all is whole; 1: all of the backup is there, and something is wrong; 2: it was not restored."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from labeler.management.moving import MovingCommand
from labeler.moving import restore

KEY = "To keep people signed in, put the secret-key of before into the data folder, or SECRET_KEY into the settings."


class Command(MovingCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a backup that manage.py backup made")
        parser.add_argument("--json", action="store_true", help="tell what came of it as one line of JSON")

    def move(self, **options: Any) -> str:
        restored = restore.restore(options["file"].absolute(), self.say, self.progress)
        end, found = restored.end, restored.found
        if options["json"]:
            told = {"rows": sum(restored.rows.values()), "files": end.files, "bytes": end.bytes}
            self.tell(
                json.dumps({"whole": not found, **told, "gone": end.gone, "found": [each.told() for each in found]})
            )
        else:
            self.list_some("Deleted while the backup was made, and not in it", end.gone)
            self.list_some("Found by check_files", [f"{each.kind}: {each.words}" for each in found])
            self.tell(f"Restored: {sum(restored.rows.values()):,} rows, {end.files:,} files.")
            if not found:
                self.tell("All is whole. Smaller pictures are made again as they are looked at.")
            self.tell(KEY)
        return f"Not whole: {len(found):,} findings. The backup had no more." if found else ""
