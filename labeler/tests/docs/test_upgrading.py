"""What docs/upgrading.md says of releases and of the way back."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs" / "upgrading.md").read_text()


def ours():
    """Every migration of an app of ours, by app and name."""
    here = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    return {key: each for key, each in MigrationLoader(None).disk_migrations.items() if key[0] in here}


def test_every_migration_can_be_taken_back():
    assert len(ours()) > 60
    held = [(key, step) for key, each in ours().items() for step in each.operations if not step.reversible]
    assert held == []


def test_each_release_of_the_changelog_has_its_part_the_newest_first():
    releases = re.findall(r"^## (\d\S*.*)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert releases
    assert re.findall(r"^## (\d\S*.*)$", PAGE, re.MULTILINE) == releases


def test_the_apps_and_migrations_that_it_names_are_there():
    named = re.findall(r"`(\w+)` (\d{4})(?: to (\d{4}))?", PAGE)
    assert named
    there = {(app, name[:4]) for app, name in ours()}
    assert [each for app, *numbers in named for each in numbers if each and (app, each) not in there] == []
