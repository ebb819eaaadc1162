"""Static files as the live server of tests answers them: read once, and asked for once by each browser context."""

from functools import cache, partialmethod
from unittest import mock

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import get_path_info
from django.http import Http404
from django.test import RequestFactory

# As long as a context lives, as under the hashed names of the whole program. Nobody edits them while tests run.
FRESH = ("Cache-Control", "max-age=3600")


def kept_in_memory():
    """Until the block ends, live servers answer so. A page asks for dozens of scripts: to look for each, and to go
    through all of Django for it, was a good part of what a page cost."""
    answer = partialmethod(_answer, StaticFilesHandler.__call__)
    return mock.patch.object(StaticFilesHandler, "__call__", answer)


def _answer(handler, django, environ, start_response):
    path = get_path_info(environ)
    if not handler._should_handle(path):
        return handler.application(environ, start_response)
    try:
        content, headers = _read(handler, path)
    except (Http404, SuspiciousOperation):
        return django(handler, environ, start_response)
    start_response("200 OK", [*headers])
    return [content]


@cache
def _read(handler, path):
    """What Django answers, with its headers. What is not there is not remembered."""
    response = handler.serve(RequestFactory().get(path))
    content = b"".join(response)
    response.close()
    headers = [(name, value) for name, value in response.items() if name != "Last-Modified"]
    return content, [*headers, FRESH]
