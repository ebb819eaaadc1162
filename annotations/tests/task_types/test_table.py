"""The tables of task types, and that nobody asks of which one a project is: a module of that task type answers."""

import ast
from pathlib import Path

from django.conf import settings

from annotations.task_types import TASK_TYPES
from exports.task_types.table import TASK_TYPES as OF_VERSIONS
from projects.task_types import FACTS, TaskType

ROOMS = ("core", "people", "projects", "webhooks", "assets", "annotations", "exports", "labeler")
# Reads exports of one category an image, and refuses all others.
READER = "annotations/imports/reading/labeler.py"


def test_every_task_type_that_a_project_can_have_knows_its_answers_and_its_versions():
    assert set(TASK_TYPES) == set(OF_VERSIONS) == set(FACTS) == set(TaskType.values)


def modules():
    for room in ROOMS:
        for path in sorted((Path(settings.BASE_DIR) / room).rglob("*.py")):
            parts = path.relative_to(settings.BASE_DIR).parts
            if not {"tests", "migrations", "task_types", "task_types.py"} & set(parts):
                yield path


def names_a_task_type(node):
    if isinstance(node, ast.Constant):
        return node.value in TaskType.values
    if isinstance(node, ast.Attribute):
        return node.attr in {*TaskType.names, "TASK_TYPE"}
    return isinstance(node, ast.Tuple | ast.List | ast.Set) and any(map(names_a_task_type, node.elts))


def test_no_other_code_asks_of_which_task_type_something_is():
    found = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Compare) and any(map(names_a_task_type, [node.left, *node.comparators])):
                found.append(str(path.relative_to(settings.BASE_DIR)))
    assert found == [READER]
