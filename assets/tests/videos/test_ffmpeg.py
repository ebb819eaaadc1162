"""Frames that are taken are those that an independent decoder (PyAV) gives: index, time and picture, one by one."""

import io
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy
import pytest
from PIL import Image

from assets.formats import Unusable
from assets.videos import ffmpeg, probing
from assets.videos import sampling as frames
from assets.videos.sampling import Sampling
from tests.support.files.videos import H264, X264, decoded, make, psnr, run
from tests.support.shared import real_videos

TURNS = {
    "transpose=clock": lambda pixels: numpy.rot90(pixels, -1),
    "transpose=cclock": numpy.rot90,
    "hflip": numpy.fliplr,
    "vflip": numpy.flipud,
}


def take(path, folder, sampling=Sampling.FPS, value=30.0, **options):
    """(frames, the pass) of one pass over a file."""
    facts = probing.probe(path)
    stats = folder / "pass.stats"
    arguments = ffmpeg.command(path, facts, sampling, value, stats)
    options = {"alive": lambda: None, "seconds": 60} | options
    with ffmpeg.Pass(arguments, stats, **options) as one_pass:
        found = list(one_pass)
    return found, one_pass


def pixels(frame):
    with Image.open(io.BytesIO(frame.jpeg)) as image:
        assert image.format == "JPEG"
        return numpy.asarray(image.convert("RGB"))


def check_against_pyav(path, found, *, least=35.0, pictures=True):
    """Each frame that was taken is the one at its place. Answers how many frames the video has."""
    facts = probing.probe(path)
    taken = {frame.index: frame for frame in found}
    assert len(taken) == len(found)
    count = 0
    for index, (milliseconds, other) in enumerate(decoded(path)):
        count += 1
        if (frame := taken.pop(index, None)) is None:
            continue
        assert frame.timestamp_ms == milliseconds
        if pictures:
            upright = other.to_ndarray(format="rgb24")
            for turn in facts.turn:
                upright = TURNS[turn](upright)
            if facts.pixel_ratio:
                upright = numpy.asarray(Image.fromarray(upright).resize(facts.square, Image.Resampling.BILINEAR))
            assert psnr(pixels(frame), upright) >= least, index
    assert taken == {}
    return count


def variable(folder):
    """One frame a second, then ten, then a gap of four seconds."""
    times = "if(lt(N,3),N,if(lt(N,13),2+(N-2)/10,8+(N-13)/10))"
    retimed = f"settb=1/1000,setpts='{times}/TB'"
    passed = ("-fps_mode", "passthrough", "-enc_time_base", "1/1000")
    return make(folder / "variable.mkv", "-vf", retimed, *passed, *H264)


def cut(folder, source, share):
    path = folder / f"cut{source.suffix}"
    content = source.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path


MADE = {
    "mp4": lambda folder: make(folder / "a.mp4", *H264),
    "frames out of order": lambda folder: make(
        folder / "b.mp4", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-bf", "3", "-crf", "10"
    ),
    "mov, 10 bits": lambda folder: make(folder / "a.mov", "-pix_fmt", "yuv422p10le", "-c:v", "prores_ks"),
    "webm, vp9": lambda folder: make(
        folder / "a.webm", "-pix_fmt", "yuv420p", "-c:v", "libvpx-vp9", "-crf", "10", "-b:v", "0"
    ),
    "mkv, odd sizes": lambda folder: make(
        folder / "a.mkv", "-vf", "scale=321:181,format=yuv420p", "-c:v", "libvpx-vp9", "-lossless", "1"
    ),
    "avi, without times": lambda folder: make(folder / "a.avi", "-c:v", "mpeg4", "-bf", "2", "-q:v", "2"),
    "hevc, 10 bits": lambda folder: make(
        folder / "ten.mp4", "-pix_fmt", "yuv420p10le", "-c:v", "libx265", "-x265-params", "log-level=none", "-crf", "10"
    ),
    "full range": lambda folder: make(
        folder / "full.mp4", "-vf", "scale=out_range=full,format=yuvj420p", "-color_range", "pc", *X264
    ),
    "bt.709": lambda folder: make(
        folder / "709.mp4", "-vf", "scale=out_color_matrix=bt709,format=yuv420p", "-colorspace", "bt709", *X264
    ),
    "noise": lambda folder: make(
        folder / "noise.mp4", *H264, source="nullsrc=size=320x180:rate=10:duration=1,geq=random(1)*255:128:128"
    ),
    "one frame": lambda folder: make(folder / "one.mp4", "-frames:v", "1", *H264),
    "interlaced": lambda folder: make(
        folder / "interlaced.mkv", "-vf", "interlace,format=yuv420p", "-flags", "+ildct+ilme", "-c:v", "mpeg2video",
        "-q:v", "2",
        source="testsrc2=size=320x180:rate=50:duration=1",
    ),
    "variable rate": variable,
}  # fmt: skip


@pytest.mark.parametrize("kind", MADE)
def test_every_frame_of_a_made_video_has_the_index_time_and_picture_that_pyav_gives(kind, tmp_path):
    path = MADE[kind](tmp_path)
    found, one_pass = take(path, tmp_path)
    count = check_against_pyav(path, found)
    assert len(found) == count == probing.probe(path).frames == one_pass.decoded
    assert one_pass.errors == 0


@pytest.mark.shared
@pytest.mark.parametrize("path", real_videos(), ids=lambda path: path.stem)
def test_every_frame_of_a_real_video_has_the_index_time_and_picture_that_pyav_gives(path, tmp_path):
    found, _ = take(path, tmp_path)
    assert len(found) == check_against_pyav(path, found) == probing.probe(path).frames


@pytest.mark.parametrize(("sampling", "value"), [(Sampling.FPS, 0.5), (Sampling.FPS, 7.5), (Sampling.COUNT, 7)])
@pytest.mark.parametrize("kind", ["mp4", "variable rate", "avi, without times"])
def test_ffmpeg_takes_what_the_pure_rule_takes(kind, sampling, value, tmp_path):
    path = MADE[kind](tmp_path)
    times = [milliseconds / 1000 for milliseconds, _ in decoded(path)]
    found, _ = take(path, tmp_path, sampling, value)
    assert [frame.index for frame in found] == list(frames.taken(times, sampling, value, frames=len(times)))
    check_against_pyav(path, found)


def test_scene_changes_give_the_first_frame_of_each_scene(tmp_path):
    for number, color in enumerate(("red", "white", "blue")):
        make(tmp_path / f"{number}.mp4", *H264, source=f"color={color}:size=320x180:rate=10:duration=1")
    (tmp_path / "list.txt").write_text("".join(f"file {number}.mp4\n" for number in range(3)))
    run("-f", "concat", "-i", tmp_path / "list.txt", "-c", "copy", tmp_path / "scenes.mp4")
    found, _ = take(tmp_path / "scenes.mp4", tmp_path, Sampling.SCENE, 20)
    assert [(frame.index, frame.timestamp_ms) for frame in found] == [(0, 0), (10, 1000), (20, 2000)]


@pytest.mark.parametrize("turn", ["90", "180", "270"])
def test_a_turned_video_gives_upright_frames(turn, tmp_path):
    flat = MADE["mp4"](tmp_path)
    path = tmp_path / "turned.mp4"
    run("-display_rotation", turn, "-i", flat, "-c", "copy", path)
    found, _ = take(path, tmp_path)
    check_against_pyav(path, found)
    assert pixels(found[0]).shape[:2] == ((182, 322) if turn == "180" else (322, 182))


def pq(nits):
    """SMPTE ST 2084: the signal of a light."""
    light = (nits / 10_000) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * light) / (1 + 18.6875 * light)) ** 78.84375


def hlg(nits):
    """ITU-R BT.2100: the signal of a grey on a display of 1,000 cd/m², system gamma 1.2."""
    scene = (nits / 1000) ** (1 / 1.2)
    return numpy.where(
        scene <= 1 / 12,
        numpy.sqrt(3 * scene),
        0.17883277 * numpy.log(numpy.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073,
    )


@pytest.mark.parametrize(("transfer", "signal"), [("smpte2084", pq), ("arib-std-b67", hlg)])
def test_hdr_becomes_srgb_with_white_as_white_and_grey_as_grey(transfer, signal, tmp_path):
    """A grey wedge up to the white of graphics, 203 cd/m² (BT.2408): not washed out, not dark, without a tint."""
    srgb = numpy.linspace(0, 1, 256)
    linear = numpy.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    luma = numpy.tile(64 + 876 * signal(203 * linear), (64, 1)).round().astype("<u2")
    grey = numpy.full((2, 32, 128), 512, "<u2")
    (tmp_path / "wedge.yuv").write_bytes(luma.tobytes() + grey.tobytes())
    path = tmp_path / "hdr.mp4"
    run("-f", "rawvideo", "-pix_fmt", "yuv420p10le", "-s", "256x64", "-i", tmp_path / "wedge.yuv",
        "-c:v", "libx265", "-crf", "4", "-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc",
        "-x265-params", f"log-level=none:colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc", path)  # fmt: skip
    assert probing.probe(path).hdr == {"smpte2084": "PQ", "arib-std-b67": "HLG"}[transfer]
    found, _ = take(path, tmp_path)
    row = pixels(found[0])[32].astype(int)
    assert (abs(row - row.mean(axis=1, keepdims=True)) < 6).all()
    level = row.mean(axis=1)
    assert level[2] < 12
    assert abs(level[64] - 64) < 10
    assert abs(level[128] - 128) < 10
    assert 200 < level[253] <= 255  # above it there is room for highlights
    assert (numpy.diff(numpy.convolve(level, numpy.ones(8) / 8, "valid")) > -0.5).all()


def test_of_several_streams_the_first_is_taken(tmp_path):
    small, large = MADE["mp4"](tmp_path), make(tmp_path / "l.mp4", *H264, source="testsrc=size=640x360:duration=1")
    path = tmp_path / "two.mkv"
    run("-i", small, "-i", large, "-map", "0", "-map", "1", "-c", "copy", path)
    found, _ = take(path, tmp_path)
    assert check_against_pyav(path, found) == 20
    assert probing.probe(path).video_streams == 2


def test_of_a_truncated_file_the_frames_up_to_the_break_are_taken(tmp_path):
    whole = make(tmp_path / "whole.mp4", "-movflags", "+faststart", "-g", "5", *H264)
    path = cut(tmp_path, whole, 0.6)
    facts = probing.probe(path)
    found, _ = take(path, tmp_path)
    assert 5 < len(found) < 20
    assert facts.broken_at_ms == found[-1].timestamp_ms
    check_against_pyav(path, found)


@pytest.mark.parametrize("kind", ["webm, vp9", "avi, without times"])
def test_a_truncated_file_of_another_kind_says_where_it_breaks_off(kind, tmp_path):
    path = cut(tmp_path, MADE[kind](tmp_path), 0.5)
    facts = probing.probe(path)
    found, _ = take(path, tmp_path)
    assert 0 < len(found) < 20
    assert facts.broken_at_ms is not None
    # AVI has no times of its own, and at the break two decoders count the frame that is missing differently.
    check_against_pyav(path, found[:-1])


def test_a_whole_file_breaks_off_nowhere(tmp_path):
    for kind, made in MADE.items():
        assert probing.probe(made(tmp_path)).broken_at_ms is None, kind


# --- limits ---------------------------------------------------------------------------------------------------------


class Trap:
    """A web server of this machine that counts who comes."""

    def __enter__(self):
        self.requests = requests = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                requests.append(self.path)
                self.send_error(404)

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


PLAYLISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{}a.mp4\n#EXT-X-ENDLIST\n",
    "hls of a file": "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{file}\n#EXT-X-ENDLIST\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"'
    ' profiles="urn:mpeg:dash:profile:isoff-live:2011" mediaPresentationDuration="PT10S"><Period>'
    '<AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>{}a.mp4</BaseURL>'
    "</Representation></AdaptationSet></Period></MPD>",
    "concat": "ffconcat version 1.0\nfile {}a.mp4\n",
}


@pytest.mark.parametrize("kind", PLAYLISTS)
def test_a_playlist_under_the_name_of_a_video_reaches_neither_the_network_nor_another_file(kind, tmp_path):
    other = MADE["mp4"](tmp_path)
    path = tmp_path / "playlist.mp4"
    with Trap() as trap:
        path.write_text(PLAYLISTS[kind].format(trap.address, file=other))
        with pytest.raises(Unusable):
            probing.probe(path)
        # And if it had passed: ffmpeg itself does not follow it either.
        facts = probing.probe(other)
        stats = tmp_path / "pass.stats"
        arguments = ffmpeg.command(path, facts, Sampling.FPS, 1.0, stats)
        with (
            ffmpeg.Pass(arguments, stats, alive=lambda: None, seconds=30) as one_pass,
            pytest.raises(ffmpeg.Failed),
        ):
            list(one_pass)
        assert trap.requests == []


def test_whoever_says_stop_ends_the_process_at_once(tmp_path):
    path = make(tmp_path / "long.mp4", *H264, source="testsrc2=size=640x360:rate=30:duration=20")
    stats = tmp_path / "pass.stats"
    calls = iter(range(1000))

    class Stop(Exception):
        pass

    def alive():
        if next(calls) > 3:
            raise Stop

    arguments = ffmpeg.command(path, probing.probe(path), Sampling.FPS, 30.0, stats)
    with pytest.raises(Stop), ffmpeg.Pass(arguments, stats, alive=alive, seconds=60) as one_pass:
        list(one_pass)
    assert one_pass._process.returncode == -9
    assert sorted(each.name for each in tmp_path.iterdir()) == ["long.mp4"]


def test_a_pass_that_takes_too_long_is_ended(tmp_path):
    path = MADE["mp4"](tmp_path)
    with pytest.raises(ffmpeg.TooLong):
        take(path, tmp_path, seconds=-1)


def test_jpegs_are_parted_wherever_the_stream_is_cut(tmp_path):
    one, two = (picture(seed) for seed in (1, 2))
    stream = one + two + one
    for size in (1, 7, 1000, len(stream)):
        chunks = (stream[at : at + size] for at in range(0, len(stream), size))
        assert list(ffmpeg.split(chunks)) == [one, two, one]
    with pytest.raises(ffmpeg.Failed):
        list(ffmpeg.split(iter([stream[:-5]])))
    with pytest.raises(ffmpeg.Failed):
        list(ffmpeg.split(iter([b"\xff\xd8nothing of the kind"])))


def picture(seed):
    out = io.BytesIO()
    Image.effect_noise((64, 48), 20 + seed).save(out, "JPEG")
    return out.getvalue()


def test_a_system_ffmpeg_is_taken_when_it_is_new_enough_and_the_one_of_the_wheel_otherwise(tmp_path, monkeypatch):
    own, _ = ffmpeg.binary.__wrapped__()
    fake = tmp_path / "ffmpeg"
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    for said, chosen in [
        ("ffmpeg version 5.1.6-0+deb12u1 Copyright", own),
        ("ffmpeg version 8.0 Copyright", str(fake)),
        ("ffmpeg version n7.1.1 Copyright", str(fake)),
        ("ffmpeg version N-1234-g00 Copyright", own),
        ("", own),
    ]:
        fake.write_text(f"#!/bin/sh\necho '{said}'\n")
        fake.chmod(0o755)
        assert ffmpeg.binary.__wrapped__()[0] == chosen, said
