"""The API: each app's calls, the schema made from them, and a page to browse it."""

from django.urls import include, path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from core.api.call import Call


class Schema(Call, SpectacularAPIView):
    @extend_schema(exclude=True, parameters=[OpenApiParameter("lang"), OpenApiParameter("version")])
    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs)


urlpatterns = [
    path("", include("projects.api")),
    path("", include("projects.joining.api")),
    path("", include("webhooks.api")),
    path("", include("annotations.browse.api")),
    path("", include("assets.videos.api")),
    path("", include("assets.uploads.api")),
    path("", include("assets.uploads.tus")),
    path("", include("annotations.labeling.api")),
    path("", include("annotations.presets.api")),
    path("", include("annotations.statistics.api")),
    path("", include("annotations.mending.api")),
    path("", include("annotations.checks.api")),
    path("", include("annotations.second.api")),
    path("", include("annotations.imports.api")),
    path("", include("annotations.events.api")),
    path("", include("exports.versions.api")),
    path("", include("exports.zips.api")),
    path("", include("exports.comparison.api")),
    path("", include("exports.shapes.api")),
    path("", include("exports.splits.api")),
    path("", include("labeler.withdrawal.api")),
    path("", include("labeler.deletion.api")),
    path("schema/", Schema.as_view(), name="api-schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
]
