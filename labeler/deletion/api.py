"""Calls that delete a project whole, and that tell of one that was."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.response import Response

from core.api.body import checked
from core.api.call import Call
from core.api.document import refuses
from labeler.deletion import deleting
from projects.access import Right, project_for
from projects.models import DeletedProject


class Typed(serializers.Serializer):
    confirm = serializers.CharField(allow_blank=True, trim_whitespace=False, help_text="The slug, typed.")


class WhatItHeld(serializers.Serializer):
    images = serializers.IntegerField()
    annotations = serializers.IntegerField()
    videos = serializers.IntegerField()
    versions = serializers.IntegerField()
    people = serializers.IntegerField(help_text="Its members.")


class DeletedProjectSerializer(serializers.ModelSerializer):
    counts = serializers.SerializerMethodField(help_text="What it held.")

    class Meta:
        model = DeletedProject
        fields = ["name", "slug", "dataset_id", "at", "counts", "state", "progress", "total"]
        read_only_fields = fields

    @extend_schema_field(WhatItHeld)
    def get_counts(self, deleted):
        return deleted.counts


class DeleteProject(Call):
    @extend_schema(
        operation_id="projects_delete", tags=["projects"], request=Typed, responses={202: DeletedProjectSerializer}
    )
    @refuses("not_archived", "not_confirmed")
    def post(self, request, slug):
        """Delete a project, for ever.

        For superusers, and of an archived project only. From then on it is there for nobody, and nothing brings it
        back; a job takes its rows away, and its files last. Its slug is not used again.
        """
        project = project_for(request.user, slug, Right.MANAGE)
        if not request.user.is_superuser:
            raise PermissionDenied(deleting.ONLY_SUPERUSERS)
        deleted = deleting.request(project, **checked(Typed, request), by=request.user, request=request)
        return Response(DeletedProjectSerializer(deleted).data, status=status.HTTP_202_ACCEPTED)


class OneDeletedProject(Call):
    @extend_schema(operation_id="deleted_projects_get", tags=["projects"], responses=DeletedProjectSerializer)
    def get(self, request, dataset_id):
        """Whether a project was deleted.

        For whoever knows its dataset id, which nobody guesses: what was labeled for it, and waits somewhere, is of no
        use any more. It tells how far the deletion is.
        """
        return Response(DeletedProjectSerializer(get_object_or_404(DeletedProject, dataset_id=dataset_id)).data)


urlpatterns = [
    path("projects/<slug:slug>/delete/", DeleteProject.as_view(), name="api-project-delete"),
    path("deleted-projects/<uuid:dataset_id>/", OneDeletedProject.as_view(), name="api-deleted-project"),
]
