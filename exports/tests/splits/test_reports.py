"""What the splits of a version hold, told by a job from frozen rows; and by whom it is asked for."""

from collections import Counter

import pytest
from django.db import IntegrityError, connection, transaction

from assets.models import AssetLook
from exports import tasks
from exports.models import LookalikePair, SplitReport
from exports.splits import reports
from exports.tests.splits.conftest import split_of
from projects import categories, lifecycle

pytestmark = pytest.mark.django_db


def report_of(version):
    return SplitReport.objects.get(version=version)


def made(version):
    reports.request(version.pk)
    tasks.report_splits(report_of(version).pk)
    return report_of(version)


def kept(report):
    rows = report.lookalikes.order_by("place").values_list("one__asset", "other__asset")
    return [tuple(sorted(row)) for row in rows]


def test_it_counts_labels_by_split_and_class_and_finds_the_copies_that_lie_apart(dealt, copies, apart, dress, hat):
    report = made(dealt)
    assert (report.state, report.error, report.pairs, report.more_pairs) == ("ready", "", len(apart), False)
    assert set(kept(report)) == apart
    counted = Counter((split_of(asset), dress if pair in copies[:9] else hat) for pair in copies for asset in pair)
    assert report.by_split_and_category == {
        split: {str(category.public_id): counted[split, category] for category in (dress, hat)}
        for split in ("train", "val", "test")
    }
    assert sum(map(sum, (each.values() for each in report.by_split_and_category.values()))) == 24


def test_it_is_about_what_was_frozen(dealt, apart, copies, answer, hat, bob, project):
    lifecycle.change(project, split_seed="other")
    answer(copies[0], "labeled", hat, by=bob)
    report = made(dealt)
    assert set(kept(report)) == apart
    assert sum(each["1"] for each in report.by_split_and_category.values()) == 18


def test_classes_that_nothing_has_are_counted_too(project, copies, bob, make_version):
    categories.add(project, "Scarf")
    report = made(make_version(project, by=bob))
    assert {split: each["3"] for split, each in report.by_split_and_category.items()} == {
        "train": 0, "val": 0, "test": 0,
    }  # fmt: skip


def test_without_numbers_the_hashes_decide_and_images_without_one_are_counted(dealt, apart, copies):
    AssetLook.objects.all().delete()
    report = made(dealt)
    assert report.without_hash == 0
    assert set(kept(report)) <= apart
    far = [pair for pair in report.lookalikes.all() if pair.bits > 2]
    assert far == []


def test_the_nearest_pairs_come_first(dealt):
    bits = list(made(dealt).lookalikes.order_by("place").values_list("bits", flat=True))
    assert bits == sorted(bits)


def test_no_more_pairs_are_kept_than_it_says(dealt, apart, monkeypatch):
    monkeypatch.setattr(reports, "MOST_PAIRS", 1)
    report = made(dealt)
    assert (report.pairs, report.more_pairs, len(kept(report))) == (1, True, 1)


def test_it_reads_rows_some_at_a_time_and_finds_the_same(dealt, apart, monkeypatch):
    monkeypatch.setattr(reports, "BATCH", 5)
    monkeypatch.setattr(reports, "CONFIRMED", 1)
    assert set(kept(made(dealt))) == apart


def test_an_attempt_that_takes_over_keeps_each_pair_once(dealt, apart):
    report = made(dealt)
    SplitReport.objects.filter(pk=report.pk).begin_again()
    tasks.report_splits(report.pk)
    assert (report_of(dealt).state, set(kept(report))) == ("ready", apart)
    assert LookalikePair.objects.count() == len(apart)


# --- asked for ------------------------------------------------------------------------------------------------------


def test_a_version_that_is_built_is_looked_at(project, copies, bob, jobs_run_at_once, make_version):
    version = make_version(project, by=bob, built=False)
    with jobs_run_at_once(execute=True):
        tasks.build_version(version.pk)
    assert report_of(version).state == "ready"


def test_it_is_asked_for_once(dealt):
    reports.request(dealt.pk)
    reports.request(dealt.pk)
    assert SplitReport.objects.count() == 1


def test_a_version_without_splits_or_not_ready_is_not_looked_at(project, copies, bob, make_version):
    make_version(project, by=bob, built=False)
    lifecycle.change(project, split_ratios=None)
    make_version(project, by=bob)
    for version in project.versions.all():
        reports.request(version.pk)
    reports.sweep()
    assert not SplitReport.objects.exists()


def test_the_sweep_asks_for_those_of_earlier_days(dealt):
    reports.sweep()
    assert report_of(dealt).state == "queued"


def test_two_counts_and_no_more_are_a_report_that_is_ready(dealt):
    report = made(dealt)
    with pytest.raises(IntegrityError), transaction.atomic():
        SplitReport.objects.filter(pk=report.pk).update(pairs=None)


def test_nothing_of_the_version_changes(dealt):
    before = {field.name: getattr(dealt, field.name) for field in dealt._meta.concrete_fields}
    made(dealt)
    dealt.refresh_from_db()
    assert {field.name: getattr(dealt, field.name) for field in dealt._meta.concrete_fields} == before


def test_the_walk_asks_no_more_of_the_database_for_more_images(dealt, django_assert_max_num_queries):
    reports.request(dealt.pk)
    assert connection.vendor in ("sqlite", "postgresql")
    with django_assert_max_num_queries(24):
        tasks.report_splits(report_of(dealt).pk)
