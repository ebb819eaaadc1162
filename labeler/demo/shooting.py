"""Takes the pictures and the film, in processes of their own, as nobody wants to wait for one after the other."""

import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from assets.images import ingest
from assets.images.ingest import Prepared
from core.jobs.process_pool import pool
from labeler.demo.kiln import scenes, turntable
from labeler.demo.kiln.turntable import Cut
from labeler.demo.roll import Shot

COMMENT = "Exported once more"


def photograph(dataset_ids: Sequence[uuid.UUID], shot: Shot) -> list[Prepared]:
    """The picture, looked at as an upload is, with its files in the store, once for each of these datasets."""
    content = scenes.jpeg(shot.scene, COMMENT if shot.twin else "")
    return [ingest.prepare(dataset_id, content, shot.name) for dataset_id in dataset_ids]


def take(
    asked: Sequence[tuple[Sequence[uuid.UUID], Shot]],
    cuts: Sequence[Cut],
    *,
    processes: int,
    progress: Callable[[int, int], object],
) -> tuple[list[list[Prepared]], list[bytes]]:
    """All pictures in their order, and the frames of the film. `progress`: how many are done, and of how many."""
    with _workers(processes) as work:
        frames = work(turntable.drawn, cuts)
        pictures = []
        for prepared in work(_photograph, asked):
            pictures.append(prepared)
            progress(len(pictures), len(asked))
        return pictures, list(chain.from_iterable(frames))


def _photograph(asked: tuple[Sequence[uuid.UUID], Shot]) -> list[Prepared]:
    return photograph(*asked)


@contextmanager
def _workers(processes: int) -> Iterator[Callable]:
    """What does a function of many things: their answers, in their order."""
    if processes == 1:
        yield map
        return
    with pool(processes) as workers:
        yield workers.map


@contextmanager
def film(frames: Sequence[bytes]) -> Iterator[Path]:
    """A file of the film, for as long as the block runs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "turntable.mp4"
        turntable.write(path, iter(frames))
        yield path
