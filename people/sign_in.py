"""The one way a password is looked at and somebody signed in, with what that counts and what the audit keeps of it."""

from typing import Any

from django.contrib.auth import authenticate, get_user_model, login
from django.db import transaction
from django.http import HttpRequest

from people import audit, browsers, guessing, refusals, sessions, tokens
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


def is_password_of(request: HttpRequest, password: str) -> bool:
    """Whether whoever is signed in types their own password. From then on it is fresh. Guessing it counts as guessing a
    password, and raises guessing.TooManyTries as that does."""
    user: Any = request.user
    if user_with(request, user.get_username(), password, refused=What.PASSWORD_REFUSED) is None:
        return False
    sessions.password_typed(request.session)
    return True


def enter(request: HttpRequest, user: Any) -> None:
    """Whoever asks is this person from now on."""
    with transaction.atomic():
        login(request, user)
        sessions.begin(request.session)
        sessions.password_typed(request.session)
        audit.note(What.SIGNED_IN, user, user, request)
    sessions.sweep()


def _refuse_next(source: guessing.Source, named: Any, request: HttpRequest) -> None:
    """Says at once that the next guess has to wait, where it has."""
    try:
        guessing.refuse_early(source)
    except guessing.TooManyTries as refusal:
        refusals.note_lock(refusal, source, named, request)
        raise
