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
@pytest.mark.parametrize("who", ["stranger", "admin"])
def test_every_answer_carries_the_security_headers_and_says_who_may_keep_it(client, admin_client, photo, who, where):
    response = (client if who == "stranger" else admin_client).get(where)
    assert {name: response.get(name) for name in SECURITY} == SECURITY
    assert "camera=()" in response["Permissions-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    caching = response["Cache-Control"]
    assert "no-store" in caching or caching.startswith("private, ")
    if where.startswith("/api/") and response.status_code >= 400:
        assert caching == "no-store"
    elif where.startswith("/api/") and not response.has_header("ETag"):
        assert "no-store" in caching
    if where.startswith("/account/") and who == "admin":
        assert "no-store" in caching


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


def test_signing_out_empties_the_cache_of_the_browser_and_nothing_else(admin_client):
    response = admin_client.post("/logout/")
    assert response["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in admin_client.get("/login/")


@pytest.mark.parametrize(("https", "prefix"), [("on", "__Host-"), ("off", "")])
def test_cookies_belong_to_this_host_alone_where_there_is_https(tmp_path, https, prefix):
    show = (
        "from django.conf import settings as s; import json;"
        "print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SESSION_COOKIE_PATH, s.CSRF_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN, s.CSRF_COOKIE_DOMAIN]))"
    )
    environment = os.environ | {
        "LABELER_HTTPS": https,
        "LABELER_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "labeler.settings",
    }
    told = subprocess.run(
        [sys.executable, "-c", show],
        cwd=project_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    secure = https == "on"
    names = [f"{prefix}sessionid", f"{prefix}csrftoken"]
    assert json.loads(told.stdout) == [*names, secure, secure, "/", "/", None, None]
