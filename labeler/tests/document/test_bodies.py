"""Bodies of the API as programs send them: a value has the JSON type that the document tells, in every call; and no
body is larger than is read into memory."""

import bz2
import http.client
import io
import json
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from core.api import call
from labeler.tests.document.support import JSON, described
from labeler.wsgi import application
from people import tokens
from projects.models import Project

pytestmark = pytest.mark.django_db

SAMPLES = {
    "null": None,
    "boolean": True,
    "integer": 7,
    "number": 0.5,
    "string": "seven",
    "array": [[]],
    "object": {},
}
# What is needed before a call looks at what it reads by itself.
NEEDED = {"bulk_set": {"status": "labeled", "asset_ids": []}}
# Each is read by itself, and has a result of its own: no refusal of the whole.
EACH_BY_ITSELF = {"operations.0"}


def resolved(schema):
    while "$ref" in schema:
        schema = described()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def kinds(schema):
    """The JSON types that a schema takes; none where it takes all."""
    schema = resolved(schema)
    for several in ("oneOf", "anyOf", "allOf"):
        if several in schema:
            return set().union(*(kinds(each) for each in schema[several]))
    if "enum" in schema and "type" not in schema:
        return {"string"}
    named = schema.get("type", [])
    return set([named] if isinstance(named, str) else named)


def parts(schema, way=()):
    """Each part of a body at any depth: the way to it, and the types that it takes."""
    schema = resolved(schema)
    for several in ("oneOf", "anyOf", "allOf"):
        for each in schema.get(several, ()):
            yield from parts(each, way)
    for name, inner in schema.get("properties", {}).items():
        yield (*way, name), kinds(inner)
        yield from parts(inner, (*way, name))
    if "items" in schema:
        yield (*way, 0), kinds(schema["items"])
        yield from parts(schema["items"], (*way, 0))


def body_with(way, value):
    """The smallest body that has the value there."""
    for step in reversed(way):
        value = [value] if step == 0 else {step: value}
    return value


def cases():
    for path, methods in described()["paths"].items():
        for method, operation in methods.items():
            told = operation.get("requestBody", {}).get("content", {})
            if JSON not in told:
                continue
            for way, taken in parts(told[JSON]["schema"]):
                named = ".".join(map(str, way))
                if not taken or any(named == each or named.startswith(f"{each}.") for each in EACH_BY_ITSELF):
                    continue
                for kind, value in SAMPLES.items():
                    if kind not in taken and not (kind == "integer" and "number" in taken):
                        yield operation["operationId"], method, path, way, kind, value


CASES = list(cases())


@pytest.fixture
def addressed(project, photo, dress, bob):
    there = {"slug": project.slug, "asset_id": photo.pk, "public_id": dress.public_id, "username": "bob"}

    def address(path):
        for name in ("number", "video_id", "webhook"):
            there.setdefault(name, 1)
        return path.format_map(there)

    return address


def test_the_walk_finds_the_bodies_of_all_calls():
    assert len({operation for operation, *_ in CASES}) >= 20
    assert len(CASES) > 300
    assert ("projects_create", ("categories", 0, "name"), "integer") in {(one[0], one[3], one[4]) for one in CASES}


def test_a_value_of_another_type_than_the_document_tells_is_refused_by_every_call(api, addressed, bob, everything):
    program = api(bob)
    taken = []
    for operation, method, path, way, kind, value in CASES:
        answer = program.generic(
            method.upper(),
            addressed(path),
            json.dumps(NEEDED.get(operation, {}) | body_with(way, value)),
            content_type=JSON,
        )
        if answer.status_code != 400:
            taken.append((operation, ".".join(map(str, way)), kind, answer.status_code))
            continue
        fields = answer.json()["error"].get("fields", {})
        if kind != "null" and not any(str(way[0]) == name.partition(".")[0] for name in fields):
            taken.append((operation, ".".join(map(str, way)), kind, answer.json()["error"]))
    assert taken == []


def test_a_project_is_not_named_by_a_number(api, bob):
    answer = api(bob).post("projects/", {"name": 0})
    said = "This takes a text, not a number."
    assert answer.status_code == 400
    assert answer.json()["error"] == {"code": "invalid", "message": f"name: {said}", "fields": {"name": [said]}}
    assert not Project.objects.exists()


def test_a_whole_number_may_have_a_point(api, project, bob):
    body = '{"count": 3.0}'
    program = api(bob)
    assert program.generic("POST", "projects/wardrobe/uploads/places/", body, content_type=JSON).status_code < 300


# --- how large it may be --------------------------------------------------------------------------------------------

SAID = "The body is larger than the limit of 1 MB. Send less at once."


@pytest.fixture
def small(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000


def of_length(length):
    body = json.dumps({"guidelines": ""})
    return body[:-2] + "x" * (length - len(body)) + '"}'


@pytest.mark.parametrize("kind", [JSON, "application/x-www-form-urlencoded"])
def test_a_body_that_is_too_large_is_refused_in_a_sentence(api, small, project, bob, kind):
    body = of_length(1_000_001) if kind == JSON else urlencode({"guidelines": "x" * 1_000_000})
    answer = api(bob).generic("POST", "projects/wardrobe/guidelines/preview/", body, content_type=kind)
    assert answer.status_code == 413
    assert answer.json()["error"] == {"code": "body_too_large", "message": SAID}


def test_a_body_as_large_as_the_limit_is_read(api, small, project, bob):
    answer = api(bob).generic("POST", "projects/wardrobe/guidelines/preview/", of_length(1_000_000), content_type=JSON)
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["guidelines"])  # of 100,000


def test_what_is_uploaded_has_its_own_limit(api, small, project, bob):
    file = SimpleUploadedFile("large.jpg", bytes(1_500_000))
    answer = api(bob).post("projects/wardrobe/assets/", {"file": file}, format="multipart")
    assert answer.status_code != 413


def test_a_stranger_is_not_heard_out(api, small):
    answer = api().generic("POST", "projects/", of_length(2_000_000), content_type=JSON)
    assert answer.status_code == 401


@pytest.mark.django_db(transaction=True)
def test_who_sends_it_hears_the_answer_though_much_more_was_on_its_way(live_server, small, bob):
    where = urlsplit(live_server.url)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=30)
    headers = {
        "Authorization": f"Token {tokens.make(bob, 'Large')[1]}",
        "Content-Type": JSON,
        "Connection": "close",
    }
    connection.request("POST", "/api/v1/projects/", of_length(30_000_000), headers)
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())["error"]["code"]) == (413, "body_too_large")
    connection.close()


class Endless(io.RawIOBase):
    given = 0

    def read(self, size=-1):
        self.given += size
        return bytes(size)


class HungUp(io.RawIOBase):
    def read(self, size=-1):
        raise ConnectionResetError("the caller hung up")


def sent_too_much(api, bob, stream):
    said = {"wsgi.input": stream, "CONTENT_LENGTH": str(10**12)}
    return api(bob).generic("POST", "projects/", "{}", content_type=JSON, **said)


@pytest.mark.parametrize(("name", "limit"), [("MOST_HEARD", 1_000_000), ("LONGEST_HEARD", -1)])
def test_a_body_that_is_too_large_is_not_heard_out_without_end(api, small, bob, monkeypatch, name, limit):
    monkeypatch.setattr(call, name, limit)
    endless = Endless()
    assert sent_too_much(api, bob, endless).status_code == 413
    assert endless.given <= max(limit, 0) + call.PIECE


def test_who_hangs_up_while_it_is_heard_out_makes_no_error_of_the_server(api, small, bob):
    assert sent_too_much(api, bob, HungUp()).status_code == 413


# --- in which charset it is -----------------------------------------------------------------------------------------


@pytest.fixture
def connected():
    """The database of the test, which a request to a server would close behind it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def asked_of_the_server(api, bob, charset, body, query=""):
    """As a web server asks, with all that comes before the calls."""
    environ = api(bob)._base_environ(
        PATH_INFO="/api/v1/projects/",
        REQUEST_METHOD="POST",
        QUERY_STRING=query,
        CONTENT_TYPE=f"application/json{charset}",
        CONTENT_LENGTH=str(len(body)),
        HTTP_AUTHORIZATION=f"Token {tokens.make(bob, 'Charset')[1]}",
        **{"wsgi.input": io.BytesIO(body)},
    )
    answered = []
    answer = application(environ, lambda status, headers: answered.append(int(status.split()[0])))
    said = json.loads(b"".join(answer))
    answer.close()
    return answered[0], said


@pytest.mark.parametrize("charset", ["bz2_codec", "zlib_codec", "hex", "rot13", "no-such", "undefined"])
@pytest.mark.parametrize("query", ["", "name=1"])
def test_a_charset_that_decodes_no_text_is_no_charset(api, bob, connected, charset, query):
    large = bz2.compress(json.dumps({"name": "x" * 1_000_000}).encode())
    status, said = asked_of_the_server(api, bob, f"; charset={charset}", large, query)
    assert status == 400
    assert said["error"]["code"] in ("parse_error", "unknown_field")


@pytest.mark.parametrize("rest", ["; charset*=no-such''x", "; charset=\x00", "; charset=", ";"])
def test_a_content_type_that_is_none_is_no_error_of_the_server(api, bob, connected, rest):
    assert asked_of_the_server(api, bob, rest, b'{"name": "Shoes"}')[0] in (201, 400)


@pytest.mark.parametrize("charset", ["utf-8", "latin-1", "bz2_codec"])
def test_what_is_sent_besides_is_read_as_before(api, bob, connected, charset):
    body = '{"name": "Schürzen"}'.encode("latin-1" if charset == "latin-1" else "utf-8")
    status, said = asked_of_the_server(api, bob, f"; charset={charset}; x=1", body)
    assert (status, said["name"]) == (201, "Schürzen")
