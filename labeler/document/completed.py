"""The document of the API, made whole: what the code of a call cannot tell by itself.

Examples are answers that were really given (`examples.json`, written by labeler/tests/document/test_examples.py), so
that none is made up.
"""

import json
import re
import shlex
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from labeler.document.codes import CODES
from labeler.document.words import MEANINGS, PATHS, TAGS

HERE = "https://labeler.example.org"
EXAMPLES = Path(__file__).with_name("examples.json")
CODE = re.compile(r"^\* `(\w+)`: (.*)$", re.M)
REFERENCE = re.compile(r"#/components/schemas/(\w+)")
OF_LINES = ("application/jsonl", "application/x-ndjson", "text/plain")  # their example is the first line
ALIKE = 5  # operations, from which on it is shared

Schema = dict[str, Any]


def complete(result: Schema, **_: Any) -> Schema:
    """A hook of drf-spectacular, behind its own."""
    used = set()
    for path, method, operation in operations(result):
        _parts_of(path, operation)
        _codes_of(operation)
        _examples_of(operation)
        operation["x-codeSamples"] = [{"lang": "Shell", "source": _by_curl(path, method, operation)}]
        used.update(operation["tags"])
    for name, meanings in MEANINGS.items():
        if shape := result["components"]["schemas"].get(name):
            shape["description"] = "\n".join(f"* `{value}`: {meanings.get(value, '')}" for value in shape["enum"])
    _close_what_is_sent(result)
    _share_refusals(result)
    result["tags"] = [{"name": name, "description": told} for name, told in TAGS.items() if name in used]
    return result


def _close_what_is_sent(document: Schema) -> None:
    """A key that a body has not is refused, at any depth (core/api/body.py)."""
    shapes = document["components"]["schemas"]
    sent, answered = set(), set()
    for _, _, operation in operations(document):
        sent |= _named(operation.get("requestBody"), shapes)
        answered |= _named(operation["responses"], shapes)
    for name in sorted(sent - answered):
        if shapes[name].get("type") == "object":
            shapes[name]["additionalProperties"] = False


def _named(told: Any, shapes: Schema) -> set[str]:
    """The components that something names, and those that these name."""
    found: set[str] = set()
    waiting = set(REFERENCE.findall(json.dumps(told, default=str)))
    while waiting:
        found |= waiting
        waiting = {
            inner for name in waiting for inner in REFERENCE.findall(json.dumps(shapes[name], default=str))
        } - found
    return found


def _share_refusals(document: Schema) -> None:
    """What many operations refuse alike is told once."""
    alike: dict[str, list[tuple[Schema, str]]] = defaultdict(list)
    for _, _, operation in operations(document):
        for status, answer in operation["responses"].items():
            if status >= "400":
                alike[json.dumps([status, answer], sort_keys=True)].append((operation["responses"], status))
    shared = document["components"].setdefault("responses", {})
    for uses in sorted(alike.values(), key=len, reverse=True):
        answers, status = uses[0]
        code = CODE.findall(answers[status]["description"])
        name = (
            f"Refused{status}" if f"Refused{status}" not in shared else f"Refused{status}_{code[-1][0] if code else ''}"
        )
        if len(uses) < ALIKE or name in shared:
            continue
        shared[name] = answers[status]
        for each, _ in uses:
            each[status] = {"$ref": f"#/components/responses/{name}"}


def answer_of(document: Schema, operation: Schema, status: str) -> Schema:
    """A response, also where many share it."""
    found: Schema = operation["responses"].get(status, {})
    if "$ref" in found:
        found = document["components"]["responses"][found["$ref"].rpartition("/")[2]]
    return found


def operations(document: Schema) -> Iterator[tuple[str, str, Schema]]:
    """(path, method, operation) of all."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def parameters(operation: Schema, where: str) -> list[Schema]:
    return [each for each in operation.get("parameters", ()) if each["in"] == where]


@cache
def examples() -> Schema:
    """By the name of an operation: {sent?, answers: {status: body}}."""
    found: Schema = json.loads(EXAMPLES.read_text()) if EXAMPLES.exists() else {}
    return found


def _parts_of(path: str, operation: Schema) -> None:
    for each in parameters(operation, "path"):
        before = re.search(r"(\w+)/[^/]*" + re.escape(_part(each)), path)
        known = PATHS.get(f"{before[1] if before else ''}/{each['name']}") or PATHS.get(each["name"])
        if known:
            each["description"], each["example"] = known


def _part(parameter: Schema) -> str:
    return f"{{{parameter['name']}}}"


def _codes_of(operation: Schema) -> None:
    for answer in operation["responses"].values():
        for code in answer.pop("x-codes", ()):
            answer["description"] += f"\n* `{code}`: {CODES.get(code, '')}"


def _examples_of(operation: Schema) -> None:
    told = examples().get(operation["operationId"], {})
    kinds = operation.get("requestBody", {}).get("content", {})
    if "sent" in told and "application/json" in kinds:
        kinds["application/json"].setdefault("example", told["sent"])
    for status, body in told.get("answers", {}).items():
        kinds = operation["responses"].get(status, {}).get("content", {})
        if kind := kind_of_example(kinds):
            kinds[kind].setdefault("example", body)


def kind_of_example(kinds: Schema) -> str | None:
    """Of the media types of an answer the one that has an example."""
    return next((kind for kind in kinds if kind in ("application/json", *OF_LINES)), None)


def _by_curl(path: str, method: str, operation: Schema) -> str:
    for each in parameters(operation, "path"):
        path = path.replace(_part(each), str(each.get("example", "")))
    said = ["curl", "--fail-with-body", "-H", '"Authorization: Token $LABELER_TOKEN"']
    if method != "get":
        said += ["-X", method.upper()]
    for each in parameters(operation, "header"):
        if each.get("required"):
            said += ["-H", shlex.quote(f"{each['name']}: {_one(each)}")]
    said += _body(operation)
    asked = [each for each in parameters(operation, "query") if each.get("required")]
    query = "&".join(f"{each['name']}={_one(each)}" for each in asked)
    return " ".join([*said, shlex.quote(f"{HERE}{path}{query and '?'}{query}")])


def _one(parameter: Schema) -> str:
    values = parameter["schema"].get("enum") or ["10" if parameter["schema"]["type"] in ("integer", "number") else ""]
    return str(values[0])


def _body(operation: Schema) -> list[str]:
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        if kind == "application/json" and "example" in content:
            return ["-H", f"'Content-Type: {kind}'", "-d", shlex.quote(json.dumps(content["example"]))]
        if kind == "multipart/form-data":
            return ["-F", "file=@FILE"]
        if kind == "application/offset+octet-stream":
            return ["-H", f"'Content-Type: {kind}'", "--data-binary", "@FILE"]
    return []
