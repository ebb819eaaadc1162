"""What README says of the program is so."""

import re
import tomllib
from pathlib import Path

from django.conf import settings

from exports.versions import freezing
from labeler import configuration

README = (Path(settings.BASE_DIR) / "README.md").read_text()


def test_the_table_lists_every_variable_that_is_read_and_no_other():
    table = README.split("## Configuration")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert sorted(name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)) == sorted(configuration.VARIABLES)


def test_its_links_and_pictures_lead_to_files():
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    assert targets
    assert [target for target in targets if not (Path(settings.BASE_DIR) / target).exists()] == []


def test_its_commands_exist():
    makefile = (Path(settings.BASE_DIR) / "Makefile").read_text()
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    for command in set(re.findall(r"manage\.py (\w+)", README)):
        found = list(Path(settings.BASE_DIR).glob(f"*/management/commands/{command}.py"))
        assert len(found) == 1, command


def test_the_newest_part_of_the_changelog_is_of_the_version_that_exports_name():
    changelog = (Path(settings.BASE_DIR) / "CHANGELOG.md").read_text()
    assert freezing.GENERATOR["name"] == "labeler"
    assert re.search(r"^## (\S+?),? ", changelog, re.MULTILINE)[1] == freezing.GENERATOR["version"]


def test_its_extras_are_those_of_the_project():
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())["project"]
    table = README.split("`make run EXTRAS=")[1].split("\n\n")[1]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == project["optional-dependencies"].keys() - {"dev"}
