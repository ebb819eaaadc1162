"""What Label Studio exports."""

import json
from datetime import UTC, datetime

import pytest

from annotations.imports.reading.opening import opened
from annotations.imports.reading.records import Choice, ColumnsUnclear, Format, Record, State, Unreadable
from annotations.tests.imports.reading.files import annotation, as_file, labels, rectangle, said, task

UPLOAD = "/data/upload/1/1a2b3c4d-01.jpg"
EARLY, LATE = "2025-03-01T10:00:00.000000Z", "2025-03-02T10:00:00+02:00"


def at(day, hour):
    return datetime(2025, 3, day, hour, tzinfo=UTC)


# --- the full JSON ---


def test_a_choice_is_a_label_with_who_when_and_which_annotation():
    given = annotation(101, "cat", completed_by={"id": 1, "email": "a@example.org"}, created_at=EARLY, updated_at=LATE)
    assert said(as_file([task(1, UPLOAD, given)])) == [
        Record(
            "task 1", "1a2b3c4d-01.jpg", ("cat",), ("01.jpg",),
            by="a@example.org", at=at(2, 8), origin="annotation 101",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "by"),
    [
        (7, "7"),
        ({"id": 7}, "7"),
        ({"id": 7, "first_name": "Ann", "last_name": "Lee"}, "Ann Lee"),
        ({"id": 7, "username": "given"}, "given"),
        (None, ""),
        (True, ""),
    ],
)
def test_who_answered_is_taken_as_it_is_written(who, by):
    (record,) = said(as_file([task(1, "a.jpg", annotation(1, "cat", completed_by=who))]))
    assert record.by == by


@pytest.mark.parametrize(
    ("written", "moment"),
    [(EARLY, at(1, 10)), ("2025-03-01 10:00:00", at(1, 10)), (1740823200, at(1, 10)), ("soon", None), (1e99, None)],
)
def test_a_moment_is_taken_as_utc(written, moment):
    (record,) = said(as_file([task(1, "a.jpg", annotation(1, "cat", created_at=written))]))
    assert record.at == moment


def test_what_was_skipped_and_what_nobody_answered_are_told_apart():
    skip = annotation(2, was_cancelled=True, completed_by=3, created_at=EARLY)
    file = as_file([task(1, "a.jpg"), task(2, "b.jpg", skip), task(3, "c.jpg", annotation(3)), task(4, "d.jpg", skip,
                    annotation(4, "cat"))])  # fmt: skip
    assert said(file) == [
        Record("task 1", "a.jpg", state=State.UNLABELED),
        Record("task 2", "b.jpg", state=State.SKIPPED, by="3", at=at(1, 10), origin="annotation 2"),
        Record("task 3", "c.jpg", state=State.UNLABELED),
        Record("task 4", "d.jpg", ("cat",), origin="annotation 4"),
    ]


@pytest.mark.parametrize(
    ("annotations", "label", "note"),
    [
        ([annotation(1, "cat", created_at=EARLY), annotation(2, "Cat", created_at=LATE)], "Cat", ""),
        (
            [annotation(2, "dog", created_at=LATE), annotation(1, "cat", created_at=EARLY)],
            "dog",
            "It has 2 annotations that differ; the latest counts.",
        ),
        (
            [annotation(2, "dog", created_at=LATE), annotation(1, "cat", created_at=EARLY, ground_truth=True)],
            "cat",
            "It has 2 annotations that differ; the ground truth counts.",
        ),
        (
            [annotation(1, "cat", created_at=EARLY), annotation(2, "dog", created_at=LATE, was_cancelled=True)],
            "cat",
            "",
        ),
    ],
)
def test_of_several_annotations_one_counts_and_it_is_told_where_they_differ(annotations, label, note):
    (record,) = said(as_file([task(1, "a.jpg", *annotations)]))
    assert (record.categories, record.note) == ((label,), note)


@pytest.mark.parametrize(
    ("written", "path", "others"),
    [
        (UPLOAD, "1a2b3c4d-01.jpg", ("01.jpg",)),
        ("/data/upload/1/1a2b3c4d-my%20cat.jpg", "1a2b3c4d-my cat.jpg", ("my cat.jpg",)),
        ("/data/local-files/?d=sub/01.jpg", "sub/01.jpg", ()),
        ("/data/local-files/?d=sub%5C01%20a.jpg", "sub/01 a.jpg", ()),
        ("s3://bucket/a/01.jpg", "a/01.jpg", ()),
        ("https://example.org/a/b%20c.jpg?token=1#x", "a/b c.jpg", ()),
        ("sub/1a2b3c4d-01.jpg", "sub/1a2b3c4d-01.jpg", ("sub/01.jpg",)),
        ("1A2B3C4D-01.jpg", "1A2B3C4D-01.jpg", ()),
    ],
)
def test_a_picture_is_named_by_its_path_whatever_serves_it(written, path, others):
    (record,) = said(as_file([task(1, written, annotation(1, "cat"))]))
    assert (record.path, record.other_paths) == (path, others)


def test_several_choices_are_several_categories():
    assert labels(as_file([task(1, "a.jpg", annotation(1, "cat", "dog", "Cat"))])) == [("a.jpg", "cat", "dog")]


def test_where_there_are_several_questions_somebody_is_asked():
    both = annotation(1, "cat")
    both["result"] += annotation(1, "sharp", name="quality")["result"]
    file = as_file([task(1, "a.jpg", both)])
    with opened(file) as found:
        assert (found.columns.names, found.columns.rows) == (
            ("image", "choice", "quality"),
            (("a.jpg", "cat", "sharp"),),
        )
        with pytest.raises(ColumnsUnclear, match="image, choice, quality"):
            list(found.records)
    assert labels(file, columns=Choice(file=0, category=2)) == [("a.jpg", "sharp")]


def test_the_first_question_that_comes_is_asked_where_a_thousand_tasks_have_no_answer():
    both = annotation(1, "cat")
    both["result"] += annotation(1, "sharp", name="quality")["result"]
    found = labels(as_file([*(task(at, "a.jpg") for at in range(1200)), task(1200, "b.jpg", both)]))
    assert (len(found), found[0], found[-1]) == (1201, ("a.jpg",), ("b.jpg", "cat"))


def test_the_member_that_names_the_picture_is_found_among_others():
    tasks = [{"id": 1, "data": {"title": "x", "scan": "s3://b/1.png"}, "annotations": [annotation(1, "cat")]}]
    assert labels(as_file(tasks)) == [("1.png", "cat")]


def test_old_exports_call_annotations_completions():
    assert labels(as_file([{"id": 1, "data": {"image": "a.jpg"}, "completions": [annotation(1, "cat")]}])) == [
        ("a.jpg", "cat")
    ]


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (task(2, "b.jpg", rectangle()), ("task 2", "It has rectanglelabels and no choice for the whole image.")),
        (task(2, None, annotation(1, "cat")), ("task 2", "It names no file.")),
        (task(2, "data:image/png;base64,AA", annotation(1, "cat")),
         ("task 2", "It holds the picture itself and names no file.")),
        (task(2, "b.jpg", annotation(1, {"x": 1})), ("task 2", "What stands for its category is no name.")),
        (5, ("task number 2", "It is no object.")),
    ],
)  # fmt: skip
def test_a_bad_task_is_told_with_its_number_and_stops_nothing(bad, problem):
    file = as_file([task(1, "a.jpg", annotation(1, "cat")), bad, task(3, "c.jpg", annotation(3, "dog"))])
    assert labels(file) == [("a.jpg", "cat"), problem, ("c.jpg", "dog")]


def test_an_export_of_boxes_alone_answers_another_question():
    with pytest.raises(Unreadable, match="has rectanglelabels and no choice for a whole image"):
        said(as_file([task(1, "a.jpg", rectangle()), task(2, "b.jpg", rectangle())]))


def test_a_choice_that_belongs_to_a_box_is_none_of_the_picture():
    given = annotation(1, "cat")
    given["result"][0]["value"] |= {"x": 1, "y": 1, "width": 2, "height": 2}
    with pytest.raises(Unreadable, match="has choices for single boxes and no choice for a whole image"):
        said(as_file([task(1, "a.jpg", given)]))


# --- JSON-MIN and CSV ---


def row(number, image, choice, annotator="a@example.org", updated_at=EARLY, task=None):
    return {
        "id": task or number, "image": image, "choice": choice, "annotator": annotator,
        "annotation_id": 100 + number, "created_at": EARLY, "updated_at": updated_at, "lead_time": 4.2,
    }  # fmt: skip


def as_csv(rows, delimiter=","):
    def cell(value):
        text = json.dumps(value) if isinstance(value, dict | list) else str(value)
        return '"' + text.replace('"', '""') + '"'

    lines = [list(rows[0]), *([*each.values()] for each in rows)]
    return as_file("\n".join(delimiter.join(map(cell, line)) for line in lines) + "\n")


WRITERS = [as_file, as_csv, lambda rows: as_csv(rows, "\t")]


@pytest.mark.parametrize("write", WRITERS, ids=["JSON-MIN", "CSV", "TSV"])
def test_a_row_an_annotation_says_the_same_as_the_full_export(write):
    file = write([row(1, UPLOAD, "cat"), row(2, "b.jpg", {"choices": ["cat", "dog"]}), row(3, "c.jpg", "")])
    assert said(file) == [
        Record("task 1", "1a2b3c4d-01.jpg", ("cat",), ("01.jpg",), by="a@example.org", at=at(1, 10),
               origin="annotation 101"),
        Record("task 2", "b.jpg", ("cat", "dog"), by="a@example.org", at=at(1, 10), origin="annotation 102"),
        Record("task 3", "c.jpg", state=State.UNLABELED),
    ]  # fmt: skip


@pytest.mark.parametrize("write", WRITERS, ids=["JSON-MIN", "CSV", "TSV"])
def test_several_rows_of_one_task_are_one_record(write):
    file = write(
        [row(1, "a.jpg", "cat", task=9), row(2, "a.jpg", "dog", task=9, updated_at=LATE), row(3, "b.jpg", "x")]
    )
    found = said(file)
    assert [(each.place, each.categories) for each in found] == [("task 9", ("dog",)), ("task 3", ("x",))]
    assert found[0].note == "It has 2 annotations that differ; the latest counts."


@pytest.mark.parametrize("write", WRITERS, ids=["JSON-MIN", "CSV", "TSV"])
def test_rows_of_boxes_alone_answer_another_question(write):
    boxes = [{"x": 1, "y": 1, "width": 2, "height": 2, "rectanglelabels": ["cat"]}]
    with pytest.raises(Unreadable, match="has rectanglelabels and no choice for a whole image"):
        said(write([row(1, "a.jpg", boxes)]))


def test_a_name_that_begins_with_a_bracket_is_a_name():
    assert labels(as_csv([row(1, "a.jpg", "[old] hat")])) == [("a.jpg", "[old] hat")]


def test_a_short_row_is_told():
    file = as_file("annotation_id,annotator,id,image,choice\n1,a,1,a.jpg,cat\n2,a,2,b.jpg\n3,a,3,c.jpg,dog\n")
    assert labels(file, Format.LABEL_STUDIO_CSV) == [
        ("a.jpg", "cat"), ("task 2", "It has 4 columns instead of 5."), ("c.jpg", "dog"),
    ]  # fmt: skip


def test_more_answers_to_one_task_than_a_team_gives_are_a_problem():
    found = labels(as_csv([row(at, "a.jpg", "cat", task=1) for at in range(1, 202)] + [row(2000, "b.jpg", "dog")]))
    assert found == [("task 1", "It has more than 100 annotations."), ("b.jpg", "dog")]
