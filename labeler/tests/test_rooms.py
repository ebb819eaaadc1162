"""What the import rules cannot see: arrows that no import draws, rooms without tables, what comes from elsewhere."""

import ast
import re
import sys
import tomllib
from collections import Counter

from django.apps import apps
from django.conf import settings

from assets.images import deleters
from assets.models import Asset

MOST = 15  # modules side by side
# It stands above all apps, so no arrow goes up; a table that comes tomorrow is deleted with its project, too.
ASKS_ALL_MODELS = "labeler/deletion/tables.py"
APPS = ("core", "contract", "people", "projects", "webhooks", "assets", "annotations", "exports", "labeler")


def modules():
    """All of the product, with their text: tests and migrations are none of it."""
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            name = path.relative_to(settings.BASE_DIR)
            if not {"tests", "migrations"}.intersection(name.parts):
                yield str(name), path.read_text()


def test_no_module_reaches_the_models_of_another_app_by_reflection():
    texts = dict(modules())
    assert len(texts) > 100
    assert [name for name, text in texts.items() if "related_model" in text] == [ASKS_ALL_MODELS]


def test_files_that_are_named_for_the_browser_need_one_for_all_they_hold():
    """scripts/test.sh leaves them out on PostgreSQL by their name."""
    files = [path for folder in (*APPS, "tests") for path in (settings.BASE_DIR / folder).rglob("*_in_browser.py")]
    assert len(files) > 40
    of_all = re.compile(r"^pytestmark = .*pytest\.mark\.browser", re.MULTILINE)
    assert [str(path) for path in files if not of_all.search(path.read_text())] == []


def test_no_folder_holds_more_modules_side_by_side_than_one_overlooks():
    side_by_side = Counter(
        path.parent.relative_to(settings.BASE_DIR)
        for folder in (*APPS, "tests", "bench")
        for path in (settings.BASE_DIR / folder).rglob("*.py")
        if path.name != "__init__.py" and "migrations" not in path.parts
    )
    assert len(side_by_side) > 40
    assert {folder: count for folder, count in side_by_side.items() if count > MOST} == {}


def test_core_has_no_table():
    assert apps.get_app_config("core")
    assert [model for model in apps.get_models() if model.__module__.startswith("core.")] == []


def test_the_contract_comes_with_the_standard_library_alone():
    allowed = sys.stdlib_module_names | {"contract"}
    texts = {name: text for name, text in modules() if name.startswith("contract/")}
    assert len(texts) > 4
    # What reads a model is asked for where one is read, and its absence is told there.
    assert {name for text in texts.values() for name in imported(text)} - allowed == {"onnx", "onnxruntime"}
    assert {name for text in texts.values() for name in imported(text, at_once=True)} - allowed == set()


def imported(text, at_once=False):
    """The packages that a module imports, or those that it needs at once."""
    tree = ast.parse(text)
    for node in tree.body if at_once else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


def test_what_calls_itself_pure_is_kept_so():
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    rules = {rule["name"]: rule for rule in project["tool"]["importlinter"]["contracts"]}
    kept = rules["Pure modules know no framework"]["source_modules"]
    pure = {dotted(name) for name, text in modules() if (ast.get_docstring(ast.parse(text)) or "").startswith("Pure")}
    assert len(pure) > 10
    assert {name for name in pure if not name.startswith(tuple(kept))} == set()


def dotted(path):
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_whatever_protects_an_image_says_how_it_goes_with_one():
    protecting = {
        relation.related_model._meta.label
        for relation in Asset._meta.related_objects
        if relation.on_delete.__name__ == "PROTECT"
    }
    assert len(protecting) >= 4
    assert protecting == set(deleters.registered())
