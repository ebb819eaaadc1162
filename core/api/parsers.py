"""How the body of a call is read."""

import codecs
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser, get_encoding  # type: ignore[attr-defined]  # newer than its types
from rest_framework.utils import json

from core.api.body import given_twice
from core.known import tellable


class Json(JSONParser):
    """JSON, as strict as the framework's, of which some is nested deeper than Python reads, and in which a key may
    stand twice: all but the last would be passed over in silence."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            text = codecs.getreader(get_encoding(parser_context or {}))(stream).read()
            return json.loads(
                text,
                parse_constant=json.strict_constant,
                parse_float=_whole_if_it_is,
                object_pairs_hook=_each_key_once,
            )
        except RecursionError:
            raise ParseError("JSON parse error - It is nested too deeply.") from None
        except ValueError as problem:
            raise ParseError(f"JSON parse error - {problem}") from None


def _whole_if_it_is(text: str) -> int | float:
    """1.0 is the whole number 1, as JSON Schema has it: many languages write one so. Beyond 2^53 a float is no certain
    whole number."""
    value = float(text)
    return int(value) if abs(value) < 2**53 and value.is_integer() else value


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise given_twice(tellable(name))
        found[name] = value
    return found
