"""Of which classes too little lies in val or test, and how that is said."""

from collections import Counter

from exports.versions import split_counts
from exports.versions.split_counts import Thin

SPLITS = {"method": "stable-hash-v1", "seed": "x", "ratios": {"train": 8000, "val": 1000, "test": 1000}}


def counts(**by_class):
    counted = Counter()
    for place, images in enumerate(by_class.values(), start=1):
        for split, count in zip(("train", "val", "test"), images, strict=True):
            counted[split, place] = count
    return split_counts.table(counted, range(1, len(by_class) + 1))


def test_every_class_stands_in_every_split():
    assert counts(dress=(5, 0, 1), hat=(0, 0, 0)) == {
        "train": {"1": 5, "2": 0}, "val": {"1": 0, "2": 0}, "test": {"1": 1, "2": 0},
    }  # fmt: skip


def test_fewer_than_ten_in_val_or_test_are_thin_and_ten_are_enough():
    told = split_counts.thin(counts(dress=(80, 10, 9), hat=(80, 0, 10)), SPLITS, [1, 2])
    assert told == [Thin(1, "test", 9), Thin(2, "val", 0)]


def test_a_class_that_the_version_does_not_hold_and_one_that_is_retired_are_told_elsewhere():
    assert split_counts.thin(counts(dress=(0, 0, 0), hat=(5, 0, 0)), SPLITS, [1]) == []


def test_a_split_that_nothing_is_dealt_into_is_none_to_judge_by():
    none_in_val = SPLITS | {"ratios": {"train": 8000, "val": 0, "test": 2000}}
    assert split_counts.thin(counts(dress=(80, 0, 9)), none_in_val, [1]) == [Thin(1, "test", 9)]


def test_without_splits_nothing_is_thin():
    assert split_counts.thin(None, SPLITS, [1]) == split_counts.thin(counts(dress=(1, 1, 1)), None, [1]) == []


def test_it_is_said_in_one_sentence():
    names = {number: f"C{number}" for number in range(1, 8)}
    assert split_counts.in_words([], names) == ""
    assert split_counts.in_words([Thin(1, "val", 3), Thin(1, "test", 0)], names) == "C1 has 3 in val and none in test."
    assert split_counts.in_words([Thin(1, "val", 3), Thin(2, "test", 1)], names) == "C1 has 3 in val; C2 has 1 in test."
    many = split_counts.in_words([Thin(number, "val", 1) for number in names], names)
    assert many.endswith("C4 has 1 in val; 3 more classes have as few.")
