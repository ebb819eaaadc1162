"""Whom commands are told."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError


def person(username: str) -> Any:
    """The user of that name. Raises CommandError when there is none."""
    users = get_user_model()
    try:
        return users.objects.get_by_natural_key(username)
    except users.DoesNotExist:
        raise CommandError(f"There is no user {username}.") from None
