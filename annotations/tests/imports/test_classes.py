"""Which category each class of a file means, what people decide of it, and what stays for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports import classes as subject
from annotations.imports.classes import LEAVE_OUT, NEW, Classes, Decisions, How
from annotations.imports.reading.records import Choice, Unreadable
from annotations.task_types.base import Answer
from assets.states import Status
from core.exceptions import Refused
from projects import categories

pytestmark = pytest.mark.django_db


def found(project, name, public_id=0, *, own=False, **decided):
    known = Classes(project, Decisions(decided), own=own)
    each = known[known.number(name, public_id)]
    known.value()
    return each.how, each.category and each.category.name, each.near and each.near.name


def test_a_name_is_found_however_it_is_spelled(project, hat):
    for name in ("Hat", " hAT", "HAT "):
        assert found(project, name) == (How.NAME, "Hat", None)


def test_an_id_is_believed_in_a_file_of_this_very_project_alone(project, hat):
    categories.change(hat, name="Cap")
    assert found(project, "Hat", 2, own=True) == (How.ID, "Cap", None)
    assert found(project, "Hat", 2) == (How.UNKNOWN, None, None)


@pytest.mark.parametrize("name", ["Hats", "hat.", "\uff28at", "H-A-T"])
def test_what_is_nearly_called_so_is_offered_and_not_taken(project, hat, name):
    assert found(project, name) == (How.UNKNOWN, None, "Hat")


def test_a_letter_that_is_wrong_does_not_hide_what_is_meant(project, dress):
    assert found(project, "Drss") == (How.UNKNOWN, None, "Dress")
    assert found(project, "Shoe") == (How.UNKNOWN, None, None)


def test_a_retired_category_is_neither_taken_nor_offered(project, hat):
    categories.retire(hat)
    assert found(project, "Hat") == (How.RETIRED, None, None)
    assert found(project, "Hats") == (How.UNKNOWN, None, None)
    assert found(project, "Hat", hat=1) == (How.CHOSEN, "Dress", None)


def test_what_was_decided_counts(project, hat):
    assert found(project, "Snap", Snap=2) == (How.CHOSEN, "Hat", None)
    assert found(project, "snap ", Snap=LEAVE_OUT) == (How.LEFT_OUT, None, None)
    assert found(project, "Snap", Snap=NEW) == (How.NEW, None, None)
    assert found(project, "Hat", Hat=LEAVE_OUT) == (How.LEFT_OUT, None, None)
    assert found(project, "Hat", Hat=NEW) == (How.NAME, "Hat", None), "it was made meanwhile"
    assert found(project, "Snap", Snap=99) == (How.RETIRED, None, None), "it is not here"


def test_a_choice_that_was_retired_since_is_no_other_category(project, hat, dress):
    categories.retire(dress)
    assert found(project, "Hat", Hat=1) == (How.RETIRED, None, None)


@pytest.mark.parametrize("name", ["\u8d64\u3044\u3000\u670d", "no\u00a0break", "a\x00b", "x" * 400])
def test_what_was_decided_of_a_name_counts_as_it_was_shown(project, hat, name):
    known = Classes(project, Decisions())
    shown = known[known.number(name)].name
    assert found(project, name, **{shown: 2}) == (How.CHOSEN, "Hat", None)


def test_a_category_is_made_under_the_very_name_of_the_class(project, hat, bob):
    name = "\u8d64\u3044\u3000\u670d"
    known = Classes(project, Decisions({name: NEW}))
    known.number(name)
    assert known.make(project, by=bob) == [name]
    assert found(project, name) == (How.NAME, name, None)


def test_why_a_class_cannot_be_made_is_told_beforehand(project, hat):
    known = Classes(project, Decisions())
    names = ["Snap", "=Snap", "\uff28at", "Qoo", "\uff31oo"]
    numbers = [known.number(name) for name in names]
    known.value()
    why = [known[number].not_new for number in numbers]
    assert (why[0], why[3]) == ("", "")
    assert ("formula" in why[1], "width" in why[2], "width" in why[4]) == (True, True, True)


def test_what_is_new_is_made_once_with_the_next_ids(project, hat, bob):
    known = Classes(project, Decisions({"Snap": NEW, "Zip": NEW, "Button": LEAVE_OUT}))
    snap, zip_, button, dress = [known.number(name) for name in ("Snap", "zip", "Button", "Dress")]
    assert known.target(snap) not in (known.target(zip_), None)
    assert known.make(project, by=bob) == ["Snap", "zip"]
    assert [known.target(number) for number in (snap, zip_, button, dress)] == [3, 4, None, 1]
    assert Classes(project, Decisions({"Snap": NEW})).make(project, by=bob) == []
    assert project.categories.count() == 4


def test_what_somebody_else_made_meanwhile_is_taken(project, hat, bob):
    known = Classes(project, Decisions({"Snap": NEW}))
    number = known.number("Snap")
    snap = categories.add(project, "Snap")
    assert known.make(project, by=bob) == []
    assert known.target(number) == snap.public_id


def test_making_takes_the_right_to_manage_and_nothing_is_made_without(project, hat, alice):
    known = Classes(project, Decisions({"Snap": NEW}))
    known.number("Snap")
    with pytest.raises(Refused, match="Only managers of the project can make categories, and these are missing: Snap"):
        known.make(project, by=alice)
    assert project.categories.count() == 2


def test_several_names_of_one_category_mean_the_same(project, hat):
    known = Classes(project, Decisions({"Cap": 2}))
    assert known.target(known.number("Cap")) == known.target(known.number("HAT")) == 2
    assert known.number("cap") == known.number("Cap") != known.number("Hat")


def test_what_nobody_knows_stands_first_and_then_what_is_frequent(project, hat):
    known = Classes(project, Decisions())
    for name, count in (("Hat", 3), ("Dress", 5), ("Snap", 1)):
        known[known.number(name)].count += count
    known[known.number("Hat")].meets(Answer(Status.UNLABELED, ()))
    known[known.number("Hat")].meets(Answer(Status.APPROVED, (1,)))
    known[known.number("Hat")].meets(Answer(Status.SKIPPED, ()))
    told = known.value()
    assert [each["name"] for each in told["items"]] == ["Snap", "Dress", "Hat"]
    assert (told["items"][2]["free"], told["items"][2]["answered"]) == (1, {"0": 1, "1": 1})


def test_very_many_classes_are_a_wrong_column(project, monkeypatch):
    monkeypatch.setattr(subject, "MOST", 3)
    known = Classes(project, Decisions())
    for number in range(3):
        known.number(f"row {number}")
    with pytest.raises(Unreadable, match="more than 3 classes, the last of them row 3"):
        known.number("row 3")


@given(st.lists(st.sampled_from(["a", "A", " a", "b", "\u212b", "\xc5"]), max_size=12))
def test_equal_names_have_one_number_and_others_their_own(names):
    known = Classes.__new__(Classes)
    known._own, known._all, known._numbers = False, [], {}
    known._decisions, known._by_id, known._by_name, known._plain = Decisions(), {}, {}, {}
    known._taken = subject.categories.Taken()
    numbers = {}
    for name in names:
        numbers.setdefault(subject.name_key(name.strip()), set()).add(known.number(name))
    assert all(len(each) == 1 for each in numbers.values())
    assert len(set().union(*numbers.values(), set())) == len(numbers)


def test_decisions_are_read_as_they_are_stored():
    stored = {"categories": {"a": 1}, "columns": {"file": 2, "category": 0}, "folders": ["train"]}
    assert Decisions.of(stored) == Decisions({"a": 1}, Choice(2, 0), ("train",))
    assert Decisions.of({}) == Decisions()
