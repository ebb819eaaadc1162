"""The judge of answers where an image has any number of categories: the whole table of states."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.task_types.base import Answer, Classes, NotAllowed, Withdrawn
from annotations.task_types.multi import judge
from assets.states import ANSWERED, CARRIES_LABEL, Status
from projects.rules.label_rules import Rules

CLASSES = Classes(active=frozenset({1, 2, 4}), retired=frozenset({3}))
ANSWERS = [state for state in ANSWERED if CARRIES_LABEL[state]]
NONE_OF_THEM, NOT_ANSWERED = (), [state for state in ANSWERED if not CARRIES_LABEL[state]]


@pytest.mark.parametrize(("present", "wanted"), product(ANSWERED, ANSWERS))
def test_a_set_replaces_what_was_there_and_is_told_in_order_each_class_once(present, wanted):
    before = Answer(present, (2,) if CARRIES_LABEL[present] else ())
    assert judge(before, wanted, [4, 1, 4], CLASSES) == Answer(wanted, (1, 4))


@pytest.mark.parametrize("wanted", ANSWERS)
def test_none_of_these_is_an_answer(wanted):
    assert judge(Answer(Status.UNLABELED), wanted, NONE_OF_THEM, CLASSES) == Answer(wanted)


@pytest.mark.parametrize("wanted", ANSWERS)
@pytest.mark.parametrize("ids", [(), (1, 3)])
def test_without_a_set_the_present_answer_stays(wanted, ids):
    assert judge(Answer(Status.LABELED, ids), wanted, None, CLASSES) == Answer(wanted, ids)


@pytest.mark.parametrize(("present", "wanted"), product(NOT_ANSWERED, ANSWERS))
def test_an_image_without_an_answer_has_none_that_could_be_kept(present, wanted):
    with pytest.raises(NotAllowed, match="which may be empty: the image has no answer yet"):
        judge(Answer(present), wanted, None, CLASSES)


@pytest.mark.parametrize(("present", "wanted"), product(ANSWERED, NOT_ANSWERED))
def test_what_is_not_answered_carries_nothing(present, wanted):
    before = Answer(present, (2,) if CARRIES_LABEL[present] else ())
    assert judge(before, wanted, None, CLASSES) == judge(before, wanted, [], CLASSES) == Answer(wanted)
    with pytest.raises(NotAllowed, match="carries no category"):
        judge(before, wanted, [1], CLASSES)


def test_a_retired_class_is_kept_when_others_change_and_not_newly_set():
    assert judge(Answer(Status.LABELED, (1, 3)), "labeled", [2, 3], CLASSES) == Answer(Status.LABELED, (2, 3))
    with pytest.raises(NotAllowed, match="Category 3 was retired"):
        judge(Answer(Status.LABELED, (1,)), "labeled", [1, 3], CLASSES)


@pytest.mark.parametrize("unknown", [0, 5, 9])
def test_a_class_that_the_project_does_not_have_is_refused(unknown):
    with pytest.raises(NotAllowed, match=f"no category {unknown}"):
        judge(Answer(Status.UNLABELED), "labeled", [1, unknown], CLASSES)


@pytest.mark.parametrize("wanted", list(Status))
def test_nothing_follows_what_was_withdrawn_and_no_answer_leads_there(wanted):
    with pytest.raises(Withdrawn):
        judge(Answer(Status.WITHDRAWN), wanted, None, CLASSES)
    with pytest.raises(NotAllowed):
        judge(Answer(Status.LABELED, (1,)), Status.WITHDRAWN, [1], CLASSES)


@given(st.sampled_from(ANSWERS), st.lists(st.sampled_from([1, 2, 4])), st.sets(st.sampled_from([1, 2, 3, 4])))
def test_the_order_in_which_classes_are_named_says_nothing(wanted, named, before):
    present = Answer(Status.LABELED, tuple(sorted(before)))
    backwards = judge(present, wanted, named[::-1], CLASSES)
    assert judge(present, wanted, named, CLASSES) == backwards == Answer(wanted, tuple(sorted(set(named))))


# --- rules between labels -------------------------------------------------------------------------------------------

SHOE, SNEAKER, RED, BLUE = 1, 2, 4, 5
RULED = Classes(
    active=frozenset({SHOE, SNEAKER, RED, BLUE}),
    revision=7,
    rules=Rules({SNEAKER: SHOE}, {RED: "colour", BLUE: "colour"}),
    rules_revision=5,
)


@pytest.mark.parametrize("asked", [None, 0, 4, 7])
def test_a_parent_comes_with_its_child(asked):
    assert judge(Answer(Status.UNLABELED), "labeled", [SNEAKER], RULED, asked) == Answer(Status.LABELED, (1, 2))


@pytest.mark.parametrize("asked", [5, 6, 7])
def test_a_set_against_a_rule_that_the_page_showed_is_no_answer(asked):
    with pytest.raises(NotAllowed, match="at most one of the categories 4, 5"):
        judge(Answer(Status.UNLABELED), "labeled", [RED, BLUE], RULED, asked)


@pytest.mark.parametrize("asked", [None, 0, 4])
def test_a_set_against_a_rule_that_is_newer_than_the_page_is_stored_as_it_is(asked):
    stored = judge(Answer(Status.UNLABELED), "labeled", [RED, BLUE, SNEAKER], RULED, asked)
    assert stored == Answer(Status.LABELED, (SNEAKER, RED, BLUE))
