"""Pairs that look alike, by API; what its splits hold, with a version and with the preview of one."""

import pytest

from exports.models import SplitReport
from exports.splits import reports
from exports.tests.splits.conftest import split_of
from projects import lifecycle

pytestmark = pytest.mark.django_db

VERSIONS = "projects/wardrobe/versions/"
PAIRS = f"{VERSIONS}1/lookalikes/"


@pytest.fixture
def program(api, bob):
    return api(bob)


@pytest.fixture
def looked_at(dealt):
    reports.request(dealt.pk)
    reports.build(SplitReport.objects.get().pk)
    return dealt


def error(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_pairs_are_listed_with_the_split_and_the_class_of_each(program, looked_at, copies, apart, dress):
    told = program.get(PAIRS).json()
    assert (told["state"], told["progress"], told["pairs"], told["more_pairs"], told["without_hash"]) == (
        "ready", 100, len(apart), False, 0,
    )  # fmt: skip
    assets = {asset.pk: asset for pair in copies for asset in pair}
    assert {(pair["one"]["id"], pair["other"]["id"]) for pair in told["results"]} == apart
    for pair in told["results"]:
        assert pair["one"]["split"] != pair["other"]["split"]
        for side in (pair["one"], pair["other"]):
            assert side["split"] == split_of(assets[side["id"]])
            assert side["category_id"] in (1, 2)


def test_they_come_page_by_page(program, looked_at, apart):
    first = program.get(f"{PAIRS}?limit=1").json()
    assert (len(first["results"]), first["previous"]) == (1, None)
    seen, following = [*first["results"]], first["next"]
    while following:
        page = program.get(following).json()
        seen, following = seen + page["results"], page["next"]
    assert {(pair["one"]["id"], pair["other"]["id"]) for pair in seen} == apart
    assert len(seen) == len(apart)
    assert error(program.get(f"{PAIRS}?cursor=x")) == (400, "bad_cursor")


def test_until_somebody_has_looked_it_says_so(program, dealt):
    told = program.get(PAIRS).json()
    assert (told["state"], told["progress"], told["pairs"], told["results"]) == ("queued", 0, None, [])


def test_a_look_that_failed_is_tried_again(program, looked_at, apart):
    SplitReport.objects.update(state="failed", error="No room.", attempts=3, progress=7)
    answer = program.post(f"{PAIRS}retry/")
    assert (answer.status_code, answer.json()["state"], answer.json()["progress"]) == (202, "queued", 0)
    assert (answer.json()["error"], program.get(PAIRS).json()["results"]) == ("", [])
    reports.build(SplitReport.objects.get().pk)
    told = program.get(PAIRS).json()
    assert (told["state"], len(told["results"])) == ("ready", len(apart))


def test_only_one_that_failed_is_tried_again(program, dealt):
    assert error(program.post(f"{PAIRS}retry/")) == (400, "not_failed")
    reports.request(dealt.pk)
    assert error(program.post(f"{PAIRS}retry/")) == (400, "not_failed")
    reports.build(SplitReport.objects.get().pk)
    assert error(program.post(f"{PAIRS}retry/")) == (400, "not_failed")


def test_a_version_without_splits_has_none_to_lie_apart_in(program, project, copies, bob, make_version):
    lifecycle.change(project, split_ratios=None)
    make_version(project, by=bob)
    assert error(program.get(PAIRS)) == (400, "no_splits")


def test_a_version_that_is_not_ready_is_not_told_of(program, project, copies, bob, make_version):
    make_version(project, by=bob, built=False)
    assert error(program.get(PAIRS)) == (409, "not_ready")


def test_a_version_tells_its_splits_by_class_once_they_are_counted(program, looked_at):
    told = program.get(f"{VERSIONS}1/").json()
    report = SplitReport.objects.get()
    assert told["by_split_and_category"] == report.by_split_and_category
    by_split = {split: sum(each.values()) for split, each in told["by_split_and_category"].items()}
    assert by_split == told["counts"]["by_split"]
    few = {(each["category_id"], each["split"]): each["images"] for each in told["thin_splits"]}
    assert few == {
        (category, split): told["by_split_and_category"][split][str(category)]
        for category in (1, 2)
        for split in ("val", "test")
        if told["by_split_and_category"][split][str(category)] < 10
    }
    assert few


def test_before_they_are_counted_it_tells_null(program, dealt):
    told = program.get(f"{VERSIONS}1/").json()
    assert (told["by_split_and_category"], told["thin_splits"]) == (None, [])


def test_the_manifest_has_the_same_keys_as_before(program, looked_at):
    assert set(program.get(f"{VERSIONS}1/manifest.json").json()["counts"]) == {
        "images", "annotations", "image_bytes", "by_category", "by_split", "duplicate_images",
    }  # fmt: skip


def test_the_list_asks_as_often_for_many_as_for_one(
    program, looked_at, project, bob, make_version, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    program.get(VERSIONS)
    with CaptureQueriesContext(connection) as of_one:
        program.get(VERSIONS)
    for _ in range(3):
        make_version(project, by=bob)
    with django_assert_num_queries(len(of_one)):
        assert len(program.get(VERSIONS).json()["results"]) == 4


def test_a_preview_tells_what_the_version_will_hold(program, looked_at):
    preview = program.post(f"{VERSIONS}preview/", {}).json()
    version = program.get(f"{VERSIONS}1/").json()
    for name in ("by_split_and_category", "thin_splits"):
        assert preview[name] == version[name]
    assert preview["by_split"] == version["counts"]["by_split"]


def test_a_preview_without_splits_tells_null(program, copies):
    preview = program.post(f"{VERSIONS}preview/", {"splits": None}, format="json").json()
    assert (preview["by_split"], preview["by_split_and_category"], preview["thin_splits"]) == (None, None, [])
