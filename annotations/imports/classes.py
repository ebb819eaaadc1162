"""Which category each class of a file means: by its id, its name, or what a person decided of it.

Nothing is guessed for good: of a class that no category is called like, only what it may be is told, until somebody
has decided. A category is made here alone, and only where that was decided.
"""

import difflib
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from annotations.imports.reading.records import Choice, Unreadable
from annotations.task_types.base import Answer
from assets.states import Status
from core.exceptions import Refused
from projects import categories
from projects.access import Right, rights
from projects.models import Category, Project
from projects.names import Like, Taken, name_key

NEW, LEAVE_OUT = "new", "leave_out"
MOST = 10_000  # classes of a file: more are the contents of a wrong column
MOST_TOLD = 1000
MOST_LOOKED_AT = 200  # of them are compared with every category, letter by letter
LONGEST_ALIKE = 40  # characters of a name that is
TO_BE_MADE = 1 << 40  # and the number of a class: no public id
ALIKE = 0.8  # of the letters of two names (difflib), from which on one is offered for the other


class How(StrEnum):
    """How a category was found, or why none was."""

    ID = "id"
    NAME = "name"
    CHOSEN = "chosen"
    NEW = "new"
    LEFT_OUT = "left_out"
    RETIRED = "retired"
    UNKNOWN = "unknown"


NEED_SOMEBODY = (How.RETIRED, How.UNKNOWN)


@dataclass(frozen=True)
class Decisions:
    """What a person said of a file. `categories`: by the name of a class there, the public id of a category, NEW or
    LEAVE_OUT; None where nobody was asked. `columns`: which two of a table. `folders`: those that are classes though
    their names do not look so."""

    categories: Mapping[str, int | str] | None = None
    columns: Choice | None = None
    folders: tuple[str, ...] = ()

    def of_class(self, name: str) -> int | str | None:
        """What was said of a class, however its name is spelled, and also where only what was shown of it came back."""
        return self._said.get(name_key(name.strip()), self._said.get(name_key(shown(name))))

    @cached_property
    def _said(self) -> dict[str, int | str]:
        return {name_key(name.strip()): said for name, said in (self.categories or {}).items()}

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "Decisions":
        columns = value.get("columns")
        return cls(
            value.get("categories"),
            Choice(columns["file"], columns["category"], columns.get("header")) if columns else None,
            tuple(value.get("folders", ())),
        )


@dataclass
class FileClass:
    """One class of the file. `raw`: its name to the last character. `near`: a category that may be meant. `not_new`:
    why no category can have its name, in a sentence. `count`: records that name it. `free`: images without an answer
    here that it would get; `answered`: those that have one, by its category, 0 where that is none."""

    name: str
    how: How
    category: Category | None = None
    near: Category | None = None
    not_new: str = ""
    raw: str = ""
    count: int = 0
    free: int = 0
    answered: Counter[int] = field(default_factory=Counter)

    @property
    def already(self) -> int:
        """How many of the answered ones have its category."""
        return self.answered[self.category.public_id] if self.category else 0

    def meets(self, present: Answer) -> None:
        """One of its images, with the answer that it has here."""
        if present.status == Status.UNLABELED:
            self.free += 1
        else:
            self.answered[present.category_ids[0] if present.category_ids else 0] += 1

    def value(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "how": self.how.value,
            "category": self.category and self.category.public_id,
            "near": self.near and self.near.public_id,
            "not_new": self.not_new,
            "count": self.count,
            "free": self.free,
            "answered": {str(category): count for category, count in sorted(self.answered.items())},
        }


class Classes:
    """Those of one file, each with its number, counted from 1. `own`: the file tells ids of this very project."""

    def __init__(self, project: Project, decisions: Decisions, *, own: bool = False) -> None:
        self._own = own
        self._all: list[FileClass] = []
        self._numbers: dict[tuple[int, str], int] = {}
        self._decisions = decisions
        present = list(project.categories.order_by("class_index"))
        self._by_id = {category.public_id: category for category in present}
        self._by_name = {category.name_key: category for category in present}
        self._taken = categories.taken_in(project)
        self._unknown: Taken[FileClass] = Taken()
        self._plain = {_plain(category.name): category for category in reversed(present) if category.active}

    def number(self, name: str, public_id: int = 0) -> int:
        """Of a class that a record names, by its id too where the file is this project's own."""
        key = (public_id if self._own else 0, name_key(name.strip()))
        found = self._numbers.get(key)
        if found is None:
            if len(self._all) == MOST:
                raise Unreadable(
                    f"The file names more than {MOST:,} classes, the last of them {shown(name)[:60]}. "
                    "Is what was taken for the class something else?"
                )
            self._all.append(self._found(name.strip(), *key))
            found = self._numbers[key] = len(self._all)
        return found

    def __getitem__(self, number: int) -> FileClass:
        return self._all[number - 1]

    def all(self) -> list[FileClass]:
        return self._all

    def target(self, number: int) -> int | None:
        """The public id of its category; a number of its own while this is still to be made; a negative one while
        nobody knows; None where it is left out."""
        each = self._all[number - 1]
        if each.how == How.LEFT_OUT:
            return None
        if each.category:
            return each.category.public_id
        return TO_BE_MADE + number if each.how == How.NEW else -number

    def unclear(self) -> list[FileClass]:
        return [each for each in self._all if each.how in NEED_SOMEBODY]

    def value(self, alive: Callable[[], object] = lambda: None) -> dict[str, Any]:
        """`{count, items, rest}`: those that need somebody first, then the most frequent; `rest` sums up what is not
        among the items and has a category."""
        ranked = sorted(self._all, key=lambda each: (each.how not in NEED_SOMEBODY, -each.count, each.name))
        told, rest = ranked[:MOST_TOLD], [each for each in ranked[MOST_TOLD:] if each.category]
        for place, each in enumerate(told):
            if each.how == How.UNKNOWN:
                self._offer(each, look_closely=place < MOST_LOOKED_AT)
                alive()
        sums = {
            "free": sum(each.free for each in rest),
            "already": sum(each.already for each in rest),
            "other": sum(each.answered.total() - each.already for each in rest),
        }
        return {"count": len(ranked), "items": [each.value() for each in told], "rest": sums}

    # --- finding ---

    def _found(self, name: str, public_id: int, key: str) -> FileClass:
        what = shown(name)
        decided = self._decisions.of_class(name)
        if decided == LEAVE_OUT:
            return FileClass(what, How.LEFT_OUT)
        by_name = self._by_name.get(key)
        if isinstance(decided, int):
            chosen = self._by_id.get(decided)
            if chosen and chosen.active:
                return FileClass(what, How.NAME if chosen is by_name else How.CHOSEN, chosen)
            # Another one is not what was wanted, whatever it is called.
            return FileClass(what, How.RETIRED, not_new="The category that was chosen for it was retired since.")
        category, how = (self._by_id.get(public_id), How.ID) if public_id else (by_name, How.NAME)
        if category is not None:
            if category.active:
                return FileClass(what, how, category)
            why = f"{category.name} was retired: restore it in the settings, or choose another one."
            return FileClass(what, How.RETIRED, not_new=why)
        return FileClass(what, How.NEW if decided == NEW else How.UNKNOWN, raw=name)

    def _offer(self, each: FileClass, *, look_closely: bool) -> None:
        """What may be meant by one that nobody knows, and whether it can be made."""
        each.near = self._near(each.raw, look_closely=look_closely)
        try:
            categories.free_in(self._taken, each.raw, distinct=True)
        except Refused as refusal:
            each.not_new = refusal.message
            return
        twin = self._unknown.like(each.raw)
        if twin and twin[0] is not Like.NEAR and twin[1] is not each:
            each.not_new = f"It differs from the class {twin[1].name} of the file only in the width of its characters."
        self._unknown.add(each.raw, each)

    def _near(self, name: str, *, look_closely: bool) -> Category | None:
        """What people may mean by it, of the active ones: nearly the same name, without what stands between words,
        in another number, or with a letter that is wrong."""
        alike = self._taken.like(name)
        if alike and alike[1].active:
            return alike[1]
        plain = _plain(name)
        if found := self._plain.get(plain):
            return found
        if not look_closely or not 2 < len(plain) <= LONGEST_ALIKE:
            return None
        close = difflib.get_close_matches(plain, self._plain, n=1, cutoff=ALIKE)
        return self._plain[close[0]] if close else None

    # --- making ---

    def make(self, project: Project, *, by: Any) -> list[str]:
        """Make the categories that were decided to be new, each once, and answer their names. One that somebody else
        made meanwhile is taken as it is."""
        wanted = [each for each in self._all if each.how == How.NEW and not each.category]
        if not wanted:
            return []
        categories.lock(project)
        here = {category.name_key: category for category in project.categories.filter(retired_at=None)}
        for each in wanted:
            each.category = here.get(name_key(each.raw))
        missing = [each for each in wanted if not each.category]
        check_may_make(project, [each.name for each in missing], by=by)
        made = categories.add_all(project, [categories.New(each.raw, distinct=True) for each in missing], by=by)
        for each, category in zip(missing, made, strict=True):
            each.category = category
        return [category.name for category in made]


def check_may_make(project: Project, names: list[str], *, by: Any) -> None:
    """That takes the right to manage, here as everywhere."""
    if names and Right.MANAGE not in rights(by, project):
        shown = ", ".join(names[:10]) + (f" and {len(names) - 10:,} more" if len(names) > 10 else "")
        raise Refused(
            f"Only managers of the project can make categories, and these are missing: {shown}.",
            code="permission_denied",
        )


def shown(name: str) -> str:
    """A name as reports and pages can take it: no control characters, no half surrogates, and not for ever."""
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cs") else "\N{REPLACEMENT CHARACTER}" for c in name)[
        :300
    ].strip()


def _plain(name: str) -> str:
    """A name without what stands between its words, and in one number: `T-shirts` and `t shirt` are `tshirt`."""
    folded = name_key(name)
    letters = "".join(each for each in folded if unicodedata.category(each)[0] not in "ZPC")
    return letters.removesuffix("s") if len(letters) > 3 else letters or folded
