"""A line a request, where LABELER_ACCESS_LOG asks for it, once all of its answer was sent. Of what was asked for the
path alone, as the program read it: a query may hold what somebody searched for, and some paths end in what opens a
door. Who asks is told by number.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from people import addresses, audit

MOST_PATH = 300  # letters
SECRET_PATHS = re.compile(r"^(/+join/+|/+new-password/+[^/]*/+).+", re.DOTALL)
USER = "labeler.user"  # of the environment of a request


def middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Notes who asked, where that was found out on the way: nobody is looked up for it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        user = request.__dict__.get("user")
        if isinstance(user, SimpleLazyObject):
            user = getattr(request, "_cached_user", None)
        request.META[USER] = getattr(user, "pk", None)
        return response

    return answer


def line(status: int, sent: int, taken: timedelta, environ: dict[str, Any]) -> str:
    """As `name=value`, each value JSON. `sent`: bytes of the body. `environ`: of WSGI; of a request that could not be
    read it may be empty."""
    told = {
        "status": status,
        "method": environ.get("REQUEST_METHOD"),
        "path": path_of(environ.get("PATH_INFO", "")),
        "bytes": sent,
        "ms": round(taken / timedelta(milliseconds=1)),
        "user": environ.get(USER),
        "from": addresses.client_of(
            environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", ""), settings.TRUSTED_PROXIES
        ),
    }
    return audit.spelled(told)


def path_of(info: str) -> str:
    """Of PATH_INFO (bytes as Latin-1, PEP 3333), without what opens a door, and no longer than is of use."""
    path = info.encode("latin-1", "replace").decode("utf-8", "replace")
    path = SECRET_PATHS.sub(r"\1...", path)
    return path if len(path) <= MOST_PATH else path[:MOST_PATH] + "..."
