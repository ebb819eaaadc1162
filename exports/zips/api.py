"""Calls for the zip of a version: download it, read one of its texts, free its room and have it built again."""

import zipfile

from django.http import Http404, StreamingHttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from core.api.call import Call
from core.api.document import ZIP, refuses
from core.api.negotiation import AnyAccept
from core.exceptions import Refused
from core.http import CHUNK, tagged
from exports.models import VersionFile
from exports.shortcuts import ONE, download_of, note_download, ready_version
from exports.zips import jobs


class ZipSerializer(serializers.ModelSerializer):
    progress = serializers.SerializerMethodField()
    file_name = serializers.CharField(read_only=True)
    sha256 = serializers.CharField(source="artifact_sha256", read_only=True)
    size_bytes = serializers.IntegerField(source="artifact_size", read_only=True, allow_null=True)

    class Meta:
        model = VersionFile
        fields = ["state", "progress", "error", "file_name", "sha256", "size_bytes", "used_at"]
        read_only_fields = fields

    def get_progress(self, file) -> int:
        """Percent of the images that are copied."""
        return file.percent


class Download(Call):
    content_negotiation_class = AnyAccept

    @extend_schema(operation_id="versions_download", responses=ZIP)
    @refuses("not_ready", "file_missing", "being_rebuilt", also=(302, 304, 412, 416))
    def get(self, request, slug, number):
        """The zip of a version.

        Ranges are served, so that a download can go on where it broke. From a bucket, 302 leads to a signed address.
        Where its room was freed, 503 with `being_rebuilt` says when to ask again: a job builds the same bytes.
        """
        file = jobs.served(ready_version(request, slug, number))
        return download_of(request, file, lambda: jobs.opened(file), there=lambda: jobs.see_that_it_is_there(file))


class Annotations(Call):
    content_negotiation_class = AnyAccept

    @extend_schema(operation_id="versions_annotations", responses=dict)
    @refuses("not_ready", "file_missing", "file_damaged", "being_rebuilt", also=(304, 412))
    def get(self, request, slug, number):
        """The annotations of a version.

        `annotations.json` in COCO form, the same bytes as in its zip, for ever.
        """
        return _part(request, ready_version(request, slug, number), "annotations.json", "application/json")


class Metadata(Call):
    content_negotiation_class = AnyAccept

    @extend_schema(operation_id="versions_metadata", responses={(200, "application/jsonl"): OpenApiTypes.STR})
    @refuses("not_ready", "file_missing", "file_damaged", "being_rebuilt", also=(304, 412))
    def get(self, request, slug, number):
        """The lines of metadata of a version.

        `metadata.jsonl`: one flat line an image, as it lies in the zip: file name, class, split.
        """
        return _part(request, ready_version(request, slug, number), "metadata.jsonl", "application/jsonl")


class Checksums(Call):
    content_negotiation_class = AnyAccept

    @extend_schema(operation_id="versions_checksums", responses={(200, "text/plain"): OpenApiTypes.STR})
    @refuses("not_ready", "file_missing", "file_damaged", "being_rebuilt", also=(304, 412))
    def get(self, request, slug, number):
        """The checksums of a version.

        `checksums.sha256`: the SHA-256 of every file of the version but this one and the manifest, as `sha256sum` reads
        it. Its own SHA-256 is the version's `hash`.
        """
        # Digests alone are no labels: nobody is noted for them.
        return _part_of(
            request, ready_version(request, slug, number), "checksums.sha256", "text/plain; charset=us-ascii"
        )


class Withdrawn(Call):
    content_negotiation_class = AnyAccept

    @extend_schema(operation_id="versions_withdrawn", responses=dict)
    @refuses("not_ready", "file_missing", "file_damaged", "being_rebuilt", also=(304, 412))
    def get(self, request, slug, number):
        """The pictures that were withdrawn from a version.

        `withdrawn.json` as it lies in its zip: file name, number and SHA-256 of each. 404 where none was.
        """
        version = ready_version(request, slug, number)
        if jobs.served(version).kind != VersionFile.Kind.WITHDRAWN:
            raise Http404
        return _part_of(request, version, "withdrawn.json", "application/json")


class Zip(Call):
    @extend_schema(operation_id="zips_get", responses=ZipSerializer)
    @refuses("not_ready")
    def get(self, request, slug, number):
        """The state of the zip of a version.

        `ready`: it can be downloaded. `freed`: its room was freed, and it is built again, byte for byte, when somebody
        asks for it.
        """
        return Response(told(jobs.served(ready_version(request, slug, number))))

    @extend_schema(operation_id="zips_build", request=None, responses={200: ZipSerializer, 202: ZipSerializer})
    @refuses("not_ready")
    def post(self, request, slug, number):
        """Have the zip of a version built again.

        200 where it is there already; else 202, and a job builds it. A download of one that is not there asks for it,
        too.
        """
        file = jobs.ask(jobs.served(ready_version(request, slug, number)))
        there = file.state == VersionFile.State.READY
        return Response(told(file), status=status.HTTP_200_OK if there else status.HTTP_202_ACCEPTED)


class FreeZip(Call):
    @extend_schema(operation_id="zips_free", request=None, responses=ZipSerializer)
    @refuses("not_ready", "busy")
    def post(self, request, slug, number):
        """Free the room that the zip of a version takes.

        Nothing else of the version goes. Whoever asks for the zip later waits until it is built again, byte for byte.
        """
        return Response(told(jobs.free(jobs.served(ready_version(request, slug, number)))))


def told(file):
    return ZipSerializer(file).data


def _part(request, version, name, content_type):
    """One text of a ready version's zip, as it lies there; who takes it is noted."""
    answer = _part_of(request, version, name, content_type)
    note_download(request, answer, version, name, version.artifact_sha256)
    return answer


def _part_of(request, version, name, content_type):

    file = jobs.served(version)

    def sent():
        length, content = _entry(jobs.opened(file), name)
        return StreamingHttpResponse(content, content_type=content_type, headers={"Content-Length": str(length)})

    # The other texts stay as published.
    of = file.artifact_sha256 if name == "withdrawn.json" else version.artifact_sha256
    return tagged(request, f'"{of}-{name.partition(".")[0]}"', sent)


def _entry(file, name):
    """How long one file of a version's zip is, and its bytes, piece by piece."""
    try:
        archive = zipfile.ZipFile(file)
        length = archive.getinfo(name).file_size
    except (zipfile.BadZipFile, KeyError):
        file.close()
        raise Refused("The file of this version is damaged in the store.", code="file_damaged") from None

    def pieces():
        with file, archive, archive.open(name) as entry:
            while chunk := entry.read(CHUNK):
                yield chunk

    return length, pieces()


urlpatterns = [
    path(f"{ONE}download/", Download.as_view(), name="api-version-download"),
    path(f"{ONE}annotations.json", Annotations.as_view(), name="api-version-annotations"),
    path(f"{ONE}metadata.jsonl", Metadata.as_view(), name="api-version-metadata"),
    path(f"{ONE}checksums.sha256", Checksums.as_view(), name="api-version-checksums"),
    path(f"{ONE}withdrawn.json", Withdrawn.as_view(), name="api-version-withdrawn"),
    path(f"{ONE}zip/", Zip.as_view(), name="api-version-zip"),
    path(f"{ONE}zip/free/", FreeZip.as_view(), name="api-version-zip-free"),
]
