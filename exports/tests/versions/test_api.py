"""Dataset versions by API, in the shapes of the architecture's table."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from contract import labeler_contract
from core.jobs import leases
from exports.models import DatasetVersion
from exports.versions import builder
from projects import categories, lifecycle

pytestmark = pytest.mark.django_db

VERSIONS = "projects/wardrobe/versions/"

VERSION = {
    "number",
    "state",
    "progress",
    "error",
    "notes",
    "selection",
    "counts",
    "hash",
    "labels_hash",
    "samples_hash",
    "quality",
    "created_at",
    "sealed_at",
    "created_by",
    "images",
    "file_name",
    "sha256",
    "size_bytes",
    "license",
    "citation",
    "by_split_and_category",
    "thin_splits",
    "zip_state",
    "withdrawn",
    "downloads",
}


def error(answer):
    assert set(answer.json()) == {"error"}
    return answer.json()["error"]


def content_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def program(api, project, alice):
    return api(alice)


@pytest.fixture
def approved(photos, dress, hat, answer, bob):
    made = photos(3)
    answer(made, "approved", dress, by=bob)
    return made


@pytest.fixture
def ready(approved, bob, make_version):
    """v1, ready."""
    return make_version(approved[0].project, by=bob, notes="First.")


CALLS = [
    ("get", VERSIONS, None),
    ("post", VERSIONS, {}),
    ("post", f"{VERSIONS}preview/", {}),
    ("get", f"{VERSIONS}latest/", None),
    ("get", f"{VERSIONS}1/", None),
    ("post", f"{VERSIONS}1/retry/", None),
    ("post", f"{VERSIONS}1/cancel/", None),
    ("get", f"{VERSIONS}1/manifest.json", None),
    ("get", f"{VERSIONS}1/annotations.json", None),
    ("get", f"{VERSIONS}1/metadata.jsonl", None),
    ("get", f"{VERSIONS}1/checksums.sha256", None),
    ("get", f"{VERSIONS}1/download/", None),
    ("get", f"{VERSIONS}1/diff/1/", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_a_stranger_gets_nothing(api, ready, method, path, body):
    answer = getattr(api(), method)(path, body)
    assert (answer.status_code, error(answer)["code"]) == (401, "not_authenticated")
    assert DatasetVersion.objects.count() == 1


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_a_version_of_another_project_is_not_there(api, ready, alice, bob, method, path, body):
    lifecycle.create("Garage", by=bob)
    for slug in ("garage", "nothing"):
        answer = getattr(api(alice), method)(path.replace("wardrobe", slug), body)
        if slug == "nothing" or "1/" in path or "latest" in path:
            assert (answer.status_code, error(answer)["code"]) == (404, "not_found")


# --- requests -------------------------------------------------------------------------------------------------------


def test_a_request_is_accepted_and_waits(program, approved, alice):
    answer = program.post(VERSIONS, {"notes": "For the paper."})
    assert answer.status_code == 202
    assert answer.json() | {"created_at": ""} == {
        "number": 1,
        "state": "queued",
        "progress": 0,
        "error": "",
        "notes": "For the paper.",
        "selection": {
            "statuses": ["approved"],
            "category_ids": None,
            "include_unlabeled": False,
            "include_inactive_categories": False,
            "excluded": {"unlabeled": 0, "inactive_category": 0},
        },
        "counts": None,
        "hash": None,
        "labels_hash": None,
        "samples_hash": None,
        "quality": None,
        "created_at": "",
        "sealed_at": None,
        "created_by": "alice",
        "images": 3,
        "file_name": "wardrobe-v1.zip",
        "sha256": None,
        "size_bytes": None,
        "license": None,
        "citation": None,
        "by_split_and_category": None,
        "thin_splits": [],
        "zip_state": None,
        "withdrawn": None,
        "downloads": None,
    }
    assert DatasetVersion.objects.get().created_by == alice
    assert program.get(f"{VERSIONS}1/").json() == answer.json()


def test_a_version_is_requested_built_and_read(program, approved, jobs_run_at_once):
    with jobs_run_at_once(execute=True):
        assert program.post(VERSIONS, {}).status_code == 202
    version = DatasetVersion.objects.get()
    told = program.get(f"{VERSIONS}1/").json()
    assert set(told) == VERSION
    assert (told["state"], told["progress"], told["error"]) == ("ready", 100, "")
    assert (told["hash"], told["labels_hash"], told["samples_hash"]) == (
        version.hash,
        version.labels_hash,
        version.samples_hash,
    )
    assert told["counts"]["images"] == 3
    assert told["sealed_at"].endswith("Z")


def test_everything_that_can_be_asked_reaches_the_version(program, approved, photos, hat, answer, bob):
    (unlabeled,) = photos(1, first=500)
    answer(approved[0], "labeled", hat, by=bob)
    categories.retire(hat)
    asked = {
        "statuses": ["labeled", "approved", "unlabeled"],
        "include_unlabeled": True,
        "include_inactive_categories": True,
        "splits": {"ratios": {"train": 5000, "val": 3000, "test": 2000}, "seed": "s"},
    }
    told = program.post(VERSIONS, asked).json()
    assert told["selection"] == {
        "statuses": ["approved", "labeled", "unlabeled"],
        "category_ids": None,
        "include_unlabeled": True,
        "include_inactive_categories": True,
        "excluded": {"unlabeled": 0, "inactive_category": 0},
    }
    builder.build(DatasetVersion.objects.get().pk)
    manifest = json.loads(content_of(program.get(f"{VERSIONS}1/manifest.json")))
    assert manifest["splits"] == {"method": "stable-hash-v1", **asked["splits"]}
    assert manifest["counts"]["images"] == 4
    assert sum(manifest["counts"]["by_split"].values()) == 4
    assert manifest["selection"] == told["selection"]
    assert unlabeled.pk in [
        image["id"] for image in json.loads(content_of(program.get(f"{VERSIONS}1/annotations.json")))["images"]
    ]


def test_what_is_left_out_is_told(program, approved, photos, hat, answer, bob):
    photos(1, first=500)
    answer(approved[0], "approved", hat, by=bob)
    categories.retire(hat)
    told = program.post(VERSIONS, {"statuses": ["approved", "unlabeled"]}).json()
    assert told["selection"]["excluded"] == {"unlabeled": 1, "inactive_category": 1}
    only = program.post(VERSIONS, {"category_ids": [1]}).json()
    assert only["selection"]["category_ids"] == [1]
    assert only["selection"]["excluded"] == {"unlabeled": 0, "inactive_category": 0}


def test_a_project_with_splits_of_its_own_uses_them(program, approved, project):
    project.split_ratios = {"train": 10_000, "val": 0, "test": 0}
    project.split_seed = "own"
    project.save()
    program.post(VERSIONS, {})
    program.post(VERSIONS, {"splits": {"ratios": {"train": 0, "val": 0, "test": 10_000}}})
    seeds = [version.frozen["splits"]["seed"] for version in DatasetVersion.objects.order_by("number")]
    assert seeds == ["own", str(project.dataset_id)]


@pytest.mark.parametrize("body", [{"category_ids": [2]}, {"category_ids": []}, {"statuses": ["skipped"]}])
def test_an_empty_selection_is_refused_and_makes_no_version(program, approved, body):
    answer = program.post(VERSIONS, body)
    assert (answer.status_code, error(answer)["code"]) == (400, "nothing_selected")
    assert not DatasetVersion.objects.exists()
    assert program.post(VERSIONS, {}).json()["number"] == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"statuses": []}, "statuses"),
        ({"statuses": ["done"]}, "statuses"),
        ({"statuses": "approved"}, "statuses"),
        ({"statuses": None}, "statuses"),
        ({"include_unlabeled": "perhaps"}, "include_unlabeled"),
        ({"include_inactive_categories": None}, "include_inactive_categories"),
        ({"category_ids": ["x"]}, "category_ids"),
        ({"category_ids": [0]}, "category_ids"),
        ({"category_ids": [1.5]}, "category_ids"),
        ({"category_ids": 1}, "category_ids"),
        ({"category_ids": [10**30]}, "category_ids"),
        ({"notes": {}}, "notes"),
        ({"notes": "a\0b"}, "notes"),
        ({"splits": {}}, "splits"),
        ({"splits": {"ratios": {"train": 1}}}, "splits"),
        ({"splits": {"ratios": {"train": 8000, "val": 1000, "test": 999}}}, "splits"),
        ({"splits": {"ratios": {"train": 8000, "val": 1000, "test": 1000}, "seed": "x" * 201}}, "splits"),
        ({"splits": "random"}, "splits"),
    ],
    ids=str,
)
def test_a_request_that_is_none_is_refused_by_field(program, approved, body, field):
    for path in (VERSIONS, f"{VERSIONS}preview/"):
        if field == "notes" and path != VERSIONS:
            continue
        answer = program.post(path, body)
        assert (path, answer.status_code) == (path, 400)
        assert list(error(answer)["fields"]) == [field]
    assert not DatasetVersion.objects.exists()


def test_a_category_that_there_is_not_is_refused_by_name_beside_those_that_there_are(program, approved):
    for where in (VERSIONS, f"{VERSIONS}preview/"):
        for ids in ([2**31], [1, 3]):
            answer = program.post(where, {"category_ids": ids})
            assert (answer.status_code, list(error(answer)["fields"])) == (400, ["category_ids"])
            assert error(answer)["message"] == f"This project has no category {ids[-1]}."
    assert not DatasetVersion.objects.exists()


def test_null_asks_for_no_splits_whatever_the_project_has(program, approved, project):
    project.split_ratios = {"train": 10_000, "val": 0, "test": 0}
    project.save()
    assert program.post(f"{VERSIONS}preview/", {}).json()["by_split"] == {"train": 3, "val": 0, "test": 0}
    assert program.post(f"{VERSIONS}preview/", {"splits": None}).json()["by_split"] is None
    program.post(VERSIONS, {"splits": None})
    program.post(VERSIONS, {})
    frozen = [version.frozen["splits"] for version in DatasetVersion.objects.order_by("number")]
    assert [splits is None for splits in frozen] == [True, False]


def test_a_preview_tells_what_a_version_would_hold_and_leave_out(program, approved, photos):
    photos(2, first=500)
    answer = program.post(f"{VERSIONS}preview/", {"statuses": ["approved", "unlabeled"]})
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "images": 3,
            "annotations": 3,
            "image_bytes": sum(photo.size_bytes for photo in approved),
            "by_category": {"1": 3, "2": 0},
            "by_split": None,
            "by_split_and_category": None,
            "thin_splits": [],
            "excluded": {"unlabeled": 2, "inactive_category": 0},
            "not_selected": {},
            "gate": None,
            "since": None,
        },
    )
    assert program.post(f"{VERSIONS}preview/", {"category_ids": [2]}).json()["images"] == 0
    assert not DatasetVersion.objects.exists()


# --- lists ----------------------------------------------------------------------------------------------------------


def test_versions_are_listed_newest_first_page_by_page(program, approved):
    for _ in range(5):
        program.post(VERSIONS, {})
    first = program.get(f"{VERSIONS}?limit=2").json()
    second = program.get(first["next"]).json()
    third = program.get(second["next"]).json()
    assert set(first) == {"results", "next", "previous"}
    assert [version["number"] for page in (first, second, third) for version in page["results"]] == [5, 4, 3, 2, 1]
    assert all(set(version) == VERSION for version in first["results"])
    assert (first["previous"], third["next"]) == (None, None)
    assert program.get(third["previous"]).json()["results"] == second["results"]


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_takes_the_same_queries_for_3_and_for_30(
    program, project, approved, bob, make_version, count, django_assert_num_queries
):
    for _ in range(count):
        make_version(project, by=bob, built=False)
    with django_assert_num_queries(5):  # session, user, project, versions, their zips
        assert len(program.get(VERSIONS).json()["results"]) == count


def test_the_latest_is_the_newest_that_is_ready(program, ready, bob, make_version):
    make_version(ready.project, by=bob, built=False)
    assert program.get(f"{VERSIONS}latest/").json()["number"] == 1
    make_version(ready.project, by=bob)
    assert program.get(f"{VERSIONS}latest/").json()["number"] == 3


def test_without_a_ready_version_there_is_no_latest(program, approved):
    program.post(VERSIONS, {})
    answer = program.get(f"{VERSIONS}latest/")
    assert (answer.status_code, error(answer)["code"]) == (404, "not_found")


@pytest.mark.parametrize("number", [0, 2, 10**30])
def test_a_version_that_is_not_there_is_not_found(program, ready, number):
    assert program.get(f"{VERSIONS}{number}/").status_code == 404


def test_progress_is_told_in_percent_and_is_whole_only_when_ready(program, approved):
    program.post(VERSIONS, {})
    for copied, percent in ((0, 0), (1, 33), (2, 66), (3, 99)):
        DatasetVersion.objects.update(state="building", progress=copied)
        assert program.get(f"{VERSIONS}1/").json()["progress"] == percent


# --- files ----------------------------------------------------------------------------------------------------------


PARTS = {
    "manifest.json": "application/json",
    "annotations.json": "application/json",
    "metadata.jsonl": "application/jsonl",
    "checksums.sha256": "text/plain; charset=us-ascii",
}


def test_the_sealed_files_are_those_of_the_zip(program, ready):
    download = program.get(f"{VERSIONS}1/download/")
    content = content_of(download)
    assert hashlib.sha256(content).hexdigest() == ready.artifact_sha256
    with zipfile.ZipFile(io.BytesIO(content)) as export:
        for name, kind in PARTS.items():
            answer = program.get(f"{VERSIONS}1/{name}", HTTP_ACCEPT="text/html")
            assert answer["Content-Type"] == kind
            assert content_of(answer) == export.read(name)
    assert json.loads(content_of(program.get(f"{VERSIONS}1/manifest.json")))["hash"] == ready.hash


def test_a_download_can_be_kept_and_continued(program, ready):
    path = f"{VERSIONS}1/download/"
    whole = program.get(path)
    content = content_of(whole)
    tag = f'"{ready.artifact_sha256}"'
    assert (whole["ETag"], whole["Content-Length"], whole["Accept-Ranges"]) == (tag, str(len(content)), "bytes")
    assert whole["Content-Type"] == "application/zip"
    assert whole["Content-Disposition"] == 'attachment; filename="wardrobe-v1.zip"'
    part = program.get(path, HTTP_RANGE="bytes=100-299", HTTP_IF_RANGE=tag)
    assert (part.status_code, content_of(part)) == (206, content[100:300])
    assert part["Content-Range"] == f"bytes 100-299/{len(content)}"
    other = program.get(path, HTTP_RANGE="bytes=100-299", HTTP_IF_RANGE='"other"')
    assert (other.status_code, content_of(other)) == (200, content)
    beyond = program.get(path, HTTP_RANGE=f"bytes={len(content)}-")
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(content)}")
    again = program.get(path, HTTP_IF_NONE_MATCH=tag)
    assert (again.status_code, content_of(again)) == (304, b"")
    head = program.head(path)
    assert (head.status_code, head["Content-Length"], head["ETag"]) == (200, str(len(content)), tag)


@pytest.mark.parametrize("name", [*(f"1/{name}" for name in PARTS), "1/download/", "latest/"])
def test_what_is_sealed_may_be_kept_and_is_asked_for_each_time_by_its_tag(program, ready, name):
    first = program.get(f"{VERSIONS}{name}")
    assert first["Cache-Control"] == "private, no-cache"
    again = program.get(f"{VERSIONS}{name}", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, content_of(again), again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "private, no-cache"
    refused = program.get(f"{VERSIONS}{name}", HTTP_IF_MATCH='"other"')
    assert (refused.status_code, refused["Cache-Control"]) == (412, "private, no-cache")


def test_each_sealed_file_has_a_tag_of_its_own(program, ready):
    names = [*(f"1/{name}" for name in PARTS), "1/download/", "latest/"]
    assert len({program.get(f"{VERSIONS}{name}")["ETag"] for name in names}) == len(names)


@pytest.mark.parametrize("state", ["queued", "building", "failed", "cancelled"])
@pytest.mark.parametrize("name", [*PARTS, "download/"])
def test_what_is_not_ready_cannot_be_read(program, approved, state, name):
    program.post(VERSIONS, {})
    DatasetVersion.objects.update(state=state)
    answer = program.get(f"{VERSIONS}1/{name}")
    assert (answer.status_code, error(answer)["code"]) == (409, "not_ready")
    assert error(answer)["message"] == f"v1 is {state}: it can be read when it is ready."


@pytest.mark.parametrize("name", ["annotations.json", "metadata.jsonl", "checksums.sha256", "download/"])
def test_a_zip_that_is_missing_is_built_again_and_the_manifest_is_there_meanwhile(
    program, ready, files, name, jobs_run_at_once
):
    (files / ready.artifact).unlink()
    with jobs_run_at_once(execute=False):
        answer = program.get(f"{VERSIONS}1/{name}")
    assert (answer.status_code, error(answer)["code"], answer["Retry-After"]) == (503, "being_rebuilt", "5")
    assert program.get(f"{VERSIONS}1/manifest.json").status_code == 200


def test_a_difference_is_from_the_second_number_to_the_first(program, ready, answer, hat, bob, approved, make_version):
    answer(approved[0], "approved", hat, by=bob)
    make_version(ready.project, by=bob)
    told = program.get(f"{VERSIONS}2/diff/1/").json()
    assert (told["from"], told["to"]) == (1, 2)
    (entry,) = told["relabeled"]
    assert (entry["id"], entry["from"], entry["to"], entry["by"]) == (approved[0].pk, 1, 2, "bob")
    (entry,) = program.get(f"{VERSIONS}1/diff/2/").json()["relabeled"]
    assert (entry["id"], entry["from"], entry["to"], entry["by"]) == (approved[0].pk, 2, 1, "bob")
    assert program.get(f"{VERSIONS}1/diff/9/").status_code == 404


# --- retry and cancel -----------------------------------------------------------------------------------------------


def test_a_damaged_image_is_told_and_the_version_retried(program, approved, files, jobs_run_at_once):
    path = files / approved[1].file
    content = path.read_bytes()
    path.unlink()
    with jobs_run_at_once(execute=True):
        program.post(VERSIONS, {})
    told = program.get(f"{VERSIONS}1/").json()
    assert told["state"] == "failed"
    assert told["error"] == f"Image {approved[1].pk} cannot be exported: its file is missing."
    path.write_bytes(content)
    with jobs_run_at_once(execute=True):
        answer = program.post(f"{VERSIONS}1/retry/")
    assert (answer.status_code, set(answer.json()), answer.json()["state"]) == (202, VERSION, "queued")
    told = program.get(f"{VERSIONS}1/").json()
    assert (told["state"], told["error"]) == ("ready", "")


def test_a_waiting_version_is_cancelled(program, approved):
    program.post(VERSIONS, {})
    answer = program.post(f"{VERSIONS}1/cancel/")
    assert (answer.status_code, set(answer.json()), answer.json()["state"]) == (200, VERSION, "cancelled")


def test_a_running_version_is_cancelled(program, approved):
    program.post(VERSIONS, {})
    assert leases.take(DatasetVersion.objects, DatasetVersion.objects.get().pk, state="building")
    assert program.post(f"{VERSIONS}1/cancel/").json()["state"] == "cancelled"


def test_a_ready_version_is_neither_cancelled_nor_retried(program, ready):
    before = DatasetVersion.objects.values().get()
    for action, code in (("cancel", "not_running"), ("retry", "not_failed")):
        answer = program.post(f"{VERSIONS}1/{action}/")
        assert (answer.status_code, error(answer)["code"]) == (400, code)
    assert DatasetVersion.objects.values().get() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_version_is_never_changed_or_deleted_by_api(program, ready, method):
    assert getattr(program, method)(f"{VERSIONS}1/", {}).status_code == 405


def test_the_program_that_checks_models_is_served_as_it_is(program, tmp_path):
    response = program.get("labeler_contract.py")
    assert response["Content-Type"] == "text/x-python; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="labeler_contract.py"'
    assert response.content == Path(labeler_contract.__file__).read_bytes()
