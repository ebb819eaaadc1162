"""The store in a bucket, on a real S3 server: the same as on a disk, and its own signed addresses."""

import os
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from core.storage import disk_full, s3
from core.storage.base import NotDeleted
from tests.support.program import eventually, free_port
from tests.support.servers.bucket import counted_deletions

NAME = "versions/wardrobe/v1-abc.zip"


def fetch(address, *, method="GET", **headers):
    """Status, headers and body, whatever they are; redirects are not followed."""
    request = urllib.request.Request(address, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.headers, answer.read()


# --- bytes ----------------------------------------------------------------------------------------------------------


def test_what_is_saved_is_read_back_and_said_to_be_kept_for_good(bucket):
    assert default_storage.save("originals/ab/abc.png", ContentFile(b"bytes")) == "originals/ab/abc.png"
    assert default_storage.open("originals/ab/abc.png").read() == b"bytes"
    facts = bucket.client.head_object(Bucket=bucket.name, Key="originals/ab/abc.png")
    assert (facts["ContentType"], facts["CacheControl"]) == ("image/png", "private, max-age=31536000, immutable")


def test_saving_the_same_name_again_keeps_one_file(bucket):
    for _ in range(2):
        default_storage.save(NAME, ContentFile(b"bytes"))
    assert bucket.names() == [NAME]


def test_an_empty_file_is_read_as_empty(bucket):
    bucket.put(NAME, b"")
    with default_storage.open(NAME) as file:
        assert (file.read(), file.seek(0, os.SEEK_END), file.read(1)) == (b"", 0, b"")


def test_reading_a_name_that_is_not_there_says_so(bucket):
    with pytest.raises(FileNotFoundError):
        default_storage.open(NAME)
    assert default_storage.names_in("versions/wardrobe") == []


def test_any_part_of_a_large_file_is_read_a_window_at_a_time(bucket, monkeypatch):
    monkeypatch.setattr(s3, "WINDOW", 1000)
    content = os.urandom(4500)
    bucket.put(NAME, content)
    with default_storage.open(NAME) as file:
        assert file.read() == content
        assert (file.seek(-700, os.SEEK_END), file.read(200)) == (3800, content[3800:4000])
        assert (file.seek(999), file.read(2)) == (999, content[999:1001])
        assert (file.seek(5000), file.read(2)) == (5000, b"")


def test_a_read_goes_on_when_the_connection_breaks(bucket, monkeypatch):
    monkeypatch.setattr(s3, "WINDOW", 1000)
    content = os.urandom(2500)
    bucket.put(NAME, content)
    file = default_storage.open(NAME, "rb")
    broken = []

    def break_once(self, buffer, fill=s3._Stored._fill):
        if self._position >= 1000 and not broken:
            broken.append(True)
            self._body and self._body.close()
            raise ConnectionError("reset")
        return fill(self, buffer)

    monkeypatch.setattr(s3._Stored, "_fill", break_once)
    assert file.read() == content
    assert broken == [True]


def test_a_finished_file_is_uploaded_in_parts_and_seen_whole(bucket, tmp_path, monkeypatch):
    content, alive = os.urandom(11 << 20), []
    (tmp_path / "made.zip").write_bytes(content)
    default_storage.adopt(tmp_path / "made.zip", NAME, lambda: alive.append(bucket.names()))
    assert bucket.get(NAME) == content
    assert alive  # asked on the way
    assert alive[0] == []
    assert default_storage.names_in("versions/wardrobe") == [NAME]


def test_an_upload_that_is_called_off_leaves_nothing(bucket, tmp_path):
    (tmp_path / "made.zip").write_bytes(os.urandom(20 << 20))

    def stop():
        raise RuntimeError("cancelled meanwhile")

    with pytest.raises(RuntimeError, match="cancelled meanwhile"):
        default_storage.adopt(tmp_path / "made.zip", NAME, stop)
    assert (bucket.names(), bucket.unfinished()) == ([], [])


def test_uploads_that_killed_processes_began_are_forgotten_after_a_while(bucket):
    for name in (NAME, "originals/other"):
        upload = bucket.client.create_multipart_upload(Bucket=bucket.name, Key=name)
        bucket.client.upload_part(
            Bucket=bucket.name, Key=name, UploadId=upload["UploadId"], PartNumber=1, Body=bytes(5 << 20)
        )
    default_storage.forget_unfinished("versions", began_before=timezone.now() - timedelta(hours=1))
    assert bucket.unfinished() == ["originals/other", NAME]
    default_storage.forget_unfinished("versions", began_before=timezone.now() + timedelta(seconds=2))
    assert bucket.unfinished() == ["originals/other"]


# --- trouble --------------------------------------------------------------------------------------------------------


def test_a_bucket_that_is_not_there_is_no_missing_file(bucket):
    gone = s3.Bucket(**bucket.options | {"bucket_name": "labeler-nowhere"})
    for act in (lambda: gone.open(NAME), lambda: gone.save(NAME, ContentFile(b"bytes"))):
        with pytest.raises(OSError, match="The bucket refused it: NoSuchBucket.") as problem:
            act()
        assert not isinstance(problem.value, FileNotFoundError)


def test_a_wrong_key_is_told(bucket, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "guessed")
    with pytest.raises(OSError, match="The bucket refused it: SignatureDoesNotMatch."):
        s3.Bucket(**bucket.options).save(NAME, ContentFile(b"bytes"))


def test_a_server_that_is_down_is_trouble_of_the_network(bucket, tmp_path):
    (tmp_path / "made.zip").write_bytes(b"zip")
    down = s3.Bucket(**bucket.options | {"endpoint_url": f"http://127.0.0.1:{free_port()}"})
    for act in (
        lambda: down.open(NAME),
        lambda: down.save(NAME, ContentFile(b"bytes")),
        lambda: down.adopt(tmp_path / "made.zip", NAME),
        lambda: down.delete_many([NAME]),
    ):
        with pytest.raises(ConnectionError, match="The bucket does not answer: Could not connect"):
            act()


@pytest.mark.parametrize(
    ("code", "status"), [("XMinioStorageFull", 507), ("QuotaExceeded", 403), ("InsufficientStorage", 507)]
)
def test_a_full_bucket_is_a_full_disk(bucket, tmp_path, monkeypatch, code, status):
    def full(*args, **options):
        raise ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "PutObject")

    monkeypatch.setattr(s3.S3Storage, "_save", full)
    with pytest.raises(OSError, match="The bucket is full") as problem:
        default_storage.save(NAME, ContentFile(b"bytes"))
    assert disk_full.is_full(problem.value)


# --- signed addresses -----------------------------------------------------------------------------------------------


def test_a_signed_address_gives_the_whole_or_any_part_under_a_name(bucket):
    bucket.put(NAME, b"0123456789")
    address = default_storage.signed_address(NAME, download_as="wardrobe-v1.zip")
    status, headers, body = fetch(address)
    assert (status, body) == (200, b"0123456789")
    assert headers["Content-Disposition"] == 'attachment; filename="wardrobe-v1.zip"'
    status, headers, body = fetch(address, Range="bytes=4-")
    assert (status, headers["Content-Range"], body) == (206, "bytes 4-9/10", b"456789")


def test_an_address_is_signed_for_one_method(bucket):
    bucket.put(NAME, b"0123456789")
    head = default_storage.signed_address(NAME, method="HEAD")
    assert (fetch(head, method="HEAD")[0], fetch(head)[0]) == (200, 403)


def test_without_the_signature_or_with_another_nothing_is_given(bucket):
    bucket.put(NAME, b"0123456789")
    bucket.put("versions/other.zip", b"secret")
    address = default_storage.signed_address(NAME)
    for forged in (address.partition("?")[0], address[:-4] + "0000", address.replace(NAME, "versions/other.zip")):
        status, _, body = fetch(forged)
        assert (status, b"0123" in body, b"secret" in body) == (403, False, False)


def test_a_signed_address_ends(bucket):
    bucket.put(NAME, b"0123456789")
    storage = s3.Bucket(**bucket.options, querystring_expire=2)
    address = storage.signed_address(NAME)
    assert fetch(address)[0] == 200
    eventually(lambda: fetch(address)[0] == 403, within=20)


@pytest.mark.parametrize(
    ("options", "host"),
    [
        ({"region_name": "eu-central-1"}, "https://labels.s3.eu-central-1.amazonaws.com"),
        ({"endpoint_url": "https://minio.example:9000"}, "https://minio.example:9000"),
    ],
)
def test_the_pages_let_browsers_go_where_addresses_lead(options, host, monkeypatch):
    from labeler.configuration import Bucket

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    storage = s3.Bucket(bucket_name="labels", **options)
    assert storage.signed_address("a.png").startswith(host + "/")
    assert Bucket("labels", options.get("endpoint_url"), options.get("region_name")).origin == host


# --- many at once ---------------------------------------------------------------------------------------------------


def test_many_are_deleted_some_at_a_call_and_one_that_is_not_there_is_none_the_worse(bucket, monkeypatch):
    monkeypatch.setattr(s3, "AT_ONCE", 3)
    names = [f"originals/ab/{place} & “more”.png" for place in range(7)]
    for name in [*names, "originals/ab/spared.png"]:
        bucket.put(name, b"bytes")
    calls = counted_deletions()
    default_storage.delete_many([*names, "originals/ab/never-there.png"])
    assert (calls, bucket.names()) == ([3, 3, 2], ["originals/ab/spared.png"])
    default_storage.delete_many([])
    assert len(calls) == 3


def test_of_many_the_bucket_says_which_it_keeps_and_the_others_are_gone(bucket, monkeypatch):
    """As under a lock on objects: others go on, and the caller hears of all that stayed."""
    monkeypatch.setattr(s3, "AT_ONCE", 2)
    names = [f"versions/{place}.zip" for place in range(6)]
    for name in names:
        bucket.put(name, b"bytes")
    client = default_storage.connection.meta.client
    real = client.delete_objects

    def delete_objects(**asked):
        listed = asked["Delete"]["Objects"]
        locked = [each for each in listed if each["Key"] in (names[0], names[3])]
        free = [each for each in listed if each not in locked]
        told = real(**asked | {"Delete": {"Objects": free}})
        return told | {"Errors": [each | {"Code": "AccessDenied", "Message": "It is locked."} for each in locked]}

    monkeypatch.setattr(client, "delete_objects", delete_objects)
    with pytest.raises(NotDeleted) as problem:
        default_storage.delete_many(names)
    assert problem.value.kept == {names[0]: "It is locked.", names[3]: "It is locked."}
    assert (
        str(problem.value) == "2 files were not deleted: versions/0.zip: It is locked.; versions/3.zip: It is locked."
    )
    assert bucket.names() == [names[0], names[3]]
