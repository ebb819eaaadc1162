"""The body of a call, as far as its shape goes: keys and values are those of the serializer, and no others."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.request import Request

from core.exceptions import Refused, UnknownField
from core.known import unknown

WITH_PARTS = (serializers.BaseSerializer, serializers.ListField, serializers.DictField)


def checked(shape: type[serializers.Serializer], request: Request) -> dict:
    """The body of the request in this shape; 400 otherwise."""
    body = only_known(shape, request)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def only_known(shape: type[serializers.Serializer], request: Request) -> serializers.Serializer:
    """The body of the request, whose keys are those of the shape; its values are still to be looked at."""
    body = shape(data=request.data)
    for strange in _unknown(body, request.data):
        raise UnknownField(strange)
    return body


def keyed(name: str, keys: Iterable[str], kind: type[serializers.Field]) -> type[serializers.Serializer]:
    """The shape of an object with some of these keys, each of the same kind: which it needs is for the verb to say."""
    return type(name, (serializers.Serializer,), {key: kind(required=False) for key in keys})


def given_twice(name: str) -> Refused:
    return Refused(f'"{name}" is given more than once, and takes one value.', code="repeated_field", field=name)


def _unknown(field: serializers.Field, value: Any, where: str = "") -> Iterator[dict[str, str]]:
    """What the value names and the field does not know, at any depth, as UnknownField takes it."""
    if isinstance(field, serializers.ListSerializer | serializers.ListField):
        if isinstance(value, list) and isinstance(field.child, WITH_PARTS):
            for place, item in enumerate(value):
                yield from _unknown(field.child, item, f"{where}{place}.")
    elif isinstance(field, serializers.Serializer) and isinstance(value, Mapping):
        names = [_field_of(key, value, field) for key in value]
        if strange := unknown(names, field.fields, where):
            yield strange
        for name, inner in field.fields.items():
            if not isinstance(inner, WITH_PARTS):
                if len(_all(value, name)) > 1:
                    raise given_twice(where + name)
            elif (given := inner.get_value(value)) is not empty:
                yield from _unknown(inner, given, f"{where}{name}.")


def _field_of(key: str, value: Mapping[str, Any], field: serializers.Serializer) -> str:
    """A form spells the parts of a field as `statuses[0]` or `splits.seed`."""
    name = re.split(r"[.\[]", key, maxsplit=1)[0]
    return name if hasattr(value, "getlist") and isinstance(field.fields.get(name), WITH_PARTS) else key


def _all(value: Mapping[str, Any], name: str) -> list[Any]:
    """The values that a form gives one of its fields."""
    return value.getlist(name) if hasattr(value, "getlist") else []
