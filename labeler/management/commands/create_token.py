"""Make an API token for a user. It is printed once and stored hashed."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from knox.models import get_token_model


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, username: str, **options: Any) -> None:
        users = get_user_model()
        try:
            user = users.objects.get_by_natural_key(username)
        except users.DoesNotExist:
            raise CommandError(f"There is no user {username}.") from None
        if not user.is_active:
            raise CommandError(f"The user {username} is deactivated.")
        _, token = get_token_model().objects.create(user=user, expiry=None)
        self.stdout.write(token)
