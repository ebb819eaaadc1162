"""What the commands that move all of it have in common: how they tell what they do, and how they end."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from labeler.moving.refusal import CannotMove

OFTEN = 0.2  # seconds between two signs of progress
SHOWN = 20  # of what is wrong, in words


class MovingCommand(BaseCommand):
    """Steps and progress are told on stderr, what came of it on stdout. Exit code 0: done, and all is whole; 1: done,
    and something is wrong; 2: not done."""

    requires_system_checks: list[str] = []
    _told = 0.0
    _shown = False

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            wrong = self.move(**options)
        except CannotMove as problem:
            self._end_of_progress()
            raise CommandError(str(problem), returncode=2) from problem
        if wrong:
            raise CommandError(wrong, returncode=1)

    def move(self, **options: Any) -> str:
        """What is wrong in the end, in a sentence; empty where nothing is."""
        raise NotImplementedError

    def say(self, words: str) -> None:
        self._end_of_progress()
        self.stderr.write(words)
        self.stderr.flush()

    def progress(self, what: str, done: int, whole: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - self._told > OFTEN:
            self._told, self._shown = time.monotonic(), True
            of = f" of {whole:,} ({100 * done // whole} %)" if whole else ""
            self.stderr.write(f"\r{what}: {done:,}{of}\x1b[K", ending="")

    def tell(self, words: str) -> None:
        self._end_of_progress()
        self.stdout.write(words)

    def list_some(self, title: str, lines: list[str]) -> None:
        if lines:
            self.say(f"{title}: {len(lines):,}")
            for line in lines[:SHOWN]:
                self.say(f"  {line}")
            if len(lines) > SHOWN:
                self.say(f"  and {len(lines) - SHOWN:,} more")

    def _end_of_progress(self) -> None:
        if self._shown:
            self._shown = False
            self.stderr.write("\r\x1b[K", ending="")
