"""The document of the API as tests read it, and whether a body fits what it says."""

import re
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from labeler.document.completed import kind_of_example

JSON = "application/json"


@cache
def described() -> dict[str, Any]:
    """As the program makes it now. Not to be changed."""
    return SchemaGenerator().get_schema(request=None, public=True)


def plain(route: str) -> str:
    """A route of urls.py as a path of the document."""
    return "/" + re.sub(r"<(?:[a-z]+:)?([a-z_0-9]+)>", r"{\1}", route)


def faults_of(body: Any, told: dict[str, Any], *, of_old: bool = False) -> list[str]:
    """What of a body is not as a response, or the body of a request, says. `of_old`: it may lack what came later."""
    kind = kind_of_example(told.get("content", {}))
    if not kind:
        return ["neither JSON nor lines are told of"]
    schema = told["content"][kind]["schema"] | {"components": described()["components"]}
    return [
        f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}"[:300]
        for fault in Draft202012Validator(schema).iter_errors(body)
        if not (of_old and fault.validator == "required")
    ]
