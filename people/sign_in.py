"""The one way a password is looked at, with what that counts and what the audit keeps of it."""

from typing import Any

from django.contrib.auth import authenticate, get_user_model
from django.http import HttpRequest

from people import browsers, guessing, refusals, tokens
from people.audit import What
from people.models import Guess


def user_with(request: HttpRequest, name: str, password: str, refused: What = What.SIGN_IN_REFUSED) -> Any:
    """Who has this name and password; None when they do not match, which is noted as `refused`. Raises
    guessing.TooManyTries."""
    source = guessing.Source(
        Guess.Kind.PASSWORD, guessing.address_of(request), guessing.key_of(name), browsers.known(request, name)
    )
    guessing.count(source)
    named = get_user_model().objects.filter(username=name).first()
    before = named.password if named else ""
    user: Any = authenticate(request, username=name, password=password)
    if user is None:
        refusals.note(refused, named, request, by=getattr(request, "user", None))
        _refuse_next(source, named, request)
        return None
    if before and user.password != before:
        tokens.keep_over_new_hash(user, before)
    guessing.forget(source)
    return user


def _refuse_next(source: guessing.Source, named: Any, request: HttpRequest) -> None:
    """Says at once that the next guess has to wait, where it has."""
    try:
        guessing.refuse_early(source)
    except guessing.TooManyTries as refusal:
        refusals.note_lock(refusal, source, named, request)
        raise
