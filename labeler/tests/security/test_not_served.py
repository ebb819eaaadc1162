"""What lies beside the pages and is nobody's to read over HTTP."""

import pytest

BESIDE = [
    ".git/config", ".env", "manage.py", "pyproject.toml", "labeler/settings.py", "data/secret-key",
    "data/labeler.sqlite3", "docker-compose.yml", "requirements.txt", ".ci/run", "files/", "media/", "server-status",
]  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_no_file_of_the_program_or_its_data_is_served(admin_client, name):
    for where in (f"/{name}", f"/static/{name}", f"/static/../{name}", f"/static/..%2f{name}", f"/static//../{name}"):
        assert admin_client.get(where).status_code == 404, where


@pytest.mark.parametrize(
    "where", ["/static/", "/static/css/", "/static/labeler/", "/static/admin/", "/api/", "/api/v1/"]
)
def test_no_folder_is_listed(admin_client, settings, where):
    settings.WHITENOISE_USE_FINDERS = True
    assert admin_client.get(where).status_code == 404
