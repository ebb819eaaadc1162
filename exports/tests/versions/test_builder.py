"""A version from request to sealed zip: frozen at one moment, built from frozen rows, the same bytes every time."""

import errno
import hashlib
import io
import json
import threading
import tracemalloc
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from jsonschema import Draft202012Validator

from annotations.labeling import answers
from annotations.models import AnnotationEvent
from assets.images import deletion, ingest
from assets.models import Asset
from contract import archive, stored_zip
from contract.tests.test_readers import code
from core.exceptions import Refused
from core.jobs import leases
from core.storage import scratch
from exports import artifacts
from exports.models import DatasetVersion, VersionItem
from exports.task_types import base, single
from exports.tests.many import approved_frames
from exports.versions import builder, frozen_rows
from exports.wanted import Wanted
from projects import categories, lifecycle
from projects.models import Project
from tests.support.cast import ASKING, TELLING, at_once, make_photo, picture
from tests.support.program import eventually
from tests.support.second_process import kill_where_it_stands

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[3]
SCHEMAS = ROOT / "contract" / "schemas"


def stored(files):
    """The zips in the store."""
    return sorted(path.name for path in files.glob("versions/**/*") if path.is_file())


def left_over(settings):
    """What lies in the work folder."""
    return sorted(path.name for path in Path(settings.WORK_DIR).glob("*"))


def zip_of(version):
    return default_storage.open(version.artifact).read()


def read(version, name):
    with zipfile.ZipFile(io.BytesIO(zip_of(version))) as export:
        return export.read(name)


def load(version, name):
    return json.loads(read(version, name))


def digests(version):
    assert version.state == "ready", version.error
    return version.hash, version.labels_hash, version.samples_hash


@pytest.fixture
def approved(photos, dress, hat, answer, alice):
    """Six approved images: four dresses, two hats."""
    made = photos(6)
    for number, photo in enumerate(made):
        answer(photo, "approved", dress if number < 4 else hat, by=alice)
    return made


@pytest.fixture
def version_of(project, bob, make_version):
    """A version of the project: `version_of(include_unlabeled=True)`."""
    return lambda **wanted: make_version(project, by=bob, **wanted)


# --- what a version is ----------------------------------------------------------------------------------------------


@pytest.fixture
def verify():
    module = {"__name__": "verify"}
    exec(code("def verify"), module)
    return module["verify"]


def test_a_version_is_sealed_with_all_that_identifies_it(project, approved, version_of, files, bob):
    version = version_of(notes="  First.  ")
    content = zip_of(version)
    assert (version.state, version.number, version.error, version.notes) == ("ready", 1, "", "First.")
    assert (version.created_by, version.previous, version.images, version.progress) == (bob, None, 6, 6)
    assert version.artifact_sha256 == hashlib.sha256(content).hexdigest()
    assert version.artifact_size == len(content)
    assert version.artifact == f"versions/{project.dataset_id}/v1-{version.artifact_sha256}.zip"
    assert stored(files) == [f"v1-{version.artifact_sha256}.zip"]
    assert version.file_name == "wardrobe-v1.zip"
    assert version.manifest.encode() == read(version, "manifest.json")
    assert version.hash == "sha256:" + hashlib.sha256(read(version, "checksums.sha256")).hexdigest()
    assert version.sealed_at >= version.created_at
    assert version.created_at.microsecond == 0  # as the manifest has it
    assert (version.lease_owner, version.lease_until, version.attempts) == (None, None, 1)


def test_the_contracts_verifier_accepts_the_zip(project, approved, version_of, verify, tmp_path):
    version = version_of()
    (tmp_path / "download.zip").write_bytes(zip_of(version))
    assert verify(str(tmp_path / "download.zip")) == f"{project.dataset_id}: 6 images verified, {version.hash}"


@pytest.mark.parametrize("name", ["manifest", "annotations"])
def test_what_is_in_it_obeys_the_published_schemas(approved, version_of, name):
    schema = json.loads((SCHEMAS / f"{name}-1.0.0.schema.json").read_text("utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(load(version_of(), f"{name}.json"))) == []


def test_it_holds_the_rows_as_they_are_and_the_bytes_as_they_came(project, approved, version_of):
    version = version_of()
    manifest, annotations = load(version, "manifest.json"), load(version, "annotations.json")
    assert manifest["dataset_id"] == str(project.dataset_id)
    assert manifest["dataset_name"] == "Wardrobe"
    assert (manifest["version"], manifest["previous"], manifest["splits"]) == (1, None, None)
    assert manifest["created_at"] == version.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (
        manifest["counts"]
        == version.counts
        == {
            "images": 6,
            "annotations": 6,
            "image_bytes": sum(photo.size_bytes for photo in approved),
            "by_category": {"1": 4, "2": 2},
            "by_split": None,
            "duplicate_images": 0,
        }
    )
    assert [image["id"] for image in annotations["images"]] == [photo.pk for photo in approved]
    assert [label["category_id"] for label in annotations["annotations"]] == [1, 1, 1, 1, 2, 2]
    for image, photo in zip(annotations["images"], approved, strict=True):
        assert (image["sha256"], image["original_name"]) == (photo.sha256, photo.original_name)
        assert hashlib.sha256(read(version, f"images/{image['file_name']}")).hexdigest() == photo.sha256


def test_the_manifest_lists_all_categories_as_they_were(project, approved, version_of, dress, hat):
    categories.add(project, "Scarf", supercategory="Neck", color="#abcdef")
    categories.reorder(project, [3, 2, 1])
    categories.retire(hat)
    keys = ("id", "class_index", "name", "supercategory", "active", "display_order", "color")
    assert [tuple(category[key] for key in keys) for category in load(version_of(), "manifest.json")["categories"]] == [
        (1, 0, "Dress", "", True, 2, "#ECD438"),
        (2, 1, "Hat", "", False, 1, "#898CFE"),
        (3, 2, "Scarf", "Neck", True, 0, "#ABCDEF"),
    ]


def test_the_display_order_counts_from_zero_whatever_the_stored_positions(project, approved, version_of, dress):
    project.categories.filter(pk=dress.pk).update(position=50)
    told = [category["display_order"] for category in version_of().frozen["categories"]]
    assert told == [1, 0]


def test_equal_bytes_of_frames_are_exported_twice_and_counted(project, approved, version_of, answer, dress, bob):
    video = project.videos.create(
        sha256="0" * 64, original_name="walk.mp4", file="-", mime_type="video/mp4", size_bytes=1, uploaded_by=bob
    )
    fields = Asset.objects.filter(pk=approved[0].pk).values().get()
    fields |= {"id": None, "video_id": video.pk, "status": "unlabeled", "revision": 0}
    for index in (3, 4):
        frame = Asset.objects.create(**fields | {"frame_index": index, "timestamp_ms": index * 40})
        answer(frame, "approved", dress, by=bob)
    version = version_of(splits={"ratios": {"train": 5000, "val": 3000, "test": 2000}})
    assert (version.counts["images"], version.counts["duplicate_images"]) == (8, 2)
    annotations = load(version, "annotations.json")
    assert annotations["videos"] == [{"id": video.pk, "original_name": "walk.mp4", "sha256": "0" * 64}]
    frames = [image for image in annotations["images"] if image["provenance"]["source"] == "video_frame"]
    assert [frame["provenance"] for frame in frames] == [
        {"source": "video_frame", "video_id": video.pk, "frame_index": index, "timestamp_ms": index * 40}
        for index in (3, 4)
    ]
    assert len({frame["split"] for frame in frames}) == 1


# --- the same again -------------------------------------------------------------------------------------------------


def test_two_versions_of_the_same_data_have_the_same_digests(approved, version_of):
    first, second = version_of(notes="one"), version_of(notes="two")
    assert digests(first) == digests(second)
    assert (first.number, second.number) == (1, 2)
    assert second.previous == first
    assert load(second, "manifest.json")["previous"] == {"version": 1, "hash": first.hash}
    assert first.artifact_sha256 != second.artifact_sha256  # the number is in the manifest


def test_a_selection_spelled_otherwise_is_the_same_version(approved, version_of):
    first = version_of(statuses=("approved", "labeled"), category_ids=(1, 2))
    second = version_of(statuses=("labeled", "approved", "labeled"), category_ids=(2, 1, 1))
    assert digests(first) == digests(second) == digests(version_of())
    assert first.frozen["selection"] == second.frozen["selection"]


def test_a_ready_version_is_built_again_byte_for_byte(approved, version_of, tmp_path, dress, answer, bob):
    version = version_of(splits={"ratios": {"train": 8000, "val": 1000, "test": 1000}})
    before = zip_of(version)
    categories.change(dress, name="Gown")
    answer(approved[0], "skipped", by=bob)
    lifecycle.change(version.project, name="Closet")
    sealed = builder.rebuild(DatasetVersion.objects.select_related("project").get(), tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == before
    assert (sealed.zip_sha256, sealed.hash) == (version.artifact_sha256, version.hash)
    assert zip_of(version) == before


def test_whoever_reads_ahead_asks_the_database_nothing(approved, version_of, django_assert_num_queries):
    version = DatasetVersion.objects.get(pk=version_of().pk)  # its project is not loaded
    image = next(frozen_rows.images(version))
    opened = frozen_rows.opener(version)
    with django_assert_num_queries(0), opened(image) as file:
        assert hashlib.sha256(file.read()).hexdigest() == image.sha256


def test_the_command_builds_it_again_and_compares(approved, version_of, capsys, files):
    version = version_of()
    (files / version.artifact).unlink()  # evicted: the rows are enough
    call_command("rebuild_version", "wardrobe", "1")
    assert capsys.readouterr().out == f"wardrobe v1: the same bytes, sha256 {version.artifact_sha256}\n"


def test_the_command_puts_a_zip_that_is_gone_back(approved, version_of, capsys, files, settings):
    version = version_of()
    content = zip_of(version)
    (files / version.artifact).unlink()
    for done in ("was gone and is back", "is there"):
        call_command("rebuild_version", "wardrobe", "1", "--restore")
        told = f"wardrobe v1: the same bytes; the zip {done}, sha256 {version.artifact_sha256}\n"
        assert capsys.readouterr().out == told
        assert zip_of(version) == content
        assert left_over(settings) == []


def test_what_was_damaged_meanwhile_is_not_put_back(approved, version_of, files, settings):
    version = version_of()
    (files / version.artifact).unlink()
    damage(files / approved[2].file, b"other")
    with pytest.raises(CommandError, match=f"Image {approved[2].pk} cannot be exported"):
        call_command("rebuild_version", "wardrobe", "1", "--restore")
    assert stored(files) == left_over(settings) == []


def test_the_command_says_what_is_wrong(approved, version_of, monkeypatch):
    for slug, number in (("wardrobe", "1"), ("nothing", "1")):
        with pytest.raises(CommandError, match=f"There is no version {number} of {slug}."):
            call_command("rebuild_version", slug, number)
    version_of(built=False)
    with pytest.raises(CommandError, match="v1 is queued; only a ready one can be compared."):
        call_command("rebuild_version", "wardrobe", "1")
    version_of()
    rebuild = builder.rebuild

    def otherwise(version, target):
        sealed = rebuild(version, target)
        return archive.Sealed(
            **{field: getattr(sealed, field) for field in sealed.__slots__} | {"zip_sha256": "0" * 64}
        )

    monkeypatch.setattr(builder, "rebuild", otherwise)
    with pytest.raises(CommandError, match="v2 came out as 0{64}, but [0-9a-f]{64} is stored."):
        call_command("rebuild_version", "wardrobe", "2")


# --- what changes the digests (dataset contract, section 9) ---------------------------------------------------------

SAME, NEW = True, False


def rename(project, photos):
    categories.change(project.categories.get(class_index=0), name="Gown")


def reorder(project, photos):
    categories.reorder(project, [2, 1])


def recolour(project, photos):
    categories.change(project.categories.get(class_index=0), color="#000000", description="Dark.")


def rename_dataset(project, photos):
    lifecycle.change(project, name="Closet")


def add(project, photos):
    categories.add(project, "Scarf")


def supercategory(project, photos):
    categories.change(project.categories.get(class_index=0), supercategory="Body")


def retire_used(project, photos):
    categories.retire(project.categories.get(class_index=1))


def retire_unused(project, photos):
    category = project.categories.get(class_index=1)
    for photo in photos[4:]:
        change(photo, "approved", [1])
    return lambda: categories.retire(category)


def restore_unused(project, photos):
    retire_unused(project, photos)()
    return lambda: categories.restore(project.categories.get(class_index=1))


def relabel(project, photos):
    change(photos[0], "approved", [2])


def remove_image(project, photos):
    change(photos[0], "skipped", [])


def add_image(project, photos):
    change(make_photo(project, by=photos[0].uploaded_by, seed=900), "approved", [1])


def approve_again(project, photos):
    change(photos[0], "needs_review", [1])
    change(photos[0], "approved", [1])


def nothing(project, photos):
    pass


def change(photo, status, ids):
    photo.refresh_from_db()
    operation = {
        "op_id": f"{photo.pk}-{photo.revision}",
        "asset": photo.pk,
        "base_revision": photo.revision,
        "status": status,
        "category_ids": ids,
    }
    (result,) = answers.set_answers(photo.project, [operation], by=photo.uploaded_by)
    assert result.result == "applied", result.detail


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (nothing, (SAME, SAME, SAME)),
        (rename_dataset, (SAME, SAME, SAME)),
        (reorder, (SAME, SAME, SAME)),
        (recolour, (SAME, SAME, SAME)),
        (approve_again, (SAME, SAME, SAME)),
        (rename, (NEW, NEW, SAME)),
        (supercategory, (NEW, NEW, SAME)),
        (add, (NEW, NEW, SAME)),
        (retire_unused, (NEW, NEW, SAME)),
        (restore_unused, (NEW, NEW, SAME)),
        (retire_used, (NEW, NEW, NEW)),
        (relabel, (NEW, SAME, NEW)),
        (remove_image, (NEW, SAME, NEW)),
        (add_image, (NEW, SAME, NEW)),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_each_event_between_two_versions_changes_the_digests_that_it_should(
    project, approved, version_of, event, expected
):
    # Some events need a state before them: they answer with what is done between the versions.
    prepared = event(project, approved) if event in (retire_unused, restore_unused) else None
    first = version_of()
    content = zip_of(first)
    if prepared:
        prepared()
    else:
        event(project, approved)
    second = version_of()
    assert tuple(one == two for one, two in zip(digests(first), digests(second), strict=True)) == expected
    assert zip_of(first) == content
    older, newer = (
        [(category["id"], category["class_index"]) for category in version.frozen["categories"]]
        for version in (first, second)
    )
    assert newer[: len(older)] == older


def test_an_event_taken_back_gives_the_digests_back(project, approved, version_of):
    first = version_of()
    categories.change(project.categories.get(class_index=0), name="Gown")
    categories.retire(project.categories.get(class_index=1))
    categories.change(project.categories.get(class_index=0), name="Dress")
    categories.restore(project.categories.get(class_index=1))
    assert digests(version_of()) == digests(first)


def test_splits_change_hash_and_samples_only(approved, version_of):
    plain = version_of()
    split = version_of(splits={"ratios": {"train": 5000, "val": 3000, "test": 2000}})
    other = version_of(splits={"ratios": {"train": 5000, "val": 3000, "test": 2000}, "seed": "another"})
    assert len({version.labels_hash for version in (plain, split, other)}) == 1
    assert len({version.hash for version in (plain, split, other)}) == 3
    assert len({version.samples_hash for version in (plain, split, other)}) == 3


# --- frozen at one moment -------------------------------------------------------------------------------------------


def test_what_happens_after_the_request_does_not_reach_the_version(
    project, approved, version_of, dress, hat, answer, alice
):
    before = version_of()
    waiting = version_of(built=False)
    answer(approved[0], "labeled", hat, by=alice)
    answer(approved[1], "skipped", by=alice)
    make_photo(project, by=alice, seed=900)
    categories.change(dress, name="Gown")
    categories.retire(hat)
    categories.add(project, "Scarf")
    lifecycle.change(project, name="Closet")
    builder.build(waiting.pk)
    waiting.refresh_from_db()
    assert digests(waiting) == digests(before)
    assert load(waiting, "manifest.json")["dataset_name"] == "Wardrobe"
    after = version_of()
    assert (after.counts["images"], len(after.frozen["categories"])) == (2, 3)


def test_a_version_has_the_name_of_its_moment_though_whoever_asks_had_read_another(
    project, approved, bob, make_version
):
    lifecycle.change(Project.objects.get(), name="Closet")
    assert project.name == "Wardrobe"
    assert load(make_version(project, by=bob), "manifest.json")["dataset_name"] == "Closet"


def test_the_license_is_frozen_beside_the_manifest_and_moves_no_byte_of_the_export(project, approved, version_of):
    before = version_of()
    lifecycle.change(project, license="cc-by-4.0")
    project.refresh_from_db()
    waiting = version_of(built=False)
    lifecycle.change(project, license="MIT")
    builder.build(waiting.pk)
    waiting.refresh_from_db()
    assert (before.license, waiting.license) == (None, "https://spdx.org/licenses/CC-BY-4.0")
    assert set(waiting.frozen) == set(before.frozen)
    assert (waiting.labels_hash, waiting.samples_hash) == (before.labels_hash, before.samples_hash)
    for name in ("annotations.json", "metadata.jsonl"):
        assert b"CC-BY" not in read(waiting, name)
    told, earlier = load(waiting, "manifest.json"), load(before, "manifest.json")
    assert {name for name in told if told[name] != earlier[name]} <= {"version", "created_at", "previous", "hash"}
    assert "CC-BY" not in waiting.manifest


only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite nobody else writes meanwhile")


@pytest.fixture
def after_the_moment(monkeypatch):
    """Do something when the images are chosen and the rows are not there yet: `after_the_moment(act)`."""

    def arrange(act):
        freeze, tries = single.freeze, []

        def slowly(version, chosen):
            tries.append(version.number)
            act(len(tries))
            freeze(version, chosen)

        monkeypatch.setattr(single, "freeze", slowly)
        return tries

    return arrange


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_answers_given_while_it_is_frozen_wait_for_the_next_version_and_for_nothing_else(
    project, approved, photos, bob, after_the_moment
):
    """Whether they add an image, take one away or change its class; and nobody has to try again."""
    (late,) = photos(1, first=500)

    def act(turn):
        at_once(
            lambda: change(late, "approved", [1]),
            lambda: change(approved[0], "skipped", []),
            lambda: change(approved[1], "approved", [2]),
        )

    tries = after_the_moment(act)
    version = builder.request_version(project, Wanted(), by=bob)
    assert list(version.items.order_by("asset").values_list("asset", "class_index")) == [
        (photo.pk, 0 if number < 4 else 1) for number, photo in enumerate(approved)
    ]
    assert (version.images, version.number, tries) == (6, 1, [1])
    after = builder.request_version(project, Wanted(), by=bob)
    assert dict(after.items.values_list("asset", "class_index")) == {
        approved[1].pk: 1, approved[2].pk: 0, approved[3].pk: 0, approved[4].pk: 1, approved[5].pk: 1, late.pk: 0,
    }  # fmt: skip


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_an_image_deleted_while_it_is_frozen_is_left_to_the_next_try(project, approved, bob, after_the_moment):
    def act(turn):
        if turn == 1:
            at_once(lambda: deletion.remove(approved[0]))

    tries = after_the_moment(act)
    version = builder.request_version(project, Wanted(), by=bob)
    assert (version.images, version.items.count(), version.number, tries) == (5, 5, 1, [1, 1])
    assert DatasetVersion.objects.count() == 1


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_category_is_changed_before_or_after_the_freeze_and_never_in_it(
    project, approved, hat, bob, after_the_moment
):
    retiring = threading.Thread(target=lambda: (categories.retire(hat), connection.close()))

    def act(turn):
        retiring.start()
        eventually(waits_for_a_lock)

    after_the_moment(act)
    version = builder.request_version(project, Wanted(), by=bob)
    retiring.join()
    assert [category["active"] for category in version.frozen["categories"]] == [True, True]
    assert (version.images, version.frozen["selection"]["excluded"]["inactive_category"]) == (6, 0)
    hat.refresh_from_db()
    assert not hat.active


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # or a transaction sees what it saw the first time
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone()[0]


def test_a_row_that_was_slipped_in_after_the_freeze_fails_the_build(project, approved, photos, version_of):
    (late,) = photos(1, first=500)
    version = version_of(built=False)
    VersionItem.objects.create(version=version, asset=late, class_index=0)
    builder.build(version.pk)
    version.refresh_from_db()
    assert (version.state, version.error) == ("failed", "v1 has 7 rows, but 6 were frozen.")


@pytest.mark.django_db(transaction=True)
def test_versions_requested_at_once_get_a_number_each(project, approved, alice, bob):
    versions = at_once(*(lambda by=by: builder.request_version(project, Wanted(), by=by) for by in (alice, bob, alice)))
    assert sorted(version.number for version in versions) == [1, 2, 3]
    assert sorted(VersionItem.objects.values_list("version__number", flat=True)) == [1] * 6 + [2] * 6 + [3] * 6


def test_only_ready_versions_count_as_previous(approved, version_of):
    first = version_of()
    builder.cancel(version_of(built=False))
    assert version_of().previous == first


@pytest.mark.parametrize("count", [3, 30])
def test_a_request_takes_the_same_queries_for_3_and_for_30(
    project, photos, dress, answer, alice, count, django_assert_num_queries
):
    answer(photos(count), "approved", dress, by=alice)
    # Savepoint, lock, any category, table, counts, number, previous, categories twice, version, items, table, end;
    # how far the history has come, before the table.
    with django_assert_num_queries(15 + ASKING + TELLING):
        assert builder.request_version(project, Wanted(), by=alice).images == count


def test_nothing_selected_is_refused_and_leaves_no_number(project, photo, dress, version_of):
    sentence = "No image has these statuses and categories, so there is nothing to export."
    with pytest.raises(Refused, match=sentence) as refusal:
        version_of()
    assert refusal.value.code == "nothing_selected"
    assert not DatasetVersion.objects.exists()


def test_a_project_without_categories_is_refused(project, photo, version_of):
    with pytest.raises(Refused, match="This project has no category yet."):
        version_of(statuses=("unlabeled",), include_unlabeled=True)
    assert not DatasetVersion.objects.exists()


# --- builds that fail -----------------------------------------------------------------------------------------------


def nothing_can_be_downloaded(version, files, settings):
    version.refresh_from_db()
    assert (version.hash, version.artifact, version.manifest, version.sealed_at) == ("", "", "", None)
    assert stored(files) == []
    assert left_over(settings) == []
    return True


def damage(path, content):
    path.chmod(0o644)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda path: path.unlink(), "its file is missing"),
        (lambda path: damage(path, b""), "its file is shorter than the {} bytes that came in"),
        (lambda path: damage(path, path.read_bytes()[:-1]), "its file is shorter than the {} bytes that came in"),
        (lambda path: damage(path, path.read_bytes() + b"x"), "its file is longer than the {} bytes that came in"),
        (lambda path: damage(path, path.read_bytes()[:-1] + b"x"), "its file has changed since it came in"),
    ],
    ids=["missing", "empty", "shorter", "longer", "one byte"],
)
def test_a_damaged_image_fails_the_version_and_is_named(approved, version_of, files, settings, harm, reason):
    victim = approved[3]
    harm(files / victim.file)
    version = version_of()
    assert version.state == "failed"
    assert version.error == f"Image {victim.pk} cannot be exported: {reason.format(victim.size_bytes)}."
    assert nothing_can_be_downloaded(version, files, settings)
    assert version.attempts == 1  # the same bytes would fail the same way


def test_a_failed_version_is_retried_from_the_same_rows(approved, version_of, files, answer, hat, bob):
    expected = digests(version_of())
    path = files / approved[3].file
    content = path.read_bytes()
    path.unlink()
    version = version_of()
    answer(approved[0], "approved", hat, by=bob)
    path.write_bytes(content)
    queued = builder.retry(version)
    assert (queued.state, queued.error, queued.attempts, queued.progress) == ("queued", "", 0, 0)
    builder.build(version.pk)
    version.refresh_from_db()
    assert digests(version) == expected


@pytest.mark.parametrize("state", ["queued", "building", "ready", "cancelled"])
def test_only_a_failed_version_is_retried(approved, version_of, state):
    version = version_of(built=state == "ready")
    if state == "building":
        leases.take(DatasetVersion.objects, version.pk, state=state)
    elif state == "cancelled":
        builder.cancel(version)
    with pytest.raises(Refused, match=f"v1 is {state}: only a failed one is retried.") as refusal:
        builder.retry(version)
    assert refusal.value.code == "not_failed"


def test_a_full_disk_fails_the_version_in_words_and_it_can_be_tried_again(
    approved, version_of, files, settings, monkeypatch
):
    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(stored_zip.os, "fsync", full)
        version = version_of()
    assert (version.state, version.error) == ("failed", "The disk is full. Free some space, then try again.")
    assert nothing_can_be_downloaded(version, files, settings)
    builder.retry(version)
    builder.build(version.pk)
    version.refresh_from_db()
    assert version.state == "ready"


def test_a_disk_that_fills_while_the_zip_is_moved_leaves_nothing(approved, version_of, files, settings, monkeypatch):
    def full(path, name, still_ours):
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr(artifacts, "_into_store", full)
    version = version_of()
    assert version.state == "failed"
    assert nothing_can_be_downloaded(version, files, settings)


def test_an_accident_is_tried_three_times_and_then_told(approved, version_of, files, settings, monkeypatch):
    def broken(version, target, progress):
        raise RuntimeError("the cable was pulled")

    monkeypatch.setattr(builder, "_archive", broken)
    version = version_of(built=False)
    for attempt in (1, 2):
        with pytest.raises(RuntimeError):
            builder.build(version.pk)
        version.refresh_from_db()
        assert (version.state, version.attempts, version.error) == ("queued", attempt, "the cable was pulled")
        assert version.lease_owner is None
    with pytest.raises(RuntimeError):
        builder.build(version.pk)
    version.refresh_from_db()
    assert (version.state, version.error) == ("failed", "The build failed 3 times: the cable was pulled")
    assert nothing_can_be_downloaded(version, files, settings)
    builder.build(version.pk)
    version.refresh_from_db()
    assert (version.state, version.attempts) == ("failed", 3)


def test_an_input_error_that_is_not_the_disk_is_tried_again(approved, version_of, monkeypatch):
    def broken(path, name, still_ours):
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(artifacts, "_into_store", broken)
        version = version_of(built=False)
        with pytest.raises(OSError, match="Input/output error"):
            builder.build(version.pk)
    version.refresh_from_db()
    assert version.state == "queued"
    builder.build(version.pk)
    version.refresh_from_db()
    assert version.state == "ready"


# --- delivered twice, or never --------------------------------------------------------------------------------------


@pytest.fixture
def while_copying(monkeypatch):
    """Do something in the middle of a build, when the third image is copied: `while_copying(act)`."""

    def arrange(act):
        copied, add_image = [], archive.add_image

        def interrupted(packed, path, *args):
            copied.append(path)
            if len(copied) == 3:
                act()
            return add_image(packed, path, *args)

        monkeypatch.setattr(archive, "add_image", interrupted)
        return copied

    return arrange


def test_a_second_delivery_stands_back_while_the_first_is_alive(approved, version_of, while_copying):
    version = version_of(built=False)
    opened = while_copying(lambda: builder.build(version.pk))
    builder.build(version.pk)
    version.refresh_from_db()
    assert (version.state, version.attempts, len(opened)) == ("ready", 1, 6)


def test_a_delivery_after_it_is_ready_changes_nothing(approved, version_of):
    version = version_of()
    before = DatasetVersion.objects.values().get()
    builder.build(version.pk)
    assert DatasetVersion.objects.values().get() == before


def test_a_second_delivery_takes_over_from_one_that_was_taken_for_dead(
    approved, version_of, while_copying, files, settings
):
    expected = digests(version_of())
    version = version_of(built=False)

    def taken_for_dead():
        DatasetVersion.objects.filter(pk=version.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        builder.build(version.pk)
        version.refresh_from_db()
        assert version.state == "ready"

    while_copying(taken_for_dead)
    before = zip_of(DatasetVersion.objects.get(number=1))
    builder.build(version.pk)  # goes on, finds its lease lost, and leaves quietly
    version.refresh_from_db()
    assert digests(version) == expected
    assert version.attempts == 2
    assert hashlib.sha256(zip_of(version)).hexdigest() == version.artifact_sha256
    assert len(stored(files)) == 2
    assert left_over(settings) == []
    assert zip_of(DatasetVersion.objects.get(number=1)) == before


def test_a_version_cancelled_in_the_middle_leaves_nothing(approved, version_of, while_copying, files, settings):
    version = version_of(built=False)
    while_copying(lambda: builder.cancel(version))
    builder.build(version.pk)
    assert nothing_can_be_downloaded(version, files, settings)
    assert (version.state, version.error) == ("cancelled", "")


def test_a_version_cancelled_between_move_and_seal_leaves_nothing(approved, version_of, files, settings, monkeypatch):
    into_store = artifacts._into_store
    version = version_of(built=False)

    def then_cancelled(path, name, still_ours):
        into_store(path, name, still_ours)
        assert len(stored(files)) == 1
        builder.cancel(version)

    monkeypatch.setattr(artifacts, "_into_store", then_cancelled)
    builder.build(version.pk)
    assert nothing_can_be_downloaded(version, files, settings)
    assert version.state == "cancelled"


@pytest.mark.parametrize("state", ["ready", "failed", "cancelled"])
def test_what_is_over_is_not_cancelled(approved, version_of, files, state):
    if state == "failed":
        (files / approved[0].file).unlink()
    version = version_of(built=state != "cancelled")
    if state == "cancelled":
        builder.cancel(version)
    with pytest.raises(Refused, match=f"v1 is {state}: there is nothing to cancel.") as refusal:
        builder.cancel(version)
    assert refusal.value.code == "not_running"
    version.refresh_from_db()
    assert version.state == state


def test_a_cancelled_version_is_never_built_and_its_number_is_not_used_again(approved, version_of, files):
    version = version_of(built=False)
    builder.cancel(version)
    builder.build(version.pk)
    version.refresh_from_db()
    assert version.state == "cancelled"
    assert stored(files) == []
    assert version_of().number == 2


def test_images_of_a_cancelled_version_may_go_while_its_number_stays(approved, version_of):
    builder.cancel(version_of(built=False))
    deletion.remove(approved[0])
    assert DatasetVersion.objects.get().items.count() == 5


def test_progress_is_written_and_the_lease_renewed_at_most_once_a_second(approved, version_of, monkeypatch):
    clock, written, renew = [0.0], [], leases.renew

    def passing(rows, pk, owner, **changes):
        written.append(changes.get("progress"))
        renew(rows, pk, owner, **changes)

    def half_a_second_later():
        clock[0] += 0.5
        return clock[0]

    monkeypatch.setattr(leases.time, "monotonic", half_a_second_later)
    monkeypatch.setattr(leases, "renew", passing)
    version = version_of()
    assert version.state == "ready"
    assert written[-1] is None  # the last look before the move
    progress = written[:-1]
    assert progress == sorted(progress)
    assert 0 < len(progress) <= 7  # 6 rows scanned, 6 copied and a last read, two of them a second
    assert {0, 6} <= set(progress)


def test_an_image_slower_than_the_lease_is_no_death(approved, version_of, while_copying):
    """Nobody took over meanwhile, so that the build goes on."""
    version = version_of(built=False)
    expired = timezone.now() - timedelta(seconds=1)
    while_copying(lambda: DatasetVersion.objects.filter(pk=version.pk).update(lease_until=expired))
    builder.build(version.pk)
    version.refresh_from_db()
    assert version.state == "ready"


@pytest.fixture
def enqueued(monkeypatch):
    """The jobs that were put into the queue."""
    jobs = []
    monkeypatch.setattr("core.jobs.job.async_task", lambda name, pk, **options: jobs.append((name, pk)))
    return jobs


def later(version):
    """Half a minute passes."""
    then = timezone.now() - leases.LEASE
    DatasetVersion.objects.filter(pk=version.pk).update(queued_at=then)
    DatasetVersion.objects.filter(pk=version.pk, lease_until__isnull=False).update(lease_until=then)


def test_a_request_is_enqueued_by_name_after_commit(approved, version_of, enqueued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        version = version_of(built=False)
        assert enqueued == []
    for callback in callbacks:
        callback()
    assert enqueued == [("exports.tasks.build_version", version.pk)]


def test_a_request_through_the_queue_is_built(project, approved, bob, jobs_run_at_once):
    with jobs_run_at_once(execute=True):
        version = builder.request_version(project, Wanted(), by=bob)
    version.refresh_from_db()
    assert version.state == "ready"


def test_the_sweep_enqueues_what_nobody_holds_and_only_that(
    approved, version_of, enqueued, django_capture_on_commit_callbacks
):
    lost, fresh, held, dead, ready = (version_of(built=built) for built in (False, False, False, False, True))
    later(lost)
    for version in (held, dead):
        assert leases.take(DatasetVersion.objects, version.pk, state="building")
        DatasetVersion.objects.filter(pk=version.pk).update(queued_at=timezone.now() - leases.LEASE)
    later(dead)
    with django_capture_on_commit_callbacks(execute=True):
        builder.sweep()
    assert sorted(pk for _, pk in enqueued) == [lost.pk, dead.pk]
    with django_capture_on_commit_callbacks(execute=True):
        builder.sweep()  # they were put into the queue just now
    assert len(enqueued) == 2
    assert fresh.pk < ready.pk


def test_the_sweep_fails_what_was_interrupted_three_times(approved, version_of, enqueued, settings, files):
    version = version_of(built=False)
    for _ in range(3):
        assert leases.take(DatasetVersion.objects.unfinished(), version.pk, state="building")
        later(version)
    builder.sweep()
    assert nothing_can_be_downloaded(version, files, settings)
    assert (version.state, version.error) == ("failed", "The build was interrupted 3 times.")
    assert enqueued == []


def test_the_sweep_clears_away_what_killed_builds_left_and_nothing_else(approved, version_of, settings):
    version = version_of(built=False)
    work = Path(settings.WORK_DIR)
    work.mkdir()
    alive = leases.take(DatasetVersion.objects, version.pk, state="building")
    for name in (f"version-{alive}.zip", "version-3f2b0b8e-0000-4000-8000-000000000000.zip", "other.txt"):
        (work / name).write_bytes(b"half a zip")
    builder.sweep()
    assert left_over(settings) == ["other.txt", f"version-{alive}.zip"]


def test_the_sweep_does_not_take_a_build_that_begins_under_its_eyes_for_a_dead_one(
    approved, version_of, settings, monkeypatch
):
    version = version_of(built=False)
    work_dir = scratch.work_dir

    def a_build_begins():
        owner = leases.take(DatasetVersion.objects, version.pk, state="building")
        (work_dir() / f"version-{owner}.zip").write_bytes(b"half a zip")
        return work_dir()

    monkeypatch.setattr(scratch, "work_dir", a_build_begins)
    builder.sweep()
    assert len(left_over(settings)) == 1


# --- killed ---------------------------------------------------------------------------------------------------------

BUILD = """
from contract import archive
from exports import artifacts
from exports.versions import builder

version, where = arguments
if where == "copying the third image":
    opened, verified = [], archive.verified
    def until_the_third(image, open_image):
        opened.append(image)
        return here() if len(opened) == 3 else verified(image, open_image)
    archive.verified = until_the_third
elif where == "before the move":
    artifacts._into_store = here
elif where == "before the seal":
    builder._seal = here
builder.build(version)
"""


@pytest.mark.parametrize("where", ["copying the third image", "before the move", "before the seal"])
@pytest.mark.django_db(transaction=True)
def test_a_build_that_is_killed_leaves_no_half_version_and_the_next_ends_with_the_same_hash(
    approved, version_of, files, settings, where, api, bob
):
    expected = version_of()
    version = version_of(built=False)
    kill_where_it_stands(BUILD, version.pk, where)
    version.refresh_from_db()
    assert (version.state, version.hash, version.artifact, version.attempts) == ("building", "", "", 1)
    assert api(bob).get(f"projects/wardrobe/versions/{version.number}/download/").status_code == 409
    builder.build(version.pk)  # delivered again while the lease of the dead one still stands
    version.refresh_from_db()
    assert version.state == "building"
    later(version)
    builder.build(version.pk)
    builder.sweep()
    version.refresh_from_db()
    assert digests(version) == digests(expected)
    assert version.attempts == 2
    assert left_over(settings) == []
    assert stored(files) == sorted(Path(v.artifact).name for v in (expected, version))
    assert hashlib.sha256(zip_of(version)).hexdigest() == version.artifact_sha256


# --- memory and order -----------------------------------------------------------------------------------------------


def test_rows_are_read_some_at_a_time_in_order(approved, version_of, monkeypatch, django_assert_num_queries):
    expected = digests(version_of())
    monkeypatch.setattr(base, "BATCH", 2)
    version = version_of()
    assert digests(version) == expected
    with django_assert_num_queries(4):  # three full batches, and one to see that there is no more
        assert [image.id for image in frozen_rows.images(version)] == [photo.pk for photo in approved]


@pytest.mark.long
def test_a_hundred_thousand_images_fit_into_the_memory_that_is_promised(project, dress, version_of, bob):
    def peak(count):
        approved_frames(project, dress, count, by=bob)
        version = version_of(built=False)
        tracemalloc.start()
        try:
            builder.build(version.pk)
            return version.images, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(50)  # what is loaded once is not growth
    few, small = peak(2000)
    many, large = peak(4000)
    assert many - few == 4000
    growth = (large - small) / (many - few)
    assert large + growth * (100_000 - many) < 150_000_000, f"{growth:.0f} bytes an image"


def test_uploads_in_any_order_and_history_give_the_digests_of_the_rows(project, approved, version_of, bob):
    """Digests follow ids and rows only; how they came about does not matter."""
    expected = digests(version_of())
    for photo in approved:
        change(photo, "skipped", [])
    for photo in reversed(approved):
        change(photo, "approved", [2 if photo in approved[4:] else 1])
    assert AnnotationEvent.objects.count() == 18
    again = ingest.add_image(project, content=picture(100), original_name="again.png", by=bob)
    assert again.duplicate
    assert digests(version_of()) == expected
