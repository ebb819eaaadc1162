"""Why an image is sent back: kept with the event, told by the API, undone and done again."""

import pytest

from annotations.labeling import bulk
from annotations.models import AnnotationEvent
from assets.models import Asset
from core.exceptions import Refused
from tests.support.cast import refused

pytestmark = pytest.mark.django_db

HERE = "projects/wardrobe/"


@pytest.fixture
def labeled(photos, dress, answer, alice):
    """Three images that Alice labeled Dress."""
    made = photos(3)
    answer(made, "labeled", dress, by=alice)
    return made


@pytest.fixture
def program(api, project, bob):
    return api(bob)


def send_back(assets, reason, *, by, status="needs_review"):
    chosen = [(asset.pk, None) for asset in assets]
    return bulk.set_selected(assets[0].project, chosen, status=status, category_ids=None, reason=reason, by=by)


def reasons(asset):
    return list(asset.events.order_by("revision").values_list("reason", flat=True))


def test_an_operation_keeps_its_reason_and_the_history_and_the_image_tell_it(program, labeled):
    photo = labeled[0]
    operation = {"op_id": "a", "asset": photo.pk, "base_revision": 1, "status": "needs_review", "reason": " blurry "}
    (result,) = program.post(f"{HERE}answers/", {"operations": [operation]}).json()["results"]
    assert (result["result"], result["asset"]["sent_back"]["reason"]) == ("applied", "blurry")
    newest = program.get(f"{HERE}assets/{photo.pk}/history/").json()["results"][0]
    assert (newest["to_status"], newest["reason"]) == ("needs_review", "blurry")
    told = program.get(f"{HERE}assets/{photo.pk}/").json()["sent_back"]
    assert told == {"by": "bob", "at": newest["at"], "reason": "blurry"}


def test_an_operation_with_a_reason_that_cannot_be_is_rejected_in_a_sentence(program, labeled):
    operation = {"op_id": "a", "asset": labeled[0].pk, "base_revision": 1, "status": "approved", "reason": "blurry"}
    (result,) = program.post(f"{HERE}answers/", {"operations": [operation]}).json()["results"]
    assert result["result"] == "rejected"
    assert result["detail"] == "A reason tells why an image is sent back: it goes with needs_review."


def test_a_bulk_action_gives_all_of_them_the_reason_and_its_undo_and_redo_do(labeled, project, bob):
    done = send_back(labeled, "wrong class", by=bob)
    assert done.changed == 3
    undone = bulk.undo(project, done.id, by=bob)
    redone = bulk.undo(project, undone.id, by=bob)
    assert (undone.changed, redone.changed) == (3, 3)
    assert [reasons(photo) for photo in labeled] == [["", "wrong class", "", "wrong class"]] * 3


def test_an_approval_that_is_taken_back_gives_the_reason_back(labeled, project, bob):
    send_back(labeled, "blurry", by=bob)
    approved = send_back(labeled, "", by=bob, status="approved")
    bulk.undo(project, approved.id, by=bob)
    assert reasons(labeled[0]) == ["", "blurry", "", "blurry"]


def test_what_was_sent_back_already_can_be_told_why_and_that_is_undone_too(labeled, project, bob):
    send_back(labeled, "", by=bob)
    assert send_back(labeled, "", by=bob).already == 3
    said = send_back(labeled, "blurry", by=bob)
    assert (said.changed, said.already) == (3, 0)
    assert send_back(labeled, "blurry", by=bob).already == 3
    assert send_back(labeled, "", by=bob).already == 3  # says nothing of why, so that it stays
    assert bulk.undo(project, said.id, by=bob).changed == 3
    assert reasons(labeled[0]) == ["", "", "blurry", ""]


def test_a_filter_takes_a_reason_too(program, labeled):
    bounds = program.get(f"{HERE}assets/?status=labeled").json()
    body = {"filter": {"status": "labeled"}, "max_id": bounds["max_id"], "as_of": bounds["as_of"]}
    done = program.post(f"{HERE}bulk/", body | {"status": "needs_review", "reason": "blurry"}).json()
    assert done["changed"] == 3
    assert set(AnnotationEvent.objects.filter(to_status="needs_review").values_list("reason", flat=True)) == {"blurry"}


def test_the_wrong_ones_get_a_reason_and_the_right_ones_none(program, labeled):
    right, wrong = [labeled[0].pk], [photo.pk for photo in labeled[1:]]
    others = {"asset_ids": right, "status": "approved"}
    sent = {"asset_ids": wrong, "status": "needs_review", "reason": "blurry", "others": others}
    assert program.post(f"{HERE}bulk/", sent).json()["changed"] == 3
    assert [reasons(photo)[-1] for photo in labeled] == ["", "blurry", "blurry"]


@pytest.mark.parametrize(
    ("status", "reason", "said"),
    [
        ("approved", "blurry", "A reason tells why an image is sent back: it goes with needs_review."),
        ("needs_review", "x" * 201, "A reason has at most 200 characters; this one has 201."),
        ("needs_review", "two\nlines", "A reason is one line, without control characters."),
    ],
)
def test_a_bulk_action_with_a_reason_that_cannot_be_is_refused_and_changes_nothing(
    program, labeled, status, reason, said
):
    ids = [photo.pk for photo in labeled]
    for body in (
        {"asset_ids": ids},
        {"filter": {"status": "labeled"}, "max_id": ids[-1], "as_of": 10**9},
        {"asset_ids": ids[:1], "others": {"asset_ids": ids[1:], "status": status, "reason": reason}},
    ):
        refusal = program.post(f"{HERE}bulk/", {"status": status, "reason": reason} | body)
        error = refusal.json()["error"]
        assert (refusal.status_code, error["code"], error["fields"]) == (400, "bad_reason", {"reason": [said]})
    with pytest.raises(Refused):
        send_back(labeled, reason, status=status, by=labeled[0].uploaded_by)
    assert set(Asset.objects.values_list("status", flat=True)) == {"labeled"}


def test_the_database_itself_keeps_reasons_to_what_is_sent_back(labeled):
    sql = (
        "INSERT INTO annotations_annotationevent (asset_id, actor_id, at, op_id, from_status, to_status,"
        " from_category_ids, to_category_ids, revision, reason)"
        " SELECT asset_id, actor_id, at, %s, from_status, %s, from_category_ids, to_category_ids, %s, %s"
        " FROM annotations_annotationevent WHERE asset_id = %s"
    )
    assert refused(sql, "one", "approved", 7, "blurry", labeled[0].pk)
    assert not refused(sql, "two", "needs_review", 7, "blurry", labeled[0].pk)
    assert not refused(sql, "three", "approved", 7, "", labeled[0].pk)
    assert refused("UPDATE annotations_annotationevent SET reason = %s WHERE asset_id = %s", "", labeled[0].pk)


def test_a_finished_sample_check_sends_the_wrong_ones_back_with_a_reason(program, labeled):
    check = program.post(f"{HERE}checks/", {"size": 3, "seed": 7}).json()
    judged = [{"asset": photo.pk, "right": photo != labeled[0]} for photo in labeled]
    program.post(f"{HERE}checks/{check['id']}/judgements/", {"judgements": judged})
    assert program.post(f"{HERE}checks/{check['id']}/send-back/", {"reason": "wrong class"}).json()["changed"] == 1
    assert reasons(labeled[0]) == ["", "wrong class"]
