"""Programs that speak plain HTTP where there is HTTPS are refused. A browser is led on; a program that is led on works,
and sends its token to whoever listens, each time."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from core.api.errors import shape

REFUSAL = "This API is reached by https:// only. A token that came this way could be read on the way: make another one."


def middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Behind SecurityMiddleware, which leads on all others."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        for_programs = re.search(settings.FOR_PROGRAMS, request.path.lstrip("/"))  # as Django looks at those it spares
        if for_programs and settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return JsonResponse(shape("https_required", REFUSAL, None), status=403)
        return get_response(request)

    return answer
