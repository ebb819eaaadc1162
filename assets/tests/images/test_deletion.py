"""Taking an asset away, with all that is its own, unless a version holds it."""

import pytest
from django.core.files.storage import default_storage

from annotations.models import Annotation, AnnotationEvent, Claim
from assets.images import deleters, deletion, ingest, names
from assets.models import Asset, AssetLook, AssetName
from core.exceptions import Refused
from projects import lifecycle
from tests.support.cast import TELLING, picture

pytestmark = pytest.mark.django_db


def stored(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def remove(asset, capture):
    with capture(execute=True):
        deletion.remove(asset)


def test_row_answer_history_and_bytes_go_together(
    photos, dress, answer, alice, files, django_capture_on_commit_callbacks
):
    photo, other = photos(2)
    answer([photo, other], "labeled", dress, by=alice)
    kept = [path for path in stored(files) if other.sha256 in path.name]
    remove(photo, django_capture_on_commit_callbacks)
    assert list(Asset.objects.all()) == [other]
    assert list(Annotation.objects.values_list("asset", flat=True)) == [other.pk]
    assert list(AnnotationEvent.objects.values_list("asset", flat=True)) == [other.pk]
    assert stored(files) == kept
    assert len(kept) == 3


def test_a_claim_goes_with_its_asset(photo, api, alice):
    api(alice).get("projects/wardrobe/queue/")
    assert Claim.objects.count() == 1
    deletion.remove(photo)
    assert not Claim.objects.exists()


def test_its_other_names_go_with_it(project, photos, bob):
    photo, other = photos(2)
    names.remember([names.Came(photo.pk, "", "b.png"), names.Came(other.pk, "", "c.png")], by=bob)
    deletion.remove(photo)
    assert list(AssetName.objects.values_list("asset", "path")) == [(other.pk, "c.png")]


def test_its_number_is_not_given_again(project, photo, bob):
    deletion.remove(photo)
    again = ingest.add_image(project, content=picture(0), original_name="again.png", by=bob)
    assert not again.duplicate
    assert again.asset.pk > photo.pk


def test_bytes_stay_while_the_removal_may_still_be_taken_back(photo, files):
    deletion.remove(photo)  # the test's transaction is open
    assert default_storage.exists(photo.file)


def test_bytes_that_another_row_names_stay(project, photo, bob, files, django_capture_on_commit_callbacks):
    video = project.videos.create(
        sha256="0" * 64, original_name="a.mp4", file="-", mime_type="video/mp4", size_bytes=1, uploaded_by=bob
    )
    frame = Asset.objects.create(
        project=project, sha256=photo.sha256, file=photo.file, width=32, height=24, mime_type="image/png",
        size_bytes=photo.size_bytes, original_name="a_0.png", sort_name="a_0.png", video=video, timestamp_ms=0,
        frame_index=0, uploaded_by=bob,
    )  # fmt: skip
    before = stored(files)
    remove(photo, django_capture_on_commit_callbacks)
    assert stored(files) == before
    remove(frame, django_capture_on_commit_callbacks)
    assert stored(files) == []


def test_the_same_bytes_of_another_project_stay(project, photo, bob, files, django_capture_on_commit_callbacks):
    other = lifecycle.create("Garage", by=bob)
    twin = ingest.add_image(other, content=picture(0), original_name="a.png", by=bob).asset
    remove(photo, django_capture_on_commit_callbacks)
    assert default_storage.open(twin.file).read() == picture(0)


@pytest.fixture
def approved(photo, dress, answer, bob):
    answer(photo, "approved", dress, by=bob)
    return photo


def refusal_of(photo):
    events = photo.events.count()
    with pytest.raises(Refused) as refusal:
        deletion.remove(photo)
    assert Asset.objects.filter(pk=photo.pk).exists()
    assert photo.events.count() == events
    return refusal.value.code, refusal.value.message


@pytest.mark.parametrize("built", [False, True])
def test_a_version_keeps_its_images_while_it_waits_and_for_ever(approved, bob, make_version, built):
    make_version(approved.project, by=bob, built=built)
    assert refusal_of(approved) == ("held", "photo-0.png is part of v1, and a version keeps its images.")


def test_a_failed_version_keeps_its_images_as_it_can_be_tried_again(approved, bob, make_version, files):
    (files / approved.file).unlink()
    assert make_version(approved.project, by=bob).state == "failed"
    assert refusal_of(approved)[0] == "held"


def test_a_cancelled_version_keeps_nothing(approved, bob, api, make_version):
    project = approved.project
    first, second = (make_version(project, by=bob, built=False) for _ in range(2))
    api(bob).post("projects/wardrobe/versions/1/cancel/")
    assert refusal_of(approved)[1] == "photo-0.png is part of v2, and a version keeps its images."
    api(bob).post("projects/wardrobe/versions/2/cancel/")
    deletion.remove(approved)
    assert not Asset.objects.exists()
    assert not first.items.exists()
    assert not second.items.exists()


# --- what hangs on it ---


def test_what_hangs_on_an_asset_goes_in_a_fixed_order():
    assert deleters.registered() == [
        "exports.VersionLabel",
        "exports.VersionItem",
        "annotations.ReviewedLabel",
        "annotations.Absence",
        "annotations.Annotation",
        "annotations.GoldPicture",
        "annotations.SecondAnswer",
        "annotations.AnnotationEvent",
        "annotations.Claim",
        "assets.AssetName",
        "assets.AssetLook",
    ]


@pytest.fixture
def registry(monkeypatch):
    """A copy that a test may add to."""
    monkeypatch.setattr(deleters, "_deleters", dict(deleters._deleters))
    monkeypatch.setattr(deleters, "_holders", dict(deleters._holders))
    return deleters


def test_an_app_that_comes_later_is_asked_before_anything_goes(photo, registry):
    seen = []
    registry.register("later.Guess", seen.extend, holders=lambda ids: {number: [7] for number in ids})
    assert refusal_of(photo)[1] == "photo-0.png is part of v7, and a version keeps its images."
    assert seen == []


def test_what_an_app_that_comes_later_hangs_on_an_asset_goes_first(photo, dress, answer, alice, registry):
    answer(photo, "labeled", dress, by=alice)
    seen = []
    registry.register("later.Guess", lambda assets: seen.append(([*assets], Annotation.objects.count())))
    deletion.remove(photo)
    assert seen == [([photo], 1)]
    assert not Annotation.objects.exists()


def test_those_who_hold_the_same_asset_are_told_together(registry):
    registry.register("later.One", lambda assets: None, holders=lambda ids: {1: [3]})
    registry.register("later.Other", lambda assets: None, holders=lambda ids: {1: [4], 2: [4]})
    assert registry.holders_of([1, 2]) == {1: [3, 4], 2: [4]}


# --- several ---


def test_of_several_those_that_a_version_holds_stay_and_are_told(project, photos, dress, answer, alice, make_version):
    first, second, third = photos(3)
    answer(first, "approved", dress, by=alice)
    make_version(project, by=alice)
    make_version(project, by=alice)
    would = deletion.would_remove(project, [first.pk, second.pk, 999_999])
    assert Asset.objects.count() == 3
    done = deletion.remove_many(project, [first.pk, second.pk, 999_999])
    assert done == would
    assert (done.deleted, done.held, done.unknown) == ([second.pk], [(first, [1, 2])], [999_999])
    assert list(Asset.objects.order_by("pk")) == [first, third]


def test_an_image_of_another_project_is_unknown_here(photo, bob):
    other = lifecycle.create("Garage", by=bob)
    assert deletion.remove_many(other, [photo.pk]).unknown == [photo.pk]
    assert Asset.objects.count() == 1


def test_more_than_five_hundred_at_once_are_refused(project):
    with pytest.raises(Refused, match="At most 500 images"):
        deletion.remove_many(project, range(1, 502))


@pytest.mark.parametrize("count", [2, 20])
def test_twenty_cost_as_many_statements_as_two(project, photos, dress, answer, alice, count, django_assert_num_queries):
    made = photos(count)
    answer(made, "labeled", dress, by=alice)
    # Within a savepoint: rows, holders, eleven kinds of what is theirs, themselves; Django looks for what hangs on it.
    with django_assert_num_queries(30 + TELLING):
        deletion.remove_many(project, [photo.pk for photo in made])


@pytest.mark.django_db(transaction=True)
def test_bytes_that_come_in_while_they_are_removed_are_there_in_the_end(project, photo, bob, monkeypatch):
    delete = default_storage.delete
    came = []

    def delete_and_upload(name):
        if not came:  # the row is gone, the files are still here: the upload keeps them
            came.append(None)
            came[0] = ingest.add_image(project, content=picture(0), original_name="again.png", by=bob)
        delete(name)

    monkeypatch.setattr(default_storage._wrapped, "delete", delete_and_upload)
    deletion.remove(photo)
    assert not came[0].duplicate
    assert default_storage.open(came[0].asset.file).read() == picture(0)


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_found_files_which_go_before_its_row_is_there_stores_them_again(
    project, photo, bob, monkeypatch
):
    insert = ingest._insert

    def removed_meanwhile(*args, **options):
        monkeypatch.undo()
        deletion._drop_bytes(photo)
        return insert(*args, **options)

    AssetLook.objects.all().delete()
    Asset.objects.filter(pk=photo.pk).delete()
    monkeypatch.setattr(ingest, "_insert", removed_meanwhile)
    done = ingest.add_image(project, content=picture(0), original_name="again.png", by=bob)
    assert default_storage.open(done.asset.file).read() == picture(0)
