"""Let pictures of more than 8 bits a channel that came in earlier be shown over what they hold, not black."""

from typing import Any

from django.core.management.base import BaseCommand

from assets.images import shown_ranges


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        done = shown_ranges.fill_shown_ranges()
        self.stdout.write(f"{done.filled} filled.")
        if done.unreadable:
            self.stderr.write(f"The files of these are missing or damaged: {', '.join(map(str, done.unreadable))}.")
