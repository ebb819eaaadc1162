"""Where an answer comes from that was not given here."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports import give_labels
from annotations.labeling import answers
from annotations.labeling.provenance import LONGEST, Source
from annotations.models import AnnotationEvent

ZONE = timezone(timedelta(hours=2))
SOURCE = Source("Label Studio", "a@example.org", datetime(2025, 3, 1, 14, 30, tzinfo=ZONE), "annotation 17")
VALUE = {
    "tool": "Label Studio", "by": "a@example.org", "at": "2025-03-01T12:30:00Z", "origin": "annotation 17",
}  # fmt: skip


def test_it_is_spelled_in_one_way():
    assert SOURCE.value() == VALUE
    assert Source("CSV").value() == {"tool": "CSV", "by": "", "at": None, "origin": ""}


@given(st.builds(Source, st.text(), st.text(), st.datetimes(timezones=st.just(UTC)), st.text(max_size=400)))
def test_whatever_a_file_tells_a_database_takes_it(source):
    value = source.value()
    for name in ("tool", "by", "origin"):
        value[name].encode()
        assert len(value[name]) <= LONGEST
        assert "\0" not in value[name]
    assert datetime.fromisoformat(value["at"]) == source.at.replace(microsecond=0)


@pytest.mark.django_db
def test_an_imported_answer_tells_it_in_its_history_for_ever(photos, dress, hat, alice, api, answer):
    told, silent = photos(2)
    give_labels.give(told.project, {told.pk: 1, silent.pk: 1}, by=alice, op_id=str, sources={told.pk: SOURCE.value()})
    answer(told, "labeled", hat, by=alice)
    history = api(alice).get(f"projects/wardrobe/assets/{told.pk}/history/").json()["results"]
    assert [event["source"] for event in history] == [None, VALUE]
    assert AnnotationEvent.objects.get(asset=silent).source is None
    with pytest.raises(DatabaseError), transaction.atomic():
        AnnotationEvent.objects.filter(asset=told).update(source=None)


@pytest.mark.django_db
def test_nobody_tells_it_from_outside(photo, dress, alice, api):
    operation = {
        "op_id": "a", "asset": photo.pk, "base_revision": 0, "status": "labeled", "category_ids": [1], "source": VALUE,
    }  # fmt: skip
    answer = api(alice).post("projects/wardrobe/answers/", {"operations": [operation]}, format="json")
    (result,) = answer.json()["results"]
    assert (result["result"], result["code"]) == ("rejected", "unknown_field")
    assert not AnnotationEvent.objects.exists()


@pytest.mark.django_db
def test_it_belongs_to_the_operation_of_that_name_alone(photos, dress, alice):
    one, two = photos(2)
    operations = [
        {"op_id": name, "asset": photo.pk, "base_revision": 0, "status": "labeled", "category_ids": [1]}
        for name, photo in (("one", one), ("two", two))
    ]
    answers.set_answers(one.project, operations, by=alice, sources={"two": VALUE, "three": VALUE})
    assert dict(AnnotationEvent.objects.values_list("op_id", "source")) == {"one": None, "two": VALUE}
    with connection.cursor() as cursor:  # no JSON null, which is something else than nothing
        cursor.execute("SELECT count(*) FROM annotations_annotationevent WHERE source IS NULL")
        assert cursor.fetchone() == (1,)
