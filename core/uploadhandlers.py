"""Multipart uploads that are too large for memory: into a file of the work folder, up to a limit."""

import os
import tempfile
from typing import IO, Any, NoReturn, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from core.exceptions import Refused
from core.storage import disk_full
from core.storage.scratch import work_dir


class InWorkFolder(UploadedFile):
    """An upload that lies in a file of the work folder."""

    @property
    def path_in_work_dir(self) -> str:
        return cast(IO[bytes], self.file).name


class IntoWorkFolder(FileUploadHandler):
    """Writes an upload beside the store, so that it need not be copied, and stops at the limit; `problem` is why."""

    def __init__(self, request: HttpRequest, *, limit: int, prefix: str) -> None:
        super().__init__(request)
        self.limit = limit
        self.prefix = prefix
        self.problem: Refused | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = tempfile.NamedTemporaryFile(dir=work_dir(), prefix=self.prefix)  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self.limit:
            limit = self.limit // 1_000_000
            self._stop(Refused(f"The file is larger than the limit of {limit:,} MB.", code="too_large", field="file"))
        try:
            self.file.write(raw_data)
        except OSError as problem:
            if not disk_full.is_full(problem):
                raise
            self._stop(Refused(disk_full.FULL, code="disk_full"))

    def file_complete(self, file_size: int) -> InWorkFolder:
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.seek(0)
        return InWorkFolder(self.file, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        if getattr(self, "file", None):
            self.file.close()

    def _stop(self, problem: Refused) -> NoReturn:
        self.problem = problem
        self.file.close()
        raise StopUpload(connection_reset=False)  # the rest is read and dropped, so that the answer is heard
