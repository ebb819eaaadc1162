"""Every refusal that a test hears from the API is one that the document tells of."""

import json
from functools import cache
from typing import Any

from django.urls import Resolver404, resolve

from core.api.call import Call
from core.api.document import BARE, Described

OF_NO_OPERATION = {405}


def check(method: str, path: str, response: Any) -> None:
    """AssertionError where a call refuses with a status and a code that it does not tell of."""
    if response.status_code < 400 or response.status_code in OF_NO_OPERATION:
        return
    try:
        match = resolve(path)
    except Resolver404:
        return
    view = getattr(match.func, "cls", None)
    method = {"HEAD": "GET"}.get(method, method)
    if view is None or not issubclass(view, Call) or method not in ("GET", "PUT", "POST", "PATCH", "DELETE"):
        return
    if not hasattr(view, method.lower()):
        return
    if not response.headers.get("Content-Type", "").startswith("application/json") or not response.content:
        return
    code = json.loads(response.content)["error"]["code"]
    told = refusals(view, method, "/" + match.route).get(response.status_code, ())
    assert code in told or (response.status_code in BARE and not told), (
        f"{method} {path} answers {response.status_code} {code}, which its `refuses` does not tell of."
    )


@cache
def refusals(view: type[Call], method: str, path: str) -> dict[int, list[str]]:
    handler = getattr(view, method.lower())
    schema = getattr(handler, "kwargs", {}).get("schema", Described)()
    schema.view, schema.method, schema.path = view(request=None, kwargs={}), method, path.replace("<", "{")
    return schema.refusals()
