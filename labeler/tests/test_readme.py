"""What README and docs/ say of the program is so."""

import re
import tomllib
from pathlib import Path

from django.conf import settings

from exports.versions import freezing
from labeler import configuration

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text()
PAGES = [
    str(path.relative_to(ROOT))
    for path in [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), ROOT / "bench" / "README.md"]
    if path.name != "CHANGELOG.md"  # tells of what was, too
]


def test_the_table_lists_every_variable_that_is_read_and_no_other():
    table = README.split("## Configuration")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert sorted(name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)) == sorted(configuration.VARIABLES)


def test_its_links_and_pictures_lead_to_files():
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    assert targets
    assert [target for target in targets if not (Path(settings.BASE_DIR) / target).exists()] == []


def test_scripts_that_pages_name_are_there():
    for page in PAGES:
        named = re.findall(r"\b(scripts/\w+\.(?:py|sh))", (ROOT / page).read_text())
        assert [name for name in named if not (ROOT / name).exists()] == [], page


def test_newcomers_find_things_in_their_order():
    headings = re.findall(r"^## (.*)$", README, re.MULTILINE)
    order = ["Start", "The first label", "A project to look around in", "Adding people"]
    order += ["Bringing in labels from other tools", "Browsers", "How big it can be", "Licence", "Where help is"]
    assert headings[: len(order)] == order


def test_the_pictures_are_small_and_each_is_taken_by_the_script():
    pictures = list((ROOT / "docs" / "pictures").glob("*"))
    script = (ROOT / "scripts" / "screenshots.py").read_text()
    assert {path.stem for path in pictures} == set(re.findall(r'Shot\("([\w-]+)"', script))
    assert sum(path.stat().st_size for path in pictures) < 2_000_000


def test_the_newest_part_of_the_changelog_is_of_the_version_that_exports_name():
    changelog = (Path(settings.BASE_DIR) / "CHANGELOG.md").read_text()
    assert freezing.GENERATOR["name"] == "labeler"
    assert re.search(r"^## (\S+?),? ", changelog, re.MULTILINE)[1] == freezing.GENERATOR["version"]


def test_its_extras_are_those_of_the_project():
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())["project"]
    table = README.split("`make run EXTRAS=")[1].split("\n\n")[1]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == project["optional-dependencies"].keys() - {"dev"}
