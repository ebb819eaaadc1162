"""Verbs: take frames out of a video as a job; cancel it, try it again.

Frames stream into ingest as they come; nothing grows with the length of the video. A run that was killed, or one with
another sampling, passes over frames that are here: they stay, with their labels, and none comes twice. Where a seek is
sure to give the same frames, it begins behind them; for scenes behind the last frame of which is known that it and all
before it were looked at, and that what was taken of them is stored.
"""

import contextlib
import itertools
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Avg
from django.utils import timezone

from assets.images import ingest, withdrawn
from assets.models import Video
from assets.videos import ffmpeg, seeking
from assets.videos import ingest as videos
from assets.videos import sampling as frames
from assets.videos.probing import Facts
from core.exceptions import Refused
from core.jobs import job as life
from core.jobs import leases
from core.storage.scratch import clear_scratch, work_dir
from projects import events

MOST_SECONDS = Video.TIMEOUT - 10 * 60  # of decoding, so that the row is told before the job is ended
MOST_BYTES = 100_000_000_000  # of frames that one run stores
BATCH = 16  # rows of a transaction
THREADS = 2
IN_FLIGHT = 6  # frames in memory
SCRATCH = "extract-"  # how files of a run in the work folder begin

State = Video.State

Sought = seeking.Seeks | seeking.Rest | seeking.Scenes
Frames = ffmpeg.Pass | Sought

# Of a run that did not begin.
NOT_BEGUN = {"position_ms": None, "note": "", "started_at": None, "finished_at": None}


def request(video: Video, *, sampling: str, value: float, by: Any = None, enqueue: bool = True) -> Video:
    """Put the extraction of a video's frames into the queue. Refused when one runs, or there is no such sampling.

    Without `enqueue`, the caller runs it at once, and the queue takes over only when that is killed.
    """
    _refuse_withdrawn(video)
    plan = planned(video, sampling, value)
    with transaction.atomic():
        asked = {"sampling": plan.sampling.value, "value": plan.value, "planned": plan.frames}
        if not Video.objects.idle().filter(pk=video.pk).begin_again(**asked, **NOT_BEGUN, scenes=None):
            raise Refused("Frames of this video are being extracted already. Cancel that first.", code="running")
        _tell_request(video, asked, by)
        if enqueue:
            life.enqueue(video)
    return _now(video)


def _refuse_withdrawn(video: Video) -> None:
    if withdrawn.among(video.project_id, [video.sha256]):
        raise Refused("This video was withdrawn: no frames are taken out of it any more.", code=withdrawn.CODE)


def _tell_request(video: Video, asked: dict[str, Any], by: Any) -> None:
    events.record(video.project_id, events.Kind.EXTRACTION_REQUESTED, by=by, of=video.pk, after=asked)


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


def retry(video: Video, *, by: Any = None) -> Video:
    """Go on with what was asked for last, after a failure or a cancellation."""
    _refuse_withdrawn(video)
    ended = (State.FAILED, State.CANCELLED)
    with transaction.atomic():
        life.retry(video, states=ended, only="a failed or cancelled extraction", **NOT_BEGUN)
        _tell_request(video, {name: getattr(video, name) for name in ("sampling", "value", "planned")}, by)
    return _now(video)


def cancel(video: Video, *, by: Any = None) -> Video:
    """Stop an extraction. The frames that it took so far stay."""
    life.cancel(video, by=by)
    return _now(video)


def run(pk: int, *, progress: Callable[[int, int | None], None] = lambda done, planned: None) -> None:
    """Extract what was asked for, unless somebody alive is at it or its attempts are used up. May run twice.

    `progress`: called now and then with how many frames are done, and of how many.
    """
    rows = Video.objects.select_related("project", "uploaded_by")
    started: dict[str, Any] = {"progress": 0, "position_ms": None, "started_at": timezone.now()}
    life.run(rows, pk, lambda attempt: _open_and_extract(attempt, progress), **started)


def sweep() -> None:
    """Put extractions that nobody holds into the queue again, fail those whose attempts are used up, and clear away
    what killed runs left in this machine's work folder."""
    life.sweep(Video.objects.select_related("project"))
    clear_scratch(SCRATCH, Video.objects.unfinished())


@dataclass
class _Run:
    """How far a run has come."""

    attempt: life.Attempt[Video]
    facts: Facts
    here: set[int]  # indices of frames that are in the project already
    alive: Callable[..., None]
    progress: Callable[[int, int | None], None]
    done: int = 0
    position_ms: int | None = None
    size: int = 0
    waiting: deque[Future[ingest.PreparedFrame]] = field(default_factory=deque)
    ready: list[ingest.PreparedFrame] = field(default_factory=list)
    stored_at: float = field(default_factory=time.monotonic)
    # Of those that came, in their order: all up to index `behind` are stored, which are `taken`; `passed` come later,
    # and were here already. A search has looked at all up to there. `added`: to those that were here.
    behind: int = -1
    taken: int = 0
    passed: deque[int] = field(default_factory=deque)
    added: int = 0
    withdrawn: int = 0  # frames that were left out, as their bytes had to go
    coming: Frames | None = None

    @property
    def video(self) -> Video:
        return self.attempt.job

    @property
    def is_search(self) -> bool:
        return self.video.sampling == frames.Sampling.SCENE

    def stored(self) -> None:
        """Those that were ready are."""
        self.taken += len(self.ready)
        self._advance(self.ready[-1].frame_index)
        self.done += len(self.ready)
        self.added += len(self.ready)
        self.ready.clear()
        if self.is_search:
            self.attempt.renew(scenes=self._how_far())

    def sign_of_life(self) -> None:
        self.alive(progress=self.done, position_ms=self.position_ms, **self._searched())

    def wait(self) -> None:
        """Called all the while nothing comes: what came is stored meanwhile, and it is told how far a search is."""
        _collect(self, leave=IN_FLIGHT)
        self.sign_of_life()

    def _advance(self, behind: int) -> None:
        self.behind = max(self.behind, behind)
        while self.passed and self.passed[0] <= self.behind:
            self.passed.popleft()
            self.taken += 1

    def _searched(self) -> dict[str, Any]:
        if not self.is_search:
            return {}
        if isinstance(self.coming, ffmpeg.Pass | seeking.Scenes) and not (self.waiting or self.ready):
            self._advance(self.coming.looked - 1)
        return {} if self.behind < 0 else {"scenes": self._how_far()}

    def _how_far(self) -> dict[str, int]:
        # `frames`: of this video, here. When somebody deleted some, the search begins from the start.
        return {"behind": self.behind, "taken": self.taken, "frames": len(self.here) + self.added}


def _open_and_extract(attempt: life.Attempt[Video], progress: Callable[[int, int | None], None]) -> None:
    attempt.at_end["extractor"] = ffmpeg.extractor()
    try:
        with videos.local_file(attempt.job) as path:
            _extract(attempt, path, progress)
    except FileNotFoundError:
        raise life.Failed("The file of this video is missing from the store.") from None


def _extract(attempt: life.Attempt[Video], path: Path, progress: Callable[[int, int | None], None]) -> None:
    video = attempt.job
    facts = videos.facts_of(video)
    stats = work_dir() / f"{SCRATCH}{attempt.owner}.stats"
    alive = attempt.signs_of_life()
    sampling, value = frames.Sampling(video.sampling), float(video.value or 0)
    run = _Run(attempt, facts, _here(video), alive, progress)
    if sought := _sought(run, path, sampling, value, stats):
        run.done = run.taken = sought.here
        if video.scenes:
            run.behind = video.scenes["behind"]
            # Else it would stand at the beginning until the next scene, and for ever where none comes.
            run.position_ms = _position(video, video.scenes["behind"])
            attempt.renew(progress=run.done, position_ms=run.position_ms)
        with contextlib.suppress(seeking.Missed):  # then what came so far is right, and one pass takes the rest
            problem = _problem(run, sought)
            _conclude(run, attempt, sought, problem)
            return
        run = _Run(attempt, facts, _here(video), alive, progress)
    arguments = ffmpeg.command(path, facts, sampling, value, stats)
    with ffmpeg.Pass(arguments, stats, alive=run.wait, seconds=MOST_SECONDS) as one_pass:
        problem = _problem(run, one_pass)
    _conclude(run, attempt, one_pass, problem)


def _sought(run: _Run, path: Path, sampling: frames.Sampling, value: float, stats: Path) -> Sought | None:
    """Where it is sure that seeking gives the same: few frames by a seek each, or what an earlier run left, so that
    nothing is decoded again."""
    video, facts = run.video, run.facts
    how: dict[str, Any] = {"alive": run.wait, "seconds": MOST_SECONDS}
    if sampling is frames.Sampling.SCENE:
        if not video.scenes or len(run.here) < video.scenes.get("frames", 0):
            return None
        behind, here = video.scenes["behind"], video.scenes["taken"]
        found = seeking.before_scenes(path, facts, behind, alive=run.sign_of_life)
        return seeking.Scenes(path, facts, found, value, stats, behind=behind, here=here, **how) if found else None
    few = video.planned and frames.decoded_by_seeking(facts.clip(), video.planned) is not None
    if not (few or run.here):
        return None
    found = seeking.places(path, facts, sampling, value, alive=run.sign_of_life)
    if found is None:
        return None
    if few:
        return seeking.Seeks(path, facts, found, stats, skip=run.here, **how)
    return seeking.Rest(path, facts, found, sampling, value, stats, skip=run.here, **how)


def _position(video: Video, behind: int) -> int | None:
    """The time of the last frame that is here, up to that index."""
    up_to = video.frames.filter(frame_index__lte=behind).order_by("-frame_index")
    return up_to.values_list("timestamp_ms", flat=True).first()


def _here(video: Video) -> set[int]:
    return {cast(int, index) for index in video.frames.values_list("frame_index", flat=True)}


def _problem(run: _Run, coming: Frames) -> str:
    """Take the frames; why they ended before they should, if they did."""
    run.coming = coming
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
            for frame in itertools.islice(coming, max(0, settings.MAX_VIDEO_FRAMES - run.done)):
                run.position_ms = frame.timestamp_ms
                run.size += len(frame.jpeg)
                if run.size > MOST_BYTES:
                    raise ffmpeg.Failed(f"its frames take more than {MOST_BYTES // 1_000_000_000} GB")
                if frame.index in run.here:
                    run.done += 1
                    run.passed.append(frame.index)
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
        if len(run.ready) >= BATCH:
            _store(run)
    if time.monotonic() - run.stored_at > leases.RENEW:
        _store(run)


def _store(run: _Run) -> None:
    run.stored_at = time.monotonic()
    if not run.ready:
        return
    run.sign_of_life()
    run.withdrawn += ingest.add_frames(run.video, run.ready, by=run.video.uploaded_by)
    run.stored()
    run.progress(run.done, run.video.planned)


def _conclude(run: _Run, attempt: life.Attempt[Video], one_pass: Frames, problem: str) -> None:
    attempt.renew(progress=run.done, position_ms=run.position_ms)
    facts = run.facts
    if run.done == 0:
        reason = f" ({problem})" if problem else ""
        raise life.Failed(f"No frame of this video could be decoded{reason}.")
    if problem:
        # Frames came, and then no more: they are kept, and another try goes on behind them.
        raise life.Failed(f"It stopped at {clock(run.position_ms or 0)}: {problem}. Frames up to there are kept.")
    if one_pass.decoded and not one_pass.errors:
        # Packets and frames may differ; from now on plans count what the decoder gave.
        facts = replace(facts, frames=one_pass.decoded)
    attempt.finish(State.READY, note=" ".join(_notes(run, one_pass)), facts=facts.stored())


def _notes(run: _Run, one_pass: Frames) -> Iterator[str]:
    """What there is to know of the frames."""
    facts = run.facts
    if facts.broken_at_ms is not None:
        yield f"The file breaks off at {clock(facts.broken_at_ms)}. Frames up to there were taken."
    if one_pass.errors:
        yield f"{one_pass.errors:,} frame{'s' if one_pass.errors > 1 else ''} could not be decoded."
    if run.withdrawn:
        were = "frames were left out: their pictures" if run.withdrawn > 1 else "frame was left out: its picture"
        yield f"{run.withdrawn:,} {were} had been withdrawn."
    if run.done >= settings.MAX_VIDEO_FRAMES and run.video.planned is None:
        yield f"It stopped at {clock(run.position_ms or 0)}, at the limit of {settings.MAX_VIDEO_FRAMES:,} frames."


def clock(milliseconds: int) -> str:
    """0:03.2, or 1:02:03.0."""
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest // 100 / 10:04.1f}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"


def _now(video: Video) -> Video:
    found: Video = Video.objects.with_frame_counts().select_related("project", "uploaded_by").get(pk=video.pk)
    return found
