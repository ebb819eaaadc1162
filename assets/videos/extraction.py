"""Verbs: take frames out of a video as a job; cancel it, try it again.

Frames stream into ingest as they come: the video is decoded once, or for a few frames of a long one only around them
(`seeking`), and nothing grows with its length. A run that was
killed is done again from the start, where frames that are here are passed over; so it ends with the same frames, none
twice. Extracting again with another sampling works the same way: what is here stays, with its labels, and new ones
join.
"""

import contextlib
import itertools
import logging
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Avg, QuerySet
from django.utils import timezone
from django_q.tasks import async_task

from assets.images import ingest
from assets.models import UNFINISHED, Video
from assets.videos import ffmpeg, seeking
from assets.videos import ingest as videos
from assets.videos import sampling as frames
from assets.videos.probing import Facts
from core.exceptions import Refused
from core.jobs import leases
from core.storage import disk_full
from core.storage.scratch import clear_scratch, work_dir

logger = logging.getLogger("labeler.extraction")

TIMEOUT = 6 * 60 * 60  # seconds that one run may take; its lease shows all the while that it is alive
MOST_SECONDS = TIMEOUT - 10 * 60  # of decoding, so that the row is told before the job is ended
MOST_BYTES = 100_000_000_000  # of frames that one run stores
BATCH = 16  # rows of a transaction
THREADS = 2
IN_FLIGHT = 6  # frames in memory
SCRATCH = "extract-"  # how files of a run in the work folder begin

State = Video.State


def request(video: Video, *, sampling: str, value: float, enqueue: bool = True) -> Video:
    """Put the extraction of a video's frames into the queue. Refused when one runs, or there is no such sampling.

    Without `enqueue`, the caller runs it at once, and the queue takes over only when that is killed.
    """
    plan = planned(video, sampling, value)
    with transaction.atomic():
        idle = Video.objects.filter(pk=video.pk).exclude(state__in=UNFINISHED)
        if not idle.update(
            state=State.QUEUED, sampling=plan.sampling.value, value=plan.value, planned=plan.frames, **_anew()
        ):
            raise Refused("Frames of this video are being extracted already. Cancel that first.", code="running")
        if enqueue:
            _enqueue(video.pk)
    return _now(video)


def planned(video: Video, sampling: str, value: float) -> frames.Plan:
    """What a sampling would take of a video. Refused when there is no such one."""
    try:
        return frames.plan(videos.facts_of(video).clip(), sampling, value, most=settings.MAX_VIDEO_FRAMES)
    except frames.BadSampling as problem:
        raise Refused(str(problem), code="bad_sampling", field=problem.field) from None


def preview(video: Video, sampling: str, value: float) -> dict[str, Any]:
    """What a sampling would give: frames, about how much disk and about how long; Refused as above."""
    plan = planned(video, sampling, value)
    clip = videos.facts_of(video).clip()
    size = video.frames.aggregate(mean=Avg("size_bytes"))["mean"]
    return {
        "frames": plan.frames,
        "exact": plan.exact,
        "disk_bytes": None if plan.frames is None else frames.disk_bytes(clip, plan.frames, frame_bytes=size),
        "seconds": frames.seconds(clip, plan.frames),
    }


def retry(video: Video) -> Video:
    """Extract once more as it was asked for last, after a failure or a cancellation."""
    ended = Video.objects.filter(pk=video.pk, state__in=[State.FAILED, State.CANCELLED])
    with transaction.atomic():
        if not ended.update(state=State.QUEUED, **_anew()):
            raise Refused(
                f"The video is {_now(video).state}: only a failed or cancelled extraction is retried.",
                code="not_failed",
            )
        _enqueue(video.pk)
    return _now(video)


def cancel(video: Video) -> Video:
    """Stop an extraction. The frames that it took so far stay."""
    stopped = Video.objects.unfinished().filter(pk=video.pk)
    if not stopped.update(state=State.CANCELLED, lease_owner=None, lease_until=None, finished_at=timezone.now()):
        raise Refused(f"The video is {_now(video).state}: there is nothing to cancel.", code="not_running")
    return _now(video)


def run(pk: int, *, told: Callable[[int, int | None], None] = lambda done, planned: None) -> None:
    """Extract what was asked for, unless somebody alive is at it or its attempts are used up. May run twice.

    `told`: called now and then with how many frames are done, and of how many.
    """
    started: dict[str, Any] = {
        "state": State.EXTRACTING,
        "progress": 0,
        "position_ms": None,
        "started_at": timezone.now(),
    }
    owner = leases.take(Video.objects.unfinished(), pk, **started)
    if owner is None:
        return
    video = Video.objects.select_related("project", "uploaded_by").get(pk=pk)
    try:
        with videos.local_file(video) as path:
            _extract(video, owner, path, told)
    except leases.LeaseLost:
        logger.info("the extraction of video %s was cancelled or taken over while it ran", pk)
    except FileNotFoundError:
        _finish(video, owner, State.FAILED, error="The file of this video is missing from the store.")
    except OSError as problem:
        if not disk_full.is_full(problem):
            _give_back(video, owner, problem)
            raise
        _finish(video, owner, State.FAILED, error=disk_full.FULL)
    except Exception as problem:
        _give_back(video, owner, problem)
        raise


def sweep() -> None:
    """Put extractions that nobody holds into the queue again, fail those whose attempts are used up, and clear away
    what killed runs left in this machine's work folder."""
    for video in leases.nobody_holds(Video.objects.unfinished()):
        waiting = leases.nobody_holds(Video.objects.unfinished().filter(pk=video.pk))
        if video.attempts >= leases.MOST_ATTEMPTS:
            reason = f"The extraction was interrupted {video.attempts} times. {video.error}".strip()
            waiting.update(state=State.FAILED, error=reason, finished_at=timezone.now())
        elif waiting.update(queued_at=timezone.now()):
            _enqueue(video.pk)
    clear_scratch(SCRATCH, Video.objects.unfinished())


@dataclass
class _Run:
    """How far a run has come."""

    video: Video
    facts: Facts
    here: set[int]  # indices of frames that are in the project already
    alive: Callable[..., None]
    told: Callable[[int, int | None], None]
    done: int = 0
    position_ms: int | None = None
    size: int = 0
    waiting: deque[Future[ingest.PreparedFrame]] = field(default_factory=deque)
    ready: list[ingest.PreparedFrame] = field(default_factory=list)
    stored_at: float = field(default_factory=time.monotonic)

    def sign_of_life(self) -> None:
        self.alive(progress=self.done, position_ms=self.position_ms)


def _extract(video: Video, owner: uuid.UUID, path: Path, told: Callable[[int, int | None], None]) -> None:
    facts = videos.facts_of(video)
    stats = work_dir() / f"{SCRATCH}{owner}.stats"
    alive = leases.signs_of_life(_extracting(), video.pk, owner)
    sampling, value = frames.Sampling(video.sampling), float(video.value or 0)
    run = _Run(video, facts, _here(video), alive, told)
    few = video.planned and frames.decoded_by_seeking(facts.clip(), video.planned) is not None
    if few and (found := seeking.places(path, facts, sampling, value, alive=run.sign_of_life)):
        run.done = sum(place.index in run.here for place in found.wanted)
        one_by_one = seeking.Seeks(
            path, facts, found, stats, skip=run.here, alive=run.sign_of_life, seconds=MOST_SECONDS
        )
        with contextlib.suppress(seeking.Missed):  # then what came so far is right, and one pass takes the rest
            problem = _problem(run, one_by_one)
            _conclude(run, owner, one_by_one, problem)
            return
        run = _Run(video, facts, _here(video), alive, told)
    arguments = ffmpeg.command(path, facts, sampling, value, stats)
    with ffmpeg.Pass(arguments, stats, alive=run.sign_of_life, seconds=MOST_SECONDS) as one_pass:
        problem = _problem(run, one_pass)
    _conclude(run, owner, one_pass, problem)


def _here(video: Video) -> set[int]:
    return {cast(int, index) for index in video.frames.values_list("frame_index", flat=True)}


def _problem(run: _Run, coming: ffmpeg.Pass | seeking.Seeks) -> str:
    """Take the frames; why they ended before they should, if they did."""
    try:
        _take(run, iter(coming))
    except ffmpeg.Failed as failure:
        return str(failure)
    except ffmpeg.TooLong:
        return f"it took longer than {MOST_SECONDS / 3600:.0f} hours"
    return ""


def _take(run: _Run, coming: Iterator[ffmpeg.Frame]) -> None:
    """Frames are looked at side by side while the next ones are decoded, and stored in the order they come."""
    with ThreadPoolExecutor(THREADS) as threads:
        try:
            for frame in itertools.islice(coming, settings.MAX_VIDEO_FRAMES):
                run.position_ms = frame.timestamp_ms
                run.size += len(frame.jpeg)
                if run.size > MOST_BYTES:
                    raise ffmpeg.Failed(f"its frames take more than {MOST_BYTES // 1_000_000_000} GB")
                if frame.index in run.here:
                    run.done += 1
                    continue
                run.waiting.append(threads.submit(_prepare, run.video, frame))
                _collect(run, leave=IN_FLIGHT)
        finally:
            # Also when it breaks off: what was decoded whole is kept. After a lost lease, storing is refused.
            _collect(run, leave=0)
            _store(run)


def _prepare(video: Video, frame: ffmpeg.Frame) -> ingest.PreparedFrame:
    stem = video.original_name.rpartition(".")[0] or video.original_name
    name = f"{stem[:240]}_{frame.index:06d}.jpg"
    picture = ingest.prepare(video.project.dataset_id, frame.jpeg, name)
    return ingest.PreparedFrame(picture, frame.index, frame.timestamp_ms, frame.jpeg)


def _collect(run: _Run, *, leave: int) -> None:
    """Wait until at most `leave` frames are being looked at."""
    while len(run.waiting) > leave or (run.waiting and run.waiting[0].done()):
        run.ready.append(run.waiting.popleft().result())
        if len(run.ready) >= BATCH or time.monotonic() - run.stored_at > leases.RENEW:
            _store(run)


def _store(run: _Run) -> None:
    run.stored_at = time.monotonic()
    if not run.ready:
        return
    run.sign_of_life()
    ingest.add_frames(run.video, run.ready, by=run.video.uploaded_by)
    run.done += len(run.ready)
    run.ready.clear()
    run.told(run.done, run.video.planned)


def _conclude(run: _Run, owner: uuid.UUID, one_pass: ffmpeg.Pass | seeking.Seeks, problem: str) -> None:
    leases.renew(_extracting(), run.video.pk, owner, progress=run.done, position_ms=run.position_ms)
    facts = run.facts
    if run.done == 0:
        reason = f" ({problem})" if problem else ""
        _finish(run.video, owner, State.FAILED, error=f"No frame of this video could be decoded{reason}.")
        return
    if problem:
        # Frames came, and then no more: they are kept, and another try goes on behind them.
        at = clock(run.position_ms or 0)
        _finish(run.video, owner, State.FAILED, error=f"It stopped at {at}: {problem}. Frames up to there are kept.")
        return
    if one_pass.decoded and not one_pass.errors:
        # Packets and frames may differ; from now on plans count what the decoder gave.
        facts = replace(facts, frames=one_pass.decoded)
    _finish(run.video, owner, State.READY, note=" ".join(_notes(run, one_pass)), facts=facts.stored())


def _notes(run: _Run, one_pass: ffmpeg.Pass | seeking.Seeks) -> Iterator[str]:
    """What there is to know of the frames."""
    facts = run.facts
    if facts.broken_at_ms is not None:
        yield f"The file breaks off at {clock(facts.broken_at_ms)}. Frames up to there were taken."
    if one_pass.errors:
        yield f"{one_pass.errors:,} frame{'s' if one_pass.errors > 1 else ''} could not be decoded."
    if run.done >= settings.MAX_VIDEO_FRAMES and run.video.planned is None:
        yield f"It stopped at {clock(run.position_ms or 0)}, at the limit of {settings.MAX_VIDEO_FRAMES:,} frames."


def clock(milliseconds: int) -> str:
    """0:03.2, or 1:02:03.0."""
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest // 100 / 10:04.1f}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"


def _anew() -> dict[str, Any]:
    return {
        "attempts": 0,
        "progress": 0,
        "position_ms": None,
        "error": "",
        "note": "",
        "started_at": None,
        "finished_at": None,
        "queued_at": timezone.now(),
    }


def _enqueue(pk: int) -> None:
    transaction.on_commit(lambda: async_task("assets.tasks.extract_frames", pk, q_options={"timeout": TIMEOUT}))


def _finish(video: Video, owner: uuid.UUID, state: str, *, error: str = "", note: str = "", **changes: Any) -> None:
    _extracting().filter(pk=video.pk, lease_owner=owner).update(
        state=state,
        error=error,
        note=note,
        extractor=ffmpeg.extractor(),
        lease_owner=None,
        lease_until=None,
        finished_at=timezone.now(),
        **changes,
    )


def _give_back(video: Video, owner: uuid.UUID, problem: Exception) -> None:
    """Somebody may try again, until the attempts are used up."""
    if video.attempts >= leases.MOST_ATTEMPTS:
        _finish(video, owner, State.FAILED, error=f"The extraction failed {video.attempts} times: {problem}")
    else:
        _extracting().filter(pk=video.pk, lease_owner=owner).update(
            state=State.QUEUED, error=str(problem), lease_owner=None, lease_until=None
        )


def _extracting() -> QuerySet[Video]:
    return Video.objects.filter(state=State.EXTRACTING)


def _now(video: Video) -> Video:
    found: Video = Video.objects.with_frame_counts().select_related("project", "uploaded_by").get(pk=video.pk)
    return found
