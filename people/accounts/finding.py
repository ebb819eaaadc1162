"""How people are found by a part of a name."""

from django.db.models import Q


def named(search: str) -> Q:
    """People whose user name, or one of whose names, has this in it."""
    fields = ("username", "first_name", "last_name")
    return Q(*((f"{field}__icontains", search) for field in fields), _connector=Q.OR)
