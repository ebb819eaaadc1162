"""Verbs: ask what the splits of a ready version hold, and tell it, from frozen rows.

It is asked for by the job that has built a version, and by the sweep, for versions of earlier days and where the
program was stopped in between. Nothing is moved: what lies in which split, the contract says.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from assets.formats import NO_DHASH
from assets.models import AssetLook
from contract import v1
from core.db import these
from core.exceptions import Refused
from core.jobs import job as life
from exports import task_types
from exports.models import DatasetVersion, LookalikePair, SplitReport
from exports.splits import lookalikes
from exports.task_types.base import frozen_rows
from exports.versions import split_counts
from projects.models import Project

BATCH = 5000  # frozen rows read at a time
MOST_PAIRS = 5000  # that are kept, and counted
CONFIRMED = 500  # pairs whose numbers are read at a time
SWEPT = 20  # versions that are asked for in one sweep
UNSIGNED = 2**64 - 1

State = SplitReport.State


@dataclass
class Looked:
    """What one walk through a version found: of each image that was hashed, in this order, its item, its hash and its
    split; labels by split and class index; how many images are in a split."""

    items: list[int] = field(default_factory=list)
    assets: list[int] = field(default_factory=list)
    hashes: list[int] = field(default_factory=list)
    splits: bytearray = field(default_factory=bytearray)
    labels: Counter[tuple[str, int]] = field(default_factory=Counter)
    without_hash: int = 0


def request(version_pk: int) -> None:
    """Ask for the report of a ready version that has splits, once."""
    for version in _wanting().filter(pk=version_pk):
        _ask(version)


def build(pk: int) -> None:
    """Make a report that waits, unless somebody alive is at it or its attempts are used up. May run twice."""
    life.run(_rows(), pk, _build, progress=0)


def retry(report: SplitReport) -> SplitReport:
    """Look once more, at the same frozen rows, where the look has failed. Refused where it has not, or nobody asked."""
    if report.pk is None:
        raise Refused(f"{report.subject} is {report.state}: only a failed one is retried.", code="not_failed")
    life.retry(report)
    return _rows().get(pk=report.pk)


def sweep() -> None:
    """Ask for reports that nobody asked for, and see to those that nobody makes though they wait for it."""
    for version in _wanting().order_by("-pk")[:SWEPT]:
        _ask(version)
    life.sweep(_rows())


def _wanting() -> QuerySet[DatasetVersion]:
    there = DatasetVersion.objects.ready().filter(project__in=Project.objects.present(), split_report=None)
    return there.exclude(frozen__splits=None).only("pk")


def _ask(version: DatasetVersion) -> None:
    with transaction.atomic():
        report, made = SplitReport.objects.get_or_create(version=version, defaults={"queued_at": timezone.now()})
        if made:
            life.enqueue(report)


def _rows() -> QuerySet[SplitReport]:
    return SplitReport.objects.select_related("version__project")


def _build(attempt: life.Attempt[SplitReport]) -> None:
    version = attempt.job.version
    alive = attempt.signs_of_life()
    looked = _look(version, lambda done: alive(progress=done))
    categories = {category["class_index"]: category["id"] for category in version.frozen["categories"]}
    labels = Counter({(split, categories[index]): count for (split, index), count in looked.labels.items()})
    with attempt.renewing() as still_ours:
        found = lookalikes.across(looked.hashes, looked.splits, still_ours)
        pairs = _confirmed(looked, found.pairs, still_ours)
    attempt.renew()
    with transaction.atomic():
        _keep(attempt.job, looked, pairs[:MOST_PAIRS])
        attempt.finish(
            State.READY,
            progress=version.images,
            by_split_and_category=split_counts.table(labels, categories.values()),
            pairs=min(len(pairs), MOST_PAIRS),
            more_pairs=len(pairs) > MOST_PAIRS or not found.is_whole,
            without_hash=looked.without_hash,
        )


def _look(version: DatasetVersion, progress: Callable[[int], None]) -> Looked:
    looked, split_of = Looked(), split_counts.dealer(version.frozen["splits"])
    for done, (asset, item, sha256, video, dhash, labels) in enumerate(_facts(version), start=1):
        split = split_of(sha256, video)
        looked.labels.update((split, class_index) for class_index in labels)
        if dhash == NO_DHASH:
            looked.without_hash += 1
        else:
            looked.items.append(item)
            looked.assets.append(asset)
            looked.hashes.append(dhash & UNSIGNED)
            looked.splits.append(v1.SPLITS.index(split))
        progress(done)
    return looked


def _facts(version: DatasetVersion) -> Iterator[tuple[Any, ...]]:
    """Row, image and labels, some at a time: no long read stands in the way of writers."""
    labels_of = task_types.of_version(version).labels
    for some in frozen_rows(version, "pk", "asset__sha256", "asset__video_id", "asset__dhash", batch=BATCH):
        labels = labels_of(version, [asset for asset, *_ in some])
        yield from ((*row, labels.get(row[0], ())) for row in some)


def _confirmed(
    looked: Looked, candidates: Sequence[lookalikes.Pair], still_ours: Callable[[], None]
) -> list[lookalikes.Pair]:
    """Those of the candidates that look alike by more than their hashes; one more than are kept, at most."""
    found: list[lookalikes.Pair] = []
    for some in _parts(candidates, CONFIRMED):
        still_ours()
        assets = {looked.assets[place] for pair in some for place in (pair.one, pair.other)}
        numbers = dict(AssetLook.objects.filter(pk__in=these(assets)).values_list("pk", "numbers"))
        for pair in some:
            seen = (numbers.get(looked.assets[place]) for place in (pair.one, pair.other))
            one, other = (None if each is None else bytes(each) for each in seen)
            plain = any(lookalikes.is_plain(looked.hashes[place]) for place in (pair.one, pair.other))
            if lookalikes.are_alike(pair.bits, one, other, plain):
                found.append(pair)
        if len(found) > MOST_PAIRS:
            break
    return found


def _keep(report: SplitReport, looked: Looked, pairs: Sequence[lookalikes.Pair]) -> None:
    """In place of what an earlier attempt may have kept."""
    LookalikePair.objects.filter(report=report).delete()
    LookalikePair.objects.bulk_create(
        (
            LookalikePair(
                report=report,
                place=place,
                one_id=looked.items[pair.one],
                other_id=looked.items[pair.other],
                bits=pair.bits,
            )
            for place, pair in enumerate(pairs)
        ),
        batch_size=500,
    )


def _parts(pairs: Sequence[lookalikes.Pair], size: int) -> Iterator[Sequence[lookalikes.Pair]]:
    return (pairs[start : start + size] for start in range(0, len(pairs), size))
