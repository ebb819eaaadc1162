"""Let images that came in before Labeler knew of looks stand beside those that look the same, or first as odd ones."""

from typing import Any

from django.core.management.base import BaseCommand

from assets.images import dhashes


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        done = dhashes.fill_dhashes()
        self.stdout.write(f"{done.filled} filled.")
        if done.unreadable:
            self.stderr.write(f"The files of these are missing or damaged: {', '.join(map(str, done.unreadable))}.")
