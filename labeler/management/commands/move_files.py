"""Copies all stored files into a bucket, or from there into the data folder, to be used in place of where they lie now.
Nobody works meanwhile. Exit code 0: done; 1: done, and something is not whole there; 2: not done."""

import json
from typing import Any, cast

from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import CommandParser

from core.storage.base import Store
from labeler import configuration
from labeler.management.moving import MovingCommand
from labeler.moving import to_store
from labeler.moving.refusal import CannotMove, in_words
from labeler.serving import data_folder

FOLDER = "folder"


class Command(MovingCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("to", help=f"as STORAGE_URL has it, s3://…; or {FOLDER}: back into the data folder")
        parser.add_argument("--json", action="store_true", help="tell what came of it as one line of JSON")

    def move(self, **options: Any) -> str:
        to = options["to"]
        moved = to_store.move(
            _store(to, self.say), "The folder" if to == FOLDER else "The bucket", self.say, self.progress
        )
        found = [f"{each.kind}: {each.words}" for each in moved.found]
        wrong = found + moved.damaged
        if options["json"]:
            told = {"files": moved.files, "bytes": moved.bytes, "versions": moved.same, "not_compared": moved.damaged}
            self.tell(json.dumps({"whole": not wrong, **told, "found": [each.told() for each in moved.found]}))
        else:
            self.list_some("Found there by check_files", found)
            self.list_some("Not compared", moved.damaged)
            self.tell(
                f"{moved.files:,} files, {moved.bytes / 1e6:,.1f} MB, are there; "
                f"{moved.same:,} versions came out the same."
            )
            setting = "Now unset STORAGE_URL" if to == FOLDER else f"Now set STORAGE_URL={to}"
            self.tell(f"{setting}, for web and worker, and start. What was used until now is as it was.")
        return (
            f"Not whole there: {len(wrong):,} findings. See whether check_files --hash finds the same here."
            if wrong
            else ""
        )


def _store(to: str, say: Any) -> Store:
    now = settings.CONFIG.bucket
    with in_words():
        bucket = None if to == FOLDER else configuration.bucket_at(to)
        if bucket == now:
            raise CannotMove("All files lie there already.")
        if bucket is None:
            data_folder.prepare(say)
    made = configuration.django_store(bucket, settings.CONFIG.data, settings.CONFIG.files_group)
    return cast(Store, storages.create_storage(made))
