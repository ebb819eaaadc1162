"""A stranger sees the login page and nothing else: every URL pattern is walked, those of later apps included."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, PathConverter, SlugConverter, StringConverter, UUIDConverter
from django.urls.resolvers import RegexPattern, RoutePattern

from labeler.client.wheel import wheel

# A code is asked for before anybody is signed in; the link for a new password is for those who cannot sign in, and an
# invitation for those who have no account. The client is a program, and nothing of a project.
OPEN = {
    "/login/",
    "/login/code/",
    "/favicon.ico",
    "/healthz",
    "/readyz",
    "/new-password/text/text/",
    "/join/text/",
    "/client/",
    f"/client/{wheel().name}",
}
LOGIN = "/login/?next="

EXAMPLES = {
    IntConverter: "1",
    SlugConverter: "wardrobe",
    StringConverter: "text",
    UUIDConverter: "5f0c3b0a-6b0e-4d0e-9a57-0d8f6f1a2c11",
    PathConverter: "a/b",
}


def patterns(resolver=None, before=()):
    """Every pattern that leads to a view, as the list of its parts."""
    for each in (resolver or get_resolver()).url_patterns:
        parts = (*before, each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, parts)
        elif isinstance(each, URLPattern):
            yield parts


def address(parts):
    return "/" + "".join(spelled(part) for part in parts)


def spelled(part):
    if isinstance(part, RegexPattern):  # the root, and two of Django's admin
        text = re.sub(r"\(\?P<\w+>([^|)]*)[^)]*\)", r"\1", str(part).strip("^$")).replace(".*", "")
        return text.removeprefix("/")
    assert isinstance(part, RoutePattern)
    text = str(part)
    for name, converter in part.converters.items():
        example = next(EXAMPLES[kind] for kind in type(converter).__mro__ if kind in EXAMPLES)
        for written in (f"<{name}>", *(f"<{kind}:{name}>" for kind in ("int", "slug", "str", "uuid", "path"))):
            text = text.replace(written, example)
    assert "<" not in text, f"no example for {part}"
    return text


ADDRESSES = sorted({address(parts) for parts in patterns()})


def test_the_walk_finds_pages_admin_and_api():
    assert {"/", "/account/", "/projects/wardrobe/assets/1/", "/admin/", "/api/v1/projects/", "/api/v1/schema/"} <= set(
        ADDRESSES
    )
    assert len(ADDRESSES) > 40


@pytest.mark.parametrize("where", [each for each in ADDRESSES if each not in OPEN])
def test_a_stranger_is_sent_to_the_login_page_or_refused(client, project, photo, where):
    for response in (client.get(where), client.post(where)):
        if where.startswith("/api/"):
            assert response.status_code == 401
        elif where == "/admin/login/":
            assert response.status_code in (302, 200)
        elif where.startswith("/admin/"):
            # Django's admin has its own address for signing in, which is ours.
            assert response.status_code == 302
            assert "login" in response["Location"]
        else:
            assert (response.status_code, response["Location"]) == (302, f"{LOGIN}{where}")


@pytest.mark.parametrize("where", ["/nothing/", "/projects/wardrobe/nothing/", "/projects/no-such-project/"])
def test_a_stranger_learns_nothing_from_addresses_that_do_not_exist(client, project, where):
    response = client.get(where)
    assert (response.status_code, response["Location"]) == (302, f"{LOGIN}{where}")


def test_the_open_addresses_answer_strangers(client, db):
    assert client.get("/login/").status_code == 200
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code in (200, 503)
    assert client.get("/new-password/text/text/").status_code == 404
    assert client.get("/join/text/").status_code == client.post("/join/text/").status_code == 404
    assert client.get("/client/").status_code == client.get(f"/client/{wheel().name}").status_code == 200
    # Only who has typed a password sees it.
    assert client.get("/login/code/")["Location"] == "/login/?next=/"
    assert client.post("/login/code/", {"code": "123456"})["Location"] == "/login/?next=/"
