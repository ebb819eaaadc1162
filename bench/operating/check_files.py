"""`manage.py check_files`, with and without `--hash`, on many small files: minutes, the most memory, and a bare read
and sha256 of the same files."""

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import harness

COUNT = 1000 if harness.SMALL else 100_000
AT_ONCE = 500
ORIGINAL, SMALLER = 20_000, {"display": 12_000, "thumb": 4_000}  # bytes


def measure() -> Iterator[harness.Row]:
    harness.prepare()
    from labeler.integrity import check
    from labeler.integrity.look import Look

    many_files(COUNT)
    bare = seconds(_bare)
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
    for name, look in (("check_files", Look()), ("check_files --hash", Look(hashes=True))):
        began = time.perf_counter()
        reached = check.run(look, anew=True)
        taken = time.perf_counter() - began
        assert not reached.found, reached.found
        assert reached.looked["images"] == COUNT
        yield harness.Row(
            f"{name}, {COUNT:,} images",
            f"{taken / 60:.2f} minutes",
            f"bare read + sha256 of the originals: {bare / 60:.2f} minutes",
            taken / bare,
        )
    yield harness.Row(f"check_files, {COUNT:,} images, memory", f"{_peak() / 1000:.0f} MB at most")


def many_files(count: int) -> None:
    """Rows, and files of the sizes that small photos have, as the program stores them. No picture is decoded by a look,
    so their bytes are anything; the smaller ones end as a JPEG does."""
    from django.conf import settings

    from assets.images import renditions
    from assets.models import Asset
    from bench import rows
    from projects import lifecycle

    user = rows.user()
    project = lifecycle.create("Many files", by=user)
    store = Path(settings.CONFIG.data) / "files"
    for start in range(0, count, AT_ONCE):
        made = []
        for number in range(start, min(start + AT_ONCE, count)):
            content = number.to_bytes(8, "big") * (ORIGINAL // 8)
            sha256 = hashlib.sha256(content).hexdigest()
            name = renditions.original_name(project.dataset_id, sha256, "image/jpeg")
            _put(store / name, content)
            for kind, size in SMALLER.items():
                _put(store / renditions.rendition_name(project.dataset_id, sha256, kind), bytes(size) + b"\xff\xd9")
            made.append(
                Asset(
                    project=project, sha256=sha256, file=name, width=640, height=480, mime_type="image/jpeg",
                    size_bytes=len(content), original_name=f"{number}.jpg", sort_name=f"{number}.jpg", uploaded_by=user,
                )
            )  # fmt: skip
        Asset.objects.bulk_create(made)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _bare() -> None:
    from django.conf import settings

    folder = Path(settings.CONFIG.data) / "files" / "originals"
    for path, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(path, name), "rb") as file:
                hashlib.sha256(file.read()).hexdigest()


def seconds(action: Any) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _peak() -> int:
    """Kilobytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


if __name__ == "__main__":
    harness.main(measure)
