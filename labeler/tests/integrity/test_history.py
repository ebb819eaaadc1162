"""The answer of each image is the one that its history leads to; kept sums are what the rows say."""

import pytest
from django.db import connection

from annotations.models import AnnotationEvent
from assets.models import Asset, PlaceCounter
from labeler.integrity import history

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(three, dress, hat, answer, alice, bob):
    """One that was labeled, approved, sent back and labeled otherwise; one that was skipped; one of nobody."""
    one, two, _ = three
    answer(one, "labeled", dress, by=alice)
    answer(one, "approved", by=bob)
    answer(one, "needs_review", by=bob)
    answer(one, "labeled", hat, by=alice)
    answer(two, "skipped", by=alice)
    return three


def words(checked):
    return [each["words"] for each in checked.findings]


def test_a_history_that_leads_to_the_state_is_whole(check, answered):
    checked = check()
    assert (checked.code, checked.findings, checked.summary["looked"]["answers"]) == (0, [], 3)


def test_an_event_that_is_missing_is_told(check, answered, no_triggers):
    no_triggers("DELETE FROM annotations_annotationevent WHERE asset_id = %s AND revision = 2", answered[0].pk)
    checked = check()
    assert (checked.code, checked.kinds, checked.findings[0]["assets"]) == (1, ["history_gap"], [answered[0].pk])
    said = "it was changed 4 times, and its history has the changes 1, 3, 4"
    assert words(checked) == [f"Image {answered[0].pk}: {said}."]


def test_all_events_of_an_image_missing_is_told(check, answered, no_triggers):
    no_triggers("DELETE FROM annotations_annotationevent WHERE asset_id = %s", answered[1].pk)
    assert words(check()) == [f"Image {answered[1].pk}: it was changed 1 times, and its history has no event."]


def test_an_event_too_many_is_told(check, answered, no_triggers):
    no_triggers("UPDATE assets_asset SET revision = 3 WHERE id = %s", answered[0].pk)
    assert check().kinds == ["history_gap"]


def test_a_status_that_no_event_led_to_is_told(check, answered, no_triggers):
    no_triggers("UPDATE assets_asset SET status = 'approved' WHERE id = %s", answered[0].pk)
    assert words(check()) == [f"Image {answered[0].pk}: it is approved [2], and its history leads to labeled [2]."]


def test_a_label_that_is_gone_or_another_one_is_told(check, answered, dress, no_triggers):
    no_triggers("UPDATE annotations_annotation SET category_id = %s", dress.pk)
    assert words(check()) == [f"Image {answered[0].pk}: it is labeled [1], and its history leads to labeled [2]."]
    no_triggers("DELETE FROM annotations_annotation")
    assert check().kinds == ["history_state"]


def test_an_event_that_begins_elsewhere_is_told(check, answered, no_triggers):
    no_triggers("UPDATE annotations_annotationevent SET to_status = 'skipped' WHERE revision = 2")
    said = "its change 3 begins as approved [1], where it was skipped [1]"
    assert words(check()) == [f"Image {answered[0].pk}: {said}."]


def test_an_answer_that_comes_while_it_is_looked_at_is_no_finding(check, answered, dress, answer, alice, monkeypatch):
    """The row of the image was read before the answer, and its history behind it."""
    problems, came = history._problems, []

    def answered_meanwhile(images):
        if not came:
            came.append(answered[2])
            answer(answered[2], "labeled", dress, by=alice)
        return problems(images)

    monkeypatch.setattr(history, "_problems", answered_meanwhile)
    assert check().findings == []
    assert came


def test_what_looks_wrong_is_read_once_more_with_its_row_locked(answered, no_triggers, django_assert_num_queries):
    no_triggers("DELETE FROM annotations_annotationevent WHERE asset_id = %s", answered[1].pk)
    (image,) = history._images(pk=answered[1].pk)
    with django_assert_num_queries(6) as asked:
        assert [each.kind for each in history._looked_at_again(image)] == ["history_gap"]
    locks = [each["sql"] for each in asked.captured_queries if "FOR NO KEY UPDATE" in each["sql"]]
    assert len(locks) == (1 if connection.vendor == "postgresql" else 0)  # SQLite's transaction is the lock


def test_a_place_that_was_never_given_is_told(check, answered):
    last = max(Asset.objects.values_list("place", flat=True))
    PlaceCounter.objects.update(given=last - 1)
    checked = check()
    assert (checked.code, checked.kinds) == (1, ["count"])
    assert words(checked) == [f"Place {last} is taken, and only {last - 1} were given."]


def test_class_indices_with_a_gap_are_told(check, answered, dress, no_triggers):
    no_triggers("UPDATE projects_category SET class_index = 5 WHERE class_index = 1")
    assert "Its categories do not have the class indices from 0 to 1." in words(check())


def test_a_sample_check_whose_sum_is_off_is_told(check, answered, no_triggers, bob):
    from django.utils import timezone

    from annotations.models import SampleCheck

    now = timezone.now()
    items = [{"asset": 1, "revision": 1, "category_id": 1, "right": right} for right in (True, False)]
    made = SampleCheck.objects.create(
        project=answered[0].project, created_by=bob, created_at=now, seed=1, statuses=[], population=2, size=2,
        items=items, finished_at=now, wrong=1, upper_bound=1.0,
    )  # fmt: skip
    assert check().findings == []
    no_triggers("UPDATE annotations_samplecheck SET wrong = 2")
    assert words(check()) == [f"Sample check {made.pk} says 2 wrong of 2, and its labels say 1 of 2."]


def test_nothing_of_it_is_repaired(check, answered, no_triggers):
    no_triggers("DELETE FROM annotations_annotationevent WHERE asset_id = %s AND revision = 2", answered[0].pk)
    checked = check("--repair")
    assert (checked.code, checked.kinds, checked.summary["repaired"]) == (1, ["history_gap"], {})
    assert AnnotationEvent.objects.filter(asset=answered[0]).count() == 3
