"""The same looks where the store is a bucket, on a real S3 server; and what both stores list."""

import pytest
from botocore.client import BaseClient
from botocore.exceptions import EndpointConnectionError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from labeler.integrity import look
from labeler.tests.integrity.conftest import flipped

# As ours are: of two folders side by side none has a name with which that of the other begins. (SeaweedFS lists such by
# the names of the folders, S3 by whole names.)
NAMES = ["a/b/c.png", "a/b/d.png", "a/ba.png", "ab/a.png", "b.png"]


def walked(*asked, **behind):
    return [each.name for each in default_storage.walk(*asked, **behind)]


@pytest.fixture(params=["folder", "bucket"])
def store(request, files):
    if request.param == "bucket":
        request.getfixturevalue("bucket")
    for name in NAMES:
        default_storage.save(name, ContentFile(b"-" * len(name)))


def test_files_come_in_the_order_of_their_names_with_their_sizes(store):
    assert walked("") == sorted(NAMES) == NAMES
    assert [each.size for each in default_storage.walk("a")] == [9, 9, 8]
    assert walked("a/b") == ["a/b/c.png", "a/b/d.png"]
    assert walked("nowhere") == []


def test_they_go_on_behind_any_name(store):
    for name in [*NAMES, "z"]:
        assert walked("", after=name) == [each for each in sorted(NAMES) if each > name]


def test_one_file_is_found_as_it_is_now(store):
    for name in NAMES:
        assert look.stored(name).size == len(name)
        assert look.sha256_of(name) is not None
    for name in ("a/b/c.pn", "a/b/c.pngx", "nowhere/x", "x"):
        assert look.stored(name) is None
        assert look.sha256_of(name) is None


@pytest.mark.django_db
def test_what_is_wrong_in_a_bucket_is_told_and_mended_as_on_a_disk(
    bucket, check, three, dress, answer, bob, make_version
):
    from assets.images import renditions

    answer(three, "approved", dress, by=bob)
    version = make_version(three[0].project, by=bob)
    assert (check("--hash").code, check("--hash").findings) == (0, [])
    zipped, original = bucket.get(version.artifact), bucket.get(three[1].file)
    small = renditions.rendition_name(three[2].project.dataset_id, three[2].sha256, "thumb")
    bucket.delete(version.artifact)
    bucket.delete(small)
    bucket.put(f"{three[0].file}.old", b"nobody's")
    assert check("--hash").kinds == ["rendition_missing", "stray", "zip_missing"]
    mended = check("--hash", "--repair")
    assert (mended.code, mended.summary["repaired"]) == (1, {"rendition_missing": 1, "zip_missing": 1})
    assert bucket.get(version.artifact) == zipped
    bucket.put(three[1].file, flipped(original))
    bucket.delete(three[0].file)
    assert check("--hash").kinds == ["original_hash", "original_missing", "stray"]


@pytest.mark.django_db
def test_a_bucket_that_does_not_answer_is_no_list_of_lost_files(bucket, check, three, settings):
    gone = bucket.options | {"endpoint_url": "http://127.0.0.1:1"}
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "core.storage.s3.Bucket", "OPTIONS": gone}}
    checked = check()
    assert (checked.code, checked.findings) == (2, [])
    assert "The bucket does not answer" in checked.words


def fail(*arguments, **options):
    raise EndpointConnectionError(endpoint_url="http://bucket.example")


@pytest.fixture
def silent(settings, monkeypatch):
    """No server is needed for a bucket that does not answer."""
    options = {"bucket_name": "labels", "access_key": "a", "secret_key": "b", "region_name": "somewhere"}
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "core.storage.s3.Bucket", "OPTIONS": options}}
    monkeypatch.setattr(BaseClient, "_make_api_call", fail)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: default_storage.exists("a/b"),
        lambda: default_storage.delete("a/b"),
        lambda: default_storage.listdir("a"),
        lambda: list(default_storage.walk("a")),
        lambda: default_storage.open("a/b"),
        lambda: default_storage.save("a/b", ContentFile(b"-")),
    ],
    ids=["exists", "delete", "listdir", "walk", "open", "save"],
)
def test_a_bucket_that_does_not_answer_is_a_broken_connection_whatever_it_is_asked(silent, ask):
    with pytest.raises(ConnectionError, match="The bucket does not answer"):
        ask()


@pytest.mark.django_db
def test_a_bucket_that_does_not_answer_ends_a_look_in_one_sentence(three, silent, check):
    ended = check()
    assert (ended.code, ended.findings) == (2, [])
    assert ended.words.startswith("It could not be looked further: The bucket does not answer")
    assert "goes on" not in ended.words
