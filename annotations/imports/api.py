"""Calls for imports: a zip of pictures, or a file of labels, as a job."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from annotations.imports import jobs
from annotations.models import Import
from core.api.body import checked
from core.api.call import Call
from core.api.lists import PAGING, list_answer, listed
from core.pagination import Sort
from core.uploadhandlers import IntoWorkFolder
from projects.access import Right, project_for


class ImportSerializer(serializers.ModelSerializer):
    created_by = serializers.CharField(source="created_by.username")
    report = serializers.JSONField(read_only=True)
    can_run_again = serializers.SerializerMethodField()

    class Meta:
        model = Import
        fields = [
            "id",
            "kind",
            "state",
            "progress",
            "total",
            "error",
            "report",
            "dry_run",
            "replace",
            "skip_unknown",
            "labels_from_folders",
            "original_name",
            "size_bytes",
            "can_run_again",
            "created_by",
            "created_at",
            "finished_at",
        ]
        read_only_fields = fields

    def get_can_run_again(self, job) -> bool:
        """Whether its file is still here, so that another run needs no upload."""
        return bool(job.file) and not job.is_unfinished


class Choices(serializers.Serializer):
    dry_run = serializers.BooleanField(default=False, help_text="Only look and report; write nothing.")
    replace = serializers.BooleanField(default=False, help_text="Other answers too; they are kept without.")
    skip_unknown = serializers.BooleanField(
        default=False, help_text="Leave out what is not found or not clear; without, nothing is written then."
    )
    labels_from_folders = serializers.BooleanField(
        default=False, help_text="Of a zip: answer each image with the category named like its folder."
    )


class NewImport(Choices):
    file = serializers.FileField(allow_empty_file=True)
    kind = serializers.ChoiceField(Import.Kind.choices)


class Again(serializers.Serializer):
    """What is absent stays as it was."""

    dry_run = serializers.BooleanField(required=False)
    replace = serializers.BooleanField(required=False)
    skip_unknown = serializers.BooleanField(required=False)
    labels_from_folders = serializers.BooleanField(required=False)


class Imports(Call):
    parser_classes = [MultiPartParser]

    def initialize_request(self, request, *args, **kwargs):
        if request.method == "POST":
            self.upload = IntoWorkFolder(request, limit=settings.MAX_IMPORT_BYTES, prefix=jobs.UPLOADS)
            request.upload_handlers = [self.upload]
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(operation_id="imports_list", parameters=PAGING, responses=listed("ImportList", ImportSerializer))
    def get(self, request, slug):
        rows = project_for(request.user, slug, Right.CURATE).imports.select_related("created_by")
        return list_answer(
            request, rows, Sort("id", descending=True), lambda items: ImportSerializer(items, many=True).data
        )

    @extend_schema(request={"multipart/form-data": NewImport}, responses={202: ImportSerializer})
    def post(self, request, slug):
        project = project_for(request.user, slug, Right.CURATE)
        _ = request.data  # what comes is read here, and ends at the limit
        if self.upload.problem:
            raise self.upload.problem
        asked = checked(NewImport, request)
        file = asked.pop("file")
        job = jobs.request_import(project, file=file, name=file.name, by=request.user, **asked)
        return Response(ImportSerializer(job).data, status=status.HTTP_202_ACCEPTED)


class OneImport(Call):
    @extend_schema(responses=ImportSerializer)
    def get(self, request, slug, number):
        return Response(ImportSerializer(import_for(request, slug, number)).data)


class CancelImport(Call):
    @extend_schema(request=None, responses=ImportSerializer)
    def post(self, request, slug, number):
        return Response(ImportSerializer(jobs.cancel(import_for(request, slug, number))).data)


class AgainImport(Call):
    """Another import of the same file, without sending it again: after a look, or after a failure."""

    @extend_schema(request=Again, responses={202: ImportSerializer})
    def post(self, request, slug, number):
        job = jobs.again(import_for(request, slug, number), by=request.user, **checked(Again, request))
        return Response(ImportSerializer(job).data, status=status.HTTP_202_ACCEPTED)


def import_for(request, slug, number):
    rows = project_for(request.user, slug, Right.CURATE).imports.select_related("created_by")
    return get_object_or_404(rows, pk=number)


ONE = "projects/<slug:slug>/imports/<int:number>/"

urlpatterns = [
    path("projects/<slug:slug>/imports/", Imports.as_view(), name="api-imports"),
    path(ONE, OneImport.as_view(), name="api-import"),
    path(f"{ONE}cancel/", CancelImport.as_view(), name="api-import-cancel"),
    path(f"{ONE}again/", AgainImport.as_view(), name="api-import-again"),
]
