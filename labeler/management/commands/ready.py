"""What GET /readyz says, without the web server: for a host that runs a worker only."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from labeler import health


class Command(BaseCommand):
    help = "Says whether database, storage and worker are up; exits with 1 when one is down."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        parts = health.report()
        self.stdout.write(json.dumps(parts, indent=2))
        if down := [name for name, part in parts.items() if not part["ok"]]:
            raise CommandError(f"Not ready: {', '.join(down)}.")
