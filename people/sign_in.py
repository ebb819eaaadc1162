"""The one way a password is looked at and somebody signed in, with what that counts and what the audit keeps of it."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import authenticate, get_user_model, login
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from people import audit, browsers, guessing, refusals, tokens
from people.accounts import last_seen, second_factor, sessions
from people.audit import What
from people.models import Guess

PENDING = "pending"  # of a session: whose password was right, and when
PENDING_LIFE = timedelta(minutes=5)


def user_with(request: HttpRequest, name: str, password: str, refused: What = What.SIGN_IN_REFUSED) -> Any:
    """Who has this name and password; None when they do not match, which is noted as `refused`. Raises
    guessing.TooManyTries."""
    source = guessing.Source(
        Guess.Kind.PASSWORD, guessing.address_of(request), guessing.key_of(name), browsers.known(request, name)
    )
    with refusals.said_if_early(source.kind, request):
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


def enter(request: HttpRequest, user: Any) -> bool:
    """Whoever asks is this person from now on. False where a code is to come first: nobody is signed in yet, and the
    session keeps for some minutes whose password was right."""
    if not second_factor.is_on(user):
        _enter(request, user, typed_at=sessions.now())
        return True
    request.session.cycle_key()
    request.session[PENDING] = {
        "user": user.pk,
        "backend": user.backend,
        "hash": user.get_session_auth_hash(),
        "at": sessions.now(),
    }
    return False


def pending(request: HttpRequest) -> Any:
    """Whose code is to come; None where no password was typed here, or too long ago, or that is over for other reasons:
    another password, no second factor any more, a deactivated account."""
    kept = request.session.get(PENDING)
    if kept is None or sessions.now() >= kept["at"] + PENDING_LIFE.total_seconds():
        return None
    user: Any = get_user_model().objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(kept["hash"], user.get_session_auth_hash()):
        return None
    user.backend = kept["backend"]
    return user if second_factor.is_on(user) else None


def enter_with_code(request: HttpRequest, user: Any, code: str) -> None:
    """The pending person is signed in. Raises what second_factor.check does."""
    with_what = second_factor.check(user, code, request)
    kept = request.session.pop(PENDING)
    _enter(request, user, typed_at=kept["at"], second_factor=with_what)


def _enter(request: HttpRequest, user: Any, *, typed_at: int, **facts: Any) -> None:
    with transaction.atomic():
        login(request, user)
        sessions.begin(request.session)
        sessions.password_typed(request.session, typed_at)
        audit.note(What.SIGNED_IN, user, user, request, **facts)
    last_seen.note(user.pk)
    sessions.sweep()


def _refuse_next(source: guessing.Source, named: Any, request: HttpRequest) -> None:
    """Says at once that the next guess has to wait, where it has."""
    try:
        guessing.refuse_early(source)
    except guessing.TooManyTries as refusal:
        refusals.note_lock(refusal, source, named, request)
        raise
