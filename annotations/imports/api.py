"""Calls for imports: a zip of pictures, or a file of labels, as a job."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from annotations.imports import jobs
from annotations.imports.classes import LEAVE_OUT, MOST, NEW
from annotations.imports.serializers import ImportSerializer, import_for, rows_of
from annotations.models import Import
from core.api.body import OfShape, checked
from core.api.call import Call
from core.api.document import refuses
from core.api.lists import PAGING, list_answer, listed
from core.pagination import Sort
from core.uploadhandlers import IntoWorkFolder
from projects.access import Right, project_for


class ColumnsChoice(serializers.Serializer):
    """Two columns of a table, counted from 0."""

    file = serializers.IntegerField(min_value=0)
    category = serializers.IntegerField(min_value=0)
    header = serializers.BooleanField(allow_null=True, default=None, help_text="Whether the first row names them.")


@extend_schema_field({"oneOf": [{"type": "integer", "minimum": 1}, {"type": "string", "enum": [NEW, LEAVE_OUT]}]})
class Meaning(serializers.Field):
    """The public id of a category, or one of two words."""

    def to_internal_value(self, data):
        if data in (NEW, LEAVE_OUT) or (isinstance(data, int) and not isinstance(data, bool) and data > 0):
            return data
        raise serializers.ValidationError(f"Name the id of a category, or “{NEW}”, or “{LEAVE_OUT}”.")


class DecisionsSerializer(serializers.Serializer):
    """What somebody says of a file, after a look at it."""

    categories = serializers.DictField(
        child=Meaning(), required=False, help_text="By the name of a class of the file: what it means here."
    )
    columns = ColumnsChoice(required=False)
    folders = serializers.ListField(
        child=serializers.CharField(max_length=255),
        max_length=1000,
        required=False,
        help_text="Of a zip: folders that are classes, though their names do not look so.",
    )

    def validate_categories(self, value):
        if len(value) > MOST:
            raise serializers.ValidationError(f"At most {MOST:,} classes can be decided.")
        return value


@extend_schema_field(DecisionsSerializer)
class DecisionsField(OfShape):
    """As JSON, in a form too."""

    shape = DecisionsSerializer


class Choices(serializers.Serializer):
    dry_run = serializers.BooleanField(default=False, help_text="Only look and report; write nothing.")
    replace = serializers.BooleanField(default=False, help_text="Other answers too; they are kept without.")
    skip_unknown = serializers.BooleanField(
        default=False, help_text="Leave out what is not found or not clear; without, nothing is written then."
    )
    labels_from_folders = serializers.BooleanField(
        default=False, help_text="Of a zip: answer each image with the category named like its folder."
    )

    labels_from_file = serializers.BooleanField(
        default=False, help_text="Of a zip: answer its images with what the file of labels among them tells."
    )
    decisions = DecisionsField(required=False)


SENT = [choice for choice in Import.Kind.choices if choice[0] != Import.Kind.UNDO]


class NewImport(Choices):
    file = serializers.FileField(allow_empty_file=True)
    kind = serializers.ChoiceField(SENT)


class Again(serializers.Serializer):
    """What is absent stays as it was."""

    kind = serializers.ChoiceField(SENT, required=False)
    dry_run = serializers.BooleanField(required=False)
    replace = serializers.BooleanField(required=False)
    skip_unknown = serializers.BooleanField(required=False)
    labels_from_folders = serializers.BooleanField(required=False)
    labels_from_file = serializers.BooleanField(required=False)
    decisions = DecisionsField(required=False)


class Imports(Call):
    parser_classes = [MultiPartParser]

    def initialize_request(self, request, *args, **kwargs):
        if request.method == "POST":
            self.upload = IntoWorkFolder(request, limit=settings.MAX_IMPORT_BYTES, prefix=jobs.UPLOADS)
            request.upload_handlers = [self.upload]
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(operation_id="imports_list", parameters=PAGING, responses=listed("ImportList", ImportSerializer))
    def get(self, request, slug):
        """The imports of a project.

        The newest first, with what became of each.
        """
        project = project_for(request.user, slug, Right.CURATE)
        return list_answer(
            request,
            rows_of(project),
            Sort("id", descending=True),
            lambda items: ImportSerializer(items, many=True).data,
        )

    @extend_schema(
        operation_id="imports_create", request={"multipart/form-data": NewImport}, responses={202: ImportSerializer}
    )
    @refuses("no_file", "bad_kind", "too_large", "empty", "busy", "unknown_category")
    def post(self, request, slug):
        """Send a file of labels, or a zip of images.

        A job: ask for the import again to see its progress and its report. With `dry_run` it only looks.
        """
        project = project_for(request.user, slug, Right.CURATE)
        _ = request.data  # what comes is read here, and ends at the limit
        if self.upload.problem:
            raise self.upload.problem
        asked = checked(NewImport, request)
        file = asked.pop("file")
        job = jobs.request_import(project, file=file, name=file.name, by=request.user, **asked)
        return accepted(job)


class OneImport(Call):
    @extend_schema(operation_id="imports_get", responses=ImportSerializer)
    def get(self, request, slug, number):
        """One import.

        Its progress, and its report when it is over.
        """
        return Response(ImportSerializer(import_for(request, slug, number)).data)


class CancelImport(Call):
    @extend_schema(operation_id="imports_cancel", request=None, responses=ImportSerializer)
    @refuses("not_running")
    def post(self, request, slug, number):
        """Stop an import.

        What it wrote already stays.
        """
        jobs.cancel(import_for(request, slug, number), by=request.user)
        return Response(ImportSerializer(import_for(request, slug, number)).data)


class AgainImport(Call):
    """Another import of the same file, without sending it again: after a look, or after a failure."""

    @extend_schema(operation_id="imports_again", request=Again, responses={202: ImportSerializer})
    @refuses("file_gone", "bad_kind", "busy", "running", "unknown_category")
    def post(self, request, slug, number):
        """Run an import again, otherwise."""
        job = jobs.again(import_for(request, slug, number), by=request.user, **checked(Again, request))
        return accepted(job)


class UndoImport(Call):
    """Takes back all answers that an import gave, but for those that somebody changed since: a job of its own, which
    can be taken back, too. Pictures and categories that it made stay."""

    @extend_schema(operation_id="imports_undo", request=None, responses={202: ImportSerializer})
    @refuses("not_over", "undone", "nothing_to_undo", "busy")
    def post(self, request, slug, number):
        """Take an import back."""
        return accepted(jobs.undo(import_for(request, slug, number), by=request.user))


class Places(Call):
    """All that could not be used, each with its place in the file, as CSV; for a day after a look."""

    @extend_schema(operation_id="imports_places", responses={(200, "text/csv"): OpenApiTypes.BINARY})
    def get(self, request, slug, number):
        """What an import could not use."""
        job = import_for(request, slug, number)
        try:
            if not job.places:
                raise FileNotFoundError
            file = default_storage.open(job.places)
        except FileNotFoundError:
            raise Http404 from None
        name = f"{job.original_name.rpartition('.')[0] or job.original_name}-places.csv"
        return FileResponse(file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")


def accepted(job):
    row = rows_of(job.project).get(pk=job.pk)
    return Response(ImportSerializer(row).data, status=status.HTTP_202_ACCEPTED)


ONE = "projects/<slug:slug>/imports/<int:number>/"

urlpatterns = [
    path("projects/<slug:slug>/imports/", Imports.as_view(), name="api-imports"),
    path(ONE, OneImport.as_view(), name="api-import"),
    path(f"{ONE}cancel/", CancelImport.as_view(), name="api-import-cancel"),
    path(f"{ONE}again/", AgainImport.as_view(), name="api-import-again"),
    path(f"{ONE}undo/", UndoImport.as_view(), name="api-import-undo"),
    path(f"{ONE}places/", Places.as_view(), name="api-import-places"),
]
