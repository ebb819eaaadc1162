"""What the processes of the program share, and what none of them loads before it is needed."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.support.program import eventually, running

# Megabytes each, for what few processes ever do: video, Parquet, buckets, what only tests use.
HEAVY = {"av", "arro3", "boto3", "botocore", "storages", "numpy", "scipy", "pyarrow", "pandas"}
AT_REST = """
import sys, django
django.setup()
import labeler.urls, labeler.wsgi, labeler.serving.webserver, labeler.serving.worker
from labeler.serving import memory
memory.load_jobs()
print(*sorted({name.split(".")[0] for name in sys.modules}))
print(*sorted(name for name in sys.modules if name.endswith(".tasks")))
"""


def test_at_rest_nothing_heavy_is_loaded_and_all_jobs_are(tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", AT_REST],
        cwd=settings.BASE_DIR,
        env=os.environ | {"LABELER_DATA": str(tmp_path), "STORAGE_URL": ""},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded, jobs = done.stdout.splitlines()
    assert HEAVY & set(loaded.split()) == set()
    assert {"annotations.tasks", "assets.tasks", "exports.tasks", "labeler.tasks"} <= set(jobs.split())


def megabytes(pid, *fields):
    """Of a process, by fields of /proc/PID/smaps_rollup."""
    with open(f"/proc/{pid}/smaps_rollup") as rollup:
        sizes = {line.split(":")[0]: line.split()[1] for line in list(rollup)[1:]}
    return sum(int(sizes[field]) for field in fields) / 1024


def both(pids):
    return pids if len(pids) == 2 else None


@pytest.mark.processes
@pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")
def test_what_was_loaded_before_the_fork_is_shared_by_the_processes(tmp_path, prepared_data):
    with running(tmp_path / "data", begin_with=prepared_data) as program:
        web = eventually(lambda: both(program.children_of(program.child("web"))))
        for _ in range(9):
            assert program.get("/login/")[0] == 200
        (cluster,) = eventually(lambda: program.children_of(program.child("worker")))
        for pid in (*web, cluster):
            own = megabytes(pid, "Private_Clean", "Private_Dirty")
            assert own < megabytes(pid, "Rss") / 3, f"process {pid} holds {own:.0f} MB by itself"
