"""Who did what in the demo, over two weeks: told by the program's own verbs, with the clock set back."""

import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.core.files.base import ContentFile

from annotations.checks import sample_checks, second
from annotations.imports import jobs as imports
from annotations.labeling import answers
from annotations.models import Import, SampleCheck
from assets.images import ingest
from assets.images.ingest import Prepared
from assets.models import Asset
from assets.states import Status
from assets.videos import extraction
from assets.videos import ingest as videos
from exports import shape_kinds
from exports.models import DatasetVersion, SplitReport
from exports.shapes import jobs as shapes
from exports.splits import reports
from exports.versions import builder
from exports.wanted import Wanted
from labeler.demo import roll, second_answers, shooting
from labeler.demo.clock import Clock
from labeler.demo.guidelines import HANDLES, POTS
from labeler.demo.kiln import turntable
from labeler.demo.kiln.scenes import Scene
from labeler.demo.people import Cast
from labeler.demo.roll import Shot
from projects import categories, lifecycle, members
from projects.models import Category, Kind, Project

WHOLE = 200  # pictures of the whole story; with fewer, everybody does less
SPLITS = {"train": 7000, "val": 1500, "test": 1500}
POT_CLASSES = {
    "Bowl": "Open, and at least a third as high as it is wide.",
    "Plate": "Flat: lower than a third of its width.",
    "Mug": "To drink from, with one handle.",
    "Pitcher": "To pour from: a handle and a lip.",
    "Vase": "For flowers: no handle, no spout.",
    "Teapot": "A lid and a spout.",
    "Cup": "A mug without a handle.",
}
REASONS = ("made for something else", "cut off", "two pots")
FILMED = ("Mug", "Teapot", "Jug", "Vase")
# Days ago, hour, who, and how many of two hundred they label.
WORK = (
    (13, 11, "mara", 13),
    (13, 14, "jonas", 9),
    (12, 10, "mara", 10),
    (12, 15, "jonas", 11),
    (11, 9, "jonas", 6),
    (9, 13, "mara", 9),
    (8, 10, "jonas", 4),
    (5, 9, "mara", 7),
    (5, 16, "jonas", 12),
    (4, 11, "mara", 5),
    (3, 10, "jonas", 9),
    (2, 14, "mara", 6),
    (1, 9, "mara", 4),
    (1, 15, "jonas", 8),
)


@dataclass
class Telling:
    """What the story needs at hand. `today`: the moment at which it ends."""

    cast: Cast
    today: datetime
    clock: Clock
    random: Random
    share: float
    project: Project = field(init=False)
    shot_of: dict[int, Shot] = field(default_factory=dict)

    def at(self, days: int, hour: int, minute: int = 0) -> None:
        """So many days before the end; never after it."""
        then = (self.today - timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)
        self.clock.set(min(then, self.today - timedelta(minutes=40)))

    def some(self, count: int) -> int:
        """As many of the pictures that there are as `count` is of two hundred."""
        return max(1, round(count * self.share))


def tell(
    cast: Cast,
    clock: Clock,
    *,
    pictures: int = WHOLE,
    seed: int = 1,
    processes: int = 1,
    progress: Callable[[int, int], object] = lambda done, whole: None,
) -> Project:
    """All of it, up to the moment at which the clock stands now. Time must go by this clock."""
    now = clock.now
    telling = Telling(cast, now, clock, Random(f"story {seed}"), pictures / WHOLE)
    handles = _begin_all(telling)
    project, few, first = telling.project, telling.some(36), telling.some(102)
    shots = roll.shots(pictures, seed)
    into = ([project.dataset_id, handles.dataset_id], [project.dataset_id])
    asked = [(into[place >= few], shot) for place, shot in enumerate(shots)]
    cuts = turntable.cuts(seed, FILMED, max(6, telling.some(20)))
    taken, frames = shooting.take(asked, cuts, processes=processes, progress=progress)
    prepared = [each[0] for each in taken]
    telling.at(13, 9, 30)
    _bring_in(telling, shots[:first], prepared[:first], by=cast.ines)
    _two_weeks(telling, frames, (shots[first:], prepared[first:]))
    telling.at(4, 15)
    _finish_handles(telling, handles, shots[:few], [each[1] for each in taken[:few]])
    clock.set(now)
    return project


def _begin_all(telling: Telling) -> Project:
    """The projects, empty; the one beside the main one."""
    telling.at(13, 9)
    telling.project = _begin(telling)
    telling.at(12, 17)
    handles = _second_project(telling.cast)
    telling.at(6, 9)
    _third_project(telling.cast)
    return handles


def _begin(telling: Telling) -> Project:
    cast = telling.cast
    project = lifecycle.create("Pottery", by=cast.you, guidelines=POTS, split_ratios=SPLITS)
    for name, description in POT_CLASSES.items():
        categories.add(project, name, description=description, by=cast.you)
    lifecycle.change(project, send_back_reasons=list(REASONS), by=cast.you)
    for person, kind in ((cast.mara, Kind.LABELER), (cast.jonas, Kind.LABELER), (cast.ines, Kind.MANAGER)):
        members.put(project, person, kind, by=cast.you)
    return project


def _two_weeks(telling: Telling, frames: Sequence[bytes], later: tuple[Sequence[Shot], Sequence[Prepared]]) -> None:
    cast = telling.cast
    events: dict[tuple[int, int], Callable[[], object]] = {
        (10, 10): lambda: _review(telling, 26),
        (9, 16): lambda: _version(telling, "First try: what is approved so far.", statuses=(Status.APPROVED,)),
        (8, 14): lambda: _film(telling, frames),
        (7, 10): lambda: _bring_in(telling, *later, by=cast.jonas),
        (7, 11): lambda: _change_categories(telling),
        (4, 10): lambda: _review(telling, 34),
        (3, 16): lambda: _second_thoughts(telling),
        (3, 17): lambda: _second_answers(telling),
        (2, 10): lambda: _check(telling),
        (2, 11): lambda: _check_again(telling),
        (1, 17): lambda: _second_version(telling),
        (0, 8): lambda: _start_check(telling),
        (0, 9): lambda: _look_at_labels(telling),
    }
    work = {(days, hour): (getattr(cast, name), count) for days, hour, name, count in WORK}
    for days, hour in sorted({*events, *work}, key=lambda moment: (-moment[0], moment[1])):
        telling.at(days, hour)
        if (days, hour) in work:
            _label(telling, *work[days, hour])
        else:
            events[days, hour]()
    telling.clock.set(telling.today - timedelta(minutes=25))
    _label(telling, cast.jonas, 5)


# --- pictures and films ---


def _bring_in(telling: Telling, shots: Sequence[Shot], prepared: Sequence[Prepared], *, by: Any) -> None:
    """One after the other, as uploads come."""
    for shot, each in zip(shots, prepared, strict=True):
        telling.clock.passes(0.4)
        [added] = ingest.add_prepared(telling.project, [each], by=by)
        assert isinstance(added, ingest.Ingested)
        telling.shot_of[added.asset.pk] = shot


def _film(telling: Telling, frames: Sequence[bytes]) -> None:
    with shooting.film(frames) as path:
        added = videos.add_video(telling.project, path, original_name="turntable.mp4", by=telling.cast.jonas)
    telling.clock.passes(50)
    extraction.request(added.video, sampling="count", value=max(4, telling.some(16)), enqueue=False)
    extraction.run(added.video.pk)
    each = len(frames) // len(FILMED)
    for frame in added.video.frames.all():
        form = FILMED[(frame.frame_index or 0) // each]
        telling.shot_of[frame.pk] = Shot(frame.original_name, Scene(form, ""), form)


# --- labels ---


def _look_at_labels(telling: Telling) -> None:
    """Somebody labeled some of the pictures in another tool, under names of their own. It waits to be checked."""
    called = {"Mug": "Mugs", "Teapot": "Tea pot", "Vase": "Amphora"}
    waiting = telling.project.assets.exclude(status=Status.APPROVED).order_by("-pk")[: telling.some(60)]
    answers_there = [
        (asset.original_name, called.get(truth, truth)) for asset in waiting if (truth := _truth(telling, asset))
    ]
    content = label_studio([*answers_there, *((f"shelf-{at}.jpg", "Bowl") for at in range(telling.some(12)))])
    file = ContentFile(content, "project-4-at-2026-11-26.json")
    job = imports.request_import(
        telling.project,
        file=file,
        name=file.name or "",
        kind=Import.Kind.LABELS,
        by=telling.cast.ines,
        dry_run=True,
        enqueue=False,
    )
    imports.run(job.pk)


def _truth(telling: Telling, asset: Asset) -> str:
    shot = telling.shot_of.get(asset.pk)
    return shot.truth if shot else ""


def label_studio(labels: Sequence[tuple[str, str]]) -> bytes:
    """As Label Studio exports a project of one choice: (name of the picture, label)."""
    tasks = []
    for number, (name, label) in enumerate(labels, start=1):
        choice = {"type": "choices", "from_name": "form", "to_name": "image", "value": {"choices": [label]}}
        annotation = {
            "id": number,
            "completed_by": 1,
            "result": [choice],
            "was_cancelled": False,
            "created_at": "2026-11-20T10:00:00Z",
        }
        tasks.append({"id": number, "data": {"image": f"/data/upload/4/{name}"}, "annotations": [annotation]})
    return json.dumps(tasks, indent=1).encode()


def _label(telling: Telling, person: Any, count: int) -> None:
    """The next ones that have no label, in the order of the queue; now and then one is skipped."""
    waiting = telling.project.assets.with_status(Status.UNLABELED).order_by("pk")
    for asset in waiting[: telling.some(count)]:
        shot = telling.shot_of[asset.pk]
        telling.clock.passes(telling.random.uniform(3, 11) + (15 if shot.looks else 0))
        if shot.scene.shaken:
            _answer(telling, asset, person, Status.SKIPPED)
        else:
            _answer(telling, asset, person, Status.LABELED, _says(telling, person, shot))


def _says(telling: Telling, person: Any, shot: Shot) -> str:
    """What somebody takes it for. Mara goes by how it looks, Jonas by what it was made for; each slips now and then."""
    takes_for_looks = bool(shot.looks) and (person == telling.cast.mara) != shot.twin
    if shot.truth == "Mug" and person == telling.cast.mara and telling.random.random() < 0.8:
        return "Cup"
    if takes_for_looks:
        return shot.looks
    return telling.random.choice(list(roll.SHARES)) if telling.random.random() < 0.02 else shot.truth


def _answer(telling: Telling, asset: Asset, by: Any, status: Status, name: str = "", reason: str = "") -> None:
    category = _category(telling.project, name) if name else None
    operation = {
        "op_id": str(uuid.UUID(int=telling.random.getrandbits(128), version=4)),
        "asset": asset.pk,
        "base_revision": asset.revision,
        "status": status.value,
        "seen": True,
    }
    if category:
        operation["category_ids"] = [category.public_id]
    if reason:
        operation["reason"] = reason
    result = answers.set_answers(asset.project, [operation], by=by)[0]
    if result.result != answers.APPLIED:
        raise RuntimeError(f"{asset.original_name}: {result.detail}")


def _category(project: Project, name: str) -> Category | None:
    """Under the name that it has by now; nothing for one that was retired."""
    names = {category.name: category for category in project.categories.active()}
    return names.get(name) or names.get({"Jug": "Pitcher", "Cup": "Mug"}.get(name, ""))


# --- review ---


def _review(telling: Telling, count: int) -> None:
    """Ines goes through what is labeled: approves what is right, and sees to what is not, unless she overlooks it."""
    labeled = telling.project.assets.with_status(Status.LABELED).order_by("pk")
    for asset in labeled[: telling.some(count)]:
        telling.clock.passes(telling.random.uniform(2, 6))
        label, truth = _label_of(asset), telling.shot_of[asset.pk].truth
        chance = telling.random.random()
        if label == truth or chance < 0.3:
            _answer(telling, asset, telling.cast.ines, Status.APPROVED)
        elif label == "Cup" and chance < 0.6:
            continue  # what to do with cups is not decided yet
        elif chance < 0.55:
            _answer(telling, asset, telling.cast.ines, Status.APPROVED, truth)
        else:
            _answer(telling, asset, telling.cast.ines, Status.NEEDS_REVIEW, reason=REASONS[0])


def _second_answers(telling: Telling) -> None:
    """Mara and Jonas label some pictures of each other's, without seeing what the other said."""

    def says(person: Any, asset: Asset) -> int | None:
        shot = telling.shot_of[asset.pk]
        category = _category(telling.project, _says(telling, person, shot))
        return category.public_id if category and not shot.scene.shaken else None

    cast, clock, random = telling.cast, telling.clock, telling.random
    both = (cast.mara, cast.jonas)
    second_answers.give(telling.project, both, telling.some(30), says, by=cast.you, clock=clock, random=random)


def _second_thoughts(telling: Telling) -> None:
    """Of what was approved, Ines corrects what she had overlooked, and doubts the rest of the hard ones."""
    approved = telling.project.assets.with_status(Status.APPROVED).order_by("pk")
    wrong = [asset for asset in approved if _label_of(asset) != telling.shot_of[asset.pk].truth]
    hard = [asset for asset in approved if telling.shot_of[asset.pk].looks and asset not in wrong]
    for asset in wrong:
        telling.clock.passes(telling.random.uniform(4, 9))
        _answer(telling, asset, telling.cast.ines, Status.APPROVED, telling.shot_of[asset.pk].truth)
    for asset in hard[:2]:
        telling.clock.passes(telling.random.uniform(4, 9))
        _answer(telling, asset, telling.cast.ines, Status.NEEDS_REVIEW)


def _label_of(asset: Asset) -> str:
    """As a shot calls it."""
    name: str = asset.annotations.values_list("category__name", flat=True).get()
    return "Jug" if name == "Pitcher" else name


def _check(telling: Telling) -> None:
    check = sample_checks.start(telling.project, by=telling.cast.ines, size=telling.some(24), seed=7)
    _judge(telling, check, len(check.items))


def _check_again(telling: Telling) -> None:
    """You judge the same labels, without seeing what Ines said, and overlook two that she found."""
    check = telling.project.sample_checks.get()
    own = second.begin(check, by=telling.cast.you)
    overlooked = [item["asset"] for item in check.items if item["right"] is False][:2]
    for item in check.items:
        telling.clock.passes(telling.random.uniform(2, 5))
        right = item["right"] or item["asset"] in overlooked
        second.judge(own, {item["asset"]: right}, by=telling.cast.you)


def _start_check(telling: Telling) -> None:
    """One that is under way."""
    check = sample_checks.start(telling.project, by=telling.cast.you, size=telling.some(30), seed=11)
    _judge(telling, check, len(check.items) // 3, by=telling.cast.you)


def _judge(telling: Telling, check: SampleCheck, count: int, by: Any = None) -> None:
    names = {category.public_id: category.name for category in telling.project.categories.all()}
    for item in check.items[:count]:
        telling.clock.passes(telling.random.uniform(2, 5))
        right = names[item["category_id"]] == telling.shot_of[item["asset"]].truth
        sample_checks.judge(check, {item["asset"]: right}, by=by or telling.cast.ines)


# --- categories and versions ---


def _change_categories(telling: Telling) -> None:
    """Two people meant different things by Cup; and a pitcher is called jug in this house."""
    by, found = telling.cast.ines, {category.name: category for category in telling.project.categories.all()}
    categories.retire(found["Cup"], by=by)
    categories.change(found["Pitcher"], name="Jug", by=by)


def _version(telling: Telling, notes: str, **wanted: Any) -> DatasetVersion:
    version = builder.request_version(telling.project, Wanted(**wanted), by=telling.cast.ines, notes=notes)
    telling.clock.passes(6)
    builder.build(version.pk)
    reports.request(version.pk)
    for report in SplitReport.objects.filter(version=version):
        reports.build(report.pk)
    version.refresh_from_db()
    return version


def _second_version(telling: Telling) -> None:
    both = (Status.APPROVED, Status.LABELED)
    version = _version(telling, "With the second batch. Jug is the new name of Pitcher.", statuses=both)
    for kind in (shape_kinds.IMAGEFOLDER, shape_kinds.CSV):
        telling.clock.passes(20)
        shapes.build(shapes.request(version, kind, by=telling.cast.ines).pk)


# --- other projects ---


def _second_project(cast: Cast) -> Project:
    project = lifecycle.create("Handle or no handle", by=cast.you, guidelines=HANDLES)
    for name in ("Handle", "No handle"):
        categories.add(project, name, by=cast.you)
    return project


def _finish_handles(telling: Telling, project: Project, shots: Sequence[Shot], prepared: Sequence[Prepared]) -> None:
    """Labeled, approved and made into a version."""
    telling.project = project
    _bring_in(telling, shots, prepared, by=telling.cast.ines)
    for person, status in ((telling.cast.jonas, Status.LABELED), (telling.cast.ines, Status.APPROVED)):
        telling.clock.passes(600)
        for asset in project.assets.order_by("pk"):
            telling.clock.passes(telling.random.uniform(2, 5))
            has = telling.shot_of[asset.pk].truth in ("Mug", "Jug", "Teapot")
            _answer(telling, asset, person, status, "Handle" if has else "No handle")
    _version(telling, "Whole")


def _third_project(cast: Cast) -> None:
    """One that has just begun."""
    project = lifecycle.create("Glaze faults", by=cast.ines)
    for name in ("Crawling", "Pinholes", "Runs"):
        categories.add(project, name, by=cast.ines)
