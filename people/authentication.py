"""How programs sign in to the API: the one place where each call with a token passes."""

from typing import Any

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from rest_framework.exceptions import APIException, AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from core.exceptions import Refused, as_told
from people import guessing, refusals, tokens
from people.models import Guess, TokenFacts

READ_ONLY = "This token may only read. Make one that may do all that you may."


class WrongToken(AuthenticationFailed):
    """There is no such token: a guess, or one that was deleted."""


class TooManyTokens(APIException):
    status_code = 429

    def __init__(self, refusal: guessing.TooManyTries):
        super().__init__(refusal.message, refusal.code)
        self.wait = refusal.seconds  # DRF makes the header of it


class NamedTokens(TokenAuthentication):
    """knox's header and hashes, with our rules. Here, not among permissions: views set their own."""

    def authenticate(self, request: Request):
        try:
            found = super().authenticate(request)
        except WrongToken as problem:
            _count(request)
            raise _refused(request, problem, because="wrong") from None
        except AuthenticationFailed as problem:
            raise _refused(request, problem, because=str(problem.detail)) from None
        if found and found[1].facts.read_only and request.method not in SAFE_METHODS:
            refusal = PermissionDenied(READ_ONLY, code="read_only_token")
            raise _refused(request, refusal, found[0], token=found[1].facts.name, because="read only")
        return found

    def authenticate_credentials(self, token: bytes):
        facts = self._facts(token)
        return facts.token.user, facts.token

    def _facts(self, token: bytes) -> TokenFacts:
        try:
            # What is no text at all is as wrong as any other.
            return tokens.use(token.decode(errors="replace"))
        except Refused as refusal:
            kind = WrongToken if refusal.code == "wrong_token" else AuthenticationFailed
            raise kind(refusal.message) from None


def _refused(request: Request, problem: APIException, by: Any = None, **why: str) -> Exception:
    """Of a token that is none no letter is told: it may be another secret."""
    refusals.say("token_refused", request, by, **why)
    return as_told(problem)


def _count(request: Request) -> None:
    """Whoever has a right token is never counted, and goes on where others are refused: they may share an address."""
    source = guessing.Source(Guess.Kind.TOKEN, guessing.address_of(request))
    try:
        with refusals.said_if_early(source.kind, request):
            guessing.count(source)
    except guessing.TooManyTries as refusal:
        raise as_told(TooManyTokens(refusal)) from None
    try:
        guessing.refuse_early(source)
    except guessing.TooManyTries as refusal:
        refusals.note_lock(refusal, source, None, request)
        raise _refused(request, TooManyTokens(refusal), because="wrong") from None


class Scheme(KnoxTokenScheme):
    """How the schema of the API tells it."""

    target_class = "people.authentication.NamedTokens"
    name = KnoxTokenScheme.name
