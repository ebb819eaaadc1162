"""The API: each app's calls, the schema made from them, and a page to browse it."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

urlpatterns = [
    path("", include("projects.api")),
    path("", include("annotations.browse.api")),
    path("", include("assets.videos.api")),
    path("", include("assets.uploads.tus")),
    path("", include("annotations.labeling.api")),
    path("", include("annotations.statistics.api")),
    path("", include("annotations.checks.api")),
    path("", include("annotations.imports.api")),
    path("", include("exports.versions.api")),
    path("", include("exports.comparison.api")),
    path("", include("exports.shapes.api")),
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
]
