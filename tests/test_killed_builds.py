"""A worker that is killed at any moment of a build: django-q2's real cluster, as `manage.py serve` runs it."""

import hashlib
import os
import random
import signal
import subprocess
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from core.jobs import leases
from exports.models import DatasetVersion
from exports.tests.many import approved_frames
from exports.versions import builder
from exports.wanted import Wanted
from tests.support import second_process
from tests.support.program import eventually

IMAGES = 6000  # as long to build as it takes to look a few times
KILLS = 10
LEASE = timedelta(seconds=1)  # half a minute, in the product

CLUSTER = """
import os
from datetime import timedelta
from core.jobs import leases
from labeler.serving import parent_death, worker

(lease,) = arguments
leases.LEASE = timedelta(seconds=lease)
leases.RENEW_ASIDE = leases.LEASE / 3
os.environ["LABELER_CLUSTER"] = worker.name()
parent_death.tie_every_fork()
worker.run()
"""


@contextmanager
def worker():
    """A cluster of its own; killed at the end, with everything that it started."""
    options = {"stdout": subprocess.DEVNULL, "start_new_session": True}
    with second_process.running(CLUSTER, LEASE.total_seconds(), **options) as process:
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def state_of(version):
    version.refresh_from_db()
    return version.state


def is_built_by_another(version, last_owner):
    return version.state == "building" and version.lease_owner != last_owner


def stored(files):
    return sorted(path.name for path in files.glob("versions/**/*") if path.is_file())


def nothing_half_made_is_shown(version, api, files):
    """What a person or a program can get at: nothing, or the whole."""
    assert version.state in ("queued", "building")
    assert (version.hash, version.artifact, version.manifest, version.sealed_at) == ("", "", "", None)
    for path in ("download/", "manifest.json", "annotations.json"):
        assert api.get(f"projects/wardrobe/versions/{version.number}/{path}").status_code == 409
    for name in stored(files):  # moved, but not sealed: whole all the same
        (path,) = files.glob(f"versions/**/{name}")
        assert hashlib.sha256(path.read_bytes()).hexdigest() in name


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_ten_kills_at_random_moments_leave_nothing_and_change_nothing(
    project, dress, bob, api, files, settings, monkeypatch
):
    monkeypatch.setattr(leases, "LEASE", LEASE)
    approved_frames(project, dress, IMAGES, by=bob)
    expected = builder.request_version(project, Wanted(), by=bob)
    started = time.monotonic()
    builder.build(expected.pk)
    span = time.monotonic() - started
    assert state_of(expected) == "ready"

    seed = random.randrange(10**9)
    moments = random.Random(seed)
    version = builder.request_version(project, Wanted(), by=bob)
    kills, too_late = 0, 0
    while kills < KILLS:
        last_owner = version.lease_owner
        with worker():
            # It may be built between two looks.
            eventually(lambda: state_of(version) == "ready" or is_built_by_another(version, last_owner))  # noqa: B023
            time.sleep(moments.uniform(0, span))
        if state_of(version) == "ready":
            too_late += 1
            span *= 0.9  # it was measured while the machine had more to do
            assert version.hash == expected.hash
            assert too_late < 30, f"seed {seed}"
            version = builder.request_version(project, Wanted(), by=bob)
            continue
        kills += 1
        nothing_half_made_is_shown(version, api(bob), files)
        # The lease runs out; the sweep enqueues it again, or says after the third attempt that it failed.
        eventually(lambda: sweep_takes_notice(version))  # noqa: B023
        if version.state == "failed":
            assert version.error == "The build was interrupted 3 times."
            builder.retry(version)

    with worker():
        eventually(lambda: state_of(version) == "ready")
    builder.sweep()
    ready = DatasetVersion.objects.ready()
    assert {each.hash for each in ready} == {expected.hash}
    assert ready.count() == DatasetVersion.objects.count()
    assert os.listdir(settings.WORK_DIR) == []
    assert stored(files) == sorted(Path(each.artifact).name for each in ready)
    for each in ready:
        with default_storage.open(each.artifact) as file:
            assert hashlib.file_digest(file, "sha256").hexdigest() == each.artifact_sha256


def sweep_takes_notice(version):
    version.refresh_from_db()
    before = version.queued_at
    builder.sweep()
    version.refresh_from_db()
    return version.state == "failed" or version.queued_at != before
