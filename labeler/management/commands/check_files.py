"""Looks whether everything is whole: every row has its bytes and every byte its row, ready versions verify, history
agrees with state, and counts with rows. Exit code 0: all is whole; 1: something is wrong; 2: it could not be looked."""

import json
import sys
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from labeler.integrity import check
from labeler.integrity.findings import Finding
from labeler.integrity.journal import Reached
from labeler.integrity.look import GRACE, Look

HOUR = timedelta(hours=1)


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--hash", action="store_true", help="read all bytes, and compare their sha256, too")
        parser.add_argument("--repair", action="store_true", help="mend what needs no guess; nothing is ever removed")
        parser.add_argument("--json", action="store_true", help="tell each finding as a line of JSON, and a last line")
        parser.add_argument("--after", help="go on behind there (files:3/a7), as a run that was ended said")
        parser.add_argument("--anew", action="store_true", help="do not go on where an earlier run was ended")
        parser.add_argument(
            "--grace",
            type=float,
            default=GRACE / HOUR,
            help=f"hours that a file may lie there without a row ({GRACE / HOUR:.0f}): 0 after a restore",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self._json = options["json"]
        look = Look(hashes=options["hash"], grace=options["grace"] * HOUR)
        try:
            reached = check.run(
                look,
                mend=options["repair"],
                after=options["after"],
                anew=options["anew"],
                tell=self._tell,
                progress=self._progress,
                going_on=self._going_on,
            )
        except check.CannotLook as problem:
            self._end_of_progress()
            more = " The same command goes on from there." if problem.goes_on else ""
            raise CommandError(f"{problem}{more}", returncode=2) from problem
        self._end_of_progress()
        self._sum_up(reached)

    def _tell(self, finding: Finding) -> None:
        if self._json:
            self._say(json.dumps(finding.told()))
            return
        self._end_of_progress()
        self._say(" ".join(filter(None, (f"{finding.kind}: {finding.words}", finding.file, finding.repair))))

    def _going_on(self, after: str) -> None:
        self.stderr.write(f"It goes on behind {after}. From the beginning: --anew")

    def _sum_up(self, reached: Reached) -> None:
        wrong = reached.found - reached.mended
        if self._json:
            told = {"looked": reached.looked, "found": reached.found, "repaired": reached.mended}
            self._say(json.dumps({"whole": not wrong, **told, "seconds": round(reached.seconds, 1)}))
        else:
            looked = ", ".join(f"{count:,} {name}" for name, count in reached.looked.items())
            self._say(f"Looked at {looked or 'nothing, as nothing is there'}, in {reached.seconds:.0f} s.")
            if reached.mended:
                self._say(f"Repaired: {_listed(reached.mended)}.")
            if not wrong:
                self._say("All is whole.")
        if wrong:
            raise CommandError(f"Not whole: {_listed(wrong)}.", returncode=1)

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def _progress(self, part: str, done: int, whole: int) -> None:
        if sys.stderr.isatty():
            self._shown = True
            of = f" of {whole:,} ({100 * done // whole} %)" if whole else ""
            self.stderr.write(f"\r{part}: {done:,}{of}\x1b[K", ending="")

    def _end_of_progress(self) -> None:
        if getattr(self, "_shown", False):
            self._shown = False
            self.stderr.write("\r\x1b[K", ending="")


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {kind}" for kind, count in sorted(counts.items()))
