"""Collects static files when they changed, as every start does; an image does it when it is built."""

from typing import Any

from django.core.management.base import BaseCommand

from labeler.serving import static_files


class Command(BaseCommand):
    help = "Collects static files if they changed since the last time."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        static_files.collect_if_changed(self.stdout.write)
