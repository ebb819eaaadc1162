"""Pictures that go, and a look at what is left of them."""

import pytest
from django.core.files.storage import default_storage

from labeler.withdrawal import removal, withdrawing


@pytest.fixture
def withdraw(bob, monkeypatch):
    """Withdraw an image and remove its bytes: `withdraw(photo)`. `removed=False`: only what the transaction does."""
    monkeypatch.setattr(removal, "SETTLED", removal.SETTLED * 0)

    def withdraw(asset, *, removed=True, with_video=False, reason="Its owner asks."):
        job = withdrawing.withdraw(asset, reason=reason, confirm=str(asset.pk), with_video=with_video, by=bob)
        if removed:
            removal.run(job.pk)
        job.refresh_from_db()
        asset.refresh_from_db()
        return job

    return withdraw


@pytest.fixture
def stored(files):
    """Names of all that lies in the store and has these letters in it: `stored(photo.sha256)`."""

    def names(part):
        found = (path.relative_to(files).as_posix() for path in files.rglob("*") if path.is_file())
        return sorted(name for name in found if part in name and default_storage.exists(name))

    return names
