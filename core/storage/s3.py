"""Where bytes lie in an S3-compatible bucket: the same verbs as on a local disk (core/storage/local.py).

Loaded only where STORAGE_URL names a bucket, because boto3 takes a second. What the bucket or the network says no with
arrives as an OSError, as it would from a disk, so that callers need to know one kind of trouble only.
"""

import contextlib
import errno
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage

from core.storage.base import NotDeleted, Stored

SIGNED_FOR = 600  # seconds that a signed address can be used
FOR_GOOD = "private, max-age=31536000, immutable"
WINDOW = 8 << 20  # bytes asked for at a time
PART = 8 << 20  # bytes of one part of a large upload
AT_ONCE = 1000  # files that one call deletes; a bucket takes no more
TRIES = 3  # of a window whose connection breaks
FULL = ("InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "StorageFull")


class Bucket(S3Storage):
    """A bucket of immutable files. A name stands for its bytes, so saving a name that exists changes nothing."""

    def get_default_settings(self) -> dict[str, Any]:
        defaults: dict[str, Any] = super().get_default_settings()
        return defaults | {
            "file_overwrite": True,
            "querystring_expire": SIGNED_FOR,
            "object_parameters": {"CacheControl": FOR_GOOD},
            # Parts of a file on the disk are read as they are sent: memory does not follow the size.
            "transfer_config": TransferConfig(multipart_threshold=PART, multipart_chunksize=PART, max_concurrency=4),
        }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.client_config = Config(
            signature_version="s3v4",
            # Amazon's own servers go by the name of the bucket, others by its path.
            s3={"addressing_style": "path" if self.endpoint_url else "virtual"},
            # Others than Amazon do not know the newer check sums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            # A bucket that does not answer is said to be down in seconds, not minutes.
            connect_timeout=5,
            read_timeout=30,
            retries={"total_max_attempts": 3},
        )

    def _open(self, name: str, mode: str = "rb") -> Any:
        if mode != "rb":
            raise ValueError("What lies in the bucket is read as bytes, and never written in place.")
        return io.BufferedReader(_Stored(self.connection.meta.client, self.bucket_name, self._normalize_name(name)))

    def _save(self, name: str, content: Any) -> str:
        with _as_of_a_disk():
            saved: str = super()._save(name, content)
        return saved

    def save_bytes(self, contents: Mapping[str, bytes]) -> None:
        for name, content in contents.items():
            self.save(name, ContentFile(content))

    def save_replaceable(self, name: str, content: bytes) -> None:
        """As on a disk; a bucket has no quicker way to keep what can be made again."""
        self.save(name, ContentFile(content))

    def adopt(self, path: str | Path, name: str, alive: Callable[[], object] = lambda: None) -> None:
        """Upload a finished file of this machine. It can be seen when it is whole. `alive` is called all the while, by
        other threads too; what it raises ends the upload, of which nothing stays."""
        with _as_of_a_disk():
            self.bucket.Object(self._normalize_name(name)).upload_file(
                str(path),
                ExtraArgs=self._get_write_parameters(name),
                Config=self.transfer_config,
                Callback=lambda sent: alive(),
            )

    def open_raw(self, name: str) -> BinaryIO:
        opened: BinaryIO = self.open(name)
        return opened

    def linkable(self, name: str) -> Path | None:
        """Nothing in a bucket can be linked to."""
        return None

    def exists(self, name: str) -> bool:
        with _as_of_a_disk():
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        with _as_of_a_disk():
            super().delete(name)

    def delete_many(self, names: Sequence[str]) -> None:
        """A thousand at a call. Of each that it does not delete the bucket says why."""
        kept: dict[str, str] = {}
        for start in range(0, len(names), AT_ONCE):
            with _as_of_a_disk():
                kept |= self._delete_some(names[start : start + AT_ONCE])
        if kept:
            raise NotDeleted(kept)

    def _delete_some(self, names: Sequence[str]) -> dict[str, str]:
        by_key = {self._normalize_name(name): name for name in names}
        asked = {"Objects": [{"Key": key} for key in by_key], "Quiet": True}
        told = self.connection.meta.client.delete_objects(Bucket=self.bucket_name, Delete=asked)
        return {by_key[each["Key"]]: each.get("Message") or each["Code"] for each in told.get("Errors", ())}

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _as_of_a_disk():
            found: tuple[list[str], list[str]] = super().listdir(name)
        return found

    def names_in(self, folder: str) -> list[str]:
        """What lies in a folder: none where there is no such folder."""
        with _as_of_a_disk():
            return sorted(f"{folder}/{name}" for name in self.listdir(folder)[1])

    def walk(self, folder: str, *, after: str = "") -> Iterator[Stored]:
        """Every object below a folder, a thousand asked for at a time."""
        behind = {"StartAfter": after} if after else {}
        asked = self.connection.meta.client.get_paginator("list_objects_v2")
        pages = iter(asked.paginate(Bucket=self.bucket_name, Prefix=f"{folder}/" if folder else "", **behind))
        while True:
            with _as_of_a_disk():
                page = next(pages, None)
            if page is None:
                return
            for each in page.get("Contents", ()):
                yield Stored(each["Key"], each["Size"], each["LastModified"])

    def forget_unfinished(self, folder: str, *, began_before: datetime) -> None:
        """Uploads into `folder` that nobody ended: nobody sees them, but they take room."""
        client = self.connection.meta.client
        with _as_of_a_disk():
            found = client.list_multipart_uploads(Bucket=self.bucket_name, Prefix=f"{folder}/" if folder else "")
            for each in found.get("Uploads", ()):
                if each["Initiated"] < began_before:
                    client.abort_multipart_upload(Bucket=self.bucket_name, Key=each["Key"], UploadId=each["UploadId"])

    def signed_address(self, name: str, *, method: str = "GET", download_as: str | None = None) -> str:
        """An address that needs no login and can be used for minutes; `download_as`: under this ASCII file name."""
        parameters = {"Bucket": self.bucket_name, "Key": self._normalize_name(name)}
        if download_as:
            parameters["ResponseContentDisposition"] = f'attachment; filename="{download_as}"'
        # The signature covers the method.
        address: str = self.connection.meta.client.generate_presigned_url(
            "head_object" if method == "HEAD" else "get_object", Params=parameters, ExpiresIn=self.querystring_expire
        )
        return address


class _Stored(io.RawIOBase):
    """The bytes of one object, asked for some megabytes at a time, so that any part can be read in little memory.

    Raises FileNotFoundError when it is made and there is no such object.
    """

    def __init__(self, client: Any, bucket: str, key: str) -> None:
        super().__init__()
        self._client, self._bucket, self._key = client, bucket, key
        self._position, self._size = 0, 0
        self._body: Any = None
        self._ask()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        if start + offset != self._position:
            self._let_go()
            self._position = start + offset
        return self._position

    def readinto(self, buffer: Any) -> int:
        for attempt in range(1, TRIES + 1):
            try:
                return self._fill(buffer)
            except OSError:
                # The connection broke: go on from here by another one.
                self._let_go()
                if attempt == TRIES:
                    raise
        raise AssertionError

    def close(self) -> None:
        self._let_go()
        super().close()

    def _fill(self, buffer: Any) -> int:
        while self._position < self._size:
            if self._body is None:
                self._ask()
            with _as_of_a_disk():
                data = self._body.read(len(buffer))
            if data:
                buffer[: len(data)] = data
                self._position += len(data)
                return len(data)
            self._let_go()
        return 0

    def _ask(self) -> None:
        last = self._position + WINDOW - 1
        with _as_of_a_disk():
            try:
                answer = self._client.get_object(
                    Bucket=self._bucket, Key=self._key, Range=f"bytes={self._position}-{last}"
                )
            except ClientError as problem:
                if _status(problem) != 416 or self._position:
                    raise
                return  # an empty object has no range
        self._body = answer["Body"]
        total = answer.get("ContentRange", "").rpartition("/")[2]
        self._size = int(total) if total else answer["ContentLength"]

    def _let_go(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None


@contextlib.contextmanager
def _as_of_a_disk() -> Iterator[None]:
    """What boto3 raises, as the OSError that a disk would raise."""
    try:
        yield
    except ClientError as problem:
        code = str(problem.response.get("Error", {}).get("Code", ""))
        if _status(problem) == 404 and code != "NoSuchBucket":
            raise FileNotFoundError(errno.ENOENT, "There is no such file in the bucket") from problem
        if _status(problem) == 507 or code in FULL:
            raise OSError(errno.ENOSPC, "The bucket is full") from problem
        raise OSError(f"The bucket refused it: {code or _status(problem)}.") from problem
    except (BotoCoreError, Boto3Error) as problem:
        if isinstance(problem.__context__, ClientError):  # an upload wraps what the bucket said
            with _as_of_a_disk():
                raise problem.__context__ from None
        raise ConnectionError(f"The bucket does not answer: {problem}") from problem


def _status(problem: ClientError) -> int:
    return int(problem.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
