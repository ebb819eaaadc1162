"""The one way a password is looked at, with what that counts."""

from typing import Any

from django.contrib.auth import authenticate, get_user_model
from django.http import HttpRequest

from people import browsers, guessing, tokens
from people.models import Guess


def user_with(request: HttpRequest, name: str, password: str) -> Any:
    """Who has this name and password; None when they do not match. Raises guessing.TooManyTries."""
    source = guessing.Source(
        Guess.Kind.PASSWORD, guessing.address_of(request), guessing.key_of(name), browsers.known(request, name)
    )
    guessing.count(source)
    before = get_user_model().objects.filter(username=name).values_list("password", flat=True).first()
    user: Any = authenticate(request, username=name, password=password)
    if user is None:
        guessing.refuse_early(source)  # says at once that the next one has to wait
        return None
    if before and user.password != before:
        tokens.keep_over_new_hash(user, before)
    guessing.forget(source)
    return user
