"""The style sheet that every page shares, and what templates ask for by name."""

import re

import pytest
from django.contrib.staticfiles import finders

from core.stylesheets import NAME, SharedStyles, joined

TAGS = {"stylesheet": "css/{}.css", "script_module": "labeler/{}.js"}


def test_the_shared_sheet_orders_the_layers_before_it_fills_them_and_holds_every_part(settings):
    sheet = joined().decode()
    order = "@layer reset, tokens, base, parts, screens, helpers;"
    assert sheet.index(order) < sheet.index("{")
    parts = sorted((settings.BASE_DIR / "static/css/parts").glob("*.css"))
    assert len(parts) > 10
    assert [part.name for part in parts if part.read_text() not in sheet] == []


def test_it_is_collected_and_found_as_it_is_now():
    ((name, storage),) = [each for each in SharedStyles().list([]) if each[0] == NAME]
    with storage.open(name) as file:
        assert file.read() == joined()
    with open(finders.find(NAME), "rb") as file:
        assert file.read() == joined()


@pytest.mark.parametrize("tag", TAGS)
def test_templates_ask_for_files_that_are_there(settings, tag):
    templates = [template.read_text() for template in (settings.BASE_DIR / "templates").rglob("*.html")]
    asked = {name for text in templates for name in re.findall(rf'{{% {tag} "([\w/-]+)" %}}', text)}
    assert len(asked) > 5
    assert [name for name in sorted(asked) if not finders.find(TAGS[tag].format(name))] == []
