"""Who took a version away is noted once a download, however many pieces it comes in, and never stands in its way."""

import logging
from datetime import timedelta
from unittest import mock

import pytest
from django.db import OperationalError, connection, connections

from exports import shortcuts
from people.audit import What
from people.models import AuditEntry

ZIP = "projects/wardrobe/versions/1/download/"
ANNOTATIONS = "projects/wardrobe/versions/1/annotations.json"


@pytest.fixture
def ready(photos, dress, answer, bob, make_version):
    """v1 of the wardrobe, ready."""
    made = photos(3)
    answer(made, "approved", dress, by=bob)
    return make_version(made[0].project, by=bob)


@pytest.fixture
def program(api, ready, alice):
    return api(alice)


def noted():
    kept = AuditEntry.objects.filter(what=What.VERSION_DOWNLOADED).order_by("pk")
    return [(entry.actor, entry.facts["file"]) for entry in kept]


def body(answer):
    return b"".join(answer.streaming_content)


ALICES = ("alice", "wardrobe-v1.zip")


@pytest.mark.django_db
def test_an_entry_says_which_file_by_its_hash(program, ready):
    assert body(program.get(ZIP))
    entry = AuditEntry.objects.get(what=What.VERSION_DOWNLOADED)
    facts = {"project": "wardrobe", "file": "wardrobe-v1.zip", "sha256": ready.artifact_sha256}
    assert (entry.of, entry.of_kind, entry.of_id, entry.facts) == (
        "Wardrobe v1",
        "datasetversion",
        str(ready.pk),
        facts,
    )


@pytest.mark.django_db
def test_a_download_in_pieces_is_one_and_another_one_is_another(program, ready):
    content = body(program.get(ZIP, HTTP_RANGE="bytes=0-99"))
    for start in range(100, ready.artifact_size, 400):
        content += body(program.get(ZIP, HTTP_RANGE=f"bytes={start}-{start + 399}"))
    assert len(content) == ready.artifact_size
    assert noted() == [ALICES]
    program.get(ZIP)
    assert noted() == [ALICES, ALICES]


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", ["bytes=1-", "bytes=-100", "bytes=100-199"])
def test_nobody_gets_a_part_unseen_by_asking_for_no_first_byte(program, wanted):
    assert program.get(ZIP, HTTP_RANGE=wanted).status_code == 206
    assert noted() == [ALICES]
    program.get(ZIP, HTTP_RANGE=wanted)
    assert noted() == [ALICES]


@pytest.mark.django_db
def test_what_somebody_else_began_or_of_another_file_or_long_ago_is_no_continuation(program, api, bob, ready):
    program.get(ZIP)
    api(bob).get(ZIP, HTTP_RANGE="bytes=1-")
    program.get(ANNOTATIONS)
    assert noted() == [ALICES, ("bob", "wardrobe-v1.zip"), ("alice", "annotations.json")]
    with mock.patch.object(shortcuts, "GOES_ON", timedelta(0)):
        program.get(ZIP, HTTP_RANGE="bytes=1-")
    assert noted()[3:] == [ALICES]


@pytest.mark.django_db
def test_who_takes_the_labels_alone_is_noted_and_who_takes_digests_alone_is_not(program):
    for name in ("manifest.json", "checksums.sha256", "metadata.jsonl"):
        assert program.get(f"projects/wardrobe/versions/1/{name}").status_code == 200
    assert noted() == [("alice", "metadata.jsonl")]


@pytest.mark.django_db
def test_a_part_of_what_is_another_file_by_now_is_the_whole_and_a_download(program):
    program.get(ZIP)
    assert program.get(ZIP, HTTP_RANGE="bytes=1-", HTTP_IF_RANGE='"another"').status_code == 200
    assert noted() == [ALICES, ALICES]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [ZIP, ANNOTATIONS])
def test_a_look_is_no_download(program, path):
    tag = program.head(path)["ETag"]
    assert program.get(path, HTTP_IF_NONE_MATCH=tag).status_code == 304
    assert program.get(path, HTTP_IF_MATCH='"another"').status_code == 412
    assert noted() == []


@pytest.mark.django_db
def test_a_range_beyond_the_end_and_a_file_that_is_missing_are_no_downloads(program, files, ready):
    assert program.get(ZIP, HTTP_RANGE=f"bytes={ready.artifact_size}-").status_code == 416
    (files / ready.artifact).unlink()
    assert program.get(ZIP).status_code == 503
    assert noted() == []


@pytest.mark.django_db
def test_whoever_is_sent_to_the_bucket_is_noted_alike(program, monkeypatch):
    bucket = mock.Mock(signed_address=lambda name, **how: f"https://bucket/{name}")
    monkeypatch.setattr(shortcuts, "default_storage", bucket)
    assert program.head(ZIP).status_code == 302
    assert noted() == []
    for wanted in ("bytes=0-", "bytes=100-", "bytes=-7"):
        assert program.get(ZIP, HTTP_RANGE=wanted).status_code == 302
    assert noted() == [ALICES]
    assert program.get(ZIP).status_code == 302
    assert noted() == [ALICES, ALICES]


# --- when it cannot be noted ---


def unkept(caplog):
    return [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [ZIP, ANNOTATIONS])
@pytest.mark.parametrize("problem", [OperationalError("database or disk is full"), OSError(28, "No space left")])
def test_a_download_goes_on_when_it_cannot_be_noted_and_the_log_says_so(program, path, problem, caplog):
    caplog.set_level(logging.INFO, "labeler.audit")
    with mock.patch.object(AuditEntry, "save", side_effect=problem) as save:
        answer = program.get(path)
    assert save.called
    assert (answer.status_code, bool(body(answer))) == (200, True)
    assert noted() == []
    [line] = unkept(caplog)
    assert line.startswith(f'Not kept, because of {type(problem).__name__}: what="version_downloaded" by="alice" of=')
    assert '"Wardrobe v1"' in line


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no lock of all writers")
@pytest.mark.django_db(transaction=True)
def test_a_database_that_somebody_keeps_locked_keeps_no_download(program, ready, caplog, monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    other = connections.create_connection("default")
    try:
        other.cursor().execute("BEGIN IMMEDIATE")
        assert len(body(program.get(ZIP))) == ready.artifact_size
        assert unkept(caplog)[0].startswith("Not kept, because of OperationalError: ")
    finally:
        other.close()
    program.get(ZIP)
    assert noted() == [ALICES]
