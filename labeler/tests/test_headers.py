"""What every answer says of itself: each address is walked, those of later apps included."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings as project_settings
from django.test import Client

from labeler.tests.test_every_url_needs_login import ADDRESSES

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize("where", ADDRESSES)
def test_every_answer_says_what_it_is_and_who_may_keep_it_and_no_other_site_may_read_it(
    client, admin_client, photo, where
):
    elsewhere = {"Origin": "https://elsewhere.example"}
    for_stranger, for_admin = (each.get(where, headers=elsewhere) for each in (client, admin_client))
    for response in (for_stranger, for_admin):
        _check_headers(where, response)
        _check_caching(where, response)
        _check_kind(response)
        assert [name for name in response.headers if name.startswith("Access-Control-")] == []
    if where.startswith("/account/"):
        assert "no-store" in for_admin["Cache-Control"]
    traced = admin_client.generic("TRACE", where, headers={"X-Traced": "xyzzy"})
    assert traced.status_code == 405 or b"xyzzy" not in b"".join(traced)


def _check_headers(where, response):
    # The address of an invitation opens a door: it is told to nobody, to pages of the same host neither.
    expected = SECURITY | ({"Referrer-Policy": "strict-origin"} if where.startswith("/join/") else {})
    assert {name: response.get(name) for name in SECURITY} == expected
    assert "camera=()" in response["Permissions-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def _check_caching(where, response):
    caching = response["Cache-Control"]
    assert "no-store" in caching or caching.startswith("private, ")
    if where.startswith("/api/") and response.status_code >= 400:
        assert caching == "no-store"
    elif where.startswith("/api/") and not response.has_header("ETag"):
        assert "no-store" in caching


def _check_kind(response):
    """A body says what it is, and a text in which characters."""
    if response.streaming or response.content:
        kind, _, characters = response["Content-Type"].partition(";")
        assert kind
        assert not kind.startswith("text/") or characters.strip().replace('"', "").lower() == "charset=utf-8"


@pytest.mark.parametrize(
    "where", ["/", "/projects/wardrobe/", "/projects/wardrobe/assets/", "/projects/wardrobe/label/"]
)
def test_pages_are_asked_for_each_time(admin_client, photo, where):
    assert admin_client.get(where)["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("where", ["/healthz", "/readyz", "/nothing/", "/api/v1/nothing/"])
def test_health_calls_and_errors_carry_them_under_any_host_name(db, where):
    response = Client(SERVER_NAME="10.1.2.3").get(where)
    assert {name: response.get(name) for name in SECURITY} == SECURITY
    assert response["Cache-Control"]


def test_files_of_the_pages_are_embedded_nowhere_and_taken_for_nothing_else(client, db, settings):
    settings.WHITENOISE_USE_FINDERS = True
    for name, kind in (("mark.svg", "image/svg+xml"), ("parts/swap.js", "text/javascript")):
        response = client.get(f"/static/labeler/{name}")
        assert (response.status_code, response["Content-Type"].partition(";")[0]) == (200, kind)
        assert {name: response.get(name) for name in SECURITY} == SECURITY
        assert response["Content-Security-Policy"] == "frame-ancestors 'none'"


def test_a_page_may_use_what_this_host_has_and_nothing_else(admin_client, photo):
    for where in ("/", "/account/", "/projects/wardrobe/label/", "/admin/"):
        policy = dict(each.split(maxsplit=1) for each in admin_client.get(where)["Content-Security-Policy"].split("; "))
        assert (policy["default-src"], policy["base-uri"], policy["form-action"]) == ("'none'", "'none'", "'self'")
        assert "object-src" not in policy  # so that of default-src holds
        sources = {source for name, value in policy.items() for source in value.split()}
        assert {source for source in sources if not source.startswith("'nonce-")} == {
            "'none'",
            "'self'",
            "data:",
            "blob:",
        }
        assert {name for name, value in policy.items() if "data:" in value or "blob:" in value} == {"img-src"}


def test_signing_out_empties_the_cache_of_the_browser_and_nothing_else(admin_client):
    response = admin_client.post("/logout/")
    assert response["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in admin_client.get("/login/")


def with_https(tmp_path, https, script):
    """What a few lines print where Labeler was started with LABELER_HTTPS, or without it."""
    environment = os.environ | {
        "LABELER_HTTPS": https,
        "LABELER_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "labeler.settings",
    }
    told = subprocess.run(
        [sys.executable, "-c", script],
        cwd=project_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(told.stdout)


@pytest.mark.parametrize(("https", "prefix"), [("on", "__Host-"), ("off", "")])
def test_cookies_belong_to_this_host_alone_where_there_is_https(tmp_path, https, prefix):
    show = (
        "from django.conf import settings as s; import json;"
        "print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SESSION_COOKIE_PATH, s.CSRF_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN, s.CSRF_COOKIE_DOMAIN]))"
    )
    secure = https == "on"
    names = [f"{prefix}sessionid", f"{prefix}csrftoken"]
    assert with_https(tmp_path, https, show) == [*names, secure, secure, "/", "/", None, None]


ASK = """
import json, django
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
django.setup()
from django.test import Client
asked = [("/login/", True), ("/healthz", True), ("/login/", False), ("/api/v1/docs/", False), ("/healthz", False),
         ("/api/v1/projects/", False), ("/api/v1/nothing/", False)]
answers = [Client(SERVER_NAME="localhost").get(where, secure=secure) for where, secure in asked]
print(json.dumps([[answer.status_code, dict(answer.headers)] for answer in answers]))
"""


def test_with_https_browsers_are_told_for_a_year_and_led_there_and_programs_are_refused(tmp_path):
    page, health, plain, docs, plain_health, *programs = with_https(tmp_path, "on", ASK)
    assert [page[0], health[0], plain_health[0]] == [200] * 3
    for answer in (page, health):
        assert answer[1]["Strict-Transport-Security"] == "max-age=31536000"
    assert (plain[0], plain[1]["Location"]) == (301, "https://localhost/login/")
    assert (docs[0], docs[1]["Location"]) == (301, "https://localhost/api/v1/docs/")
    for status, headers in programs:
        assert (status, headers["Content-Type"]) == (403, "application/json")
        assert "Location" not in headers
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_program_that_comes_without_https_is_told_so_and_does_nothing(api, bob, settings, project):
    settings.SECURE_SSL_REDIRECT = True
    answer = api(bob).post("projects/", {"name": "Garage"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "https_required")
    assert "make another one" in answer.json()["error"]["message"]
    assert type(project).objects.count() == 1
    assert api(bob).post("projects/", {"name": "Garage"}, secure=True).status_code == 201


def test_no_script_sees_the_session_and_no_other_site_sends_it(client, alice):
    client.post("/login/", {"username": "alice", "password": "correct horse alice"})
    kept = {name: (bool(cookie["httponly"]), cookie["samesite"]) for name, cookie in client.cookies.items()}
    assert kept.pop("csrftoken") == (False, "Lax")  # scripts of the pages send it back
    assert "sessionid" in kept
    assert set(kept.values()) == {(True, "Lax")}


def test_what_is_said_once_makes_no_cookie(client, alice):
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    new = {"new_password1": "another horse, another battery", "new_password2": "another horse, another battery"}
    client.post("/account/", {"action": "password", "old_password": "correct horse alice"} | new)
    assert "messages" not in client.cookies
    assert "The password was changed" in client.get("/account/").content.decode()
    assert "The password was changed" not in client.get("/account/").content.decode()
