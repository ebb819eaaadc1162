"""How a call is described for the OpenAPI document.

A method of a call has a docstring: its first line is the summary, what follows the description (without, that of its
class is). `refuses` names the codes that are its own; those that every call has are added here. The name of the
operation, and what it takes and answers, is told by `extend_schema`.
"""

import inspect
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema_field
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import SAFE_METHODS

from core.api.errors import STATUS
from core.api.negotiation import AnyAccept
from core.api.parsers import Json

Method = TypeVar("Method", bound=Callable[..., Any])

# What the framework refuses, by code. All else is in STATUS, or 400.
OF_FRAMEWORK = {
    "not_authenticated": 401,
    "authentication_failed": 401,
    "read_only_token": 403,
    "https_required": 403,
    "not_acceptable": 406,
    "unsupported_media_type": 415,
    "too_many_tries": 429,
    "throttled": 429,
}
TITLES = {
    400: "The call is not as it should be, and nothing was changed.",
    401: "Nobody is signed in by this call.",
    403: "Whoever is signed in may not do this.",
    404: "There is no such thing, or the caller may not see it.",
    406: "The answer is JSON, which the caller does not accept.",
    409: "It cannot be done as things are just now.",
    410: "It is gone for good.",
    412: "What the caller knows is not what is here.",
    413: "It is too large.",
    415: "The body is of another type than the call reads.",
    429: "Too much in too short a time. `Retry-After` tells in how many seconds to come again.",
    503: "The database does not answer just now. Nothing was changed; `Retry-After` tells when to try again.",
    507: "No room is left on the disk. Nothing was changed.",
}
# Without a body, by the protocol.
BARE = {
    302: "From a bucket: `Location` is a signed address of the bytes, good for some minutes.",
    304: "The caller has it already, as `If-None-Match` says.",
    412: "`If-Match` names another one.",
    416: "The range lies outside.",
}
ZIP = {
    (200, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY, "The file."),
    (206, "application/zip"): OpenApiResponse(OpenApiTypes.BINARY, "The part of it that `Range` asks for."),
}
RATE = {
    "RateLimit-Policy": {
        "schema": {"type": "string"},
        "description": 'How many calls a token has: `"token";q=30000;w=60`.',
    },
    "RateLimit": {"schema": {"type": "string"}, "description": "How many are left, for how many seconds."},
}
RETRY_AFTER = {
    "Retry-After": {"schema": {"type": "integer", "minimum": 1}, "description": "Seconds until it is worth a try."}
}


class Told(serializers.Serializer):
    """What is wrong. Further keys may come."""

    code = serializers.CharField(help_text="For programs: one of the codes of docs/api.md.")
    message = serializers.CharField(help_text="For people: a sentence or two.")
    details = serializers.DictField(
        child=serializers.JSONField(), required=False, help_text="What a program needs to go on."
    )

    def get_fields(self) -> dict[str, Any]:
        """`fields` is a word of the framework's."""
        fields = serializers.DictField(
            child=serializers.JSONField(),
            required=False,
            help_text="By the name of what is wrong, with dots where it lies deeper: the sentences about it.",
        )
        return super().get_fields() | {"fields": fields}


class Error(serializers.Serializer):
    """Every refusal of the API has this body."""

    error = Told()


@extend_schema_field({"type": ["object", "null"], "additionalProperties": True})
class MaybeObject(serializers.JSONField):
    """An object whose keys are told elsewhere, or null."""


def refuses(*codes: str, also: Iterable[int] = (), **otherwise: int) -> Callable[[Method], Method]:
    """What a method refuses beside what every call does, by code; `also`: answers without a body, such as 304;
    `otherwise`: codes that have another status in this call than elsewhere."""

    def noted(method: Method) -> Method:
        vars(method).update(refuses=dict.fromkeys(codes) | otherwise, also=tuple(also))
        return method

    return noted


def status_of(code: str) -> int:
    return OF_FRAMEWORK.get(code) or STATUS.get(code, 400)


def if_none_match(what: str) -> OpenApiParameter:
    return OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER, description=f"The `ETag` of {what}.")


class Described(AutoSchema):
    """What all calls have in common, so that none has to say it."""

    @property
    def _handler(self) -> Any:
        return getattr(self.view, self.method.lower())

    def _told(self) -> tuple[str, str]:
        summary, _, more = (inspect.getdoc(self._handler) or "").partition("\n")
        return summary.rstrip("."), more.strip() or inspect.cleandoc(type(self.view).__doc__ or "")

    def get_summary(self) -> str:
        return self._told()[0]

    def get_description(self) -> str:  # type: ignore[override]  # drf-spectacular's has no arguments, either
        return self._told()[1]

    def get_tags(self) -> list[str]:
        """The first word of the address behind the project's."""
        words = [word for word in self.path.removeprefix("/api/v1/").split("/") if word and not word.startswith("{")]
        return [words[1] if words[0] == "projects" and len(words) > 1 else words[0].partition(".")[0]]

    def refusals(self) -> dict[int, list[str]]:
        """The codes of this call by status."""
        found: dict[int, list[str]] = defaultdict(list)
        own: dict[str, int | None] = getattr(self._handler, "refuses", {})
        for code, status in (dict.fromkeys(self._codes_of_every_call()) | own).items():
            found[status or status_of(code)].append(code)
        return dict(sorted(found.items()))

    def _codes_of_every_call(self) -> Iterable[str]:
        yield from ("unknown_field", "repeated_field", "not_authenticated", "authentication_failed")
        yield from ("permission_denied", "https_required", "too_many_tries", "throttled", "unavailable")
        if "{" in self.path:
            yield "not_found"
        if self.view.content_negotiation_class is not AnyAccept:
            yield "not_acceptable"
        yield from ("parse_error", "invalid", "unsupported_media_type")  # a body that is not asked for is read, too
        if {Json, MultiPartParser} & {*self.view.parser_classes}:
            yield "body_too_large"
        if self.method not in SAFE_METHODS:
            yield from ("read_only_token", "disk_full")
        for parameter in self.get_override_parameters():
            if isinstance(parameter, OpenApiParameter) and parameter.name in ("cursor", "limit"):
                yield f"bad_{parameter.name}"

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        for answer in bodies.values():
            answer["description"] = answer.get("description") or "Done."
        for status in getattr(self._handler, "also", ()):
            bodies[str(status)] = {"description": BARE[status]}
        for status, codes in self.refusals().items():
            bodies.setdefault(str(status), self._refusal(status, codes, direction))
        for status, answer in bodies.items():
            if headers := self._get_response_headers_for_code(status, direction):
                answer["headers"] = answer.get("headers", {}) | headers
        return dict(sorted(bodies.items()))

    def _refusal(self, status: int, codes: list[str], direction: Any) -> dict[str, Any]:
        shape = self.resolve_serializer(Error, direction).ref
        told = {
            "description": TITLES[status],
            "x-codes": codes,  # what they mean is added where all are known
            "content": {"application/json": {"schema": shape, "example": EXAMPLES.get(status) or _example(codes[-1])}},
        }
        if status == 429:
            return told | {"headers": RETRY_AFTER | RATE}
        return told | ({"headers": RETRY_AFTER} if status == 503 else {})


def _example(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": MESSAGES.get(code, "Why, in a sentence.")}}


MESSAGES = {
    "not_found": "Not found.",
    "permission_denied": "You do not have permission to perform this action.",
    "read_only_token": "This token may only read. Make one that may do all that you may.",
    "not_acceptable": "Could not satisfy the request Accept header.",
    "unsupported_media_type": "Unsupported media type “text/plain” in request.",
    "body_too_large": "The body is larger than the limit of 5 MB. Send less at once.",
    "throttled": "Request was throttled. Expected available in 12 seconds.",
    "unavailable": "The database does not answer just now. Nothing was changed: try again in a moment.",
}
_UNKNOWN = 'There is no "limt". Did you mean "limit"?'
EXAMPLES = {
    400: {"error": {"code": "unknown_field", "message": _UNKNOWN, "fields": {"limt": [_UNKNOWN]}}},
    401: {"error": {"code": "authentication_failed", "message": "Invalid token."}},
}
