"""Who and where, as commands are told it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

from people.management import arguments
from projects.models import Project


def person(name: str | None) -> Any:
    """The user of that name; without a name the first superuser. Raises CommandError when there is none."""
    if name:
        return arguments.person(name)
    found = get_user_model().objects.filter(is_superuser=True).order_by("pk").first()
    if found is None:
        raise CommandError("There is no superuser; name somebody with --user.")
    return found


def project(slug: str) -> Project:
    """The project of that slug. Raises CommandError when there is none."""
    found = Project.objects.present().filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no project {slug}.")
    return found
