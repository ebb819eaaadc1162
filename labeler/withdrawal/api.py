"""Calls about pictures that have to go, for staff."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from assets.images import withdrawn
from assets.models import Asset, WithdrawalJob
from core.api.body import checked
from core.api.call import Call
from core.api.document import refuses
from labeler.withdrawal import scope, withdrawing
from projects.access import manages_all, project_for

ONLY_STAFF = "Only staff withdraw pictures."
VIDEO = OpenApiParameter("video", bool, description="Of a frame: with its video, and all frames of that.")


class HeldBy(serializers.Serializer):
    number = serializers.IntegerField()
    state = serializers.CharField(help_text="One that is not ready yet is cancelled; a ready one is served without.")


class OtherProject(serializers.Serializer):
    slug = serializers.CharField()
    name = serializers.CharField()


class WithdrawalVideo(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    original_name = serializers.CharField()


class WithdrawalScope(serializers.Serializer):
    """What would go, and what there is to know before."""

    asset_ids = serializers.ListField(
        child=serializers.IntegerField(), source="taken.assets", help_text="All images of the project with these bytes."
    )
    frames = serializers.IntegerField(source="taken.frames", help_text="How many of them go as frames of the video.")
    video = WithdrawalVideo(source="taken.video", allow_null=True, help_text="That goes, too.")
    versions = HeldBy(many=True, help_text="That hold some of them.")
    shapes = serializers.IntegerField(help_text="Files of other shapes of these versions that go.")
    other_projects = OtherProject(many=True, source="elsewhere", help_text="That hold the same bytes. They stay there.")
    other_projects_hidden = serializers.IntegerField(
        source="hidden", help_text="How many more hold them, which the caller may not see."
    )
    waiting_imports = serializers.IntegerField(
        source="imports", help_text="Zips of pictures that wait in this project, in which nobody looks."
    )


class WithdrawalRequest(serializers.Serializer):
    reason = serializers.CharField(
        max_length=WithdrawalJob.LONGEST_REASON, allow_blank=True, help_text="For those who have to account for it."
    )
    confirm = serializers.CharField(allow_blank=True, help_text="The number of the image, once more.")
    video = serializers.BooleanField(default=False, help_text="Of a frame: with its video, and all frames of that.")


class WithdrawalFacts(serializers.ModelSerializer):
    by = serializers.CharField(source="by.username")

    class Meta:
        model = WithdrawalJob
        fields = ["id", "asset", "by", "at", "reason", "images", "state", "error", "finished_at"]
        read_only_fields = fields


class Withdraw(Call):
    @extend_schema(operation_id="assets_withdrawal", parameters=[VIDEO], responses=WithdrawalScope)
    @refuses("withdrawn")
    def get(self, request, slug, asset_id):
        """What would go with an image.

        For staff. All images of the project that have its bytes, the versions that hold them, and which other projects
        have the same; nothing is changed.
        """
        asset = _asset(_project(request, slug), asset_id)
        if asset.status == Asset.Status.WITHDRAWN:
            raise withdrawn.gone()
        asked = WithdrawalQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = scope.of(asset, with_video=asked.validated_data["video"] and asset.video_id, by=request.user)
        return Response(WithdrawalScope(found).data)

    @extend_schema(operation_id="assets_withdraw", request=WithdrawalRequest, responses={202: WithdrawalFacts})
    @refuses("bad_reason", "not_confirmed", "no_frame", "withdrawn")
    def post(self, request, slug, asset_id):
        """Withdraw an image, for good.

        For staff. From now on nobody is given its bytes, they are refused at upload, and no later version holds it; a
        job removes them from wherever they lie, and its `state` says when that is done. Versions that hold it are
        served without it, and say so.
        """
        project = _project(request, slug)
        asked = checked(WithdrawalRequest, request)
        asset = _asset(project, asset_id)
        job = withdrawing.withdraw(
            asset,
            reason=asked["reason"],
            confirm=asked["confirm"],
            with_video=asked["video"],
            by=request.user,
            request=request,
        )
        return Response(WithdrawalFacts(job).data, status=status.HTTP_202_ACCEPTED)


class WithdrawalQuery(serializers.Serializer):
    video = serializers.BooleanField(default=False)


def _project(request, slug):
    """404 for those who may not see it, 403 for those who are no staff."""
    project = project_for(request.user, slug)
    if not manages_all(request.user):
        raise PermissionDenied(ONLY_STAFF)
    return project


def _asset(project, asset_id):
    return get_object_or_404(project.assets.select_related("video", "project"), pk=asset_id)


urlpatterns = [
    path("projects/<slug:slug>/assets/<int:asset_id>/withdraw/", Withdraw.as_view(), name="api-withdraw"),
]
