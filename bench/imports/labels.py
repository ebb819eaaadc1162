"""What a process takes at the most that looks up the images of a file of labels, a row for each of a million images:
where each has a name of its own, and where all are called alike and their folders tell them apart."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from bench import harness

SIZE = 1000 if harness.SMALL else 1_000_000
MOST = 300  # MB

LOOK = """
import json, sys, time
from pathlib import Path
import django
django.setup()
from annotations.imports import labels
from projects.models import Project

before = time.process_time()
with Path(sys.argv[2]).open("rb") as file, labels.match(Project.objects.get(pk=sys.argv[1]), file) as matched:
    report = labels.dry_run(Project.objects.get(pk=sys.argv[1]), matched)
peak = next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps([int(peak) // 1000, time.process_time() - before, sum(report["by_rule"].values())]))
"""


def measure() -> Iterator[harness.Row]:
    if not sys.platform.startswith("linux"):
        return  # the peak is read from /proc
    harness.prepare()
    from bench import rows

    for name, one_name in (("names of their own", False), ("one name", True)):
        project = rows.project(SIZE, one_name=one_name)
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            _write(project, file)
            peak, seconds, found = _look(project, file.name)
        assert found == SIZE, found
        measured = f"{peak} MB, {seconds:.0f} s of the processor"
        yield harness.Row(f"a CSV over {SIZE:,} images, {name}", measured, f"{MOST} MB", peak / MOST, "at most 1")


def _write(project: Any, file: Any) -> None:
    file.write("file_name,category\n")
    for folder, name in project.assets.values_list("folder", "original_name").iterator():
        file.write(f"/data/{folder}/{name},Class 1\n")
    file.flush()


def _look(project: Any, path: str) -> tuple[int, float, int]:
    """In a process of its own, with whatever database this one has: MB, seconds and images that were found."""
    command = [sys.executable, "-c", LOOK, str(project.pk), path]
    done = subprocess.run(command, cwd=harness.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    peak, seconds, found = json.loads(done.stdout.splitlines()[-1])
    return peak, seconds, found


if __name__ == "__main__":
    harness.main(measure)
