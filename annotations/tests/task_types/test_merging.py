"""What two people made of one answer, put together."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.task_types.merging import merge_objects, merge_sets

CASES = json.loads((Path(__file__).parents[3] / "tests" / "merging.json").read_text())

SETS = st.frozensets(st.integers(1, 6))
IDS = st.sampled_from(["a0", "b0", "c0", "d0"])
OBJECTS = st.dictionaries(IDS, st.integers(0, 2)).map(
    lambda found: [{"id": id, "bbox": [x, 0]} for id, x in found.items()]
)


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_two_sides_are_merged_by_the_law(case):
    if "sets" in case:
        assert list(merge_sets(*case["sets"])) == case["result"]
    else:
        merged = merge_objects(*case["objects"])
        assert {"objects": list(merged.objects), "conflicts": list(merged.conflicts)} == case["result"]


def by_id(objects):
    return {one["id"]: one for one in objects}


@given(SETS, SETS, SETS)
def test_sets_are_merged_alike_from_both_sides_and_class_by_class(base, mine, theirs):
    assert merge_sets(base, mine, base) == merge_sets(base, mine, mine) == tuple(sorted(mine))
    assert merge_sets(base, mine, theirs) == merge_sets(base, theirs, mine)
    for id in base | mine | theirs:
        changed = [id in side for side in (mine, theirs) if (id in side) is not (id in base)]
        assert (id in merge_sets(base, mine, theirs)) is (changed[0] if changed else id in base)


@given(OBJECTS, OBJECTS)
def test_what_one_side_changed_is_what_it_made(base, mine):
    for merged in (merge_objects(base, mine, base), merge_objects(base, mine, mine)):
        assert (by_id(merged.objects), merged.conflicts) == (by_id(mine), ())


@given(OBJECTS, OBJECTS, OBJECTS)
def test_it_does_not_matter_which_side_is_which(base, mine, theirs):
    assert merge_objects(base, mine, theirs) == merge_objects(base, theirs, mine)


@given(OBJECTS, OBJECTS, OBJECTS)
def test_each_object_is_that_of_the_side_that_changed_it_or_told_as_a_conflict(base, mine, theirs):
    merged = merge_objects(base, mine, theirs)
    before, one, other = by_id(base), by_id(mine), by_id(theirs)
    for id in {*before, *one, *other}:
        was, sides = before.get(id), [one.get(id), other.get(id)]
        changed = [side for side in sides if side != was]
        is_conflict = len(changed) == 2 and changed[0] != changed[1]
        assert (id in merged.conflicts) is is_conflict
        assert by_id(merged.objects).get(id) == (was if is_conflict or not changed else changed[0])


@given(OBJECTS, OBJECTS, OBJECTS)
def test_objects_that_were_there_keep_their_order_and_new_ones_follow(base, mine, theirs):
    ids = [one["id"] for one in merge_objects(base, mine, theirs).objects]
    before = [one["id"] for one in base if one["id"] in ids]
    assert ids == before + sorted(set(ids) - set(before))
