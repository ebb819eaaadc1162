"""What tests of all calls share."""

import pytest
from django.utils import timezone

from annotations.checks import sample_checks
from annotations.models import Import
from webhooks import hooks


@pytest.fixture
def everything(project, photo, dress, answer, bob):
    """One of each that an address of the walk names."""
    answer(photo, "labeled", dress, by=bob)
    facts = {"sha256": "0" * 64, "file": "-", "mime_type": "video/mp4", "size_bytes": 1, "uploaded_by": bob}
    project.videos.create(pk=1, original_name="a.mp4", **facts)
    check = sample_checks.start(project, by=bob)
    type(check).objects.filter(pk=check.pk).update(id=1)
    kept = {"original_name": "a.csv", "size_bytes": 1, "file": "-", "queued_at": timezone.now()}
    Import.objects.create(pk=1, project=project, kind="csv", created_by=bob, **kept)
    hook = hooks.make(project, "https://example.org", ["job.failed"])
    type(hook).objects.filter(pk=hook.pk).update(id=1)
