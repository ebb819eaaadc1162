"""The one table of states, and what the filters mean."""

import pytest

from assets.states import CARRIES_LABEL, CHOICES, FILTERS, STATUSES, Status, statuses_of


def test_there_are_five_states_and_three_of_them_carry_a_label():
    assert [value for value, _ in CHOICES] == ["unlabeled", "labeled", "needs_review", "approved", "skipped"]
    assert frozenset(value for value, _ in CHOICES) == STATUSES
    assert {state for state, carries in CARRIES_LABEL.items() if not carries} == {"unlabeled", "skipped"}


def test_every_state_is_shown_by_exactly_one_filter():
    shown = [state for _, states in FILTERS.values() for state in states]
    assert sorted(shown) == sorted(Status)


@pytest.mark.parametrize(
    ("name", "states"),
    [("in_review", ("labeled", "needs_review")), ("done", ("approved",)), ("unlabeled", ("unlabeled",))],
)
def test_a_status_parameter_names_a_filter_or_a_state(name, states):
    assert statuses_of(name) == states


def test_a_status_parameter_that_names_nothing_is_an_error():
    with pytest.raises(KeyError):
        statuses_of("finished")
