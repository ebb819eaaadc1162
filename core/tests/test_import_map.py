"""The map of script modules in every page: made once, and once more where the names of static files are others."""

import json
import re

import pytest
from django.template import Context, Template

from core.templatetags import pages


def imported():
    page = Template("{% load pages %}{% import_map %}").render(Context({"CSP_NONCE": "of-this-answer"}))
    nonce, imports = re.fullmatch(r'<script type="importmap" nonce="(.*?)">(.*)</script>', page).groups()
    assert nonce == "of-this-answer"
    return json.loads(imports)["imports"]


@pytest.mark.parametrize("prefix", ["/static/", "/elsewhere/"])
def test_it_names_every_script_below_the_address_of_static_files(settings, prefix):
    settings.STATIC_URL = prefix
    names = imported()
    assert len(names) > 50
    assert names == {name: f"{prefix}labeler/{name}.js" for name in names}


@pytest.mark.parametrize("debug", [True, False])
def test_a_script_that_is_new_is_found_at_once_only_by_who_works_on_them(settings, tmp_path, debug):
    settings.DEBUG, settings.BASE_DIR, settings.STATIC_URL = debug, tmp_path, f"/of-{debug}/"
    folder = tmp_path / "static" / "labeler" / "label"
    folder.mkdir(parents=True)
    (folder / "page.js").touch()
    pages._script_names.cache_clear()
    try:
        assert set(imported()) == {"label/page"}
        (folder / "new.js").touch()
        assert ("label/new" in imported()) == debug
    finally:
        pages._script_names.cache_clear()


@pytest.mark.parametrize("mark", ["0a1b2c", "3d4e5f"])
def test_it_has_the_hashes_of_the_release_that_runs(settings, tmp_path, mark):
    paths = {f"labeler/{name}.js": f"labeler/{name}.{mark}.js" for name in pages._script_names()}
    (tmp_path / "staticfiles.json").write_text(json.dumps({"version": "1.1", "hash": mark, "paths": paths}))
    storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES |= {"staticfiles": {"BACKEND": storage, "OPTIONS": {"location": tmp_path}}}
    assert set(imported().values()) == {f"/static/{path}" for path in paths.values()}
