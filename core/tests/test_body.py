"""Keys of a body are those of its shape, at any depth, in JSON and in forms, and values in JSON are of its kinds."""

import bz2
import io

import pytest
from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ParseError

from core.api.body import OfShape, checked
from core.api.parsers import Json
from core.exceptions import Refused, UnknownField


class Split(serializers.Serializer):
    seed = serializers.CharField(required=False)


class Row(serializers.Serializer):
    asset = serializers.IntegerField()


class Choices(OfShape):
    shape = Row


class Shape(serializers.Serializer):
    number = serializers.FloatField(required=False, allow_null=True)
    switch = serializers.BooleanField(required=False)
    kind = serializers.ChoiceField(["1", "one"], required=False)
    at = serializers.DateTimeField(required=False)
    ids = serializers.DictField(child=serializers.UUIDField(), required=False)
    choices = Choices(required=False)
    name = serializers.CharField(required=False)
    statuses = serializers.ListField(child=serializers.CharField(), required=False)
    rows = serializers.ListField(child=Row(), required=False)
    more = Row(many=True, required=False)
    split = Split(required=False, allow_null=True)
    free = serializers.DictField(required=False)
    anything = serializers.JSONField(required=False)


class Request:
    def __init__(self, data):
        self.data = data


def look(data):
    return checked(Shape, Request(data))


def strange(data):
    with pytest.raises(UnknownField) as refusal:
        look(data)
    assert refusal.value.code == "unknown_field"
    return refusal.value.fields


def test_what_the_shape_has_goes_through():
    whole = {"name": "a", "statuses": ["x"], "rows": [{"asset": 1}], "more": [{"asset": 2}], "split": {"seed": "s"}}
    free = {"free": {"any": {"key": 1}}, "anything": {"any": [{"key": 1}]}}
    assert look(whole | free) == whole | free
    assert look({}) == {}
    assert look({"split": None}) == {"split": None}


@pytest.mark.parametrize(
    ("data", "way"),
    [
        ({"nmae": "a"}, "nmae"),
        ({"split": {"sede": "s"}}, "split.sede"),
        ({"rows": [{"asset": 1}, {"asset": 1, "asset_id": 2}]}, "rows.1.asset_id"),
        ({"more": [{"asset": 1, "x": 2}]}, "more.0.x"),
        ({"split.seed": "s"}, "split.seed"),  # a form spells it so, JSON does not
        ({"statuses[0]": "s"}, "statuses[0]"),
    ],
)
def test_what_it_has_not_is_told_with_the_way_to_it(data, way):
    assert list(strange(data)) == [way]


def test_a_name_comes_before_a_value_that_is_wrong_or_absent():
    assert list(strange({"more": "x", "nmae": 1})) == ["nmae"]


@pytest.mark.parametrize("data", [[], [1], "text", 5, None])
def test_a_body_without_keys_is_for_the_shape_to_judge(data):
    with pytest.raises(serializers.ValidationError):
        look(data)


def test_a_form_may_spell_parts_of_what_the_shape_has():
    told = look(QueryDict("name=a&statuses=x&statuses=y&split.seed=s&rows[0]asset=1&free.any=1"))
    assert (told["name"], told["statuses"], told["split"]) == ("a", ["x", "y"], {"seed": "s"})


@pytest.mark.parametrize(
    ("form", "way"),
    [("nmae=a", "nmae"), ("split.sede=s", "split.sede"), ("name[0]=a", "name[0]"), ("nam.e=a", "nam.e")],
)
def test_a_form_may_spell_nothing_else(form, way):
    assert list(strange(QueryDict(form))) == [way]


def test_a_form_gives_one_value_where_one_is_taken():
    with pytest.raises(Refused, match='"name" is given more than once, and takes one value.') as refusal:
        look(QueryDict("name=a&name=b"))
    assert (refusal.value.code, refusal.value.field) == ("repeated_field", "name")


def complaint(data):
    with pytest.raises(Refused) as refusal:
        look(data)
    assert refusal.value.code == "invalid"
    way, _, told = refusal.value.message.partition(": ")
    assert refusal.value.fields == {way.partition(".")[0]: told}  # where forms look for it
    return {way: told}


@pytest.mark.parametrize(
    ("data", "way", "said"),
    [
        ({"name": 0}, "name", "This takes a text, not a number."),
        ({"name": True}, "name", "This takes a text, not true."),
        ({"name": ["a"]}, "name", "This takes a text, not a list."),
        ({"name": {"a": 1}}, "name", "This takes a text, not an object."),
        ({"kind": 1}, "kind", "This takes a text, not a number."),
        ({"at": 20261130}, "at", "This takes a text, not a number."),
        ({"ids": {"a": 7}}, "ids.a", "This takes a text, not a number."),
        ({"number": "1.5"}, "number", "This takes a number, not a text."),
        ({"number": True}, "number", "This takes a number, not true."),
        ({"number": 10**400}, "number", "This number is too large."),
        ({"switch": "true"}, "switch", "This takes true or false, not a text."),
        ({"switch": 0}, "switch", "This takes true or false, not a number."),
        ({"rows": [{"asset": 1}, {"asset": "2"}]}, "rows.1.asset", "This takes a whole number, not a text."),
        ({"rows": [{"asset": False}]}, "rows.0.asset", "This takes a whole number, not false."),
        ({"more": [{"asset": 1.5}]}, "more.0.asset", "This takes a whole number, not a number with a fraction."),
        ({"more": [3]}, "more.0", "This takes an object, not a number."),
        ({"rows": {}}, "rows", "This takes a list, not an object."),
        ({"statuses": "x"}, "statuses", "This takes a list, not a text."),
        ({"statuses": ["x", 1]}, "statuses.1", "This takes a text, not a number."),
        ({"split": []}, "split", "This takes an object, not a list."),
        ({"choices": "{}"}, "choices", "This takes an object, not a text."),
    ],
)
def test_a_value_of_another_kind_is_told_with_the_way_to_it(data, way, said):
    assert complaint(data) == {way: said}


def test_what_has_a_shape_of_its_own_is_looked_at_as_well():
    said = {"choices.asset": "This takes a whole number, not a text."}
    assert complaint({"choices": {"asset": "1"}}) == said
    assert complaint(QueryDict('choices={"asset":"1"}')) == said
    assert list(strange({"choices": {"assets": 1}})) == ["choices.assets"]
    assert list(strange(QueryDict('choices={"assets":1}'))) == ["choices.assets"]


def test_whole_numbers_are_numbers_and_a_whole_number_may_have_a_point():
    told = look({"number": 1, "rows": [{"asset": 2.0}]})
    assert (told["number"], told["rows"]) == (1.0, [{"asset": 2}])
    assert look({"number": None}) == {"number": None}


def test_the_parser_reads_a_whole_number_with_a_point_as_one():
    read = Json().parse(io.BytesIO(b'{"a": [1.0, 1e2, -0.0, 1.5, 1e300]}'))
    assert read == {"a": [1, 100, 0, 1.5, 1e300]}
    assert [type(each) for each in read["a"]] == [int, int, int, float, float]


def test_a_form_has_nothing_but_text():
    told = look(QueryDict("number=1.5&switch=true&kind=1&rows[0]asset=1&choices=%7B%22asset%22:1%7D"))
    assert (told["number"], told["switch"], told["kind"], told["choices"]) == (1.5, True, "1", {"asset": 1})


@pytest.mark.parametrize("charset", ["bz2_codec", "hex", "no-such"])
def test_a_body_in_a_charset_of_no_text_is_refused_before_it_is_unpacked(charset):
    unpacked = bz2.compress(b'{"name": "' + b"x" * 1_000_000 + b'"}')
    with pytest.raises(ParseError, match="Unsupported charset"):
        Json().parse(io.BytesIO(unpacked), parser_context={"encoding": charset})
