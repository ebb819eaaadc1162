"""What cannot be used of a file: told by reason, and each place of it in a table."""

import csv
import io

import pytest

from annotations.imports import problems as subject
from annotations.imports.problems import Problems


@pytest.fixture
def problems(settings, tmp_path):
    settings.WORK_DIR = tmp_path
    made = Problems()
    yield made
    made.close()


def rows(problems):
    return list(csv.reader(io.StringIO(problems.file().read().decode("utf-8-sig"))))


def test_reasons_are_counted_the_most_frequent_first_and_some_places_named(problems):
    problems.add("bad_records", "row 1", "", "It has no file.")
    for number in range(60):
        problems.add("ambiguous", f"row {number + 2}", f"{number}.png", f"{number} are called so.", reason="Called so.")
    first, second = problems.value()
    assert (first["kind"], first["why"], first["count"], len(first["places"])) == ("ambiguous", "Called so.", 60, 50)
    assert second == {"kind": "bad_records", "why": "It has no file.", "count": 1, "places": ["row 1"]}
    assert problems.count == 61


def test_every_place_is_in_the_table_with_its_own_words(problems):
    for number in range(60):
        problems.add("ambiguous", f"row {number}", "a, b.png", f"{number} are called so.", reason="Called so.")
    found = rows(problems)
    assert found[0] == list(subject.HEAD)
    assert found[60] == ["ambiguous", "row 59", "a, b.png", "59 are called so."]


def test_no_spreadsheet_runs_a_name_as_a_formula(problems):
    problems.add("unknown_images", "", '=HYPERLINK("http://example.org")', "")
    assert rows(problems)[1][2].startswith("'=")
    assert problems.value() == [], "what has no reason is a list of its own"


def test_what_no_table_takes_is_made_readable(problems):
    problems.add("bad_records", "row\x00 1", "\ud800.png", "why\n")
    assert rows(problems)[1] == ["bad records", "row\ufffd 1", "?.png", "why\ufffd"]


def test_very_many_reasons_are_one_in_the_end(problems, monkeypatch):
    monkeypatch.setattr(subject, "MOST_REASONS", 2)
    for number in range(5):
        problems.add("bad_records", f"row {number}", "", f"reason {number}")
    told = {each["why"]: each["count"] for each in problems.value()}
    assert told == {"reason 0": 1, "reason 1": 1, subject.OTHER: 3}


def test_its_file_goes_with_it(settings, tmp_path):
    settings.WORK_DIR = tmp_path
    made = Problems()
    assert len(list(tmp_path.iterdir())) == 1
    made.close()
    assert list(tmp_path.iterdir()) == []
