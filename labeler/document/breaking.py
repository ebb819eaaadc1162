"""Pure: what a program that was written for one document of the API would stumble over in another."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
NOTHING: Schema = {}
WITHIN = ("anyOf", "oneOf", "allOf")


def breaks(old: Schema, new: Schema) -> list[str]:
    """A sentence for each. Not among them: what is new and may be left out, and what callers are told beside."""
    return list(dict.fromkeys(_of_paths(old, new)))


def _of_paths(old: Schema, new: Schema) -> Iterator[str]:
    for path, methods in old["paths"].items():
        for method, operation in methods.items():
            where = f"{method.upper()} {path}"
            other = new["paths"].get(path, NOTHING).get(method)
            if other is None:
                yield f"{where} is gone."
                continue
            if operation["operationId"] != other["operationId"]:
                yield f"{where} is called {other['operationId']} and no longer {operation['operationId']}."
            yield from _of_parameters(where, operation, other)
            yield from _of_request(where, _Side(old, operation), _Side(new, other))
            yield from _of_answers(where, _Side(old, operation), _Side(new, other))


class _Side:
    """An operation in its document."""

    def __init__(self, document: Schema, operation: Schema) -> None:
        self.document, self.operation = document, operation

    def plain(self, schema: Schema) -> Schema:
        """What a reference stands for, or what is the only one of several that is not null."""
        while reference := schema.get("$ref"):
            schema = self.document["components"]["schemas"][reference.rpartition("/")[2]]
        for kind in WITHIN:
            some = [one for one in schema.get(kind, ()) if one != {"type": "null"}]
            if len(some) == 1:
                return self.plain(some[0])
        return schema


def _of_parameters(where: str, old: Schema, new: Schema) -> Iterator[str]:
    before, after = ({(each["in"], each["name"]): each for each in one.get("parameters", ())} for one in (old, new))
    for key, each in before.items():
        if key not in after:
            yield f"{where} takes no parameter {key[1]} any more."
            continue
        yield from _of_values(f"{where}: the parameter {key[1]}", each["schema"], after[key]["schema"])
    for key, each in after.items():
        if each.get("required") and not before.get(key, NOTHING).get("required"):
            yield f"{where} now needs the parameter {key[1]}."


def _of_request(where: str, old: _Side, new: _Side) -> Iterator[str]:
    before, after = (one.operation.get("requestBody", NOTHING) for one in (old, new))
    if after.get("required") and not before.get("required"):
        yield f"{where} now needs a body."
    for kind, content in before.get("content", NOTHING).items():
        if kind not in after.get("content", NOTHING):
            yield f"{where} takes no {kind} any more."
            continue
        pair = (content["schema"], after["content"][kind]["schema"])
        yield from _Walk(old, new, is_sent=True).of(f"{where}: what is sent", *pair)


def _of_answers(where: str, old: _Side, new: _Side) -> Iterator[str]:
    for status, answer in old.operation["responses"].items():
        other = new.operation["responses"].get(status)
        if status >= "400":
            continue  # of one shape, and each may come where it did not before
        if other is None:
            yield f"{where} answers no {status} any more."
            continue
        for kind, content in answer.get("content", NOTHING).items():
            if kind not in other.get("content", NOTHING):
                yield f"{where} answers {status} without {kind}."
                continue
            pair = (content["schema"], other["content"][kind]["schema"])
            yield from _Walk(old, new, is_sent=False).of(f"{where}: what is answered", *pair)


class _Walk:
    """Through two schemas at once, each pair of components once."""

    def __init__(self, old: _Side, new: _Side, *, is_sent: bool) -> None:
        self.old, self.new, self.is_sent = old, new, is_sent
        self.seen: set[tuple[str, str]] = set()

    def of(self, where: str, old: Schema, new: Schema) -> Iterator[str]:
        pair = (str(old.get("$ref")), str(new.get("$ref")))
        if "None" not in pair:
            if pair in self.seen:
                return
            self.seen.add(pair)
        old, new = self.old.plain(old), self.new.plain(new)
        yield from _of_values(where, old, new)
        yield from self._of_fields(where, old, new)
        if "items" in old and "items" in new:
            yield from self.of(f"{where}[]", old["items"], new["items"])
        before, after = (one.get("additionalProperties") for one in (old, new))
        if isinstance(before, dict) and isinstance(after, dict):
            yield from self.of(f"{where}.*", before, after)

    def _of_fields(self, where: str, old: Schema, new: Schema) -> Iterator[str]:
        before, after = (one.get("properties", NOTHING) for one in (old, new))
        needed, needed_now = (set(one.get("required", ())) for one in (old, new))
        for name, schema in before.items():
            if name not in after:
                yield f"{where}.{name} is gone."
                continue
            if not self.is_sent and name in needed - needed_now:
                yield f"{where}.{name} may be missing now."
            yield from self.of(f"{where}.{name}", schema, after[name])
        if self.is_sent:
            for name in sorted(needed_now - needed):
                yield f"{where}.{name} is needed now."


def _of_values(where: str, old: Schema, new: Schema) -> Iterator[str]:
    before, after = (_types(one) for one in (old, new))
    if before and after and not before & after - {"null"}:
        yield f"{where} is {_spelled(after)} and no longer {_spelled(before)}."
    elif "null" in after and before and "null" not in before and "is answered" in where:
        yield f"{where} may be null now."
    if "enum" in old and "enum" in new:
        for value in old["enum"]:
            if value not in new["enum"]:
                yield f"{where} is never {value} any more."
    elif "enum" in new and old.get("type") == "string" and "is answered" not in where:
        yield f"{where} takes no more than {', '.join(map(str, new['enum']))}."


def _types(schema: Schema) -> set[str]:
    told = schema.get("type", ())
    return {told} if isinstance(told, str) else set(told)


def _spelled(types: set[str]) -> str:
    return " or ".join(sorted(types))
