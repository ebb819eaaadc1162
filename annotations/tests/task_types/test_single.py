"""The judge of answers where an image has one category: the whole table of states."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.task_types.base import Answer, Classes, NotAllowed, Withdrawn
from annotations.task_types.single import judge
from assets.states import ANSWERED, Status

STATES = list(ANSWERED)
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


@pytest.mark.parametrize("wanted", list(Status))
@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_nothing_follows_what_was_withdrawn_and_no_answer_leads_there(wanted, asked):
    with pytest.raises(Withdrawn):
        judge(Answer(Status.WITHDRAWN), wanted, asked, CLASSES)
    assert isinstance(judged(PRESENT[0], Status.WITHDRAWN, asked), str)


@pytest.mark.parametrize("wanted", STATES)
@pytest.mark.parametrize("present", PRESENT, ids=str)
def test_every_row_of_the_table(present, wanted):
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
    answers = {asked: judged(present, wanted, labels) for asked, labels in ASKED.items()}
    assert {asked: answer for asked, answer in answers.items() if isinstance(answer, Answer)} == {
        asked: Answer(wanted, labels) for asked, labels in allowed.items()
    }


def test_the_table_has_every_state_before_and_after():
    assert {(present.status, wanted) for present, wanted in product(PRESENT, STATES)} == set(
        product(ANSWERED, ANSWERED)
    )


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
