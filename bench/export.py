"""Building a version: images a second against a bare loop that reads, hashes and stores the same files in a zip; the
time that the contract allows; and the memory of the build by number of images."""

import hashlib
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from bench import harness

SIZES = {
    "photos of 26 KB": (26_000, 100 if harness.SMALL else 10_000),
    "1 MB": (1_000_000, 5 if harness.SMALL else 500),
}
MANY = (200, 1000) if harness.SMALL else (1000, 100_000)
ROUNDS = 1 if harness.SMALL else 5
IDLE = 150  # MB over its idle size that a build may take


def measure() -> Iterator[harness.Row]:
    harness.prepare()
    from django.conf import settings

    Path(settings.WORK_DIR).mkdir(exist_ok=True)
    for name, (size, count) in SIZES.items():
        project = _project(name, size, count)
        with tempfile.TemporaryDirectory(prefix="labeler-bench-", dir=settings.WORK_DIR) as folder:
            yield from _compare(name, project, count, Path(folder))
    yield from _memory()


def _compare(name: str, project: Any, count: int, folder: Path) -> Iterator[harness.Row]:
    """In turns, the best round of each: other programs and the disk disturb both alike."""
    paths = _stored_paths(project)
    bare, copied, ours = [], [], []
    for _ in range(ROUNDS):
        bare.append(_seconds(partial(_bare, paths, folder / "bare.zip")))
        copied.append(_seconds(partial(_copy, paths, folder / "copy")))
        version = _requested(project)
        ours.append(_seconds(partial(_build, version)))
        (folder / "bare.zip").unlink()
        shutil.rmtree(folder / "copy")
        _remove(version)
    floor, rate = count / min(bare), count / min(ours)
    yield harness.Row(
        f"export, {count:,} {name}",
        f"{rate:,.0f} a second",
        f"bare read+sha256+zip: {floor:,.0f} a second",
        rate / floor,
        "at least 0.8",
    )
    allowed = 1.5 * min(copied) + 200e-6 * count
    yield harness.Row(
        f"export, {count:,} {name}, time",
        f"{min(ours):.2f} s",
        f"1.5 copies + 0.2 ms each: {allowed:.2f} s",
        min(ours) / allowed,
        "at most 1",
    )


def _memory() -> Iterator[harness.Row]:
    """What the process grows by while it builds; images are tiny, so that it is the number that counts."""
    from bench import rows
    from exports.tests.many import approved_frames
    from projects import categories, lifecycle

    peaks = []
    for count in MANY:
        project = lifecycle.create(f"Many {count}", by=rows.user())
        approved_frames(project, categories.add(project, "Hat"), count, by=rows.user())
        version = _requested(project)
        Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
        idle = _kilobytes("VmRSS")
        _build(version)
        peaks.append(_kilobytes("VmHWM") - idle)
        _remove(version)
    per_image = 1000 * (peaks[1] - peaks[0]) / (MANY[1] - MANY[0])
    yield harness.Row(
        f"export, {MANY[1]:,} tiny images, memory",
        f"{peaks[1] / 1000:.1f} MB, {per_image:.0f} bytes each",
        f"at {MANY[0]:,}: {peaks[0] / 1000:.1f} MB",
        peaks[1] / 1000 / IDLE,
        f"at most 1 (of {IDLE} MB)",
    )


# --- what is measured ---


def _build(version: Any) -> None:
    from exports.versions import builder

    builder.build(version.pk)
    version.refresh_from_db()
    assert version.state == "ready", version.error


def _bare(paths: list[str], target: Path) -> None:
    """The least that such a zip costs, on the disk as ours is: each file read once, hashed, and stored."""
    with target.open("wb") as file:
        with zipfile.ZipFile(file, "w") as archive:
            for path in paths:
                with open(path, "rb") as source:
                    content = source.read()
                assert hashlib.sha256(content).hexdigest() in path
                archive.writestr(os.path.basename(path), content)
        file.flush()
        os.fsync(file.fileno())


def _copy(paths: list[str], target: Path) -> None:
    target.mkdir()
    for path in paths:
        shutil.copyfile(path, target / os.path.basename(path))
    os.sync()


def _seconds(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _kilobytes(name: str) -> int:
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(name))


# --- rows and files ---


def _requested(project: Any) -> Any:
    from bench import rows
    from exports.versions import builder
    from exports.wanted import Wanted

    return builder.request_version(project, Wanted(), by=rows.user())


def _remove(version: Any) -> None:
    """The bytes only: a version is never deleted."""
    from django.core.files.storage import default_storage

    default_storage.delete(version.artifact)


def _project(name: str, size: int, count: int) -> Any:
    """Approved images with bytes that nothing compresses, and that nobody decodes."""
    from django.core.files.storage import default_storage

    from annotations.models import Annotation
    from assets.images import renditions
    from assets.models import Asset
    from bench import rows
    from projects import categories, lifecycle

    user = rows.user()
    project = lifecycle.create(name, by=user)
    category = categories.add(project, "Hat")
    assets = []
    for number in range(count):
        content = os.urandom(size)
        sha256 = hashlib.sha256(content).hexdigest()
        stored = renditions.original_name(project.dataset_id, sha256, "image/jpeg")
        default_storage.save_replaceable(stored, content)  # type: ignore[attr-defined] # no sync for each
        assets.append(
            Asset(
                project=project,
                sha256=sha256,
                file=stored,
                width=640,
                height=480,
                exif_orientation=1,
                mime_type="image/jpeg",
                size_bytes=size,
                original_name=f"{number}.jpg",
                sort_name=f"{number}.jpg",
                status="approved",
                uploaded_by=user,
            )
        )
    made = Asset.objects.bulk_create(assets, batch_size=500)
    Annotation.objects.bulk_create(
        (Annotation(asset=asset, category=category, created_by=user) for asset in made), batch_size=500
    )
    os.sync()
    return project


def _stored_paths(project: Any) -> list[str]:
    from django.core.files.storage import default_storage

    return [default_storage.path(name) for name in project.assets.order_by("pk").values_list("file", flat=True)]


if __name__ == "__main__":
    harness.main(measure)
