"""Calls: what a server says as a sentence, and patience with one that comes back."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler_client import LabelerError, NoServer, NotAllowed, NotFound, SaidNo, Usage
from labeler_client.connection import AT_FIRST, PATIENCE, Connection
from tests.client.fake import Fake, error

FINE = httpx.Response(200, json={"fine": True})
AWAY = httpx.ConnectError("Connection refused")


def connected(fake, **more):
    return Connection(
        "http://labels.test", "a-token", transport=fake.transport, sleep=fake.sleep, clock=fake.clock, **more
    )


def test_a_call_names_the_token_in_its_header_and_nowhere_else(fake, connection):
    fake.answers = [FINE]
    assert connection.get("projects/") == {"fine": True}
    assert fake.requests[0].headers["Authorization"] == "Token a-token"
    assert "a-token" not in str(fake.requests[0].url) + repr(connection)


@pytest.mark.parametrize("problem", [AWAY, httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("cut")])
def test_a_server_that_restarts_is_waited_for(fake, connection, problem):
    fake.answers = [FINE, problem, httpx.Response(503), problem, FINE]
    assert connection.get("projects/") == connection.get("projects/") == {"fine": True}
    assert len(fake.requests) == 5
    assert len(fake.pauses) == 3


def test_a_pause_that_the_server_asks_for_is_kept(fake, connection):
    fake.answers = [FINE, httpx.Response(429, headers={"Retry-After": "30"}), FINE]
    connection.get("projects/")
    connection.get("projects/")
    assert fake.pauses == [30.0]


def test_a_pause_may_be_a_date(fake, connection):
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    fake.answers = [FINE, httpx.Response(503, headers={"Retry-After": until}), FINE]
    connection.get("projects/")
    connection.get("projects/")
    assert 30 < fake.pauses[0] <= 40


def test_one_that_asks_for_hours_is_not_waited_for(fake, connection):
    fake.answers = [FINE, httpx.Response(503, headers={"Retry-After": "7200"})]
    connection.get("projects/")
    with pytest.raises(NoServer, match="7200 seconds"):
        connection.get("projects/")
    assert fake.pauses == []


def being_rebuilt(percent):
    words = "The zip of v1 is being built again."
    error = {"code": "being_rebuilt", "message": words, "details": {"progress": percent}}
    return httpx.Response(503, headers={"Retry-After": "60"}, json={"error": error})


def test_what_is_being_built_is_waited_for_as_long_as_more_of_it_is_done(fake, connection):
    """Longer than a server may be away, which is two minutes."""
    fake.answers = [FINE, *[being_rebuilt(percent) for percent in range(100)], FINE]
    connection.get("projects/")
    connection.get("projects/")
    assert fake.pauses == [60.0] * 100


def test_what_does_not_get_on_is_given_up_after_an_hour_with_the_servers_words(fake, connection):
    fake.answers = [FINE, *[being_rebuilt(7)] * 100]
    connection.get("projects/")
    with pytest.raises(NoServer, match="is being built again"):
        connection.get("projects/")
    assert sum(fake.pauses) == 3600


@given(st.lists(st.sampled_from([AWAY, 429, 502, 503, 504]), min_size=200, max_size=200))
def test_patience_has_an_end_whatever_the_server_does(problems):
    fake = Fake()
    connection = connected(fake)
    fake.answers = [each if isinstance(each, Exception) else httpx.Response(each) for each in problems]
    with pytest.raises(NoServer):
        connection.get("projects/")
    assert fake.now <= PATIENCE


def test_an_address_that_never_answered_is_soon_given_up(fake, connection):
    fake.answers = [AWAY] * 100
    with pytest.raises(NoServer, match=r"http://labels\.test does not answer: Connection refused"):
        connection.get("projects/")
    assert fake.now <= AT_FIRST


def test_what_may_have_been_done_is_not_sent_twice(fake, connection):
    fake.answers = [httpx.ReadError("cut")]
    with pytest.raises(NoServer, match="perhaps it was done"):
        connection.post("projects/x/versions/", {}, again=False)
    fake.answers = [httpx.Response(504)]
    with pytest.raises(NoServer, match="perhaps it was done"):
        connection.post("projects/x/versions/", {}, again=False)
    assert len(fake.requests) == 2
    fake.answers = [AWAY, httpx.Response(503), FINE]  # nobody took it
    assert connection.post("projects/x/versions/", {}, again=False) == {"fine": True}


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (error(401, "authentication_failed", "Invalid token."), NotAllowed, "wrong, was revoked, or has ended"),
        (error(403, "permission_denied", "This token may only read."), NotAllowed, "may only read"),
        (error(404, "not_found", "No Project matches."), NotFound, "no such thing"),
        (error(404, "not_found", "This project has no version that is ready."), NotFound, "no version that is ready"),
        (error(404, "file_missing", "The file is missing from the store."), SaidNo, "missing from the store"),
        (error(400, "nothing_selected", "No image is selected."), SaidNo, "No image is selected"),
        (error(507, "disk_full", "The disk is full."), SaidNo, "disk is full"),
        (httpx.Response(401, text="who are you?"), NoServer, "not as Labeler does"),
        (httpx.Response(404, text="<html>"), NoServer, "not as Labeler does"),
        (httpx.Response(200, text="<html>"), NoServer, "not as Labeler does"),
        (httpx.Response(200, text="[" * 100_000), NoServer, "not as Labeler does"),
        (httpx.Response(500, text="[" * 100_000), NoServer, "not as Labeler does"),
        (httpx.Response(302, headers={"Location": "/login/"}), NoServer, "not as Labeler does"),
    ],
)
def test_what_the_server_says_is_a_sentence(fake, connection, answer, kind, words):
    fake.answers = [answer]
    with pytest.raises(kind, match=words):
        connection.get("projects/x/", missing="There is no such thing.")
    assert fake.pauses == []


def test_a_certificate_that_is_not_trusted_is_told_at_once(fake, connection):
    fake.answers = [httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate")]
    with pytest.raises(NoServer, match="certificate"):
        connection.get("projects/")
    assert fake.pauses == []


@pytest.mark.parametrize("url", ["", "labels.example.org", "ftp://labels.test", "http://", "/api", "http://[", "x:y"])
def test_an_address_that_is_none_is_told(url):
    with pytest.raises(Usage, match="LABELER_URL"):
        Connection(url, "a-token")


@pytest.mark.parametrize("url", ["http://labels.test/\x00", "http://☃.test.."])
def test_an_address_that_only_httpx_refuses_is_told_likewise(url):
    with pytest.raises(Usage, match="LABELER_URL"):
        Connection(url, "a-token")


@pytest.mark.parametrize("who", ["ines:s3cret", "ines", ":s3cret", ""])
def test_a_user_or_password_in_the_address_is_refused_and_not_repeated(who):
    with pytest.raises(Usage, match="has a user or a password in it") as told:
        Connection(f"https://{who}@labels.example.org", "a-token")
    assert "s3cret" not in str(told.value)
    assert "ines" not in str(told.value)


def test_redirects_without_end_are_told(fake, connection):
    fake.routes["projects/x/download/"] = httpx.Response(302, headers={"Location": "/api/v1/projects/x/download/"})
    with (
        pytest.raises(NoServer, match=r"http://labels\.test gives no answer: .*redirect"),
        connection.stream("projects/x/download/"),
    ):
        pytest.fail("There is no answer.")


@pytest.mark.parametrize(
    "problem", [httpx.DecodingError("no gzip"), httpx.TooManyRedirects("round"), httpx.InvalidURL("no address")]
)
def test_whatever_httpx_says_is_a_sentence(fake, connection, problem):
    fake.answers = [problem, problem]
    with pytest.raises(NoServer, match="gives no answer"):
        connection.get("projects/")
    with pytest.raises(NoServer, match="gives no answer"), connection.stream("projects/"):
        pytest.fail("There is no answer.")


@pytest.mark.parametrize("asked", ["²", "1e999", "Mon, 99 Nov 9999 99:99:99 GMT", "-5"])
def test_a_pause_that_is_none_is_not_kept(fake, connection, asked):
    fake.answers = [FINE, httpx.Response(503, headers=[(b"Retry-After", asked.encode("latin-1"))]), FINE]
    connection.get("projects/")
    assert connection.get("projects/") == {"fine": True}
    assert fake.pauses[0] <= 0.5


@pytest.mark.parametrize("token", ["", "  ", "two words", "café", "line\nbreak"])
def test_a_token_that_is_none_is_told_and_not_shown(token):
    with pytest.raises(NotAllowed) as told:
        Connection("http://labels.test", token)
    assert not token.strip() or token not in str(told.value)


def test_a_path_before_the_api_is_kept(fake):
    connection = Connection("http://host.test/labels/", "t", transport=fake.transport)
    fake.answers = [FINE]
    connection.get("projects/")
    assert str(fake.requests[0].url) == "http://host.test/labels/api/v1/projects/"


def test_every_kind_of_error_has_an_exit_code_of_its_own():
    kinds = LabelerError.__subclasses__()
    assert len({kind.exit_code for kind in kinds}) == len(kinds)
