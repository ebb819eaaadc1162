"""The version that a call is about, and the download of what was made of one."""

from collections.abc import Callable
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from core.exceptions import Refused
from core.http import ranged_response, tagged
from exports.models import DatasetVersion, VersionShape
from projects.access import Right, project_for

ONE = "projects/<slug:slug>/versions/<int:number>/"


def download_of(
    request: HttpRequest, made: DatasetVersion | VersionShape, opened: Callable[[], BinaryIO]
) -> HttpResponseBase:
    """The zip of a version, or of a shape of one: by ranges from a disk, by a signed address from a bucket."""
    etag = f'"{made.artifact_sha256}"'
    if sign := getattr(default_storage, "signed_address", None):
        # The bucket serves it, with length and ranges, under a tag of its own.
        return tagged(
            request,
            etag,
            lambda: HttpResponseRedirect(sign(made.artifact, method=request.method, download_as=made.file_name)),
        )
    return ranged_response(
        request,
        opened(),
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
