"""Django's command, which sets somebody's password, with a line in the audit."""

import getpass
from typing import Any

from django.contrib.auth.management.commands import changepassword

from people import audit
from people.audit import What
from people.management.arguments import person


class Command(changepassword.Command):
    def handle(self, *args: Any, **options: Any) -> str | None:
        said = super().handle(*args, **options)
        audit.note(What.PASSWORD_CHANGED, None, person(options["username"] or getpass.getuser()))
        return said
