"""Who and where, as commands are told it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

from projects.models import Project


def person(name: str | None) -> Any:
    """The user of that name; without a name the first superuser. Raises CommandError when there is none."""
    people = get_user_model().objects
    found = people.filter(username=name).first() if name else people.filter(is_superuser=True).order_by("pk").first()
    if found is None:
        raise CommandError(f"There is no user {name}." if name else "There is no superuser; name somebody with --user.")
    return found


def project(slug: str) -> Project:
    """The project of that slug. Raises CommandError when there is none."""
    found = Project.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no project {slug}.")
    return found
