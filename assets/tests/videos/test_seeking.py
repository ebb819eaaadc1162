"""A few frames of a long video are found by seeking: the very frames that one pass gives, or the pass is taken."""

import itertools
import time
from dataclasses import replace
from fractions import Fraction

import pytest

from assets.images import deletion
from assets.models import Video
from assets.tests.videos.test_ffmpeg import MADE, cut, take
from assets.videos import extraction, ingest, probing, seeking
from assets.videos import sampling as frames
from assets.videos.sampling import Sampling
from core.jobs import leases, stopping
from tests.support.files.videos import H264, make, run
from tests.support.program import PATIENCE_SECONDS
from tests.support.shared import real_videos

X265 = ("-pix_fmt", "yuv420p", "-c:v", "libx265", "-preset", "ultrafast", "-crf", "10")


def x264(*more):
    return ("-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", "10", *more)


def with_sound(folder):
    """Sound that begins before the pictures, and pictures out of order."""
    sound = ("-f", "lavfi", "-itsoffset", "-0.7", "-i", "sine=duration=4")
    return make(folder / "sound.mp4", *x264("-bf", "3", "-g", "12"), "-c:a", "aac", before=sound)


def turned(folder):
    flat = MADE["mp4"](folder)
    run("-display_rotation", "90", "-i", flat, "-c", "copy", folder / "turned.mp4")
    return folder / "turned.mp4"


def trimmed(folder):
    whole = make(folder / "whole.mp4", *x264("-g", "20"))
    run("-ss", "0.55", "-i", whole, "-c", "copy", folder / "trimmed.mp4")
    return folder / "trimmed.mp4"


SURE = {
    "mp4": MADE["mp4"],
    "frames out of order": lambda folder: make(folder / "b.mp4", *x264("-bf", "3", "-g", "7")),
    "mkv": lambda folder: make(folder / "b.mkv", *x264("-bf", "3", "-g", "7")),
    "webm, vp9": MADE["webm, vp9"],
    "variable rate": MADE["variable rate"],
    "turned": turned,
    "sound before": with_sound,
    "full range": MADE["full range"],
    "one frame": MADE["one frame"],
    "hevc": lambda folder: make(
        folder / "h.mp4", *X265, "-x265-params", "log-level=none:open-gop=0:keyint=6:bframes=3"
    ),
}
UNSURE = {
    "a codec that nobody vouches for": MADE["avi, without times"],
    "open groups of pictures": lambda folder: make(
        folder / "open.mp4", *x264("-bf", "3", "-g", "7", "-x264-params", "open-gop=1:scenecut=0")
    ),
    "open groups of hevc": lambda folder: make(
        folder / "open.mp4", *X265, "-x265-params", "log-level=none:open-gop=1:keyint=6:bframes=3"
    ),
    "pictures that renew themselves bit by bit": lambda folder: make(
        folder / "intra.mp4", *x264("-x264-params", "intra-refresh=1:keyint=10")
    ),
    "cut away at its beginning by an edit list": trimmed,
    "broken off": lambda folder: cut(folder, make(folder / "whole.mkv", *H264), 0.6),
}


def sought(path, folder, sampling, value, **options):
    facts = probing.probe(path)
    found = seeking.places(path, facts, sampling, value)
    assert found is not None
    options = {"alive": lambda: None, "seconds": 60} | options
    return list(seeking.Seeks(path, facts, found, folder / "seek.stats", **options))


@pytest.mark.parametrize(("sampling", "value"), [(Sampling.COUNT, 7), (Sampling.FPS, 2.5)])
@pytest.mark.parametrize("kind", SURE)
def test_seeking_gives_the_very_frames_of_one_pass(kind, sampling, value, tmp_path):
    path = SURE[kind](tmp_path)
    by_pass, _ = take(path, tmp_path, sampling, value)
    # Index, time and every byte of the picture.
    assert sought(path, tmp_path, sampling, value) == by_pass


@pytest.mark.shared
@pytest.mark.parametrize("path", real_videos(), ids=lambda path: path.stem)
def test_seeking_gives_the_very_frames_of_one_pass_of_a_real_video(path, tmp_path):
    facts = probing.probe(path)
    by_pass, _ = take(path, tmp_path, Sampling.COUNT, 9)
    if seeking.places(path, facts, Sampling.COUNT, 9) is not None:
        assert sought(path, tmp_path, Sampling.COUNT, 9) == by_pass


@pytest.mark.parametrize("kind", UNSURE)
def test_where_seeking_is_not_sure_there_is_the_pass(kind, tmp_path):
    path = UNSURE[kind](tmp_path)
    assert seeking.places(path, probing.probe(path), Sampling.COUNT, 5) is None


def test_scenes_are_found_by_looking_at_everything(tmp_path):
    path = MADE["mp4"](tmp_path)
    assert seeking.places(path, probing.probe(path), Sampling.SCENE, 20) is None


def test_frames_that_are_here_are_not_sought(tmp_path):
    path = MADE["mp4"](tmp_path)
    assert [frame.index for frame in sought(path, tmp_path, Sampling.COUNT, 5, skip={0, 8, 16})] == [4, 12]


def test_another_frame_than_the_one_that_was_meant_is_noticed(tmp_path):
    path = MADE["mp4"](tmp_path)
    facts = probing.probe(path)
    found = seeking.places(path, facts, Sampling.COUNT, 5)
    off = replace(found, wanted=[replace(place, time=place.time + found.tick * 3) for place in found.wanted])
    with pytest.raises(seeking.Missed):
        list(seeking.Seeks(path, facts, off, tmp_path / "s.stats", alive=lambda: None, seconds=60))


def test_seeking_is_for_few_frames_of_a_long_video_whose_keyframes_are_known():
    hour = frames.Clip(90_000, 3600.0, 0.04, 1920, 1080, keyframes=360)
    assert frames.decoded_by_seeking(hour, 10) < 20
    assert frames.seconds(hour, 10) < frames.seconds(hour, None) / 10
    assert frames.decoded_by_seeking(hour, 3600) is None
    assert frames.decoded_by_seeking(replace(hour, keyframes=0), 10) is None
    assert frames.decoded_by_seeking(replace(hour, keyframes=1), 10) is None
    assert frames.decoded_by_seeking(frames.Clip(100, 4.0, 0.04, 640, 360, keyframes=4), 5) is None


# --- the rest -------------------------------------------------------------------------------------------------------


def rest(path, folder, sampling, value, *, skip, **options):
    facts = probing.probe(path)
    found = seeking.places(path, facts, sampling, value)
    options = {"alive": lambda: None, "seconds": 60} | options
    return seeking.Rest(path, facts, found, sampling, value, folder / "rest.stats", skip=skip, **options)


@pytest.mark.parametrize(("sampling", "value"), [(Sampling.COUNT, 7), (Sampling.FPS, 2.5), (Sampling.FPS, 30.0)])
@pytest.mark.parametrize("kind", SURE)
def test_one_pass_over_the_rest_gives_the_very_frames_of_a_whole_one(kind, sampling, value, tmp_path):
    path = SURE[kind](tmp_path)
    by_pass, _ = take(path, tmp_path, sampling, value)
    for done in {1, len(by_pass) // 2, len(by_pass) - 1, len(by_pass)}:
        skip = {frame.index for frame in by_pass[:done]}
        the_rest = rest(path, tmp_path, sampling, value, skip=skip)
        assert (the_rest.here, list(the_rest)) == (done, by_pass[done:])


@pytest.mark.shared
@pytest.mark.parametrize("path", real_videos(), ids=lambda path: path.stem)
def test_one_pass_over_the_rest_gives_the_very_frames_of_a_whole_one_of_a_real_video(path, tmp_path):
    by_pass, _ = take(path, tmp_path, Sampling.FPS, 2.0)
    if seeking.places(path, probing.probe(path), Sampling.FPS, 2.0) is not None:
        half = len(by_pass) // 2
        skip = {frame.index for frame in by_pass[:half]}
        assert list(rest(path, tmp_path, Sampling.FPS, 2.0, skip=skip)) == by_pass[half:]


def test_frames_that_are_here_behind_the_first_missing_one_come_again(tmp_path):
    path = MADE["mp4"](tmp_path)
    assert [frame.index for frame in rest(path, tmp_path, Sampling.COUNT, 5, skip={0, 8, 16})] == [4, 8, 12, 16]


@pytest.mark.parametrize("off_by", [-1, 1])
def test_a_rest_of_other_frames_is_noticed(off_by, tmp_path):
    path = MADE["mp4"](tmp_path)
    facts = probing.probe(path)
    found = seeking.places(path, facts, Sampling.COUNT, 5)
    off = replace(found, wanted=found.wanted[:off_by] if off_by < 0 else [*found.wanted, found.wanted[-1]])
    the_rest = seeking.Rest(
        path, facts, off, Sampling.COUNT, 5, tmp_path / "r.stats", skip={0}, alive=lambda: None, seconds=60
    )
    with pytest.raises(seeking.Missed):
        list(the_rest)


# --- scenes ---------------------------------------------------------------------------------------------------------

# Cuts every third frame, and flashes of all sizes between them, so that how much a frame changes is held against all
# kinds of changes before it.
FILM = (
    "color=gray:size=160x90:rate=10:duration=4,"
    "geq=lum='128+100*sin(floor(N/3)*floor(N/3)*1.7)+20*sin(N*N)':cb=128:cr=128"
)
FILMS = {
    "frames out of order": lambda folder: make(folder / "b.mp4", *x264("-bf", "3", "-g", "7"), source=FILM),
    "mkv, all keyframes": lambda folder: make(folder / "b.mkv", *x264("-g", "1"), source=FILM),
    "webm, vp9": lambda folder: make(
        folder / "a.webm", "-pix_fmt", "yuv420p", "-c:v", "libvpx-vp9", "-g", "9", "-crf", "10", source=FILM
    ),
    "hevc": lambda folder: make(
        folder / "h.mp4", *X265, "-x265-params", "log-level=none:open-gop=0:keyint=6:bframes=3", source=FILM
    ),
    "sound before": lambda folder: make(
        folder / "s.mp4", *x264("-bf", "3", "-g", "12"), "-c:a", "aac", source=FILM,
        before=("-f", "lavfi", "-itsoffset", "-0.7", "-i", "sine=duration=4"),
    ),
}  # fmt: skip


def scenes(path, folder, value, *, behind, here=0, alive=lambda: None):
    facts = probing.probe(path)
    found = seeking.before_scenes(path, facts, behind)
    stats = folder / "scenes.stats"
    how = {"behind": behind, "here": here, "alive": alive, "seconds": 60}
    return seeking.Scenes(path, facts, found, value, stats, **how)


def check_what_comes_behind(path, folder, value, stops):
    """`stops`: after which scenes a search was stopped, of how many."""
    by_pass, _ = take(path, folder, Sampling.SCENE, value)
    assert 15 < len(by_pass) < 35
    for done in stops(len(by_pass)):
        rest = scenes(path, folder, value, behind=by_pass[done - 1].index, here=done)
        # Index, time and every byte of the picture.
        assert (rest.here, list(rest)) == (done, by_pass[done:])


def test_scenes_behind_any_one_are_the_very_ones_of_a_whole_pass(tmp_path):
    path = FILMS["frames out of order"](tmp_path)
    check_what_comes_behind(path, tmp_path, 20, lambda count: range(1, count + 1))


@pytest.mark.parametrize("kind", FILMS)
def test_scenes_behind_one_are_the_very_ones_of_a_whole_pass_for_each_kind_of_file(kind, tmp_path):
    check_what_comes_behind(FILMS[kind](tmp_path), tmp_path, 3, lambda count: (1, 2, count // 2, count))


@pytest.mark.shared
@pytest.mark.parametrize("path", real_videos(), ids=lambda path: path.stem)
def test_scenes_behind_any_one_of_a_real_video_are_the_very_ones_of_a_whole_pass(path, tmp_path):
    by_pass, _ = take(path, tmp_path, Sampling.SCENE, 5)
    half = len(by_pass) // 2
    if seeking.before_scenes(path, probing.probe(path), by_pass[half].index) is not None:
        assert list(scenes(path, tmp_path, 5, behind=by_pass[half].index)) == by_pass[half + 1 :]


@pytest.mark.parametrize("kind", UNSURE)
def test_where_seeking_is_not_sure_scenes_are_looked_for_from_the_start(kind, tmp_path):
    path = UNSURE[kind](tmp_path)
    assert seeking.before_scenes(path, probing.probe(path), 5) is None


def test_a_scene_at_a_time_of_no_frame_is_noticed(tmp_path, monkeypatch):
    path = FILMS["frames out of order"](tmp_path)
    placed = seeking.ffmpeg.Pass.placed
    monkeypatch.setattr(
        seeking.ffmpeg.Pass,
        "placed",
        lambda self: ((index, time + Fraction(1, 1000), jpeg) for index, time, jpeg in placed(self)),
    )
    with pytest.raises(seeking.Missed):
        list(scenes(path, tmp_path, 3, behind=6))


# --- as a job ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def video(project, bob, tmp_path, monkeypatch):
    """Two seconds, for which seeking is called sooner; the job is run by the test."""
    monkeypatch.setattr("core.jobs.job.async_task", lambda *arguments, **options: None)
    monkeypatch.setattr(frames, "SEEK", -1.0)
    path = make(tmp_path / "walk.mp4", *x264("-bf", "3", "-g", "5"))
    return ingest.add_video(project, path, original_name="walk.mp4", by=bob).video


@pytest.fixture
def passes(monkeypatch):
    """How many passes were taken."""
    taken = []
    once = extraction.ffmpeg.command
    monkeypatch.setattr(extraction.ffmpeg, "command", lambda *what: taken.append(1) or once(*what))
    return taken


def extract(video, value):
    extraction.request(video, sampling="count", value=value)
    extraction.run(video.pk)
    video.refresh_from_db()
    return video.state, video.progress, list(video.frames.order_by("frame_index").values_list("frame_index", flat=True))


@pytest.mark.django_db
def test_an_extraction_of_few_frames_decodes_only_around_them(video, passes):
    assert extract(video, 4) == ("ready", 4, [0, 5, 10, 15])
    assert [frame.timestamp_ms for frame in video.frames.order_by("frame_index")] == [0, 500, 1000, 1500]
    assert extract(video, 2) == ("ready", 2, [0, 5, 10, 15])
    assert passes == []


@pytest.mark.django_db
def test_a_seek_that_misses_in_the_middle_leaves_the_rest_to_one_pass(video, passes, monkeypatch):
    one = seeking.Seeks._one

    def misses(self, place):
        if place.index == 10:
            raise seeking.Missed
        return one(self, place)

    monkeypatch.setattr(seeking.Seeks, "_one", misses)
    assert extract(video, 4) == ("ready", 4, [0, 5, 10, 15])
    assert passes == [1]


@pytest.mark.django_db(transaction=True)
def test_what_a_run_decoded_before_it_was_stopped_is_not_decoded_again(video, passes, monkeypatch, ask_to_stop):
    begun = []
    command = seeking.command_of_rest
    monkeypatch.setattr(seeking, "command_of_rest", lambda *what: begun.append(what[3].index) or command(*what))
    monkeypatch.setattr(frames, "decoded_by_seeking", lambda clip, wanted: None)  # these are many

    class Stopped(extraction.ffmpeg.Pass):
        def __iter__(self):
            yield from itertools.islice(super().__iter__(), 12)
            ask_to_stop()

    with monkeypatch.context() as patch:
        patch.setattr(extraction.ffmpeg, "Pass", Stopped)
        extract(video, 20)
    assert (video.state, video.attempts) == ("queued", 0)
    stopping.listen()  # the program was started again
    assert video.frames.count() == 12
    extraction.run(video.pk)
    video.refresh_from_db()
    assert (video.state, video.progress, video.attempts) == ("ready", 20, 1)
    assert [(f.frame_index, f.timestamp_ms) for f in video.frames.order_by("frame_index")] == [
        (index, index * 100) for index in range(20)
    ]
    assert (passes, begun) == ([1], [12])


@pytest.mark.django_db
def test_a_rest_that_misses_is_left_to_one_pass(video, passes, monkeypatch):
    monkeypatch.setattr(frames, "decoded_by_seeking", lambda clip, wanted: None)
    assert extract(video, 4) == ("ready", 4, [0, 5, 10, 15])

    def misses(self):
        raise seeking.Missed
        yield

    monkeypatch.setattr(seeking.Rest, "__iter__", misses)
    assert extract(video, 20) == ("ready", 20, list(range(20)))
    assert passes == [1, 1]


@pytest.fixture
def film(project, bob, tmp_path, monkeypatch):
    monkeypatch.setattr("core.jobs.job.async_task", lambda *arguments, **options: None)
    path = FILMS["frames out of order"](tmp_path)
    return ingest.add_video(project, path, original_name="film.mp4", by=bob).video


def placed(video):
    return list(video.frames.order_by("frame_index").values_list("frame_index", "timestamp_ms", "sha256"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("missed", [False, True])
@pytest.mark.parametrize("before", [(), ("count", 4.0)])
def test_a_search_for_scenes_goes_on_behind_what_it_stored_before_it_was_stopped(
    film, passes, monkeypatch, ask_to_stop, tmp_path, before, missed
):
    """`before`: another sampling, some of whose frames are scenes, too, here and beyond."""
    if before:
        extraction.request(film, sampling=before[0], value=before[1])
        extraction.run(film.pk)
    already = {index for index, *_ in placed(film)}
    scenes_of_it, _ = take(tmp_path / "b.mp4", tmp_path, Sampling.SCENE, 20)
    passes.clear()
    monkeypatch.setattr(extraction, "BATCH", 2)
    begun = []
    command = seeking.command_of_scenes
    monkeypatch.setattr(
        seeking, "command_of_scenes", lambda *what: begun.append(what[2].wanted[0].index) or command(*what)
    )

    class Stopped(extraction.ffmpeg.Pass):
        def __iter__(self):
            yield from itertools.islice(super().__iter__(), 5)
            ask_to_stop()

    extraction.request(film, sampling="scene", value=20)
    with monkeypatch.context() as patch:
        patch.setattr(extraction.ffmpeg, "Pass", Stopped)
        extraction.run(film.pk)
    film.refresh_from_db()
    assert (film.state, film.attempts) == ("queued", 0)
    last = [frame.index for frame in scenes_of_it[:5] if frame.index not in already][-1]
    here = len(already | {frame.index for frame in scenes_of_it[:5]})
    taken = [frame.index for frame in scenes_of_it].index(last) + 1
    assert film.scenes == {"behind": last, "taken": taken, "frames": here}

    stopping.listen()  # the program was started again
    if missed:
        monkeypatch.setattr(seeking.Scenes, "__iter__", misses)
    extraction.run(film.pk)
    film.refresh_from_db()
    assert (film.state, film.progress, film.attempts) == ("ready", len(scenes_of_it), 1)
    wanted = already | {frame.index for frame in scenes_of_it}
    assert [index for index, *_ in placed(film)] == sorted(wanted)
    times = {frame.index: frame.timestamp_ms for frame in scenes_of_it}
    assert {index: time for index, time, _ in placed(film) if index in times} == times
    assert (passes, begun) == ([1, 1] if missed else [1], [last - 1])


def misses(self):
    raise seeking.Missed
    yield


@pytest.mark.django_db(transaction=True)
def test_a_search_that_goes_on_tells_from_where_also_when_no_scene_is_left(film, monkeypatch):
    extraction.request(film, sampling="scene", value=20)
    extraction.run(film.pk)
    scenes_of_it = placed(film)
    last, at, _ = scenes_of_it[-1]
    extraction.request(film, sampling="scene", value=20)
    Video.objects.filter(pk=film.pk).update(scenes={"behind": last, "taken": len(scenes_of_it)})
    seen = []
    search = seeking.Scenes.__iter__

    def watched(self):
        seen.append(Video.objects.values_list("progress", "position_ms").get(pk=film.pk))
        return search(self)

    monkeypatch.setattr(seeking.Scenes, "__iter__", watched)
    extraction.run(film.pk)
    film.refresh_from_db()
    assert seen == [(len(scenes_of_it), at)]
    assert (film.state, film.progress, film.position_ms) == ("ready", len(scenes_of_it), at)


@pytest.mark.django_db(transaction=True)
def test_scenes_asked_for_anew_are_looked_for_from_the_start(film, passes):
    for value in (20, 3):
        extraction.request(film, sampling="scene", value=value)
        film.refresh_from_db()
        assert film.scenes is None
        extraction.run(film.pk)
    film.refresh_from_db()
    assert (film.state, passes) == ("ready", [1, 1])


@pytest.fixture
def begun(monkeypatch):
    """At which frames searches for scenes were begun again."""
    indices = []
    command = seeking.command_of_scenes
    monkeypatch.setattr(
        seeking, "command_of_scenes", lambda *what: indices.append(what[2].wanted[0].index) or command(*what)
    )
    return indices


@pytest.mark.django_db(transaction=True)
def test_where_no_scene_comes_for_long_a_stopped_search_goes_on_at_what_it_has_not_looked_at(
    project, bob, passes, begun, monkeypatch, ask_to_stop, tmp_path
):
    monkeypatch.setattr("core.jobs.job.async_task", lambda *arguments, **options: None)
    monkeypatch.setattr(frames, "MARK", 3)
    still = make(
        tmp_path / "still.mp4", *x264("-bf", "3", "-g", "7"), source="color=gray:size=160x90:rate=10:duration=4"
    )
    film = ingest.add_video(project, still, original_name="still.mp4", by=bob).video
    extraction.request(film, sampling="scene", value=20)

    class StillAtWork(extraction.ffmpeg.Pass):
        """The film goes on, and was looked at up to there."""

        looked = property(lambda self: min(self.told, 21), lambda self, told: setattr(self, "told", told))

        def _chunks(self):
            yield from super()._chunks()
            until = time.monotonic() + PATIENCE_SECONDS
            while time.monotonic() < until:
                self._read_marks()
                self._alive()
                time.sleep(0.01)

    renew = leases.renew

    def stop_in_the_middle(*arguments, **changes):
        renew(*arguments, **changes)
        if changes.get("scenes", {}).get("behind", 0) == 20:
            ask_to_stop()

    with monkeypatch.context() as patch:
        patch.setattr(extraction.ffmpeg, "Pass", StillAtWork)
        patch.setattr(leases, "RENEW", 0)
        patch.setattr(leases, "renew", stop_in_the_middle)
        extraction.run(film.pk)
    film.refresh_from_db()
    assert (film.state, film.attempts, film.progress) == ("queued", 0, 1)
    assert film.scenes == {"behind": 20, "taken": 1, "frames": 1}  # the first frame is stored though no other came

    stopping.listen()  # the program was started again
    extraction.run(film.pk)
    film.refresh_from_db()
    assert (film.state, film.progress, [index for index, *_ in placed(film)]) == ("ready", 1, [0])
    assert (passes, begun) == ([1], [19])


def test_of_how_many_frames_all_scenes_have_come_is_never_told_too_early(tmp_path, monkeypatch):
    monkeypatch.setattr(frames, "MARK", 1)
    path = FILMS["frames out of order"](tmp_path)
    by_pass, _ = take(path, tmp_path, Sampling.SCENE, 20)
    source = seeking.ffmpeg.source
    monkeypatch.setattr(seeking.ffmpeg, "source", lambda *what, **how: source(*what, **how, re=None))
    monkeypatch.setattr(seeking.ffmpeg, "WAKE", 0.01)
    came, told = [], set()

    def look():
        told.add(rest.looked)
        assert [frame for frame in by_pass[4:] if frame.index < rest.looked] == [
            frame for frame in came if frame.index < rest.looked
        ]

    rest = scenes(path, tmp_path, 20, behind=by_pass[3].index, alive=look)
    for frame in rest:
        came.append(frame)
    assert came == by_pass[4:]
    assert len(told) > 3
    assert max(told) <= 40


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deleted", [False, True])
def test_a_search_that_failed_goes_on_behind_what_it_stored_unless_some_of_it_was_deleted(
    film, passes, begun, monkeypatch, deleted, tmp_path
):
    scenes_of_it, _ = take(tmp_path / "b.mp4", tmp_path, Sampling.SCENE, 20)
    passes.clear()

    class BreaksOff(extraction.ffmpeg.Pass):
        def __iter__(self):
            yield from itertools.islice(super().__iter__(), 5)
            raise extraction.ffmpeg.Failed("the disk caught fire")

    extraction.request(film, sampling="scene", value=20)
    with monkeypatch.context() as patch:
        patch.setattr(extraction.ffmpeg, "Pass", BreaksOff)
        extraction.run(film.pk)
    film.refresh_from_db()
    assert (film.state, film.frames.count()) == ("failed", 5)
    assert "Frames up to there are kept." in film.error
    if deleted:
        deletion.remove(film.frames.order_by("frame_index")[2])

    extraction.retry(film)
    extraction.run(film.pk)
    film.refresh_from_db()
    assert (film.state, film.progress) == ("ready", len(scenes_of_it))
    assert [index for index, *_ in placed(film)] == [frame.index for frame in scenes_of_it]
    assert (len(passes), begun) == ((2, []) if deleted else (1, [scenes_of_it[4].index - 1]))
