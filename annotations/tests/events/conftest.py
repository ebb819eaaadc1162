"""Pictures of these tests are here from before anybody follows the project, unless a test is about how they come."""

import pytest

from assets.images import ingest

TELL = ingest._tell


@pytest.fixture(autouse=True)
def _pictures_are_here(monkeypatch):
    monkeypatch.setattr(ingest, "_tell", lambda *arguments: None)


@pytest.fixture
def pictures_come(_pictures_are_here, monkeypatch):
    monkeypatch.setattr(ingest, "_tell", TELL)
