"""The call for a project's counts."""

import django_filters
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from annotations.browse.filters import (
    WHOLE_HELP,
    AssetFilter,
    narrowed,
    refuse_strangers,
    told_whole,
    valid_filter,
)
from annotations.sight import sight_of
from annotations.statistics import counts
from assets.models import Asset
from core.api.call import Call
from core.api.document import refuses
from projects.access import project_for


class Stats(serializers.Serializer):
    total = serializers.IntegerField()
    by_status = serializers.DictField(child=serializers.IntegerField())
    by_category = serializers.DictField(child=serializers.IntegerField())
    issues = serializers.DictField()
    complete = serializers.BooleanField(required=False, help_text=WHOLE_HELP)


class ProjectStats(Call):
    """Counts of the whole project, or, under the filters of its list of assets, among what these find. A `status` is
    passed over: `by_status` has all five."""

    filter_backends = [django_filters.rest_framework.DjangoFilterBackend]
    filterset_class = AssetFilter
    queryset = Asset.objects.none()  # for the schema only, which asks it about the filters

    @extend_schema(operation_id="stats_get", filters=True, responses=Stats)
    @refuses("bad_filter")
    def get(self, request, slug):
        """Counts of a project."""
        project = project_for(request.user, slug)
        filters = {name: value for name, value in request.query_params.items() if value}
        narrowed(project.assets, {"status": filters.pop("status", "")})  # a wrong one is not passed over
        sight = sight_of(project, request.user)
        is_narrowed = bool(filters.keys() & AssetFilter.base_filters.keys())
        asked = valid_filter(project.assets, filters, sight) if is_narrowed else None
        stats = counts.project_stats(project, asked and asked.qs, sight=sight)
        if not stats["total"]:
            refuse_strangers(project, filters)
        return Response(stats | (told_whole(asked) if asked else {}))


urlpatterns = [
    path("projects/<slug:slug>/stats/", ProjectStats.as_view(), name="api-stats"),
]
