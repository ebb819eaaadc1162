"""The table of errors in docs/api.md: every code that a call may refuse with, as its document tells."""

from collections import defaultdict
from typing import Any

from django.conf import settings

from labeler.document.codes import CODES
from labeler.document.completed import CODE, answer_of, operations

PAGE = settings.BASE_DIR / "docs" / "api.md"
BEGIN, END = "<!-- errors: written by make openapi -->\n", "<!-- end of errors -->\n"
FEW = 4  # operations that are named


def table(document: dict[str, Any]) -> str:
    told: dict[tuple[str, str], list[str]] = defaultdict(list)
    count = 0
    for _, _, operation in operations(document):
        count += 1
        for status in operation["responses"]:
            for code, _ in CODE.findall(answer_of(document, operation, status)["description"]):
                told[status, code].append(operation["operationId"])
    places = [*CODES]
    rows = sorted(told.items(), key=lambda row: (row[0][0], places.index(row[0][1])))
    lines = [f"| {status} | `{code}` | {CODES[code]} | {_calls(names, count)} |" for (status, code), names in rows]
    return "\n".join(["| status | code | what it means | calls |", "| --- | --- | --- | --- |", *lines]) + "\n"


def _calls(names: list[str], count: int) -> str:
    if len(names) == count:
        return "all"
    return ", ".join(f"`{name}`" for name in names) if len(names) <= FEW else f"{len(names)} of {count}"


def write(document: dict[str, Any]) -> None:
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(before + BEGIN + table(document) + END + after)
