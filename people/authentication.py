"""How programs sign in to the API: the one place where each call with a token passes."""

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from core.exceptions import Refused
from people import tokens
from people.models import TokenFacts

READ_ONLY = "This token may only read. Make one that may do all that you may."


class NamedTokens(TokenAuthentication):
    """knox's header and hashes, with our rules. Here, not among permissions: views set their own."""

    def authenticate(self, request: Request):
        found = super().authenticate(request)
        if found and found[1].facts.read_only and request.method not in SAFE_METHODS:
            raise PermissionDenied(READ_ONLY, code="read_only_token")
        return found

    def authenticate_credentials(self, token: bytes):
        facts = self._facts(token)
        return facts.token.user, facts.token

    def _facts(self, token: bytes) -> TokenFacts:
        try:
            # What is no text at all is as wrong as any other.
            return tokens.use(token.decode(errors="replace"))
        except Refused as refusal:
            raise AuthenticationFailed(refusal.message) from None


class Scheme(KnoxTokenScheme):
    """How the schema of the API tells it."""

    target_class = "people.authentication.NamedTokens"
    name = KnoxTokenScheme.name
