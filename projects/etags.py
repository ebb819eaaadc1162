"""What a caller has already (RFC 9110, section 13.1.2)."""

from django.http import HttpRequest
from django.utils.http import parse_etags


def caller_has(request: HttpRequest, etag: str) -> bool:
    """Whether `If-None-Match` names this tag. A proxy that packs answers makes tags weak; they count all the same."""
    named = parse_etags(request.headers.get("If-None-Match", ""))
    return any(tag == "*" or tag.removeprefix("W/") == etag for tag in named)
