"""Frames a video gives: one extraction by rate, number and scene of 1080p, and of so few that they are sought, against
one bare ffmpeg pass that writes the same JPEGs and both renditions of each, in the same run."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import harness

SECONDS = 4 if harness.SMALL else 60
ROUNDS = 1 if harness.SMALL else 3
WAYS = (("fps", 1.0), ("count", float(SECONDS)), ("scene", 30.0), ("count", 5.0))
BOUND = "at most 1.3"


def measure() -> Iterator[harness.Row]:
    harness.prepare()
    with tempfile.TemporaryDirectory(prefix="labeler-bench-") as folder:
        path = _film(Path(folder) / "film.mp4")
        for sampling, value in WAYS:
            yield _compare(path, Path(folder), sampling, value)


def _compare(path: Path, folder: Path, sampling: str, value: float) -> harness.Row:
    """Both in turns, the best round of each."""
    bare, ours, frames = [], [], 0
    for number in range(ROUNDS):
        bare.append(_bare(path, folder / f"bare-{sampling}-{value}-{number}", sampling, value))
        seconds, frames = _ours(path, f"{sampling} {value} {number}", sampling, value)
        ours.append(seconds)
    return harness.Row(
        f"extraction, {SECONDS} s of 1080p, {sampling}, {frames} frames",
        f"{min(ours):.2f} s",
        f"bare ffmpeg: {min(bare):.2f} s",
        min(ours) / min(bare),
        BOUND,
    )


def _bare(path: Path, target: Path, sampling: str, value: float) -> float:
    """The product's own chain of filters, with three outputs."""
    import ffmpeg

    from assets.videos import ffmpeg as decoder
    from assets.videos import probing
    from assets.videos.sampling import Sampling, expression

    target.mkdir()
    facts = probing.probe(path)
    chosen = expression(Sampling(sampling), value, frames=facts.frames)
    taken = ffmpeg.input(str(path), an=None)[str(facts.stream)].filter("select", chosen)
    three = decoder.upright_srgb(taken, facts).split()
    whole, display, thumb = three[0], three[1], three[2]
    outputs = [
        stream.output(
            str(target / f"{name}-%d.jpg"), vcodec="mjpeg", fps_mode="passthrough", **{"q:v": decoder.QUALITY}
        )
        for name, stream in (
            ("whole", whole),
            ("display", display.filter("scale", 1600, -2)),
            ("thumb", thumb.filter("scale", 320, -2)),
        )
    ]
    quiet = ffmpeg.merge_outputs(*outputs).global_args("-nostdin", "-loglevel", "error")
    command = ffmpeg.compile(quiet, cmd=decoder.binary()[0], overwrite_output=True)
    start = time.perf_counter()
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return time.perf_counter() - start


def _ours(path: Path, name: str, sampling: str, value: float) -> tuple[float, int]:
    from assets.videos import extraction, ingest
    from bench import rows
    from projects import lifecycle

    user: Any = rows.user()
    video = ingest.add_video(lifecycle.create(name, by=user), path, original_name=path.name, by=user).video
    extraction.request(video, sampling=sampling, value=value, enqueue=False)
    start = time.perf_counter()
    extraction.run(video.pk)
    seconds = time.perf_counter() - start
    video.refresh_from_db()
    assert video.state == "ready", video.error
    return seconds, video.progress


def _film(path: Path) -> Path:
    """Moving pictures with a cut every two seconds."""
    from assets.videos import ffmpeg as decoder

    source = f"testsrc2=size=1920x1080:rate=25:duration={SECONDS},hue=b='4*gt(mod(t,4),2)',noise=alls=6:allf=t"
    coding = ["-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-g", "250"]
    make = [decoder.binary()[0], "-v", "error", "-y", "-f", "lavfi", "-i", source, *coding, str(path)]
    subprocess.run(make, check=True, stdin=subprocess.DEVNULL)
    return path


if __name__ == "__main__":
    harness.main(measure, databases=["SQLite"])
