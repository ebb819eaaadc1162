"""What an operation looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.labeling.operations import Operation, UnknownKey, read_category_ids, read_operation
from annotations.task_types.base import NotAllowed

WHOLE = {"op_id": "a-1", "asset": 7, "base_revision": 0, "status": "labeled", "category_ids": [1]}


def test_an_operation_is_read_as_it_was_sent():
    assert read_operation(WHOLE) == Operation("a-1", 7, 0, "labeled", (1,))
    assert read_operation(WHOLE | {"category_ids": None}).category_ids is None
    assert read_operation(WHOLE | {"category_ids": []}).category_ids == ()
    assert read_operation({k: v for k, v in WHOLE.items() if k != "category_ids"}).category_ids is None


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("statuss", 'There is no "statuss". Did you mean "status"?'),
        ("categoryIds", 'There is no "categoryIds". Did you mean "category_ids"?'),
        ("looked_ms", 'There is no "looked_ms".'),
        ("", 'There is no "".'),
    ],
)
def test_a_key_that_there_is_not_is_named(key, said):
    with pytest.raises(UnknownKey) as problem:
        read_operation(WHOLE | {key: 1})
    assert str(problem.value) == said
    assert read_operation(WHOLE).seen is None
    assert read_operation(WHOLE | {"seen": True}).seen is True
    assert read_operation(WHOLE | {"op_id": "x" * 64}).op_id == "x" * 64


@pytest.mark.parametrize("name", ["op_id", "asset", "base_revision", "status"])
def test_an_operation_without_one_of_its_fields_is_none(name):
    with pytest.raises(NotAllowed, match=f"^{name} is "):
        read_operation({k: v for k, v in WHOLE.items() if k != name})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("op_id", value) for value in (None, "", 5, "x" * 65, "a\nb", "a\x00b", "é", "\ud800", ["a"])),
        *(("asset", value) for value in (None, "7", 7.0, True, -1, 2**63, [7])),
        *(("base_revision", value) for value in (None, "0", 0.0, False, -1, 2**63)),
        *(("status", value) for value in (None, 5, ["labeled"], True)),
        *(("seen", value) for value in (1, 0, "true", [True])),
        *(("category_ids", value) for value in (1, "1", ["1"], [1.0], [True], [-1], [None], [[1]], {"1": 1}, [2**63])),
    ],
)
def test_a_field_of_another_shape_is_refused_by_name(name, value):
    with pytest.raises(NotAllowed, match=f"^{name} is "):
        read_operation(WHOLE | {name: value})


def test_a_reason_is_cleaned_and_goes_with_sending_back_alone():
    back = WHOLE | {"status": "needs_review"}
    assert read_operation(back | {"reason": "  blurry "}).reason == "blurry"
    assert [read_operation(back | {"reason": none}).reason for none in (None, "", " ")] == ["", "", ""]
    assert read_operation(WHOLE | {"reason": ""}).reason == ""
    for status in ("labeled", "approved", "skipped", "unlabeled"):
        with pytest.raises(NotAllowed, match="A reason tells why an image is sent back: it goes with needs_review"):
            read_operation(WHOLE | {"status": status, "reason": "blurry"})
    with pytest.raises(NotAllowed, match="A reason has at most 200 characters; this one has 201"):
        read_operation(back | {"reason": "x" * 201})
    for wrong in (5, ["blurry"], "two\nlines", "\ud800"):
        with pytest.raises(NotAllowed, match="A reason is "):
            read_operation(back | {"reason": wrong})


@pytest.mark.parametrize("raw", [None, 5, "text", [], [WHOLE], True])
def test_what_is_no_object_is_no_operation(raw):
    with pytest.raises(NotAllowed, match="An operation is an object"):
        read_operation(raw)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(json_values | st.fixed_dictionaries({}, optional=dict.fromkeys(WHOLE, json_values)))
def test_any_json_is_an_operation_or_refused_never_a_crash(raw):
    try:
        operation = read_operation(raw)
    except NotAllowed:
        return
    assert 1 <= len(operation.op_id) <= 64
    assert 0 <= operation.asset < 2**63


@given(json_values)
def test_category_ids_are_whole_numbers_or_nothing(value):
    try:
        read = read_category_ids(value)
    except NotAllowed:
        return
    assert read is None or all(type(item) is int and item >= 0 for item in read)
