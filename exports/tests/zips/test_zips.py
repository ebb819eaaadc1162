"""The room of a zip is freed, and the same bytes are built again when somebody asks for them."""

import hashlib
import logging
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.exceptions import Refused
from exports.models import DatasetVersion, VersionFile
from exports.versions import builder
from exports.zips import jobs as zips
from projects import lifecycle
from tests.support.second_process import kill_where_it_stands

pytestmark = pytest.mark.django_db
VERSION = "projects/wardrobe/versions/1/"


@pytest.fixture
def approved(photos, dress, hat, answer, bob):
    found = photos(4)
    for number, photo in enumerate(found):
        answer(photo, "approved", hat if number % 2 else dress, by=bob)
    return found


@pytest.fixture
def version(project, approved, bob, make_version):
    return make_version(project, by=bob)


@pytest.fixture
def program(api, bob):
    return api(bob)


def zip_of(version):
    return VersionFile.objects.select_related("version__project").get(version=version)


def freed(version):
    return zips.free(zip_of(version))


def lies_there(files, version):
    return (files / version.artifact).exists()


def facts(file):
    return file.state, file.artifact_sha256, file.artifact_size


def code_of(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_a_version_that_is_ready_has_a_zip_that_is_there(version, files):
    file = zip_of(version)
    assert facts(file) == ("ready", version.artifact_sha256, version.artifact_size)
    assert (file.artifact, file.kind) == (version.artifact, "published")
    assert lies_there(files, version)


def test_one_that_is_freed_takes_no_room_and_its_row_says_what_it_was(version, files):
    file = freed(version)
    assert (facts(file), file.artifact) == (("freed", version.artifact_sha256, version.artifact_size), "")
    assert not lies_there(files, version)
    assert facts(freed(version)) == facts(file)  # again


def test_who_asks_for_it_is_told_to_wait_and_gets_the_same_bytes(version, program, files, jobs_run_at_once):
    before = (files / version.artifact).read_bytes()
    freed(version)
    with jobs_run_at_once(execute=True):
        wait = program.get(f"{VERSION}download/")
        assert (code_of(wait), wait["Retry-After"]) == ((503, "being_rebuilt"), "5")
        assert zip_of(version).state == "queued"
        assert program.get(f"{VERSION}").json()["zip_state"] == "queued"
    there = program.get(f"{VERSION}download/")
    assert (there.status_code, b"".join(there.streaming_content)) == (200, before)
    assert facts(zip_of(version)) == ("ready", version.artifact_sha256, version.artifact_size)
    assert hashlib.sha256(before).hexdigest() == version.artifact_sha256


def test_who_has_it_already_starts_no_build(version, program):
    freed(version)
    tag = f'"{version.artifact_sha256}"'
    assert program.get(f"{VERSION}download/", HTTP_IF_NONE_MATCH=tag).status_code == 304
    assert zip_of(version).state == "freed"


@pytest.mark.parametrize("name", ["annotations.json", "metadata.jsonl", "checksums.sha256"])
def test_a_text_of_one_that_is_freed_waits_too_and_the_manifest_does_not(version, program, name):
    freed(version)
    assert code_of(program.get(f"{VERSION}{name}")) == (503, "being_rebuilt")
    assert program.get(f"{VERSION}manifest.json").status_code == 200


def test_one_that_was_lost_is_built_again_and_the_log_says_that_it_was_lost(
    version, program, files, caplog, jobs_run_at_once
):
    (files / version.artifact).unlink()
    with caplog.at_level(logging.WARNING, "labeler.zips"), jobs_run_at_once(execute=True):
        assert code_of(program.get(f"{VERSION}download/")) == (503, "being_rebuilt")
    assert [record.getMessage() for record in caplog.records if record.name == "labeler.zips"] == [
        "wardrobe-v1.zip is gone from the store, and is built again."
    ]
    assert lies_there(files, version)


def test_two_who_ask_at_once_start_one_build(version, jobs_run_at_once):
    freed(version)
    with jobs_run_at_once(execute=False) as queued:
        first, second = (zips.ask(zip_of(version)) for _ in range(2))
    assert (first.state, second.state, len(queued)) == ("queued", "queued", 1)


def test_it_does_not_matter_what_became_of_the_project_since(version, project, answer, approved, hat, bob):
    freed(version)
    lifecycle.change(project, name="Closet")
    answer(approved[0], "labeled", hat, by=bob)
    zips.build(zips.ask(zip_of(version)).pk)
    assert facts(zip_of(version)) == ("ready", version.artifact_sha256, version.artifact_size)


def test_what_cannot_be_built_again_is_told_and_only_asking_for_it_tries_again(version, program, files, approved):
    freed(version)
    path = files / approved[1].file
    content = path.read_bytes()
    path.unlink()
    zips.build(zips.ask(zip_of(version)).pk)
    file = zip_of(version)
    assert (file.state, file.error) == ("failed", f"Image {approved[1].pk} cannot be exported: its file is missing.")
    answer = program.get(f"{VERSION}download/")
    assert code_of(answer) == (404, "file_missing")
    assert answer.json()["error"]["message"] == f"The zip of v1 could not be built again: {file.error}"
    assert zip_of(version).state == "failed"
    path.write_bytes(content)
    assert program.post(f"{VERSION}zip/").status_code == 202
    zips.build(file.pk)
    assert zip_of(version).state == "ready"


def test_bytes_that_are_not_what_was_sealed_are_not_kept(version, monkeypatch, files):
    """As when a later release would write another zip."""
    freed(version)
    whole = builder.rebuild

    def other(version, target, progress):
        sealed = whole(version, target, progress)
        object.__setattr__(sealed, "zip_sha256", "0" * 64)
        return sealed

    monkeypatch.setattr(builder, "rebuild", other)
    zips.build(zips.ask(zip_of(version)).pk)
    assert zip_of(version).error == f"v1 came out as {'0' * 64}, but {version.artifact_sha256} is stored."
    assert not any(path.is_file() for path in (files / "versions").rglob("*"))


def test_the_api_frees_it_and_has_it_built(version, program, jobs_run_at_once):
    told = program.post(f"{VERSION}zip/free/").json()
    assert (told["state"], told["size_bytes"]) == ("freed", version.artifact_size)
    with jobs_run_at_once(execute=True):
        answer = program.post(f"{VERSION}zip/")
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    answer = program.post(f"{VERSION}zip/")
    assert (answer.status_code, answer.json()["state"], answer.json()["sha256"]) == (
        200, "ready", version.artifact_sha256,
    )  # fmt: skip
    assert program.get(f"{VERSION}zip/").json() == answer.json()


def test_what_is_being_built_is_not_freed(version, program):
    freed(version)
    zips.ask(zip_of(version))
    assert code_of(program.post(f"{VERSION}zip/free/")) == (409, "busy")


def test_of_one_that_is_not_ready_there_is_no_zip(project, approved, bob, make_version, program):
    make_version(project, by=bob, built=False)
    for path in ("zip/", "zip/free/"):
        assert code_of(program.post(f"{VERSION}{path}")) == (409, "not_ready")


def test_the_command_puts_a_freed_one_back(version, files):
    freed(version)
    call_command("rebuild_version", "wardrobe", "1", "--restore")
    assert facts(zip_of(version)) == ("ready", version.artifact_sha256, version.artifact_size)
    assert lies_there(files, version)


def test_what_a_killed_process_left_of_a_freed_one_goes_with_the_next_sweep(version, files):
    VersionFile.objects.update(state="freed")
    zips.sweep()
    assert (zip_of(version).artifact, lies_there(files, version)) == ("", False)


def test_it_is_not_taken_away_by_a_sweep_when_it_is_built_again_before(version, files):
    VersionFile.objects.update(state="freed")
    zips.build(zips.ask(zip_of(version)).pk)
    zips.sweep()
    assert (zip_of(version).state, lies_there(files, version)) == ("ready", True)


BUILD = """
from exports import artifacts
from exports.zips import jobs as zips

file, where = arguments
if where == "before the move":
    artifacts._into_store = here
else:
    zips._written = here
zips.build(file)
"""


@pytest.mark.parametrize("where", ["before the move", "before the row"])
@pytest.mark.django_db(transaction=True)
def test_a_build_that_is_killed_is_taken_up_by_the_next(version, files, where, settings):
    freed(version)
    file = zips.ask(zip_of(version))
    kill_where_it_stands(BUILD, file.pk, where)
    assert zip_of(version).state == "building"
    VersionFile.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    zips.build(file.pk)
    zips.sweep()
    assert facts(zip_of(version)) == ("ready", version.artifact_sha256, version.artifact_size)
    assert list(Path(settings.WORK_DIR).glob("zip-*")) == []
    with default_storage.open(version.artifact) as stored:
        assert hashlib.sha256(stored.read()).hexdigest() == version.artifact_sha256


# --- by age and by room ---------------------------------------------------------------------------------------------


@pytest.fixture
def three(project, approved, bob, make_version):
    """Versions, the first of which was asked for last."""
    found = [make_version(project, by=bob) for _ in range(3)]
    for version, days in zip(found, (10, 50, 60), strict=True):
        VersionFile.objects.filter(version=version).update(used_at=timezone.now() - timedelta(days=days))
    return found


def there():
    return list(
        VersionFile.objects.filter(state="ready").order_by("version__number").values_list("version__number", flat=True)
    )


def test_nothing_is_freed_unless_it_is_set(three):
    zips.sweep()
    assert there() == [1, 2, 3]


def test_what_nobody_asked_for_in_so_many_days_is_freed_but_for_the_newest(three, settings):
    settings.FREE_ZIPS_AFTER_DAYS = 30
    zips.sweep()
    assert there() == [1, 3]


def test_above_so_much_room_those_go_first_that_were_not_asked_for_for_longest(three, settings):
    settings.ZIPS_ROOM = three[0].artifact_size * 2 + 1000
    zips.sweep()
    assert there() == [1, 3]
    settings.ZIPS_ROOM = 1
    zips.sweep()
    assert there() == [3]


def test_to_ask_for_it_keeps_it(three, settings, program):
    b"".join(program.get("projects/wardrobe/versions/2/download/").streaming_content)
    settings.FREE_ZIPS_AFTER_DAYS = 30
    zips.sweep()
    assert there() == [1, 2, 3]


def test_the_moment_it_was_asked_for_is_written_once_an_hour(version, program, django_assert_max_num_queries):
    program.get(f"{VERSION}download/")
    first = zip_of(version).used_at
    program.get(f"{VERSION}download/")
    assert zip_of(version).used_at == first


# --- what the database holds to -------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [{"artifact": ""}, {"artifact_sha256": ""}, {"artifact_size": None}])
def test_one_that_is_there_is_whole(version, wrong):
    with pytest.raises(IntegrityError, match="version_file_ready_is_whole"), transaction.atomic():
        VersionFile.objects.update(**wrong)


def test_a_version_has_one_of_a_kind(version):
    with pytest.raises(IntegrityError), transaction.atomic():
        VersionFile.objects.create(version=version, kind="published")


def test_the_sealed_row_stays_as_it_is(version):
    before = DatasetVersion.objects.values().get()
    freed(version)
    zips.build(zips.ask(zip_of(version)).pk)
    assert DatasetVersion.objects.values().get() == before


def test_a_build_that_fails_three_times_is_given_up(version):
    freed(version)
    file = zips.ask(zip_of(version))
    VersionFile.objects.filter(pk=file.pk).update(attempts=3, queued_at=timezone.now() - timedelta(minutes=5))
    zips.sweep()
    assert zip_of(version).error == "Building it again was interrupted 3 times."
    with pytest.raises(Refused, match="could not be built again"):
        zips.opened(zip_of(version))
