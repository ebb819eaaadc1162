"""Calls for dataset versions."""

import json
import zipfile
from pathlib import Path

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from contract import labeler_contract, v1
from core.api.body import checked, keyed
from core.api.call import Call
from core.api.lists import PAGING, list_answer, listed
from core.api.negotiation import AnyAccept
from core.exceptions import Refused
from core.http import CHUNK, etag_of, tagged
from core.pagination import Sort
from exports.models import DatasetVersion
from exports.shortcuts import ONE, download_of, ready_version, version_for
from exports.versions import builder, frozen_rows, preview, selection
from projects.access import Right, project_for


class VersionSerializer(serializers.ModelSerializer):
    progress = serializers.SerializerMethodField()
    selection = serializers.JSONField(source="frozen.selection")
    hash = serializers.SerializerMethodField()
    labels_hash = serializers.SerializerMethodField()
    samples_hash = serializers.SerializerMethodField()

    class Meta:
        model = DatasetVersion
        fields = [
            "number",
            "state",
            "progress",
            "error",
            "notes",
            "selection",
            "counts",
            "hash",
            "labels_hash",
            "samples_hash",
            "created_at",
            "sealed_at",
        ]
        read_only_fields = fields

    def get_progress(self, version) -> int:
        """Percent of the images that are copied."""
        return version.percent

    def get_hash(self, version) -> str | None:
        return version.hash or None

    def get_labels_hash(self, version) -> str | None:
        return version.labels_hash or None

    def get_samples_hash(self, version) -> str | None:
        return version.samples_hash or None


class Splits(serializers.Serializer):
    ratios = keyed("Ratios", v1.SPLITS, serializers.IntegerField)(help_text="In 1/10000, together 10000.")
    seed = serializers.CharField(required=False, max_length=200)


class Selection(serializers.Serializer):
    statuses = serializers.ListField(child=serializers.CharField(), required=False)
    include_unlabeled = serializers.BooleanField(required=False)
    include_inactive_categories = serializers.BooleanField(required=False)
    category_ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31), required=False, allow_null=True, max_length=10_000
    )
    splits = Splits(required=False, allow_null=True)


class VersionRequest(Selection):
    notes = serializers.CharField(required=False, allow_blank=True, max_length=10_000)


class SinceLatest(serializers.Serializer):
    version = serializers.IntegerField()
    added = serializers.IntegerField()
    removed = serializers.IntegerField()
    relabeled = serializers.IntegerField()
    deals_anew = serializers.BooleanField(help_text="Whether seed or ratios are others, so that images change splits.")


class Preview(serializers.Serializer):
    images = serializers.IntegerField()
    annotations = serializers.IntegerField()
    image_bytes = serializers.IntegerField()
    by_category = serializers.DictField(child=serializers.IntegerField())
    by_split = serializers.DictField(child=serializers.IntegerField(), allow_null=True)
    excluded = serializers.DictField(child=serializers.IntegerField())
    not_selected = serializers.DictField(child=serializers.IntegerField(), help_text="Images of other statuses.")
    since = SinceLatest(allow_null=True, help_text="Against the newest version that is ready.")


VersionList = listed("VersionList", VersionSerializer)


class Versions(Call):
    @extend_schema(operation_id="versions_list", parameters=PAGING, responses=VersionList)
    def get(self, request, slug):
        rows = project_for(request.user, slug, Right.CURATE).versions.all()
        return list_answer(
            request, rows, Sort("number", descending=True, tie="number"), lambda v: VersionSerializer(v, many=True).data
        )

    @extend_schema(request=VersionRequest, responses={202: VersionSerializer})
    def post(self, request, slug):
        project = project_for(request.user, slug, Right.CURATE)
        asked = checked(VersionRequest, request)
        notes = asked.pop("notes", "")
        version = builder.request_version(project, _wanted(asked), by=request.user, notes=notes)
        return Response(VersionSerializer(version).data, status=status.HTTP_202_ACCEPTED)


class PreviewVersion(Call):
    @extend_schema(request=Selection, responses=Preview)
    def post(self, request, slug):
        project = project_for(request.user, slug, Right.CURATE)
        return Response(preview.of(project, _wanted(checked(Selection, request))))


class OneVersion(Call):
    @extend_schema(responses=VersionSerializer)
    def get(self, request, slug, number):
        return Response(VersionSerializer(version_for(request, slug, number)).data)


class LatestVersion(Call):
    @extend_schema(responses=VersionSerializer)
    def get(self, request, slug):
        newest = project_for(request.user, slug, Right.CURATE).versions.ready().order_by("-number").first()
        if newest is None:
            raise Refused("This project has no version that is ready.", code="not_found")
        told = VersionSerializer(newest).data
        return tagged(request, etag_of(json.dumps(told, default=str).encode()), lambda: Response(told))


class RetryVersion(Call):
    @extend_schema(request=None, responses={202: VersionSerializer})
    def post(self, request, slug, number):
        version = builder.retry(version_for(request, slug, number))
        return Response(VersionSerializer(version).data, status=status.HTTP_202_ACCEPTED)


class CancelVersion(Call):
    @extend_schema(request=None, responses=VersionSerializer)
    def post(self, request, slug, number):
        return Response(VersionSerializer(builder.cancel(version_for(request, slug, number))).data)


class Manifest(Call):
    content_negotiation_class = AnyAccept

    @extend_schema(responses=dict)
    def get(self, request, slug, number):
        version = ready_version(request, slug, number)
        manifest = version.manifest.encode()
        return tagged(request, etag_of(manifest), lambda: HttpResponse(manifest, content_type="application/json"))


class Annotations(Call):
    content_negotiation_class = AnyAccept

    @extend_schema(responses=dict)
    def get(self, request, slug, number):
        version = ready_version(request, slug, number)

        def annotations():
            content = _entry(frozen_rows.open_artifact(version), "annotations.json")
            return StreamingHttpResponse(content, content_type="application/json")

        return tagged(request, f'"{version.artifact_sha256}-annotations"', annotations)


class ContractProgram(Call):
    """The program that verifies exports and checks models against them. It needs Python and nothing else."""

    content_negotiation_class = AnyAccept

    @extend_schema(responses={(200, "text/x-python"): OpenApiTypes.STR})
    def get(self, request):
        source = Path(labeler_contract.__file__).read_bytes()
        headers = {"Content-Disposition": 'attachment; filename="labeler_contract.py"'}
        return tagged(
            request,
            etag_of(source),
            lambda: HttpResponse(source, content_type="text/x-python; charset=utf-8", headers=headers),
        )


class Download(Call):
    content_negotiation_class = AnyAccept

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request, slug, number):
        version = ready_version(request, slug, number)
        return download_of(request, version, lambda: frozen_rows.open_artifact(version))


def _wanted(asked):
    """From what a Selection has checked."""
    lists = {name: tuple(asked[name]) for name in ("statuses", "category_ids") if asked.get(name) is not None}
    # Null is an answer: no splits, whatever the project has.
    return selection.Wanted(**asked | lists, without_splits="splits" in asked and asked["splits"] is None)


def _entry(file, name):
    """The bytes of one file of a version's zip, piece by piece."""
    with file, zipfile.ZipFile(file) as archive, archive.open(name) as entry:
        while chunk := entry.read(CHUNK):
            yield chunk


urlpatterns = [
    path("labeler_contract.py", ContractProgram.as_view(), name="api-contract-program"),
    path("projects/<slug:slug>/versions/", Versions.as_view(), name="api-versions"),
    path("projects/<slug:slug>/versions/preview/", PreviewVersion.as_view(), name="api-versions-preview"),
    path("projects/<slug:slug>/versions/latest/", LatestVersion.as_view(), name="api-versions-latest"),
    path(ONE, OneVersion.as_view(), name="api-version"),
    path(f"{ONE}retry/", RetryVersion.as_view(), name="api-version-retry"),
    path(f"{ONE}cancel/", CancelVersion.as_view(), name="api-version-cancel"),
    path(f"{ONE}manifest.json", Manifest.as_view(), name="api-version-manifest"),
    path(f"{ONE}annotations.json", Annotations.as_view(), name="api-version-annotations"),
    path(f"{ONE}download/", Download.as_view(), name="api-version-download"),
]
