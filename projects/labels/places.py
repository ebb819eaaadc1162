"""Where a category stands among the others: below which, and in which group. Only where an image can have several.

The law behind it, and why it is refused what it is, stands in `projects/rules/label_rules.py`. An active category has
no retired one above it, so that whoever chooses it sets nothing that was retired: children are retired before their
parent, and restored after it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from core.exceptions import Refused
from projects import names
from projects.models import Category, Project
from projects.rules import label_rules
from projects.rules.label_rules import Problem, Rules

PARENT, GROUP = "parent_id", "exclusive_group"
ONLY_SEVERAL = "Only where an image takes any number of categories do they have parents and groups."


def rules_of(project: Project) -> Rules:
    """By public ids; of retired categories, too."""
    if not project.has_label_rules:
        return Rules()
    rows = list(project.categories.values_list("public_id", "parent__public_id", "exclusive_group"))
    return Rules(
        {id: parent for id, parent, _ in rows if parent is not None}, {id: group for id, _, group in rows if group}
    )


class Places:
    """The categories of a project as they stand. The caller holds the lock."""

    def __init__(self, project: Project) -> None:
        self._has_rules = project.has_label_rules
        self._categories = {category.public_id: category for category in project.categories.all()}
        self._rules = rules_of(project)

    def put(self, category: Category, id: int, *, parent_id: int | None, group: str) -> None:
        """Give a category, whose public id this is, its place: below the one with that public id and in that group,
        unless the rules would leave one that nobody could choose. Nothing is saved."""
        self._refuse_where_there_are_none(parent_id, group)
        category.parent = self._parent(category, id, parent_id)
        category.exclusive_group = self._spelled(id, group)
        below = (
            [each for each in self._categories if id in label_rules.line(each, self._rules)] if category.pk else [id]
        )
        self._categories[id] = category
        self._rules = Rules(
            _with(self._rules.parents, id, parent_id), _with(self._rules.groups, id, category.exclusive_group)
        )
        self._refuse_what_is_no_rule(category, below)

    def _refuse_where_there_are_none(self, parent_id: int | None, group: str) -> None:
        if not self._has_rules and (parent_id is not None or group):
            field = GROUP if parent_id is None else PARENT
            raise Refused(ONLY_SEVERAL, code="no_label_rules", field=field)

    def _parent(self, category: Category, id: int, parent_id: int | None) -> Category | None:
        if parent_id is None:
            return None
        if parent_id == id:
            raise _no_parent("A category is not its own parent.")
        parent = self._categories.get(parent_id)
        if parent is None:
            raise _no_parent(f"This project has no category {parent_id}.")
        if category.active and not parent.active:
            raise _no_parent(f"“{parent.name}” was retired. Restore it, or take another parent.")
        return parent

    def _spelled(self, id: int, group: str) -> str:
        """As others of the group spell it."""
        if not group.strip():
            return ""
        group = names.asked_name(group, GROUP)
        others = {name for each, name in self._rules.groups.items() if each != id}
        return next((name for name in others if names.name_key(name) == names.name_key(group)), group)

    def _refuse_what_is_no_rule(self, category: Category, below: Sequence[int]) -> None:
        problem = label_rules.problem_of(self._rules, below)
        if problem is Problem.CIRCLE and category.parent:
            raise _no_parent(f"“{category.parent.name}” lies below “{category.name}”, so it cannot be above it, too.")
        if problem is Problem.DEPTH:
            raise _no_parent(f"Categories lie at most {label_rules.DEEPEST} deep.")
        if problem is Problem.GROUP:
            raise self._in_one_group(below)

    def _in_one_group(self, below: Sequence[int]) -> Refused:
        for id in below:
            first: dict[str, int] = {}
            for each in label_rules.line(id, self._rules):
                group = self._rules.groups.get(each, "")
                if group and group in first:
                    lower, upper = (self._categories[place].name for place in (first[group], each))
                    sentence = f"“{lower}” lies below “{upper}”, so an image has both; of “{group}” it has at most one."
                    return Refused(sentence, code="bad_group", field=GROUP)
                first[group] = each
        raise AssertionError("two of a line are in one group")


def refuse_to_retire(category: Category) -> None:
    """While active ones lie below it."""
    children = list(category.children.filter(retired_at=None).order_by("position", "class_index"))
    if children:
        more = f" and {len(children) - 1} more lie" if len(children) > 1 else " lies"
        raise Refused(
            f"“{children[0].name}”{more} below “{category.name}”. Retire what lies below it first, or take it out.",
            code="has_children",
            details={"category_ids": [child.public_id for child in children]},
        )


def refuse_to_restore(category: Category) -> None:
    """While what lies above it is retired."""
    if category.parent is not None and not category.parent.active:
        raise Refused(
            f"“{category.parent.name}”, above “{category.name}”, was retired. Restore that first.",
            code="parent_retired",
            details={"category_ids": [category.parent.public_id]},
        )


def _with(rule: Mapping[int, Any], id: int, value: Any) -> dict[int, Any]:
    others = {each: its for each, its in rule.items() if each != id}
    return others | {id: value} if value else others


def _no_parent(sentence: str) -> Refused:
    return Refused(sentence, code="bad_parent", field=PARENT)
