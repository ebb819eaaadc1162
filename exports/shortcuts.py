"""The version that a call is about, and the download of what was made of one."""

from collections.abc import Callable
from datetime import timedelta
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from core.exceptions import Refused
from core.http import HANDED_OVER, handed_over, is_handed_over, ranged_response, tagged
from exports.models import DatasetVersion, VersionFile, VersionShape
from people import audit
from people.audit import What
from projects.access import Right, project_for

ONE = "projects/<slug:slug>/versions/<int:number>/"
GOES_ON = timedelta(days=1)  # for so long a download that was begun may be continued


def download_of(
    request: HttpRequest, made: VersionFile | VersionShape, opened: Callable[[], BinaryIO], there: Callable[[], object]
) -> HttpResponseBase:
    """The zip of a version, or of a shape of one: by ranges from a disk, by a signed address from a bucket. `opened`
    and `there` refuse where it is not there; the latter as far as its row tells."""
    answer = _zip_of(request, made, opened, there)
    note_download(request, answer, made.version, made.file_name, made.artifact_sha256)
    return answer


def note_download(
    request: HttpRequest, answer: HttpResponseBase, version: DatasetVersion, file: str, sha256: str
) -> None:
    """That what belongs to a version was sent. A look is none (HEAD, 304), nor is a part that continues a download:
    one that is asked for behind the first byte is noted only where nobody began one."""
    if request.method != "GET" or answer.status_code not in (200, 206, 302):
        return
    audit.note_if_possible(
        What.VERSION_DOWNLOADED,
        request.user,
        version,
        request,
        unless_within=GOES_ON if _goes_on(request, answer) else None,
        project=version.project.slug,
        file=file,
        sha256=sha256,
    )


def _goes_on(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """Whether the part does not begin with the first byte. What is sent to a bucket, or by the front
    server, asks for the same part there."""
    if answer.status_code == 302 or answer.has_header(HANDED_OVER):
        return not request.headers.get("Range", "bytes=0-").strip().startswith("bytes=0-")
    return answer.status_code == 206 and not answer["Content-Range"].startswith("bytes 0-")


def _zip_of(
    request: HttpRequest, made: VersionFile | VersionShape, opened: Callable[[], BinaryIO], there: Callable[[], object]
) -> HttpResponseBase:
    etag = f'"{made.artifact_sha256}"'
    if sign := getattr(default_storage, "signed_address", None):

        def sent_there() -> HttpResponseBase:
            there()
            return HttpResponseRedirect(sign(made.artifact, method=request.method, download_as=made.file_name))

        # The bucket serves it, with length and ranges, under a tag of its own.
        return tagged(request, etag, sent_there)
    if is_handed_over(request):

        def sent_by_it() -> HttpResponseBase:
            opened().close()  # refused where it is gone
            return handed_over(made.artifact, "application/zip", made.file_name, as_attachment=True)

        return tagged(request, etag, sent_by_it)
    return ranged_response(
        request,
        opened,
        size=cast(int, made.artifact_size),  # known once it is made
        sha256=made.artifact_sha256,
        content_type="application/zip",
        name=made.file_name,
    )


def version_for(request: HttpRequest, slug: str, number: int) -> DatasetVersion:
    project = project_for(request.user, slug, Right.CURATE)
    version: DatasetVersion = get_object_or_404(project.versions.all(), number=number)
    return version


def ready_version(request: HttpRequest, slug: str, number: int) -> DatasetVersion:
    version = version_for(request, slug, number)
    if version.state != DatasetVersion.State.READY:
        raise Refused(f"v{number} is {version.state}: it can be read when it is ready.", code="not_ready")
    return version
