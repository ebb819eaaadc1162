"""Rules between the classes of an image: what choosing and removing one does to the others."""

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.rules import label_rules
from projects.rules.label_rules import DEEPEST, Problem, Rules, broken, choose, completed, exported, line, remove

CASES = json.loads((Path(__file__).parents[3] / "tests" / "label_rules.json").read_text())
MOST = 7
CLASSES = range(1, MOST + 1)


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_a_set_changes_by_the_law(case):
    rules = Rules(dict(case["parents"]), dict(case["groups"]))
    more = [case[name] for name in ("id", "unknown") if name in case]
    arguments = [case["ids"], *more[:1], rules] if "id" in case else [case["ids"], rules, *more]
    found = getattr(label_rules, case["does"])(*arguments)
    assert (found if case["does"] == "broken" else list(found)) == case["result"]


@st.composite
def rules(draw):
    """Rules that a project can have."""
    order = draw(st.permutations(CLASSES))
    parents = {id: draw(st.sampled_from([0, *order[:place]])) for place, id in enumerate(order)}
    groups = {id: draw(st.sampled_from(["", "A", "B", "C"])) for id in order}
    found = Rules({id: parent for id, parent in parents.items() if parent}, {})
    for id, name in groups.items():
        with_one = Rules(found.parents, {**found.groups, id: name} if name else found.groups)
        found = found if label_rules.problem_of(with_one, CLASSES) else with_one
    return found


SETS = st.frozensets(st.sampled_from(CLASSES))
ONE = st.sampled_from(CLASSES)


def is_closed(ids, rules):
    return not broken(ids, rules)["implies"]


def largest(candidates, is_allowed):
    """By trying all: the one allowed set that all other allowed ones are parts of."""
    allowed = [
        set(some)
        for size in range(len(candidates) + 1)
        for some in combinations(candidates, size)
        if is_allowed(set(some))
    ]
    best = max(allowed, key=len)
    assert all(some <= best for some in allowed)
    return tuple(sorted(best))


@given(rules(), SETS)
def test_completing_adds_as_little_as_it_can(rules, ids):
    assert ids <= set(completed(ids, rules))
    assert is_closed(completed(ids, rules), rules)
    assert all(any(each in line(id, rules) for id in ids) for each in completed(ids, rules))


@given(rules(), SETS, ONE)
def test_choosing_takes_away_as_little_as_it_can(rules, ids, id):
    chosen = set(line(id, rules))
    groups = {rules.groups[each] for each in chosen if each in rules.groups}

    def is_allowed(some):
        beside = some - chosen
        return (
            chosen <= some and is_closed(some, rules) and not any(rules.groups.get(each) in groups for each in beside)
        )

    assert choose(ids, id, rules) == largest({*completed(ids, rules), *chosen}, is_allowed)


@given(rules(), SETS, ONE)
def test_removing_takes_away_as_little_as_it_can(rules, ids, id):
    assert remove(ids, id, rules) == largest(
        completed(ids, rules), lambda some: id not in some and is_closed(some, rules)
    )


@given(rules(), st.lists(st.tuples(st.sampled_from([choose, remove]), ONE), max_size=12))
def test_who_begins_with_nothing_never_breaks_a_rule(rules, steps):
    ids = ()
    for step, id in steps:
        ids = step(ids, id, rules)
        assert broken(ids, rules) == {"implies": [], "exclusive": []}
        assert (id in ids) is (step is choose)


@given(rules(), SETS, ONE)
def test_doing_it_again_changes_nothing(rules, ids, id):
    for step in (choose, remove):
        once = step(ids, id, rules)
        assert step(once, id, rules) == completed(once, rules) == once


@given(rules(), SETS, SETS)
def test_what_is_unknown_breaks_less_and_only_what_misses_it(rules, ids, unknown):
    known, less = broken(ids, rules), broken(ids, rules, unknown)
    assert less["exclusive"] == known["exclusive"]
    assert less["implies"] == [pair for pair in known["implies"] if pair[1] not in unknown]


@given(rules())
def test_what_is_exported_is_in_its_one_order_and_holds_each_class_once(rules):
    told = exported(rules)
    assert list(told) == ["implies", "exclusive"]
    assert told["implies"] == sorted(told["implies"])
    assert dict(told["implies"]) == rules.parents
    assert told["exclusive"] == sorted(sorted(members) for members in told["exclusive"])
    in_groups = [id for members in told["exclusive"] for id in members]
    assert len(in_groups) == len(set(in_groups))
    assert all(len(members) > 1 for members in told["exclusive"])


def test_a_group_of_one_is_not_exported():
    rules = Rules({9: 2, 3: 2}, {9: "Kind", 3: "Kind", 2: "Alone", 7: "Season", 1: "Season"})
    assert exported(rules) == {"implies": [[3, 2], [9, 2]], "exclusive": [[1, 7], [3, 9]]}


def test_no_rules_are_exported_as_none():
    assert exported(Rules()) == {"implies": [], "exclusive": []}


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        (Rules(), None),
        (Rules({1: 1}), Problem.CIRCLE),
        (Rules({1: 2, 2: 3, 3: 1}), Problem.CIRCLE),
        (Rules({3: 1, 1: 2, 2: 1}), Problem.CIRCLE),
        (Rules({id: id + 1 for id in range(1, DEEPEST)}), None),
        (Rules({id: id + 1 for id in range(1, DEEPEST + 1)}), Problem.DEPTH),
        (Rules({1: 2, 2: 3}, {1: "A", 2: "B", 3: "C"}), None),
        (Rules({1: 2, 2: 3}, {1: "A", 3: "A"}), Problem.GROUP),
        (Rules({1: 3, 2: 3}, {1: "A", 2: "A"}), None),
    ],
)
def test_rules_of_a_project_leave_each_class_to_be_chosen(rules, problem):
    classes = {*range(1, DEEPEST + 2)}
    assert label_rules.problem_of(rules, classes) is problem


@given(rules(), st.permutations(CLASSES))
def test_a_tree_holds_each_once_below_its_parent_in_the_order_of_the_list(rules, order):
    found = label_rules.tree(order, rules.parents)
    ids = [id for id, _ in found]
    assert sorted(ids) == sorted(order)
    for place, (id, depth) in enumerate(found):
        assert depth == len(list(line(id, rules))) - 1
        above = [each for each, its in found[:place] if its < depth]
        assert (above[-1] if above else None) == rules.parents.get(id)
    for parent in [None, *order]:
        siblings = [id for id in order if rules.parents.get(id) == parent]
        assert [id for id in ids if id in siblings] == siblings


def test_whose_parent_is_not_in_the_list_stands_as_one_without():
    assert label_rules.tree([3, 1, 2], {1: 9, 2: 3}) == [(3, 0), (2, 1), (1, 0)]
