"""What all calls of the API have in common: each takes what its own description names, and nothing else."""

import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from core.api.body import given_twice
from core.exceptions import Refused, UnknownField
from core.known import unknown

WITH_BODY = ("POST", "PUT", "PATCH")
PIECE = 1 << 12  # bytes that are waited for at once
MOST_HEARD = 100_000_000  # bytes of a body that is too large
LONGEST_HEARD = 10  # seconds


class Call(APIView):
    """The base of all calls. A name that is passed over in silence acts on more than was meant, so one that
    `extend_schema` does not tell is refused: here in the query, and where there is no body at all; in a body by
    `core.api.body`."""

    headers_of_rate: Mapping[str, str] = {}  # put there by what limits how often a token calls

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        try:
            super().initial(request, *args, **kwargs)
        except exceptions.NotAcceptable:  # is said before it is asked who calls: it counts like any other call
            self.perform_authentication(request)
            self.check_throttles(request)
            raise
        method = str(request.method)
        if method.lower() not in self.http_method_names or not hasattr(self, method.lower()):
            return  # 405
        takes = takes_of(type(self), method)  # type: ignore[arg-type]  # a class is hashable
        asked = request.query_params
        own = [name for name in asked if name != api_settings.URL_FORMAT_OVERRIDE]  # that one is the framework's
        if strange := unknown(own, takes.query):
            raise UnknownField(strange)
        if twice := [name for name, values in asked.lists() if len(values) > 1]:
            raise given_twice(twice[0])
        if takes.body or not request.data:
            return
        if not isinstance(request.data, Mapping):
            raise serializers.ValidationError("This call takes no body.")
        raise UnknownField(unknown(request.data, ()))

    def handle_exception(self, problem: Exception) -> Any:
        """What is too large to be read is said like all else, once it was heard out: who is still sending hears no
        answer."""
        if isinstance(problem, RequestDataTooBig):
            _hear_out(self.request._request)
            limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000
            words = f"The body is larger than the limit of {limit:,} MB. Send less at once."
            problem = Refused(words, code="body_too_large")
        return super().handle_exception(problem)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in self.headers_of_rate.items():
            response[name] = value
        return response


def _hear_out(request: HttpRequest) -> None:
    """Not without end: behind that the web server closes the connection. Nor does it matter when the caller hangs
    up."""
    heard, ends = 0, time.monotonic() + LONGEST_HEARD
    with suppress(UnreadablePostError):
        while heard < MOST_HEARD and time.monotonic() < ends and (piece := request.read(PIECE)):
            heard += len(piece)


@dataclass(frozen=True)
class Takes:
    """What a method of a call may be sent: parameters by name, and whether a body."""

    query: Collection[str] = ()
    body: bool = False


@cache
def takes_of(view: type[APIView], method: str) -> Takes:
    """As the `extend_schema` of the method tells, of which the OpenAPI document is made, too."""
    handler = getattr(view, method.lower(), None) or view.get  # type: ignore[attr-defined]  # which answers HEAD, too
    described = getattr(handler, "kwargs", {}).get("schema")
    if described is None:
        return Takes()
    schema = described()
    schema.view, schema.method = view(request=None, kwargs={}), method
    query = {each.name for each in schema.get_override_parameters() if each.location == OpenApiParameter.QUERY}
    if schema.get_filter_backends():
        query |= view.filterset_class.base_filters.keys()  # type: ignore[attr-defined]
    return Takes(query, method in WITH_BODY and schema.get_request_serializer() is not None)
