"""The one table of states, and what the filters mean."""

import pytest

from assets.states import ANSWER_CHOICES, ANSWERED, CARRIES_LABEL, CHOICES, FILTERS, STATUSES, statuses_of


def test_answers_lead_to_five_states_and_three_of_them_carry_a_label():
    assert [value for value, _ in ANSWER_CHOICES] == ["unlabeled", "labeled", "needs_review", "approved", "skipped"]
    assert frozenset(value for value, _ in ANSWER_CHOICES) == STATUSES
    assert {state for state, carries in CARRIES_LABEL.items() if carries} == {"labeled", "needs_review", "approved"}


def test_no_answer_leads_to_the_sixth():
    assert {value for value, _ in CHOICES} - STATUSES == {"withdrawn"}


def test_every_state_that_answers_lead_to_is_shown_by_exactly_one_filter():
    shown = [state for _, states in FILTERS.values() for state in states]
    assert sorted(shown) == sorted(ANSWERED)


@pytest.mark.parametrize(
    ("name", "states"),
    [("in_review", ("labeled", "needs_review")), ("done", ("approved",)), ("unlabeled", ("unlabeled",))],
)
def test_a_status_parameter_names_a_filter_or_a_state(name, states):
    assert statuses_of(name) == states


def test_a_status_parameter_that_names_nothing_is_an_error():
    with pytest.raises(KeyError):
        statuses_of("finished")
