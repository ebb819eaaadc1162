"""Calls for other shapes of a version: which there are, ask for one, its state, and the file."""

from django.http import Http404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from core.api.call import Call
from core.api.document import ZIP, refuses
from core.api.negotiation import AnyAccept
from core.exceptions import Refused
from exports import shape_kinds
from exports.models import VersionShape
from exports.shapes import jobs
from exports.shortcuts import ONE, download_of, ready_version


class ShapeSerializer(serializers.ModelSerializer):
    progress = serializers.SerializerMethodField()
    images = serializers.IntegerField(read_only=True, help_text="How many it tells of.")
    file_name = serializers.CharField(read_only=True)
    sha256 = serializers.SerializerMethodField()
    size_bytes = serializers.IntegerField(source="artifact_size", read_only=True, allow_null=True)

    class Meta:
        model = VersionShape
        fields = ["kind", "state", "progress", "error", "images", "file_name", "sha256", "size_bytes", "requested_at"]
        read_only_fields = fields

    def get_progress(self, shape) -> int:
        """Percent of the images."""
        return shape.percent

    def get_sha256(self, shape) -> str | None:
        return shape.artifact_sha256 or None


class ShapeList(serializers.Serializer):
    kinds = serializers.ListField(child=serializers.CharField(), help_text="All that can be asked for of this version.")
    results = ShapeSerializer(many=True, help_text="Those that were asked for.")


class Shapes(Call):
    @extend_schema(operation_id="shapes_list", responses=ShapeList)
    @refuses("not_ready")
    def get(self, request, slug, number):
        """The other shapes of a version.

        `kinds` names all that can be asked for, `results` tells those that were. A version of `classification_multi` is
        not given as ImageFolder.
        """
        version = ready_version(request, slug, number)
        asked = ShapeSerializer(version.shapes.select_related("version__project"), many=True).data
        return Response({"kinds": shape_kinds.given(version.frozen), "results": asked})


class OneShape(Call):
    @extend_schema(operation_id="shapes_get", responses=ShapeSerializer)
    @refuses("not_ready")
    def get(self, request, slug, number, kind):
        """The state of a shape.

        404 while nobody has asked for it.
        """
        return Response(ShapeSerializer(_shape(request, slug, number, kind)).data)

    @extend_schema(operation_id="shapes_create", request=None, responses={200: ShapeSerializer, 202: ShapeSerializer})
    @refuses("not_ready", "unknown_kind", "not_for_task_type", "empty", "file_missing", "withdrawn")
    def post(self, request, slug, number, kind):
        """Ask for a version in another shape.

        200 where it is there already; else 202, and a job makes it.
        """
        shape = jobs.request(ready_version(request, slug, number), kind, by=request.user)
        done = shape.state == VersionShape.State.READY
        return Response(ShapeSerializer(shape).data, status=status.HTTP_200_OK if done else status.HTTP_202_ACCEPTED)


class ShapeDownload(Call):
    content_negotiation_class = AnyAccept

    @extend_schema(operation_id="shapes_download", responses=ZIP)
    @refuses("not_ready", "file_missing", also=(302, 304, 412, 416))
    def get(self, request, slug, number, kind):
        """The file of a shape.

        Ranges are served. From a bucket, 302 leads to a signed address.
        """
        shape = _shape(request, slug, number, kind)
        if shape.state != VersionShape.State.READY:
            raise Refused(f"{shape} is {shape.state}: it can be downloaded when it is ready.", code="not_ready")
        return download_of(request, shape, lambda: jobs.open_artifact(shape), there=lambda: None)


def _shape(request, slug, number, kind):
    version = ready_version(request, slug, number)
    shape = version.shapes.select_related("version__project").filter(kind=kind).first()
    if shape is None:
        raise Http404
    return shape


urlpatterns = [
    path(f"{ONE}shapes/", Shapes.as_view(), name="api-shapes"),
    path(f"{ONE}shapes/<slug:kind>/", OneShape.as_view(), name="api-shape"),
    path(f"{ONE}shapes/<slug:kind>/download/", ShapeDownload.as_view(), name="api-shape-download"),
]
