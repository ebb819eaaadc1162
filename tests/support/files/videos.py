"""Videos for tests, made by the ffmpeg that the product uses, and what an independent decoder reads of them."""

import contextlib
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

import av
import numpy

from assets.videos import ffmpeg


def make(path, *options, source="testsrc2=size=322x182:rate=10:duration=2", before=()):
    """A video of ffmpeg's test pattern; the options are those of the output. The same one is encoded once."""
    path = Path(path)
    path.write_bytes(_made(path.suffix, tuple(map(str, options)), source, tuple(map(str, before))))
    return path


@lru_cache(maxsize=32)
def _made(ending, options, source, before):
    with tempfile.NamedTemporaryFile(suffix=ending) as file:
        run(*before, "-f", "lavfi", "-i", source, *options, file.name)
        return Path(file.name).read_bytes()


def run(*arguments):
    subprocess.run(
        [ffmpeg.binary()[0], "-v", "error", "-nostdin", "-y", *map(str, arguments)],
        check=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )


X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "10")
H264 = ("-pix_fmt", "yuv420p", *X264)


def decoded(path, stream=0):
    """Every frame as an independent decoder gives it: (milliseconds since the first, the frame), one at a time. Half a
    packet at a break is left out."""
    with av.open(str(path)) as container:
        first = None
        for frame in _frames(container, container.streams.video[stream]):
            time = frame.pts * frame.time_base
            first = time if first is None else first
            yield round((time - first) * 1000), frame


def _frames(container, stream):
    with contextlib.suppress(av.error.FFmpegError):
        for packet in container.demux(stream):
            if not packet.is_corrupt:
                yield from packet.decode()


def psnr(one, other):
    """Peak signal to noise ratio of two pictures of 8 bits, in dB."""
    differences = (one.astype("f4") - other).ravel()
    error = float(numpy.dot(differences, differences)) / differences.size
    return float("inf") if error == 0 else float(10 * numpy.log10(255**2 / error))


# Of a video that has a row and no file.
FACTS = {
    "mime_type": "video/mp4",
    "stream": 0,
    "codec": "h264",
    "width": 640,
    "height": 360,
    "frames": 250,
    "last_ms": 9960,
    "duration_ms": 10_000,
    "longest_gap_ms": 40,
    "rate": 25.0,
    "pixel_format": "yuv420p",
    "turn": [],
}
