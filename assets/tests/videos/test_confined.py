"""Videos are read in processes of their own, which see no secret, and take no more than they may."""

import resource

import pytest

from assets import confined
from assets.videos import ffmpeg, ingest, probing, seeking, stills
from assets.videos.sampling import Sampling
from core.confined import limits
from core.confined.limits import Limits
from core.exceptions import Refused
from tests.support import hostile
from tests.support.cast import picture
from tests.support.files.videos import H264, make
from tests.support.shared import FOLDER

on_linux = pytest.mark.skipif(not limits.IN_LINUX, reason="the kernel of Linux keeps the limit of memory")

SECRETS = ("LABELER_ADMIN_PASSWORD", "SECRET_KEY", "DATABASE_URL", "AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID")


@pytest.fixture
def video(tmp_path):
    return make(tmp_path / "a.mp4", *H264)


def refusal(path):
    with pytest.raises(Refused) as problem:
        ingest.probe(path)
    return problem.value.code, problem.value.message


def test_what_a_video_says_is_read_in_another_process(video, monkeypatch):
    expected = probing.probe(video)

    def probe(*_, **__):
        raise AssertionError("it was read in this process")

    monkeypatch.setattr(probing, "probe", probe)
    assert ingest.probe(video) == expected


def test_a_refusal_comes_back_as_it_was_said(tmp_path):
    path = tmp_path / "a.mp4"
    path.write_bytes(picture())
    assert refusal(path) == (
        "not_a_video",
        "This is not a video that Labeler can read. It takes MP4, MOV, WebM, MKV and AVI.",
    )


@pytest.mark.parametrize(
    ("does", "code", "sentence"),
    [
        (hostile.eat_for_ever, "too_much_memory", "This video takes more memory to read than is allowed."),
        (hostile.compute_for_ever, "too_much_time", "This video takes more time to read than is allowed."),
        (hostile.crash, "damaged", "The file is damaged: the program that reads this video ends over it."),
    ],
)
@on_linux
def test_a_video_that_goes_beyond_a_limit_is_refused_and_the_next_is_read(does, code, sentence, video, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(probing, "read", does)
        patched.setattr(confined, "CPU_SECONDS", 1)
        assert refusal(video) == (code, sentence)
    assert ingest.probe(video).frames == 20


def test_a_larger_file_has_more_time_and_more_pixels_have_more_memory():
    assert confined.limits() == Limits(1_000_000_000, 30, 120)
    assert confined.limits(memory=0.01, time=0.5) == confined.limits()
    assert confined.limits(memory=10, time=2) == Limits(10_000_000_000, 60, 240)


@on_linux
def test_the_facts_of_a_video_of_8k_with_frames_out_of_order_are_read_within_the_limits(tmp_path):
    path = make(
        tmp_path / "8k.mp4", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "3",
        source="color=gray:size=7680x4320:rate=10:duration=0.6",
    )  # fmt: skip
    assert ingest.probe(path).width == 7680


# --- ffmpeg ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def seen(video, tmp_path, monkeypatch):
    """Secrets stand in the environment. Answers the environments and limits of all that ran as ffmpeg since."""
    for name in SECRETS:
        monkeypatch.setenv(name, "hunter2")
    notes, program = tmp_path / "notes", tmp_path / "ffmpeg"
    program.write_text(
        f'#!/bin/sh\n{{ env; echo "memory $(ulimit -v)"; echo "time $(ulimit -t)"; }} >>{notes}\n'
        f'exec {ffmpeg.binary()[0]} "$@"\n'
    )
    program.chmod(0o755)
    for module in (ffmpeg, stills):
        monkeypatch.setattr(module, "binary", lambda: (str(program), "9.0"))
    return notes.read_text


def look_at_its_version(path, folder):
    assert ffmpeg._version(ffmpeg.binary()[0])


def make_stills(path, folder):
    assert stills._still(path, probing.probe(path), 0)


def one_pass(path, folder):
    stats = folder / "pass.stats"
    arguments = ffmpeg.command(path, probing.probe(path), Sampling.COUNT, 3, stats)
    with ffmpeg.Pass(arguments, stats, alive=lambda: None, seconds=60) as frames:
        assert len(list(frames)) == 3


def seek(path, folder):
    facts = probing.probe(path)
    found = seeking.places(path, facts, Sampling.COUNT, 3)
    how = {"alive": lambda: None, "seconds": 60}
    assert len(list(seeking.Seeks(path, facts, found, folder / "seek.stats", **how))) == 3


@pytest.mark.parametrize("work", [look_at_its_version, make_stills, one_pass, seek])
def test_no_secret_reaches_ffmpeg(work, seen, video, tmp_path):
    work(video, tmp_path)
    assert "PWD=" in seen()  # what the shell itself sets
    assert "hunter2" not in seen()
    assert not any(name in seen() for name in SECRETS)


@on_linux
@pytest.mark.parametrize(
    ("work", "memory", "seconds"), [(make_stills, 1_000_000_000, 30), (one_pass, 4_000_000_000, 12 * 60 * 60)]
)
def test_ffmpeg_begins_with_its_limits(work, memory, seconds, seen, video, tmp_path):
    work(video, tmp_path)
    assert f"memory {memory // 1024}\ntime {seconds}\n" in seen()


def test_a_still_that_takes_too_long_is_left_out(video, tmp_path, monkeypatch):
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 50\n")
    slow.chmod(0o755)
    monkeypatch.setattr(stills, "binary", lambda: (str(slow), "9.0"))
    monkeypatch.setattr(stills, "LIMITS", Limits(confined.MEMORY, confined.CPU_SECONDS, seconds=0.1))
    stills.make(None, "ab", video, probing.probe(video))


def test_ffmpeg_has_no_decoder_that_is_not_on_the_list(tmp_path, video):
    """As if one had passed: the facts are those of another file."""
    path = make(tmp_path / "a.mkv", "-c:v", "ffv1")
    arguments = ffmpeg.command(path, probing.probe(video), Sampling.FPS, 1.0, tmp_path / "pass.stats")
    with (
        ffmpeg.Pass(arguments, tmp_path / "pass.stats", alive=lambda: None, seconds=60) as frames,
        pytest.raises(ffmpeg.Failed),
    ):
        list(frames)


def test_what_is_said_of_sound_that_nobody_decodes_is_not_told():
    said = "[aac @ 0x1] [error] Codec (aac) not on whitelist 'h264'\n[h264 @ 0x2] [error] no frame!\n"
    assert ffmpeg.last_words(said) == "no frame!"


# --- the file of the review -----------------------------------------------------------------------------------------


def test_a_video_of_some_hundred_bytes_that_claims_a_huge_png_costs_nothing(tmp_path):
    check_hostile(hostile.huge_png_in_mov(tmp_path / "huge.mov", side=16_200))


@pytest.mark.shared
def test_the_same_file_as_it_was_found():
    check_hostile(FOLDER / "cases" / "huge_frame.mov")


def check_hostile(path):
    assert path.stat().st_size < 2000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    code, message = refusal(path)
    assert code == "codec_not_taken"
    assert "coded as png" in message
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KB
