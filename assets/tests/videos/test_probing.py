"""What a video says of itself, and what is refused, with a sentence."""

import contextlib
import resource

import numpy
import pytest

from assets.formats import Unusable
from assets.videos import probing
from tests.support.cast import picture
from tests.support.files.videos import H264, make, run


def refusal(path):
    with pytest.raises(Unusable) as problem:
        probing.probe(path)
    return problem.value.code, problem.value.message


def test_facts_are_those_of_the_upright_video(tmp_path):
    path = make(tmp_path / "a.mp4", *H264)
    turned = tmp_path / "turned.mp4"
    run("-display_rotation", "90", "-i", path, "-c", "copy", turned)
    facts = probing.probe(turned)
    assert (facts.width, facts.height, facts.frames, facts.rate) == (182, 322, 20, 10.0)
    assert (facts.last_ms, facts.duration_ms, facts.longest_gap_ms) == (1900, 2000, 100)
    assert (facts.codec, facts.mime_type, facts.has_audio, facts.hdr) == ("h264", "video/mp4", False, "")
    assert probing.Facts(**facts.stored()) == facts


@pytest.mark.parametrize(
    ("name", "codec", "mime_type"),
    [
        ("a.mov", H264, "video/quicktime"),
        ("a.mkv", H264, "video/x-matroska"),
        ("a.webm", ("-c:v", "libvpx"), "video/webm"),
        ("a.avi", ("-c:v", "mpeg4"), "video/x-msvideo"),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_content(name, codec, mime_type, tmp_path):
    path = make(tmp_path / name, *codec)
    renamed = path.rename(tmp_path / "video.bin")
    assert probing.probe(renamed).mime_type == mime_type


def test_hidden_frames_of_vp8_are_not_counted(tmp_path):
    path = make(
        tmp_path / "a.webm",
        "-c:v",
        "libvpx",
        "-auto-alt-ref",
        "1",
        "-lag-in-frames",
        "16",
        "-b:v",
        "200k",
        "-cpu-used",
        "5",
    )
    assert probing.probe(path).frames == 20


def test_a_video_with_and_without_sound(tmp_path):
    path = tmp_path / "a.mp4"
    run("-f", "lavfi", "-i", "testsrc2=duration=1:rate=10", "-f", "lavfi", "-i", "sine=duration=3", *H264, path)
    facts = probing.probe(path)
    assert (facts.has_audio, facts.frames, facts.broken_at_ms) == (True, 10, None)


def test_sound_alone_is_refused_also_with_a_cover(tmp_path):
    sound = tmp_path / "sound.mp4"
    run("-f", "lavfi", "-i", "sine=duration=1", sound)
    assert refusal(sound) == ("no_video", "The file has no video stream: it holds sound only.")
    (tmp_path / "cover.png").write_bytes(picture())
    covered = tmp_path / "covered.mp4"
    run("-i", sound, "-i", tmp_path / "cover.png", "-map", "0", "-map", "1", "-c", "copy",
        "-disposition:v:0", "attached_pic", covered)  # fmt: skip
    assert refusal(covered) == ("no_video", "The file has no video stream: it holds sound only.")


def test_a_video_without_its_index_is_told_to_be_cut_off(tmp_path):
    path = make(tmp_path / "a.mp4", *H264)
    path.write_bytes(path.read_bytes()[:20_000])
    code, message = refusal(path)
    assert code == "not_a_video"
    assert message.startswith("The file is cut off or damaged: the index of its frames is missing.")


@pytest.mark.parametrize(
    "content", [b"x" * 1000, picture(), b"%PDF-1.7", b"\x1aE\xdf\xa3" + b"\0" * 100, b"RIFF\0\0\0\0AVI "]
)
def test_what_is_no_video_is_refused(content, tmp_path):
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    assert refusal(path)[0] == "not_a_video"


def test_a_video_of_zero_length_is_refused(tmp_path):
    path = tmp_path / "a.mov"
    run("-f", "lavfi", "-i", "testsrc2=duration=1", *H264, "-frames:v", "0", path)
    assert refusal(path) == ("no_video", "The file has no video stream: it holds neither pictures nor sound.")


def test_random_damage_is_refused_or_read_but_never_an_error_of_another_kind(tmp_path):
    content = bytearray(make(tmp_path / "a.mp4", "-movflags", "+faststart", *H264).read_bytes())
    pick = numpy.random.default_rng(713)
    path = tmp_path / "damaged.mp4"
    for _ in range(60):
        damaged = bytearray(content)
        for place in pick.integers(0, 2000, 8):
            damaged[place] = int(pick.integers(256))
        path.write_bytes(damaged)
        with contextlib.suppress(Unusable):
            assert probing.probe(path).frames >= 1


def test_memory_does_not_grow_with_length(tmp_path):
    """30,000 frames, as small as they can be."""
    path = make(tmp_path / "long.mkv", *H264, source="color=red:size=32x32:rate=10:duration=3000")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    facts = probing.probe(path)
    assert (facts.frames, facts.duration_ms) == (30_000, 3_000_000)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KB


# --- files that were made to hurt -----------------------------------------------------------------------------------


@pytest.fixture
def nothing_is_decoded(monkeypatch):
    def decode(*_):
        raise AssertionError("a frame was decoded")

    monkeypatch.setattr(probing, "_first_frame", decode)


@pytest.mark.parametrize("codec", [H264, ("-c:v", "mjpeg"), ("-c:v", "libvpx-vp9", "-deadline", "realtime")])
def test_pictures_larger_than_allowed_are_refused_before_one_is_decoded(codec, tmp_path, nothing_is_decoded):
    with pytest.raises(Unusable, match=r"The video is 322 × 182\. Frames have at most 0\.04 million pixels here\."):
        probing.probe(make(tmp_path / "a.mkv", *codec), max_pixels=40_000)


def test_pictures_larger_than_the_head_of_the_file_says_are_not_decoded(tmp_path):
    """The head says 32 × 32, the bitstream 322 × 182."""
    path = make(tmp_path / "a.mp4", *H264)
    content = bytearray(path.read_bytes())
    size = content.index(b"avc1", content.index(b"stsd")) + 28  # ISO 14496-12, 12.1.3
    assert content[size : size + 4] == (322).to_bytes(2) + (182).to_bytes(2)
    content[size : size + 4] = (32).to_bytes(2) * 2
    path.write_bytes(content)
    with pytest.raises(Unusable) as problem:
        probing.probe(path, max_pixels=40_000)
    assert problem.value.code in ("no_frames", "too_many_pixels")
    assert probing.probe(path, max_pixels=100_000).width == 322


@pytest.mark.parametrize("codec", ["png", "ffv1", "rawvideo", "qtrle"])
def test_a_codec_that_is_not_on_the_list_is_refused_with_its_name(codec, tmp_path, nothing_is_decoded):
    path = make(tmp_path / "a.mkv", "-c:v", codec)
    code, message = refusal(path)
    assert code == "codec_not_taken"
    assert f"coded as {codec}, which Labeler does not read. It reads H.264, HEVC," in message


def test_a_codec_that_nobody_knows_is_refused(tmp_path):
    path = make(tmp_path / "a.mp4", *H264)
    path.write_bytes(path.read_bytes().replace(b"avc1", b"zzzz"))
    assert refusal(path)[0] == "codec_not_taken"


TAKEN = {
    "h264": H264,
    "hevc": ("-c:v", "libx265", "-x265-params", "log-level=none", "-preset", "ultrafast"),
    "vp8": ("-c:v", "libvpx", "-deadline", "realtime"),
    "vp9": ("-c:v", "libvpx-vp9", "-deadline", "realtime"),
    "libdav1d": ("-c:v", "libsvtav1", "-preset", "12"),
    "mpeg4": ("-c:v", "mpeg4"),
    "mpeg2video": ("-c:v", "mpeg2video"),
    "mjpeg": ("-c:v", "mjpeg"),
    "prores": ("-c:v", "prores_ks"),
    "dnxhd": ("-vf", "scale=1280:720,format=yuv422p", "-c:v", "dnxhd", "-profile:v", "dnxhr_sq"),
}


@pytest.mark.parametrize("codec", TAKEN)
def test_each_codec_on_the_list_is_read(codec, tmp_path):
    path = make(tmp_path / "a.mkv", *TAKEN[codec], source="testsrc2=size=320x180:rate=10:duration=0.5")
    facts = probing.probe(path)
    assert (facts.codec, facts.frames) == (codec, 5)


def test_nothing_but_one_thread_decodes_the_first_frame(tmp_path, monkeypatch):
    """Each thread takes memory, so that with many cores a limit would be met without any fault of the file."""
    counts = []
    first_frame = probing._first_frame

    def spied(container, stream, max_pixels):
        frame = first_frame(container, stream, max_pixels)
        counts.append(stream.codec_context.thread_count)
        return frame

    monkeypatch.setattr(probing, "_first_frame", spied)
    probing.probe(make(tmp_path / "a.mp4", *H264))
    assert counts == [1]
