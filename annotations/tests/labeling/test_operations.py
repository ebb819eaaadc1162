"""The one judge of answers: the whole table of states, and what an operation looks like."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.labeling.operations import (
    Answer,
    Classes,
    NotAllowed,
    Operation,
    judge,
    read_category_ids,
    read_operation,
)
from assets.states import CARRIES_LABEL, CHOICES, FILTERS, STATUSES, Status, statuses_of

STATES = list(Status)
WITHOUT_LABEL = {Status.UNLABELED, Status.SKIPPED}

# A project with two classes to set, one retired, and no class 9.
ACTIVE, OTHER, RETIRED, UNKNOWN = 1, 2, 3, 9
CLASSES = Classes(active=frozenset({ACTIVE, OTHER}), retired=frozenset({RETIRED}))

# Every answer that an image of this project can have.
PRESENT = [Answer(state) for state in STATES if state in WITHOUT_LABEL] + [
    Answer(state, (label,)) for state in STATES if state not in WITHOUT_LABEL for label in (ACTIVE, OTHER, RETIRED)
]
ASKED = {
    "absent": None,
    "empty": (),
    "active": (ACTIVE,),
    "twice the same": (ACTIVE, ACTIVE),
    "another": (OTHER,),
    "retired": (RETIRED,),
    "unknown": (UNKNOWN,),
    "zero": (0,),
    "two": (ACTIVE, OTHER),
    "one of them retired": (ACTIVE, RETIRED),
}


def judged(present, wanted, asked, classes=CLASSES):
    try:
        return judge(present, wanted, asked, classes)
    except NotAllowed as reason:
        return str(reason)


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("wanted", STATES)
@pytest.mark.parametrize("present", PRESENT, ids=str)
def test_every_cell_of_the_table(present, wanted, asked):
    """Any state may follow any other; only the categories decide."""
    kept = present.category_ids
    if wanted in WITHOUT_LABEL:
        allowed = {"absent": (), "empty": ()}
    else:
        allowed = {"active": (ACTIVE,), "twice the same": (ACTIVE,), "another": (OTHER,)}
        if kept:
            allowed["absent"] = kept
        if RETIRED in kept:
            allowed["retired"] = kept  # kept, not newly set
    if asked in allowed:
        assert judged(present, wanted, ASKED[asked]) == Answer(wanted, allowed[asked])
    else:
        assert isinstance(judged(present, wanted, ASKED[asked]), str)


def test_the_table_has_every_state_before_and_after():
    assert {(present.status, wanted) for present, wanted in product(PRESENT, STATES)} == set(product(Status, Status))


@pytest.mark.parametrize(
    ("wanted", "asked", "sentence"),
    [
        ("labeled", None, "Labeled needs a category."),
        ("needs_review", (), "Needs review needs a category."),
        ("approved", None, "Approved needs a category."),
        ("unlabeled", (1,), "Unlabeled carries no category."),
        ("skipped", (1,), "Skipped carries no category."),
        ("labeled", (1, 2), "This project takes one category per image."),
        ("labeled", (3,), "Category 3 was retired: it can be kept, not newly set."),
        ("labeled", (9,), "This project has no category 9."),
        ("done", None, "status is one of unlabeled, labeled, needs_review, approved, skipped."),
        ("Labeled", (1,), "status is one of unlabeled, labeled, needs_review, approved, skipped."),
        ("", None, "status is one of unlabeled, labeled, needs_review, approved, skipped."),
    ],
)
def test_what_is_not_allowed_is_said_in_a_sentence(wanted, asked, sentence):
    assert judged(Answer(Status.UNLABELED), wanted, asked) == sentence


ids = st.integers(0, 12)


@st.composite
def projects(draw):
    """A project's classes, and an answer that an image of it may have."""
    existing = draw(st.frozensets(st.integers(1, 8)))
    retired = draw(st.frozensets(st.sampled_from(sorted(existing)))) if existing else frozenset()
    states = STATES if existing else sorted(WITHOUT_LABEL)
    state = draw(st.sampled_from(states))
    label = () if state in WITHOUT_LABEL else (draw(st.sampled_from(sorted(existing))),)
    return Classes(existing - retired, retired), Answer(Status(state), label)


@given(projects(), st.sampled_from(STATES), st.none() | st.lists(ids, max_size=3).map(tuple))
def test_whatever_is_allowed_is_a_whole_answer(project, wanted, asked):
    classes, present = project
    after = judged(present, wanted, asked, classes)
    if isinstance(after, str):
        assert after.endswith(".")
        return
    assert after.status == wanted
    assert len(after.category_ids) == (0 if wanted in WITHOUT_LABEL else 1)
    assert set(after.category_ids) <= classes.active | set(present.category_ids)
    if asked:
        assert set(after.category_ids) == set(asked)
    elif asked is None and after.category_ids:
        assert after.category_ids == present.category_ids


@given(projects(), st.sampled_from(STATES), st.none() | st.lists(ids, max_size=3).map(tuple))
def test_an_allowed_answer_can_be_given_again_and_taken_back(project, wanted, asked):
    classes, present = project
    after = judged(present, wanted, asked, classes)
    if isinstance(after, str):
        return
    assert judged(after, wanted, after.category_ids, classes) == after
    # Undo names the whole answer before; only a class that was retired and is given up does not come back.
    back = judged(after, present.status, present.category_ids, classes)
    if set(present.category_ids) <= classes.active | set(after.category_ids):
        assert back == present
    else:
        assert isinstance(back, str)


# --- the states themselves ------------------------------------------------------------------------------------------


def test_there_are_five_states_and_three_of_them_carry_a_label():
    assert [value for value, _ in CHOICES] == ["unlabeled", "labeled", "needs_review", "approved", "skipped"]
    assert frozenset(value for value, _ in CHOICES) == STATUSES
    assert {state for state, carries in CARRIES_LABEL.items() if not carries} == WITHOUT_LABEL


def test_every_state_is_shown_by_exactly_one_filter():
    shown = [state for _, states in FILTERS.values() for state in states]
    assert sorted(shown) == sorted(STATES)


@pytest.mark.parametrize(
    ("name", "states"),
    [("in_review", ("labeled", "needs_review")), ("done", ("approved",)), ("unlabeled", ("unlabeled",))],
)
def test_a_status_parameter_names_a_filter_or_a_state(name, states):
    assert statuses_of(name) == states


def test_a_status_parameter_that_names_nothing_is_an_error():
    with pytest.raises(KeyError):
        statuses_of("finished")


# --- operations -----------------------------------------------------------------------------------------------------

WHOLE = {"op_id": "a-1", "asset": 7, "base_revision": 0, "status": "labeled", "category_ids": [1]}


def test_an_operation_is_read_as_it_was_sent():
    assert read_operation(WHOLE) == Operation("a-1", 7, 0, "labeled", (1,))
    assert read_operation(WHOLE | {"category_ids": None}).category_ids is None
    assert read_operation(WHOLE | {"category_ids": []}).category_ids == ()
    assert read_operation({k: v for k, v in WHOLE.items() if k != "category_ids"}).category_ids is None
    assert read_operation(WHOLE | {"sent_at": "later clients may send more"}) == read_operation(WHOLE)
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
        *(("category_ids", value) for value in (1, "1", ["1"], [1.0], [True], [-1], [None], [[1]], {"1": 1}, [2**63])),
    ],
)
def test_a_field_of_another_shape_is_refused_by_name(name, value):
    with pytest.raises(NotAllowed, match=f"^{name} is "):
        read_operation(WHOLE | {name: value})


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
