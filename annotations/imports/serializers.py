"""Imports as the API and their page tell them."""

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from annotations.imports import jobs
from annotations.models import Import
from projects.access import Right, project_for


class ImportSerializer(serializers.ModelSerializer):
    created_by = serializers.CharField(source="created_by.username")
    report = serializers.JSONField(read_only=True)
    can_run_again = serializers.SerializerMethodField()
    has_places = serializers.SerializerMethodField()
    can_be_undone = serializers.SerializerMethodField()
    undone = serializers.BooleanField(read_only=True, help_text="Whether it was taken back, or is being taken back.")

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
            "labels_from_file",
            "decisions",
            "undoes",
            "undone",
            "can_be_undone",
            "original_name",
            "size_bytes",
            "can_run_again",
            "has_places",
            "created_by",
            "created_at",
            "finished_at",
        ]
        read_only_fields = fields

    def get_can_run_again(self, job) -> bool:
        """Whether its file is still here, so that another run needs no upload."""
        return bool(job.file) and not job.is_unfinished

    def get_can_be_undone(self, job) -> bool:
        """Whether what it gave, if it gave anything, can be taken back now."""
        return bool(job.bulk) and not job.is_unfinished and not job.dry_run and not job.undone

    def get_has_places(self, job) -> bool:
        """Whether all places of what could not be used can be had as CSV."""
        return bool(job.places)


def rows_of(project):
    undone = Exists(jobs.undoes_of(OuterRef("pk")))
    return project.imports.select_related("created_by").annotate(undone=undone)


def import_for(request, slug, number):
    return get_object_or_404(rows_of(project_for(request.user, slug, Right.CURATE)), pk=number)
