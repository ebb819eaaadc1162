"""Keys of a body are those of its shape, at any depth, in JSON and in forms."""

import pytest
from django.http import QueryDict
from rest_framework import serializers

from core.api.body import checked
from core.exceptions import Refused, UnknownField


class Split(serializers.Serializer):
    seed = serializers.CharField(required=False)


class Row(serializers.Serializer):
    asset = serializers.IntegerField()


class Shape(serializers.Serializer):
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


@pytest.mark.parametrize("data", [[], [1], "text", 5, None, {"rows": 5}, {"rows": [5]}, {"split": 5}, {"more": {}}])
def test_what_has_no_keys_is_for_the_shape_to_judge(data):
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
