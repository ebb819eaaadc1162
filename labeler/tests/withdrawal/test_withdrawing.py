"""A picture is withdrawn: its rows at once, its bytes by a job; and it never comes back."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from unittest import mock

import pytest
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from annotations.imports import jobs as imports
from annotations.labeling import answers, bulk, claims
from annotations.models import Annotation, AnnotationEvent, Claim, SecondAnswer
from annotations.second import gold
from assets.formats import NO_DHASH
from assets.images import deletion, ingest, renditions, withdrawn
from assets.models import Asset, AssetLook, Withdrawal, WithdrawalJob
from core.exceptions import Refused
from exports.models import DatasetVersion, VersionShape
from exports.shapes import jobs as shapes
from exports.versions import builder
from labeler.integrity import history
from labeler.integrity.look import Look
from labeler.withdrawal import removal, scope, withdrawing
from people.models import AuditEntry
from projects import lifecycle, members
from tests.support.cast import make_photo, picture, refused
from webhooks import hooks
from webhooks.models import Delivery

pytestmark = pytest.mark.django_db


def code_of(call):
    with pytest.raises(Refused) as refusal:
        call()
    return refusal.value.code


# --- rows ---


def test_its_label_goes_by_an_event_and_nothing_leads_away_again(photo, dress, alice, bob, answer, withdraw):
    answer(photo, "labeled", dress, by=alice)
    withdraw(photo)
    assert (photo.status, photo.revision) == ("withdrawn", 2)
    assert not Annotation.objects.filter(asset=photo).exists()
    event = AnnotationEvent.objects.get(asset=photo, revision=2)
    assert (event.actor, event.from_status, event.to_status) == (bob, "labeled", "withdrawn")
    assert (event.from_category_ids, event.to_category_ids) == ([dress.public_id], [])
    assert [each.findings for each in history.units("", Look(hashes=False, grace=0))] == [[]]
    assert refused("UPDATE assets_asset SET status = 'unlabeled' WHERE id = %s", photo.pk)
    assert refused("UPDATE assets_asset SET revision = 7 WHERE id = %s", photo.pk)


def test_what_is_said_of_a_withdrawal_never_changes(photo, withdraw):
    job = withdraw(photo)
    assert refused("UPDATE assets_withdrawal SET sha256 = 'x'")
    assert refused("DELETE FROM assets_withdrawal")
    assert refused("UPDATE assets_withdrawaljob SET reason = 'other' WHERE id = %s", job.pk)
    assert refused("DELETE FROM assets_withdrawaljob WHERE id = %s", job.pk)
    assert not refused("UPDATE assets_withdrawaljob SET error = 'x' WHERE id = %s", job.pk)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " \n "}, "bad_reason"),
        ({"reason": "x" * 501}, "bad_reason"),
        ({"confirm": "yes"}, "not_confirmed"),
        ({"with_video": True}, "no_frame"),
    ],
)
def test_it_takes_a_reason_and_the_number_typed(photo, bob, changes, code):
    wanted = {"reason": "Its owner asks.", "confirm": str(photo.pk), "by": bob} | changes
    assert code_of(lambda: withdrawing.withdraw(photo, **wanted)) == code
    photo.refresh_from_db()
    assert (photo.status, Withdrawal.objects.count()) == ("unlabeled", 0)


def test_it_is_withdrawn_once(photo, bob, withdraw):
    withdraw(photo)
    call = lambda: withdrawing.withdraw(photo, reason="again", confirm=str(photo.pk), by=bob)  # noqa: E731
    assert code_of(call) == "withdrawn"
    assert WithdrawalJob.objects.count() == 1


def test_who_has_to_account_for_it_is_noted_and_those_who_follow_hear_of_it(photo, bob, withdraw, project):
    withdraw(photo, reason="A court orders it.")
    entry = AuditEntry.objects.get(what="picture_withdrawn")
    assert (entry.actor, entry.facts["reason"], entry.facts["images"]) == ("bob", "A court orders it.", [photo.pk])
    event = project.events.get(kind="images.withdrawn")
    assert (event.actor, event.object, event.to_value) == (bob, photo.pk, {"ids": [photo.pk]})


def test_webhooks_are_told_what_went_and_which_versions_held_it(
    photo, photos, dress, bob, project, answer, make_version, withdraw
):
    """Whoever trains on it has to know: a version stays as it was published, but for this picture."""
    answer([photo, *photos(2)], "approved", dress, by=bob)
    make_version(project, by=bob)
    make_version(project, by=bob)
    hooks.make(project, "https://hooks.example.org/", ["images.withdrawn"], by=bob)
    withdraw(photo)
    told = json.loads(Delivery.objects.get().body)
    assert (told["type"], told["data"]) == (
        "images.withdrawn",
        {
            "project": "wardrobe",
            "asset": photo.pk,
            "sha256": photo.sha256,
            "count": 1,
            "asset_ids": [photo.pk],
            "versions": [1, 2],
            "url": f"/api/v1/projects/wardrobe/assets/{photo.pk}/",
        },
    )


def test_what_webhooks_are_told_is_undone_with_a_withdrawal_that_fails(photo, bob, project, withdraw, monkeypatch):
    hooks.make(project, "https://hooks.example.org/", ["images.withdrawn"], by=bob)
    monkeypatch.setattr(withdrawing.audit, "note", mock.Mock(side_effect=OSError("The disk is tired.")))
    with pytest.raises(OSError, match="tired"):
        withdraw(photo)
    assert not Delivery.objects.exists()


def test_what_waits_for_an_answer_about_it_ends(photo, dress, alice, bob, project, answer, withdraw, photos):
    other = photos(1)[0]
    claims.next_assets(project, user=alice, tab="1", limit=5)
    answer(other, "approved", dress, by=bob)
    gold.mark(project, [other.pk], by=bob)
    withdraw(photo)
    withdraw(other)
    assert not Claim.objects.filter(asset__in=[photo, other]).exists()
    assert not hasattr(Asset.objects.get(pk=other.pk), "gold")
    assert claims.next_assets(project, user=alice, tab="1", limit=5) == []


# --- answers that come later ---


def operation(asset, op_id, base=0, status="skipped"):
    return {"op_id": op_id, "asset": asset.pk, "base_revision": base, "status": status}


@pytest.mark.parametrize("base", [0, 1, 99])
@pytest.mark.parametrize("only_own", [False, True])
def test_an_answer_that_waited_in_a_browser_is_settled_whatever_it_was_made_on(photo, alice, withdraw, base, only_own):
    withdraw(photo)
    [result] = answers.set_answers(photo.project, [operation(photo, "a", base)], by=alice, only_own=only_own)
    assert (result.result, result.code) == ("rejected", "withdrawn")
    assert "withdrawn" in result.detail


def test_what_was_applied_before_it_went_is_a_duplicate_still(photo, alice, withdraw):
    answers.set_answers(photo.project, [operation(photo, "a")], by=alice)
    withdraw(photo)
    [result] = answers.set_answers(photo.project, [operation(photo, "a")], by=alice)
    assert result.result == "duplicate"


def test_the_others_of_the_batch_are_applied(photo, photos, alice, withdraw):
    [other] = photos(1)
    withdraw(photo)
    both = [operation(photo, "a"), operation(other, "b")]
    assert [each.result for each in answers.set_answers(photo.project, both, by=alice)] == ["rejected", "applied"]


def test_bulk_actions_and_their_undo_leave_it_alone(photo, photos, dress, bob, project, withdraw):
    [other] = photos(1)
    both = [(photo.pk, None), (other.pk, None)]
    done = bulk.set_selected(project, both, status="approved", category_ids=[dress.public_id], by=bob)
    withdraw(photo)
    again = bulk.set_selected(project, both, status="skipped", category_ids=None, by=bob)
    assert (again.changed, again.refused) == (1, 1)
    bulk.undo(project, again.id, by=bob)
    undone = bulk.undo(project, done.id, by=bob)
    photo.refresh_from_db()
    assert (photo.status, undone.changed) == ("withdrawn", 0)


def test_no_answer_names_the_state(photo, bob, project, api):
    sent = {"operations": [operation(photo, "a", status="withdrawn")]}
    answer = api(bob).post("projects/wardrobe/answers/", sent, "json").data["results"][0]
    assert answer["result"] == "rejected"
    assert (
        api(bob).post("projects/wardrobe/bulk/", {"asset_ids": [photo.pk], "status": "withdrawn"}, "json").status_code
        == 400
    )


def test_a_second_answer_that_waits_is_taken_back(photo, dress, alice, mallory, project, bob, answer, withdraw):
    lifecycle.change(project, second_share=100, closed=True, by=bob)
    members.put(project, mallory, "labeler", by=bob)
    answer(photo, "labeled", dress, by=alice)
    project.refresh_from_db()
    given = operation(photo, "second", 1, "skipped") | {"second": True}
    [result] = answers.set_answers(project, [given], by=mallory, only_own=True)
    assert result.result == "applied", result.detail
    withdraw(photo)
    assert SecondAnswer.objects.get(asset=photo).status == "unlabeled"


# --- lists ---


def test_lists_and_counts_leave_it_out(photo, photos, bob, project, api, withdraw):
    [other] = photos(1)
    withdraw(photo)
    listed = api(bob).get("projects/wardrobe/assets/").data["results"]
    assert [each["id"] for each in listed] == [other.pk]
    gone = api(bob).get("projects/wardrobe/assets/?status=withdrawn").data["results"]
    assert [each["id"] for each in gone] == [photo.pk]
    stats = api(bob).get("projects/wardrobe/stats/").data
    assert (stats["total"], sum(stats["by_status"].values())) == (1, 1)
    assert api(bob).get("projects/").data["results"][0]


@pytest.mark.parametrize("kind", ["original", "display", "thumb"])
def test_its_bytes_are_gone_for_whoever_asks(photo, bob, api, withdraw, kind):
    address = f"projects/wardrobe/assets/{photo.pk}/{kind}"
    tag = api(bob).get(address)["ETag"]
    withdraw(photo, removed=False)
    for headers in ({}, {"HTTP_IF_NONE_MATCH": tag}):
        answer = api(bob).get(address, **headers)
        assert (answer.status_code, answer.data["error"]["code"]) == (410, "withdrawn")


def test_it_is_not_deleted_but_stays_as_the_mark_that_it_was(photo, bob, project, withdraw):
    withdraw(photo)
    assert code_of(lambda: deletion.remove(photo, by=bob)) == "withdrawn"
    assert deletion.remove_many(project, [photo.pk], by=bob).unknown == [photo.pk]


# --- bytes ---


def test_all_files_go_and_the_job_says_when(photo, stored, withdraw):
    renditions.open_rendition(photo, "thumb").close()
    assert len(stored(photo.sha256)) == 3
    job = withdraw(photo)
    assert (stored(photo.sha256), job.state) == ([], "done")
    photo.refresh_from_db()
    assert (photo.dhash, AssetLook.objects.filter(asset=photo).exists()) == (NO_DHASH, False)


def test_it_is_done_only_when_no_lease_of_before_can_hold(photo, bob, stored):
    job = withdrawing.withdraw(photo, reason="r", confirm=str(photo.pk), by=bob)
    removal.run(job.pk)
    job.refresh_from_db()
    assert (stored(photo.sha256), job.state, job.attempts) == ([], "queued", 0)


def test_a_job_that_was_killed_is_done_by_the_next(photo, stored, withdraw, monkeypatch):
    job = withdraw(photo, removed=False)

    def fail(*arguments):
        raise ConnectionError("the bucket is away")

    with monkeypatch.context() as away:
        away.setattr(withdrawn, "forget", fail)
        with pytest.raises(ConnectionError):
            removal.run(job.pk)
    assert stored(photo.sha256) != []
    removal.run(job.pk)
    job.refresh_from_db()
    assert (stored(photo.sha256), job.state) == ([], "done")


def test_a_picture_of_the_same_bytes_that_came_otherwise_goes_with_it(project, bob, photo, withdraw, monkeypatch):
    """A converted one is known by what was uploaded, too."""
    uploaded = hashlib.sha256(b"as it was uploaded").hexdigest()
    prepared = ingest.prepare(project.dataset_id, picture(5), "b.png")
    [one] = ingest.add_prepared(
        project, [replace(prepared, upload_sha256=uploaded, converted_from="image/heic")], by=bob
    )
    withdraw(one.asset)
    kinds = dict(Withdrawal.objects.values_list("sha256", "kind"))
    assert kinds == {one.asset.sha256: "image", uploaded: "upload"}


def test_the_same_bytes_in_another_project_stay_and_are_named(photo, bob, alice, withdraw, stored):
    open_one = lifecycle.create("Attic", by=bob)
    closed = lifecycle.create("Cellar", by=bob)
    lifecycle.change(closed, closed=True, by=bob)
    other = make_photo(open_one, by=bob, content=picture(0))
    make_photo(closed, by=bob, content=picture(0))
    seen = scope.of(photo, with_video=False, by=bob)
    assert ([each.name for each in seen.elsewhere], seen.hidden) == (["Attic", "Cellar"], 0)
    seen = scope.of(photo, with_video=False, by=alice)
    assert ([each.name for each in seen.elsewhere], seen.hidden) == (["Attic"], 1)
    withdraw(photo)
    other.refresh_from_db()
    assert other.status == "unlabeled"
    assert len(stored(other.sha256)) == 6


# --- coming back ---


def test_the_bytes_are_refused_by_the_database_itself(photo, bob, project, withdraw):
    withdraw(photo)
    prepared = ingest.prepare(project.dataset_id, picture(9), "other.png")
    with pytest.raises(IntegrityError), transaction.atomic():
        Asset.objects.create(
            project=project,
            sha256=photo.sha256,
            file=photo.file,
            width=1,
            height=1,
            mime_type="image/png",
            size_bytes=1,
            original_name="x.png",
            sort_name="x.png",
            uploaded_by=bob,
        )
    assert prepared.sha256 != photo.sha256


def test_an_upload_is_refused_and_leaves_nothing(photo, bob, project, api, withdraw, stored):
    withdraw(photo)
    sent = {"file": io.BytesIO(picture(0))}
    sent["file"].name = "again.png"
    answer = api(bob).post("projects/wardrobe/assets/", sent, "multipart")
    assert (answer.status_code, answer.data["error"]["code"]) == (410, "withdrawn")
    assert stored(photo.sha256) == []
    known = api(bob).post("projects/wardrobe/assets/known/", {"sha256": [photo.sha256]}, "json").data
    assert known["known"] == {}


def test_of_several_that_are_sent_at_once_the_others_come_in(photo, bob, project, withdraw, stored):
    withdraw(photo)
    done = ingest.add_images(project, [ingest.Sent(picture(0), "a.png"), ingest.Sent(picture(1), "b.png")], by=bob)
    assert [type(each).__name__ for each in done] == ["Refused", "Ingested"]
    assert stored(photo.sha256) == []


def test_what_was_prepared_before_it_was_withdrawn_is_refused_behind_and_removed(project, bob, photo, withdraw, stored):
    """As an import or a folder does: files first, rows later."""
    withdraw(photo)
    prepared = [ingest.prepare(project.dataset_id, picture(seed), f"{seed}.png") for seed in (0, 1)]
    assert len(stored(photo.sha256)) == 3
    done = ingest.add_prepared(project, prepared, by=bob)
    assert [type(each).__name__ for each in done] == ["Refused", "Ingested"]
    assert stored(photo.sha256) == []


def test_a_zip_tells_it_of_the_file_and_takes_the_others(photo, bob, project, withdraw, stored):
    withdraw(photo)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("again.png", picture(0))
        packed.writestr("new.png", picture(1))
    file.seek(0)
    asked = {"file": File(file, "pictures.zip"), "name": "pictures.zip", "kind": "zip", "enqueue": False}
    job = imports.request_import(project, by=bob, **asked)
    imports.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.report["added"]) == ("done", 1), job.error
    assert "again.png" in str(job.report["refused"])
    assert "was withdrawn from the project" in str(job.report["refused"])
    assert stored(photo.sha256) == []


# --- versions ---


def test_no_later_version_holds_it(photo, photos, dress, bob, project, answer, make_version, withdraw):
    [other] = photos(1)
    answer([photo, other], "approved", dress, by=bob)
    withdraw(photo)
    version = make_version(project, by=bob)
    assert [item.asset_id for item in version.items.all()] == [other.pk]


def test_versions_that_are_not_ready_are_cancelled_and_ready_ones_lose_their_shapes(
    photo, dress, bob, project, answer, make_version, withdraw, stored
):
    answer(photo, "approved", dress, by=bob)
    ready = make_version(project, by=bob)
    for kind in ("imagefolder", "csv"):
        shapes.build(shapes.request(ready, kind, by=bob).pk)
    waiting = make_version(project, by=bob, built=False)
    # As a build leaves it that was killed between the move and the end.
    left = default_storage.save(f"versions/{project.dataset_id}/v2-{'0' * 64}.zip", ContentFile(b"half told"))
    assert len(stored("v1-imagefolder-")) == 1
    withdraw(photo)
    assert not default_storage.exists(left)
    waiting.refresh_from_db()
    assert waiting.state == DatasetVersion.State.CANCELLED
    assert list(VersionShape.objects.values_list("kind", flat=True)) == ["csv"]
    assert (len(stored("v1-imagefolder-")), len(stored("v1-csv-"))) == (0, 1)
    assert code_of(lambda: shapes.request(ready, "imagefolder", by=bob)) == "withdrawn"


def test_a_version_that_failed_is_not_tried_again(photo, dress, bob, project, answer, make_version, withdraw):
    answer(photo, "approved", dress, by=bob)
    version = make_version(project, by=bob, built=False)
    DatasetVersion.objects.filter(pk=version.pk).update(state="failed", error="no room")
    version.refresh_from_db()
    withdraw(photo)
    assert code_of(lambda: builder.retry(version, by=bob)) == "withdrawn"


# --- the call ---


def test_staff_look_first_and_then_withdraw(photo, bob, api, project):
    address = f"projects/wardrobe/assets/{photo.pk}/withdraw/"
    told = api(bob).get(address).data
    assert (told["asset_ids"], told["video"], told["versions"]) == ([photo.pk], None, [])
    answer = api(bob).post(address, {"reason": "Its owner asks.", "confirm": str(photo.pk)}, "json")
    assert (answer.status_code, answer.data["state"], answer.data["by"]) == (202, "queued", "bob")
    assert api(bob).get(address).status_code == 410
    assert api(bob).post(address, {"reason": "r", "confirm": str(photo.pk)}, "json").status_code == 410


def test_nobody_else_may(photo, alice, api):
    address = f"projects/wardrobe/assets/{photo.pk}/withdraw/"
    assert api(alice).get(address).status_code == 403
    assert api(alice).post(address, {"reason": "r", "confirm": str(photo.pk)}, "json").status_code == 403
    photo.refresh_from_db()
    assert photo.status == "unlabeled"
