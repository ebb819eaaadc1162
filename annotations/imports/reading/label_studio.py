"""Pure: what Label Studio exports: JSON, JSON-MIN, CSV and TSV (labelstud.io, “Export annotations”).

A task may have several annotations. Of those that were not skipped the ground truth counts, else the latest; where they
differ, the record says so.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby, islice
from typing import IO, Any, NamedTuple

from annotations.imports.reading import columns, json_pieces, paths, tables
from annotations.imports.reading.columns import HEAD
from annotations.imports.reading.records import Bad, Choice, Columns, Problem, Reading, Record, Said, State, Unreadable
from annotations.imports.report import clean
from projects.names import name_key

# What a row of JSON-MIN or CSV has beside the data of its task and the answers.
OWN_NAMES = frozenset({
    "id", "annotation_id", "annotator", "annotators", "completed_by", "created_at", "updated_at", "lead_time",
    "agreement", "inner_id", "total_annotations", "cancelled_annotations", "total_predictions", "comment_count",
    "draft_count", "unresolved_comment_count", "last_comment_updated_at", "comment_authors", "updated_by", "project",
    "file_upload", "sampling",
})  # fmt: skip
MARKS = frozenset({"annotation_id", "annotator", "lead_time"})  # a row that has two of them is Label Studio's

MOST_ANSWERS = 100  # of one task
MOST_LOOKED_AT = 1000  # tasks, to find out what they ask: the first ones may have no answer

CHOICES = "choices"


@dataclass(frozen=True, slots=True)
class Answer:
    """One annotation of a task. `drawn`: what it holds that is no choice, such as `rectanglelabels`."""

    choices: tuple[str, ...] = ()
    cancelled: bool = False
    ground_truth: bool = False
    by: str = ""
    at: datetime | None = None
    origin: str = ""
    drawn: str = ""


# --- JSON -----------------------------------------------------------------------------------------------------------


def tasks(file: IO[bytes], choice: Choice | None) -> Reading:
    """The full JSON: an object a task. Columns are the members of its data and the names of its choices."""
    head = (piece.value for piece in json_pieces.pieces(file) if piece.number)
    fields = _fields(islice(head, MOST_LOOKED_AT))
    found = ((piece.number, piece.value) for piece in json_pieces.pieces(file) if piece.number)
    return Reading(fields.offered, _tasks(found, fields, choice))


def is_task(value: dict[str, Any]) -> bool:
    """Whether an object is one of the full JSON, not of JSON-MIN."""
    return isinstance(value.get("data"), dict) or isinstance(value.get("annotations"), list)


class _Fields(NamedTuple):
    """What the first tasks have: the members of their data, then the names of their choices."""

    data: list[str]
    choices: list[str]
    offered: Columns

    def taken(self, choice: Choice | None) -> tuple[str, str]:
        """The member that names the picture, and the choice that is asked for: "" where none of the first tasks has
        one, which is the first that comes then. Raises ColumnsUnclear."""
        if not self.choices:
            choice, offered = None, replace(self.offered, category=self.offered.file)
        else:
            offered = self.offered
        taken, names = columns.taken(offered, choice), [*self.data, *self.choices]
        assert taken.file is not None
        assert taken.category is not None
        return names[taken.file], names[taken.category] if self.choices else ""


def _fields(head: Iterable[Any]) -> _Fields:
    seen: list[tuple[dict[str, Any], dict[str, str]]] = []
    answered = 0
    for task in head:
        names = dict.fromkeys(_choice_names(task)) if isinstance(task, dict) else {}
        answered += bool(names)
        if isinstance(task, dict) and (len(seen) < HEAD or (names and answered < HEAD)):
            seen.append((columns.in_brief(_data(task)), {name: _shown(task, name) for name in names}))
    data = list(dict.fromkeys(key for have, _ in seen for key in have))
    choices = list(dict.fromkeys(name for _, said in seen for name in said))
    columns.check_width(len(data) + len(choices))
    answered_first = sorted(seen, key=lambda each: not each[1])
    rows = [[*map(have.get, data), *map(said.get, choices)] for have, said in answered_first]
    likely = columns.guessed(data, rows, header=True)
    file = likely.file if likely.file is not None else (0 if len(data) == 1 else None)
    category = len(data) if len(choices) == 1 else None
    return _Fields(data, choices, columns.offered([*data, *choices], rows, file, category))


def _tasks(found: Iterable[tuple[int, Any]], fields: _Fields, choice: Choice | None) -> Iterator[Said]:
    file, from_name = fields.taken(choice)
    seen = _Seen()
    for number, task in found:
        if not isinstance(task, dict):
            yield Problem(f"task number {number}", "It is no object.")
            continue
        place = clean(f"task {task['id']}") if isinstance(task.get("id"), int | str) else f"task number {number}"
        from_name = from_name or next(_choice_names(task), "")
        answers = (_answer(each, from_name) for each in _annotations(task))
        yield seen.record(place, _data(task).get(file), answers)
    seen.check()


def _data(task: dict[str, Any]) -> dict[str, Any]:
    data = task.get("data")
    return data if isinstance(data, dict) else {}


def _annotations(task: dict[str, Any]) -> list[dict[str, Any]]:
    found = task.get("annotations") or task.get("completions")  # the second: before version 1.0
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _regions(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    found = annotation.get("result")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _is_choice(region: dict[str, Any]) -> bool:
    """Of the whole picture: one that belongs to a box has the box's place, too."""
    value = region.get("value")
    return isinstance(value, dict) and CHOICES in value and "x" not in value


def _choice_names(task: dict[str, Any]) -> Iterator[str]:
    for annotation in _annotations(task):
        yield from (str(region.get("from_name", "")) for region in _regions(annotation) if _is_choice(region))


def _shown(task: dict[str, Any], from_name: str) -> str:
    with suppress(Bad):
        return ", ".join(name for each in _annotations(task) for name in _answer(each, from_name).choices)
    return ""


def _answer(annotation: dict[str, Any], from_name: str) -> Answer:
    choices: list[str] = []
    drawn = ""
    for region in _regions(annotation):
        if not _is_choice(region):
            drawn = drawn or _kind(region)
        elif not from_name or region.get("from_name", "") == from_name:
            choices += columns.categories(region["value"][CHOICES])
    return Answer(
        choices=columns.distinct(choices),
        cancelled=bool(annotation.get("was_cancelled") or annotation.get("skipped")),
        ground_truth=annotation.get("ground_truth") is True,
        by=person(annotation.get("completed_by")),
        at=moment(annotation.get("updated_at")) or moment(annotation.get("created_at")),
        origin=clean(f"annotation {annotation['id']}")[:100] if "id" in annotation else "",
        drawn=drawn,
    )


def _kind(region: dict[str, Any]) -> str:
    """What a region is that is no choice of the whole picture."""
    kind = str(region.get("type", "another kind of answer"))[:40]
    return "choices for single boxes" if kind == CHOICES else kind


# --- JSON-MIN and CSV: a row an annotation --------------------------------------------------------------------------


def objects(file: IO[bytes], choice: Choice | None) -> Reading:
    """JSON-MIN: a flat object an annotation."""
    head = (piece.value for piece in json_pieces.pieces(file) if piece.number)
    names, first = columns.fields(islice(head, HEAD))
    found = (piece.value for piece in json_pieces.pieces(file) if piece.number)
    rows = ([each.get(name) for name in names] if isinstance(each, dict) else [] for each in found)
    return _flat(names, first, rows, choice)


def table(found: tables.Table, choice: Choice | None) -> Reading:
    """CSV or TSV, whose first row names the columns."""
    rows = (cells for at, (_, cells) in enumerate(found.rows) if at)
    return _flat(found.head[0], found.head[1:], rows, choice)


def _flat(names: list[str], head: list[list[Any]], rows: Iterable[Sequence[Any]], choice: Choice | None) -> Reading:
    offered = columns.guessed(names, head, header=True, but=OWN_NAMES)
    return Reading(offered, _rows(rows, offered, choice))


def _rows(rows: Iterable[Sequence[Any]], offered: Columns, choice: Choice | None) -> Iterator[Said]:
    taken = columns.taken(offered, choice)
    assert taken.file is not None
    assert taken.category is not None
    file, category = taken.file, taken.category
    at = {columns.spelled(name): place for place, name in reversed(list(enumerate(taken.names)))}
    seen = _Seen()

    def cell(row: Sequence[Any], name: str) -> Any:
        return row[at[name]] if name in at and at[name] < len(row) else None

    def task_of(numbered: tuple[int, Sequence[Any]]) -> tuple[str, Any]:
        number, row = numbered
        return ("task", cell(row, "id")) if cell(row, "id") not in (None, "") else ("annotation number", number)

    for (what, own), group in groupby(enumerate(rows, start=1), key=task_of):
        place, same = clean(f"{what} {own}")[:100], [row for _, row in islice(group, MOST_ANSWERS + 1)]
        if len(same) > MOST_ANSWERS:
            yield Problem(place, f"It has more than {MOST_ANSWERS:,} annotations.")
            continue
        if any(len(row) <= max(file, category) for row in same):
            yield Problem(place, f"It has {min(map(len, same))} columns instead of {len(taken.names)}.")
            continue
        answers = (_row_answer(row[category], cell, row) for row in same)
        yield seen.record(place, same[0][file], answers)
    seen.check()


def _row_answer(value: Any, cell: Any, row: Sequence[Any]) -> Answer:
    if isinstance(value, str) and value.lstrip().startswith(("{", "[")):
        value = _parsed(value)
    if isinstance(value, dict):
        value = value.get(CHOICES)
    drawn = _drawn(value)
    number = cell(row, "annotation_id")
    return Answer(
        choices=() if drawn else columns.categories(value),
        by=person(cell(row, "annotator") or cell(row, "completed_by")),
        at=moment(cell(row, "updated_at")) or moment(cell(row, "created_at")),
        origin=clean(f"annotation {number}")[:100] if number not in (None, "") else "",
        drawn=drawn,
    )


def _parsed(text: str) -> Any:
    """The list or object that a cell holds; else the text itself: a name may begin with a bracket."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _drawn(value: Any) -> str:
    """What the value is where it is no choice: boxes and outlines come as a list of objects with their places."""
    if not (isinstance(value, list) and value and all(isinstance(each, dict) for each in value)):
        return ""
    return next((key for key in value[0] if key.endswith("labels")), "another kind of answer")[:40]


# --- both -----------------------------------------------------------------------------------------------------------


class _Seen:
    """What the answers of a file were so far, to tell one of boxes from one of choices."""

    def __init__(self) -> None:
        self.choices = 0
        self.drawn = ""

    def record(self, place: str, written: Any, found: Iterable[Answer]) -> Said:
        try:
            answers = list(found)
            self.choices += any(answer.choices for answer in answers)
            self.drawn = self.drawn or next((answer.drawn for answer in answers if answer.drawn), "")
            return _decided(place, paths.named(written, by_label_studio=True), answers)
        except Bad as problem:
            return Problem(place, str(problem))

    def check(self) -> None:
        if self.drawn and not self.choices:
            raise Unreadable(
                f"This Label Studio export has {self.drawn} and no choice for a whole image, which is "
                "what Labeler asks for: export a project whose question is answered by choices."
            )


def _decided(place: str, found: paths.Named, answers: Sequence[Answer]) -> Record:
    given = [answer for answer in answers if answer.choices and not answer.cancelled]
    if not given:
        return _without(place, found, answers)
    best = max(given, key=lambda answer: (answer.ground_truth, _order(answer)))
    return Record(
        place, found.path, best.choices, found.others, by=best.by, at=best.at, origin=best.origin,
        note=_differing(best, given),
    )  # fmt: skip


def _without(place: str, found: paths.Named, answers: Sequence[Answer]) -> Record:
    """Skipped where that is all that was done, else without a label."""
    if drawn := next((answer.drawn for answer in answers if answer.drawn and not answer.cancelled), ""):
        raise Bad(f"It has {drawn} and no choice for the whole image.")
    skipped = [answer for answer in answers if answer.cancelled]
    if not skipped or len(skipped) < len(answers):
        return Record(place, found.path, (), found.others, State.UNLABELED)
    last = max(skipped, key=_order)
    return Record(place, found.path, (), found.others, State.SKIPPED, by=last.by, at=last.at, origin=last.origin)


def _order(answer: Answer) -> datetime:
    return answer.at or datetime.min.replace(tzinfo=UTC)


def _differing(best: Answer, given: Sequence[Answer]) -> str:
    kinds = {frozenset(map(name_key, answer.choices)) for answer in given}
    if len(kinds) == 1:
        return ""
    why = "the ground truth" if best.ground_truth else "the latest"
    return f"It has {len(given)} annotations that differ; {why} counts."


def person(value: Any) -> str:
    """Who answered: an e-mail address, a name or a number, as the file has it."""
    if isinstance(value, dict):
        full = " ".join(str(value[key]) for key in ("first_name", "last_name") if value.get(key))
        value = value.get("email") or value.get("username") or full or value.get("id")
    if isinstance(value, bool) or not isinstance(value, int | str):
        return ""
    return clean(str(value).strip())[:200]


def moment(value: Any) -> datetime | None:
    """A moment as ISO 8601 or in seconds since 1970; without an offset it is UTC."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
