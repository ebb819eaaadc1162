"""The body of a call, as far as its shape goes: keys and kinds of values are those of the serializer, and no others."""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.request import Request

from core.exceptions import Refused, UnknownField
from core.known import tellable, unknown


class OfAnotherKind(Refused):
    """A value is not of the kind that is told of: the sentence says where, `fields` has the field that it lies in."""

    def __init__(self, where: str, sentence: str) -> None:
        super().__init__(sentence, code="invalid", field=where.partition(".")[0])
        self.message = f"{where}: {sentence}"


class OfShape(serializers.JSONField):
    """A value of a shape of its own, which a form spells as JSON."""

    shape: type[serializers.Serializer]

    def to_internal_value(self, data: Any) -> Any:
        value = super().to_internal_value(data)
        _refuse_what_it_has_not(self, value, f"{self.field_name}.")
        inner = self.shape(data=value)
        inner.is_valid(raise_exception=True)
        return inner.validated_data


WITH_PARTS = (serializers.BaseSerializer, serializers.ListField, serializers.DictField)
TEXT, WHOLE, NUMBER, BOOLEAN = "a text", "a whole number", "a number", "true or false"
LIST, OBJECT, NULL = "a list", "an object", "null"
# What JSON has for a field, as the document tells; the first that fits. The framework would take 0 for "0", "yes" for
# true and true for 1: a program that sends one for the other means something else. A field that is none of these reads
# its value itself.
KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (serializers.BooleanField, BOOLEAN),
    (serializers.IntegerField, WHOLE),
    ((serializers.FloatField, serializers.DecimalField), NUMBER),
    ((serializers.ListSerializer, serializers.ListField, serializers.MultipleChoiceField), LIST),
    ((serializers.BaseSerializer, serializers.DictField, OfShape), OBJECT),
    ((serializers.CharField, serializers.ChoiceField, serializers.UUIDField), TEXT),
    ((serializers.DateTimeField, serializers.DateField, serializers.TimeField), TEXT),
)


def checked(shape: type[serializers.Serializer], request: Request) -> dict:
    """The body of the request in this shape; 400 otherwise."""
    body = only_known(shape, request)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def only_known(shape: type[serializers.Serializer], request: Request) -> serializers.Serializer:
    """The body of the request, whose keys, and in JSON the kinds of whose values, are those of the shape; the values
    are still to be looked at."""
    body = shape(data=request.data)
    _refuse_what_it_has_not(body, request.data)
    return body


def _refuse_what_it_has_not(body: serializers.Field, value: Any, where: str = "") -> None:
    for strange in _unknown(body, value, where):
        raise UnknownField(strange)
    if isinstance(value, Mapping) and not hasattr(value, "getlist"):  # all that a form has is text
        for name, sentence in _of_another_kind(body, value, where):
            raise OfAnotherKind(name, sentence)


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
    elif isinstance(field, OfShape):
        yield from _unknown(field.shape(), value, where)
    elif isinstance(field, serializers.Serializer) and isinstance(value, Mapping):
        names = [_field_of(key, value, field) for key in value]
        if strange := unknown(names, field.fields, where):
            yield strange
        for name, inner in field.fields.items():
            if not isinstance(inner, WITH_PARTS) and len(_all(value, name)) > 1:
                raise given_twice(where + name)
            if isinstance(inner, (*WITH_PARTS, OfShape)) and (given := inner.get_value(value)) is not empty:
                yield from _unknown(inner, given, f"{where}{name}.")


def _of_another_kind(field: serializers.Field, value: Any, where: str) -> Iterator[tuple[str, str]]:
    """The way to each value that is of another kind than its field, with a sentence. Null is for the field to judge."""
    wanted = next((kind for classes, kind in KINDS if isinstance(field, classes)), None)
    found = _kind(value)
    if wanted is None or found == NULL:
        return
    if found != wanted and (found, wanted) != (WHOLE, NUMBER):
        yield where.removesuffix("."), f"This takes {wanted}, not {_told(value, found)}."
    elif wanted == NUMBER and abs(value) > sys.float_info.max:
        yield where.removesuffix("."), "This number is too large."
    elif isinstance(field, serializers.ListSerializer | serializers.ListField) and field.child is not None:
        for place, item in enumerate(value):
            yield from _of_another_kind(field.child, item, f"{where}{place}.")
    elif isinstance(field, serializers.DictField) and field.child is not None:
        for key, item in value.items():
            yield from _of_another_kind(field.child, item, f"{where}{tellable(str(key))}.")
    elif isinstance(field, OfShape | serializers.Serializer):
        fields = (field.shape() if isinstance(field, OfShape) else field).fields
        for name, inner in fields.items():
            if name in value:
                yield from _of_another_kind(inner, value[name], f"{where}{name}.")


def _kind(value: Any) -> str:
    """What a value is in JSON, as JSON Schema has it: 1.0 is a whole number."""
    match value:
        case None:
            return NULL
        case bool():
            return BOOLEAN
        case int():
            return WHOLE
        case float():
            return WHOLE if value.is_integer() else NUMBER
        case str():
            return TEXT
        case Mapping():
            return OBJECT
    return LIST


def _told(value: Any, kind: str) -> str:
    if kind == BOOLEAN:
        return "true" if value else "false"
    return NUMBER if kind == WHOLE else "a number with a fraction" if kind == NUMBER else kind


def _field_of(key: str, value: Mapping[str, Any], field: serializers.Serializer) -> str:
    """A form spells the parts of a field as `statuses[0]` or `splits.seed`."""
    name = re.split(r"[.\[]", key, maxsplit=1)[0]
    return name if hasattr(value, "getlist") and isinstance(field.fields.get(name), WITH_PARTS) else key


def _all(value: Mapping[str, Any], name: str) -> list[Any]:
    """The values that a form gives one of its fields."""
    return value.getlist(name) if hasattr(value, "getlist") else []
