"""What the line of a request tells, and what not."""

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject
from hypothesis import given
from hypothesis import strategies as st

from labeler.logs import access, lines

TOOK = timedelta(milliseconds=12.3)


def environ(path, **more):
    return {"REQUEST_METHOD": "GET", "PATH_INFO": path, "REMOTE_ADDR": "203.0.113.7"} | more


def test_a_line_tells_status_method_path_bytes_time_person_and_address():
    told = access.line(200, 5120, TOOK, environ("/projects/wardrobe/", **{access.USER: 3}))
    assert told == 'status=200 method="GET" path="/projects/wardrobe/" bytes=5120 ms=12 user=3 from="203.0.113.7"'


def test_of_an_address_with_a_query_the_path_alone_is_told():
    told = access.line(200, 0, TOOK, environ("/projects/wardrobe/assets/", QUERY_STRING="q=secret&token=secret"))
    assert "secret" not in told


@pytest.mark.parametrize(
    "path",
    [
        "/join/hunter2/",
        "//join//hunter2",
        "/join/half%/hunter2",
        "/join/half hunter2/",
        "/join/half\nhunter2/",
        "/new-password/MQ/hunter2-abc/",
        "/new-password/MQ/half/hunter2",
    ],
)
def test_what_opens_a_door_is_not_told(path):
    assert "hunter2" not in access.line(404, 0, TOOK, environ(path))


def test_a_person_of_whom_nobody_asked_is_not_looked_up():
    request = RequestFactory().get("/static/x")
    request.user = SimpleLazyObject(lambda: pytest.fail("nobody needs to know"))
    access.middleware(lambda request: HttpResponse())(request)
    assert request.META[access.USER] is None


def test_the_address_is_the_one_that_counts_for_limits(settings):
    settings.TRUSTED_PROXIES = 1
    told = access.line(200, 0, TOOK, environ("/", HTTP_X_FORWARDED_FOR="evil, 198.51.100.4"))
    assert 'from="198.51.100.4"' in told


def test_a_request_that_could_not_be_read_has_a_line_too():
    assert access.line(400, 0, TOOK, {}) == "status=400 bytes=0 ms=12"


@given(st.text(st.characters(max_codepoint=255)))
def test_whatever_is_asked_for_is_one_line_that_is_not_long(path):
    told = lines.written_out(access.line(200, 0, TOOK, environ(path)))
    assert told.isprintable()
    assert len(told) < 6 * access.MOST_PATH + 200
    assert re.fullmatch(r'status=200 method="GET"( path="(?:[^"\\]|\\.)*")? bytes=0 ms=12 from="[\d.]+"', told)
